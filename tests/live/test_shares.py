"""Several planners that share the camps of a store: each camp is one's, and no other's."""

import asyncio
import os
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from board.camp.model import CampId
from board.live.desk import Desks
from board.live.planner import Share
from board.log import open_log
from tests import seed
from tests.boards import SECRET
from tests.patience import until


def test_each_camp_falls_into_one_share_and_shares_are_about_as_large() -> None:
    shares = [Share(number, 4) for number in range(1, 5)]
    camps = [CampId(f"camp{n}") for n in range(2_000)]
    whose = [[share.number for share in shares if share.has(camp)] for camp in camps]
    assert all(len(numbers) == 1 for numbers in whose)
    assert min(Counter(numbers[0] for numbers in whose).values()) > 400


def test_a_planner_alone_has_all_camps() -> None:
    assert all(Share().has(CampId(f"camp{n}")) for n in range(100))


async def test_a_planner_plans_the_camps_of_its_share_only(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    desks = Desks(log := open_log(store))
    codes = [f"camp{n}" for n in range(6)]
    camps = {code: await seed.small_camp(desks, code, topics=3) for code in codes}
    first = [camps[code] for code in codes if Share(1, 2).has(CampId(code))]
    others = [desk for desk in camps.values() if desk not in first]
    assert first
    assert others
    async with a_planner(store, "1/2"):
        await until(lambda: all(desk.camp.placements for desk in first), seconds=60)
    assert not any(desk.camp.placements for desk in others)
    async with a_planner(store, "2/2"):
        await until(lambda: all(desk.camp.placements for desk in others), seconds=60)
    await desks.close()
    await log.close()


@asynccontextmanager
async def a_planner(store: str, share: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "board", "planner", "--share", share),
        env={**os.environ, "BOARD_STORE": store, "BOARD_SECRET": SECRET},
    )
    try:
        yield
    finally:
        process.terminate()
        assert await process.wait() == 0
