"""What many tests share: one real Redis for the whole run."""

from collections.abc import Iterator

import pytest

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
