"""The planner's process: the grid follows the votes, and nobody waits for it."""

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from board.camp import commands as c
from board.camp.evolve import fold
from board.camp.model import Camp, Pitch, TopicId
from board.camp.rules import grid
from board.live.desk import Desk, Desks
from board.live.naming import in_names
from board.log import open_log
from tests.boards import CAMP, attendee_token, put_camp, running_board, small_camp
from tests.patience import until


@pytest.fixture
async def desk(store_url: str) -> AsyncIterator[Desk]:
    """The camp of the board under test, as another process follows it."""
    await put_camp(store_url, small_camp(topics=10))
    desks = Desks(log := open_log(store_url))
    yield await desks.open(CAMP)
    await desks.close()
    await log.close()


async def test_topics_are_placed_as_they_come_in(
    store_url: str, desk: Desk, tmp_path: Path
) -> None:
    with running_board(store_url, tmp_path, planner=True) as server:
        await until(lambda: placed(desk.camp) == 10)  # three slots of four rooms hold all ten
        assert grid.problems(desk.camp) == []
        address = f"{server.socket_url}?token={attendee_token('a1')}"
        pitch = {"t": "pitch", "n": 1, "topic": "late", "pitch": {"title": "Late"}, "lead": True}
        async with connect(address) as socket:
            await socket.send(json.dumps(pitch))
            while json.loads(await socket.recv()).get("t") != "ok":
                pass
            await until(lambda: TopicId("late") in desk.camp.placements)
        assert grid.problems(desk.camp) == []
        assert all(p.why for ps in desk.camp.placements.values() for p in ps)


async def test_a_planner_that_is_killed_is_started_again(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp(topics=4))
    desks = Desks(log := open_log(store))
    desk = await desks.open(CAMP)
    with running_board(store, tmp_path, planner=True) as server:
        await until(lambda: placed(desk.camp) == 4)
        os.kill(planner_of(server.pid), signal.SIGKILL)
        assert server.answers("/readyz")
        await desk.submit(_pitch(desk.camp))
        await until(lambda: placed(desk.camp) == 5)
    await desks.close()
    await log.close()


async def test_a_planner_ends_with_the_board_that_started_it(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp())
    with running_board(store, tmp_path, planner=True) as server:
        await until(lambda: planners_of(server.pid))
        planner = planner_of(server.pid)
        server.kill()
        await until(lambda: not is_running(planner))


async def test_two_planners_at_once_do_no_harm(store_url: str, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with (
        running_board(store_url, tmp_path, planner=True),
        running_board(store_url, tmp_path / "other", planner=True),
    ):
        await until(lambda: placed(desk.camp) == 10)
        seq = desk.seq
        await asyncio.sleep(2)  # long enough for either to undo what the other did, if they would
        assert desk.seq == seq
        assert grid.problems(desk.camp) == []


def placed(camp: Camp) -> int:
    return sum(len(placements) for placements in camp.placements.values())


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


def _pitch(camp: Camp) -> c.PitchTopic:
    attendee = min(camp.attendees)
    pitch = Pitch(title="One more")
    return c.PitchTopic(
        topic=TopicId("more"), by=attendee, at=1, pitch=pitch, facilitators=(attendee,)
    )


def test_reasons_are_told_in_names() -> None:
    camp = fold(None, small_camp())
    why = "it gave «r2» to «t3», which 9 people want; not in «s1», nor near «gone»"
    told = (
        "it gave Room 2 to “Topic number 3”, which 9 people want; not in Slot 1, nor near another"
    )
    assert in_names(camp, why) == told
