"""The oldest browser that has to do: newer features are taken from this one before any script runs."""

import re
from contextlib import suppress
from typing import Any

import pytest
from playwright.async_api import Error, Page, Route, expect

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.flows import does_everything
from tests.browser.projectors import FULL_HD
from tests.browser.test_console import LAPTOP, sign_in
from tests.patience import until

# Whatever came after Chrome 80 and Safari 13.4, and some of before that a school may have switched off.
OLD = """
const gone = [
  [Array.prototype, "at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"],
  [String.prototype, "at", "replaceAll", "isWellFormed"],
  [Object, "hasOwn", "groupBy"],
  [Promise, "any", "withResolvers"],
  [Element.prototype, "replaceChildren", "checkVisibility", "animate", "setHTMLUnsafe"],
  [Document.prototype, "replaceChildren", "startViewTransition"],
  [DocumentFragment.prototype, "replaceChildren"],
  [HTMLDialogElement.prototype, "showModal", "show"],
  [HTMLElement.prototype, "inert", "showPopover"],
  [SubmitEvent.prototype, "submitter"],
  [Intl, "PluralRules", "ListFormat", "RelativeTimeFormat", "DisplayNames", "Segmenter"],
  [AbortSignal, "timeout", "any"],
  [Crypto.prototype, "randomUUID"],
  [Navigator.prototype, "serviceWorker", "locks", "share", "clipboard", "wakeLock", "connection"],
  [window, "structuredClone", "IntersectionObserver", "ResizeObserver", "requestIdleCallback", "WeakRef",
    "BroadcastChannel", "reportError", "scheduler", "navigation", "Notification", "queueMicrotask"],
];
for (const [from, ...names] of gone) for (const name of names) delete from[name];
const denied = { get() { throw new DOMException("denied", "SecurityError"); } };
Object.defineProperty(window, "localStorage", denied);
window.EventTarget = function () { throw new TypeError("Illegal constructor"); };
"""
LATER = re.compile(
    r"[^{};]*(?:inset(?:-\w+)*|(?:margin|padding)-(?:inline|block)|aspect-ratio|text-wrap|scale|translate"
    r"|accent-color|content-visibility|gap)\s*:[^;{}]*;"
    r"|[^{};]*:[^;{}]*(?:dvh|color-mix\()[^;{}]*;"
)
LATER_SELECTORS = re.compile(r"[^{}]*(?::has\(|:is\(|:where\(|:focus-visible)[^{}]*\{[^{}]*\}")


@pytest.mark.parametrize("size", [(390, 844), (320, 568)], ids=["phone", "small phone"])
async def test_an_old_browser_does_everything(
    board: Board, camp: Camps, phone: Phones, size: tuple[int, int]
) -> None:
    desk = await camp()
    ana = await _old(phone, viewport={"width": size[0], "height": size[1]})
    await join(ana, board, desk)
    assert await ana.evaluate("'replaceAll' in String.prototype") is False
    home = f"{board.url}/c/{desk.camp.id}"
    await does_everything(ana, home, desk)
    await _reaches_every_tab(ana)


async def test_an_old_laptop_runs_the_morning(board: Board, camp: Camps, phone: Phones) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    page = await _old(phone, **LAPTOP)
    console = await sign_in(page, board, desk)
    await console.open()
    await page.get_by_label("Shown at once").fill("Lunch is in the courtyard.")
    await page.get_by_role("button", name="Announce it").click()
    await until(lambda: desk.camp.announcements)

    await console.open("/grid")
    before = desk.camp.placements
    await page.locator(".square.taken .grip").first.click()
    await page.get_by_role("button", name="Next free place").click()
    await page.get_by_role("button", name="Put it here").click()
    await until(lambda: desk.camp.placements != before)
    await page.locator("#notices").get_by_role("button", name="Undo").click()
    await until(lambda: desk.camp.placements == before)

    await console.open("/topics")
    await page.get_by_role("link", name=desk.camp.topics[TopicId("t3")].pitch.title).click()
    await page.wait_for_url("**/topics/t3")
    await expect(page.get_by_role("button", name="Hide")).to_be_visible()
    for section in ("/day", "/people", "/settings", "/whatif", "/log"):
        await console.open(section)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_an_old_projector_shows_every_mode_and_what_is_new(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    wall = await _old(phone, **LAPTOP | {"viewport": FULL_HD})
    me = AttendeeId("bo")
    await desk.submit(c.JoinCamp(attendee=me, name="Bo"))
    modes = (
        ("marketplace", ".wall-new", "#grid"),
        ("grid", "#grid", ".wall-spot"),
        ("spotlight", ".wall-spot", "#grid"),
        ("now", "#grid", ".wall-spot"),
    )
    for n, (mode, shown, hidden) in enumerate(modes, start=1):
        await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby?mode={mode}")
        await wall.wait_for_selector("[data-js] #wall")
        await expect(wall.locator(shown)).to_be_visible()
        await expect(wall.locator(hidden)).to_be_hidden()
        await desk.submit(c.CastVote(attendee=me, topic=TopicId(f"t{n}")))
        await expect(wall.locator('.counts [data-v="votes"]')).to_have_text(str(n))


async def _old(phone: Phones, **options: Any) -> Page:
    """Such a browser."""
    page = await phone(**options)
    await page.add_init_script(OLD)
    await page.route("**/*.css", _plain)
    return page


async def _reaches_every_tab(page: Page) -> None:
    for name in ("Pitch", "Grid", "My choices", "Topics"):
        tab = page.get_by_role("navigation").get_by_role("link", name=name)
        await expect(tab).to_be_in_viewport()
        await tab.click()
        await expect(tab).to_have_attribute("aria-current", "page")
    wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


async def _plain(route: Route) -> None:
    """A style sheet as such a browser reads it: what it doesn't know is not there."""
    with suppress(Error):  # the page that asked for it may be gone by now
        answer = await route.fetch()
        text = re.sub(
            r"@supports not \(inset: 0\) \{((?:[^{}]|\{[^{}]*\})*)\}", r"\1", await answer.text()
        )
        plain = LATER.sub("", LATER_SELECTORS.sub("", text))
        await route.fulfill(response=answer, body=plain, content_type="text/css")
