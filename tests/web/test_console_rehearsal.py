"""A rehearsal from the console, with real processes: its copy, its verdict, and what stays of it: nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from httpx2 import AsyncClient

from board.camp.errors import Conflict
from board.camp.model import CampId
from board.rehearsal.copied import copy_of
from board.rehearsal.report import Report
from board.web.console.rehearsal import verdict
from board.web.rehearsals import Rehearsals, Running
from board.web.slate import Slate
from tests.patience import until
from tests.web.organisers import Browser, signed_in
from tests.web.programs import HOST, Program, a_board, begins

LONG = 90.0  # seconds two processes may take to come up and go home on a busy machine


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
async def board(folder: Path) -> AsyncIterator[AsyncClient]:
    async with a_board(f"sqlite:///{folder}/board.db") as client:
        yield client


@pytest.fixture
async def olu(board: AsyncClient) -> Browser:
    organiser = await begins(board)
    ada = await organiser.joins("Ada Lovelace")
    await ada.votes(await ada.pitches("Robotics"), await ada.pitches("Poetry", lead=False))
    return await signed_in(organiser)


def latest(olu: Browser) -> Running:
    found = olu._app.state.site.rehearsals.latest(CampId(olu.camp_id))
    assert isinstance(found, Running)
    return found


async def rehearse(olu: Browser) -> None:
    answer = await olu.post("/rehearsal", phones="25", minutes="1")
    assert answer.status_code == 303
    await until(lambda: latest(olu).over or _came_in(latest(olu)), seconds=LONG)


def _came_in(running: Running) -> int:
    return running.going.joined if running.going else 0


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_it_runs_on_a_copy_shows_how_it_goes_and_leaves_nothing(
    olu: Browser, folder: Path
) -> None:
    before = await olu.camp()
    there = names(folder)
    await rehearse(olu)
    page = (await olu.get("/rehearsal")).text
    assert "data-running" in page
    assert "Stop it" in page
    assert any(name.startswith("rehearsal-") for name in names(folder))
    await olu.post("/rehearsal/removal")
    await until(lambda: latest(olu).over, seconds=LONG)
    report = latest(olu).report
    assert report is not None
    assert report.joined > 0
    assert report.lost_votes == 0
    page = (await olu.get("/rehearsal")).text
    assert "data-running" not in page
    assert "phones came in" in page
    await until(lambda: names(folder) == there)
    assert await olu.camp() == before


async def test_one_at_a_time_whichever_camp_asks(olu: Browser, board: AsyncClient) -> None:
    await rehearse(olu)
    other = await signed_in(await begins(board))
    assert "under way" in await other.refused(409, "/rehearsal", phones="25", minutes="1")
    await other.post("/rehearsal/removal")  # another camp's is not theirs to stop
    assert not latest(olu).stopping
    await olu.post("/rehearsal/removal")
    await until(lambda: latest(olu).over, seconds=LONG)


async def test_every_process_of_the_machine_knows_the_one_that_runs_and_can_end_it(
    olu: Browser, folder: Path
) -> None:
    elsewhere, camp = Rehearsals(f"sqlite:///{folder}/board.db"), CampId(olu.camp_id)
    await olu.post("/rehearsal", phones="25", minutes="1")
    await until(lambda: elsewhere.latest(camp) is not None)
    with pytest.raises(Conflict):
        await elsewhere.start(await olu.camp(), phones=25, seconds=60)
    elsewhere.stop(camp)
    await until(lambda: latest(olu).over, seconds=LONG)
    await until(lambda: not elsewhere.busy)
    found = elsewhere.latest(camp)
    assert found is not None
    assert found.over


async def test_a_process_that_died_holds_up_nobody(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    dead = Slate(store)
    assert dead.take()
    running = Running(camp=CampId("small"), phones=25, seconds=60, began=1.0)
    dead.write(msgspec.json.encode(running))
    others = Rehearsals(store)
    busy, before = others.busy, others.latest(CampId("small"))
    dead.leave()
    after = others.latest(CampId("small"))
    assert (busy, others.busy) == (True, False)
    assert before is not None
    assert after is not None
    assert (before.over, after.over) == (False, True)
    assert "without a report" in after.failed


async def test_a_board_that_stops_takes_its_rehearsal_along(tmp_path: Path) -> None:
    async with a_board(f"sqlite:///{tmp_path}/board.db") as client:
        olu = await signed_in(await begins(client))
        await rehearse(olu)
        running = latest(olu)
    assert running.over
    await until(lambda: not any(n.startswith("rehearsal-") for n in names(tmp_path)), seconds=LONG)


async def test_a_server_for_everybody_turns_it_off(tmp_path: Path) -> None:
    async with a_board(f"sqlite:///{tmp_path}/board.db", rehearsals=False) as client:
        olu = await signed_in(await begins(client))
        assert "turned off" in (await olu.get("/rehearsal")).text
        answer = await olu.post("/rehearsal", phones="25", minutes="1")
        assert answer.status_code == 403
        assert olu._app.state.site.rehearsals.latest(CampId(olu.camp_id)) is None


@pytest.mark.parametrize(("phones", "minutes"), [("1000000", "1"), ("25", "600"), ("", "")])
async def test_only_what_is_offered_can_be_rehearsed(
    organiser: Program, phones: str, minutes: str
) -> None:
    olu = await signed_in(organiser)
    assert "offered" in await olu.refused(422, "/rehearsal", phones=phones, minutes=minutes)


async def test_attendees_cannot_rehearse(olu: Browser) -> None:
    stranger = AsyncClient(transport=olu.client._transport, base_url=HOST)
    answer = await stranger.post(f"{olu.path}/rehearsal", data={"phones": "25", "minutes": "1"})
    assert answer.status_code == 401


async def test_the_copy_holds_no_names_and_no_votes(olu: Browser) -> None:
    copy = copy_of(await olu.camp())
    assert [(topic.pitch.title, topic.led) for topic in copy.topics] == [
        ("Robotics", True),
        ("Poetry", False),
    ]
    assert "Lovelace" not in repr(copy)
    assert copy.settings.freeze_minutes == 0


def report(**found: object) -> Report:
    fine: dict[str, object] = dict.fromkeys(Report.__struct_fields__, 0)
    fine |= {"url": "", "phones": 50, "joined": 50, "votes": 300, "checked": True}
    fine |= {"own_p99": 40.0, "errors": {}, "refusals": {}, "missing_from_tallies": 0}
    return Report(**{**fine, **found})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "mood"),
    [
        ({}, "good"),
        ({"missing_from_tallies": None}, "good"),
        ({"own_p99": 9_000.0}, "fair"),
        ({"checked": False}, "fair"),
        ({"votes": 0}, "fair"),
        ({"joined": 0}, "bad"),
        ({"lost_votes": 1}, "bad"),
        ({"missing_from_tallies": 2}, "bad"),
    ],
)
def test_the_verdict_says_what_it_means(found: dict[str, object], mood: str) -> None:
    assert verdict(report(**found)).mood == mood
