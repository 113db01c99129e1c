"""The planner's process: the grid follows the votes, as far as organisers allow, and nobody waits for it."""

import asyncio
import os
import random
import re
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient
from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.changes.grid import MINUTE
from board.camp.model import (
    ActionId,
    AttendeeId,
    Camp,
    Move,
    OrganiserId,
    Placement,
    RoomId,
    Settings,
    SlotId,
    TopicId,
)
from board.camp.rules import grid
from board.live.desk import Desk, Desks
from board.live.instances import instance_of, seed_of
from board.log import open_log
from board.planning.choices import Choices
from board.planning.planner import plan
from board.planning.seats import draw_seats
from board.web.identity import Tokens
from tests import seed
from tests.boards import CAMP, ORGANISER, SECRET, BoardServer, put_camp, running_board, small_camp
from tests.patience import until
from tests.servers import PATIENCE
from tests.voters import act, ask, board, organiser, vote

LONG = 60.0  # seconds for what takes the planner several looks on a busy machine
QUIET = 2.0  # seconds
RESTING = 5  # ticks in a second: a planner that searches takes a hundred, or what it can get
FANS = [f"a{n}" for n in range(11, 41)]  # 30 of 40 people, who lead nothing


@pytest.fixture
async def desk(store_url: str) -> AsyncIterator[Desk]:
    """A camp of ten topics, in the store of the board under test, as another process follows it."""
    await put_camp(store_url, small_camp(topics=10))
    async with following(store_url) as desk:
        yield desk


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/board.db"


@asynccontextmanager
async def following(store: str) -> AsyncIterator[Desk]:
    desks = Desks(log := open_log(store))
    yield await desks.open(CAMP)
    await desks.close()
    await log.close()


def placed_camp(pairs: int = 1, **settings: Any) -> tuple[e.Event, ...]:
    """Pairs of topics in the first slot, seen by everybody: t1 with t2, t3 with t4, and so on."""
    known = {"name": "Test Camp", "date": "2031-05-03", "zone": "UTC"}
    there = tuple(
        Placement(
            topic=TopicId(f"t{n}"), slot=SlotId("s1"), room=RoomId(f"r{n}"), why="a free room"
        )
        for n in range(1, 2 * pairs + 1)
    )
    return (
        *small_camp(attendees=40, topics=2 * pairs, rooms=2 * pairs + 1),
        e.SettingsChanged(settings=Settings(**{**known, **settings})),
        e.PlanAdopted(placed=there, at=1),
    )


# Following


async def test_topics_are_placed_as_they_come_in(
    store_url: str, desk: Desk, tmp_path: Path
) -> None:
    with running_board(store_url, tmp_path, planner=True) as server:
        await until(lambda: placed(desk.camp) == 10)  # three slots of four rooms hold all ten
        assert grid.problems(desk.camp) == []
        await ask(server, "a1", t="pitch", topic="late", pitch={"title": "Late"}, lead=True)
        await until(lambda: TopicId("late") in desk.camp.placements)
        assert grid.problems(desk.camp) == []
        assert all(p.why for ps in desk.camp.placements.values() for p in ps)


async def test_after_a_burst_of_votes_the_grid_follows(store_url: str, tmp_path: Path) -> None:
    await put_camp(store_url, placed_camp(pairs=3))
    async with following(store_url) as desk:
        with running_board(store_url, tmp_path, planner=True) as server:
            for n in range(3):
                await vote(server, FANS[10 * n : 10 * n + 10], f"t{2 * n + 1}", f"t{2 * n + 2}")
            await until(lambda: all(apart(desk.camp, n) for n in range(3)))
            await until(lambda: desk.camp.figures and desk.camp.figures.seated == 60)
        assert grid.problems(desk.camp) == []


async def test_where_nothing_may_move_the_votes_are_counted_and_all_stays_where_it_was(
    sqlite: str, tmp_path: Path
) -> None:
    await put_camp(sqlite, placed_camp(moves_per_minute=0))
    async with following(sqlite) as desk:
        before = desk.camp.placements
        with running_board(sqlite, tmp_path, planner=True) as server:
            await vote(server, FANS, "t1", "t2")
            await ask(server, "a1", t="pitch", topic="late", pitch={"title": "Late"}, lead=True)
            await until(lambda: TopicId("late") in desk.camp.placements)
            await until(lambda: desk.camp.figures and desk.camp.figures.seated == 30)
        assert all(desk.camp.placements[topic] == there for topic, there in before.items())
        assert desk.camp.moves == ()


