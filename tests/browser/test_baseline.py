"""The oldest browser that has to do: newer features are taken from this one before any script runs."""

import re
from contextlib import suppress

import pytest
from playwright.async_api import Error, Page, Route, expect

from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.flows import does_everything

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
    ana = await phone(viewport={"width": size[0], "height": size[1]})
    await ana.add_init_script(OLD)
    await ana.route("**/*.css", _plain)
    await join(ana, board, desk)
    assert await ana.evaluate("'replaceAll' in String.prototype") is False
    home = f"{board.url}/c/{desk.camp.id}"
    await does_everything(ana, home, desk)
    await _reaches_every_tab(ana)


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
