"""What if, through the console's pages: tried first, then done by one more tap, or left."""

import asyncio
import html
import os
import re
import signal
from typing import Any

import pytest

from board.live.trials import Trials
from tests.patience import until
from tests.web.organisers import Browser, signed_in
from tests.web.programs import Program, begins


@pytest.fixture
async def olu(organiser: Program) -> Browser:
    """An organiser; Kilns is in the library at 9:00, Looms in the gym at 10:00, three want both."""
    return await signed_in(await voted(organiser))


async def voted(organiser: Program) -> Program:
    visitors = organiser.without_token()
    ana, bo = await visitors.joins("Ana"), await visitors.joins("Bo")
    kilns, looms = await ana.pitches("Kilns <hot>"), await bo.pitches("Looms")
    for who in [await visitors.joins() for _ in range(3)]:
        await who.votes(kilns, looms)
    olu = await signed_in(organiser)
    await olu.done(f"/topics/{kilns}/sessions", slot="s1", room="library")
    await olu.done(f"/topics/{looms}/sessions", slot="s2", room="gym")
    for topic, pin in ((kilns, "s1,library"), (looms, "s2,gym")):
        await olu.done(f"/topics/{topic}/pins/removal", pin=pin)
    return organiser


async def test_the_page_offers_all_five_changes_and_nothing_is_changed_by_looking(
    olu: Browser,
) -> None:
    before = await olu.camp()
    page = (await olu.get("/whatif")).text
    for kind in ("close-room", "add-slot", "add-room", "cap-topic", "repeat-topic"):
        assert f'name="kind" value="{kind}"' in page
    assert page.count("<details") == page.count(' name="what"') == 5
    assert await olu.camp() is before


async def test_the_grid_and_a_rooms_sheet_lead_there(olu: Browser) -> None:
    assert f'href="{olu.path}/whatif"' in (await olu.get("/grid")).text
    sheet = html.unescape((await olu.get("/rooms/gym")).text)
    assert f'href="{olu.path}/whatif?kind=close-room&room=gym"' in sheet
    page = (await olu.get("/whatif?kind=close-room&room=gym")).text
    assert '<option value="gym" selected>' in page


async def test_a_change_is_told_at_a_glance_and_then_done_or_undone(olu: Browser) -> None:
    answer = await olu.post("/whatif", kind="close-room", room="library", when="s1")
    assert answer.status_code == 200
    assert "Closing Library at 9:00" in answer.text
    glance = re.findall(r'<p class="glance"[^>]*>(.*?)</p>', answer.text)
    assert glance == ["As many seats (6); 1 session would change rooms."]
    assert "s of planning" in answer.text
    assert (await olu.camp()).actions[-1].what == "Unpinned “Looms”"
    await olu.done("/changes", **hidden(answer.text, "/changes"))
    camp = await olu.camp()
    assert [r.closed for r in camp.rooms.values() if r.name == "Library"] == [("s1",)]
    assert camp.actions[-1].what == "Set Library"
    await olu.done("/undone", action=camp.actions[-1].id)
    assert not any(room.closed for room in (await olu.camp()).rooms.values())


async def test_what_is_done_twice_by_a_double_tap_is_done_once(olu: Browser) -> None:
    answer = await olu.post("/whatif", kind="add-room", name="Attic", capacity="20")
    fields = hidden(answer.text, "/changes")
    for _ in range(2):
        await olu.done("/changes", **fields)
    assert sorted(r.name for r in (await olu.camp()).rooms.values()) == ["Attic", "Gym", "Library"]


