"""Who programs are: codes at the doors, badges, two devices of one person, and what people say."""

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from httpx2 import AsyncClient
from websockets.exceptions import ConnectionClosed

from board.camp.model import AttendeeId, Badge, CampId
from board.web.codes import Codes
from tests.boards import SECRET
from tests.web.programs import Program, begins
from tests.web.screens import Served

CODES = Codes(SECRET)


async def test_a_program_needs_the_doors_code_to_join_but_not_to_join_again(
    client: AsyncClient,
) -> None:
    olu = await begins(client, identity="doors")
    anyone = olu.without_token()
    key = {"key": "a secret drawn at random"}
    for code in ("", "bbbb"):
        assert (await anyone.ask("POST", "/attendees", {**key, "code": code})).status_code == 422
    code = CODES.door(_camp(olu), time.time()).typed
    joined = await anyone.do("POST", "/attendees", {**key, "code": code})
    again = await anyone.do("POST", "/attendees", key)
    assert again["attendee"] == joined["attendee"]


async def test_a_roster_is_made_and_used_by_programs(client: AsyncClient) -> None:
    olu = await begins(client, identity="roster")
    await olu.act("SetBadges", badges=[{"id": "p1", "name": "May", "school": "Lincoln"}])
    code = CODES.badge(_camp(olu), _badge("p1")).typed
    may = await olu.without_token().do("POST", "/attendees", {"code": code})
    assert (may["attendee"], may["name"]) == ("p1", "May")
    await olu.act("ReplaceBadge", badge="p1", edition=0)
    lost = Program(client, olu.camp, may["token"])
    assert (await lost.ask("GET", "/ballot")).status_code == 401
    refused = await olu.without_token().ask("POST", "/attendees", {"code": code})
    assert refused.status_code == 422
    await olu.act("PrintBadges", badges=["p1"])
    await olu.act("RemoveBadge", badge="p1")


async def test_two_programs_of_one_person_have_one_ballot(client: AsyncClient) -> None:
    olu = await begins(client)
    phone, tablet = await olu.joins("Ana"), await olu.joins()
    chess, go = await phone.pitches("Chess"), await tablet.pitches("Go")
    await phone.votes(chess)
    await tablet.votes(go, chess)
    for kind in ("code", "key"):
        given = await phone.do("POST", "/attendees/me/devices")
        joined = await tablet.do("POST", "/attendees", {"code": given[kind]})
        assert joined["name"] == "Ana"
    for device in (phone, tablet, Program(client, olu.camp, joined["token"])):
        assert (await device.do("GET", "/ballot"))["ballot"] == [chess, go]
    board: Any = await olu.board()
    assert board["tallies"] == {chess: 1, go: 1}
    assert board["counts"]["people"] == 1


async def test_what_somebody_says_about_themselves_is_told_to_nobody(client: AsyncClient) -> None:
    olu = await begins(client)
    ana = await olu.joins("Ana")
    await ana.pitches("Chess")
    said = {"school": "A Secret School", "role": "A Secret Role", "grade_bands": ["6-8"]}
    told = await ana.do("PATCH", "/attendees/me", said)
    assert {name: told[name] for name in said} == said
    assert told["name"] == "Ana"
    kept = await ana.do("PATCH", "/attendees/me", {"role": ""})
    assert (kept["school"], kept["role"]) == ("A Secret School", "")
    for who in (olu, olu.without_token(), await olu.joins("Eve")):
        for path in ("", "/topics"):
            assert "A Secret" not in (await who.ask("GET", path)).text


@pytest.mark.parametrize("wrong", [{"grade_bands": ["13"]}, {"school": 1}, {"shoe": "42"}])
async def test_a_profile_that_makes_no_sense_is_refused(
    client: AsyncClient, wrong: dict[str, object]
) -> None:
    ana = await (await begins(client)).joins("Ana")
    assert (await ana.ask("PATCH", "/attendees/me", wrong)).status_code == 422


def _camp(program: Program) -> CampId:
    return CampId(program.camp)


def _badge(badge: str) -> Badge:
    return Badge(id=AttendeeId(badge), name="May")


async def test_a_screen_that_came_in_by_a_lost_badge_is_closed_and_does_nothing_more(
    served: Served,
) -> None:
    olu = await begins(served.client, identity="roster")
    await olu.act("SetBadges", badges=[{"id": "p1", "name": "May"}])
    topic = await olu.pitches("Chess", lead=False)
    code = CODES.badge(_camp(olu), _badge("p1")).typed
    joined = await olu.without_token().do("POST", "/attendees", {"code": code})
    finder = Program(served.client, olu.camp, joined["token"])
    async with served.screen(finder) as screen:
        assert (await screen.ask("vote", topic=topic))["t"] == "ok"
        await olu.act("ReplaceBadge", badge="p1", edition=0)
        with suppress(ConnectionClosed):  # it may have been closed by now
            await screen.say(json.dumps({"t": "unvote", "n": 9, "topic": topic}))
        assert (await screen.end())[0] == 4401
    assert (await olu.board())["tallies"] == {topic: 1}
