"""What the board asks of a store, whichever it is.

One log a camp; entries numbered from 1 without gaps; an append is a compare-and-append and one
atomic, durable commit. A log's epoch is the commit id of its first entry: it changes only when the
log is replaced by another.
"""

from collections.abc import AsyncGenerator, Sequence
from typing import NewType, Protocol

from msgspec import Struct

from board.camp.events import Event
from board.camp.model import CampId

Commit = NewType(
    "Commit", str
)  # drawn at random by the writer, so that it knows its own entry again
Epoch = NewType("Epoch", str)


class Entry(Struct, frozen=True, kw_only=True):
    """One append: its number, its writer's mark, when (ms since the Unix epoch), and what happened."""

    seq: int
    commit: Commit
    at: int
    events: tuple[Event, ...]


class SeqTaken(Exception):
    """Somebody else's entry stands at this seq, or the log isn't that long: catch up, decide again."""

    def __init__(self, camp: CampId, seq: int, last: int) -> None:
        super().__init__(f"camp {camp}: can't append entry {seq}, the last is {last}")
        self.camp, self.seq, self.last = camp, seq, last


class Log(Protocol):
    """A store of logs, shared by any number of processes.

    Every method may raise Unavailable (the store can't be reached), StoreFull, or StoreDamaged (with
    the camp and the seq of the entry in its message); no method drops or repairs anything.
    """

    async def append(self, camp: CampId, entry: Entry) -> None:
        """Make `entry` the last of the camp's log, durably, or raise SeqTaken.

        Entry 1 begins the log. Appending the same entry (the same commit) again changes nothing and
        succeeds: so an append whose answer was lost is settled by asking again. If even that can't
        be found out, Unavailable is raised and the entry may or may not be there, now or in a moment.
        """
        ...

    async def read(self, camp: CampId, *, after: int = 0) -> Sequence[Entry]:
        """All entries with a seq over `after`, in order; none where the camp is unknown.

        StoreDamaged when there is no entry `after`: the log was cut or replaced.
        """
        ...

    def follow(
        self, camp: CampId, *, after: int, commit: Commit | None = None
    ) -> AsyncGenerator[Sequence[Entry], None]:
        """Every entry with a seq over `after`, in order, as it comes, in non-empty batches.

        Entries of other processes arrive within about 50 ms, the first after a pause within 300. When
        the store goes away it raises Unavailable (follow again later). When the log was replaced or cut
        it raises StoreDamaged; who follows again gives the `commit` of entry `after`, so that this is
        noticed across the gap. It ends when the log is closed. Whoever leaves early closes it:
        `async with aclosing(log.follow(...)) as batches`.
        """
        ...

    async def camps(self) -> Sequence[CampId]:
        """Every camp that has a log, sorted."""
        ...

    async def warnings(self) -> Sequence[str]:
        """What an operator should put right about this store, as sentences; raises if it can't be used."""
        ...

    async def close(self) -> None:
        """Let go of files, sockets and threads; followers end."""
        ...