async def test_two_planners_at_once_do_no_harm(store_url: str, tmp_path: Path) -> None:
    await put_camp(store_url, placed_camp(pairs=3, moves_per_minute=2))
    (tmp_path / "other").mkdir()
    async with following(store_url) as desk:
        with (
            running_board(store_url, tmp_path, planner=True) as server,
            running_board(store_url, tmp_path / "other", planner=True),
        ):
            for n in range(3):
                await vote(server, FANS[10 * n : 10 * n + 10], f"t{2 * n + 1}", f"t{2 * n + 2}")
            await until(lambda: len(across(desk.camp)) == 2)
            await quiet(desk)
        assert grid.problems(desk.camp) == []
        assert most_in_a_minute(desk.camp) == 2


# Rationed moves


async def test_late_votes_move_no_more_than_organisers_allow_and_the_console_adds_it_up(
    sqlite: str, tmp_path: Path
) -> None:
    async with district(sqlite, moves_per_minute=3) as desk:
        await asyncio.gather(*(votes_late(desk, n) for n in range(200)))
        voted = desk.seq
        with running_board(sqlite, tmp_path, planner=True) as server:
            await until(lambda: across(desk.camp), seconds=LONG)
            await quiet(desk)
            await says(server, seed.ORGANISER, adds_up(desk.camp))
        assert (
            1 <= most_in_a_minute(desk.camp) <= 3 < moves_wished_for(desk.past[voted], desk.epoch)
        )
        assert grid.problems(desk.camp) == []
        for seq in range(voted + 1, desk.seq + 1):  # nobody has voted meanwhile
            before, after = desk.past[seq - 1], desk.past[seq]
            if after.placements is not before.placements:
                assert after.figures
                assert after.figures.seated == seats(after, desk.epoch)
                assert after.figures.won == seats(after, desk.epoch) - seats(before, desk.epoch)


# Being killed, and resting


async def test_a_planner_that_is_killed_while_it_searches_is_replaced_and_no_vote_is_lost(
    sqlite: str, tmp_path: Path
) -> None:
    await put_camp(sqlite, placed_camp(pairs=2))
    async with following(sqlite) as desk:
        with running_board(sqlite, tmp_path, planner=True) as server:
            await vote(server, FANS[:10], "t1", "t2")
            await until(lambda: apart(desk.camp, 0))  # and now it looks for something better
            killed = planner_of(server.pid)
            os.kill(killed, signal.SIGKILL)
            await vote(server, FANS[10:], "t3", "t4")  # every one of them is told "ok"
            await until(lambda: apart(desk.camp, 1))
            assert server.answers("/readyz")
            assert planner_of(server.pid) != killed
        votes = {TopicId("t1"): 10, TopicId("t2"): 10, TopicId("t3"): 20, TopicId("t4"): 20}
        await until(lambda: dict(desk.camp.tallies) == votes)
        assert grid.problems(desk.camp) == []


async def test_a_planner_ends_with_the_board_that_started_it(sqlite: str, tmp_path: Path) -> None:
    await put_camp(sqlite, small_camp())
    with running_board(sqlite, tmp_path, planner=True) as server:
        await until(lambda: planners_of(server.pid))
        planner = planner_of(server.pid)
        server.kill()
        await until(lambda: not is_running(planner))


async def test_a_quiet_camp_is_left_alone_until_somebody_votes(sqlite: str, tmp_path: Path) -> None:
    await put_camp(sqlite, placed_camp())
    async with following(sqlite) as desk:
        with running_board(sqlite, tmp_path, planner=True) as server:
            await vote(server, FANS[:10], "t1", "t2")
            await until(lambda: apart(desk.camp, 0))
            await idle(planner_of(server.pid))
            seq = desk.seq
            await quiet(desk)
            await idle(planner_of(server.pid))
            assert desk.seq == seq
            await vote(server, ["a1"], "t1")
            await until(lambda: desk.camp.figures and desk.camp.figures.seated == 21)


# What organisers and facilitators are told


async def test_pins_that_can_not_all_be_kept_need_attention_until_they_can(
    sqlite: str, tmp_path: Path
) -> None:
    await put_camp(sqlite, small_camp(topics=6))
    async with following(sqlite) as desk:
        with running_board(sqlite, tmp_path, planner=True) as server:
            await until(lambda: placed(desk.camp) == 6)
            pins = [{"topic": f"t{n}", "room": "r1"} for n in range(1, 5)]  # in three slots
            async with organiser(server) as olu:
                for pin in pins:
                    await act(olu, "PinTopic", pin=pin)
                await until(lambda: desk.camp.troubles)
                (trouble,) = desk.camp.troubles
                assert "Room 1" in trouble
                await says(server, ORGANISER, trouble)
                await act(olu, "UnpinTopic", pin=pins[0])
                await until(lambda: not desk.camp.troubles)
                await until(lambda: in_room(desk.camp, "r1") >= {"t2", "t3", "t4"})
        assert grid.problems(desk.camp) == []


