"""kill -9, again and again: whatever was acknowledged is there, once, and the log has no hole."""

import asyncio
import subprocess
import sys
from pathlib import Path

from board.log import open_log
from tests.log.entries import CAMP
from tests.log.processes import ROOT, Acked, a_storm
from tests.log.stores import Store
from tests.servers import running_redis

ROUNDS = 15


async def test_writers_killed_in_the_midst_of_appending_lose_nothing_acknowledged(
    store: Store,
) -> None:
    killing = [sys.executable, "-m", "tests.log.killing", store.url, CAMP, str(ROUNDS)]
    told = await asyncio.to_thread(subprocess.check_output, killing, cwd=ROOT, text=True)
    lines = map(str.split, told.splitlines())
    await _assert_all_there(store.url, [(int(seq), commit) for seq, commit in lines])


async def test_redis_killed_in_the_midst_of_appends_loses_nothing_acknowledged(
    tmp_path: Path,
) -> None:
    with running_redis(tmp_path, appendfsync="always") as server:
        async with a_storm(server.url, CAMP) as one, a_storm(server.url, CAMP) as two:
            for _ in range(ROUNDS):
                await asyncio.gather(one.acks(10), two.acks(10))
                await asyncio.to_thread(server.restart)
            await asyncio.gather(one.acks(10), two.acks(10))
            acked = [*await one.kill(), *await two.kill()]
        await _assert_all_there(server.url, acked)


async def _assert_all_there(url: str, acked: list[Acked]) -> None:
    log = open_log(url)
    entries = await log.read(CAMP)  # which refuses a log with a hole or a torn entry
    await log.close()
    stored = {(entry.seq, str(entry.commit)) for entry in entries}
    assert len(acked) > ROUNDS
    assert len(set(acked)) == len(acked)
    assert set(acked) <= stored
    assert len({entry.commit for entry in entries}) == len(entries)
    # Beyond those, a writer leaves at most the one entry whose answer never reached it.
    assert len(entries) <= len(acked) + ROUNDS + 2
