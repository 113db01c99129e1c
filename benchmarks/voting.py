"""Votes at a steady rate, over sockets of their own, from phones that do not wait for the answers."""

import asyncio
import itertools
import json
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack

from msgspec import Struct
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.deployment import VOTERS, Deployment, Point
from board.log import open_log

SETTLED = 1.0  # seconds until those who have just come in have been told everything


class Voted(Struct, frozen=True, kw_only=True):
    """What votes at a steady rate took, all over the time until the last of them was durable.

    `web_cpu` (of each process) and `store_cpu` are cores in use; `votes` and `entries` a second; the
    times are from asking to the yes; `phone_bytes` is what one phone was sent a second.
    """

    web_cpu: tuple[float, ...]
    store_cpu: float
    votes: float
    entries: float
    ack_p50_ms: float
    ack_p99_ms: float
    phone_bytes: float


def vote(point: Point, deployment: Deployment) -> Voted:
    """Vote at the rate that is asked for, over all processes in turn."""
    return asyncio.run(_vote(point, deployment))


async def _vote(point: Point, deployment: Deployment) -> Voted:
    async with AsyncExitStack() as stack:
        voters = []
        for n in range(VOTERS):
            web = deployment.webs[n % len(deployment.webs)]
            path = deployment.phone(fresh=False, voter=f"a{n + 1}")
            address = f"ws://127.0.0.1:{web.port}{path}"
            opened = connect(address, compression=None, max_size=None, max_queue=None)
            voters.append(Voter(await stack.enter_async_context(opened), n, point.topics))
        await asyncio.sleep(SETTLED)
        log = open_log(deployment.store)
        entries = -len(await log.read(deployment.camp))
        before, redis, began = deployment.cpu(), deployment.store_cpu(), time.monotonic()
        await _cast(voters, point)
        async with asyncio.timeout(60):
            while any(voter.asked for voter in voters):  # noqa: ASYNC110 - of many voters
                await asyncio.sleep(0.01)
        took = time.monotonic() - began
        after, redis = deployment.cpu(), deployment.store_cpu() - redis
        entries += len(await log.read(deployment.camp))
        await log.close()
        latencies = sorted(itertools.chain.from_iterable(voter.latencies for voter in voters))
    hundredths = statistics.quantiles(latencies, n=100) if len(latencies) > 1 else [0.0] * 99
    received = sum(voter.bytes for voter in voters)
    return Voted(
        web_cpu=tuple((b - a) / took for a, b in zip(before, after, strict=True)),
        store_cpu=redis / took,
        votes=len(latencies) / took,
        entries=entries / took,
        ack_p50_ms=hundredths[49] * 1000,
        ack_p99_ms=hundredths[98] * 1000,
        phone_bytes=received / took / VOTERS,
    )


class Voter:
    """A phone that votes for one topic after the other, then takes the votes back, and so on."""

    def __init__(self, wire: ClientConnection, first: int, topics: int) -> None:
        self._wire, self._first, self._topics = wire, first, topics
        self._n, self.bytes = 0, 0
        self.asked: dict[int, float] = {}
        self.latencies: list[float] = []
        self._hearing = asyncio.create_task(self._hear())

    async def vote(self) -> None:
        """Ask, and don't wait."""
        n, self._n = self._n, self._n + 1
        back, topic = divmod(n, self._topics)
        kind = "unvote" if back % 2 else "vote"
        self.asked[n] = time.perf_counter()
        topic_id = f"t{(self._first * 7 + topic) % self._topics + 1}"
        await self._wire.send(json.dumps({"t": kind, "n": n, "topic": topic_id}))

    async def _hear(self) -> None:
        async for frame in self._wire:
            text = str(frame)
            self.bytes += len(text)
            if text.startswith('{"t":"ok"'):
                self.latencies.append(time.perf_counter() - self.asked.pop(json.loads(text)["n"]))
            elif text.startswith('{"t":"no"'):
                raise AssertionError(text)


async def _cast(voters: Sequence[Voter], point: Point) -> None:
    """Votes at random moments, as many a second as asked for on average."""
    rng = random.Random(5)
    due = time.monotonic()
    end = due + point.seconds
    for voter in itertools.cycle(voters):
        due += rng.expovariate(point.votes)
        if due > end:
            return
        if (left := due - time.monotonic()) > 0:
            await asyncio.sleep(left)
        await voter.vote()