async def test_a_topic_that_too_many_want_is_offered_a_repeat_and_runs_twice_after_a_yes(
    sqlite: str, tmp_path: Path
) -> None:
    await put_camp(sqlite, placed_camp())
    async with following(sqlite) as desk:
        with running_board(sqlite, tmp_path, planner=True) as server:
            await vote(server, FANS, "t1")  # of whom the largest room holds 23
            async with organiser(server) as olu, asyncio.timeout(LONG):
                while not (await board(olu))["offers"]:  # as the board knows, on which they answer
                    pass
            await until(lambda: desk.camp.offers.get(TopicId("t1")))
            assert desk.camp.offers[TopicId("t1")].kind == "repeat"
            lead = min(desk.camp.topics[TopicId("t1")].facilitators)
            await ask(server, lead, t="answer", topic="t1", kind="repeat", sessions=1, yes=True)
            await until(lambda: len(desk.camp.placements[TopicId("t1")]) == 2)
            await until(lambda: desk.camp.figures and desk.camp.figures.seated == 30)
        assert grid.problems(desk.camp) == []


# The camp


def placed(camp: Camp) -> int:
    return sum(len(placements) for placements in camp.placements.values())


def apart(camp: Camp, pair: int) -> bool:
    """Whether the two topics of a pair are in different slots."""
    one, other = (camp.placements[TopicId(f"t{2 * pair + n}")][0].slot for n in (1, 2))
    return one != other


def in_room(camp: Camp, room: str) -> set[str]:
    return {topic for cell, topic in camp.cells.items() if cell.room == room}


def across(camp: Camp) -> list[Move]:
    return [move for move in camp.moves if move.across]


def most_in_a_minute(camp: Camp) -> int:
    """The most sessions that changed slot within any one minute."""
    times = [move.at for move in across(camp) if not move.forced]
    return max((sum(at <= t < at + MINUTE for t in times) for at in times), default=0)


def seats(camp: Camp, epoch: str) -> int:
    """How many seats a camp's grid gives, counted from its ballots."""
    instance = instance_of(camp, seed_of(epoch))
    seated = draw_seats(instance, Choices(instance, instance.current))
    return sum(map(len, seated.values()))


def moves_wished_for(camp: Camp, epoch: str) -> int:
    """How many sessions the planner would take to another slot if it might."""
    return plan(instance_of(camp, seed_of(epoch))).score.moved


@asynccontextmanager
async def district(store: str, **settings: Any) -> AsyncIterator[Desk]:
    """The camp of real size, under the test camp's code."""
    desks = Desks(log := open_log(store))
    desk = await seed.district_camp(desks, CAMP)
    chosen = replace(desk.camp.settings, **settings)
    action = ActionId("settings")
    await desk.submit(c.ChangeSettings(by=seed.ORGANISER, action=action, at=1, settings=chosen))
    yield desk
    await desks.close()
    await log.close()


async def votes_late(desk: Desk, n: int) -> None:
    """One more person comes in, and wants things from one end of the board."""
    person, topics = AttendeeId(f"late-{n}"), sorted(desk.camp.topics)
    ballot = random.Random(n).sample(topics[:40], 6)
    await desk.submit(c.JoinCamp(attendee=person))
    await desk.submit(c.OrderBallot(attendee=person, ballot=tuple(ballot)))


def adds_up(camp: Camp) -> str:
    """What the section about the grid's health says of the latest minutes."""
    moved, won = len(across(camp)), sum(won.seats for won in camp.won)
    rooms = len(camp.moves) - moved
    only = f", {rooms} only the room" if rooms else ""
    return f"{moved} sessions changed slot{only}; {won} seats won."


async def says(server: BoardServer, who: OrganiserId, sentence: str) -> None:
    """Wait until an organiser's first page says something."""
    token, page = Tokens(SECRET).organiser_token(CAMP, who), ""
    async with (
        AsyncClient(base_url=server.url, follow_redirects=True) as browser,
        asyncio.timeout(PATIENCE),
    ):
        while sentence not in words(page):
            page = (await browser.get(f"/o/{CAMP}/{token}")).text


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


# The processes


async def quiet(desk: Desk) -> None:
    """Wait until nothing has been appended for some seconds: long enough for either of two planners."""
    async with asyncio.timeout(LONG):
        seq = -1
        while seq != desk.seq:
            seq = desk.seq
            await asyncio.sleep(QUIET)


async def idle(pid: int) -> None:
    """Wait until a process does nothing that counts."""
    async with asyncio.timeout(LONG):
        ticks = -RESTING
        while (now := cpu(pid)) - ticks >= RESTING:
            ticks = now
            await asyncio.sleep(1)


def cpu(pid: int) -> int:
    """The processor time that a process has used, in ticks of 10 ms."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def planner_of(pid: int) -> int:
    """The process id of the planner that the board `pid` started."""
    return planners_of(pid)[0]


def planners_of(pid: int) -> list[int]:
    children = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(child) for child in children.stdout.split()]


def is_running(pid: int) -> bool:
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(state.stdout.strip()) and not state.stdout.startswith("Z")
