"""How long paper cards take at the kiosk, and a pitch on a phone: seconds, keystrokes and taps.

    python -m benchmarks.entry [--keys 5] [--taps 1]

A real board, a real Chromium, a district's 138 topics. People are as fast as they are told to be:
`--keys` a second, and `--taps` a second. What the board itself takes is told apart from that.
"""

import argparse
import asyncio
import random
import socket
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright, expect

from board.camp.model import AttendeeId, CampId
from board.config import Config
from board.live.desk import Desk, Desks
from board.server import web_server
from board.web.identity import Tokens
from board.web.kiosk.gate import token
from tests import seed
from tests.browser.conftest import CHROMIUM, PHONE

SECRET = "a secret for benchmarks only"
CARDS, CHOICES, CODE = 10, 5, CampId("larks")


class Person:
    """Somebody at a keyboard or a screen, who takes the time people take and counts what they do."""

    def __init__(self, page: Page, keys: float, taps: float) -> None:
        self.page, self._key, self._tap = page, 1 / keys, 1 / taps
        self.keystrokes = self.taps = 0

    async def types(self, text: str) -> None:
        """Type a text, key by key."""
        for key in text:
            await asyncio.sleep(self._key)
            await self.page.keyboard.press("Enter" if key == "\n" else key)
            self.keystrokes += 1

    async def taps_on(self, name: str, *, role: Any = "button") -> None:
        """Find something with the eyes, and tap it."""
        await asyncio.sleep(self._tap)
        await self.page.get_by_role(role, name=name).tap()
        self.taps += 1

    @property
    def own_time(self) -> float:
        """Seconds they took for it themselves."""
        return self.keystrokes * self._key + self.taps * self._tap


async def main(keys: float, taps: float) -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        async with _board(Path(folder)) as (url, desks), async_playwright() as playwright:
            desk = await seed.district_camp(desks, CODE, voters=20)
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            print(
                f"At {keys:g} keys and {taps:g} taps a second; the board's own share in brackets.\n"
            )
            print("| what | seconds | keystrokes | taps |")
            print("| --- | ---: | ---: | ---: |")
            await _cards(browser, url, desk, keys, taps)
            for steps in (True, False):
                await _pitch(browser, url, keys, taps, steps=steps)
            await browser.close()


async def _cards(browser: Browser, url: str, desk: Desk, keys: float, taps: float) -> None:
    """A stack of cards with numbers in order, typed by a helper."""
    page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="en-US")
    key = token(Tokens(SECRET), CODE, seed.ORGANISER, "helper")
    await page.goto(f"{url}/c/{CODE}/kiosk/open/{key}")
    await page.wait_for_selector("[data-js] .kiosk-tap")
    helper, rng = Person(page, keys, taps), random.Random(3)
    began = time.perf_counter()
    for card in range(1, CARDS + 1):
        numbers = rng.sample(range(1, len(desk.camp.topics) + 1), CHOICES)
        await helper.types(("1" if card == 1 else "") + "\n")
        await helper.types(" ".join(map(str, numbers)) + "\n")
        await expect(page.get_by_text(f"Card {card} is saved")).to_be_visible()
    seconds = time.perf_counter() - began
    saved = sum(AttendeeId(a).startswith("card-") for a in desk.camp.ballots)
    assert saved == CARDS, f"{saved} cards are saved"
    _row(f"{CARDS} cards of {CHOICES} choices at the kiosk", seconds, helper)
    _row("one of them", seconds / CARDS, helper, CARDS)
    await page.close()


async def _pitch(browser: Browser, url: str, keys: float, taps: float, *, steps: bool) -> None:
    """A pitch from the topics page until it is on the board."""
    context = await browser.new_context(**PHONE, locale="en-US")
    page = await context.new_page()
    await page.goto(f"{url}/c/{CODE}")
    await page.get_by_role("button", name="I\u2019m in").click()
    await page.wait_for_selector("[data-js] #topics")
    person = Person(page, keys, taps)
    began = time.perf_counter()
    await person.taps_on("Pitch", role="link")
    await page.wait_for_selector("[data-js] [data-pitch]")
    if steps:
        await person.taps_on("In a few words", role="textbox")
        await person.types("Zorbing in PE")
        await person.taps_on("Next")
        await person.taps_on("Zorbing in PE: what works for you?")
        await person.taps_on("Next")
    else:
        await person.taps_on("Show the whole form")
        await person.taps_on("Title", role="textbox")
        await person.types("Is zorbing a sport?")
    await person.taps_on("Put it on the board")
    await expect(page.get_by_text("It\u2019s on the board.")).to_be_visible()
    what = "a first pitch in three steps" if steps else "a pitch by the whole form"
    _row(what, time.perf_counter() - began, person)
    await context.close()


def _row(what: str, seconds: float, person: Person, count: int = 1) -> None:
    board = seconds - person.own_time / count
    print(
        f"| {what} | {seconds:.1f} ({board:.1f}) |"
        f" {person.keystrokes / count:g} | {person.taps / count:g} |"
    )


@asynccontextmanager
async def _board(folder: Path) -> AsyncIterator[tuple[str, Desks]]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        store = f"sqlite:///{folder}/board.db"
        config = Config(store=store, secret=SECRET, host="127.0.0.1", port=port, log_level="error")
        server = web_server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
            await asyncio.sleep(0.01)
        app: Any = server.config.loaded_app
        while not hasattr(app, "state"):
            app = app.app
        yield f"http://127.0.0.1:{port}", app.state.site.desks
        server.should_exit = True
        await serving


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=float, default=5, help="keys a second")
    parser.add_argument("--taps", type=float, default=1, help="taps a second")
    given = parser.parse_args()
    asyncio.run(main(given.keys, given.taps))
