"""Who may come in: by one tap, by the doors' code, and nobody by guessing, forging or asking for others."""

import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from board.camp.model import CampId, TopicId
from board.web import codes
from board.web.codes import Codes
from board.web.identity import Tokens
from tests.web.houses import Guest, House, a_house, said, value

T1, T2, T3 = (TopicId(f"t{n}") for n in (1, 2, 3))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        yield house


@pytest.fixture
async def eve(house: House) -> AsyncIterator[Guest]:
    async with house.guest() as guest:
        yield guest


def door_code(house: House, ago: float = 0) -> codes.Code:
    return house.tokens.codes.door(house.camp.id, time.time() - ago)


# Open


async def test_an_open_camp_lets_everybody_in_by_one_tap(house: House, eve: Guest) -> None:
    await eve.joins()
    assert house.who(eve) in house.camp.attendees


async def test_a_phone_that_was_forgotten_is_told_so_kindly_and_comes_in_anew(
    house: House, eve: Guest
) -> None:
    await eve.joins()
    before = house.who(eve)
    eve.client.cookies.clear()
    page = (await eve.get()).text
    assert "forgotten you" in page
    await eve.joins()
    assert house.who(eve) != before


# By the doors


async def test_the_doors_open_for_the_code_on_the_screen_and_the_one_before(house: House) -> None:
    await house.lets_in_by("doors")
    for ago in (0, codes.STEP):
        for typed in (door_code(house, ago).typed.upper(), f" {door_code(house, ago).key} "):
            async with house.guest() as guest:
                await guest.joins(code=typed)


async def test_the_doors_stay_shut_without_the_code(house: House, eve: Guest) -> None:
    await house.lets_in_by("doors")
    people = len(house.camp.attendees)
    other = Codes("another secret altogether").door(house.camp.id, time.time())
    elsewhere = house.tokens.codes.door(CampId("other"), time.time())
    long_ago = door_code(house, 3 * codes.STEP)
    for wrong in ("", "   ", *other, *elsewhere, *long_ago):
        answer = await eve.post("/attendees", code=wrong)
        assert answer.status_code in (422, 429)
        assert said(answer.text)
    assert len(house.camp.attendees) == people
    assert not await eve.is_in()


async def test_whoever_scans_the_code_needs_to_type_nothing_and_may_take_their_time(
    house: House, eve: Guest
) -> None:
    await house.lets_in_by("doors")
    page = (await eve.get(f"?door={door_code(house).key}")).text
    assert 'name="arrived"' in page
    assert 'id="code"' not in page
    await eve.joins(arrived=value(page, "arrived"))


async def test_an_old_code_that_was_scanned_asks_for_the_new_one(house: House, eve: Guest) -> None:
    await house.lets_in_by("doors")
    page = (await eve.get(f"?door={door_code(house, 3 * codes.STEP).key}")).text
    assert 'name="arrived"' not in page
    assert "has changed since" in page


async def test_an_arrival_at_another_camp_or_a_forged_one_opens_nothing(
    house: House, eve: Guest
) -> None:
    await house.lets_in_by("doors")
    tokens = house.tokens
    for forged in (
        tokens.sign("arrival", CampId("other"), ""),
        Tokens("another secret altogether").sign("arrival", house.camp.id, ""),
        tokens.sign("attendee", house.camp.id, ""),
        _forged(tokens.sign("arrival", house.camp.id, "")),
    ):
        assert (await eve.post("/attendees", arrived=forged)).status_code == 422


async def test_only_a_screen_that_an_organiser_trusts_shows_the_code(house: House) -> None:
    await house.lets_in_by("doors")
    code = codes.spaced(door_code(house).typed)
    async with house.guest() as home, house.guest() as screen:
        assert code not in (await home.get("/lobby")).text
        assert code not in (await home.get("/door")).text
        house.organise(home)
        assert code in (await home.get("/lobby")).text
        page = (await home.get("/console/people")).text
        link = value(page, "screen-link", by="id").removeprefix("http://board.test")
        assert code in (await screen.get(link)).text
        assert code in (await screen.get("/door")).text


async def test_no_other_token_makes_a_screen_trusted(house: House, eve: Guest) -> None:
    await house.lets_in_by("doors")
    tokens, camp = house.tokens, house.camp.id
    for wrong in (
        tokens.sign("attendee", camp, "lobby"),
        tokens.sign("display", CampId("other"), "lobby"),
        tokens.sign("display", camp, "elsewhere"),
    ):
        assert (await eve.get(f"/screen/{wrong}")).status_code in (401, 403)
        eve.client.cookies.set(f"board-display-{camp}", wrong)
        assert codes.spaced(door_code(house).typed) not in (await eve.get("/door")).text


