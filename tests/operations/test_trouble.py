"""When what the board stands on gives way: a clear answer, nothing lost, and on it goes after."""

import asyncio
import json
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from board.live.desk import replay
from board.log import open_log
from tests.boards import CAMP, BoardServer, attendee_token, put_camp, running_board, small_camp
from tests.patience import until
from tests.servers import running_redis


async def test_redis_goes_away_and_comes_back_under_a_running_board(tmp_path: Path) -> None:
    with running_redis(tmp_path / "redis") as redis:
        await put_camp(redis.url, small_camp())
        with running_board(redis.url, tmp_path) as server:
            async with connect(f"{server.socket_url}?token={attendee_token('a1')}") as phone:
                assert (await ask(phone, 1, "t1"))["t"] == "ok"
                await asyncio.to_thread(redis.kill)
                answer = await ask(phone, 2, "t2")
                assert (answer["t"], answer["kind"]) == ("no", "unavailable")
                assert await asyncio.to_thread(server.status, "/readyz") == 503
                assert await asyncio.to_thread(server.status, "/healthz") == 200
                await asyncio.to_thread(redis.start)
                await until(lambda: server.status("/readyz") == 200)
                assert (await ask(phone, 3, "t2"))["t"] == "ok"
        assert await ballot_of(redis.url, "a1") == ("t1", "t2")


async def test_a_full_disk_is_told_and_takes_nothing_away(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp())
    server = BoardServer(store, tmp_path)
    # The kernel itself refuses to let any file of this process grow past 96 KiB.
    server.start(limits=["prlimit", f"--fsize={96 * 1024}"])
    promised = []
    try:
        async with connect(f"{server.socket_url}?token={attendee_token('a1')}") as phone:
            for number in range(1, 2_000):
                topic = f"t{number % 24 + 1}"
                answer = await ask(phone, number, topic, "unvote" if number // 24 % 2 else "vote")
                if answer["t"] == "no":
                    refused = topic
                    break
                promised.append((topic, number // 24 % 2 == 0))
            else:
                raise AssertionError("the disk never filled up")
        assert answer["status"] in (503, 507)
        assert await asyncio.to_thread(server.status, "/healthz") == 200
    finally:
        server.kill()
    with running_board(store, tmp_path) as again:
        async with connect(f"{again.socket_url}?token={attendee_token('a1')}") as phone:
            assert (await ask(phone, 1, "t1", "unvote"))["t"] == "ok"
            assert (await ask(phone, 2, "t1"))["t"] == "ok"
    promised.append(("t1", True))
    wanted = {topic for topic, kept in dict(promised).items() if kept}
    # The one that was refused may have been asked in either direction; all others are as promised.
    assert wanted.symmetric_difference(await ballot_of(store, "a1")) <= {refused}


async def ask(
    phone: ClientConnection, number: int, topic: str, kind: str = "vote"
) -> dict[str, Any]:
    """The board's answer to a vote."""
    await phone.send(json.dumps({"t": kind, "n": number, "topic": topic}))
    async with asyncio.timeout(30):
        while True:
            frame: dict[str, Any] = json.loads(await phone.recv())
            if frame.get("n") == number:
                return frame


async def ballot_of(store: str, attendee: str) -> tuple[str, ...]:
    log = open_log(store)
    *_, (_, camp) = replay(CAMP, await log.read(CAMP))
    await log.close()
    return dict(camp.ballots.items())[attendee]  # type: ignore[index]
