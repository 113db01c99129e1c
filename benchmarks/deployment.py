"""A deployment that really runs: a store, some web processes, and a camp in them.

Web processes are `board serve --no-planner`, as a Procfile starts them. All of it shares this machine.
"""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

from msgspec import Struct

from benchmarks.fanout import machine
from board.camp.commands import AdoptPlan
from board.camp.model import CampId
from board.live.desk import Desks
from board.log import open_log
from board.web.identity import cookie
from tests import boards
from tests.seed import greedy
from tests.servers import RedisServer, running_redis

Store = Literal["sqlite", "redis"]

VOTERS = 40


class Point(Struct, frozen=True, kw_only=True):
    """What to run: how many of everything. `votes` a second, for `seconds`."""

    store: Store = "redis"
    processes: int = 1
    phones: int = 200
    topics: int = 60
    votes: float = 20.0
    seconds: float = 4.0


class Deployment(Struct, frozen=True):
    """A store and web processes that answer, with a camp in them."""

    store: str
    redis: RedisServer | None
    webs: Sequence[boards.BoardServer]
    camp: CampId
    seq: int
    epoch: str

    @property
    def ports(self) -> str:
        """Where the web processes answer, as the crowd wants it."""
        return ",".join(str(web.port) for web in self.webs)

    def phone(self, *, fresh: bool, voter: str = "") -> str:
        """Where a phone opens its wire: showing what there is, or nothing yet."""
        since = "since=7&epoch=gone" if fresh else f"since={self.seq}&epoch={self.epoch}"
        token = f"&token={boards.attendee_token(voter)}" if voter else ""
        return f"/c/{self.camp}/live?audience=phone&{since}{token}"

    def people(self) -> list[str]:
        """The cookies of those who hold the phones; each may have many."""
        name = cookie("attendee", self.camp)
        return [f"{name}={boards.attendee_token(f'a{n + 1}')}" for n in range(VOTERS)]

    def cpu(self) -> list[float]:
        """CPU seconds of each web process so far."""
        return [machine.cpu_seconds(web.pid) for web in self.webs]

    def store_cpu(self) -> float:
        """CPU seconds of Redis so far; what SQLite takes is in the web processes'."""
        return machine.cpu_seconds(self.redis.pid) if self.redis else 0.0

    def memory(self) -> int:
        """Bytes in RAM of all web processes."""
        return sum(machine.resident_bytes(web.pid) for web in self.webs)


@contextmanager
def running(point: Point, folder: Path) -> Iterator[Deployment]:
    """The store, the camp in it, and the web processes; all gone afterwards."""
    with ExitStack() as stack:
        redis = None
        store = f"sqlite:///{folder}/board.db"
        if point.store == "redis":
            redis = stack.enter_context(running_redis(folder / "redis"))
            store = redis.url
        seq, epoch = asyncio.run(_begin(store, point.topics))
        webs = []
        for n in range(point.processes):
            (folder / f"web-{n}").mkdir()
            webs.append(stack.enter_context(boards.running_board(store, folder / f"web-{n}")))
        yield Deployment(store, redis, webs, boards.CAMP, seq, epoch)


async def _begin(store: str, topics: int) -> tuple[int, str]:
    """A camp with so many topics, all on the grid: its last seq, and its epoch."""
    rooms = max(4, topics // 3 + 1)
    await boards.put_camp(store, boards.small_camp(attendees=VOTERS, topics=topics, rooms=rooms))
    desks = Desks(log := open_log(store))
    desk = await desks.open(boards.CAMP)
    await desk.submit(AdoptPlan(placements=greedy(desk.camp)))
    found = desk.seq, str(desk.epoch)
    await desks.close()
    await log.close()
    return found
