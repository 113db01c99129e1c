"""What axe-core finds wrong with the pages, light and dark: nothing."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page

from board.camp import commands as c
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.browser.test_console import LAPTOP, sign_in

SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},  # the rest is the same
}
OFFER, WISH = "t1", "t12"


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_wrong_with_any_page(
    board: Board, camp: Camps, phone: Phones, scheme: str
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    home = f"{board.url}/c/{desk.camp.id}"
    ana = await phone(color_scheme=scheme)
    for address in (board.url, f"{board.url}/new", home, f"{home}/lobby"):
        assert await wrong(ana, address, scheme) == []
    await join(ana, board, desk)
    await vote_button(ana, OFFER).click()
    await ana.wait_for_selector(f'[data-own="{OFFER}"]:not([data-pending]) [aria-pressed="true"]')
    for path in ("", "/choices", "/grid", "/pitch", f"/topics/{WISH}"):
        assert await wrong(ana, home + path, scheme) == []
    console = await sign_in(await phone(**LAPTOP, color_scheme=scheme), board, desk)
    for path in ("", "/topics", "/grid", "/day", "/whatif", f"/topics/{OFFER}"):
        assert await wrong(console.page, console.url + path, scheme) == []


async def wrong(page: Page, address: str, scheme: str) -> list[str]:
    """The rules that a page breaks, each with the first element that does."""
    await page.goto(address)
    results = await Axe().run(page, options=SCHEMES[scheme])
    return [
        f"{found['id']}: {found['nodes'][0]['html']}" for found in results.response["violations"]
    ]
