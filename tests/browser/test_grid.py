"""The grid on a phone: a tap on a cell says why a session stands there."""

from typing import Any

from msgspec.structs import replace
from playwright.async_api import Locator, Page, expect

from board.camp import commands as c
from board.camp.model import Break, BreakId, Cell
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.projectors import do, swapped
from tests.browser.test_lobby_moves import two_in_different_slots


async def test_a_tap_on_a_cell_says_why_right_there_and_leads_on_to_the_topic(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, ana = await at_the_grid(board, camp, phone)
    cell, shown = a_session(desk, ana)
    await expect(shown.locator(".cell-why")).to_be_hidden()
    await shown.locator("summary").tap()
    await expect(shown.locator(".cell-why")).to_contain_text(f"{desk.camp.cells[cell]} fits here")
    await shown.get_by_role("link", name="Open this topic").tap()
    await expect(ana.locator("#topic-page")).to_have_attribute("data-topic", desk.camp.cells[cell])


async def test_without_scripts_a_cell_says_it_as_well(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, ana = await at_the_grid(board, camp, phone, java_script_enabled=False)
    _, shown = a_session(desk, ana)
    await shown.locator("summary").tap()
    await expect(shown.locator(".cell-why")).to_be_visible()


async def test_by_keyboard_a_cell_opens_and_closes(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, ana = await at_the_grid(board, camp, phone)
    _, shown = a_session(desk, ana)
    await shown.locator("summary").focus()
    await ana.keyboard.press("Enter")
    await expect(shown.locator(".cell-why")).to_be_visible()
    await ana.keyboard.press("Tab")
    await expect(shown.get_by_role("link")).to_be_focused()
    await shown.locator("summary").press(" ")
    await expect(shown.locator(".cell-why")).to_be_hidden()


async def test_an_opened_cell_stays_open_and_says_its_news(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, ana = await at_the_grid(board, camp, phone)
    one, other = two_in_different_slots(desk.camp)
    shown = ana.locator(f"#cell-{one.slot}-{one.room}")
    await shown.locator("summary").tap()
    before, after = desk.camp.cells[one], desk.camp.cells[other]
    await expect(shown.locator(".cell-why")).to_contain_text(f"{before} fits here")
    await desk.submit(c.AdoptPlan(placements=swapped(desk.camp, one, other)))
    await expect(shown.locator(".cell-why")).to_contain_text(f"{after} fits here")
    await expect(shown.locator(".cell-why")).to_be_visible()


async def test_while_tallies_are_hidden_a_cell_leads_to_its_topic_at_once(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk, ana = await at_the_grid(board, camp, phone)
    cell, shown = a_session(desk, ana)
    await expect(shown.locator("summary")).to_be_visible()
    hushed = replace(desk.camp.settings, tallies_shown=False)
    await do(desk, c.ChangeSettings, settings=hushed)
    await expect(shown.locator("summary")).to_have_count(0)
    await shown.get_by_role("link").tap()
    await expect(ana.locator("#topic-page")).to_have_attribute("data-topic", desk.camp.cells[cell])


async def test_on_a_laptop_a_break_of_my_day_is_a_line_to_be_read(
    board: Board, camp: Camps, phone: Phones
) -> None:
    laptop = {"width": 1280, "height": 800}
    desk, ana = await at_the_grid(board, camp, phone, viewport=laptop, is_mobile=False)
    [slot, *_] = desk.camp.slots.values()
    lunch = Break(id=BreakId("lunch"), name="Lunch together", start=slot.start - 60, minutes=30)
    await do(desk, c.SetBreaks, breaks=(lunch,))
    await ana.goto(f"{board.url}/c/{desk.camp.id}/day")
    box = await ana.locator(".day .pause").bounding_box()
    assert box
    assert box["width"] > 4 * box["height"]


async def at_the_grid(
    board: Board, camp: Camps, phone: Phones, **options: Any
) -> tuple[Desk, Page]:
    """A small camp with a full grid, and somebody who looks at it."""
    desk = await camp()
    placed = tuple(replace(p, why=f"{p.topic} fits here") for p in seed.greedy(desk.camp))
    await desk.submit(c.AdoptPlan(placements=placed))
    ana = await phone(**options)
    scripts = "java_script_enabled" not in options
    await join(ana, board, desk, scripts=scripts)
    await ana.goto(f"{board.url}/c/{desk.camp.id}/grid")
    await ana.wait_for_selector("[data-wire=live] #grid" if scripts else "#grid")
    return desk, ana


def a_session(desk: Desk, page: Page) -> tuple[Cell, Locator]:
    """A cell with a session in it, and where the page shows it."""
    cell = min(desk.camp.cells)
    return cell, page.locator(f"#cell-{cell.slot}-{cell.room}")