async def test_a_screen_is_told_only_when_its_code_changes(house: House, eve: Guest) -> None:
    await house.lets_in_by("doors")
    house.organise(eve)
    answer = await eve.get("/door")
    again = await eve.get(f"/door?have={answer.headers['x-door-stamp']}")
    assert (answer.status_code, again.status_code) == (200, 204)
    await house.lets_in_by("open")
    assert (await eve.get(f"/door?have={answer.headers['x-door-stamp']}")).status_code == 200


async def test_who_goes_on_guessing_waits_and_nobody_else_does(house: House, eve: Guest) -> None:
    await house.lets_in_by("doors")
    await eve.get()
    answers = [await eve.post("/attendees", code=f"bbb{n}") for n in range(2, 9)]
    assert [a.status_code for a in answers][:4] == [422] * 4
    assert answers[-1].status_code == 429
    assert "wait" in said(answers[-1].text)
    right = await eve.post("/attendees", code=door_code(house).typed)
    assert right.status_code == 429
    async with house.guest() as other:
        await other.get()
        await other.joins(code=door_code(house).typed)
    await eve.joins(code=door_code(house).key)


# Who else asks


async def test_no_other_site_can_bring_somebody_in_or_join_their_devices(
    house: House, eve: Guest
) -> None:
    async with house.guest() as phone:
        await phone.joins()
        key = house.tokens.device_key(house.camp, house.who(phone))
    (may,) = await house.expects("May")
    badge = house.tokens.codes.badge(house.camp.id, house.camp.roster[may]).key
    people = len(house.camp.attendees)
    for path in ("/attendees", f"/devices/{key}", f"/i/{badge}", "/devices", "/me"):
        answer = await eve.post(path, origin="http://evil.test", code="x")
        assert answer.status_code == 403
    assert len(house.camp.attendees) == people
    await eve.get(f"/devices/{key}")
    await eve.get(f"/i/{badge}")
    assert not await eve.is_in()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.test/",
        "//evil.test",
        "/c/other",
        "/c/small/../other",
        "/c/small\\@evil.test",
        "x",
    ],
)
async def test_the_door_leads_to_no_other_place(eve: Guest, wanted: str) -> None:
    answer = await eve.client.post("/c/small/attendees", data={"next": wanted})
    assert answer.headers["location"] == "/c/small"


async def test_a_forged_token_is_nobodys(house: House, eve: Guest) -> None:
    await eve.joins()
    me = house.who(eve)
    for forged in (
        Tokens("another secret altogether").sign("attendee", house.camp.id, me),
        house.tokens.sign("attendee", CampId("other"), me),
        house.tokens.sign("device", house.camp.id, me),
        house.tokens.sign("attendee", house.camp.id, "nobody"),
        ".",
        "a.b.c",
    ):
        async with house.guest() as forger:
            forger.client.cookies.set(f"board-attendee-{house.camp.id}", forged)
            assert not await forger.is_in()


async def test_many_wrong_codes_slow_down_typing_for_all_but_no_scanning(
    house: House, eve: Guest
) -> None:
    await house.lets_in_by("roster")
    (may,) = await house.expects("May")
    code = house.tokens.codes.badge(house.camp.id, house.camp.roster[may])
    guesses, now = house.app.state.site.guesses, time.monotonic()
    for n in range(200):
        guesses.wrong(house.camp.id, f"thrown-away-{n}", now)
    assert (await eve.post("/attendees", code=code.typed)).status_code == 429
    await eve.post(f"/i/{code.key}")
    assert await eve.is_in()


async def test_the_door_fetches_ahead_what_the_first_page_behind_it_needs(
    house: House, eve: Guest
) -> None:
    ahead = set(re.findall(r'<link rel="prefetch" href="([^"]+)"', (await eve.get()).text))
    await eve.joins()
    page = (await eve.get()).text
    styles = set(re.findall(r'<link rel="stylesheet" href="([^"]+)">', page))
    scripts = set(re.findall(r'<script type="module" src="([^"]+)"', page))
    assert scripts <= ahead
    assert {each for each in ahead if each.endswith(".css")} <= styles
    assert set(re.findall(r'<link rel="modulepreload" href="([^"]+)"', page)) <= ahead
    (may,) = await house.expects("May")
    badge = house.tokens.codes.badge(house.camp.id, house.camp.roster[may]).key
    async with house.guest() as other:
        page = (await other.get(f"/i/{badge}")).text
    assert all(each in page for each in ahead)


def _forged(token: str) -> str:
    """A token whose signature differs in its first letter: of the last, not every bit counts."""
    rest, _, signature = token.rpartition(".")
    return f"{rest}.{'x' if signature[0] != 'x' else 'y'}{signature[1:]}"
