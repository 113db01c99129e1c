"""What only a cluster can do: spread camps, lose a node, move a slot. The contract runs over it too."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, suppress
from pathlib import Path

import pytest
from redis.crc import key_slot

from board.camp.errors import Unavailable
from board.camp.model import CampId
from board.log import open_log
from board.log.protocol import Entry, Log
from board.log.redis import RedisLog
from tests.log.entries import an_entry, append_many, follow_until
from tests.log.stores import RedisClusterStore
from tests.patience import until
from tests.servers import RedisCluster, RedisServer, running_redis, running_redis_cluster

NAMES = [CampId(f"camp-{number}") for number in range(30)]


@pytest.fixture(scope="module")
def stoppable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
    """A cluster of this module's own. Whoever stops a node starts it again."""
    with running_redis_cluster(tmp_path_factory.mktemp("stoppable")) as cluster:
        yield cluster


@pytest.fixture
async def log(stoppable: RedisCluster) -> AsyncIterator[Log]:
    for node in stoppable.nodes:
        stoppable.ask(node, "FLUSHALL")
    opened = RedisLog(stoppable.url, patience=0.3)
    yield opened
    await opened.close()


async def test_a_camp_lies_on_one_node_and_many_camps_on_all(
    redis_cluster: RedisCluster, redis_cluster_store: RedisClusterStore
) -> None:
    log = open_log(redis_cluster_store.url)
    for name in NAMES:
        await append_many(log, name, 2)
    held = [redis_cluster.holds(node) for node in redis_cluster.nodes]
    assert all(len(keys) >= 3 for keys in held)
    assert sum(map(len, held)) == len(NAMES)  # a camp is one key, and there are no others
    assert set.union(*held) == {_key(name) for name in NAMES}
    await log.close()


async def test_any_one_node_is_enough_to_find_all_others(
    redis_cluster: RedisCluster, redis_cluster_store: RedisClusterStore
) -> None:
    log = open_log(redis_cluster_store.url)
    logs = {name: await append_many(log, name, 2) for name in NAMES}
    await log.close()
    for node in redis_cluster.nodes:
        log = open_log(node.url)
        assert await log.camps() == sorted(NAMES)
        assert {name: await log.read(name) for name in NAMES} == logs
        await log.close()


async def test_a_dead_node_stops_its_own_camps_only_and_comes_back_with_all_of_them(
    stoppable: RedisCluster, log: Log
) -> None:
    logs = {name: await append_many(log, name, 3) for name in NAMES}
    dead = stoppable.nodes[1]
    lost = {name for name in NAMES if _key(name) in stoppable.holds(dead)}
    some_lost, living = min(lost), [name for name in NAMES if name not in lost]
    following = [asyncio.create_task(_batches(log, name, after=3)) for name in living]
    dead.kill()
    for name in living:
        logs[name] += await append_many(log, name, 2, after=3)
    assert await asyncio.gather(*following) == [logs[name][3:] for name in living]
    with pytest.raises(Unavailable, match=rf"{dead.port}.* Nothing is lost"):
        await log.append(some_lost, an_entry(4))
    with pytest.raises(Unavailable, match="Nothing is lost"):
        await log.read(some_lost)
    with pytest.raises(Unavailable, match="Nothing is lost"):
        await anext(log.follow(some_lost, after=3))
    assert await log.camps() == sorted(living)
    (away,) = await log.warnings()
    assert f"{dead.port} is away" in away
    await _start(stoppable, dead)
    for name in lost:
        logs[name] += await append_many(log, name, 2, after=3)
    assert {name: await log.read(name) for name in NAMES} == logs
    assert await log.camps() == sorted(NAMES)


async def test_a_board_that_starts_while_a_node_is_away_serves_the_others_camps(
    stoppable: RedisCluster, log: Log
) -> None:
    logs = {name: await append_many(log, name, 1) for name in NAMES}
    dead = stoppable.nodes[0]  # the one that the URL names first
    lost = {name for name in NAMES if _key(name) in stoppable.holds(dead)}
    dead.kill()
    late = RedisLog(stoppable.url, patience=0.3)
    assert await late.camps() == sorted(set(NAMES) - lost)
    for name in set(NAMES) - lost:
        logs[name] += await append_many(late, name, 1, after=1)
        assert await late.read(name) == logs[name]
    begun = 0
    for number in range(30, 60):  # of the camps that begin meanwhile, two thirds can
        try:
            await append_many(late, CampId(f"camp-{number}"), 1)
            begun += 1
        except Unavailable:
            pass
    assert 10 <= begun < 30
    await _start(stoppable, dead)
    assert len(await late.camps()) >= len(NAMES) + begun
    await late.close()


async def test_a_cluster_of_which_nothing_answers_is_unavailable(
    stoppable: RedisCluster, log: Log
) -> None:
    await append_many(log, NAMES[0], 1)
    stoppable.kill()
    unheard = RedisLog(stoppable.url, patience=0.2)
    for one in (log, unheard):
        for ask in (one.camps(), one.warnings(), one.append(NAMES[0], an_entry(2))):
            with pytest.raises(Unavailable, match="Nothing is lost"):
                await ask
        await one.close()
    for node in stoppable.nodes:
        await asyncio.to_thread(node.start)
    await asyncio.to_thread(stoppable.wait_until_ok)


