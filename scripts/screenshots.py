"""Draws every page of the running demo into docs/images, and docs/screens.md with all: `make screenshots`."""

import base64
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from scripts.demo import Links, running_demo

DOCS = Path(__file__).parent.parent / "docs"
IMAGES = DOCS / "images"
SIZES = {
    "phone": ViewportSize(width=390, height=844),
    "laptop": ViewportSize(width=1280, height=800),
    "projector": ViewportSize(width=1920, height=1080),
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUALITY = 62  # of WebP: letters stay sharp, and a picture stays below 100 KB
SETTLING = 1_500  # ms that a page has to become what it is
VOTES = 4


class Shot(NamedTuple):
    """A picture: its file's name, who looks at which path, on which screens, in which themes."""

    name: str
    who: Literal["nobody", "attendee", "organiser"]
    path: str
    words: str
    sizes: tuple[str, ...] = ("phone",)
    themes: tuple[str, ...] = ("light",)


_WALL, _DESK, _BOTH = ("projector",), ("laptop",), ("light", "dark")

SHOTS = (
    Shot("door", "nobody", "", "The door: what the QR code leads to", ("phone", "laptop")),
    Shot("topics", "attendee", "", "Topics", ("phone", "laptop", "projector"), (*_BOTH, "contrast")),
    Shot("choices", "attendee", "/choices", "My choices, in order", themes=_BOTH),
    Shot("grid", "attendee", "/grid", "The grid", ("phone", "laptop"), _BOTH),
    Shot("day", "attendee", "/day", "My day"),
    Shot("pitch", "attendee", "/pitch", "Pitching a topic"),
    Shot("me", "attendee", "/me", "Me, and how pages look"),
    Shot("lobby", "nobody", "/lobby?mode=marketplace", "The lobby: the marketplace", _WALL, _BOTH),
    Shot("lobby-grid", "nobody", "/lobby?mode=grid", "The lobby: the grid", _WALL, _BOTH),
    Shot("lobby-spotlight", "nobody", "/lobby?mode=spotlight", "The lobby: one topic", _WALL),
    Shot("lobby-now", "nobody", "/lobby?mode=now", "The lobby: now and next", _WALL),
    Shot("console", "organiser", "/console", "The console", ("laptop", "phone"), _BOTH),
    Shot("console-topics", "organiser", "/console/topics", "The console: topics", _DESK),
    Shot("console-grid", "organiser", "/console/grid", "The console: the grid", _DESK, _BOTH),
    Shot("console-day", "organiser", "/console/day", "The console: rooms and slots", _DESK),
    Shot("console-people", "organiser", "/console/people", "The console: people", _DESK),
    Shot("console-settings", "organiser", "/console/settings", "Settings, colour and logo", _DESK),
    Shot("console-whatif", "organiser", "/console/whatif", "What if a room were closed?", _DESK),
    Shot("console-log", "organiser", "/console/log", "Who did what", _DESK),
    Shot("console-print", "organiser", "/console/print", "The printable wall", _DESK),
    Shot("remote", "organiser", "/console/remote", "The lobby’s remote, on an organiser’s phone"),
    Shot("kiosk", "organiser", "/kiosk", "The kiosk: paper cards, and people without a phone", _DESK),
    Shot("components", "nobody", "//components", "All components", _DESK),
)  # fmt: skip


def main() -> int:
    """Run the demo until everybody has voted, and photograph it; the exit status."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print(f"No browser found: install one of {', '.join(BROWSERS)}.", file=sys.stderr)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_demo() as links, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        failed = [name for shown in _screens() for name in _draw(chromium, links, *shown)]
        chromium.close()
    (DOCS / "screens.md").write_text(page_of_all())
    print("docs/screens.md")
    return 1 if failed else 0


def _screens() -> Iterator[tuple[str, str]]:
    """Each screen and theme that pictures are drawn in."""
    for size in SIZES:
        for theme in ("light", "dark", "contrast"):
            if any(size in shot.sizes and theme in shot.themes for shot in SHOTS):
                yield size, theme


def _draw(chromium: Browser, links: Links, size: str, theme: str) -> list[str]:
    """All pictures of one screen in one theme; the names of those that could not be drawn."""
    failed = []
    visitors = {
        who: _visitor(chromium, links, size, who) for who in ("nobody", "attendee", "organiser")
    }
    for shot in SHOTS:
        if size not in shot.sizes or theme not in shot.themes:
            continue
        page = visitors[shot.who].new_page()
        answer = page.goto(_address(links, shot.path, theme))
        if answer is None or not answer.ok:
            failed.append(shot.name)
            print(f"{shot.name}: not there", file=sys.stderr)
        else:
            page.wait_for_timeout(SETTLING)
            _shoot(page, _file(shot, size, theme))
        page.close()
    for visitor in visitors.values():
        visitor.close()
    return failed


def _visitor(chromium: Browser, links: Links, size: str, who: str) -> BrowserContext:
    """A browser on a screen of that size: nobody yet, an attendee with some votes, an organiser."""
    context = chromium.new_context(viewport=SIZES[size], has_touch=size == "phone")
    page = context.new_page()
    if who == "organiser":
        page.goto(links.organiser)
    if who == "attendee":
        page.goto(links.phone)
        page.get_by_role("button", name="I’m in").click()
        page.wait_for_selector("[data-js] #topics")
        for number in range(VOTES):
            page.locator("button.vote").nth(number * 2).click()
        page.wait_for_timeout(SETTLING)
    page.close()
    return context


def _address(links: Links, path: str, theme: str) -> str:
    root = links.phone.partition("/c/")[0]
    url = root + path[1:] if path.startswith("//") else links.phone + path
    return f"{url}{'&' if '?' in url else '?'}theme={theme}"


def _file(shot: Shot, size: str, theme: str) -> str:
    """`topics.webp` is what is shown first; others say what is different about them."""
    parts = [shot.name]
    if size != shot.sizes[0]:
        parts.append(size)
    if theme != shot.themes[0]:
        parts.append(theme)
    return "-".join(parts) + ".webp"


def _shoot(page: Page, name: str) -> None:
    """Write what the page shows now into docs/images."""
    browser = page.context.new_cdp_session(page)
    drawn = browser.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (IMAGES / name).write_bytes(base64.b64decode(drawn["data"]))
    print(f"docs/images/{name}")


def page_of_all() -> str:
    """The page that shows every picture, and says on which screens and in which themes."""
    lines = [
        "# Screens",
        "",
        "All drawn from the running demo by `make screenshots`:",
        "",
        *_table(),
        "",
    ]
    for shot in SHOTS:
        lines += [f"## {shot.words}", ""]
        for size in shot.sizes:
            for theme in shot.themes:
                name = _file(shot, size, theme)
                width = 260 if size == "phone" else 640
                words = f"{shot.words}: {size}, {theme}"
                lines.append(f'<img src="images/{name}" alt="{words}" width="{width}">')
        lines.append("")
    return "\n".join(lines)


def _table() -> Iterator[str]:
    """Which page is drawn on which screens, in which themes."""
    sizes = [f"{size}, {screen['width']} × {screen['height']}" for size, screen in SIZES.items()]
    yield f"| page | {' | '.join(sizes)} |"
    yield "| --- |" + " --- |" * len(SIZES)
    for shot in SHOTS:
        drawn = (", ".join(shot.themes) if size in shot.sizes else "" for size in SIZES)
        yield f"| {shot.words} | {' | '.join(drawn)} |"


if __name__ == "__main__":
    sys.exit(main())
