"""Organisers at work in a real browser, several at once, with phones that watch."""

import re
from typing import Any

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from board.camp import commands as c
from board.camp.model import (
    ActionId,
    AttendeeId,
    Cell,
    Organiser,
    OrganiserId,
    Pitch,
    RoomId,
    SlotId,
    TopicId,
)
from board.demo.day import pitch_of
from board.live.desk import Desk
from board.web.identity import Tokens
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join
from tests.patience import until

LAPTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "has_touch": False,
    "is_mobile": False,
    "device_scale_factor": 1,
}


class Console:
    """An organiser's browser at one camp, and the camp's desk."""

    def __init__(self, page: Page, board: Board, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.url = f"{board.url}/c/{desk.camp.id}/console"

    async def open(self, section: str = "") -> Page:
        await self.page.goto(self.url + section)
        return self.page

    def cell(self, slot: str, room: str) -> Locator:
        return self.page.locator(f"#cell-{slot}-{room}")

    def grip(self, topic: str) -> Locator:
        return self.page.locator(f'[data-topic="{topic}"] .grip')

    def row(self, topic: str) -> Locator:
        return self.page.locator(f"#row-{topic}")

    async def stands(self, topic: str, slot: str, room: str) -> None:
        """Wait until the page, and the camp, have a topic in a cell."""
        await expect(self.cell(slot, room)).to_have_attribute("data-topic", topic)
        assert self.desk.camp.cells[Cell(SlotId(slot), RoomId(room))] == topic


async def sign_in(
    page: Page, board: Board, desk: Desk, who: OrganiserId = seed.ORGANISER
) -> Console:
    token = Tokens("a secret for tests only").organiser_token(desk.camp.id, who)
    await page.goto(f"{board.url}/o/{desk.camp.id}/{token}")
    return Console(page, board, desk)


_actions = iter(range(1_000, 10_000))


async def put(desk: Desk, topic: str, slot: str, room: str) -> None:
    """Another organiser puts a topic somewhere."""
    await desk.submit(
        c.PlaceSession(
            by=seed.ORGANISER,
            action=ActionId(f"put-{next(_actions)}"),
            at=1,
            topic=TopicId(topic),
            slot=SlotId(slot),
            room=RoomId(room),
        )
    )


@pytest_asyncio.fixture
async def wall(camp: Camps) -> Desk:
    """A camp with six topics that any room will do for: t1 in s1 and r1, t2 in s1 and r2."""
    desk = await camp(topics=0)
    for n in range(1, 7):
        lead = AttendeeId(f"lead-{n}")
        await desk.submit(c.JoinCamp(attendee=lead, name=f"Lead {n}"))
        pitched = c.PitchTopic(
            topic=TopicId(f"t{n}"),
            by=lead,
            at=n,
            pitch=Pitch(title=f"Idea {n}"),
            facilitators=(lead,),
        )
        await desk.submit(pitched)
    await put(desk, "t1", "s1", "r1")
    await put(desk, "t2", "s1", "r2")
    return desk


@pytest_asyncio.fixture
async def console(board: Board, wall: Desk, phone: Phones) -> Console:
    """Its console on a laptop."""
    return await sign_in(await phone(**LAPTOP), board, wall)


async def middle(locator: Locator) -> tuple[float, float]:
    await locator.scroll_into_view_if_needed()
    box = await locator.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def test_a_session_is_dragged_to_another_place(console: Console) -> None:
    page = await console.open("/grid")
    await page.mouse.move(*await middle(console.grip("t1")))
    await page.mouse.down()
    await page.mouse.move(*await middle(console.cell("s2", "r3")), steps=4)
    await expect(page.locator(".ghost")).to_be_visible()
    await page.mouse.up()
    await console.stands("t1", "s2", "r3")
    await expect(page.locator(".ghost")).to_have_count(0)
    await expect(page.locator("#cell-s1-r1")).to_have_class(re.compile("free"))


async def test_a_drag_outlives_patches_that_replace_the_whole_grid(console: Console) -> None:
    page = await console.open("/grid")
    await page.mouse.move(*await middle(console.grip("t1")))
    await page.mouse.down()
    await page.mouse.move(*await middle(console.cell("s1", "r4")), steps=4)
    await put(console.desk, "t3", "s3", "r1")
    action = ActionId("freeze-while-dragging")
    freeze = c.FreezeSlot(by=seed.ORGANISER, action=action, at=1, slot=SlotId("s1"))
    await console.desk.submit(freeze)
    await expect(page.locator("th.slot.frozen")).to_have_count(1)
    await expect(page.locator(".ghost")).to_be_visible()
    await expect(console.cell("s1", "r1")).to_have_class(re.compile("from"))
    await page.mouse.move(*await middle(console.cell("s2", "r3")), steps=4)
    await page.mouse.up()
    await console.stands("t1", "s2", "r3")


async def test_sessions_change_places_unless_one_is_pinned(console: Console) -> None:
    page = await console.open("/grid")
    await page.mouse.move(*await middle(console.grip("t1")))
    await page.mouse.down()
    await page.mouse.move(*await middle(console.cell("s1", "r2")), steps=4)
    await page.mouse.up()
    await expect(page.locator(".notices .refused")).to_contain_text("pinned there")
    await console.stands("t1", "s1", "r1")
    await console.page.locator("#cell-s1-r2 a[data-sheet]").click()
    await page.get_by_role("button", name="Unpin").click()
    await expect(console.cell("s1", "r2")).not_to_have_class(re.compile("pinned"))
    await page.mouse.move(*await middle(console.grip("t1")))
    await page.mouse.down()
    await page.mouse.move(*await middle(console.cell("s1", "r2")), steps=4)
    await page.mouse.up()
    await console.stands("t1", "s1", "r2")
    await console.stands("t2", "s1", "r1")


async def test_a_place_that_can_not_be_says_why_before_the_drop(console: Console) -> None:
    needs = Pitch(title="Films", needs=("projector",))
    edit = c.EditTopic(topic=TopicId("t1"), by=AttendeeId("lead-1"), pitch=needs)
    await console.desk.submit(edit)
    page = await console.open("/grid")
    await console.grip("t1").click()
    gym, cafeteria = console.cell("s2", "r2"), console.cell("s2", "r3")
    await expect(gym).to_have_class(re.compile("unfit"))
    await expect(cafeteria).not_to_have_class(re.compile("unfit"))
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#moving")).to_contain_text("Cafeteria, Breakout 1: free")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#moving")).to_contain_text("Gym, Breakout 1: has no projector")


async def test_a_finger_drags_by_the_grip(board: Board, wall: Desk, phone: Phones) -> None:
    console = await sign_in(await phone(), board, wall)
    page = await console.open("/grid")
    cdp = await page.context.new_cdp_session(page)

    async def touch(kind: str, *points: tuple[float, float]) -> None:
        touching = [{"x": x, "y": y} for x, y in points]
        await cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touching})

    start, end = await middle(console.grip("t1")), await middle(console.cell("s1", "r4"))
    await touch("touchStart", start)
    for part in (0.2, 0.6, 1.0):
        x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
        await touch("touchMove", (x, y))
    await touch("touchEnd")
    await console.stands("t1", "s1", "r4")


