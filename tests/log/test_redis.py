"""What can happen between the board and Redis: lost requests and answers, restarts, no room."""

import asyncio
import os
import resource
import signal
from contextlib import aclosing
from pathlib import Path

import pytest
import redis
import redis.asyncio

import board.log.redis
from board.camp.errors import StoreDamaged, StoreFull, Unavailable
from board.camp.model import CampId
from board.log import open_log
from board.log.protocol import Entry, Log, SeqTaken
from board.log.redis import RedisLog
from tests.log.entries import CAMP, an_entry, append_many, follow_until, race
from tests.log.stores import RedisStore
from tests.servers import LossyProxy, RedisServer, free_port, running_redis

KEY = f"board:{{{CAMP}}}:log"

# Lost on the way


async def test_an_append_whose_answer_was_lost_has_happened_once(redis_server: RedisServer) -> None:
    async with LossyProxy(redis_server.port) as proxy:
        log, direct = open_log(f"{proxy.url}/9"), open_log(f"{redis_server.url}/9")
        for name, count in ((CampId("first"), 0), (CampId("later"), 4)):
            entries = await append_many(log, name, count)
            entry = an_entry(count + 1)
            proxy.lose_answer(entry.commit.encode())
            await log.append(name, entry)
            assert proxy.lost == entry.commit.encode()
            assert await direct.read(name) == [*entries, entry]
        await log.close()
        await direct.close()


async def test_an_append_whose_request_was_lost_is_sent_again(redis_server: RedisServer) -> None:
    async with LossyProxy(redis_server.port) as proxy:
        log = open_log(f"{proxy.url}/9")
        entry = an_entry(1)
        proxy.lose_request(entry.commit.encode())
        await log.append(CampId("sent-again"), entry)
        assert proxy.lost == entry.commit.encode()
        assert await log.read(CampId("sent-again")) == [entry]
        await log.close()


async def test_a_lost_answer_is_a_yes_even_if_others_have_gone_on_since(
    redis_store: RedisStore, redis_server: RedisServer
) -> None:
    direct = open_log(redis_store.url)
    async with LossyProxy(redis_server.port) as proxy:
        log = open_log(f"{proxy.url}/9")
        entry, next_one = an_entry(1), an_entry(2)
        proxy.lose_answer(entry.commit.encode(), lambda: direct.append(CAMP, next_one))
        await log.append(CAMP, entry)
        assert await direct.read(CAMP) == [entry, next_one]
        await log.close()
    await direct.close()


async def test_a_lost_refusal_is_still_a_refusal(
    redis_store: RedisStore, redis_server: RedisServer
) -> None:
    direct = open_log(redis_store.url)
    entries = await append_many(direct, CAMP, 2)
    async with LossyProxy(redis_server.port) as proxy:
        log = open_log(f"{proxy.url}/9")
        entry = an_entry(2)
        proxy.lose_answer(entry.commit.encode())
        with pytest.raises(SeqTaken):
            await log.append(CAMP, entry)
        assert await direct.read(CAMP) == entries
        await log.close()
    await direct.close()


async def test_what_gets_no_answer_for_too_long_is_unavailable() -> None:
    log = RedisLog(f"redis://127.0.0.1:{free_port()}", patience=0.2)
    with pytest.raises(Unavailable, match="can't be used right now"):
        await log.append(CAMP, an_entry(1))
    with pytest.raises(Unavailable, match="can't be used right now"):
        await log.read(CAMP)
    with pytest.raises(Unavailable, match="can't be used right now"):
        await anext(log.follow(CAMP, after=0))
    await log.close()


async def test_a_redis_that_stops_answering_for_a_while_is_asked_again_until_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board.log.redis, "ANSWER", 0.05)
    with running_redis(tmp_path) as server:
        log, hurried = RedisLog(server.url), RedisLog(server.url, patience=0.1)
        entries = await append_many(log, CAMP, 1)
        os.kill(server.pid, signal.SIGSTOP)
        with pytest.raises(Unavailable, match="does not answer"):
            await hurried.read(CAMP)
        appending = asyncio.create_task(append_many(log, CAMP, 3, after=1))
        assert not (await asyncio.wait([appending], timeout=0.3))[0]
        os.kill(server.pid, signal.SIGCONT)  # now it reads every copy of the request
        entries += await appending
        assert await log.read(CAMP) == entries
        await log.close()
        await hurried.close()


async def test_connections_killed_again_and_again_lose_and_double_nothing(
    redis_store: RedisStore,
) -> None:
    log = open_log(redis_store.url)
    following = asyncio.create_task(follow_until(log, CAMP, 300))
    acked = []
    async with redis.asyncio.Redis.from_url(redis_store.url) as client:
        async for entry in race(log, CAMP, 300):
            acked.append(entry)
            if entry.seq % 20 == 0:
                await client.client_kill_filter(_type="normal", skipme=True)
    assert await log.read(CAMP) == acked == await following
    await log.close()


