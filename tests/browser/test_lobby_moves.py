"""What moves on the projector: cards glide, pages mark what changed, the ticker says why."""

import time
from typing import Any

from msgspec.structs import replace
from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import Camp, Cell, Placement, TopicId
from board.live.desk import Desk
from board.live.parts import grid_frame
from tests import seed
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.projectors import projector, swapped

# Counts the animations that scripts begin; ours are the only ones.
COUNT = """() => {
  window.glides = 0;
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (...given) {
    window.glides += 1;
    return animate.apply(this, given);
  };
}"""


async def test_a_session_glides_to_its_new_cell_and_says_where_it_was(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await placed(board, camp, phone)
    one, other = two_in_different_slots(desk.camp)
    topic = desk.camp.cells[one]
    await move(desk, one, other)
    cell = wall.locator(f"#cell-{other.slot}-{other.room}")
    await expect(cell).to_have_attribute("data-topic", topic)
    period = await wall.locator(f"#slot-{one.slot} .slot-time").inner_text()
    start, _ = period.split("\u2013")
    was = f"was {start} {desk.camp.rooms[one.room].name}"
    await expect(cell.locator(".cell-from")).to_have_text(was)
    await wall.wait_for_function("window.glides === 2")


async def test_nothing_glides_for_who_wants_no_motion_but_what_changed_is_marked(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await placed(board, camp, phone, reduced_motion="reduce")
    one, other = two_in_different_slots(desk.camp)
    await move(desk, one, other)
    await expect(wall.locator(f"#cell-{other.slot}-{other.room}.lit .cell-from")).to_be_visible()
    assert await wall.evaluate("window.glides") == 0


async def test_never_more_than_a_handful_glide_at_once(
    board: Board, district: Desk, phone: Phones
) -> None:
    wall = await projector(phone, board, district, "?mode=grid")
    await wall.evaluate(COUNT)
    before = sessions(district.camp)
    first, second, *_ = sorted({placement.slot for placement in before})
    other = {first: second, second: first}
    after = tuple(replace(p, slot=other.get(p.slot, p.slot)) for p in before)
    await district.submit(c.AdoptPlan(placements=after))
    await expect(wall.locator(".cell.lit:visible").nth(20)).to_be_visible()
    await wall.wait_for_function("window.glides === 6")
    await district.submit(c.AdoptPlan(placements=before))


async def test_a_page_that_comes_round_again_marks_what_changed_since(
    board: Board, district: Desk, phone: Phones
) -> None:
    wall = await projector(phone, board, district, "?mode=grid")
    rooms = [room.id for room in grid_frame(district.camp).rooms]
    one = min(cell for cell in district.camp.cells if rooms.index(cell.room) >= 12)
    before = sessions(district.camp)
    without = tuple(p for p in before if Cell(p.slot, p.room) != one)
    topic = district.camp.cells[one]
    await district.submit(c.AdoptPlan(placements=without))
    await district.submit(c.AdoptPlan(placements=before))
    cell = wall.locator(f"#cell-{one.slot}-{one.room}")
    await expect(cell).to_have_attribute("data-topic", topic)
    await expect(cell).to_be_hidden()
    for _ in range(rooms.index(one.room) // 12):
        await wall.keyboard.press("ArrowRight")
    await expect(cell).to_be_visible()
    await expect(cell).to_have_class("cell taken lit")
    await wall.keyboard.press("ArrowRight")
    await expect(cell).to_have_class("cell taken")


async def test_most_wanted_topics_glide_when_their_ranks_change(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    people = list(desk.camp.attendees)
    for person, topic in zip(people, ("t1", "t1", "t2"), strict=False):
        await desk.submit(c.CastVote(attendee=person, topic=TopicId(topic)))
    wall = await projector(phone, board, desk, "?mode=marketplace")
    await expect(wall.locator("#wanted > li").first).to_have_attribute("data-topic", "t1")
    await wall.evaluate(COUNT)
    ballot = (TopicId("t2"),)
    for person in people[3:6]:
        await desk.submit(c.OrderBallot(attendee=person, ballot=ballot))
    await expect(wall.locator("#wanted > li").first).to_have_attribute("data-topic", "t2")
    await wall.wait_for_function("window.glides >= 2")


async def test_the_ticker_says_what_moved_and_why(board: Board, camp: Camps, phone: Phones) -> None:
    desk, wall = await placed(board, camp, phone)
    one, other = two_in_different_slots(desk.camp)
    topic = desk.camp.topics[desk.camp.cells[one]]
    await move(desk, one, other)
    line = wall.locator(".tick", has_text=topic.pitch.title)
    await expect(line).to_contain_text(desk.camp.rooms[other.room].name)
    await expect(line.locator(".tick-why")).to_contain_text("nobody has voted for it yet")
    await expect(wall.locator(".tick[data-on]")).to_be_visible()


async def test_a_screen_reader_hears_a_sum_and_not_each_move(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    wall = await phone(viewport={"width": 1920, "height": 1080}, is_mobile=False)
    await wall.clock.install()
    await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby?mode=grid")
    one, other = two_in_different_slots(desk.camp)
    await move(desk, one, other)
    await expect(wall.locator(".cell.lit")).to_have_count(2)
    await expect(wall.locator("#told")).to_have_text("")
    await wall.clock.run_for(21_000)
    await expect(wall.locator("#told")).to_have_text("2 sessions moved.")


async def placed(board: Board, camp: Camps, phone: Phones, **options: Any) -> tuple[Desk, Page]:
    """A small camp with a full grid, and a projector that shows it and counts its glides."""
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    wall = await projector(phone, board, desk, "?mode=grid", **options)
    await wall.evaluate(COUNT)
    return desk, wall


def sessions(camp: Camp) -> tuple[Placement, ...]:
    """Everything on the grid."""
    return tuple(p for placements in camp.placements.values() for p in placements)


async def move(desk: Desk, one: Cell, other: Cell) -> None:
    """Change what stands in two cells round, as a plan does."""
    grid = swapped(desk.camp, one, other)
    await desk.submit(c.AdoptPlan(placements=grid, at=time.time_ns() // 1_000_000))


def two_in_different_slots(camp: Camp) -> tuple[Cell, Cell]:
    """Two sessions that can change places."""
    cells = sorted(camp.cells)
    for one in cells:
        for other in cells:
            if one.slot != other.slot and not _busy(camp, one, other):
                return one, other
    raise AssertionError("nothing on this grid can change places")


def _busy(camp: Camp, one: Cell, other: Cell) -> bool:
    topics = [camp.topics[camp.cells[cell]] for cell in (one, other)]
    rooms = [camp.rooms[cell.room] for cell in (other, one)]
    fits = all(
        set(t.pitch.needs) <= set(r.features) and not t.pitch.not_in
        for t, r in zip(topics, rooms, strict=True)
    )
    leads = [lead for topic in topics for lead in topic.facilitators]
    elsewhere = [t for t in camp.cells.values() if set(leads) & set(camp.topics[t].facilitators)]
    return not fits or len(elsewhere) != 2
