"""Trials: worked out by processes that can die, take too long, or be too many."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from msgspec.structs import replace

from board.camp.errors import TooMany, Unavailable
from board.live import trials as trials_module
from board.live.trial import CanNotBe, Compared, Question
from board.live.trials import MOST_WAITING, TRIES, Trials
from board.web.identity import Tokens
from tests.boards import CAMP, ORGANISER, SECRET, put_camp, running_board, small_camp
from tests.live.test_planning import is_running, planners_of
from tests.patience import until
from tests.planning.camps import instance

BEFORE = instance(slots=["s"], rooms={"r": 5}, topics=["t", "u"], votes={"t": 4, "u": 2})
QUESTION = Question(
    before=BEFORE,
    after=replace(BEFORE, rooms=(replace(BEFORE.rooms[0], capacity=3),)),
    iterations=1,
)


@pytest.fixture
async def trials() -> AsyncIterator[Trials]:
    trials = Trials()
    yield trials
    await trials.close()


async def at_work(trials: Trials) -> int:
    """The process that works on a trial, held up until somebody continues or kills it."""
    await until(lambda: trials.process)
    assert trials.process
    os.kill(trials.process, signal.SIGSTOP)
    return trials.process


async def test_a_trial_is_answered(trials: Trials) -> None:
    answer = await trials.ask(QUESTION)
    assert isinstance(answer, Compared)
    assert (answer.difference.before.seats, answer.difference.after.seats) == (4, 3)
    assert answer.seconds > 0
    assert trials.process is None


async def test_a_trial_takes_no_more_iterations_than_it_has_time_for(trials: Trials) -> None:
    answer = await trials.ask(replace(QUESTION, iterations=10**9, seconds=0.0))
    assert isinstance(answer, Compared)
    assert (answer.difference.before.seats, answer.difference.after.seats) == (4, 3)


async def test_what_can_not_be_planned_is_told_as_that(trials: Trials) -> None:
    pinned = instance(
        slots=["s"], rooms={"r": 5}, topics=["t"],
        pins=[{"topic": "t", "slot": "s", "room": "r"}],
    )  # fmt: skip
    shut = replace(pinned, rooms=(replace(pinned.rooms[0], closed=(pinned.slots[0].id,)),))
    answer = await trials.ask(Question(before=pinned, after=shut, iterations=1))
    assert isinstance(answer, CanNotBe)
    assert (len(answer.problems), answer.already) == (1, False)
    answer = await trials.ask(Question(before=shut, after=shut, iterations=1))
    assert isinstance(answer, CanNotBe)
    assert answer.already


async def test_a_trial_whose_process_is_killed_is_worked_out_by_another(trials: Trials) -> None:
    asking = asyncio.create_task(trials.ask(QUESTION))
    first = await at_work(trials)
    os.kill(first, signal.SIGKILL)
    assert isinstance(await asking, Compared)
    assert not is_running(first)


async def test_a_trial_that_kills_every_process_is_given_up(trials: Trials) -> None:
    asking = asyncio.create_task(trials.ask(QUESTION))
    killed: list[int] = []
    for _ in range(TRIES):
        await until(lambda: trials.process not in (None, *killed))
        killed.append(await at_work(trials))
        os.kill(killed[-1], signal.SIGKILL)
    with pytest.raises(RuntimeError, match="no trial answered"):
        await asking
    assert isinstance(await trials.ask(QUESTION), Compared)


async def test_a_trial_that_takes_too_long_is_ended(
    trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as impatient:
        impatient.setattr(trials_module, "LONGEST", 0.3)
        asking = asyncio.create_task(trials.ask(QUESTION))
        process = await at_work(trials)
        with pytest.raises(TooMany, match="too busy"):
            await asking
    assert not is_running(process)
    assert isinstance(await trials.ask(QUESTION), Compared)


async def test_trials_take_turns_and_too_many_are_refused_at_once(trials: Trials) -> None:
    waiting = [asyncio.create_task(trials.ask(QUESTION)) for _ in range(1 + MOST_WAITING)]
    process = await at_work(trials)
    with pytest.raises(TooMany, match="try again"):
        await trials.ask(QUESTION)
    assert not any(asking.done() for asking in waiting)
    assert trials.process == process
    os.kill(process, signal.SIGCONT)
    assert all(isinstance(answer, Compared) for answer in await asyncio.gather(*waiting))


async def test_a_board_that_stops_ends_its_trials_and_says_so(trials: Trials) -> None:
    waiting = [asyncio.create_task(trials.ask(QUESTION)) for _ in range(2)]
    process = await at_work(trials)
    await trials.close()
    for asking in waiting:
        with pytest.raises(Unavailable, match="restarting"):
            await asking
    assert not is_running(process)


async def test_a_trial_that_nobody_waits_for_any_more_is_ended(trials: Trials) -> None:
    asking = asyncio.create_task(trials.ask(QUESTION))
    process = await at_work(trials)
    asking.cancel()
    await asyncio.wait([asking])
    assert not is_running(process)
    assert isinstance(await trials.ask(QUESTION), Compared)


async def test_a_trial_ends_by_itself_when_its_board_is_killed(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp())
    with running_board(store, tmp_path) as server:
        asking = asyncio.create_task(asyncio.to_thread(_ask_board, server.url))
        await until(lambda: planners_of(server.pid))
        (trial,) = planners_of(server.pid)
        os.kill(trial, signal.SIGSTOP)
        server.kill()
        os.kill(trial, signal.SIGCONT)
        await until(lambda: not is_running(trial))
        with pytest.raises(OSError):
            await asking


def _ask_board(url: str) -> None:
    token = Tokens(SECRET).organiser_token(CAMP, ORGANISER)
    asked = Request(
        f"{url}/api/camps/{CAMP}/whatif",
        data=b'{"type": "CloseRoom", "room": "r1"}',
        headers={"Authorization": f"Bearer {token}"},
    )
    with urlopen(asked, timeout=30):
        pass
