"""A camp's name, colour and logo reach the pages that are open, without a reload."""

import re
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Page, expect

from board.camp import commands as c
from board.live.desk import Desk
from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.projectors import do, projector
from tests.browser.test_console import sign_in
from tests.pictures import png

COLOUR = "() => getComputedStyle(document.documentElement).getPropertyValue('--board').trim()"
IS = f"colour => ({COLOUR})() === colour"


async def somebody(board: Board, desk: Desk, phone: Phones, kind: str) -> Page:
    """An open page of that kind."""
    if kind == "lobby":
        return await projector(phone, board, desk)
    page = await phone()
    if kind == "console":
        await sign_in(page, board, desk)
    else:
        await join(page, board, desk)
        await page.goto(f"{board.url}/c/{desk.camp.id}{kind}")
    await page.wait_for_selector("html[data-wire=live]")
    return page


@pytest.mark.parametrize("kind", ["", "/grid", "lobby", "console"])
async def test_a_new_colour_reaches_a_page_that_is_open_and_an_old_one_leaves_it(
    board: Board, camp: Camps, phone: Phones, kind: str
) -> None:
    desk = await camp()
    page = await somebody(board, desk, phone, kind)
    await page.evaluate("window.neverReloaded = true")
    boards = await page.evaluate(COLOUR)
    for colour in ("#7a1f5c", "#123456"):
        await settle(desk, colour=colour)
        await page.wait_for_function(IS, arg=colour)
        await expect(page.locator("head link[href*='/brand.']")).to_have_count(1)
    await settle(desk, colour="")
    await page.wait_for_function(IS, arg=boards)
    assert await page.evaluate("window.neverReloaded")


@pytest.mark.parametrize("kind", ["/grid", "lobby"])
async def test_a_new_logo_and_a_new_name_reach_a_page_that_is_open(
    board: Board, camp: Camps, phone: Phones, kind: str
) -> None:
    desk = await camp()
    page = await somebody(board, desk, phone, kind)
    await page.evaluate("window.neverReloaded = true")
    logo = page.locator("img.logo")
    await expect(logo).to_have_count(0)
    await do(desk, c.SetLogo, content=png(60, 20))
    await expect(logo).to_have_attribute("width", "60")
    await do(desk, c.SetLogo, content=b"")
    await expect(logo).to_have_count(0)
    await settle(desk, name="Edcamp $& Lakeside")
    await expect(page.locator(".status-name")).to_have_text("Edcamp $& Lakeside")
    await expect(page).to_have_title(re.compile(r"Edcamp \$& Lakeside"))
    assert await page.evaluate("window.neverReloaded")


async def settle(desk: Desk, **changed: Any) -> None:
    """Change the camp's settings."""
    await do(desk, c.ChangeSettings, settings=replace(desk.camp.settings, **changed))