async def test_a_camp_whose_slot_moves_to_another_node_goes_on_meanwhile(
    stoppable: RedisCluster, log: Log
) -> None:
    name = NAMES[0]
    source = next(node for node in stoppable.nodes if _slot(name) in _slots(stoppable, node))
    target = next(node for node in stoppable.nodes if node is not source)
    entries = await append_many(log, name, 2)
    other_log = open_log(source.url)
    following = asyncio.create_task(follow_until(other_log, name, 8))
    ids = {node: stoppable.ask(node, "CLUSTER", "MYID").decode() for node in (source, target)}
    setslot = ("CLUSTER", "SETSLOT", _slot(name))
    stoppable.ask(target, *setslot, "IMPORTING", ids[source])
    stoppable.ask(source, *setslot, "MIGRATING", ids[target])
    entries += await append_many(log, name, 2, after=2)  # it's still where it was
    stoppable.ask(source, "MIGRATE", "127.0.0.1", target.port, _key(name), 0, 5000)
    entries += await append_many(log, name, 2, after=4)  # ASK
    assert await log.read(name) == entries
    for node in (target, source):
        stoppable.ask(node, *setslot, "NODE", ids[target])
    entries += await append_many(log, name, 2, after=6)  # MOVED
    assert await log.read(name) == entries == await following
    assert _key(name) in stoppable.holds(target)
    await other_log.close()


async def test_a_camp_goes_on_at_the_replica_when_its_node_is_gone(tmp_path: Path) -> None:
    with running_redis_cluster(tmp_path) as cluster:
        log, name = open_log(cluster.url), NAMES[0]
        entries = await append_many(log, name, 3)
        primary = next(node for node in cluster.nodes if _key(name) in cluster.holds(node))
        replica = await asyncio.to_thread(cluster.add_replica, primary)
        following = asyncio.create_task(follow_until(log, name, 7))
        entries += await append_many(log, name, 1, after=3)
        await until(lambda: cluster.has_copied(replica, primary))
        primary.kill()
        entries += await _append_when_somebody_takes_it(log, name, 3, after=4)
        assert await log.read(name) == entries == await following
        assert _key(name) in cluster.holds(replica)
        await log.close()


async def test_each_node_is_warned_about_by_its_address(stoppable: RedisCluster, log: Log) -> None:
    assert await log.warnings() == []
    one, other, _ = stoppable.nodes
    stoppable.ask(one, "CONFIG", "SET", "appendfsync", "everysec")
    stoppable.ask(other, "CONFIG", "SET", "cluster-require-full-coverage", "yes")
    lax, brittle = await log.warnings()
    assert f"Redis at 127.0.0.1:{one.port} has `appendfsync everysec`" in lax
    assert f"{other.port} has `cluster-require-full-coverage yes`" in brittle
    stoppable.ask(one, "CONFIG", "SET", "appendfsync", "always")
    stoppable.ask(other, "CONFIG", "SET", "cluster-require-full-coverage", "no")


async def test_slots_that_nobody_holds_are_told(stoppable: RedisCluster, log: Log) -> None:
    held = [node for node in stoppable.nodes if _slot(NAMES[1]) in _slots(stoppable, node)]
    for node in stoppable.nodes:
        stoppable.ask(node, "CLUSTER", "DELSLOTS", _slot(NAMES[1]))
    (gap,) = await log.warnings()
    assert "holds 1 of its 16384 slots" in gap
    with pytest.raises(Unavailable, match="no node of the cluster holds this camp"):
        await log.append(NAMES[1], an_entry(1))
    stoppable.ask(held[0], "CLUSTER", "ADDSLOTS", _slot(NAMES[1]))


async def test_several_redis_that_form_no_cluster_are_refused(
    redis_server: RedisServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_redis(tmp_path_factory.mktemp("apart")) as apart:
        log = open_log(f"redis://127.0.0.1:{redis_server.port},127.0.0.1:{apart.port}")
        with pytest.raises(Unavailable, match="is in no cluster"):
            await log.read(NAMES[0])
        await log.close()


async def _batches(log: Log, name: CampId, *, after: int) -> list[Entry]:
    """Two entries from one follower, which must not be cut off between them."""
    seen = list[Entry]()
    async with aclosing(log.follow(name, after=after)) as batches:
        async for batch in batches:
            seen += batch
            if len(seen) >= 2:
                break
    return seen


async def _append_when_somebody_takes_it(
    log: Log, name: CampId, count: int, *, after: int
) -> list[Entry]:
    entries = [an_entry(seq) for seq in range(after + 1, after + count + 1)]
    for entry in entries:
        async with asyncio.timeout(30):
            while True:
                with suppress(Unavailable):
                    await log.append(name, entry)
                    break
    return entries


async def _start(cluster: RedisCluster, node: RedisServer) -> None:
    await asyncio.to_thread(node.start)
    await asyncio.to_thread(cluster.wait_until_ok)


def _slots(cluster: RedisCluster, node: RedisServer) -> set[int]:
    """The slots that a node holds."""
    held = set[int]()
    for first, last, (_, port, *_), *_ in cluster.ask(node, "CLUSTER", "SLOTS"):
        if port == node.port:
            held.update(range(first, last + 1))
    return held


def _slot(name: CampId) -> int:
    return key_slot(_key(name).encode())


def _key(name: CampId) -> str:
    return f"board:{{{name}}}:log"
