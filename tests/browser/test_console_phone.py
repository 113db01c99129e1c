"""The whole morning from a phone: moving sessions with a thumb, the log, the wall on paper, rehearsals."""

import re

import pytest
from playwright.async_api import expect

from board.camp import commands as c
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.test_console import LAPTOP, Console, sign_in

A_THUMB = 44  # px
PAGES = (
    "", "/topics", "/grid", "/day", "/log", "/rehearsal",
    "/print?show=wall", "/print?show=slots", "/print?show=doors", "/print?show=topics",
)  # fmt: skip


@pytest.fixture
def small() -> dict[str, object]:
    return {"viewport": {"width": 320, "height": 568}}


async def placed(desk: Desk) -> None:
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))


async def test_a_thumb_moves_a_session_to_the_next_free_place_and_back(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await placed(desk)
    before = desk.camp.placements
    page = await (await sign_in(await phone(), board, desk)).open("/grid")
    topic = await page.locator(".square.taken").first.get_attribute("data-topic")
    await page.locator(".grip").first.tap()
    await expect(page.get_by_role("button", name="Put it here")).to_be_disabled()
    await page.get_by_role("button", name="Next free place").tap()
    await expect(page.locator(".aimed")).to_have_class(re.compile("free"))
    await expect(page.locator("#moving-said")).to_contain_text("free")
    aimed = page.locator(f"#{await page.locator('.aimed').get_attribute('id')}")
    await page.get_by_role("button", name="Put it here").tap()
    await expect(aimed).to_have_attribute("data-topic", topic or "")
    await page.locator("#notices").get_by_role("button", name="Undo").tap()
    await expect(aimed).not_to_have_attribute("data-topic", topic or "")
    assert desk.camp.placements == before


async def test_a_tap_brings_the_slot_one_wants_to_see(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await placed(desk)
    page = await (await sign_in(await phone(), board, desk)).open("/grid")
    third = page.locator("th.slot").nth(2)
    await expect(third).not_to_be_in_viewport()
    await page.locator(".slot-jumps a").nth(2).tap()
    await expect(third).to_be_in_viewport()


async def test_those_who_listen_hear_where_a_session_would_go(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await placed(desk)
    page = await (await sign_in(await phone(**LAPTOP), board, desk)).open("/grid")
    said = page.locator("#moving-said")
    await page.locator(".grip").first.focus()
    await page.keyboard.press("Enter")
    await expect(said).to_contain_text("Escape leaves it")
    await page.keyboard.press("ArrowDown")
    await expect(said).to_contain_text("Breakout 1:")
    await page.keyboard.press("Escape")
    await expect(said).to_contain_text("stays where it was")


@pytest.mark.parametrize("path", PAGES)
async def test_no_page_is_wider_than_a_small_phone_and_every_button_fits_a_thumb(
    board: Board, district: Desk, phone: Phones, small: dict[str, object], path: str
) -> None:
    page = await (await sign_in(await phone(**small), board, district)).open(path)
    await page.wait_for_load_state("networkidle")
    assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    low = await page.evaluate(
        f"""[...document.querySelectorAll("button, .button, select, textarea, summary, nav a")]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height
            && e.getBoundingClientRect().height < {A_THUMB} - 0.5)
        .map((e) => e.outerHTML.slice(0, 120))"""
    )
    assert low == []


async def test_a_wall_of_48_rooms_prints_on_few_sheets(
    board: Board, district: Desk, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP), board, district)
    assert await sheets(console, "wall", "A3") == 2
    assert await sheets(console, "slots", "A3") == 3
    assert await sheets(console, "wall", "Letter") <= 5
    assert await sheets(console, "slots", "Letter") <= 6
    assert await sheets(console, "doors", "Letter") == 48
    assert await sheets(console, "topics", "Letter") <= 5


async def test_a_rehearsal_is_started_and_stopped_with_a_thumb(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    console = await sign_in(await phone(), board, desk)
    seq = desk.seq
    page = await console.open("/rehearsal")
    await page.get_by_label("Phones").select_option("25")
    await page.get_by_role("button", name="Rehearse", exact=True).tap()
    await expect(page.get_by_text("Votes confirmed")).to_be_visible(timeout=60_000)
    await page.get_by_role("button", name="Stop it").tap()
    await expect(page.locator(".verdict")).to_be_visible(timeout=90_000)
    assert desk.seq == seq


async def sheets(console: Console, show: str, paper: str) -> int:
    """How many sheets of paper a kind of print takes."""
    page = await console.open(f"/print?show={show}")
    pdf = await page.pdf(format=paper, landscape=show in ("wall", "slots"))
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
