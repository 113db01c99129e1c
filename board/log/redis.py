"""Logs in Redis, one stream a camp, shared by any number of processes and machines.

Entry n of camp x is the message `n-0` of the stream `board:{x}:log`: its one field, `entry`, holds the
checksum in eight hex digits and the body. The set `board:camps` names every camp. All that this
module asks of Redis may be asked twice, so whatever got no answer is simply asked again.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from redis.asyncio import BlockingConnectionPool, ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, OutOfMemoryError, ReadOnlyError, RedisError
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import TimeoutError as NoAnswer

from board.camp.errors import Invalid, StoreDamaged, StoreFull, Unavailable
from board.camp.model import CampId
from board.log.codec import checksum, encode
from board.log.protocol import Commit, Entry, SeqTaken
from board.log.tail import BATCH, Row, Tail

CAMPS = "board:camps"
BLOCK = 1.0  # seconds a follower waits before it looks whether the log is still the same
ANSWER = 2.0  # seconds within which Redis has to answer

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

T = TypeVar("T")


class RedisLog:
    """A Log in the Redis at `url` (redis://, rediss:// or unix://, as redis-py reads them).

    What gets no answer is asked again for `patience` seconds.
    """

    def __init__(self, url: str, *, patience: float = 5.0) -> None:
        self._patience = patience
        self._redis = Redis.from_pool(_pool(url, BlockingConnectionPool, most=32))
        self._blocking = Redis.from_pool(_pool(url, ConnectionPool, most=10_000))
        self._append = self._redis.register_script(_APPEND)
        self._closed = asyncio.Event()

    async def append(self, camp: CampId, entry: Entry) -> None:
        """As Log.append."""
        body = encode(entry)
        stored = b"%08x%b" % (checksum(camp, entry.seq, body), body)
        if entry.seq == 1:  # before the log begins: a name without a log does no harm
            await self._ask("SADD", CAMPS, camp)
        last = await self._insist(lambda: self._append([_key(camp)], [entry.seq, stored]))
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
        tail = Tail(camp, after=after, commit=commit)
        while not self._closed.is_set():
            try:
                rows = await self._wait_for_rows(camp, tail.seq)
            except (RedisError, OSError) as error:
                if self._closed.is_set():
                    return
                raise _explained(error) from error
            if batch := tail.take(rows):
                yield batch

    async def camps(self) -> Sequence[CampId]:
        """As Log.camps."""
        named = [CampId(camp.decode()) for camp in await self._ask("SMEMBERS", CAMPS)]
        begun = await self._insist(lambda: self._which_exist(named))
        return sorted(camp for camp, exists in zip(named, begun, strict=True) if exists)

    async def warnings(self) -> Sequence[str]:
        """As Log.warnings."""
        found: Mapping[str, Any] = await self._ask("INFO")
        if found.get("role") == "slave":
            raise Unavailable("This Redis is a read-only replica. Give the board its primary.")
        try:
            config = await self._ask("CONFIG GET", "appendfsync")
        except Unavailable:  # many hosted ones don't allow it
            config = {}
        return list(_warnings(found, config.get("appendfsync", "")))

    async def close(self) -> None:
        """As Log.close."""
        self._closed.set()
        await self._blocking.aclose()
        await self._redis.aclose()

    async def _which_exist(self, camps: Sequence[CampId]) -> Sequence[int]:
        async with self._redis.pipeline(transaction=False) as together:
            for camp in camps:
                together.exists(_key(camp))
            return await together.execute()

    async def _rows(self, camp: CampId, seq: int) -> list[Row]:
        start = f"{seq}-0" if seq else "-"
        return _rows(camp, await self._ask("XRANGE", _key(camp), start, "+", "COUNT", BATCH + 1))

    async def _wait_for_rows(self, camp: CampId, seq: int) -> list[Row]:
        """The entry `seq` and at most a BATCH of those after it, once there are any, or after BLOCK."""
        key, here = _key(camp), f"{seq}-0"
        async with self._blocking.pipeline(transaction=False) as both:
            both.xread({key: here}, count=BATCH, block=int(BLOCK * 1000))
            both.xrange(key, here, here)  # in the same flight, but answered after it
            async with asyncio.timeout(BLOCK + ANSWER):
                news, place = await both.execute()
        return _rows(camp, place) + (_rows(camp, news[0][1]) if news else [])

    async def _ask(self, *command: str | int) -> Any:
        execute: Callable[..., Awaitable[Any]] = self._redis.execute_command
        return await self._insist(lambda: execute(*command))

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
            except (LostConnection, NoAnswer, OSError) as error:
                if isinstance(error, AuthenticationError) or loop.time() + pause > deadline:
                    raise _explained(error) from error
            except RedisError as error:
                raise _explained(error) from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.5)


def _pool(url: str, kind: type[ConnectionPool], *, most: int) -> ConnectionPool:
    options: dict[str, Any] = {
        "protocol": 2,  # the same answers from every Redis and every redis-py
        "decode_responses": False,
        "retry": Retry(NoBackoff(), 0),  # `_insist` decides
        "socket_connect_timeout": ANSWER,
        "socket_timeout": None,  # redis-py's way of keeping it swallows cancellations
    }
    try:
        pool = kind.from_url(url, max_connections=most, **options)
    except ValueError as error:
        raise Invalid(f"The store's URL can't be used: {error}.") from error
    pool.connection_kwargs.update(options)  # whatever the URL says
    return pool


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


def _warnings(found: Mapping[str, Any], appendfsync: str) -> Iterator[str]:
    if not found.get("aof_enabled"):
        yield (
            "Redis does not keep an append-only file: what was confirmed can be lost when it stops."
            " Set `appendonly yes` and `appendfsync always`."
        )
    elif appendfsync in ("everysec", "no"):
        yield (
            f"Redis has `appendfsync {appendfsync}`: a power cut can take back what was confirmed"
            " shortly before. Set `appendfsync always`."
        )
    policy = str(found.get("maxmemory_policy", ""))
    if policy.startswith("allkeys-"):
        yield (
            f"Redis has `maxmemory-policy {policy}`: when memory runs out it throws away whole logs."
            " Set `maxmemory-policy noeviction`."
        )


def _explained(error: Exception) -> Unavailable:
    said = str(error) or "it does not answer"
    if isinstance(error, AuthenticationError):
        return Unavailable(f"Redis does not let the board in ({said}). Check the store's URL.")
    if isinstance(error, OutOfMemoryError) or "OOM command" in said or "MISCONF" in said:
        return StoreFull(f"Redis takes no more ({said}). Make room; nothing is lost.")
    if isinstance(error, ReadOnlyError) or "READONLY" in said:
        return Unavailable("This Redis is a read-only replica. Give the board its primary.")
    if "WRONGTYPE" in said or "equal or smaller" in said:
        return StoreDamaged(
            f"Redis holds something else than the board wrote ({said}). Restore the store from a"
            " backup; nothing was changed or dropped."
        )
    return Unavailable(f"Redis can't be used right now ({said}). Nothing is lost; try again.")
