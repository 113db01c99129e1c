"""What if, for programs: the same answer, and the action that would do it."""

import pytest

from tests.web.programs import Program

CLOSE = {"type": "CloseRoom", "room": "gym"}


async def test_a_program_learns_what_a_change_comes_to_and_how_to_make_it(
    organiser: Program,
) -> None:
    ada = await organiser.joins("Ada")
    topic = await ada.pitches("Robots")
    voters = [await organiser.joins() for _ in range(40)]
    for voter in voters:
        await voter.votes(topic)
    await organiser.act("PlaceSession", topic=topic, slot="s1", room="gym")
    (pin,) = (await organiser.board())["pins"]
    await organiser.act("UnpinTopic", pin=pin)
    seq = await organiser.seq()
    found = await organiser.do("POST", "/whatif", CLOSE)
    assert await organiser.seq() == found["seq"] == seq
    assert (found["before"]["seats"], found["after"]["seats"]) == (40, 30)  # the library's
    assert found["after"]["choices"] == [30, 0, 0]
    (move,) = found["moves"]
    assert (move["topic"], move["source"]) == (topic, {"slot": "s1", "room": "gym"})
    assert move["target"]["room"] == "library"
    assert found["unplaced"] == []
    await organiser.do("POST", "/actions", found["act"])
    assert {r["id"]: r.get("closed", []) for r in (await organiser.board())["rooms"]} == {
        "gym": ["s1", "s2"],
        "library": [],
    }


@pytest.mark.parametrize(
    "change",
    [
        {"type": "AddSlot", "start": 840, "minutes": 50},
        {"type": "AddRoom", "name": "Attic", "capacity": 9, "features": ["sink"]},
        {"type": "CapTopic", "topic": "robots", "seats": 3},
        {"type": "RepeatTopic", "topic": "robots"},
    ],
    ids=lambda change: str(change["type"]),
)
async def test_every_change_comes_with_an_action_that_can_be_sent(
    organiser: Program, change: dict[str, object]
) -> None:
    ada = await organiser.joins("Ada")
    await ada.do("POST", "/topics", {"id": "robots", "pitch": {"title": "Robots"}, "lead": True})
    act = (await organiser.do("POST", "/whatif", change))["act"]
    before = await organiser.seq()
    assert (await organiser.do("POST", "/actions", act))["seq"] == before + 1


async def test_a_change_that_can_not_be_is_refused_and_says_what_stands_against_it(
    organiser: Program,
) -> None:
    ada = await organiser.joins("Ada")
    topic = await ada.pitches("Robots")
    await organiser.act("PlaceSession", topic=topic, slot="s1", room="gym")
    refused = await organiser.ask("POST", "/whatif", CLOSE)
    assert refused.status_code == 409
    assert refused.json()["detail"] == "“Robots” is pinned to Gym at 9:00 First. Unpin it first."
    for body, status in (({"type": "Explode"}, 422), ({**CLOSE, "room": "attic"}, 404)):
        assert (await organiser.ask("POST", "/whatif", body)).status_code == status


async def test_only_organisers_try_things_out(organiser: Program) -> None:
    ada = await organiser.joins("Ada")
    assert (await ada.ask("POST", "/whatif", CLOSE)).status_code == 403
    assert (await organiser.without_token().ask("POST", "/whatif", CLOSE)).status_code == 401
    elsewhere = {"Origin": "http://evil.test"}
    assert (await organiser.ask("POST", "/whatif", CLOSE, headers=elsewhere)).status_code == 403
