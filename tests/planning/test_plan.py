import json

import msgspec
from msgspec.structs import replace

from board.planning.plan import Plan
from tests.planning.camps import in_json, instance, planned


def test_a_plan_is_written_key_for_key_as_in_its_format() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"gym": 1},
        topics=["t1", "t2", "t8"],
        ballots={"a1": ["t1"], "a2": ["t1", "t2"], "a3": []},
        pins=[{"topic": "t1", "slot": "s1"}, {"topic": "t2", "slot": "s2"}],
        current=[{"topic": "t2", "slot": "s1", "room": "gym"}],
        seed=3,
    )
    written = in_json(replace(planned(camp), seconds=0.2))
    assert json.loads(written) == {
        "placements": [
            {
                "topic": "t1",
                "slot": "s1",
                "room": "gym",
                "why": "pinned to this slot by an organiser; 2 people want it;"
                " it has the largest free room",
            },
            {
                "topic": "t2",
                "slot": "s2",
                "room": "gym",
                "why": "moved from «s1»: pinned to this slot by an organiser; one person wants it;"
                " it has the largest free room",
            },
        ],
        "unplaced": [
            {
                "topic": "t8",
                "why": "no room is free in a slot that it can run in; nobody has voted for it yet",
            }
        ],
        "seats": {"a1": {"s1": "t1"}, "a2": {"s2": "t2"}, "a3": {}},
        "waitlist": {"t1@s1": ["a2"]},
        "score": {
            "seated": 2,
            "bound": 2,
            "bound_by": "slot-blind",
            "loose": False,
            "fraction": 1.0,
            "choices": {"1": 0.5, "2": 1.0},
            "without_top3": 0,
            "short": 1,
            "moved": 1,
        },
        "seconds": 0.2,
    }
    assert msgspec.json.encode(msgspec.json.decode(written, type=Plan)) == written
