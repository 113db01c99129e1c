"""Logs in Redis, one stream a camp, shared by any number of processes and machines.

Entry n of camp x is the message `n-0` of the stream `board:{x}:log`: its one field, `entry`, holds the
checksum in eight hex digits and the body. The set `board:camps` names every camp; of a cluster, where
that would lie on one node, every node is asked which logs it holds. All that this module asks of Redis
may be asked twice, so whatever got no answer is simply asked again.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from redis.exceptions import (
    AuthenticationError,
    ClusterDownError,
    NoScriptError,
    RedisError,
    TryAgainError,
)

from board.camp.errors import StoreDamaged, Unavailable
from board.camp.model import CampId
from board.log.codec import checksum, encode
from board.log.protocol import Commit, Entry, SeqTaken
from board.log.redis_nodes import LOST, Node, Nodes
from board.log.redis_said import explained, warnings
from board.log.tail import BATCH, Row, Tail

CAMPS = "board:camps"
BLOCK = 1.0  # seconds a follower waits before it looks whether the log is still the same
LONGEST_BLOCK = 4.0  # where nothing happens for long, so that thousands of such camps cost little
ANSWER = 2.0  # seconds within which Redis has to answer
LISTED = 1.0  # seconds within which a node of a cluster has to say which logs it holds

log_ = logging.getLogger("board.log")

# KEYS: the stream. ARGV: seq, entry. Answers nil once the entry stands there, or else the last seq.
_APPEND = """
local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local last = top and tonumber(string.match(top[1], '^(%d+)-0$')) or 0
local id = ARGV[1] .. '-0'
if tonumber(ARGV[1]) == last + 1 then
    redis.call('XADD', KEYS[1], id, 'entry', ARGV[2])
    return nil
end
local here = redis.call('XRANGE', KEYS[1], id, id)[1]
if here and here[2][2] == ARGV[2] then
    return nil
