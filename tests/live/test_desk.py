"""The desk: one append for all who wait, and nobody hears yes too early."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from board.camp import commands as c
from board.camp.errors import Invalid, StoreDamaged, TooMany, Unavailable, Unknown
from board.camp.model import AttendeeId, CampId, TopicId
from board.live import desk as desk_module
from board.live.desk import Desk, Desks
from board.log import open_log
from tests.boards import CAMP, put_camp, small_camp
from tests.log.stores import SqliteStore
from tests.patience import until
from tests.servers import running_redis


@pytest.fixture
async def desk(store_url: str) -> AsyncIterator[Desk]:
    await put_camp(store_url, small_camp())
    desks = Desks(log := open_log(store_url))
    yield await desks.open(CAMP)
    await desks.close()
    await log.close()


@pytest.fixture
async def other_desk(store_url: str, desk: Desk) -> AsyncIterator[Desk]:
    """The same camp in another process, as far as the store can tell."""
    assert desk.seq == 1
    desks = Desks(log := open_log(store_url))
    yield await desks.open(CAMP)
    await desks.close()
    await log.close()


def vote(voter: int, topic: int) -> c.CastVote:
    return c.CastVote(attendee=AttendeeId(f"a{voter}"), topic=TopicId(f"t{topic}"))


async def test_votes_that_wait_at_the_same_time_share_one_append(desk: Desk) -> None:
    seqs = await asyncio.gather(*(desk.submit(vote(n, 1)) for n in range(1, 21)))
    assert set(seqs) == {2}
    assert desk.camp.tallies[TopicId("t1")] == 20


async def test_a_refused_command_takes_nothing_from_those_beside_it(desk: Desk) -> None:
    answers = await asyncio.gather(
        desk.submit(vote(1, 1)),
        desk.submit(c.CastVote(attendee=AttendeeId("a1"), topic=TopicId("none"))),
        desk.submit(vote(2, 1)),
        return_exceptions=True,
    )
    assert [type(answer) for answer in answers] == [int, Unknown, int]
    assert desk.camp.tallies[TopicId("t1")] == 2


async def test_a_command_sent_twice_is_answered_twice_and_done_once(desk: Desk) -> None:
    first = await desk.submit(vote(1, 1))
    assert await desk.submit(vote(1, 1)) == first
    assert desk.camp.ballots[AttendeeId("a1")] == ("t1",)


async def test_two_processes_racing_agree_on_every_vote(desk: Desk, other_desk: Desk) -> None:
    async def votes(one: Desk, voters: range) -> None:
        for topic in range(1, 9):
            await asyncio.gather(*(one.submit(vote(n, topic)) for n in voters))

    await asyncio.gather(votes(desk, range(1, 11)), votes(other_desk, range(11, 21)))
    await until(lambda: desk.seq == other_desk.seq)
    assert desk.camp == other_desk.camp
    assert [desk.camp.tallies[TopicId(f"t{n}")] for n in range(1, 9)] == [20] * 8


async def test_what_another_process_appends_is_followed(desk: Desk, other_desk: Desk) -> None:
    moved = asyncio.Event()
    desk.watch(lambda _: moved.set())
    await other_desk.submit(vote(3, 2))
    await asyncio.wait_for(moved.wait(), 5)
    assert desk.camp == other_desk.camp


async def test_a_desk_opens_where_the_log_ends(store_url: str, desk: Desk) -> None:
    await desk.submit(vote(1, 1))
    await desk.submit(vote(1, 2))
    desks = Desks(log := open_log(store_url))
    reopened = await desks.open(CAMP)
    assert (reopened.camp, reopened.seq, reopened.epoch) == (desk.camp, desk.seq, desk.epoch)
    assert list(reopened.past) == [1, 2, 3]
    assert reopened.past == desk.past
    await desks.close()
    await log.close()


async def test_a_camp_nobody_created_is_unknown(store_url: str) -> None:
    desks = Desks(log := open_log(store_url))
    with pytest.raises(Unknown):
        await desks.open(CampId("nope9"))
    await desks.close()
    await log.close()


async def test_more_commands_than_can_wait_are_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "MOST_WAITING", 5)
    answers = await asyncio.gather(
        *(desk.submit(vote(n, 1)) for n in range(1, 9)), return_exceptions=True
    )
    assert sum(isinstance(answer, TooMany) for answer in answers) == 3
    assert desk.camp.tallies[TopicId("t1")] == 5


async def test_a_bad_command_is_refused_before_it_costs_an_append(desk: Desk) -> None:
    with pytest.raises(Invalid):
        await desk.submit(
            c.OrderBallot(attendee=AttendeeId("a1"), ballot=(TopicId("t1"), TopicId("t1")))
        )
    assert desk.seq == 1


async def test_redis_goes_away_and_comes_back(tmp_path: Path) -> None:
    with running_redis(tmp_path) as server:
        await put_camp(server.url, small_camp())
        desks = Desks(log := open_log(server.url))
        desk = await desks.open(CAMP)
        await desk.submit(vote(1, 1))
        await asyncio.to_thread(server.kill)
        with pytest.raises(Unavailable):
            await desk.submit(vote(2, 1))
        await asyncio.to_thread(server.start)
        await desk.submit(vote(2, 1))
        assert desk.camp.tallies[TopicId("t1")] == 2
        other = Desks(other_log := open_log(server.url))
        follower = await other.open(CAMP)
        await follower.submit(vote(3, 1))
        await until(lambda: desk.camp == follower.camp)  # following goes on, too
        await desks.close()
        await other.close()
        await log.close()
        await other_log.close()


async def test_a_damaged_log_is_refused_by_the_number_of_its_entry(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "board.db")
    await put_camp(store.url, small_camp())
    desks = Desks(log := open_log(store.url))
    desk = await desks.open(CAMP)
    for topic in range(1, 4):
        await desk.submit(vote(1, topic))
    await desks.close()
    store.edit(CAMP, lambda rows: [rows[0], rows[1], rows[3]])
    with pytest.raises(StoreDamaged, match="entry 3"):
        await Desks(log).open(CAMP)
    await log.close()
