"""Logs in one SQLite file: several processes of one machine may share it.

Two threads keep SQLite away from the event loop, whatever the number of camps: one writes, one reads.
Appends that wait while the disk is busy share the next transaction. Followers are handed the
appends of their own process; for those of others the file is asked many times a second. That question
alone is the event loop's own: it reads shared memory, and a thread would cost ten times as much. It is
put to the connection that writes, for which only what others wrote is new.
"""

import asyncio
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import NamedTuple, ParamSpec, TypeVar

from board.camp.errors import BoardError, Unavailable
from board.camp.model import CampId
from board.log.codec import checksum, encode
from board.log.protocol import Commit, Entry, SeqTaken
from board.log.sqlite_file import Addition, SqliteFile
from board.log.tail import Row, Tail

POLL, IDLE_POLL = 0.02, 0.2  # seconds between looks for others' entries; where there were none for
ALONE = 10.0  # seconds

P = ParamSpec("P")
T = TypeVar("T")


class SqliteLog:
    """A Log in the file at `path`; a lock of another process is waited for `patience` seconds."""

    def __init__(self, path: Path, *, patience: float = 5.0) -> None:
        self._reading, self._writing = SqliteFile(path, patience), SqliteFile(path, patience)
        self._at_it = Lock()  # held by whoever uses the connection that writes
        self._reader = ThreadPoolExecutor(1, "log-reader")
        self._writer = ThreadPoolExecutor(1, "log-writer")
        self._waiting: deque[_Waiting] = deque()
        self._followers: set[_Follower] = set()
        self._unsure = False  # whether what somebody gave up waiting for was appended
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
        try:
            last = await asyncio.wrap_future(waiting.answer)
        except asyncio.CancelledError:
            self._unsure = True
            raise
        if last is not None:
            raise SeqTaken(camp, entry.seq, last)
        self._own[camp] = entry.seq
        for follower in self._followers:
            if follower.tail.camp == camp:
                follower.hand_over(entry, (entry.seq, body, addition.checksum))

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
        with self._following(Tail(camp, after=after, commit=commit)) as follower:
            while not self._closed:
                if handed := follower.taken():
                    yield handed
                elif follower.behind:
                    if batch := await self._caught_up(follower):
                        yield batch
                else:
                    follower.wake.clear()
                    await follower.wake.wait()

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

    async def _caught_up(self, follower: "_Follower") -> list[Entry]:
        """What it has not got; none where that was all."""
        follower.behind, follower.reading = False, True
        try:
            batch = await self._take(follower.tail)
        finally:
            follower.reading = False
        follower.behind |= bool(batch)
        return batch

    async def _take(self, tail: Tail) -> list[Entry]:
        return tail.take(await self._read(self._reading.rows, tail.camp, tail.seq))

    async def _read(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._refuse_if_closed()
        return await asyncio.wrap_future(self._reader.submit(ask, *args, **kwargs))

    def _write_waiting(self) -> None:
        """Write, in the writer's thread, all that waits; what came too late finds nothing to do."""
        with self._at_it:
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
    def _following(self, tail: Tail) -> Iterator["_Follower"]:
        follower = _Follower(tail)
        self._followers.add(follower)
        if self._poller is None:
            self._poller = asyncio.create_task(self._poll(), name="log-poller")
        try:
            yield follower
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
                if not await self._others_wrote():
                    continue
                ends = await self._read(self._reading.ends, followed)
            except Unavailable:
                ends = {}
            for follower in self._followers:
                camp, seq = follower.tail.camp, follower.tail.seq
                end = ends.get(camp)
                if end != seq:
                    follower.look()
                if end is None or end > max(seq, self._own.get(camp, 0)):
                    heard = time.monotonic()

    async def _others_wrote(self) -> bool:
        """Whether others may have written since this was asked last; True if that can't be told now."""
        if not self._at_it.acquire(blocking=False):
            return True
        try:
            unsure, self._unsure = self._unsure, False
            if self._writing.is_open:
                return self._writing.changed() or unsure
        finally:
            self._at_it.release()
        return await asyncio.wrap_future(self._writer.submit(self._opened_and_changed))

    def _opened_and_changed(self) -> bool:
        """True, since all is new to a connection that has just been opened."""
        with self._at_it:
            return self._writing.changed()

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise Unavailable("This store has been closed; the board is stopping.")


class _Waiting(NamedTuple):
    addition: Addition
    answer: "Future[int | None]"


class _Follower:
    """Somebody who follows a camp's log: what was appended right here, they need not read."""

    def __init__(self, tail: Tail) -> None:
        self.tail = tail
        self.wake = asyncio.Event()
        self.behind = True
        self.reading = False
        self._handed: list[Entry] = []

    def hand_over(self, entry: Entry, row: Row) -> None:
        """Give them an entry that was appended; they look for it themselves if they lack some before it."""
        if self.reading or self.behind or entry.seq != self.tail.seq + 1:
            self.look()
            return
        self.tail.step(row)
        self._handed.append(entry)
        self.wake.set()

    def look(self) -> None:
        """Have them look for what they have not got."""
        self.behind = True
        self.wake.set()

    def taken(self) -> list[Entry]:
        """What they were handed, which is theirs now."""
        handed, self._handed = self._handed, []
        return handed
