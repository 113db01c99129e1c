"""The line between a phone and the board, as a school's Wi-Fi is one: it can go dead without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.patience import until


class Line:
    """Carries bytes to the board and back, at an address of its own, until it is cut.

    A cut line takes no new connection and closes none: what was sent simply never arrives, as where
    an access point lost its uplink. Mended, old connections are gone and new ones work.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._up = asyncio.Event()
        self._up.set()
        self._carrying: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)

    @property
    def url(self) -> str:
        """Where phones find the board over this line."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """From now on nothing gets through, and nobody is told."""
        self._up.clear()

    def flow(self) -> None:
        """What was held back arrives now."""
        self._up.set()

    async def mend(self) -> None:
        """Let go of what was stuck; new connections work."""
        for writer in tuple(self._writers):
            writer.transport.abort()
        await until(lambda: not self._writers)
        self._up.set()

    async def close(self) -> None:
        """End it, and all it carries."""
        assert self._server is not None
        self._server.close()
        self._up.set()
        for writer in tuple(self._writers):
            writer.transport.abort()
        for task in tuple(self._carrying):
            task.cancel()
        await asyncio.gather(*self._carrying, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        self._writers.add(writer)
        there: asyncio.StreamWriter | None = None
        try:
            await self._up.wait()
            back, there = await asyncio.open_connection("127.0.0.1", self._port)
            self._writers.add(there)
            await asyncio.gather(self._pump(reader, there), self._pump(back, writer))
        except OSError:
            pass
        finally:
            for end in (writer, there):
                if end is not None:
                    end.transport.abort()
                    self._writers.discard(end)
            self._carrying.discard(task)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            await self._up.wait()
            writer.write(chunk)
            await writer.drain()
        with suppress(OSError):
            writer.write_eof()


@asynccontextmanager
async def line_to(url: str) -> AsyncIterator[Line]:
    """A line to the board at `url`."""
    line = Line(int(url.rpartition(":")[2]))
    await line.start()
    try:
        yield line
    finally:
        await line.close()
