"""Storms (tests.log.storm) as processes, and what they said was acknowledged."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from board.camp.model import CampId

ROOT = Path(__file__).parents[2]  # from where `-m tests...` is found

Acked = tuple[int, str]  # seq, commit


class Storm:
    """A process that appends until it has appended `count` entries or is killed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.acked: list[Acked] = []

    async def acks(self, least: int) -> None:
        """Wait until it has been told of `least` appends more."""
        for _ in range(least):
            await self._line()

    async def finish(self) -> list[Acked]:
        """Everything it was told, once it has gone."""
        while await self._line():
            pass
        await self._process.wait()
        return self.acked

    async def kill(self) -> list[Acked]:
        """Kill -9 it; everything it was told until then."""
        self._process.kill()
        return await self.finish()

    async def _line(self) -> bool:
        assert self._process.stdout
        line = (await self._process.stdout.readline()).decode()
        if line.endswith("\n"):  # a line cut short by the kill says nothing for sure
            seq, commit = line.split()
            self.acked.append((int(seq), commit))
        return bool(line)


@asynccontextmanager
async def a_storm(url: str, camp: CampId, count: int | None = None) -> AsyncIterator[Storm]:
    command = [sys.executable, "-m", "tests.log.storm", url, camp, *([str(count)] if count else [])]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        yield Storm(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