async def test_a_restart_of_redis_is_waited_for(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        log = open_log(server.url)
        entries = await append_many(log, CAMP, 3)
        following = asyncio.create_task(follow_until(log, CAMP, 4))
        server.kill()
        appending = asyncio.create_task(append_many(log, CAMP, 1, after=3))
        assert not (await asyncio.wait([appending], timeout=0.1))[0]
        await asyncio.to_thread(server.start)
        entries += await appending
        assert await log.read(CAMP) == entries == await following
        await log.close()


async def test_a_follower_whose_redis_goes_away_is_told(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        log = open_log(server.url)
        await append_many(log, CAMP, 1)
        async with aclosing(log.follow(CAMP, after=0)) as batches:
            await anext(batches)
            server.kill()
            with pytest.raises(Unavailable):
                await anext(batches)
        await log.close()


# No room


async def test_redis_without_memory_is_full_and_works_again_when_there_is_some(
    tmp_path: Path,
) -> None:
    with running_redis(tmp_path) as server, redis.Redis.from_url(server.url) as client:
        log = open_log(server.url)
        entries = await append_many(log, CAMP, 5)
        client.config_set("maxmemory", 1)
        with pytest.raises(StoreFull, match="takes no more"):
            await log.append(CAMP, an_entry(6))
        with pytest.raises(StoreFull, match="takes no more"):
            await log.append(CampId("autumn"), an_entry(1))
        assert await log.read(CAMP) == entries
        client.config_set("maxmemory", 0)
        entries += await append_many(log, CAMP, 1, after=5)
        assert await log.read(CAMP) == entries
        assert await log.camps() == [CAMP]
        await log.close()


async def test_redis_without_disk_is_full_and_keeps_what_it_confirmed(tmp_path: Path) -> None:
    with running_redis(tmp_path, appendfsync="everysec") as server:
        log = open_log(server.url)
        entries = await append_many(log, CAMP, 5)
        _, most = resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (3000, -1))
        with pytest.raises(StoreFull, match="takes no more"):
            await _append_for_ever(log, entries)
        assert await log.read(CAMP) == entries
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (most, most))
        await _append_when_there_is_room(log, entries)
        await asyncio.to_thread(server.restart)
        assert await log.read(CAMP) == entries
        await log.close()


# Not as it should be


async def test_a_replica_is_unavailable(tmp_path: Path, redis_server: RedisServer) -> None:
    with running_redis(tmp_path, replicaof=f"127.0.0.1 {redis_server.port}") as server:
        log = open_log(server.url)
        for ask in (log.append(CAMP, an_entry(1)), log.warnings()):
            with pytest.raises(Unavailable, match="read-only replica"):
                await ask
        await log.close()


async def test_settings_that_can_lose_a_log_are_warned_about(tmp_path: Path) -> None:
    settings = {"appendonly": "no", "maxmemory-policy": "allkeys-lru"}
    with running_redis(tmp_path, **settings) as server, redis.Redis(port=server.port) as client:
        log = open_log(server.url)
        no_file, evicts = await log.warnings()
        assert "appendonly yes" in no_file
        assert "noeviction" in evicts
        client.config_set("appendonly", "yes")
        client.config_set("maxmemory-policy", "noeviction")
        assert await log.warnings() == []
        client.config_set("appendfsync", "everysec")
        (lax,) = await log.warnings()
        assert "appendfsync always" in lax
        await log.close()


async def test_warnings_need_no_right_to_read_the_configuration(tmp_path: Path) -> None:
    with running_redis(tmp_path, appendonly="no") as server:
        with redis.Redis(port=server.port) as client:
            client.acl_setuser(
                "board", enabled=True, nopass=True, keys=["*"], categories=["+@all", "-@admin"]
            )
        log = open_log(f"redis://board:any@127.0.0.1:{server.port}")
        (no_file,) = await log.warnings()
        assert "appendonly yes" in no_file
        await log.close()


async def test_a_name_without_a_log_is_no_camp(redis_store: RedisStore) -> None:
    log = open_log(redis_store.url)
    await append_many(log, CAMP, 1)
    with redis.Redis.from_url(redis_store.url) as client:  # as a crash before entry 1 leaves it
        client.sadd("board:camps", "autumn")
    assert await log.camps() == [CAMP]
    entries = await append_many(log, CampId("autumn"), 1)
    assert await log.camps() == ["autumn", CAMP]
    assert await log.read(CampId("autumn")) == entries
    await log.close()


async def test_foreign_messages_and_keys_are_damage(redis_store: RedisStore) -> None:
    log = open_log(redis_store.url)
    await append_many(log, CAMP, 2)
    with redis.Redis.from_url(redis_store.url) as client:
        client.xadd(KEY, {"hello": "world"}, id="3-0")
        with pytest.raises(StoreDamaged, match="3-0 in Redis is not an entry"):
            await log.read(CAMP)
        client.xdel(KEY, "3-0")
        with pytest.raises(StoreDamaged, match="something else"):
            await log.append(CAMP, an_entry(3))
        client.set("board:{autumn}:log", "mine")
        with pytest.raises(StoreDamaged, match="something else"):
            await log.read(CampId("autumn"))
    await log.close()


async def _append_for_ever(log: Log, entries: list[Entry]) -> None:
    while True:
        entries += await append_many(log, CAMP, 1, after=len(entries))


async def _append_when_there_is_room(log: Log, entries: list[Entry]) -> None:
    before = len(entries)
    while len(entries) == before:  # Redis tries to write its file again once a second
        try:
            entries += await append_many(log, CAMP, 1, after=before)
        except StoreFull:
            await asyncio.sleep(0.05)
