"""Screens of a real board: it listens on a port of this machine, and they hold real sockets."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

from httpx2 import AsyncClient
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from board.camp.model import CampId
from board.config import Config
from board.live.hub import Hub
from board.server import web_server
from board.web.site import Site
from tests.boards import SECRET
from tests.patience import until
from tests.web.programs import Program

PATIENCE = 20.0


class Served:
    """A board that listens, in this process: what it holds can be looked at.

    With `plain` over uvicorn as it comes, as over any other ASGI server, without the board's own door.
    """

    def __init__(self, store: str, *, plain: bool = False) -> None:
        self._plain = plain
        self._config = Config(
            store=store, secret=SECRET, host="127.0.0.1", port=0, log_level="error"
        )

    async def start(self) -> None:
        """Start it, on a port that is free."""
        self.server = web_server(self._config)
        if self._plain:
            self.server.config.http = "httptools"
        self._running = asyncio.create_task(self.server.serve())
        await until(lambda: self.server.started or self._running.done())
        self.listening = self.server.servers[0].sockets[0]
        self.address = f"127.0.0.1:{self.listening.getsockname()[1]}"
        self.client = AsyncClient(base_url=f"http://{self.address}", timeout=PATIENCE)

    async def stop(self) -> None:
        """Stop it as SIGTERM does."""
        await self.client.aclose()
        self.server.should_exit = True
        await self._running

    async def hub(self, camp: str) -> Hub:
        """The hub of a camp."""
        app = cast(Starlette, self.server.config.app)
        site: Site = app.state.site
        return await site.hubs.at(await site.desks.open(CampId(camp)))

    @asynccontextmanager
    async def screen(
        self,
        who: Program,
        *,
        audience: str = "phone",
        since: int | None = None,
        epoch: str = "",
        **options: Any,
    ) -> AsyncIterator["Screen"]:
        """A screen of `who`, at entry `since` of the log `epoch` if it shows something already."""
        query = f"audience={audience}&token={who.token}"
        query += f"&since={since}&epoch={epoch}" if since is not None else ""
        address = f"ws://{self.address}/c/{who.camp}/live?{query}"
        options = {"compression": None, "max_size": None, "proxy": None, **options}
        async with connect(address, **options) as wire:
            yield Screen(wire)


class Screen:
    """One screen's wire. Whatever it doesn't wait for it skips."""

    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire
        self.asked = 0

    async def hear(self, *kinds: str) -> Any:
        """The next frame, of one of `kinds` if there are any."""
        async with asyncio.timeout(PATIENCE):
            while True:
                frame = json.loads(await self.wire.recv())
                if not kinds or frame["t"] in kinds:
                    return frame

    async def hear_until(self, seq: int) -> list[Any]:
        """All frames until the screen is at `seq`."""
        heard = [await self.hear()]
        while heard[-1]["t"] not in ("patch", "snapshot") or heard[-1]["seq"] < seq:
            heard.append(await self.hear())
        return heard

    async def ask(self, kind: str, /, **fields: object) -> Any:
        """The answer to an ask, numbered by this screen unless it has an `n`."""
        self.asked += 1
        asked = {"t": kind, "n": self.asked, **fields}
        await self.say(json.dumps(asked))
        answer = await self.hear("ok", "no")
        assert answer["n"] == asked["n"]
        return answer

    async def say(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        await self.wire.send(frame)

    async def end(self) -> tuple[int, str]:
        """The code and the reason with which the board closes."""
        with suppress(ConnectionClosed):
            async with asyncio.timeout(PATIENCE):
                while True:
                    await self.wire.recv()
        assert self.wire.close_code is not None
        return self.wire.close_code, self.wire.close_reason or ""


@asynccontextmanager
async def a_served_board(store: str, *, plain: bool = False) -> AsyncIterator[Served]:
    """A board that listens; it's gone afterwards."""
    served = Served(store, plain=plain)
    await served.start()
    try:
        yield served
    finally:
        await served.stop()
