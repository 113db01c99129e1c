"""The lobby says why each session is where it is: a band below the grid walks through its cells."""

from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import Cell
from board.live.desk import Desk
from board.live.parts import grid_frame
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.projectors import FULL_HD, do, projector, swapped, wall_of
from tests.browser.test_axe import THEMES
from tests.browser.test_lobby import _announce, _hushed, _wrong

EACH = 5_000  # ms for one reason


async def test_the_band_walks_down_a_slot_and_marks_the_cell_it_speaks_of(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await large(board, camp, phone)
    band = wall.locator("#why")
    for cell in first_cells(desk)[:3]:
        topic = desk.camp.topics[desk.camp.cells[cell]]
        await expect(wall.locator(".cell[data-told]")).to_have_id(f"cell-{cell.slot}-{cell.room}")
        await expect(band.locator(".number")).to_have_text(str(topic.number))
        await expect(band.locator(".why-title")).to_have_text(topic.pitch.title)
        await expect(band.locator(".why-place")).to_contain_text(desk.camp.rooms[cell.room].name)
        await expect(band.locator(".why-words")).to_have_text(
            "its room is larger: 62 people want it"
        )
        await wall.clock.run_for(EACH)


async def test_a_screenful_that_comes_round_again_goes_on_where_it_stopped(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await large(board, camp, phone)
    first, second, third, *_ = first_cells(desk)
    await wall.clock.run_for(EACH)
    await expect(wall.locator(".cell[data-told]")).to_have_id(f"cell-{second.slot}-{second.room}")
    await wall.keyboard.press("ArrowRight")
    await expect(wall.locator("#wall")).to_have_attribute("data-page", "1")
    room = grid_frame(desk.camp).rooms[12].id
    await expect(wall.locator(".cell[data-told]")).to_have_id(f"cell-{first.slot}-{room}")
    await wall.keyboard.press("ArrowRight")
    await expect(wall.locator(".cell[data-told]")).to_have_id(f"cell-{third.slot}-{third.room}")


async def test_the_band_follows_when_another_session_takes_the_cell(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await large(board, camp, phone)
    first, second, *_ = first_cells(desk)
    other = desk.camp.topics[desk.camp.cells[second]]
    await desk.submit(c.AdoptPlan(placements=swapped(desk.camp, first, second)))
    await expect(wall.locator("#why .number")).to_have_text(str(other.number))
    await expect(wall.locator(".cell[data-told]")).to_have_id(f"cell-{first.slot}-{first.room}")


async def test_where_few_rooms_leave_space_reasons_stand_in_the_cells(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await wall_of(desk, rooms=6, slots=3)
    wall = await projector(phone, board, desk, "?mode=grid")
    await expect(wall.locator(".cell-why").first).to_be_visible()
    await expect(wall.locator("#why")).to_be_hidden()


async def test_while_tallies_are_hidden_no_reason_tells_them(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await large(board, camp, phone)
    await expect(wall.locator("#why")).to_be_visible()
    await do(desk, c.ChangeSettings, settings=_hushed(desk))
    await expect(wall.locator("#why")).to_be_hidden()
    assert "62 people" not in await wall.content()


async def test_for_who_wants_no_motion_the_band_changes_without_any(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, wall = await large(board, camp, phone, reduced_motion="reduce")
    _, second, *_ = first_cells(desk)
    await expect(wall.locator("#why")).to_be_visible()
    await expect(wall.locator(".why-line")).to_be_hidden()
    await wall.clock.run_for(EACH)
    await expect(wall.locator(".cell[data-told]")).to_have_id(f"cell-{second.slot}-{second.room}")
    assert await wall.evaluate("document.getAnimations().length") == 0


async def test_axe_finds_nothing_wrong_with_the_band_and_a_quiet_announcement(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await wall_of(desk, rooms=14, slots=3)
    await _announce(desk, "Lunch is in the courtyard.", ago=61)
    wall = await projector(phone, board, desk, "?mode=grid", reduced_motion="reduce")
    await expect(wall.locator("[data-calm] #why")).to_be_visible()
    for theme in THEMES.values():
        await wall.emulate_media(**theme, reduced_motion="reduce")
        assert await _wrong(wall) == []


async def large(board: Board, camp: Camps, phone: Phones, **options: str) -> tuple[Desk, Page]:
    """A camp with more rooms than a screenful shows, and a projector whose clock the test moves."""
    desk = await camp()
    await wall_of(desk, rooms=14, slots=3)
    wall = await phone(viewport=FULL_HD, is_mobile=False, has_touch=False, **options)
    await wall.clock.install()
    await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby?mode=grid")
    await wall.wait_for_selector("[data-js] #wall")
    return desk, wall


def first_cells(desk: Desk) -> list[Cell]:
    """The cells of the first slot, from above."""
    frame = grid_frame(desk.camp)
    slot = min(desk.camp.slots.values(), key=lambda slot: slot.start)
    return [Cell(slot.id, room.id) for room in frame.rooms]
