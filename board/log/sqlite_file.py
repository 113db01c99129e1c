"""The SQLite file itself: its schema, its few statements, and what its errors mean.

Nothing in here knows asyncio. A connection is used by one thread at a time; any error closes it
(which rolls back what was begun) and the next use opens a new one, so a store recovers by itself.
"""

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from board.camp.errors import StoreDamaged, StoreFull, Unavailable
from board.camp.model import CampId
from board.log.tail import BATCH, Row

APPLICATION_ID = 0x45644361  # "EdCa", as `file` and other programs see whose database this is
SCHEMA = 1

_CREATE = """
CREATE TABLE entries (
    camp TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (camp, seq)
) WITHOUT ROWID
"""
# From each camp on to the next one: `SELECT DISTINCT` would read every entry there is.
_CAMPS = """
WITH RECURSIVE next(camp) AS (
    SELECT min(camp) FROM entries
    UNION ALL
    SELECT (SELECT min(camp) FROM entries WHERE camp > next.camp) FROM next WHERE camp IS NOT NULL
)
SELECT camp FROM next WHERE camp IS NOT NULL
"""
_LAST = "SELECT coalesce(max(seq), 0) FROM entries WHERE camp = ?"
_ROWS = """
SELECT seq, CAST(body AS BLOB), checksum FROM entries
WHERE camp = ? AND seq >= ? ORDER BY seq LIMIT ?
"""


class Addition(NamedTuple):
    """One append: what is to become the entry `seq` of the camp's log."""

    camp: CampId
    seq: int
    body: bytes
    checksum: int


class SqliteFile:
    """One connection to the file, opened when it's needed; a lock is waited for `patience` seconds."""

    def __init__(self, path: Path, patience: float) -> None:
        self._path, self._patience = path, patience
        self._db: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._version = -1

    def append(self, additions: Iterable[Addition]) -> list[int | None]:
        """Add what follows the last entry of its camp; all of it in one durable transaction.

        For each: None where it now stands (or stood already), or else the camp's last seq.
        """
        with self._using() as db:
            db.execute("BEGIN IMMEDIATE")
            refused = [self._add(db, addition) for addition in additions]
            db.execute("COMMIT")
            return refused

    def rows(self, camp: CampId, seq: int) -> list[Row]:
        """The entry `seq` and at most a BATCH of those after it."""
        with self._using() as db:
            return db.execute(_ROWS, (camp, seq, BATCH + 1)).fetchall()

    def camps(self) -> Sequence[CampId]:
        """Every camp that has entries, sorted."""
        with self._using() as db:
            return [CampId(camp) for (camp,) in db.execute(_CAMPS)]

    def changed(self) -> bool:
        """Whether others, over connections of theirs, have written since this was asked last.

        Costs some microseconds (https://sqlite.org/pragma.html#pragma_data_version), and waits for nobody.
        """
        with self._using() as db:
            db.execute("PRAGMA busy_timeout = 0")
            before, self._version = self._version, db.execute("PRAGMA data_version").fetchone()[0]
            db.execute(f"PRAGMA busy_timeout = {self._patience * 1000:.0f}")
            return self._version != before

    def ends(self, camps: Iterable[CampId]) -> dict[CampId, int]:
        """The last seq of each of these camps."""
        with self._using() as db:
            return {camp: db.execute(_LAST, (camp,)).fetchone()[0] for camp in camps}

    def warnings(self) -> Sequence[str]:
        """What an operator should know; raises if the file can't be read as a whole."""
        with self._using() as db:
            (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if found != "ok":
                raise _damaged(self._path, found)
            (mode,) = db.execute("PRAGMA journal_mode").fetchone()
        if mode == "wal":
            return []
        return [
            f"{self._path} can't use SQLite's write-ahead log here, so reading and writing wait for"
            " each other. Put it on a local disk."
        ]

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, to the file that the path leads to."""
        return self._db is not None and self._file == self._identity()

    def close(self) -> None:
        """Let go of the file; using it again opens it again."""
        if self._db is not None:
            self._db.close()
            self._db = None

    @staticmethod
    def _add(db: sqlite3.Connection, addition: Addition) -> int | None:
        camp, seq, body, _ = addition
        last: int = db.execute(_LAST, (camp,)).fetchone()[0]
        if seq == last + 1:
            db.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", addition)
            return None
        here = db.execute("SELECT body FROM entries WHERE camp = ? AND seq = ?", (camp, seq))
        return None if here.fetchone() == (body,) else last

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._opened()
        except (sqlite3.Error, OSError) as error:
            self.close()
            raise _explained(self._path, error) from error

    def _opened(self) -> sqlite3.Connection:
        """The connection; a new one if the path leads to another file than it did before."""
        if self._db is None or not self.is_open:
            self.close()
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(
                self._path,
                timeout=self._patience,
                isolation_level=None,
                check_same_thread=False,
            )
            _prepare(self._path, self._db, self._patience)
            self._file, self._version = self._identity(), -1
        return self._db

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._path)  # noqa: PTH116 - asked at every use; twice as fast
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino


def _prepare(path: Path, db: sqlite3.Connection, patience: float) -> None:
    if not _ours(path, db):
        _choose_wal(db, patience)
        db.execute("BEGIN IMMEDIATE")
        if not _ours(path, db):  # or another process was quicker
            db.execute(_CREATE)
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {SCHEMA}")
        db.execute("COMMIT")
    db.execute("PRAGMA synchronous = FULL")  # every commit is on the disk before anybody is told


def _choose_wal(db: sqlite3.Connection, patience: float) -> None:
    """Keep a write-ahead log. Unlike all else this does not wait while another process does the same."""
    deadline = time.monotonic() + patience
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.005)
        else:
            return


def _ours(path: Path, db: sqlite3.Connection) -> bool:
    """Whether the tables are there; False for an empty file, StoreDamaged for what isn't ours to use."""
    # In this order: another process may just be creating the tables, with its ids in the same commit.
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if application == APPLICATION_ID and version > SCHEMA:
        raise StoreDamaged(
            f"{path} was written by a newer board (schema {version}; this one reads up to {SCHEMA})."
            " Upgrade this board."
        )
    if application != APPLICATION_ID and (application or tables):
        raise StoreDamaged(f"{path} belongs to another program. Choose another path for the store.")
    return bool(tables)


def _explained(path: Path, error: Exception) -> Unavailable:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the rest of it only says which kind
    if code == sqlite3.SQLITE_FULL:
        return StoreFull(f"The disk that holds {path} is full. Free some space; nothing is lost.")
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged(path, str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable(f"{path} is locked by another program for too long. Try again.")
    return Unavailable(f"{path} can't be used right now ({error}). Nothing is lost; try again.")


def _damaged(path: Path, found: str) -> StoreDamaged:
    return StoreDamaged(
        f"{path} is damaged ({found}). Stop the board, keep the file and those beside it, and restore"
        " it from a backup or with `sqlite3 FILE .recover`; nothing was changed or dropped."
    )
