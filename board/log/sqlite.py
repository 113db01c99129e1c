"""Logs in one SQLite file: several processes of one machine may share it.

Two threads keep SQLite away from the event loop, whatever the number of camps: one writes, one reads.
Appends that wait while the disk is busy share the next transaction. Followers are woken by the
appends of their own process; for those of others the file is asked many times a second. That question
alone is the event loop's own: it reads shared memory, and a thread would cost ten times as much.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from board.camp.errors import BoardError, Unavailable
from board.camp.model import CampId
from board.log.codec import checksum, encode
from board.log.protocol import Commit, Entry, SeqTaken
from board.log.sqlite_file import Addition, SqliteFile
from board.log.tail import Tail

POLL, IDLE_POLL = 0.02, 0.2  # seconds between looks for others' entries; where there were none for
ALONE = 10.0  # seconds

P = ParamSpec("P")
T = TypeVar("T")


class SqliteLog:
    """A Log in the file at `path`; a lock of another process is waited for `patience` seconds."""

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self._reading, self._writing = SqliteFile(path, patience), SqliteFile(path, patience)
        self._watching = SqliteFile(path, 0)
        self._reader = ThreadPoolExecutor(1, "log-reader")
        self._writer = ThreadPoolExecutor(1, "log-writer")
        self._waiting: deque[_Waiting] = deque()
        self._followers: set[_Follower] = set()
        self._own: dict[CampId, int] = {}  # the last seq of each camp that was appended here
        self._poller: asyncio.Task[None] | None = None
        self._closed = False

    async def append(self, camp: CampId, entry: Entry) -> None:
        """As Log.append."""
        self._refuse_if_closed()
        body = encode(entry)
        addition = Addition(camp, entry.seq, body, checksum(camp, entry.seq, body))
        waiting = _Waiting(addition, Future())
        self._waiting.append(waiting)
        self._writer.submit(self._write_waiting)
        last = await asyncio.wrap_future(waiting.answer)
        if last is not None:
            raise SeqTaken(camp, entry.seq, last)
        self._own[camp] = entry.seq
        for follower in self._followers:
            if follower.tail.camp == camp:
                follower.wake.set()

    async def read(self, camp: CampId, *, after: int = 0) -> Sequence[Entry]:
        """As Log.read."""
        tail, entries = Tail(camp, after=after), list[Entry]()
        while batch := await self._take(tail):
            entries += batch
        return entries

    async def follow(
        self, camp: CampId, *, after: int, commit: Commit | None = None
    ) -> AsyncGenerator[Sequence[Entry], None]:
        """As Log.follow."""
        tail = Tail(camp, after=after, commit=commit)
        with self._following(tail) as wake:
            while not self._closed:
                wake.clear()
                if batch := await self._take(tail):
                    yield batch
                else:
                    await wake.wait()

    async def camps(self) -> Sequence[CampId]:
        """As Log.camps."""
        return await self._read(self._reading.camps)

    async def warnings(self) -> Sequence[str]:
        """As Log.warnings."""
        return await self._read(self._reading.warnings)

    async def close(self) -> None:
        """As Log.close. Appends that wait already are written first."""
        if self._closed:
            return
        self._closed = True
        if self._poller is not None:
            self._poller.cancel()
            await asyncio.gather(self._poller, return_exceptions=True)
        for follower in self._followers:
            follower.wake.set()
        for thread, file in ((self._writer, self._writing), (self._reader, self._reading)):
            await asyncio.wrap_future(thread.submit(file.close))
            thread.shutdown()
        self._watching.close()

    async def _take(self, tail: Tail) -> list[Entry]:
        return tail.take(await self._read(self._reading.rows, tail.camp, tail.seq))

    async def _read(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        return await asyncio.wrap_future(self._reader.submit(ask, *args, **kwargs))

    def _write_waiting(self) -> None:
        """Write, in the writer's thread, all that waits; what came too late finds nothing to do."""
        batch = []
        while self._waiting:
            waiting = self._waiting.popleft()
            if waiting.answer.set_running_or_notify_cancel():
                batch.append(waiting)
        if not batch:
            return
        try:
            answers = self._writing.append(waiting.addition for waiting in batch)
        except BoardError as error:
            for waiting in batch:
                waiting.answer.set_exception(error)
        else:
            for waiting, last in zip(batch, answers, strict=True):
                waiting.answer.set_result(last)

    @contextmanager
    def _following(self, tail: Tail) -> Iterator[asyncio.Event]:
        follower = _Follower(tail, asyncio.Event())
        self._followers.add(follower)
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll(), name="log-poller")
        try:
            yield follower.wake
        finally:
            self._followers.remove(follower)
            if not self._followers:
                self._poller.cancel()
                self._poller = None

    async def _poll(self) -> None:
        """Wake who is not where their camp's log ends; when that can't be told they find out why."""
        heard = float("-inf")
        while True:
            alone = time.monotonic() - heard > ALONE
            await asyncio.sleep(IDLE_POLL if alone else POLL)
            followed = {follower.tail.camp for follower in self._followers}
            try:
                if not self._watching.changed():
                    continue
                ends = await self._read(self._reading.ends, followed)
            except Unavailable:
                ends = {}
            for follower in self._followers:
                camp, seq = follower.tail.camp, follower.tail.seq
                end = ends.get(camp)
                if end != seq:
                    follower.wake.set()
                if end is None or end > max(seq, self._own.get(camp, 0)):
                    heard = time.monotonic()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise Unavailable("This store has been closed; the board is stopping.")


class _Waiting(NamedTuple):
    addition: Addition
    answer: "Future[int | None]"


class _Follower(NamedTuple):
    tail: Tail
    wake: asyncio.Event
