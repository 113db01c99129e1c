"""A place in a log, which moves on only along entries that are whole and follow one another."""

from collections.abc import Sequence
from typing import TypeAlias

from board.camp.errors import StoreDamaged
from board.camp.model import CampId
from board.log.codec import decode, in_order
from board.log.protocol import Commit, Entry

Row: TypeAlias = tuple[int, bytes, int]  # an entry as a store keeps it: seq, body, checksum

BATCH = 500  # rows read and decoded at a time: a few milliseconds, then the event loop turns


class Tail:
    """How far somebody has come in a camp's log: the entry there is `seq` (0: before the first).

    `commit` is what that entry is known to carry, if it is known.
    """

    def __init__(self, camp: CampId, *, after: int, commit: Commit | None = None) -> None:
        self.camp, self.seq = camp, after
        self._commit = commit
        self._row: Row | None = None

    def take(self, rows: Sequence[Row]) -> list[Entry]:
        """Move on along `rows`: the entry at this place (unless that's 0), then those after it.

        StoreDamaged if the entry here is no longer the same, or if one after it can't be trusted.
        """
        if self.seq:
            self._same(rows[0] if rows else None)
            rows = rows[1:]
        entries = []
        for row in rows:
            seq, body, check = row
            in_order(self.camp, seq, last=self.seq)
            entries.append(decode(self.camp, seq, body, check))
            self.seq, self._row = seq, row
        return entries

    def step(self, row: Row) -> None:
        """Move on to the next entry, which the caller has seen being appended."""
        in_order(self.camp, row[0], last=self.seq)
        self.seq, self._row = row[0], row

    def _same(self, row: Row | None) -> None:
        if row is None or row[0] != self.seq:
            raise self._changed("is gone")
        if self._row is None:
            if self._commit not in (None, decode(self.camp, *row).commit):
                raise self._changed("is another one now")
            self._row = row
        elif self._row != row:
            raise self._changed("is another one now")

    def _changed(self, how: str) -> StoreDamaged:
        return StoreDamaged(
            f"Camp {self.camp}: entry {self.seq} of the log {how}: the log was cut or replaced. Put"
            " the right one back, or restart the board to go on with what is there."
        )
