"""Draws the pictures in README.md and docs/ from the running demo: `make screenshots`."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "images"
PHONE = ViewportSize(width=390, height=844)
LAPTOP = ViewportSize(width=1280, height=800)
WALL = ViewportSize(width=1920, height=1080)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Links(NamedTuple):
    """Where the demo says its pages are."""

    lobby: str
    phone: str
    organiser: str


def main() -> int:
    """Run the demo until everybody has voted, and photograph it; the exit status."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        print(f"No browser found: install one of {', '.join(BROWSERS)}.", file=sys.stderr)
        return 1
    with running_demo() as links, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        for scheme in ("light", "dark"):
            lobby(chromium, links, scheme)
        phones(chromium, links)
        console(chromium, links)
        chromium.close()
    return 0


@contextmanager
def running_demo() -> Iterator[Links]:
    """The demo, from the moment its thousand educators have voted."""
    environ = {**os.environ, "HOST": "127.0.0.1", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "board", "demo", "--minutes", "0.6"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        said: dict[str, str] = {}
        for line in demo.stdout:
            if found := re.match(r"\s+(Lobby|Phone|Organiser)\s+(http\S+)", line):
                said.setdefault(found[1].lower(), found[2])
            if "now and then" in line:
                break
        try:
            yield Links(**said)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.communicate()


def lobby(chromium: Browser, links: Links, scheme: str) -> None:
    """The projector, once the grid has settled."""
    page = chromium.new_page(viewport=WALL, color_scheme="dark" if scheme == "dark" else "light")
    page.goto(links.lobby)
    page.wait_for_timeout(3_000)
    shoot(page, f"lobby-{scheme}")
    page.close()


def phones(chromium: Browser, links: Links) -> None:
    """An attendee's way: the door, the topics with some votes, the choices, the grid, the pitch."""
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, has_touch=True)
    page = context.new_page()
    page.goto(links.phone)
    shoot(page, "phone-door")
    page.get_by_role("button", name="I’m in").click()
    page.wait_for_selector("#topics")
    for number in range(4):
        page.locator("button.vote").nth(number * 2).click()
    page.wait_for_timeout(1_500)
    page.evaluate("scrollTo(0, 0)")
    shoot(page, "phone-topics")
    for name, path in (("choices", "choices"), ("grid", "grid"), ("pitch", "pitch")):
        page.goto(f"{links.phone}/{path}")
        page.wait_for_timeout(800)
        shoot(page, f"phone-{name}")
    context.close()


def console(chromium: Browser, links: Links) -> None:
    """The organisers' console, on a laptop."""
    page = chromium.new_page(viewport=LAPTOP)
    page.goto(links.organiser)
    page.wait_for_timeout(1_000)
    shoot(page, "console-now")
    for name in ("Topics", "Grid"):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_timeout(1_000)
        shoot(page, f"console-{name.lower()}")
    page.close()


def shoot(page: Page, name: str) -> None:
    """Write what the page shows now into docs/images."""
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    sys.exit(main())
