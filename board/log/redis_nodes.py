"""Which Redis to ask about a key: the only one there is, or the node of a Redis Cluster that holds it.

Whether it is a cluster is asked once, at first use. The map of its slots is learned from any node that
answers, corrected by MOVED, and learned again whenever a node is lost. A node that is away takes
nothing from the others: each has connections of its own, and none are cut for another's sake.
"""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.crc import key_slot
from redis.exceptions import AskError, AuthenticationError, MovedError, RedisError, ResponseError
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import TimeoutError as NoAnswer

from board.camp.errors import Invalid

CONNECT = 2.0  # seconds within which a node has to take a connection
LEARN = 0.7  # seconds within which it has to say where the slots are, before another is asked
REDIRECTS = 5  # a question is sent on at most this often; a slot that moves sends it on twice

Command: TypeAlias = Sequence[str | int | bytes]
LOST = (LostConnection, NoAnswer, OSError)

_OPTIONS: dict[str, Any] = {
    "protocol": 2,  # the same answers from every Redis and every redis-py
    "decode_responses": False,
    "retry": Retry(NoBackoff(), 0),  # the log decides what is asked again
    "socket_connect_timeout": CONNECT,
    "socket_timeout": None,  # redis-py's way of keeping it swallows cancellations
}


class Node:
    """One Redis, with connections to share for short questions, and one each for those that wait."""

    def __init__(self, url: str, **place: str | int) -> None:
        short = _pool(url, BlockingConnectionPool, 32, place)
        long = _pool(url, ConnectionPool, 10_000, place)
        given = short.connection_kwargs
        self.host = str(given.get("host", "localhost"))
        self.address = str(given.get("path") or f"{self.host}:{given.get('port', 6379)}")
        self._short, self._long = Redis.from_pool(short), Redis.from_pool(long)

    async def ask(
        self, *commands: Command, asking: bool = False, waits: bool = False
    ) -> Sequence[Any]:
        """The answers to `commands`, sent in one flight; `asking` where their slot is on its way here."""
        redis = self._long if waits else self._short
        if len(commands) == 1 and not asking:
            return [await redis.execute_command(*commands[0])]  # type: ignore[no-untyped-call]
        async with redis.pipeline(transaction=False) as flight:
            for command in commands:
                if asking:
                    flight.execute_command("ASKING")
                flight.execute_command(*command)
            answers: list[Any] = await flight.execute()
        return answers[1::2] if asking else answers

    async def close(self) -> None:
        """Cut all its connections; whoever waits on one is told that it was lost."""
        await self._long.aclose()
        await self._short.aclose()


class Nodes:
    """The Redis, or all that form a cluster, at `url`, which may name several: `redis://a:7000,b:7000`.

    Invalid if the URL can't be read. Every method may raise what redis-py raises.
    """

    def __init__(self, url: str) -> None:
        self._nodes: dict[str, Node] = {}
        self._first = [self._add(Node(each)) for each in _each(url)]
        self._url = next(_each(url))
        self._slots: list[Node | None] | None = None  # None: not known yet, or no cluster
        self._known = False
        self._learning: asyncio.Task[None] | None = None
        self._turn = 0

    async def clustered(self) -> bool:
        """Whether this is a cluster."""
        if not self._known:
            await self._learned()
        return self._slots is not None

    async def primaries(self) -> Sequence[Node]:
        """The node there is, or all nodes of a cluster that hold slots."""
        if not await self.clustered() or self._slots is None:
            return self._first[:1]
        return list(dict.fromkeys(node for node in self._slots if node is not None))

    def unheld(self) -> int:
        """How many of a cluster's slots no node holds, as far as is known."""
        return self._slots.count(None) if self._slots is not None else 0

    async def ask(self, key: str, *commands: Command, waits: bool = False) -> Sequence[Any]:
        """The answers to `commands`, which are all about `key`, from the node that holds it."""
        node, asking = await self._holding(key), False
        for _ in range(REDIRECTS):
            try:
                return await node.ask(*commands, asking=asking, waits=waits)
            except AskError as elsewhere:  # of which MovedError is one
                node = self._at(elsewhere.host or node.host, elsewhere.port)
                asking = not isinstance(elsewhere, MovedError)
                if not asking and self._slots is not None:
                    self._slots[elsewhere.slot_id] = node
                    self.doubt()
        raise LostConnection("the cluster's nodes send each other's questions to and fro")

    def doubt(self) -> None:
        """Learn the slots again meanwhile: a node was lost, or says that some have moved."""
        if self._slots is not None:
            self._learn_soon()

    async def close(self) -> None:
        """Cut all connections."""
        if self._learning is not None:
            self._learning.cancel()
            await asyncio.wait([self._learning])
        for node in self._nodes.values():
            await node.close()

    async def _holding(self, key: str) -> Node:
        if not await self.clustered() or self._slots is None:
            return self._first[0]
        node = self._slots[key_slot(key.encode())]
        if node is None:
            self.doubt()
            raise LostConnection("no node of the cluster holds this camp's slot")
        return node

    # The map of the slots

    async def _learned(self) -> None:
        await asyncio.shield(self._learn_soon())

    def _learn_soon(self) -> asyncio.Task[None]:
        if self._learning is None or self._learning.done():
            self._learning = asyncio.create_task(self._learn(), name="slots of the Redis Cluster")
            self._learning.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self._learning

    async def _learn(self) -> None:
        """Ask one node after the other, each time beginning with the next: one may be out of touch."""
        self._turn += 1
        nodes = list(self._nodes.values())
        at = self._turn % len(nodes) if self._known else 0
        lost: Exception = LostConnection()
        for node in nodes[at:] + nodes[:at]:
            try:
                async with asyncio.timeout(LEARN):
                    (ranges,) = await node.ask(("CLUSTER", "SLOTS"))
            except AuthenticationError:
                raise
            except LOST as error:
                lost = error
            except ResponseError as refusal:  # no cluster, or nothing that may be asked
                if len(self._first) > 1:
                    raise RedisError(f"{node.address} is in no cluster: {refusal}") from refusal
                self._known = True
                return
            else:
                self._take(node, ranges)
                return
        raise lost

    def _take(self, said: Node, ranges: Sequence[Any]) -> None:
        slots: list[Node | None] = [None] * 16384
        for first, last, (host, port, *_), *_ in ranges:
            node = self._at((host or b"").decode() or said.host, port)
            slots[first : last + 1] = [node] * (last + 1 - first)
        self._slots, self._known = slots, True

    def _at(self, host: str, port: int) -> Node:
        known = self._nodes.get(f"{host}:{port}")
        return known or self._add(Node(self._url, host=host, port=int(port)))

    def _add(self, node: Node) -> Node:
        self._nodes[node.address] = node
        return node


def _each(url: str) -> Iterator[str]:
    """One URL for each host that `url` names."""
    place = urlsplit(url).netloc
    login, at, hosts = place.rpartition("@")
    for host in hosts.split(","):
        yield url.replace(place, f"{login}{at}{host}", 1) if place else url


def _pool(
    url: str, kind: type[ConnectionPool], most: int, place: dict[str, str | int]
) -> ConnectionPool:
    try:
        pool = kind.from_url(url, max_connections=most, **_OPTIONS)
    except ValueError as error:
        raise Invalid(f"The store's URL can't be used: {error}.") from error
    pool.connection_kwargs.update(_OPTIONS | place)  # whatever the URL says
    return pool
