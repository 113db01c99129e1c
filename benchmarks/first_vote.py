"""From the QR code to the first vote, on a cheap phone on a crowded Wi-Fi: taps, seconds, bytes.

    python -m benchmarks.first_vote [--rounds 3] [--topics 138] [--cpu 4] [--fast]

A Chromium with an empty cache, its CPU four times slower, behind 400 kbit/s and 400 ms of delay in
each answer (CDP's throttling; a WebSocket's frames it lets through) does what people do on their first
visit. The board and the phone share this machine. Every number is the median of the rounds. "Usable"
is when the phone shows what one came for; "done" is when the board has it on disk. A scan counts as
a tap.
"""

import argparse
import asyncio
import secrets
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from board.live.desk import Desk
from board.web.identity import Tokens
from tests import seed
from tests.browser.conftest import CHROMIUM, Board, running
from tests.walks import (
    CPU,
    Walked,
    Walker,
    a_badge,
    a_walker,
    first_vote,
    lets_in_by,
    pitch,
    reorder,
    second_device,
)

SECRET = "a secret for tests only"  # that of tests.browser's board


def main() -> None:
    """Measure, and print a table for a README."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--topics", type=int, default=138)
    parser.add_argument("--fast", action="store_true", help="without throttling")
    parser.add_argument("--cpu", type=int, default=CPU, help="how many times slower the phone is")
    given = parser.parse_args()
    measured = asyncio.run(_measure(given.rounds, given.topics, slow=not given.fast, cpu=given.cpu))
    print("| on a first visit | taps | usable | done | kB | requests |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for what, rounds in measured.items():
        taps = max(walked.taps for walked in rounds)
        usable = statistics.median(walked.usable for walked in rounds)
        seconds = statistics.median(walked.seconds for walked in rounds)
        sent = statistics.median(walked.bytes for walked in rounds) / 1000
        requests = statistics.median(walked.requests for walked in rounds)
        print(
            f"| {what} | {taps} | {usable:.1f} s | {seconds:.1f} s | {sent:.0f} | {requests:.0f} |"
        )


async def _measure(rounds: int, topics: int, *, slow: bool, cpu: int) -> dict[str, list[Walked]]:
    measured: dict[str, list[Walked]] = {}
    async with _board() as (board, browser):
        desk = await seed.small_camp(board.desks, "walk", topics=topics)
        for number in range(rounds):
            for what, walk in _WALKS:
                for told, walked in (await walk(board, desk, browser, slow, cpu)).items():
                    measured.setdefault(told or what, []).append(walked)
            print(f"round {number + 1} of {rounds}", flush=True)
    return measured


@asynccontextmanager
async def _board() -> AsyncIterator[tuple[Board, Browser]]:
    with tempfile.TemporaryDirectory(prefix="first-vote-") as folder:
        async with running(Path(folder)) as board, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            yield board, browser
            await browser.close()


async def _by_tap(
    board: Board, desk: Desk, browser: Browser, slow: bool, cpu: int
) -> dict[str, Walked]:
    await lets_in_by(desk, "open")
    walker, other = (
        await a_walker(browser, slow=slow, cpu=cpu),
        await a_walker(browser, slow=slow, cpu=cpu),
    )
    walks = {"scan, come in, vote": await first_vote(walker, desk, f"{board.url}/c/walk")}
    votes = sum(desk.camp.tallies.values())
    await walker.tap(walker.page.locator("#topics [data-own] button").nth(2))
    await walker.done(lambda: sum(desk.camp.tallies.values()) > votes)
    walks["put the choices in another order"] = await reorder(walker, desk)
    # Like no other's: the board would ask first whether it is the same.
    walks["pitch"] = await pitch(walker, desk, secrets.token_hex(8))
    await walker.page.wait_for_url("**/topics/**", wait_until="commit")
    await walker.page.locator("a.me").wait_for()
    walker.begin()
    walks["go on on a second device"] = await second_device(walker, other)
    await _gone(walker, other)
    return walks


async def _by_doors(
    board: Board, desk: Desk, browser: Browser, slow: bool, cpu: int
) -> dict[str, Walked]:
    await lets_in_by(desk, "doors")
    walker = await a_walker(browser, slow=slow, cpu=cpu)
    key = Tokens(SECRET).codes.door(desk.camp.id, time.time()).key
    walked = await first_vote(walker, desk, f"{board.url}/c/walk?door={key}")
    await _gone(walker)
    return {"scan the doors’ code, come in, vote": walked}


async def _by_badge(
    board: Board, desk: Desk, browser: Browser, slow: bool, cpu: int
) -> dict[str, Walked]:
    await lets_in_by(desk, "roster")
    walker = await a_walker(browser, slow=slow, cpu=cpu)
    path = await a_badge(desk, Tokens(SECRET))
    walked = await first_vote(walker, desk, board.url + path)
    await _gone(walker)
    return {"scan one’s badge, come in, vote": walked}


async def _gone(*walkers: Walker) -> None:
    for walker in walkers:
        await walker.page.context.close()


_Walk = Callable[[Board, Desk, Browser, bool, int], Awaitable[dict[str, Walked]]]
_WALKS: tuple[tuple[str, _Walk], ...] = (
    ("open", _by_tap),
    ("doors", _by_doors),
    ("roster", _by_badge),
)

if __name__ == "__main__":
    main()
