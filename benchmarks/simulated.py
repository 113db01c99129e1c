"""Time that passes only when nothing else is left to do, and a log in memory: a morning in minutes.

Within `time_of_its_own`, `time.monotonic` and `time.time_ns` tell simulated time, and the event loop
goes straight to the next thing that waits for a moment. What runs in it runs as ever: the same desk,
the same hub, at the same pace.
"""

import asyncio
import selectors
import time
from collections.abc import AsyncGenerator, Coroutine, Sequence
from typing import Any, TypeVar
from unittest.mock import patch

from board.camp.model import CampId
from board.log.protocol import Commit, Entry, SeqTaken

_Result = TypeVar("_Result")


class _Clock(selectors.SelectSelector):
    """What an event loop waits with: it doesn't, the clock is put on instead. Threads have no place here."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready at once; if nothing is, it is `timeout` seconds later."""
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        if not ready and timeout:
            self.now += timeout
        return ready


def time_of_its_own(work: Coroutine[Any, Any, _Result], began: int) -> _Result:
    """Run `work` in simulated time that begins at `began`, in ms since the Unix epoch."""
    clock = _Clock()
    with (
        patch.object(time, "monotonic", lambda: clock.now),
        patch.object(time, "time_ns", lambda: began * 1_000_000 + int(clock.now * 1e9)),
        asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(clock)) as runner,
    ):
        return runner.run(work)


class MemoryLog:
    """A log that forgets all when it goes, for one process; see `board.log.protocol.Log`."""

    def __init__(self) -> None:
        self._entries: dict[CampId, list[Entry]] = {}

    async def append(self, camp: CampId, entry: Entry) -> None:
        """Keep it."""
        entries = self._entries.setdefault(camp, [])
        if entry.seq != len(entries) + 1:
            raise SeqTaken(camp, entry.seq, len(entries))
        entries.append(entry)

    async def read(self, camp: CampId, *, after: int = 0) -> Sequence[Entry]:
        """What was kept."""
        return self._entries.get(camp, [])[after:]

    async def follow(
        self,
        camp: CampId,
        *,
        after: int,
        commit: Commit | None = None,  # noqa: ARG002
    ) -> AsyncGenerator[Sequence[Entry], None]:
        """Nothing: there is nobody else who writes."""
        await asyncio.Event().wait()
        yield await self.read(camp, after=after)

    async def camps(self) -> Sequence[CampId]:
        """All there are."""
        return sorted(self._entries)

    async def warnings(self) -> Sequence[str]:
        """None."""
        return ()

    async def close(self) -> None:
        """Nothing is held."""
