import asyncio
import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest

from board.camp import commands as c
from board.camp import events as e
from board.camp.model import Settings, TopicId
from board.live.desk import Desks
from board.log import open_log
from board.rehearsal import address
from board.rehearsal.api import Api
from board.rehearsal.figures import Figures
from board.rehearsal.phone import Phone, Venue
from board.rehearsal.rehearsal import Rehearsal
from board.rehearsal.report import Report
from board.rehearsal.verdict import CampNow, judge, promised
from tests.boards import CAMP, BoardServer, put_camp, running_board, small_camp
from tests.patience import until

PHONES = 40
WAITING = 30  # seconds for a process to end


@pytest.fixture
def server(tmp_path: Path) -> Iterator[BoardServer]:
    with running_board(f"sqlite:///{tmp_path}/board.db", tmp_path) as server:
        yield server


async def camp_at(server: BoardServer, *more: e.Event) -> str:
    await put_camp(server.store, (*small_camp(), *more))
    return f"{server.url}/c/{CAMP}"


def board_rehearse(*arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "board", "rehearse", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


@asynccontextmanager
async def two_phones(url: str) -> AsyncIterator[tuple[Api, list[Phone]]]:
    place = address.parse(url)
    venue = Venue(
        address=place,
        api=Api(place),
        figures=Figures(phones=2, seconds=1),
        door=asyncio.Semaphore(2),
    )
    phones = [Phone(venue, random.Random(n)) for n in range(2)]
    for phone in phones:
        assert await phone.join()
        phone.come_online()
    yield venue.api, phones
    for phone in phones:
        await phone.pocket()
    venue.api.close()


async def test_forty_phones_with_bad_wifi_lose_no_vote(server: BoardServer) -> None:
    rehearsal = Rehearsal(await camp_at(server), phones=PHONES, seconds=4, pace=0.3)
    found = await rehearsal.run()
    assert found.joined == PHONES
    assert found.checked
    assert (found.lost_votes, found.missing_from_tallies, found.unanswered) == (0, 0, 0)
    assert found.votes > PHONES
    assert found.withdrawals
    assert found.reorderings
    assert found.pitches == PHONES // 8
    assert found.wifi_losses
    assert found.reconnects >= found.wifi_losses
    assert found.resumed_by_patch + found.resumed_by_snapshot == found.reconnects
    assert found.own_p50 is not None
    assert found.seen_p50 is not None
    assert found.seen_samples >= PHONES
    assert found.first_frame_p50 > 1_000
    assert found.errors == {}
    assert found.refusals == {}


async def test_a_board_that_is_killed_and_comes_back_loses_no_vote(server: BoardServer) -> None:
    rehearsal = Rehearsal(await camp_at(server), phones=PHONES, seconds=4, pace=0.3)
    running = asyncio.create_task(rehearsal.run())
    await until(lambda: rehearsal.figures.votes > PHONES)
    await asyncio.to_thread(server.kill)
    await until(lambda: rehearsal.figures.online == 0)
    await asyncio.to_thread(server.start)
    found = await running
    assert found.checked
    assert (found.lost_votes, found.missing_from_tallies, found.unanswered) == (0, 0, 0)
    assert found.reconnects >= PHONES - found.wifi_losses
    assert found.errors


async def test_where_tallies_are_hidden_ballots_still_are_compared(server: BoardServer) -> None:
    hidden = Settings(name="Test Camp", date="2031-05-03", zone="UTC", tallies_shown=False)
    url = await camp_at(server, e.SettingsChanged(settings=hidden))
    found = await Rehearsal(url, phones=10, seconds=2, pace=0.3).run()
    assert found.votes
    assert found.checked
    assert found.lost_votes == 0
    assert (found.missing_from_tallies, found.seen_p50, found.seen_samples) == (None, None, 0)


async def test_a_board_that_breaks_its_promise_is_found_out(server: BoardServer) -> None:
    url = await camp_at(server)
    async with two_phones(url) as (api, phones):
        before = await api.get("", CampNow)
        for phone in phones:
            for topic in ("t1", "t2", "t3"):
                phone.vote(TopicId(topic))
            assert await phone.settled(WAITING)
        after = await api.get("", CampNow)
        honest = await judge(api, phones, promised(phones), before, after)
        assert (honest.checked, honest.lost_votes, honest.missing_from_tallies) == (True, 0, 0)
        # As if the board had said "ok" to one more vote, and to a withdrawal.
        phones[0].acknowledged.append(TopicId("t9"))
        phones[1].acknowledged.remove(TopicId("t2"))
        broken = await judge(api, phones, promised(phones), before, after)
        assert (broken.lost_votes, broken.missing_from_tallies) == (2, 1)


async def test_a_vote_that_is_answered_during_the_comparison_is_not_called_lost(
    server: BoardServer,
) -> None:
    async with two_phones(await camp_at(server)) as (api, [phone, _]):
        await until(lambda: phone.online)
        before = await api.get("", CampNow)
        phone.lose_wifi(0.3, silently=False)
        phone.vote(TopicId("t4"))
        assert phone.unanswered == 1
        expected = promised([phone])
        after = await api.get("", CampNow)
        assert await phone.settled(WAITING)
        verdict = await judge(api, [phone], expected, before, after)
        assert (verdict.checked, verdict.lost_votes, verdict.missing_from_tallies) == (True, 0, 0)


async def test_votes_tapped_without_wifi_are_sent_on_return(server: BoardServer) -> None:
    url = await camp_at(server)
    async with two_phones(url) as (_, [loud, silent]):
        await until(lambda: loud.online and silent.online)
        loud.lose_wifi(0.3, silently=False)
        silent.lose_wifi(0.3, silently=True)
        for phone in (loud, silent):
            phone.vote(TopicId("t5"))
            assert not phone.acknowledged
            assert await phone.settled(WAITING)
            assert phone.acknowledged == ["t5"]


async def test_a_board_that_loses_acknowledged_votes_ends_the_command_with_status_1(
    server: BoardServer,
) -> None:
    command = board_rehearse(await camp_at(server), "--phones", "40", "--minutes", "0.08")
    log = open_log(server.store)
    desks = Desks(log)
    desk = await desks.open(CAMP)
    await until(lambda: desk.camp.ballots)
    voter = next(iter(desk.camp.ballots))
    await desk.submit(
        c.OrderBallot(attendee=voter, ballot=())
    )  # behind the board's and the phone's back
    await desks.close()
    await log.close()
    said, _ = await asyncio.to_thread(command.communicate, timeout=WAITING)
    assert command.returncode == 1, said
    assert re.search(r"[1-9] from ballots, [1-9] missing from the tallies", said)


async def test_the_command_writes_its_report_and_says_it_in_words(
    server: BoardServer, tmp_path: Path
) -> None:
    url, file = await camp_at(server), tmp_path / "report.json"
    command = board_rehearse(url, "--phones", "5", "--minutes", "0.02", "--json", str(file))
    said, _ = await asyncio.to_thread(command.communicate, timeout=WAITING)
    assert command.returncode == 0, said
    assert "5 of 5 phones joined" in said
    assert "0 from ballots, 0 missing from the tallies" in said
    written = json.loads(file.read_text())
    assert msgspec.convert(written, Report).joined == 5
    assert list(written) == [field.name for field in msgspec.structs.fields(Report)]


async def test_ctrl_c_ends_it_with_the_report_so_far(server: BoardServer) -> None:
    command = board_rehearse(await camp_at(server), "--phones", "5", "--minutes", "60")
    assert command.stdout is not None
    await asyncio.to_thread(command.stdout.readline)
    command.send_signal(signal.SIGINT)
    said, _ = await asyncio.to_thread(command.communicate, timeout=WAITING)
    assert "of 5 phones joined" in said
    assert "Traceback" not in said


async def test_a_camp_that_is_not_open_is_refused_with_a_sentence(server: BoardServer) -> None:
    url = await camp_at(server, e.PhaseChanged(phase="setup"))
    command = board_rehearse(url)
    said, _ = await asyncio.to_thread(command.communicate, timeout=WAITING)
    assert command.returncode == 1
    assert said.startswith("board: Nobody can vote at this camp yet")


def test_a_board_that_is_not_there_is_said_in_a_sentence() -> None:
    command = board_rehearse("http://127.0.0.1:9/c/abcde")
    said, _ = command.communicate(timeout=WAITING)
    assert command.returncode == 1
    assert said.startswith("board: The board at 127.0.0.1:9 doesn't answer")
