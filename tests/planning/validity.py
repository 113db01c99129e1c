"""Every hard rule of a plan, written down again from the format, knowing nothing of the planner."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pytest

from board.planning.choices import Cell
from board.planning.instance import AttendeeId, Instance, Pin, RoomId, SlotId, TopicId
from board.planning.plan import Plan


def assert_valid(instance: Instance, plan: Plan) -> None:
    """Fail unless the plan keeps every hard rule and its score is what it says."""
    _assert_all_topics_accounted_for(instance, plan)
    _assert_no_double_booking(instance, plan)
    _assert_cells_allowed(instance, plan)
    _assert_frozen_kept(instance, plan)
    _assert_pins_kept(instance, plan)
    _assert_seats_valid(instance, plan)
    _assert_waitlist_valid(instance, plan)
    _assert_score_true(instance, plan)


def chairs(instance: Instance, topic: TopicId, room: RoomId) -> int:
    """How many may sit in a session of the topic in the room."""
    capacity = next(each.capacity for each in instance.rooms if each.id == room)
    cap = next(each.max_seats for each in instance.topics if each.id == topic)
    return capacity if cap is None else min(cap, capacity)


def sessions(plan: Plan) -> dict[tuple[TopicId, SlotId], RoomId]:
    """The room of each session."""
    return {(p.topic, p.slot): p.room for p in plan.placements}


def seatable(instance: Instance, plan: Plan) -> dict[AttendeeId, dict[SlotId, list[TopicId]]]:
    """What each attendee could sit in if alone: by slot, the wished topics in ballot order."""
    leads = {
        (facilitator, placement.slot)
        for placement in plan.placements
        for topic in instance.topics
        if topic.id == placement.topic
        for facilitator in topic.facilitators
    }
    return {
        attendee: {
            slot.id: [
                topic
                for topic in ballot
                if (attendee, slot.id) not in leads
                and (topic, slot.id) in sessions(plan)
                and chairs(instance, topic, sessions(plan)[topic, slot.id])
            ]
            for slot in instance.slots
        }
        for attendee, ballot in instance.ballots.items()
    }


def most_topics(wishes: Iterable[list[TopicId]]) -> int:
    """The most topics that can be had, at most one a slot and none twice, by trying everything."""
    reached = {frozenset[TopicId]()}
    for wanted in wishes:
        reached |= {had | {topic} for had in reached for topic in wanted}
    return max(len(had) for had in reached)


def _assert_all_topics_accounted_for(instance: Instance, plan: Plan) -> None:
    placed = {p.topic for p in plan.placements}
    left_out = [u.topic for u in plan.unplaced]
    assert placed.isdisjoint(left_out)
    assert sorted([*placed, *left_out]) == sorted(topic.id for topic in instance.topics)
    slots = [slot.id for slot in instance.slots]
    in_order = [(slots.index(p.slot), p.room) for p in plan.placements]
    assert in_order == sorted(in_order)
    assert left_out == sorted(left_out)
    assert all(p.why for p in plan.placements)
    assert all(u.why for u in plan.unplaced)


def _assert_no_double_booking(instance: Instance, plan: Plan) -> None:
    leaders = {topic.id: topic.facilitators for topic in instance.topics}
    cells = Counter((p.slot, p.room) for p in plan.placements)
    topics = Counter((p.slot, p.topic) for p in plan.placements)
    led = Counter((p.slot, each) for p in plan.placements for each in leaders[p.topic])
    assert max([*cells.values(), *topics.values(), *led.values()], default=1) == 1


def _assert_cells_allowed(instance: Instance, plan: Plan) -> None:
    topics = {topic.id: topic for topic in instance.topics}
    rooms = {room.id: room for room in instance.rooms}
    slots = {slot.id for slot in instance.slots}
    for placement in plan.placements:
        topic, room = topics[placement.topic], rooms[placement.room]
        assert placement.slot in slots
        assert set(topic.needs) <= set(room.features)
        assert placement.slot not in room.closed
        assert placement.slot not in topic.not_in
    times = Counter(p.topic for p in plan.placements)
    assert all(times[topic.id] <= topic.max_sessions for topic in instance.topics)


def _assert_frozen_kept(instance: Instance, plan: Plan) -> None:
    before = {(p.topic, p.slot, p.room) for p in instance.current if p.slot in instance.frozen}
    after = {(p.topic, p.slot, p.room) for p in plan.placements if p.slot in instance.frozen}
    assert after == before


def _assert_pins_kept(instance: Instance, plan: Plan) -> None:
    """Every pin has a session of its own."""
    assert each_has_its_own(list(instance.pins), list(plan.placements))


def each_has_its_own(pins: Sequence[Pin], placements: Sequence[Cell]) -> bool:
    """Whether each pin can have a session of its own."""
    if not pins:
        return True
    pin, *others = pins
    return any(
        each_has_its_own(others, [p for p in placements if p is not placement])
        for placement in placements
        if placement.topic == pin.topic
        and pin.slot in (None, placement.slot)
        and pin.room in (None, placement.room)
    )


def _assert_seats_valid(instance: Instance, plan: Plan) -> None:
    possible = seatable(instance, plan)
    assert list(plan.seats) == sorted(instance.ballots)
    taken: Counter[tuple[TopicId, SlotId]] = Counter()
    for attendee, seats in plan.seats.items():
        assert len(set(seats.values())) == len(seats)
        for slot, topic in seats.items():
            assert topic in possible[attendee][slot]
            taken[topic, slot] += 1
    for (topic, slot), count in taken.items():
        assert count <= chairs(instance, topic, sessions(plan)[topic, slot])


def _assert_waitlist_valid(instance: Instance, plan: Plan) -> None:
    """Who waits could sit there, has no better seat in that slot, and there is no chair left."""
    possible = seatable(instance, plan)
    waiting = {
        (attendee, f"{topic}@{slot}")
        for attendee, slots in possible.items()
        for slot, wanted in slots.items()
        for topic in wanted
        if topic not in plan.seats[attendee].values()
        and (
            slot not in plan.seats[attendee]
            or wanted.index(topic) < wanted.index(plan.seats[attendee][slot])
        )
    }
    listed = [(attendee, key) for key, queue in plan.waitlist.items() for attendee in queue]
    assert sorted(listed) == sorted(waiting)
    for (topic, slot), room in sessions(plan).items():
        if f"{topic}@{slot}" in plan.waitlist:
            seated = sum(seats.get(slot) == topic for seats in plan.seats.values())
            assert seated == chairs(instance, topic, room)


def _assert_score_true(instance: Instance, plan: Plan) -> None:
    score, possible = plan.score, seatable(instance, plan)
    assert score.seated == sum(len(seats) for seats in plan.seats.values())
    assert score.bound >= score.seated
    assert score.fraction == pytest.approx(score.seated / score.bound if score.bound else 1)
    assert score.short == sum(
        len(seats) < most_topics(possible[attendee].values())
        for attendee, seats in plan.seats.items()
    )
    shown = {(p.topic, p.slot) for p in instance.current}
    assert score.moved == len(shown - set(sessions(plan)))
    assert score.without_top3 == sum(
        not set(ballot[:3]) & set(plan.seats[attendee].values())
        for attendee, ballot in instance.ballots.items()
        if ballot and _has_free_slot(instance, plan, attendee)
    )
    for n in range(3):
        named = {who: ballot[n] for who, ballot in instance.ballots.items() if len(ballot) > n}
        got = [topic in plan.seats[who].values() for who, topic in named.items()]
        share = score.choices.get(str(n + 1))
        assert share == (pytest.approx(sum(got) / len(got)) if got else None)


def _has_free_slot(instance: Instance, plan: Plan, attendee: str) -> bool:
    led = {topic.id for topic in instance.topics if attendee in topic.facilitators}
    busy = {p.slot for p in plan.placements if p.topic in led}
    return len(busy) < len(instance.slots)
