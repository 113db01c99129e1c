"""The log of who did what, the wall on paper, and the rehearsal page."""

import re
from html import unescape

import pytest

from tests.web.organisers import Browser, signed_in
from tests.web.programs import Program

_LINE = re.compile(
    r'<span class="log-what">(.*?)</span> <span class="log-who"><bdi>(.*?)</bdi>', re.DOTALL
)


@pytest.fixture
async def olu(organiser: Program) -> Browser:
    return await signed_in(organiser)


def lines(page: str) -> list[tuple[str, str]]:
    """What was done and who did it, line by line."""
    return [
        (unescape(re.sub(r"\s*<span.*", "", what, flags=re.DOTALL)), who)
        for what, who in _LINE.findall(page)
    ]


async def hide_and_reveal(olu: Browser, times: int) -> None:
    for n in range(times):
        await olu.post("/tallies", shown="no" if n % 2 == 0 else "yes")


async def test_everything_is_there_page_by_page_however_long_the_day(olu: Browser) -> None:
    await hide_and_reveal(olu, 70)
    first, second = (await olu.get("/log")).text, (await olu.get("/log?page=2")).text
    assert "Page 1 of 2" in first
    told = lines(first) + lines(second)
    assert len(told) == 71  # and the opening of the board
    assert told[0] == ("Revealed the tallies", "Olu")
    assert told[-1] == ("Opened the board", "Olu")


async def test_it_shows_what_one_organiser_did(organiser: Program, olu: Browser) -> None:
    invited = await organiser.do("POST", "/organisers", {"name": "Pia"})
    pia = Program(organiser.client, organiser.camp, invited["token"])
    await pia.act("Announce", text="Lunch is in the gym.")
    page = (await olu.get(f"/log?by={invited['organiser']}")).text
    assert lines(page) == [("Announced “Lunch is in the gym.”", "Pia")]


async def test_who_was_removed_keeps_their_name_in_it(organiser: Program, olu: Browser) -> None:
    invited = await organiser.do("POST", "/organisers", {"name": "Pia"})
    pia = Program(organiser.client, organiser.camp, invited["token"])
    await pia.act("Announce", text="Bye.")
    await olu.done(f"/organisers/{invited['organiser']}/removal")
    assert ("Announced “Bye.”", "Pia") in lines((await olu.get("/log")).text)


async def test_what_was_taken_back_stands_there_as_taken_back(olu: Browser) -> None:
    await olu.done("/tallies", shown="no")
    await olu.done("/undone", action=(await olu.camp()).actions[-1].id)
    page = (await olu.get("/log")).text
    assert [what for what, _ in lines(page)][:2] == [
        "Took back: Hid the tallies",
        "Hid the tallies",
    ]
    assert page.count('class="undone"') == 1


@pytest.mark.parametrize("query", ["?page=0", "?page=-3", "?page=x", "?page=99999", "?by=nobody"])
async def test_an_odd_address_shows_something_sensible(olu: Browser, query: str) -> None:
    assert (await olu.get(f"/log{query}")).status_code == 200


@pytest.mark.parametrize("show", ["wall", "slots", "doors", "topics", "", "nonsense"])
async def test_every_sheet_says_when_it_was_printed(organiser: Program, show: str) -> None:
    olu = await signed_in(organiser)
    topic = await (await organiser.joins("Ada")).pitches("Robotics & <b>you</b>")
    await olu.done(f"/topics/{topic}/sessions", slot="s1", room="gym")
    page = (await olu.get(f"/print?show={show}")).text
    assert "as of" in page
    assert "Robotics &amp; &lt;b&gt;you&lt;/b&gt;" in page
    assert "Ada" in page


async def test_door_signs_are_a_page_a_room_with_its_sessions(organiser: Program) -> None:
    olu = await signed_in(organiser)
    topic = await (await organiser.joins("Ada")).pitches("Robotics")
    await olu.done(f"/topics/{topic}/sessions", slot="s1", room="gym")
    signs = (await olu.get("/print?show=doors")).text.split('class="paper paper-door"')[1:]
    assert len(signs) == 2
    assert "Robotics" in next(sign for sign in signs if 'id="room-gym"' in sign)
    assert "Robotics" not in next(sign for sign in signs if 'id="room-library"' in sign)


async def test_hidden_tallies_are_not_printed(organiser: Program) -> None:
    olu = await signed_in(organiser)
    ada = await organiser.joins("Ada")
    await ada.votes(await ada.pitches("Robotics"))
    assert "1 vote" in (await olu.get("/print?show=topics")).text
    await olu.done("/tallies", shown="no")
    assert "1 vote" not in (await olu.get("/print?show=topics")).text


async def test_a_camp_without_anything_prints_a_sentence(organiser: Program) -> None:
    settings = {"name": "Bare", "date": "2031-05-03", "zone": "UTC"}
    created = {"settings": settings, "organiser": "Olu"}
    begun = await Program(organiser.client).do("POST", "/api/camps", created)
    olu = await signed_in(Program(organiser.client, begun["camp"], begun["token"]))
    for show in ("wall", "slots", "doors"):
        assert "nothing to print" in (await olu.get(f"/print?show={show}")).text
    assert "Nobody has pitched" in (await olu.get("/print?show=topics")).text