async def test_two_taps_move_a_session(board: Board, wall: Desk, phone: Phones) -> None:
    console = await sign_in(await phone(), board, wall)
    page = await console.open("/grid")
    await console.grip("t1").tap()
    await expect(page.locator("#moving")).to_be_visible()
    await console.cell("s1", "r3").tap()
    await console.stands("t1", "s1", "r3")
    await expect(page.locator("#moving")).to_be_hidden()


async def test_a_phone_shows_every_section_without_sideways_scrolling(
    district: Desk, board: Board, phone: Phones
) -> None:
    console = await sign_in(await phone(), board, district)
    for section in ("", "/topics", "/grid", "/day", "/people", "/whatif", "/topics/t1"):
        page = await console.open(section)
        assert await page.evaluate("document.documentElement.scrollWidth") == 390, section


async def test_the_keyboard_moves_a_session_and_keeps_the_focus(console: Console) -> None:
    page = await console.open("/grid")
    rooms = await page.locator("tbody .square.taken, tbody .square.free").count()
    assert rooms == 18
    await console.grip("t1").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#moving")).to_contain_text("where it is")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowLeft")
    target = await page.locator(".aimed").get_attribute("id")
    assert target
    _, slot, room = target.split("-")
    assert slot == "s2"
    await page.keyboard.press("Enter")
    await console.stands("t1", slot, room)
    await expect(console.grip("t1")).to_be_focused()


