"""What holds for every plan of every instance."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterable
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from board.planning.instance import (
    AttendeeId,
    Instance,
    InvalidInstance,
    Placement,
    SlotId,
    TopicId,
)
from board.planning.plan import Plan
from board.planning.planner import plan
from tests.planning.camps import instance as camp_of
from tests.planning.instances import instances
from tests.planning.validity import assert_valid, chairs, seatable, sessions

Item = TypeVar("Item")


@settings(deadline=None, max_examples=120)
@given(instances())
def test_no_plan_breaks_a_hard_rule(instance: Instance) -> None:
    assert_valid(instance, plan(instance))


@settings(deadline=None, max_examples=50)
@given(instances(), st.randoms(use_true_random=False))
def test_only_the_seed_decides_and_never_the_order_in_which_anything_arrived(
    instance: Instance, random: random.Random
) -> None:
    def shuffled(items: Iterable[Item]) -> tuple[Item, ...]:
        items = list(items)
        return tuple(random.sample(items, len(items)))

    other = replace(
        instance,
        rooms=shuffled(instance.rooms),
        topics=shuffled(instance.topics),
        ballots=dict(shuffled(instance.ballots.items())),
        pins=shuffled(instance.pins),
        current=shuffled(instance.current),
        frozen=shuffled(instance.frozen),
    )
    assert msgspec.json.encode(plan(other)) == msgspec.json.encode(plan(instance))


@settings(deadline=None, max_examples=50)
@given(instances())
def test_more_iterations_are_never_worse_and_still_valid(instance: Instance) -> None:
    one, three = plan(instance), plan(instance, iterations=3)
    assert_valid(instance, three)
    assert _loss(three) <= _loss(one)
    assert plan(instance, iterations=3) == three


def test_more_iterations_find_more_seats_where_the_first_draw_was_unlucky() -> None:
    people = random.Random(7)
    camp = camp_of(
        slots=["s1", "s2", "s3"],
        rooms={f"r{n}": 9 for n in range(4)},
        topics=[f"t{n}" for n in range(12)],
        ballots={f"a{n}": people.sample([f"t{n}" for n in range(12)], 3) for n in range(24)},
    )
    losses = [_loss(plan(camp, iterations=n)) for n in range(1, 9)]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0]


@settings(deadline=None, max_examples=50)
@given(instances())
def test_what_is_shown_stays_put_unless_a_topic_finds_room_by_it(instance: Instance) -> None:
    shown = plan(instance)
    again = plan(replace(instance, current=_cells(shown)))
    if len(again.unplaced) >= len(shown.unplaced):
        assert sessions(again).items() >= sessions(shown).items()
        assert again.score.moved == 0


@settings(deadline=None, max_examples=50)
@given(instances())
def test_nobody_who_can_be_helped_is_left_without_their_first_three_choices(
    instance: Instance,
) -> None:
    found = plan(instance)
    options = {
        attendee: [
            (topic, slot)
            for slot, wanted in slots.items()
            for topic in wanted
            if topic in instance.ballots[attendee][:3]
        ]
        for attendee, slots in seatable(instance, found).items()
    }
    helped = sum(
        not set(instance.ballots[attendee][:3]).isdisjoint(seats.values())
        for attendee, seats in found.seats.items()
    )
    assert helped == _most_seated(instance, found, options)


@settings(deadline=None, max_examples=50)
@given(instances())
def test_no_topic_is_left_out_while_a_cell_would_take_it(instance: Instance) -> None:
    found = plan(instance)
    topics = {topic.id: topic for topic in instance.topics}
    taken = {(p.slot, p.room) for p in found.placements}
    led = {(p.slot, who) for p in found.placements for who in topics[p.topic].facilitators}
    for left_out in found.unplaced:
        topic = topics[left_out.topic]
        assert not [
            (slot.id, room.id)
            for slot in instance.slots
            for room in instance.rooms
            if slot.id not in (*instance.frozen, *topic.not_in, *room.closed)
            and set(topic.needs) <= set(room.features)
            and (slot.id, room.id) not in taken
            and not any((slot.id, who) in led for who in topic.facilitators)
        ]


@settings(deadline=None, max_examples=50)
@given(instances())
def test_reasons_are_true(instance: Instance) -> None:
    found = plan(instance)
    topics = {topic.id: topic for topic in instance.topics}
    rooms = {room.id: room for room in instance.rooms}
    taken = {(p.slot, p.room) for p in found.placements}
    for placement in found.placements:
        topic = topics[placement.topic]
        if "the largest free room" in placement.why:
            assert not [
                room
                for room in instance.rooms
                if room.capacity > rooms[placement.room].capacity
                and set(topic.needs) <= set(room.features)
                and placement.slot not in room.closed
                and (placement.slot, room.id) not in taken
            ]
        if "stays where it was shown" in placement.why:
            shown = Placement(topic=placement.topic, slot=placement.slot, room=placement.room)
            assert shown in instance.current
        if "pinned" in placement.why:
            assert any(pin.topic == placement.topic for pin in instance.pins)
        assert ("frozen" in placement.why) == (placement.slot in instance.frozen)
        assert _claimed(placement.why) in (None, _people(instance, placement.topic))
    for left_out in found.unplaced:
        assert _claimed(left_out.why) in (None, _people(instance, left_out.topic))


@settings(deadline=None, max_examples=50)
@given(instances(), st.integers(0, 99))
def test_the_bound_holds_for_other_plans_with_the_same_sessions(
    instance: Instance, seed: int
) -> None:
    bounds: dict[tuple[str, ...], int] = {}
    seats: dict[tuple[str, ...], int] = {}
    for each in (instance, replace(instance, seed=seed), replace(instance, seed=seed + 1)):
        found = plan(each)
        key = tuple(sorted(p.topic for p in found.placements))
        bounds[key] = min(bounds.get(key, found.score.bound), found.score.bound)
        seats[key] = max(seats.get(key, 0), found.score.seated)
    assert all(seats[key] <= bounds[key] for key in bounds)


def test_a_plan_does_not_depend_on_the_hash_seed_of_the_process() -> None:
    script = """
