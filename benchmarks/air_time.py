"""What a whole district's morning costs the air that a thousand phones share: bytes to one phone.

    python -m benchmarks.air_time [--hours 2.5] [--votes 30000] [--plans FILE] [--json FILE]

138 topics within the first hour, 30,000 votes in a rush and three waves, and what the planner makes of
them (`benchmarks.morning`), played against the product itself: its desk, its hub at its true pace and
its planner, in simulated time (`benchmarks.simulated`). The planner places what goes up in the first
hour; from then on sessions move in its words, a few at a time, until there were `--placements`.
Screens are on all morning, which no phone is.
Bytes are those on the wire: frames with their WebSocket headers, compressed as they travel, and the
first page of the full board as a browser with an empty cache loads it; what IP and TCP add is told
apart. Votes of the same second are cast at once, which changes nothing for phones; the planner looks
every `--look` seconds, and `--plans` keeps what it proposed, so that a second run needs no planner.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec
from playwright.async_api import async_playwright

from benchmarks.heard import ACK, Screen
from benchmarks.morning import HOUR, Done, morning, moved, opening
from benchmarks.simulated import MemoryLog, time_of_its_own
from board.camp import commands as c
from board.camp.errors import Conflict
from board.camp.model import AttendeeId, Camp, Placement
from board.languages.language import ENGLISH
from board.live import frames
from board.live.desk import Desk, Desks
from board.live.follower import Looks
from board.live.hub import Hub
from board.live.parts import Audience
from board.live.proposals import Proposals
from board.log.codec import DECODING, ENCODING
from tests import seed
from tests.browser.conftest import CHROMIUM, PHONE, running
from tests.browser.weighed import weighed

RESULTS = Path(__file__).parent / "results" / "air_time.json"
MOST = 300 * 1024  # bytes
BEGAN = 1_932_019_200_000  # ms since the Unix epoch: eight in the morning
BEAT = 25.0  # seconds between a phone's own signs of life; static/js/wire.js
SCREENS: tuple[tuple[str, Audience, str], ...] = (
    ("phone, topics", "phone", ""),
    ("phone, grid", "grid", "/grid"),
    ("lobby", "lobby", "/lobby"),
)


def main() -> None:
    """Play, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=2.5)
    parser.add_argument("--votes", type=int, default=30_000)
    parser.add_argument("--placements", type=int, default=500)
    parser.add_argument("--look", type=float, default=20.0)
    parser.add_argument("--plans", type=Path)
    parser.add_argument(
        "--pages", type=Path, help="what the first pages weighed, by an earlier run"
    )
    parser.add_argument("--json", type=Path, default=RESULTS)
    given = parser.parse_args()
    played = time_of_its_own(_Morning(given).play(), BEGAN)
    pages = json.loads(given.pages.read_text()) if given.pages else asyncio.run(_first_pages())
    told = _told(pages, played)
    print(_table(told))
    given.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")


class _Morning:
    """One camp, one hub, and the screens that follow it."""

    def __init__(self, given: argparse.Namespace) -> None:
        self._given = given
        self._kept: dict[str, Any] = (
            json.loads(given.plans.read_text()) if given.plans and given.plans.exists() else {}
        )
        self._replays = bool(self._kept)
        self._placed = self._batches = 0

    async def play(self) -> dict[str, Any]:
        """The morning from the first minute to the last."""
        desks = Desks(MemoryLog())
        created = seed.district_day("larks")
        desk = await desks.create(created)
        await desk.submit(opening())
        happening = morning(self._given.hours, self._given.votes)
        me = next(
            each.command.attendee for each in happening if isinstance(each.command, c.CastVote)
        )
        for done in happening:
            if isinstance(done.command, c.JoinCamp):
                await desk.submit(done.command)
        hub = Hub(desk)
        screens = {name: self._screen(hub, desk, audience, me) for name, audience, _ in SCREENS}
        phone = screens[SCREENS[0][0]]
        tasks = [asyncio.create_task(_beats(screen)) for screen in screens.values()]
        tasks.append(asyncio.create_task(self._plans(desk)))
        await self._live(desk, happening, phone, me)
        for task in tasks:
            if task.done():
                task.result()
            task.cancel()
        assert hub.seq == desk.seq, "the hub came to the end"
        await hub.close()
        camp = desk.camp
        await desks.close()
        return {
            "screens": screens,
            "votes": sum(camp.tallies.values()),
            "topics": len(camp.topics),
            "placements": self._placed,
            "plans": self._batches,
            "hours": self._given.hours,
        }

    def _screen(self, hub: Hub, desk: Desk, audience: Audience, me: AttendeeId) -> Screen:
        looks = Looks(
            audience=audience,
            language=ENGLISH,
            since=desk.seq,
            epoch=desk.epoch,
            attendee=None if audience == "lobby" else me,
        )
        screen = Screen(looks)
        hub.join(screen)
        return screen

    async def _live(self, desk: Desk, happening: list[Done], phone: Screen, me: AttendeeId) -> None:
        loop = asyncio.get_running_loop()
        rest = [done for done in happening if not isinstance(done.command, c.JoinCamp)]
        for second, group in groupby(rest, key=lambda done: int(done.at)):
            await asyncio.sleep(max(0.0, second - loop.time()))
            for done in group:
                seq = desk.queue(done.command)
                if isinstance(done.command, c.CastVote) and done.command.attendee == me:
                    phone.asked(
                        {"n": 1, "t": "vote", "topic": done.command.topic},
                        frames.ok(1, await seq),
                    )
        await asyncio.sleep(max(0.0, self._given.hours * HOUR - loop.time()))

    async def _plans(self, desk: Desk) -> None:
        proposals = Proposals(desk.epoch)
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(self._given.look)
            second = str(round(loop.time()))
            print(f"minute {loop.time() / 60:.1f}, {self._placed} placements", file=sys.stderr)
            if loop.time() <= HOUR:
                for command in self._proposed(proposals, desk.camp, second):
                    await self._submit(desk, command)
            else:
                due = self._given.placements * loop.time() / (self._given.hours * HOUR)
                at = BEGAN + int(second) * 1000
                await self._submit(desk, moved(desk.camp, at, int(due) - self._placed))

    async def _submit(self, desk: Desk, command: c.AdoptPlan | c.OfferMore) -> None:
        before = desk.camp
        try:
            await desk.submit(command)
        except Conflict as refusal:
            print(refusal, file=sys.stderr)
        new = _cells(desk.camp) - _cells(before)
        self._placed += len(new)
        self._batches += bool(new)

    def _proposed(
        self, proposals: Proposals, camp: Camp, second: str
    ) -> Iterator[c.AdoptPlan | c.OfferMore]:
        if self._replays:
            for kept in self._kept.get(second, ()):
                if "placements" in kept:
                    yield msgspec.convert(kept, c.AdoptPlan, **DECODING)
                else:
                    yield msgspec.convert(kept, c.OfferMore, **DECODING)
            return
        at = BEGAN + int(second) * 1000
        command = proposals.next(camp, at)
        if command is not None:
            self._kept.setdefault(second, []).append(
                json.loads(msgspec.json.encode(command, **ENCODING))
            )
            if self._given.plans:
                self._given.plans.write_text(json.dumps(self._kept))
            yield command


