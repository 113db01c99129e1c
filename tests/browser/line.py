"""The line between a phone and the board, as a school's Wi-Fi is one: it can go dead without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Line:
    """Carries bytes to the board and back, at an address of its own, until it is cut.

    A cut line closes no connection and tells nobody: what is sent simply doesn't arrive, as where an
    access point lost its uplink. Mended, the old connections are gone and new ones work.
    """

    def __init__(self, port: int, address: str = "127.0.0.1") -> None:
        self._port, self._address = port, address
        self._up = asyncio.Event()
        self._up.set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._carry, self._address, 0)

    @property
    def url(self) -> str:
        """Where phones find the board over this line."""
        assert self._server is not None
        return f"http://{self._address}:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """From now on nothing gets through, and nobody is told."""
        self._up.clear()

    def flow(self) -> None:
        """What was held back arrives now."""
        self._up.set()

    async def mend(self) -> None:
        """Let go of all that was stuck; new connections work."""
        await self._drop()
        self._up.set()

    async def close(self) -> None:
        """End it, and all it carries."""
        assert self._server is not None
        self._server.close()
        await self._drop()

    async def _drop(self) -> None:
        carrying = tuple(self._carrying)
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        ends = [writer]
        with suppress(OSError, asyncio.CancelledError):
            await self._up.wait()
            back, there = await asyncio.open_connection("127.0.0.1", self._port)
            ends.append(there)
            await asyncio.gather(self._pump(reader, there), self._pump(back, writer))
        for end in ends:
            end.transport.abort()
        self._carrying.discard(task)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            await self._up.wait()
            writer.write(chunk)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def line_to(url: str, address: str = "127.0.0.1") -> AsyncIterator[Line]:
    """A line to the board at `url`, which phones find at an address of this machine."""
    line = Line(int(url.rpartition(":")[2]), address)
    await line.start()
    try:
        yield line
    finally:
        await line.close()