@pytest.mark.parametrize(
    ("fields", "head", "did"),
    [
        ({"kind": "close-room", "room": "gym"}, "Closing Gym all day", "Set Gym"),
        (
            {"kind": "add-slot", "start": "14:00", "minutes": "50"},
            "Adding a slot from 14:00 to 14:50",
            "Set Slot 3",
        ),
        (
            {"kind": "add-room", "name": "Attic", "capacity": "20", "features": "sink"},
            "Adding Attic, which holds 20",
            "Set Attic",
        ),
        (
            {"kind": "cap-topic", "topic": "KILNS", "seats": "2"},
            "Capping “Kilns &lt;hot&gt;” at 2",
            "Capped “Kilns <hot>” at 2",
        ),
        (
            {"kind": "repeat-topic", "topic": "KILNS"},
            "Letting “Kilns &lt;hot&gt;” run once more",
            "Let “Kilns <hot>” run 2 times",
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
async def test_every_change_can_be_tried_and_done(
    olu: Browser, fields: dict[str, str], head: str, did: str
) -> None:
    kilns = next(t.id for t in (await olu.camp()).topics.values() if t.pitch.title != "Looms")
    answer = await olu.post("/whatif", **{**fields, "topic": kilns})
    assert answer.status_code == 200, answer.text
    assert head in answer.text
    await olu.done("/changes", **hidden(answer.text, "/changes"))
    assert (await olu.camp()).actions[-1].what == did


async def test_what_stands_against_it_is_listed_and_it_can_not_be_done_from_there(
    olu: Browser,
) -> None:
    looms = next(t.id for t in (await olu.camp()).topics.values() if t.pitch.title == "Looms")
    await olu.done(f"/topics/{looms}/sessions", slot="s2", room="gym", instead_of="s2")
    answer = await olu.post("/whatif", kind="close-room", room="gym", when="s2")
    assert answer.status_code == 409
    assert "“Looms” is pinned to Gym at 10:00 Second. Unpin it first." in answer.text
    assert f"/topics/{looms}?back=grid" in answer.text
    assert "/changes" not in answer.text


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({}, 422, "Choose what you would change"),
        ({"kind": "explode"}, 422, "Choose what you would change"),
        ({"kind": "close-room", "room": "attic"}, 404, "This room is not there any more"),
        ({"kind": "close-room", "room": "gym", "when": "s9"}, 404, "no slot"),
        ({"kind": "add-slot", "start": "noonish", "minutes": "50"}, 422, "no time of day"),
        ({"kind": "add-slot", "start": "9:10", "minutes": "50"}, 409, "is over"),
        ({"kind": "add-room", "name": "Attic", "capacity": "many"}, 422, "no number of people"),
        ({"kind": "cap-topic", "topic": "none", "seats": "3"}, 404, "no topic"),
        ({"kind": "repeat-topic", "topic": ""}, 404, "no topic"),
    ],
)
async def test_what_can_not_be_tried_keeps_what_was_typed(
    olu: Browser, fields: dict[str, str], status: int, said: str
) -> None:
    answer = await olu.post("/whatif", **fields)
    assert answer.status_code == status
    (sentence,) = re.findall(r'<p class="wrong[^>]*>(.*?)</p>', answer.text)
    assert said in html.unescape(sentence)
    kept = [fields[name] for name in ("start", "name", "capacity") if fields.get(name)]
    assert all(f'value="{text}"' in answer.text for text in kept)


async def test_what_has_become_impossible_meanwhile_is_refused_with_the_form(olu: Browser) -> None:
    answer = await olu.post("/whatif", kind="add-room", name="Attic", capacity="20")
    fields = hidden(answer.text, "/changes")
    await olu.done("/rooms", rooms="attic 9", once="abcd1")
    refused = await olu.refused(409, "/changes", **fields)
    assert "Two rooms are called" in refused


async def test_votes_are_answered_while_a_trial_runs(olu: Browser) -> None:
    trials = trials_of(olu)
    voter = await olu.program.without_token().joins("Vera")
    kilns = min((await olu.camp()).topics)
    trying = asyncio.create_task(olu.post("/whatif", kind="close-room", room="gym"))
    await until(lambda: trials.process)
    assert trials.process
    os.kill(trials.process, signal.SIGSTOP)
    await voter.votes(kilns)
    assert (await voter.do("GET", "/ballot"))["ballot"] == [kilns]
    assert not trying.done()
    os.kill(trials.process, signal.SIGCONT)
    assert "Closing Gym all day" in (await trying).text


async def test_a_trial_whose_process_is_killed_is_answered_all_the_same(olu: Browser) -> None:
    trials = trials_of(olu)
    trying = asyncio.create_task(olu.post("/whatif", kind="close-room", room="gym"))
    await until(lambda: trials.process)
    assert trials.process
    os.kill(trials.process, signal.SIGKILL)
    assert (await trying).status_code == 200


async def test_before_anybody_voted_it_says_so(organiser: Program) -> None:
    olu = await signed_in(await begins(organiser.client, phase="setup"))
    answer = await olu.post("/whatif", kind="close-room", room="gym")
    assert "Nobody has voted yet" in answer.text


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that posts to `action`."""
    (form,) = re.findall(rf'<form [^>]*action="[^"]*{action}".*?</form>', page, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return {name: html.unescape(text) for name, text in found}


def trials_of(browser: Browser) -> Trials:
    app: Any = browser._app
    trials: Trials = app.state.site.trials
    return trials