end
return last
"""

_SHA = hashlib.sha1(_APPEND.encode(), usedforsecurity=False).hexdigest()

T = TypeVar("T")


class RedisLog:
    """A Log in the Redis at `url` (redis://, rediss:// or unix://, as redis-py reads them).

    Where that is a node of a Redis Cluster, it is a log in the cluster; `redis://a:7000,b:7000` names
    several, of which one has to answer. What gets no answer is asked again for `patience` seconds.
    """

    def __init__(self, url: str, *, patience: float = 5.0) -> None:
        self._patience = patience
        self._nodes = Nodes(url)
        self._away = frozenset[str]()  # addresses of nodes that did not say what they hold
        self._closed = asyncio.Event()

    async def append(self, camp: CampId, entry: Entry) -> None:
        """As Log.append."""
        body = encode(entry)
        stored = b"%08x%b" % (checksum(camp, entry.seq, body), body)
        if entry.seq == 1 and not await self._insist(self._nodes.clustered):
            await self._ask(CAMPS, "SADD", CAMPS, camp)  # first: a name without a log does no harm
        key = _key(camp)
        try:
            last = await self._ask(key, "EVALSHA", _SHA, 1, key, entry.seq, stored)
        except NoScriptError:  # this Redis has not seen it since it was started
            last = await self._ask(key, "EVAL", _APPEND, 1, key, entry.seq, stored)
        if last is not None:
            raise SeqTaken(camp, entry.seq, last)

    async def read(self, camp: CampId, *, after: int = 0) -> Sequence[Entry]:
        """As Log.read."""
        tail, entries = Tail(camp, after=after), list[Entry]()
        while batch := tail.take(await self._rows(camp, tail.seq)):
            entries += batch
        return entries

    async def follow(
        self, camp: CampId, *, after: int, commit: Commit | None = None
    ) -> AsyncGenerator[Sequence[Entry], None]:
        """As Log.follow; each follower has a connection of its own."""
        tail, block = Tail(camp, after=after, commit=commit), BLOCK
        while not self._closed.is_set():
            try:
                rows = await self._wait_for_rows(camp, tail.seq, block)
            except (RedisError, OSError) as error:
                if self._closed.is_set():
                    return
                self._nodes.doubt()
                raise explained(error) from error
            block = min(block * 2, LONGEST_BLOCK)
            if batch := tail.take(rows):
                block = BLOCK
                yield batch

    async def camps(self) -> Sequence[CampId]:
        """As Log.camps; of a cluster, those on the nodes that answer: one that is away is logged."""
        if await self._insist(self._nodes.clustered):
            return await self._insist(self._on_all_nodes)
        named = [CampId(camp.decode()) for camp in await self._ask(CAMPS, "SMEMBERS", CAMPS)]
        questions = [("EXISTS", _key(camp)) for camp in named]
        begun = await self._insist(lambda: self._nodes.ask(CAMPS, *questions)) if named else []
        return sorted(camp for camp, exists in zip(named, begun, strict=True) if exists)

    async def warnings(self) -> Sequence[str]:
        """As Log.warnings; they name the node, where it is one of several."""
        return await self._insist(lambda: warnings(self._nodes))

    async def close(self) -> None:
        """As Log.close."""
        self._closed.set()
        await self._nodes.close()

    async def _rows(self, camp: CampId, seq: int) -> list[Row]:
        key, start = _key(camp), f"{seq}-0" if seq else "-"
        return _rows(camp, await self._ask(key, "XRANGE", key, start, "+", "COUNT", BATCH + 1))

    async def _wait_for_rows(self, camp: CampId, seq: int, block: float) -> list[Row]:
        """The entry `seq` and at most a BATCH of those after it, once there are any, or after `block`."""
        key, here = _key(camp), f"{seq}-0"
        milliseconds = int(block * 1000)
        wait = ("XREAD", "COUNT", BATCH, "BLOCK", milliseconds, "STREAMS", key, here)
        look = ("XRANGE", key, here, here)  # in the same flight, but answered after it
        async with asyncio.timeout(block + ANSWER):
            news, place = await self._nodes.ask(key, wait, look, waits=True)
        return _rows(camp, place) + (_rows(camp, news[0][1]) if news else [])

    async def _on_all_nodes(self) -> Sequence[CampId]:
        nodes = await self._nodes.primaries()
        held = await asyncio.gather(*map(_held, nodes), return_exceptions=True)
        found, away = set[CampId](), dict[str, BaseException]()
        for node, logs in zip(nodes, held, strict=True):
            if isinstance(logs, BaseException):
                away[node.address] = logs
            else:
                found.update(logs)
        for address in away.keys() - self._away:
            said = str(away[address]) or "it does not answer"
            log_.warning(
                "Redis at %s is away (%s): the camps it holds have to wait.", address, said
            )
        self._away = frozenset(away)
        if away:
            self._nodes.doubt()
        if len(away) == len(nodes):
            raise next(iter(away.values()), LOST[0]("no node of the cluster holds any slots"))
        return sorted(found)

    async def _ask(self, key: str, *command: str | int | bytes) -> Any:
        """The answer to a command about `key`."""
        (answer,) = await self._insist(lambda: self._nodes.ask(key, command))
        return answer

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask until there is an answer; Unavailable when there is none for too long."""
        loop = asyncio.get_running_loop()
        pause, deadline = 0.01, loop.time() + self._patience
        while True:
            if self._closed.is_set():
                raise Unavailable("This store has been closed; the board is stopping.")
            try:
                async with asyncio.timeout(ANSWER):
                    return await ask()
            except (*LOST, ClusterDownError, TryAgainError) as error:
                self._nodes.doubt()
                if isinstance(error, AuthenticationError) or loop.time() + pause > deadline:
                    raise explained(error) from error
            except NoScriptError:
                raise
            except RedisError as error:
                raise explained(error) from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.5)


async def _held(node: Node) -> Sequence[CampId]:
    """The camps whose logs are on a node of a cluster."""
    before, after = _key(CampId("*")).split("*")
    found, cursor = list[CampId](), 0
    async with asyncio.timeout(LISTED):
        while True:
            (answer,) = await node.ask(("SCAN", cursor, "MATCH", _key(CampId("*")), "COUNT", 1000))
            cursor, keys = answer
            found += [CampId(key.decode()[len(before) : -len(after)]) for key in keys]
            if not cursor:
                return found


def _key(camp: CampId) -> str:
    return f"board:{{{camp}}}:log"  # what is in braces decides the node of a cluster


def _rows(camp: CampId, messages: Sequence[tuple[bytes, Mapping[bytes, bytes]]]) -> list[Row]:
    rows = []
    for name, fields in messages:
        seq, stored = name.partition(b"-")[0], fields.get(b"entry", b"")
        try:
            rows.append((int(seq), stored[8:], int(stored[:8], 16)))
        except ValueError as error:
            raise StoreDamaged(
                f"Camp {camp}: {name.decode()} in Redis is not an entry of the board's. Restore the"
                " store from a backup; nothing was changed or dropped."
            ) from error
    return rows
