"""After a log was damaged and put right: everybody gets the same new desk and the same new hub."""

import asyncio
from pathlib import Path

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from board.live.desk import Desks
from board.live.follower import Looks, Pulling
from board.live.hub import Hubs
from board.log import open_log
from board.log.tail import Row
from tests.boards import CAMP, put_camp, small_camp
from tests.log.stores import SqliteStore
from tests.patience import until


async def test_all_who_come_back_to_a_mended_camp_share_one_desk_and_one_hub(
    tmp_path: Path,
) -> None:
    store, kept = SqliteStore(tmp_path / "board.db"), list[Row]()
    await put_camp(store.url, small_camp())
    desks, hubs = Desks(log := open_log(store.url)), Hubs()
    old = await desks.open(CAMP)
    screen = (await hubs.at(old)).pulled(Pulling(Looks("phone")))
    assert (await anext(screen)).startswith(b'{"t":"snapshot"')
    await old.submit(c.CastVote(attendee=AttendeeId("a1"), topic=TopicId("t1")))

    def damage(rows: list[Row]) -> list[Row]:
        kept.extend(rows)
        return rows[:1]

    store.edit(CAMP, damage)
    await until(lambda: old.damage)
    store.edit(CAMP, lambda _: kept)
    new = await asyncio.gather(*(desks.open(CAMP) for _ in range(5)))
    assert len(set(map(id, new))) == 1
    assert new[0] is not old
    assert (new[0].seq, new[0].damage) == (2, None)
    over = await asyncio.gather(*(hubs.at(new[0]) for _ in range(5)))
    assert len(set(map(id, over))) == 1
    await hubs.close()
    await desks.close()
    await log.close()


async def test_a_hub_that_closes_ends_its_screens(tmp_path: Path) -> None:
    await put_camp(store := f"sqlite:///{tmp_path}/board.db", small_camp())
    desks, hubs = Desks(log := open_log(store)), Hubs()
    hub = await hubs.at(await desks.open(CAMP))
    heard = list[bytes]()

    async def follow() -> None:
        async for frame in hub.pulled(Pulling(Looks("phone"))):
            heard.append(frame)

    following = asyncio.create_task(follow())
    await until(lambda: heard)
    await hubs.close()
    await following  # ends, rather than being cancelled
    assert hub.screens == 0
    await desks.close()
    await log.close()
