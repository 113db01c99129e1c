"""All stores, empty, and logs on them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redis

from board.log import open_log
from board.log.protocol import Log
from tests.log.stores import RedisClusterStore, RedisStore, SqliteStore, Store
from tests.servers import RedisCluster, running_redis_cluster


@pytest.fixture
def sqlite_store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "board.db")


@pytest.fixture
def redis_store(redis_url: str) -> RedisStore:
    """A database of the run's Redis that no other test folder uses."""
    store = RedisStore(f"{redis_url}/9")
    with redis.Redis.from_url(store.url) as client:
        client.flushdb()
    return store


@pytest.fixture(scope="session")
def redis_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisCluster]:
    """A Redis Cluster of three nodes. Don't stop any of them, and move no slots: start another."""
    with running_redis_cluster(tmp_path_factory.mktemp("redis-cluster")) as cluster:
        yield cluster


@pytest.fixture
def redis_cluster_store(redis_cluster: RedisCluster) -> RedisClusterStore:
    for node in redis_cluster.nodes:
        redis_cluster.ask(node, "FLUSHALL")
    return RedisClusterStore(redis_cluster.url)


@pytest.fixture(params=["sqlite", "redis", "redis_cluster"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture
async def log(store: Store) -> AsyncIterator[Log]:
    opened = open_log(store.url)
    yield opened
    await opened.close()


@pytest.fixture
async def other_log(store: Store) -> AsyncIterator[Log]:
    """The same store, as another process would open it."""
    opened = open_log(store.url)
    yield opened
    await opened.close()
