"""What many tests share: one real Redis for the whole run."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.servers import RedisServer, running_redis


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A redis-server of this run's own, with its append-only file on. Don't stop it: start another."""
    with running_redis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def redis_url(redis_server: RedisServer) -> str:
    """Its database 0, shared by all tests: use camps of your own, or another database."""
    return redis_server.url


@pytest.fixture(params=["sqlite", "redis"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/board.db"
    url = f"{request.getfixturevalue('redis_url')}/8"
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url
