"""Whatever the planner says can be told in any language: no word of it is glued on in English."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from board.camp.said import Said, kept, said_again, stored
from board.languages.language import PSEUDO, speak
from board.languages.told import told
from board.planning.instance import Instance, check
from tests.planning.camps import planned
from tests.planning.instances import instances

# What an instance itself says: ids, and what rooms have.
NAMES = re.compile(r"«\w+»|\"\w+\"|(pins|current)\[\d+\]|\b(piano|sink)\b")


def assert_told(said: str) -> None:
    """Fail if any of it is English in a language nobody speaks, or if a log would not give it back."""
    with speak(PSEUDO):
        left = NAMES.sub("", told(said))
    assert not re.findall("[A-Za-z]{2,}", left), left
    assert isinstance(said, Said)
    again = said_again(stored(kept(said)))
    assert again == said
    assert stored(again) == stored(said)


@settings(deadline=None, max_examples=60)
@given(instances())
def test_every_reason_can_be_told(camp: Instance) -> None:
    found = planned(camp)
    whys = [*(placed.why for placed in found.placements), *(left.why for left in found.unplaced)]
    for why in whys:
        assert_told(why)


@pytest.mark.parametrize(
    "parts",
    [
        {
            "rooms": [
                {"id": "lab", "capacity": 9, "closed": ["s2"]},
                {"id": "gym", "capacity": 9, "features": ["sink"]},
            ],
            "pins": [
                {"topic": "t1", "slot": "s1", "room": "lab"},
                {"topic": "t2", "slot": "s1", "room": "lab"},
                {"topic": "t1", "slot": "s2", "room": "lab"},
                {"topic": "t2", "slot": "s1", "room": "gym"},
            ],
        },
        {"current": [{"topic": "t3", "slot": "s1", "room": "gym"}], "frozen": ["s1"],
         "pins": [{"topic": "t2", "slot": "s1"}]},
        {"pins": [{"topic": topic, "room": "gym"} for topic in ("t2", "t3", "t4")]},
        {"pins": [{"topic": topic, "slot": "s2"} for topic in ("t2", "t3", "t4")]},
        {"pins": [{"topic": "t1", "room": "gym"}, {"topic": "t3", "slot": "s1", "room": "gym"}]},
    ],
    ids=["by themselves", "frozen", "one room", "one slot", "nowhere"],
)  # fmt: skip
def test_every_conflict_of_pins_can_be_told(parts: dict[str, Any]) -> None:
    camp = {
        "slots": [{"id": "s1"}, {"id": "s2"}],
        "rooms": [{"id": "lab", "capacity": 9}, {"id": "gym", "capacity": 9, "features": ["sink"]}],
        "topics": [
            {"id": "t1", "needs": ["sink"], "facilitators": ["ann"], "not_in": ["s2"]},
            {"id": "t2", "facilitators": ["ann"]},
            {"id": "t3"},
            {"id": "t4"},
        ],
        "ballots": {"ann": []},
    }
    problems = check(msgspec.convert(camp | parts, Instance))
    assert problems
    for problem in problems:
        assert_told(problem)
