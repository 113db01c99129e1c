"""Organisers watch how good the grid is and what moves, while it happens."""

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from board.camp import commands as c
from board.camp.model import Figures, Placement
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import PHONE, Board, Camps, Phones
from tests.browser.test_axe import SCHEMES, wrong_at
from tests.browser.test_console import LAPTOP, sign_in

MINUTE = 60_000
EIGHT = 1_931_328_000_000  # at the camp, 15 March 2031; well before the first slot freezes


async def plan(desk: Desk, minute: int, grid: list[Placement], *, won: int = 0) -> None:
    """What the planner's process asks for, `minute` minutes after eight."""
    figures = Figures(
        seated=2700 + minute, bound=2766, choices=(93, 64, 38), without_top3=minute % 2, won=won
    )
    command = c.AdoptPlan(placements=tuple(grid), at=EIGHT + minute * MINUTE, figures=figures)
    await desk.submit(command)


@pytest.fixture
async def desk(camp: Camps) -> Desk:
    """A camp with a few sessions on its grid, seen by everybody, in the last slot none."""
    desk = await camp(topics=8)
    await plan(desk, 0, sessions(desk))
    return desk


def sessions(desk: Desk) -> list[Placement]:
    return list(seed.greedy(desk.camp))[:4]


async def test_the_figures_and_the_moves_come_in_by_themselves_and_what_was_opened_stays_open(
    board: Board, desk: Desk, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = await console.open()
    panel = page.locator("#health")
    await expect(panel).to_contain_text("2,700 seats of at most 2,766 (97%)")
    grid = sessions(desk)
    last = max(desk.camp.slots.values(), key=lambda slot: slot.start)
    for minute in range(1, 5):  # one after the other goes to the last slot
        moving = grid[minute - 1]
        grid[minute - 1] = replace(moving, slot=last.id, why=f"it won {minute} seats")
        await plan(desk, minute, grid, won=minute)
    await expect(panel).to_contain_text("4 sessions changed slot; 10 seats won.")
    await expect(panel.locator(".moves li").first).to_contain_text("it won 4 seats")
    await panel.get_by_text("Earlier moves").click()
    await expect(panel.get_by_text("it won 1 seats")).to_be_visible()
    await plan(desk, 5, grid)
    await expect(panel).to_contain_text("2,705 seats")
    await expect(panel.get_by_text("it won 1 seats")).to_be_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_wrong_with_the_grids_health(
    board: Board, desk: Desk, phone: Phones, scheme: str
) -> None:
    grid = sessions(desk)
    last = max(desk.camp.slots.values(), key=lambda slot: slot.start)
    await plan(desk, 1, [replace(grid[0], slot=last.id, why="it won 3 seats"), *grid[1:]])
    console = await sign_in(await phone(**PHONE, color_scheme=scheme), board, desk)
    assert await wrong_at(console.page, console.url, scheme) == []
    await expect(console.page.locator("#health .amiss")).to_be_visible()
    assert await wrong_at(console.page, f"{console.url}/settings", scheme) == []


async def test_the_panel_fits_a_phone(board: Board, desk: Desk, phone: Phones) -> None:
    console = await sign_in(await phone(), board, desk)
    page = await console.open()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= await page.evaluate("innerWidth")
