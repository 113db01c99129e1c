"""What a screen reader is told: each task of the day, by roles and names alone."""

import re

from playwright.async_api import expect

from board.camp import commands as c
from board.camp.model import ActionId, RoomId, TopicId
from tests import seed
from tests.browser.conftest import PATIENCE, Board, Camps, Phones, join
from tests.browser.test_console import LAPTOP, sign_in
from tests.patience import until


async def test_joining_and_voting_and_ordering_by_roles_and_names(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone()
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    await expect(page.get_by_role("main")).to_match_aria_snapshot(
        '- heading "Larkhaven Learns" [level=1]\n- button "I’m in"'
    )
    await page.get_by_role("button", name="I’m in").press("Enter")
    await page.wait_for_selector("[data-js] #topics")
    await expect(page.get_by_role("navigation", name="Pages of this camp")).to_match_aria_snapshot(
        '- link "Topics"\n- link "My choices"\n- link "Grid"\n- link "Pitch"'
    )
    for place, topic in (("1st", "t3"), ("2nd", "t4")):
        title = desk.camp.topics[TopicId(topic)].pitch.title
        card = page.get_by_role("listitem").filter(
            has=page.get_by_role("heading", level=2, name=title)
        )
        vote = card.get_by_role("button", name="I’d go")
        await expect(vote).to_have_attribute("aria-pressed", "false")
        await expect(vote).to_have_accessible_description(title)
        await vote.press("Space")
        await expect(
            card.get_by_role("button", name=f"{place} choice", pressed=True)
        ).to_be_visible()

    await page.get_by_role("link", name="My choices").press("Enter")
    await page.wait_for_selector("[data-js] #choices")
    second = page.get_by_role("listitem").nth(1)
    await expect(page.get_by_role("heading", level=1, name="My choices")).to_be_visible()
    await second.get_by_role("button", name="Move up").press("Enter")
    await expect(page.get_by_role("status").first).to_contain_text("now number 1 of 2")
    assert len(await page.get_by_role("status").all()) <= 2  # said once, in one place


async def test_searching_pitching_and_stepping_up_by_roles_and_names(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone()
    await join(page, board, desk)
    await page.get_by_role("search").get_by_role("searchbox").fill("nothing like it at all")
    await expect(page.get_by_role("main")).to_contain_text("Nothing matches")

    await page.get_by_role("link", name="Pitch", exact=True).press("Enter")
    guide = page.get_by_role("button", name=re.compile("Show the whole form|Help me"))
    await guide.first.wait_for()
    if "whole" in await guide.first.inner_text():
        await guide.first.press("Enter")
    await expect(page.get_by_role("radio", name="I’ll lead this")).to_be_checked()
    await page.get_by_role("textbox", name="Title").fill("Whittling for everybody")
    await page.get_by_role("button", name="Put it on the board").press("Enter")
    await expect(
        page.get_by_role("heading", level=1, name="Whittling for everybody")
    ).to_be_visible(timeout=PATIENCE)

    wish = next(t for t in desk.camp.topics.values() if t.wish)
    await page.goto(f"{board.url}/c/{desk.camp.id}/topics/{wish.id}")
    await page.get_by_role("button", name="I’ll lead this").press("Enter")
    await expect(page.get_by_role("heading", name="Your topic")).to_be_visible()


async def test_the_grid_is_read_slot_by_slot_and_room_by_room(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    page = await phone()
    await join(page, board, desk)
    await page.get_by_role("link", name="Grid", exact=True).press("Enter")
    slots = page.get_by_role("region").filter(has=page.get_by_role("heading", level=2))
    assert await slots.count() >= len(desk.camp.slots)
    rooms = slots.first.get_by_role("listitem")
    assert await rooms.count() >= 1
    placed = next(p for ps in desk.camp.placements.values() for p in ps)
    title = desk.camp.topics[placed.topic].pitch.title
    cell = page.get_by_role("listitem").filter(has=page.get_by_role("group").filter(has_text=title))
    await expect(cell.first).to_contain_text(desk.camp.rooms[placed.room].name)
    await cell.first.locator("summary").press("Enter")
    await expect(cell.first.get_by_role("link", name="Open this topic")).to_be_visible()


async def test_an_organiser_opens_the_board_moves_a_session_and_undoes_it_by_roles_and_names(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    back = c.ChangePhase(by=seed.ORGANISER, action=ActionId("back"), at=1, phase="setup")
    await desk.submit(back)
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = console.page
    await page.get_by_role("button", name="Open the board").press("Enter")
    await expect(page.get_by_role("button", name="Start the sessions")).to_be_visible()

    slot, room = next(iter(desk.camp.slots)), next(iter(desk.camp.rooms))
    anywhere = next(t for t in desk.camp.topics.values() if not t.wish and not t.pitch.needs)
    await page.goto(f"{console.url}/cells/{slot}/{room}")
    await page.get_by_role("combobox", name="Put here").select_option(anywhere.id)
    await page.get_by_role("button", name="Put it here").press("Enter")
    await until(lambda: RoomId(room) in {at.room for at in desk.camp.cells})
    await page.goto(console.url)
    await page.get_by_role("button", name="Undo").first.press("Enter")
    await until(lambda: not desk.camp.cells)
