"""Whoever has only a keyboard reaches everything on every page, and always sees where they are."""

from itertools import count
from typing import Any

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Board, Phones
from tests.browser.every_page import PAGES, Looked, come
from tests.browser.test_console import LAPTOP

MOST = 600  # presses of Tab; a page that needs more has a trap
WALKED = [
    looked for looked in PAGES if looked.name in ("nobody-open", "attendee-open", "organiser-open")
]
NARROW = {"viewport": {"width": 320, "height": 568}, "device_scale_factor": 1}

# Where the focus is, once per press: what it is, whether it was there before, and whether its ring is seen.
HERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body || at === document.documentElement) return null;
  window.walked = window.walked || new Set();
  const again = window.walked.has(at) && window.last !== at; // a date has three stops
  window.last = at;
  window.walked.add(at);
  const ringed = (element, part) => {
    const style = getComputedStyle(element, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const label = at.closest("label");
  const parts = [null, "::before", "::after"];
  const seen = parts.some((part) => ringed(at, part)) || (label && ringed(label, null));
  return { again, seen, what: at.outerHTML.slice(0, 160) };
}"""
# What can be pressed and can be seen, and was never come to.
PASSED_BY = """() => {
  const radios = [...window.walked].filter((each) => each.type === "radio");
  const inGroup = ({ name }) => radios.some((each) => each.name === name);
  const pressed = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  return [...document.querySelectorAll(pressed)]
    .filter((each) => !each.disabled && each.tabIndex >= 0 && each.type !== "hidden")
    .filter((each) => each.checkVisibility({ visibilityProperty: true }))
    .filter((each) => !window.walked.has(each) && !(each.type === "radio" && inGroup(each)))
    .map((each) => each.outerHTML.slice(0, 160));
}"""

_codes = count(1)


@pytest.mark.parametrize("looked", WALKED, ids=lambda looked: looked.name)
async def test_tab_comes_to_everything_and_shows_where_it_is(
    board: Board, phone: Phones, looked: Looked
) -> None:
    page = await phone(**LAPTOP, reduced_motion="reduce")
    address = await come(page, board, looked, f"focus{next(_codes)}")
    wrong: list[str] = []
    for path in looked.paths:
        await page.goto(address(path))
        await page.wait_for_load_state("load")
        wrong += [f"{path}: {complaint}" for complaint in await _walk(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("looked", PAGES, ids=lambda looked: looked.name)
async def test_nothing_is_lost_on_a_narrow_phone_or_with_letters_twice_as_large(
    board: Board, phone: Phones, looked: Looked
) -> None:
    page = await phone(**NARROW)
    address = await come(page, board, looked, f"narrow{next(_codes)}")
    wrong: list[str] = []
    for path in looked.paths:
        if "lobby" in path:  # it hangs on a wall
            continue
        await page.goto(address(path))
        for letters, width in (("", 320), ("200%", 390), ("", 640)):
            await page.set_viewport_size({"width": width, "height": 568})
            await page.evaluate(
                "(size) => { document.documentElement.style.fontSize = size; }", letters
            )
            wide = await page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                wrong.append(
                    f"{path} at {width} {letters}: {wide} wide, {await _widest(page, width)}"
                )
    assert not wrong, "\n".join(wrong)


async def test_the_skip_link_comes_first_and_leads_past_the_head(
    board: Board, phone: Phones
) -> None:
    page = await phone(**LAPTOP)
    address = await come(page, board, Looked("attendee", "open", ("",)), f"skip{next(_codes)}")
    await page.goto(address(""))
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.querySelector('main').contains(document.activeElement)")


async def _walk(page: Page) -> list[str]:
    complaints, outside = [], 0
    for _ in range(MOST):
        await page.keyboard.press("Tab")
        here: dict[str, Any] | None = await page.evaluate(HERE)
        if here is None:
            outside += 1  # of the page: it begins again, for what stands before an autofocus
            if outside > 1:
                break
            continue
        if here["again"]:
            break
        if not here["seen"]:
            complaints.append(f"no ring on {here['what']}")
    else:
        complaints.append("Tab never came back")
    passed_by: list[str] = await page.evaluate(PASSED_BY)
    return complaints + [f"never came to {what}" for what in passed_by]


async def _widest(page: Page, width: int) -> str:
    """What sticks out."""
    found = await page.evaluate(
        """(width) => {
          const out = [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > width + 1);
          return out.length ? out[out.length - 1].outerHTML.slice(0, 140) : "";
        }""",
        width,
    )
    return str(found)
