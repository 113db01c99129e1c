"""`board demo`: the district day from its first minute, with simulated educators, until Ctrl-C.

The board runs in this process as `board serve` would, over a store in a folder that is gone
afterwards; the planner and the phones have processes of their own, which end with this one.
"""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from socket import socket
from urllib.parse import quote

import msgspec
import uvicorn

from board.camp.commands import ChangePhase
from board.camp.errors import Unavailable
from board.camp.model import ActionId, CampId, Organiser, OrganiserId
from board.config import Config, from_environment
from board.demo import place
from board.demo.day import beginning
from board.demo.district import district_day, topics
from board.demo.phones import EDUCATORS, Assignment, Crowded
from board.limits import allow_many_sockets
from board.rehearsal.process import unless
from board.rehearsal.progress import ProgressLine, clock
from board.server import planning, web_server
from board.web.identity import new_code, new_id
from board.web.site import Site

KEPT_LINES = 10.0  # seconds between lines of progress where there is no terminal
ENDING = 5.0  # seconds for the phones to leave


def demo(*, phones: int, minutes: float) -> int:
    """Run the demo with at most so many phones online at once; 0 when it was ended."""
    logging.basicConfig(level="WARNING", format="%(levelname)s %(name)s: %(message)s")
    allow_many_sockets()
    with place.listen() as listening, tempfile.TemporaryDirectory(prefix="board-demo-") as folder:
        config = _config(listening, Path(folder))
        asyncio.run(_run(config, listening, phones=phones, minutes=minutes))
    return 0


def _config(listening: socket, folder: Path) -> Config:
    host, port = listening.getsockname()[:2]
    return from_environment(
        {
            "BOARD_URL": place.base_url(listening),
            **{name: value for name, value in os.environ.items() if value},
            "BOARD_STORE": f"sqlite:///{quote(str(folder / 'demo.db'))}",
            "BOARD_SECRET": secrets.token_urlsafe(32),
            "BOARD_LOG_LEVEL": os.environ.get("BOARD_LOG_LEVEL") or "warning",
            "HOST": host,
            "PORT": str(port),
        }
    )


async def _run(config: Config, listening: socket, *, phones: int, minutes: float) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with planning(config), _serving(config, listening, stop) as site:
        camp, organiser_link = await _begin(site)
        _say_where(config, listening, camp, organiser_link)
        assignment = Assignment(
            url=f"{place.base_url(listening, near=True)}/c/{camp}",
            phones=phones,
            seconds=minutes * 60,
        )
        async with _phones(assignment) as told:
            await unless(stop, _show(told, stop))


@contextlib.asynccontextmanager
async def _serving(config: Config, listening: socket, stop: asyncio.Event) -> AsyncIterator[Site]:
    web = web_server(config)  # it ends last: on Ctrl-C the phones go first
    serving = asyncio.create_task(web.serve(sockets=[listening]))
    serving.add_done_callback(lambda _: stop.set())
    try:
        if not await web.came_up(serving):
            raise Unavailable("The board didn't start.")
        yield _site(web)
    finally:
        web.should_exit = True
        await serving


def _site(web: uvicorn.Server) -> Site:
    site: Site = web.config.app.state.site  # type: ignore[union-attr]
    return site


async def _begin(site: Site) -> tuple[CampId, str]:
    """Begin the camp and open it; its code, and the path of its organiser's link."""
    camp, organiser = (
        new_code(),
        Organiser(id=OrganiserId(new_id("o")), name="The demo's organiser"),
    )
    desk = await site.desks.create(beginning(camp, organiser))
    now = time.time_ns() // 1_000_000
    await desk.submit(
        ChangePhase(by=organiser.id, action=ActionId(new_id("a")), at=now, phase="open")
    )
    return camp, f"/o/{camp}/{site.tokens.organiser_token(camp, organiser.id)}"


def _say_where(config: Config, listening: socket, camp: CampId, organiser: str) -> None:
    near, far = place.base_url(listening, near=True), config.url
    paths = {"Lobby": f"/c/{camp}/lobby", "Phone": f"/c/{camp}", "Organiser": organiser}
    day = district_day()
    print(
        f"\n{day.name}: {EDUCATORS:,} educators, {len(day.rooms)} rooms and {len(topics())} topics"
        " are on their way to the board.\n"
    )
    for base, heading in {near: "On this computer", far: "On this network"}.items():
        print(f"{heading}")
        for what, path in paths.items():
            print(f"  {what:<10} {base}{path}")
        print()
    if sys.stdout.isatty():
        print(place.qr_code(far + paths["Phone"]) + "\n")
    print("Ctrl-C ends the demo, and nothing of it stays.\n", flush=True)


@contextlib.asynccontextmanager
async def _phones(assignment: Assignment) -> AsyncIterator[asyncio.StreamReader]:
    """The phones' process, and what it tells; it ends when its input does, also if we are killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "board.demo.phones",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(msgspec.json.encode(assignment) + b"\n")
        yield process.stdout
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), ENDING)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _show(told: asyncio.StreamReader, stop: asyncio.Event) -> None:
    line, began, over = ProgressLine(KEPT_LINES), time.monotonic(), False
    try:
        async for message in told:
            now = msgspec.json.decode(message, type=Crowded)
            line.show(
                f"{clock(time.monotonic() - began)}  {now.joined:,} educators in, {now.online} phones"
                f" online, {now.pitched} topics pitched, {now.votes:,} votes"
                + ("; from here on a visit now and then" if now.over else ""),
                at_once=now.over and not over,
            )
            over = now.over
    finally:
        line.end()
    print("The phones' process has ended. The board is still there.", flush=True)
    await stop.wait()
