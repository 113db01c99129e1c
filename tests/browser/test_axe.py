"""What axe-core finds wrong with any page, in any state, in any theme: nothing."""

from itertools import count
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page
from starlette.routing import Match, Route

from board.config import Config
from board.web.app import create_app
from tests.browser.conftest import Board, Phones
from tests.browser.every_page import NO_PAGES, PAGES, Looked, come
from tests.browser.test_console import LAPTOP

THEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference", "forced_colors": "none"},
    "more": {"color_scheme": "light", "contrast": "more", "forced_colors": "none"},
    "more, dark": {"color_scheme": "dark", "contrast": "more", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "contrast": "more", "forced_colors": "active"},
}
A_FRAME = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
SCHEMES = ("light", "dark")  # what a context is opened with, for tests that look at one page
EVERYTHING = {"resultTypes": ["violations"]}
COLOURS = {**EVERYTHING, "runOnly": ["color-contrast", "target-size"]}  # the rest is the same
FORCED = {**EVERYTHING, "runOnly": ["target-size"]}  # the colours are the reader's own

_codes = count(1)


@pytest.mark.parametrize("looked", PAGES, ids=lambda looked: looked.name)
async def test_axe_finds_nothing_wrong(board: Board, phone: Phones, looked: Looked) -> None:
    page = await phone(**(LAPTOP if looked.who == "organiser" else {}), reduced_motion="reduce")
    address = await come(page, board, looked, f"axe{next(_codes)}")
    found: list[str] = []
    for path in looked.paths:
        await page.goto(address(path))
        for theme, media in THEMES.items():
            await page.emulate_media(**media, reduced_motion="reduce")
            await page.evaluate(A_FRAME)
            found += [f"{path} {theme} {each}" for each in await wrong(page, theme)]
    assert not found, "\n".join(found)


def test_every_address_that_draws_a_page_is_among_them() -> None:
    config = Config(store="sqlite:///unused.db", secret="a secret", host="127.0.0.1", port=0)
    drawn = [
        route
        for route in create_app(config).routes
        if isinstance(route, Route) and "GET" in (route.methods or ()) and _draws(route.path)
    ]
    looked_at = {_asked(path) for looked in PAGES for path in looked.paths}
    missing = [route.path for route in drawn if not any(_is_at(route, path) for path in looked_at)]
    assert missing == []


def _draws(path: str) -> bool:
    return not path.startswith("/api/") and path not in NO_PAGES


def _asked(path: str) -> str:
    rooted = path[1:] if path.startswith("//") else f"/c/larks{path}"
    return rooted.partition("?")[0].replace("{", "").replace("}", "")


def _is_at(route: Route, path: str) -> bool:
    match, scope = route.matches({"type": "http", "method": "GET", "path": path})
    # A route of words only is matched by those words only: `/console/topics` is not a topic.
    return match is Match.FULL and ("{" in route.path or not scope["path_params"])


# Whatever fades in is as faint as it looks then: put at its end. What goes on for ever goes on.
_AT_REST = """() => (document.getAnimations ? document.getAnimations() : [])
  .filter((each) => each.effect.getComputedTiming().endTime !== Infinity)
  .forEach((each) => each.finish())"""


async def wrong_at(page: Page, address: str, theme: str) -> list[str]:
    """The same of the page at an address, for tests that bring it into a state of their own."""
    await page.goto(address)
    return await wrong(page, theme)


async def wrong(page: Page, theme: str) -> list[str]:
    """The rules that a page breaks, each with the first element that does."""
    await page.evaluate(_AT_REST)
    options = {"light": EVERYTHING, "forced": FORCED}.get(theme, COLOURS)
    results = await Axe().run(page, options=options)
    return [
        f"{found['id']}: {found['nodes'][0]['html'][:160]} {found['nodes'][0]['any'][:1]}"
        for found in results.response["violations"]
    ]