async def _beats(screen: Screen) -> None:
    while True:
        await asyncio.sleep(BEAT)
        screen.asked({"t": "beat"})


def _cells(camp: Camp) -> set[tuple[str, str, str]]:
    def cell(p: Placement) -> tuple[str, str, str]:
        return p.topic, p.slot, p.room

    return {cell(p) for there in camp.placements.values() for p in there}


async def _first_pages() -> dict[str, dict[str, int]]:
    """What each first page of a full board weighs, by kind of file, in a browser with an empty cache."""
    pages: dict[str, dict[str, int]] = {}
    with tempfile.TemporaryDirectory(prefix="air-time-") as folder:
        async with running(Path(folder)) as board, async_playwright() as playwright:
            desk = await seed.district_camp(board.desks)
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            home = f"{board.url}/c/{desk.camp.id}"
            door = await browser.new_page(**PHONE)
            await door.goto(home)
            await door.get_by_role("button", name="I\u2019m in").click()
            await door.wait_for_selector("[data-js] #topics")
            who = await door.context.storage_state()
            for name, _, path in SCREENS:
                fresh = await browser.new_context(
                    **PHONE, storage_state=who, service_workers="block"
                )
                pages[name] = (await weighed(await fresh.new_page(), home + path)).by_kind
            await browser.close()
    return pages


def _told(pages: dict[str, dict[str, int]], played: dict[str, Any]) -> dict[str, Any]:
    screens = {}
    for name, _, _ in SCREENS:
        screen: Screen = played["screens"][name]
        page = sum(pages[name].values())
        kinds = {kind: msgspec.to_builtins(counted) for kind, counted in screen.heard.items()}
        screens[name] = {
            "first_page": pages[name],
            "frames": kinds,
            "deflated": page + sum(counted.deflated for counted in screen.heard.values()),
            "plain": page + sum(counted.plain for counted in screen.heard.values()),
            "tcp_ip": 2 * ACK * screen.packets,
        }
    told = {key: value for key, value in played.items() if key != "screens"}
    return {**told, "most": MOST, "screens": screens}


def _table(told: dict[str, Any]) -> str:
    screens = told["screens"]
    kinds = sorted({kind for screen in screens.values() for kind in screen["frames"]})
    lines = [
        f"{told['topics']} topics, {told['votes']} votes, {told['placements']} placements"
        f" in {told['plans']} plans, {told['hours']} hours; KiB (frames)",
        "",
        "| | " + " | ".join(screens) + " |",
        "| --- |" + " ---: |" * len(screens),
        _row("first page", (_kib(sum(s["first_page"].values())) for s in screens.values())),
    ]
    for kind in kinds:
        cells = []
        for screen in screens.values():
            counted = screen["frames"].get(kind, {"deflated": 0, "frames": 0})
            cells.append(f"{_kib(counted['deflated'])} ({round(counted['frames'])})")
        lines.append(_row(kind, cells))
    lines.append(_row("**in all**", (f"**{_kib(s['deflated'])}**" for s in screens.values())))
    lines.append(_row("without compressed frames", (_kib(s["plain"]) for s in screens.values())))
    lines.append(_row("IP and TCP, both ways", (_kib(s["tcp_ip"]) for s in screens.values())))
    return "\n".join(lines)


def _row(name: str, cells: Any) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"


def _kib(size: float) -> str:
    return f"{size / 1024:.1f}"


if __name__ == "__main__":
    main()
