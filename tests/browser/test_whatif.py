"""What if, in a real browser: by keyboard, on a phone, without scripts, and with a double tap."""

from playwright.async_api import expect

from board.camp import commands as c
from board.camp.model import AttendeeId, RoomId
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.test_console import LAPTOP, sign_in


async def voted(camp: Camps) -> Desk:
    """A small camp with a full grid and a vote for each topic."""
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    for n, topic in enumerate(sorted(desk.camp.placements)):
        me = AttendeeId(f"voter-{n}")
        await desk.submit(c.JoinCamp(attendee=me))
        await desk.submit(c.CastVote(attendee=me, topic=topic))
    return desk


async def test_a_room_is_closed_by_keyboard_alone_and_opened_again(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await voted(camp)
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = await console.open("/grid")
    await page.get_by_role("link", name="What if").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("Room", exact=True).focus()
    await page.keyboard.press("ArrowDown")
    await page.get_by_label("When").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".glance")).to_contain_text("seats (")
    chosen = desk.camp.rooms[RoomId(await page.get_by_label("Room", exact=True).input_value())]
    await page.get_by_role("button", name=f"Close {chosen.name} all day").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".flash.said")).to_contain_text(f"Set {chosen.name}")
    assert desk.camp.rooms[chosen.id].closed
    await page.locator(".flash").get_by_role("button", name="Undo").press("Enter")
    await expect(page.locator(".flash")).to_have_count(0)
    assert not desk.camp.rooms[chosen.id].closed


async def test_a_phone_without_scripts_tries_a_room_and_leaves_it(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await voted(camp)
    console = await sign_in(await phone(java_script_enabled=False), board, desk)
    page = console.page
    await page.goto(f"{console.url}/whatif")
    await page.get_by_text("Add a room").click()
    await page.get_by_label("Name").fill("Attic")
    await page.get_by_label("People it holds").fill("30")
    await page.locator("details[open] button").click()
    await expect(page.locator("#answer-head")).to_have_text("Adding Attic, which holds 30")
    before = desk.seq
    await page.get_by_role("link", name="Leave it as it is").click()
    await expect(page.locator("#answer-head")).to_have_count(0)
    assert desk.seq == before
