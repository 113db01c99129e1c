import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from board.planning.instance import (
    Instance,
    InvalidInstance,
    Pin,
    Placement,
    Room,
    Slot,
    Topic,
    check,
    parse_instance,
)
from tests.planning.instances import instances

FORMAT = {
    "slots": [{"id": "s1"}, {"id": "s2"}],
    "rooms": [{"id": "gym", "capacity": 120, "features": ["piano"], "closed": ["s2"]}],
    "topics": [
        {
            "id": "t1",
            "facilitators": ["a17"],
            "needs": ["piano"],
            "max_sessions": 2,
            "max_seats": 25,
            "not_in": ["s2"],
        },
        {"id": "t4"},
    ],
    "ballots": {"a1": ["t4", "t1"], "a2": [], "a17": []},
    "pins": [{"topic": "t4", "slot": "s1", "room": "gym"}],
    "current": [{"topic": "t4", "slot": "s1", "room": "gym"}],
    "frozen": ["s1"],
    "seed": 7,
}
PLAIN: dict[str, Any] = {
    "slots": [{"id": "s1"}, {"id": "s2"}],
    "rooms": [{"id": "gym", "capacity": 9}, {"id": "lab", "capacity": 5, "features": ["sink"]}],
    "topics": [{"id": "t1"}, {"id": "t2"}, {"id": "t3"}],
    "ballots": {"a1": ["t1"], "a2": []},
}


