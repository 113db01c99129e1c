"""One person on any device: by their badge, and by what another of their devices shows."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from board.camp import commands as c
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


# By badge


async def test_a_badge_lets_its_holder_in_on_any_device(house: House) -> None:
    await house.lets_in_by("roster")
    (may,) = await house.expects("May")
    code = house.tokens.codes.badge(house.camp.id, house.camp.roster[may])
    async with house.guest() as phone, house.guest() as laptop:
        await phone.joins(code=codes.spaced(code.typed))
        page = await laptop.get(f"/i/{code.key}")
        assert "Welcome, May" in page.text
        await laptop.post(f"/i/{code.key}")
        assert await laptop.is_in()
        assert house.who(phone) == house.who(laptop) == may
    assert house.camp.attendees[may].name == "May"


async def test_nobody_comes_in_without_a_badge(house: House, eve: Guest) -> None:
    await house.lets_in_by("roster")
    (may,) = await house.expects("May")
    short = house.tokens.codes.badge(house.camp.id, house.camp.roster[may]).typed
    for wrong in ("", "bcdf ghjk", door_code(house).key, may):
        assert (await eve.post("/attendees", code=wrong)).status_code == 422
    assert (await eve.get(f"/i/{short}")).status_code == 401
    assert (await eve.get("/i/" + "b" * 14)).status_code == 401
    assert not await eve.is_in()


async def test_a_badge_of_another_camp_or_board_opens_nothing(house: House, eve: Guest) -> None:
    await house.lets_in_by("roster")
    (may,) = await house.expects("May")
    badge = house.camp.roster[may]
    for wrong in (
        house.tokens.codes.badge(CampId("other"), badge),
        Codes("another secret altogether").badge(house.camp.id, badge),
    ):
        assert (await eve.post("/attendees", code=wrong.typed)).status_code == 422
        assert (await eve.post(f"/i/{wrong.key}")).status_code == 401


async def test_a_lost_badge_opens_nothing_and_whoever_used_it_is_out(house: House) -> None:
    await house.lets_in_by("roster")
    (may,) = await house.expects("May")
    old = house.tokens.codes.badge(house.camp.id, house.camp.roster[may])
    async with house.guest() as finder, house.guest() as holder:
        await finder.joins(code=old.typed)
        link = house.tokens.device_key(house.camp, may)
        await house.act(c.ReplaceBadge, badge=may, edition=0)
        new = house.tokens.codes.badge(house.camp.id, house.camp.roster[may])
        assert not await finder.is_in()
        assert (await finder.post("/attendees", code=old.typed)).status_code == 422
        assert (await finder.post(f"/i/{old.key}")).status_code == 401
        assert (await finder.post(f"/devices/{link}")).status_code == 401
        await holder.joins(code=new.typed)
        assert house.who(holder) == may


async def test_who_is_in_stays_in_when_the_way_in_changes(house: House, eve: Guest) -> None:
    await eve.joins(name="Eve")
    me = house.who(eve)
    for identity in ("doors", "roster", "open"):
        await house.lets_in_by(identity)
        assert await eve.is_in()
        assert house.who(eve) == me


async def test_a_badge_brings_along_what_was_done_on_the_phone_before_it(
    house: House, eve: Guest
) -> None:
    await eve.joins()
    await house.votes(house.who(eve), T1, T2)
    (may,) = await house.expects("May")
    key = house.tokens.codes.badge(house.camp.id, house.camp.roster[may]).key
    assert "voted for 2 topics" in (await eve.get(f"/i/{key}")).text
    before = house.who(eve)
    await eve.post(f"/i/{key}", bring="yes")
    assert house.who(eve) == may
    assert house.camp.ballots[may] == (T1, T2)
    assert before not in house.camp.attendees


async def test_a_badge_shown_on_somebody_elses_phone_takes_nothing_of_theirs(
    house: House, eve: Guest
) -> None:
    await eve.joins(name="Eve")
    owner = house.who(eve)
    await house.votes(owner, T1)
    (may,) = await house.expects("May")
    key = house.tokens.codes.badge(house.camp.id, house.camp.roster[may]).key
    await eve.post(f"/i/{key}", bring="no")
    assert house.who(eve) == may
    assert house.camp.ballots[owner] == (T1,)
    assert may not in house.camp.ballots


# Another device


async def test_a_link_carries_somebody_over_to_another_device(house: House) -> None:
    async with house.guest() as phone, house.guest() as laptop:
        await phone.joins(name="Ana")
        await laptop.joins()
        await house.votes(house.who(phone), T1, T2)
        await house.votes(house.who(laptop), T3, T1)
        link = value((await phone.get("/devices")).text, "device-link", by="id")
        page = await laptop.get(link.removeprefix("http://board.test"))
        assert "Welcome, Ana" in page.text
        await laptop.post(link.partition("/c/small")[2], bring="yes")
        assert house.who(phone) == house.who(laptop)
    assert house.camp.ballots[house.camp.who(house.who(phone))] == (T1, T2, T3)
    assert [house.camp.tallies[t] for t in (T1, T2, T3)] == [1, 1, 1]


async def test_the_device_that_was_joined_goes_on_with_its_old_cookie(house: House) -> None:
    """One that was open elsewhere too: every one of its tabs and browsers is the same person."""
    async with house.guest() as phone, house.guest() as laptop, house.guest() as tab:
        await phone.joins()
        await laptop.joins()
        tab.client.cookies.update(laptop.client.cookies)
        await house.votes(house.who(laptop), T1)
        key = house.tokens.device_key(house.camp, house.who(phone))
        await laptop.post(f"/devices/{key}", bring="yes")
        assert await tab.is_in()
        assert house.who(tab) == house.who(phone)
        await tab.post("/ballot", vote=T2)
    assert house.camp.ballots[house.who(phone)] == (T1, T2)


async def test_a_code_typed_at_the_door_does_what_the_link_does(house: House) -> None:
    for identity in ("open", "doors", "roster"):
        await house.lets_in_by("open")
        async with house.guest() as phone, house.guest() as laptop:
            await phone.joins()
            await house.lets_in_by(identity)
            code = house.tokens.codes.device(house.camp.id, house.who(phone), time.time())
            assert codes.spaced(code) in (await phone.get("/devices")).text
            await laptop.joins(code=codes.spaced(code))
            assert house.who(laptop) == house.who(phone)


async def test_a_code_typed_on_a_device_that_is_in_asks_before_it_joins(house: House) -> None:
    async with house.guest() as phone, house.guest() as laptop:
        await phone.joins(name="Ana")
        await laptop.joins(name="Ana too")
        code = house.tokens.codes.device(house.camp.id, house.who(phone), time.time())
        page = await laptop.post("/devices", code=code)
        assert "Somebody uses this device already: Ana too." in page.text
        assert house.who(laptop) != house.who(phone)
        assert (await laptop.post("/devices", code="nonsense")).status_code == 422


async def test_a_badge_that_was_never_used_can_be_typed_on_a_device_that_is_in(
    house: House,
) -> None:
    (may,) = await house.expects("May")
    badge = house.tokens.codes.badge(house.camp.id, house.camp.roster[may])
    async with house.guest() as phone:
        await phone.joins()
        await house.votes(house.who(phone), T1)
        page = await phone.post("/devices", code=codes.spaced(badge.typed))
        assert page.status_code == 200
        assert "Welcome, May" in page.text
        assert may not in house.camp.attendees  # nobody yet said that they are May
        await phone.post(page.url.path.removeprefix("/c/small"), bring="yes")
        assert house.who(phone) == may
    assert house.camp.ballots[may] == (T1,)


@pytest.mark.parametrize("identity", ["open", "doors", "roster"])
async def test_a_closed_camp_lets_back_in_who_has_the_code_of_their_other_device(
    house: House, identity: str
) -> None:
    async with house.guest() as phone, house.guest() as laptop:
        await phone.joins(name="Ana")
        await house.lets_in_by(identity)
        await house.act(c.ChangePhase, phase="closed")
        door = (await laptop.get()).text
        assert "The code from your other device" in door
        assert "come in anew" not in door
        wrong = await laptop.post("/attendees", code="bcdf ghjk")
        assert said(wrong.text) == "Type the code that your other device shows."
        code = house.tokens.codes.device(house.camp.id, house.who(phone), time.time())
        await laptop.post("/attendees", code=codes.spaced(code))
        assert house.who(laptop) == house.who(phone)


async def test_a_link_to_another_device_is_good_for_minutes_and_for_one_camp(
    house: House, eve: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with house.guest() as phone:
        await phone.joins()
        me = house.who(phone)
    tokens = house.tokens
    for wrong in (
        tokens.sign("device", CampId("other"), me),
        tokens.sign("attendee", house.camp.id, me),
        tokens.sign("device", house.camp.id, "nobody"),
        Tokens("another secret altogether").sign("device", house.camp.id, me),
    ):
        assert (await eve.get(f"/devices/{wrong}")).status_code == 401
        assert (await eve.post(f"/devices/{wrong}")).status_code == 401
    key, code = (
        tokens.device_key(house.camp, me),
        tokens.codes.device(house.camp.id, me, time.time()),
    )
    later = time.time() + 1200
    monkeypatch.setattr(time, "time", lambda: later)
    assert (await eve.get(f"/devices/{key}")).status_code == 401
    assert (await eve.post("/attendees", code=code)).status_code == 422
