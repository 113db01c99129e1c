"""Running the board: one web process, and beside it the planner's, kept alive."""

import asyncio
import contextlib
import gc
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Generator
from typing import cast

import uvicorn

from board.config import Config
from board.limits import allow_many_sockets, let_queue
from board.live.asks import LARGEST
from board.live.desk import replay
from board.live.planner import Share, plan_all
from board.log import open_log
from board.web.app import create_app
from board.web.keyless import cut_addresses
from board.web.wire.door import door

RESTART = 1.0  # seconds before a planner that died is started again
COLLECTED = (
    50_000,
    20,
    50,
)  # allocations, and rounds of the younger generations; 700, 10, 10 is usual
QUEUED = 4_096  # connections that may wait to be taken in: a whole camp's phones come back at once
TAKEN_IN = 4  # of them before anything else has its turn; what asyncio makes of a backlog
GOODBYE = 3  # seconds that open requests get when the board stops

# What uvicorn tells at a level of the board: at its own `debug` it would tell cookies, and what sockets say.
_UVICORNS = {"debug": "info", "info": "warning"}

log_ = logging.getLogger("board")


def serve(config: Config, *, planner: bool) -> None:
    """Serve until SIGINT or SIGTERM; with `planner`, plan in a process of its own meanwhile."""
    logging.basicConfig(
        level=config.log_level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    allow_many_sockets()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(config, planner=planner))


async def _serve(config: Config, *, planner: bool) -> None:
    await check(config.store)
    seldom_collected()
    web = web_server(config)
    stop_on_signals(web)
    async with planning(config) if planner else contextlib.nullcontext():
        await web.serve()


def seldom_collected() -> None:
    """Have cyclic garbage looked for less often: there is little, and camps and screens are many objects.

    Whatever was imported until now is never looked at again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED)


def stop_on_signals(web: uvicorn.Server) -> None:
    """Let SIGINT and SIGTERM end the server, and then whatever runs around it."""
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, setattr, web, "should_exit", True)


async def check(store: str) -> None:
    """Read every log of a store to its end; StoreDamaged, naming the entry, if one can't be trusted."""
    log = open_log(store)
    try:
        for camp in await log.camps():
            for _ in replay(camp, await log.read(camp)):
                pass
    finally:
        await log.close()


class WebServer(uvicorn.Server):
    """A server that leaves signals alone, and can be waited for until it is up.

    uvicorn's own handlers raise the signal again when it's done, which would cut short what runs around it.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._up = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Handle no signals."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        for server in self.servers:
            for listening in server.sockets:
                let_queue(listening, QUEUED)
        self._up.set()

    async def came_up(self, serving: asyncio.Task[None]) -> bool:
        """Wait until it answers: True, or until `serving` has ended without that: False."""
        up = asyncio.create_task(self._up.wait())
        await asyncio.wait({serving, up}, return_when=asyncio.FIRST_COMPLETED)
        up.cancel()
        return self.started and not serving.done()


def web_server(config: Config) -> WebServer:
    """The web process, not yet started."""
    app = create_app(config)
    web = WebServer(
        uvicorn.Config(
            app,
            host=config.host,
            port=config.port,
            backlog=TAKEN_IN,
            http=cast(type[asyncio.Protocol], door(app)),  # uvicorn takes either kind
            ws="websockets-sansio",
            ws_max_size=LARGEST,
            ws_per_message_deflate=False,  # for each phone anew, it costs three times the CPU
            access_log=config.log_level == "debug",
            log_level=_UVICORNS.get(config.log_level, config.log_level),
            timeout_graceful_shutdown=GOODBYE,
            server_header=False,
        )
    )
    for name in ("uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).addFilter(cut_addresses)
    return web


def run_planner(config: Config, *, stop_with_stdin: bool, share: Share) -> None:
    """Plan every camp of a share until SIGINT or SIGTERM, or until nobody holds stdin any more."""
    logging.basicConfig(
        level=config.log_level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_plan_until_told(config, stop_with_stdin=stop_with_stdin, share=share))


async def _plan_until_told(config: Config, *, stop_with_stdin: bool, share: Share) -> None:
    log, loop = open_log(config.store), asyncio.get_running_loop()
    planning_all = asyncio.create_task(plan_all(log, share))
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, planning_all.cancel)

    def nobody_holds_stdin() -> None:
        loop.remove_reader(sys.stdin.fileno())
        planning_all.cancel()

    if stop_with_stdin:  # nobody ever writes to it: it becomes readable when its other end is gone
        loop.add_reader(sys.stdin.fileno(), nobody_holds_stdin)
    with contextlib.suppress(asyncio.CancelledError):
        await planning_all
    await log.close()


@contextlib.asynccontextmanager
async def planning(config: Config) -> AsyncIterator[None]:
    """A planner in its own process, started again whenever it dies, stopped at the end."""
    keeping = asyncio.create_task(_keep_planning(config))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def _keep_planning(config: Config) -> None:
    environ = {**os.environ, "BOARD_STORE": config.store, "BOARD_SECRET": config.secret}
    while True:
        try:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "board", "planner", "--stop-with-stdin"),
                env=environ,
                stdin=subprocess.PIPE,  # held open by us, so that it never outlives us
                start_new_session=True,
            )
        except OSError as why:  # no memory, or no file left
            log_.warning("no planner can be started (%s); trying again", why)
            await asyncio.sleep(RESTART)
            continue
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            process.terminate()
            try:
                async with asyncio.timeout(GOODBYE):
                    await process.wait()
            except TimeoutError:  # in the midst of a plan, for which nobody waits any more
                process.kill()
                await process.wait()
            raise
        log_.warning("the planner ended (%s); starting another", code)
        await asyncio.sleep(RESTART)