def problems(raw: Any) -> list[str]:
    with pytest.raises(InvalidInstance) as refusal:
        parse_instance(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
    assert str(refusal.value) == "\n".join(refusal.value.problems)
    return refusal.value.problems


def problems_with(**parts: Any) -> list[str]:
    return problems({**PLAIN, **parts})


def led(**leads: list[str]) -> list[dict[str, Any]]:
    return [{"id": topic, "facilitators": people} for topic, people in leads.items()]


def test_every_key_of_the_format_is_read_and_written_back() -> None:
    instance = parse_instance(json.dumps(FORMAT).encode())
    assert instance.topics[0] == Topic(
        id="t1",  # type: ignore[arg-type]
        facilitators=("a17",),  # type: ignore[arg-type]
        needs=("piano",),
        max_sessions=2,
        max_seats=25,
        not_in=("s2",),  # type: ignore[arg-type]
    )
    assert json.loads(msgspec.json.encode(instance)) == FORMAT


def test_what_is_left_out_has_its_default_and_is_not_written() -> None:
    instance = parse_instance(json.dumps(PLAIN).encode())
    assert instance.topics[0].max_sessions == 1
    assert instance.topics[0].max_seats is None
    assert (instance.pins, instance.current, instance.frozen, instance.seed) == ((), (), (), 0)
    assert json.loads(msgspec.json.encode(instance)) == PLAIN


@settings(deadline=None, max_examples=50)
@given(instances())
def test_any_instance_survives_its_json(instance: Instance) -> None:
    assert parse_instance(msgspec.json.encode(instance)) == instance


def test_unknown_keys_are_named_with_their_place_wherever_they_are() -> None:
    raw = json.loads(json.dumps(FORMAT))
    for place in (raw, *(raw[key][0] for key in ("slots", "rooms", "topics", "pins", "current"))):
        place["colour"] = "red"
    assert problems(raw) == [
        "colour: unknown key",
        "slots[0].colour: unknown key",
        "rooms[0].colour: unknown key",
        "topics[0].colour: unknown key",
        "pins[0].colour: unknown key",
        "current[0].colour: unknown key",
    ]


def test_wrong_types_are_named_each_with_its_place() -> None:
    found = problems_with(
        slots=[{"id": "s1"}, {"id": 2}, "s3"],
        rooms=[{"id": "gym", "capacity": "ten", "closed": ["s1", None]}, {"id": "lab"}],
        topics=[{"id": "t1", "max_sessions": 1.5, "max_seats": True, "needs": "sink"}],
        ballots={"a1": ["t1", 4], "a2": "t1"},
        pins={"topic": "t1"},
        seed="seven",
    )
    assert found == [
        "slots[1].id: expected `str`, got `int`",
        "slots[2]: expected `object`, got `str`",
        "rooms[0].capacity: expected `int`, got `str`",
        "rooms[0].closed[1]: expected `str`, got `null`",
        "rooms[1].capacity: missing",
        "topics[0].needs: expected `array`, got `str`",
        "topics[0].max_sessions: expected `int`, got `float`",
        "topics[0].max_seats: expected `int | null`, got `bool`",
        'ballots["a1"][1]: expected `str`, got `int`',
        'ballots["a2"]: expected `array`, got `str`',
        "pins: expected `array`, got `object`",
        "seed: expected `int`, got `str`",
    ]


def test_missing_parts_are_all_named() -> None:
    assert problems({"slots": []}) == ["rooms: missing", "topics: missing", "ballots: missing"]


def test_a_key_that_comes_twice_is_named() -> None:
    raw = b'{"slots": [], "rooms": [], "topics": [], "ballots": {"a1": [], "a2": [], "a1": []}}'
    assert problems(raw) == ['ballots: the key "a1" comes twice']


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff", b'{"slots": NaN}', b'"\\ud800"', b"[" * 99_999]
)
def test_what_is_no_json_is_refused_as_that(raw: bytes) -> None:
    (problem,) = problems(raw)
    assert problem.startswith("not JSON: ")


def test_json_that_is_no_instance_is_refused() -> None:
    assert problems(b"[]") == ["the instance: expected `object`, got `array`"]


def test_a_mistake_of_shape_does_not_hide_one_of_meaning() -> None:
    assert problems_with(colour="red", frozen=["s9"]) == [
        "colour: unknown key",
        'frozen[0]: no slot "s9"',
    ]


def test_ids_taken_twice_are_named() -> None:
    found = problems_with(
        slots=[{"id": "s1"}, {"id": "s1"}],
        rooms=[{"id": "gym", "capacity": 1}, {"id": "lab", "capacity": 1}] * 2,
        topics=[{"id": "t1"}, {"id": "t2"}, {"id": "t1"}],
    )
    assert found == [
        'slots[1].id: "s1" is taken by slots[0]',
        'rooms[2].id: "gym" is taken by rooms[0]',
        'rooms[3].id: "lab" is taken by rooms[1]',
        'topics[2].id: "t1" is taken by topics[0]',
    ]


def test_every_broken_reference_is_named() -> None:
    found = problems_with(
        rooms=[{"id": "gym", "capacity": 1, "closed": ["s1", "s9"]}],
        topics=[{"id": "t1", "facilitators": ["a9"], "not_in": ["s8"]}],
        ballots={"a1": ["t1", "t9"]},
        pins=[{"topic": "t8", "slot": "s7", "room": "attic"}],
        current=[{"topic": "t7", "slot": "s6", "room": "cellar"}],
        frozen=["s5"],
    )
    assert found == [
        'rooms[0].closed[1]: no slot "s9"',
        'topics[0].facilitators[0]: no attendee "a9"',
        'topics[0].not_in[0]: no slot "s8"',
        'ballots["a1"][1]: no topic "t9"',
        'pins[0].topic: no topic "t8"',
        'pins[0].slot: no slot "s7"',
        'pins[0].room: no room "attic"',
        'current[0].topic: no topic "t7"',
        'current[0].slot: no slot "s6"',
        'current[0].room: no room "cellar"',
        'frozen[0]: no slot "s5"',
    ]


def test_numbers_that_mean_nothing_and_names_named_twice_are_named() -> None:
    found = problems_with(
        rooms=[{"id": "gym", "capacity": -1}],
        topics=[{"id": "t1", "max_sessions": 0, "max_seats": -2, "facilitators": ["a2", "a2"]}],
        ballots={"a1": ["t1", "t1"], "a2": []},
    )
    assert found == [
        "rooms[0].capacity: -1 is below 0",
        "topics[0].max_sessions: 0 is below 1",
        "topics[0].max_seats: -2 is below 0",
        'topics[0].facilitators[1]: "a2" is named twice',
        'ballots["a1"][1]: "t1" is named twice',
    ]


def test_two_sessions_that_a_waitlist_could_not_tell_apart_are_named() -> None:
    found = problems_with(
        slots=[{"id": "c"}, {"id": "b@c"}], topics=[{"id": "a"}, {"id": "a@b"}], ballots={}
    )
    assert found == [
        'topics and slots: "a@b@c" would name both "a" in "b@c" and "a@b" in "c"',
    ]


def test_a_pin_that_names_neither_a_slot_nor_a_room_is_named() -> None:
    assert problems_with(pins=[{"topic": "t1"}]) == ["pins[0]: names neither a slot nor a room"]


def test_pins_that_no_plan_can_keep_are_all_named() -> None:
    found = problems_with(
        rooms=[{"id": "gym", "capacity": 9, "closed": ["s2"]}, {"id": "lab", "capacity": 5}],
        topics=[
            {"id": "t1", "needs": ["sink", "piano"]},
            {"id": "t2", "not_in": ["s1"]},
            {"id": "t3", "facilitators": ["a1"]},
            {"id": "t4", "facilitators": ["a1"], "max_sessions": 3},
        ],
        pins=[
            {"topic": "t1", "room": "lab"},
            {"topic": "t2", "slot": "s2", "room": "gym"},
            {"topic": "t3", "slot": "s1", "room": "gym"},
            {"topic": "t4", "slot": "s1", "room": "gym"},
            {"topic": "t2", "slot": "s1"},
            {"topic": "t4", "slot": "s1", "room": "lab"},
        ],
    )
    assert found == [
        'pins[0]: room "lab" lacks "sink"',
        'pins[0]: room "lab" lacks "piano"',
        'pins[1]: room "gym" is closed in "s2"',
        'pins[4]: the facilitators of "t2" can\'t make "s1"',
        'pins[2] and pins[3]: all in room "gym" in "s1"',
        'pins[3] and pins[5]: "t4" more than once in "s1"',
        'pins[2], pins[3] and pins[5]: facilitator "a1" in more than one room in "s1"',
        'pins[1] and pins[4]: 2 sessions of "t2", of which there may be 1',
    ]


def test_what_a_frozen_slot_can_not_keep_is_all_named() -> None:
    found = problems_with(
        rooms=[{"id": "gym", "capacity": 9}, {"id": "lab", "capacity": 5, "closed": ["s1"]}],
        topics=[*led(t1=["a1"], t2=["a1"]), {"id": "t3", "needs": ["sink"]}],
        current=[
            {"topic": "t1", "slot": "s1", "room": "gym"},
            {"topic": "t2", "slot": "s1", "room": "gym"},
            {"topic": "t3", "slot": "s1", "room": "lab"},
        ],
        pins=[
            {"topic": "t1", "slot": "s1", "room": "gym"},
            {"topic": "t2", "slot": "s1", "room": "lab"},
        ],
        frozen=["s1"],
    )
    assert found == [
        'current[2]: room "lab" lacks "sink"',
        'current[2]: room "lab" is closed in "s1"',
        'pins[1]: room "lab" is closed in "s1"',
        'pins[1]: "s1" is frozen, and nothing can be added to it',
        'current[0] and current[1]: all in room "gym" in "s1"',
        'current[2] and pins[1]: all in room "lab" in "s1"',
        'current[1] and pins[1]: "t2" more than once in "s1"',
        'current[0], current[1] and pins[1]: facilitator "a1" in more than one room in "s1"',
        'current[1] and pins[1]: 2 sessions of "t2", of which there may be 1',
    ]


def test_a_slot_that_is_not_frozen_may_show_what_no_longer_works() -> None:
    gym = [{"topic": topic, "slot": "s1", "room": "gym"} for topic in ("t1", "t2")]
    assert parse_instance(json.dumps({**PLAIN, "current": gym}).encode()).current


def test_a_pin_on_what_already_lies_in_a_frozen_slot_asks_for_nothing_more() -> None:
    cell = {"topic": "t1", "slot": "s1", "room": "gym"}
    for pin in (cell, {"topic": "t1", "slot": "s1"}, {"topic": "t1", "room": "gym"}):
        raw = {**PLAIN, "current": [cell], "frozen": ["s1"], "pins": [pin]}
        assert parse_instance(json.dumps(raw).encode()).pins


def test_more_pins_into_one_room_than_it_has_slots_are_named() -> None:
    found = problems_with(pins=[{"topic": topic, "room": "gym"} for topic in ("t1", "t2", "t3")])
    assert found == [
        'pins[0], pins[1] and pins[2]: room "gym" has too few free slots for all of these'
    ]


def test_more_pins_into_one_slot_than_it_has_suitable_rooms_are_named() -> None:
    found = problems_with(
        topics=[{"id": topic, "needs": ["sink"]} for topic in ("t1", "t2")],
        pins=[{"topic": topic, "slot": "s1"} for topic in ("t1", "t2")],
    )
    assert found == ['pins[0] and pins[1]: too few suitable rooms are free in "s1"']


def test_more_room_pins_than_a_facilitator_has_slots_are_named() -> None:
    found = problems_with(
        rooms=[{"id": room, "capacity": 1} for room in ("r1", "r2", "r3")],
        topics=led(t1=["a1"], t2=["a1"], t3=["a1"]),
        pins=[{"topic": f"t{n}", "room": f"r{n}"} for n in (1, 2, 3)],
    )
    assert found == [
        'pins[0], pins[1] and pins[2]: facilitator "a1" has too few free slots for all of these'
    ]


def test_a_room_pin_with_no_slot_left_is_named() -> None:
    found = problems_with(
        topics=[{"id": "t1", "not_in": ["s2"]}, {"id": "t2"}, {"id": "t3"}],
        pins=[{"topic": "t1", "room": "gym"}, {"topic": "t2", "slot": "s1", "room": "gym"}],
    )
    assert found == ['pins[0]: no slot is left in which "t1" can run in room "gym"']


def test_pins_that_get_in_each_others_way_all_round_are_refused() -> None:
    """Three people, each leading with each of the others, need three slots but have two."""
    found = problems_with(
        rooms=[{"id": room, "capacity": 1} for room in ("r1", "r2", "r3")],
        topics=led(t1=["a1", "a2"], t2=["a2", "a3"], t3=["a3", "a1"]),
        ballots={"a1": [], "a2": [], "a3": []},
        pins=[{"topic": f"t{n}", "room": f"r{n}"} for n in (1, 2, 3)],
    )
    assert found == [
        "pins[0], pins[1] and pins[2]: no way was found to keep all of these pins at once"
    ]


def test_an_instance_built_in_python_is_checked_the_same() -> None:
    instance = Instance(
        slots=(Slot(id="s1"),),  # type: ignore[arg-type]
        rooms=(Room(id="gym", capacity=-1),),  # type: ignore[arg-type]
        topics=(),
        ballots={},
        pins=(Pin(topic="t1", slot="s1"),),  # type: ignore[arg-type]
        current=(Placement(topic="t1", slot="s1", room="gym"),),  # type: ignore[arg-type]
    )
    assert check(instance) == [
        "rooms[0].capacity: -1 is below 0",
        'pins[0].topic: no topic "t1"',
        'current[0].topic: no topic "t1"',
    ]
