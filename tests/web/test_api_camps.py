"""Camps, people, ballots and organisers through the API."""

import asyncio

import pytest
from httpx2 import AsyncClient

from board.camp.model import CampId
from board.web import identity
from tests.web.programs import HOST, SETTINGS, Program, begins

KEY = "a key that nobody guesses"


async def test_a_camp_begins_with_ids_drawn_where_none_are_given(client: AsyncClient) -> None:
    asked = {
        "settings": SETTINGS,
        "organiser": "Olu",
        "rooms": [{"name": "Gym", "capacity": 90}, {"id": "lab", "name": "Lab", "capacity": 20}],
        "slots": [{"name": "First", "start": 540, "minutes": 50}],
        "breaks": [{"name": "Lunch", "start": 720, "minutes": 45}],
    }
    begun = await Program(client).do("POST", "/api/camps", asked)
    organiser = Program(client, begun["camp"], begun["token"])
    board = await organiser.board()
    assert board["phase"] == "setup"
    assert [room["name"] for room in board["rooms"]] == ["Gym", "Lab"]
    assert board["rooms"][1]["id"] == "lab"
    assert all(part["id"] for kind in ("rooms", "slots", "breaks") for part in board[kind])
    assert begun["links"]["join"] == f"{HOST}/c/{begun['camp']}"
    assert begun["links"]["organiser"] == f"{HOST}/o/{begun['camp']}/{begun['token']}"


async def test_a_code_that_is_taken_is_drawn_again(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await begins(client)
    codes = iter([first.camp, first.camp, "fresh"])
    monkeypatch.setattr(identity, "new_code", lambda: CampId(next(codes)))
    assert (await begins(client)).camp == "fresh"


async def test_who_joins_twice_with_one_key_is_one_person(organiser: Program) -> None:
    joins = [organiser.do("POST", "/attendees", {"name": "Ada", "key": KEY}) for _ in range(5)]
    people = await asyncio.gather(*joins)
    assert len({person["attendee"] for person in people}) == 1
    ada = Program(organiser.client, organiser.camp, people[-1]["token"])
    await ada.votes(await ada.pitches("Robots"))
    assert (await organiser.board())["counts"]["people"] == 1


async def test_nobody_gets_a_token_for_an_id_they_have_seen(organiser: Program) -> None:
    ada = await organiser.joins("Ada")
    topic = await ada.pitches("Robots")
    shown = await organiser.do("GET", f"/topics/{topic}")
    victim = shown["topic"]["facilitators"][0]["id"]
    for organiser_id in (o["id"] for o in (await organiser.board())["organisers"]):
        for body in ({"id": victim}, {"attendee": victim}, {"id": organiser_id}):
            refused = await organiser.without_token().ask("POST", "/attendees", body)
            assert refused.status_code == 422
        for known in (victim, organiser_id):
            joined = await organiser.do("POST", "/attendees", {"key": known.ljust(16)})
            assert joined["attendee"] not in (victim, organiser_id)


async def test_the_same_key_at_another_camp_is_another_person(client: AsyncClient) -> None:
    here, there = await begins(client), await begins(client)
    ids = [(await p.do("POST", "/attendees", {"key": KEY}))["attendee"] for p in (here, there)]
    assert ids[0] != ids[1]


async def test_people_say_what_they_are_called(organiser: Program) -> None:
    ada = await organiser.joins()
    named = await ada.do("PATCH", "/attendees/me", {"name": "  Ada \n Lovelace "})
    assert named["name"] == "Ada Lovelace"


async def test_a_ballot_sent_twice_changes_nothing_twice(organiser: Program) -> None:
    ada = await organiser.joins("Ada")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace", "Bees")]
    first = await ada.do("PUT", "/ballot", {"ballot": topics})
    again = await ada.do("PUT", "/ballot", {"ballot": topics})
    assert first == again
    assert await ada.do("GET", "/ballot") == first
    assert (await ada.do("PUT", "/ballot", {"ballot": topics[::-1]}))["ballot"] == topics[::-1]
    assert (await organiser.board())["tallies"] == dict.fromkeys(topics, 1)


@pytest.mark.parametrize("path", ["", "/topics"])
async def test_who_has_the_latest_is_told_so_until_something_changes(
    organiser: Program, path: str
) -> None:
    ada = await organiser.joins("Ada")
    first = await ada.ask("GET", path)
    have = {"If-None-Match": f'W/"other", {first.headers["etag"]}'}
    unchanged = await ada.ask("GET", path, headers=have)
    assert unchanged.status_code == 304
    assert unchanged.headers["etag"] == first.headers["etag"]
    assert (await organiser.ask("GET", path, headers=have)).status_code == 200
    await ada.pitches("Robots")
    changed = await ada.ask("GET", path, headers=have)
    assert changed.status_code == 200
    assert changed.json() != first.json()


async def test_an_action_sent_twice_is_done_once_and_undone_once(organiser: Program) -> None:
    removed = [await organiser.act("RemoveRoom", room="gym", action="retry-1") for _ in range(2)]
    assert removed[0] == removed[1]
    assert [room["id"] for room in (await organiser.board())["rooms"]] == ["library"]
    told = (await organiser.do("GET", "/actions"))["actions"]
    assert [action["what"] for action in told] == ["Removed Gym", "Opened the board"]
    await organiser.do("DELETE", "/actions/retry-1")
    assert [room["id"] for room in (await organiser.board())["rooms"]] == ["gym", "library"]
    assert (await organiser.ask("DELETE", "/actions/retry-1")).status_code == 409


async def test_an_invitation_asked_for_twice_is_one_organiser_with_one_link(
    organiser: Program,
) -> None:
    invited = [
        await organiser.do("POST", "/organisers", {"name": "Oz", "action": "invite-oz"})
        for _ in range(2)
    ]
    assert invited[0]["organiser"] == invited[1]["organiser"]
    oz = Program(organiser.client, organiser.camp, invited[1]["token"])
    await oz.act("ChangePhase", phase="running")
    assert [o["name"] for o in (await oz.board())["organisers"]].count("Oz") == 1
    await organiser.act("RemoveOrganiser", organiser=invited[0]["organiser"])
    assert (await oz.ask("GET", "/actions")).status_code == 401


async def test_who_has_the_cookies_of_the_pages_needs_no_token(organiser: Program) -> None:
    ada = await organiser.joins("Ada")
    name = identity.cookie("attendee", CampId(organiser.camp))
    cookies = {"Cookie": f"{name}={ada.token}"}
    nobody = organiser.without_token()
    assert (await nobody.ask("GET", "/ballot", headers=cookies)).json()["ballot"] == []
    for origin, status in ((HOST, 200), ("http://elsewhere.test", 403), ("null", 403)):
        sent = {**cookies, "Origin": origin}
        answer = await nobody.ask("PUT", "/ballot", {"ballot": []}, headers=sent)
        assert answer.status_code == status, origin
