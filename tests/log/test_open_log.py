"""Which URL opens which store, and what a wrong one is told."""

from pathlib import Path

import pytest
import redis

from board.camp.errors import Invalid, Unavailable
from board.log import open_log
from tests.log.entries import CAMP, append_many
from tests.servers import RedisServer, free_port, running_redis


async def test_a_sqlite_url_names_a_path_relative_or_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    relative = open_log("sqlite:///days/the%20day.db")
    entries = await append_many(relative, CAMP, 1)
    absolute = open_log(f"sqlite:///{tmp_path}/days/the day.db")
    assert await absolute.read(CAMP) == entries
    await relative.close()
    await absolute.close()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "board.db",
        "/var/lib/board.db",
        "postgres://localhost/board",
        "sqlite://board.db",
        "sqlite:///",
        "sqlite:///:memory:",
        "sqlite:///board.db?mode=ro",
    ],
)
async def test_a_url_of_no_store_is_told_what_to_write(url: str) -> None:
    with pytest.raises(Invalid, match=r"sqlite:///relative/path\.db.* redis://host:port/0"):
        open_log(url)


@pytest.mark.parametrize("url", ["redis://localhost:door", "redis://[::1", "sqlite://[::1/x"])
async def test_a_url_that_makes_no_sense_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="The store's URL can't be used"):
        open_log(url)


async def test_a_redis_can_be_asked_through_a_unix_socket(tmp_path: Path) -> None:
    socket = tmp_path / "redis.sock"
    with running_redis(tmp_path / "redis", unixsocket=str(socket)):
        log = open_log(f"unix://{socket}?db=3")
        assert await log.read(CAMP) == []
        entries = await append_many(log, CAMP, 2)
        assert await log.read(CAMP) == entries
        await log.close()


async def test_a_redis_with_a_password_lets_in_only_who_knows_it(redis_server: RedisServer) -> None:
    with redis.Redis.from_url(redis_server.url) as client:
        client.acl_setuser(
            "board", enabled=True, passwords=["+s3cret"], keys=["*"], categories=["+@all"]
        )
    address = f"127.0.0.1:{redis_server.port}/10"
    inside, outside = (open_log(f"redis://board:{word}@{address}") for word in ("s3cret", "guess"))
    entries = await append_many(inside, CAMP, 1)
    assert await inside.read(CAMP) == entries
    with pytest.raises(Unavailable, match="does not let the board in"):
        await outside.read(CAMP)
    await inside.close()
    await outside.close()


async def test_opening_a_store_that_is_not_there_fails_only_when_it_is_used() -> None:
    log = open_log(f"redis://127.0.0.1:{free_port()}")
    await log.close()