import msgspec
from board.planning.instance import Instance, Room, Slot, Topic
from board.planning.planner import plan
instance = Instance(
    slots=tuple(Slot(id=f"s{n}") for n in range(3)),
    rooms=tuple(Room(id=f"r{n}", capacity=3, features=("sink",)) for n in range(4)),
    topics=tuple(Topic(id=f"t{n}", needs=("sink",), max_sessions=2) for n in range(9)),
    ballots={f"a{n}": tuple(f"t{(n * k) % 9}" for k in (1, 2)) if n % 9 else () for n in range(40)},
)
print(msgspec.json.encode(plan(instance)).decode())
"""
    printed = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert msgspec.json.decode(printed.pop(), type=Plan).score.seated > 0


def test_an_invalid_instance_is_not_planned() -> None:
    instance = Instance(slots=(), rooms=(), topics=(), ballots={}, frozen=(SlotId("s9"),))
    with pytest.raises(InvalidInstance, match="frozen"):
        plan(instance)


def test_no_iterations_make_no_plan() -> None:
    with pytest.raises(ValueError, match="iterations"):
        plan(Instance(slots=(), rooms=(), topics=(), ballots={}), iterations=0)


def _loss(found: Plan) -> tuple[int, int, int]:
    return len(found.unplaced), found.score.without_top3, -found.score.seated


def _cells(shown: Plan) -> tuple[Placement, ...]:
    return tuple(Placement(topic=p.topic, slot=p.slot, room=p.room) for p in shown.placements)


def _people(instance: Instance, topic_id: str) -> int:
    (topic,) = (topic for topic in instance.topics if topic.id == topic_id)
    return sum(
        topic_id in ballot and who not in topic.facilitators
        for who, ballot in instance.ballots.items()
    )


def _claimed(why: str) -> int | None:
    """How many people the sentence says want the topic."""
    if "nobody has voted for it" in why:
        return 0
    if "one person wants it" in why:
        return 1
    found = re.search(r"(\d+) people want it", why)
    return int(found[1]) if found else None


def _most_seated(
    instance: Instance, found: Plan, options: dict[AttendeeId, list[tuple[TopicId, SlotId]]]
) -> int:
    """The most attendees that can each have one of their options, chair by chair."""
    holder: dict[tuple[TopicId, SlotId, int], AttendeeId] = {}

    def seat(attendee: AttendeeId, tried: set[tuple[TopicId, SlotId, int]]) -> bool:
        for topic, slot in options[attendee]:
            room = sessions(found)[topic, slot]
            for chair in range(chairs(instance, topic, room)):
                spot = topic, slot, chair
                if spot not in tried:
                    tried.add(spot)
                    if spot not in holder or seat(holder[spot], tried):
                        holder[spot] = attendee
                        return True
        return False

    return sum(seat(attendee, set()) for attendee in options)
