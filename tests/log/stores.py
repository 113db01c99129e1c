"""The stores as somebody with access to the machine sees them, to damage them on purpose."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Protocol

import redis
import redis.cluster

from board.camp.model import CampId
from board.log.tail import Row

Edit = Callable[[list[Row]], list[Row]]


class Store(Protocol):
    """A store at `url`, whose logs can be changed behind the board's back."""

    url: str

    def edit(self, camp: CampId, edit: Edit) -> None: ...


class SqliteStore:
    def __init__(self, path: Path) -> None:
        self.path, self.url = path, f"sqlite:///{path}"

    def edit(self, camp: CampId, edit: Edit) -> None:
        with closing(sqlite3.connect(self.path)) as db, db:
            found = "SELECT seq, body, checksum FROM entries WHERE camp = ? ORDER BY seq"
            rows = db.execute(found, (camp,)).fetchall()
            db.execute("DELETE FROM entries WHERE camp = ?", (camp,))
            changed = [(camp, *row) for row in edit(rows)]
            db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", changed)


class RedisStore:
    def __init__(self, url: str) -> None:
        self.url = url

    def client(self) -> "redis.Redis | redis.cluster.RedisCluster":
        return redis.Redis.from_url(self.url, protocol=2)

    def edit(self, camp: CampId, edit: Edit) -> None:
        key = f"board:{{{camp}}}:log"
        with self.client() as client:
            rows = []
            for name, fields in client.xrange(key):
                stored = fields[b"entry"]
                rows.append((int(name[:-2]), stored[8:], int(stored[:8], 16)))
            client.delete(key)
            for seq, body, check in edit(rows):
                client.xadd(key, {"entry": b"%08x%b" % (check, body)}, id=f"{seq}-0")


class RedisClusterStore(RedisStore):
    def client(self) -> redis.cluster.RedisCluster:
        return redis.cluster.RedisCluster.from_url(self.url.partition(",")[0], protocol=2)