async def test_escape_leaves_everything_where_it_was(console: Console) -> None:
    page = await console.open("/grid")
    seq = console.desk.seq
    await console.grip("t1").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Escape")
    await expect(page.locator("#moving")).to_be_hidden()
    await expect(console.grip("t1")).to_be_focused()
    assert console.desk.seq == seq


async def test_a_form_moves_a_session_and_undo_brings_it_back(console: Console) -> None:
    page = await console.open("/grid")
    await page.locator("#cell-s1-r1 a[data-sheet]").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Slot").first.select_option("s3")
    await sheet.get_by_label("Room").first.select_option("r5")
    await sheet.get_by_role("button", name="Move it there").click()
    await console.stands("t1", "s3", "r5")
    await expect(sheet).to_be_hidden()
    await page.locator(".notices").get_by_role("button", name="Undo").click()
    await console.stands("t1", "s1", "r1")


async def test_a_refused_form_says_why_in_the_sheet_and_keeps_it_open(console: Console) -> None:
    page = await console.open("/grid")
    await page.locator("#cell-s1-r1 a[data-sheet]").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Room").first.select_option("r2")
    await sheet.get_by_role("button", name="Move it there").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("pinned there")
    await expect(sheet.get_by_label("Room").first).to_have_value("r2")
    await page.keyboard.press("Escape")
    await expect(page.locator("#cell-s1-r1 a[data-sheet]")).to_be_focused()


async def test_an_empty_place_is_filled_from_a_list(console: Console) -> None:
    page = await console.open("/grid")
    await page.locator("#cell-s2-r2 a.put").click()
    await page.get_by_label("Put here").select_option("t5")
    await page.get_by_role("button", name="Put it here").click()
    await console.stands("t5", "s2", "r2")


async def test_a_merge_is_seen_by_another_organiser_and_undone_by_them(
    console: Console, board: Board, phone: Phones
) -> None:
    bo = OrganiserId("bo")
    invite = c.InviteOrganiser(
        by=seed.ORGANISER, action=ActionId("bo"), at=1, organiser=Organiser(id=bo, name="Bo")
    )
    await console.desk.submit(invite)
    other = await sign_in(await phone(**LAPTOP), board, console.desk, bo)
    await other.open()
    page = await console.open("/topics")
    await console.row("t4").locator("a[data-sheet]").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("It becomes part of").select_option("t3")
    await sheet.get_by_role("button", name="Merge without asking").click()
    await expect(console.row("t4")).to_contain_text("merged into")
    done = other.page.locator("#actions")
    await expect(done).to_contain_text("Merged")
    await done.get_by_role("button", name="Undo").click()
    await expect(console.row("t4")).not_to_contain_text("merged into")
    assert console.desk.camp.topics[TopicId("t4")].up


