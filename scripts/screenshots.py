"""Draws every page of the running demo into docs/images, and docs/screens.md with all: `make screenshots`.

`make screenshots ARGS="grid day"` draws those pages only.
"""

import base64
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from scripts.demo import Links, running_demo
from scripts.scenes import Scene, set_scene
from scripts.shots import SHOTS, Shot, Size, Theme

DOCS = Path(__file__).parent.parent / "docs"
IMAGES = DOCS / "images"
SIZES: dict[Size, ViewportSize] = {
    "phone": ViewportSize(width=390, height=844),
    "laptop": ViewportSize(width=1280, height=800),
    "projector": ViewportSize(width=1920, height=1080),
}
THEMES: tuple[Theme, ...] = ("light", "dark", "contrast")
SHOWN: dict[Size, int] = {"phone": 150, "laptop": 320, "projector": 340}  # widths, side by side
QUALITY: dict[Size, int] = {
    "phone": 62,
    "laptop": 62,
    "projector": 50,
}  # of WebP: letters stay sharp
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SETTLING = 1_000  # ms that a page has to become what it is


def main(names: Sequence[str]) -> int:
    """Run the demo until everybody has voted, and photograph it; the exit status."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print(f"No browser found: install one of {', '.join(BROWSERS)}.", file=sys.stderr)
        return 1
    shots = [shot for shot in SHOTS if shot.name in names or not names]
    IMAGES.mkdir(parents=True, exist_ok=True)
    with running_demo() as links, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        scene = set_scene(chromium, links)
        failed = [name for size in SIZES for name in _draw(chromium, links, scene, size, shots)]
        chromium.close()
    _tidy()
    (DOCS / "screens.md").write_text(page_of_all())
    print("docs/screens.md")
    return 1 if failed else 0


def _draw(
    chromium: Browser, links: Links, scene: Scene, size: Size, shots: Sequence[Shot]
) -> list[str]:
    """All pictures of one size; the names of those that could not be drawn."""
    failed = []
    for theme in THEMES:
        for shot in shots:
            if not shot.drawn(size, theme):
                continue
            visitor = _visitor(chromium, scene, size, shot)
            page = visitor.new_page()
            answer = page.goto(_address(links, scene, shot.path, theme))
            if answer is None or answer.ok == (shot.template == "error"):
                failed.append(shot.name)
                print(f"{shot.name}: not there", file=sys.stderr)
            else:
                if shot.then:
                    shot.then(page)
                page.wait_for_timeout(SETTLING)
                _shoot(page, _file(shot, size, theme), QUALITY[size])
            visitor.close()
    return failed


def _visitor(chromium: Browser, scene: Scene, size: Size, shot: Shot) -> BrowserContext:
    """A browser on a screen of that size, which keeps what its owner's browser kept."""
    return chromium.new_context(
        viewport=SIZES[size],
        has_touch=size == "phone",
        storage_state=scene.people.get(shot.who),
        timezone_id="America/New_York",
    )


def _address(links: Links, scene: Scene, path: str, theme: str) -> str:
    path = path.format_map(scene.places)
    if path.startswith("//"):
        url = links.phone.partition("/c/")[0] + path[1:]
    else:
        url = path if path.startswith("http") else links.phone + path
    return f"{url}{'&' if '?' in url else '?'}theme={theme}"


def _file(shot: Shot, size: Size, theme: Theme) -> str:
    """`topics.webp` is what is shown first; others say what is different about them."""
    parts = [shot.name]
    if size != shot.sizes[0]:
        parts.append(size)
    if theme != THEMES[0]:
        parts.append(theme)
    return "-".join(parts) + ".webp"


def _shoot(page: Page, name: str, quality: int) -> None:
    """Write what the page shows now into docs/images."""
    browser = page.context.new_cdp_session(page)
    drawn = browser.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
    (IMAGES / name).write_bytes(base64.b64decode(drawn["data"]))
    print(f"docs/images/{name}", flush=True)


def _tidy() -> None:
    """Take away pictures of pages that are not there any more."""
    named = {_file(shot, size, theme) for shot in SHOTS for size, theme in _pictures(shot)}
    for picture in IMAGES.glob("*.webp"):
        if picture.name not in named:
            picture.unlink()


def _pictures(shot: Shot) -> Iterator[tuple[Size, Theme]]:
    for theme in THEMES:
        for size in SIZES:
            if shot.drawn(size, theme):
                yield size, theme


def page_of_all() -> str:
    """The page that shows every picture, and says on which screens and in which themes."""
    lines = [
        "# Screens",
        "",
        "Every page on a phone, a laptop and a projector, drawn from the running demo by `make screenshots`:",
        "",
        *_table(),
        "",
    ]
    for shot in SHOTS:
        lines += [f"## {shot.words}", ""]
        for size, theme in _pictures(shot):
            words = f"{shot.words}: {size}, {theme}"
            name, width = _file(shot, size, theme), SHOWN[size]
            lines.append(f'<img src="images/{name}" alt="{words}" width="{width}">')
        lines.append("")
    return "\n".join(lines)


def _table() -> Iterator[str]:
    """Which page is drawn on which screens, in which themes."""
    sizes = [f"{size}, {screen['width']} × {screen['height']}" for size, screen in SIZES.items()]
    yield f"| page | {' | '.join(sizes)} |"
    yield "| --- |" + " --- |" * len(SIZES)
    for shot in SHOTS:
        drawn = (", ".join(t for t in THEMES if shot.drawn(size, t)) for size in SIZES)
        yield f"| {shot.words} | {' | '.join(drawn)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