async def test_a_hidden_topic_leaves_every_phone_and_comes_back(
    console: Console, board: Board, phone: Phones
) -> None:
    watching = await phone()
    await join(watching, board, console.desk)
    page = await console.open("/topics")
    await console.row("t6").get_by_role("button", name="Hide").click()
    await expect(watching.locator("#topic-t6")).to_have_count(0)
    await expect(console.row("t6")).to_have_class("hidden")
    await expect(console.row("t6").get_by_role("button", name="Show")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(watching.locator("#topic-t6")).to_have_count(1)


async def test_tallies_are_hidden_and_revealed_on_phones_at_once(
    console: Console, board: Board, phone: Phones
) -> None:
    watching = await phone()
    await join(watching, board, console.desk)
    await console.desk.submit(c.JoinCamp(attendee=AttendeeId("v1")))
    await console.desk.submit(c.CastVote(attendee=AttendeeId("v1"), topic=TopicId("t1")))
    tally = watching.locator('#topic-t1 [data-v="n-t1"]')
    await expect(tally).to_have_text("1")
    page = await console.open()
    await page.get_by_role("button", name="Hide the tallies").click()
    await expect(tally).to_have_text("")
    await page.get_by_role("button", name="Reveal the tallies").click()
    await expect(tally).to_have_text("1")


async def test_a_freeze_is_seen_by_the_other_organiser(
    console: Console, board: Board, phone: Phones
) -> None:
    other = await sign_in(await phone(**LAPTOP), board, console.desk)
    await other.open("/grid")
    page = await console.open("/grid")
    await page.get_by_role("button", name="Freeze Breakout 2").click()
    thaw = other.page.get_by_role("button", name="Thaw Breakout 2")
    await expect(thaw).to_be_visible()
    await expect(page.get_by_role("button", name="Thaw Breakout 2")).to_be_focused()
    await thaw.click()
    await expect(page.get_by_role("button", name="Freeze Breakout 2")).to_be_visible()
    assert not console.desk.camp.frozen


async def test_what_is_being_typed_outlives_what_others_do(console: Console) -> None:
    page = await console.open("/day")
    await page.get_by_text("Add rooms").first.click()
    field = page.get_by_label("One a line: a name, and how many people fit in")
    await field.fill("Attic 9\nCell")
    remove = c.RemoveRoom(
        by=seed.ORGANISER, action=ActionId("one-room-less"), at=1, room=RoomId("r6")
    )
    await console.desk.submit(remove)
    await expect(page.locator("#rooms li")).to_have_count(5)
    await expect(field).to_have_value("Attic 9\nCell")
    await page.get_by_role("button", name="Add rooms").click()
    await expect(page.get_by_role("alert")).to_contain_text("Line 2")
    await field.fill("Attic 9\nCellar 8")
    await page.get_by_role("button", name="Add rooms").click()
    await expect(page.locator("#rooms li")).to_have_count(7)
    await expect(field).to_have_value("")


async def test_138_topics_are_found_filtered_and_sorted(
    district: Desk, board: Board, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP), board, district)
    page = await console.open("/topics")
    rows = page.locator("#rows tr:visible")
    await expect(rows).to_have_count(138)
    await page.get_by_label("Find a topic").fill("mindful")
    await expect(page.locator(".found")).to_contain_text("of 138")
    assert await rows.count() < 20
    assert all("mindful" in text.lower() for text in await rows.all_inner_texts())
    await page.get_by_label("Find a topic").fill("")
    await page.get_by_label("Show", exact=True).select_option("wish")
    await expect(rows).to_have_count(27)
    await page.get_by_label("Show", exact=True).select_option("")
    await page.get_by_role("link", name="Votes").click()
    first = await rows.first.get_attribute("id")
    assert first
    tallies = district.camp.tallies
    assert tallies[TopicId(first.removeprefix("row-"))] == max(tallies.values())


async def test_the_first_topic_comes_in_live(board: Board, camp: Camps, phone: Phones) -> None:
    desk = await camp(topics=0)
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = await console.open("/topics")
    await expect(page.get_by_text("Nobody has pitched anything yet")).to_be_visible()
    await desk.submit(
        c.PitchTopic(
            topic=TopicId("t1"),
            by=seed.ORGANISER,
            at=1,
            pitch=pitch_of(seed.district.topics()[0]),
        )
    )
    await expect(console.row("t1")).to_be_visible()


async def test_without_scripts_a_topic_is_hidden_and_the_undo_is_right_there(
    board: Board, wall: Desk, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP, java_script_enabled=False), board, wall)
    page = await console.open("/topics")
    await console.row("t2").get_by_role("button", name="Hide").click()
    await expect(page.locator(".flash")).to_contain_text("Hid")
    assert wall.camp.topics[TopicId("t2")].hidden
    await page.locator(".flash").get_by_role("button", name="Undo").click()
    await until(lambda: not wall.camp.topics[TopicId("t2")].hidden)


async def test_without_scripts_a_session_is_put_by_a_sheet_of_its_own(
    board: Board, wall: Desk, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP, java_script_enabled=False), board, wall)
    page = await console.open("/grid")
    await page.locator("#cell-s2-r2 a.put").click()
    await page.get_by_label("Put here").select_option("t3")
    await page.get_by_role("button", name="Put it here").click()
    await console.stands("t3", "s2", "r2")
