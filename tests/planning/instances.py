"""Small instances of every kind for property tests: tight, overfull, pinned, frozen, empty."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st
from msgspec.structs import replace

from board.planning.instance import (
    AttendeeId,
    Instance,
    Pin,
    Placement,
    Room,
    RoomId,
    Slot,
    SlotId,
    Topic,
    TopicId,
    check,
)

FEATURES = ("piano", "sink")
Item = TypeVar("Item")


def some(
    items: Sequence[Item], *, at_least: int = 0, at_most: int | None = None
) -> st.SearchStrategy[tuple[Item, ...]]:
    """Some of the items, each at most once, in any order."""
    if not items:
        return st.just(())
    chosen = st.lists(
        st.sampled_from(items),
        unique=True,
        min_size=min(at_least, len(items)),
        max_size=at_most,
    )
    return chosen.map(tuple)


def up_to(most: int) -> st.SearchStrategy[int]:
    """A size that is seldom degenerate."""
    return st.one_of(st.integers(2, most), st.integers(1, most), st.integers(0, most))


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """An instance that `check` finds nothing wrong with, pinned and frozen as far as can be."""
    instance = draw(_bare_instances())
    instance = replace(instance, current=draw(_shown(instance)))
    for slot in draw(some([slot.id for slot in instance.slots], at_most=2)):
        frozen = replace(instance, frozen=(*instance.frozen, slot))
        instance = instance if check(frozen) else frozen
    for pin in draw(_wanted_pins(instance)):
        pinned = replace(instance, pins=(*instance.pins, pin))
        instance = instance if check(pinned) else pinned
    return instance


@st.composite
def _bare_instances(draw: st.DrawFn) -> Instance:
    slots = [SlotId(f"s{n}") for n in range(draw(up_to(4)))]
    attendees = [AttendeeId(f"a{n}") for n in range(draw(up_to(9)))]
    topics = [TopicId(f"t{n}") for n in range(draw(up_to(9)))]
    rooms = tuple(
        Room(
            id=RoomId(f"r{n}"),
            capacity=draw(st.integers(0, 6)),
            features=draw(st.sampled_from([FEATURES, FEATURES[:1], ()])),
            closed=draw(st.one_of(st.just(()), some(slots, at_most=1))),
        )
        for n in range(draw(up_to(4)))
    )
    ballots = st.one_of(some(topics, at_least=4), some(topics, at_least=1), some(topics))
    return Instance(
        slots=tuple(Slot(id=slot) for slot in slots),
        rooms=rooms,
        topics=tuple(draw(_topics(topic, slots, attendees)) for topic in topics),
        ballots={attendee: draw(ballots) for attendee in attendees},
        seed=draw(st.integers(0, 99)),
    )


def _topics(
    topic: TopicId, slots: list[SlotId], attendees: list[AttendeeId]
) -> st.SearchStrategy[Topic]:
    return st.builds(
        Topic,
        id=st.just(topic),
        facilitators=some(attendees, at_most=2),
        needs=st.sampled_from([(), (), (), *((feature,) for feature in FEATURES)]),
        max_sessions=st.sampled_from([1, 1, 2, 3]),
        max_seats=st.sampled_from([None, None, None, 0, 1, 2, 4]),
        not_in=st.one_of(st.just(()), some(slots, at_most=1)),
    )


def _shown(instance: Instance) -> st.SearchStrategy[tuple[Placement, ...]]:
    """A grid that people have seen, which may break any rule by now."""
    if not (instance.slots and instance.rooms and instance.topics):
        return st.just(())
    placements = st.builds(
        Placement,
        topic=st.sampled_from([topic.id for topic in instance.topics]),
        slot=st.sampled_from([slot.id for slot in instance.slots]),
        room=st.sampled_from([room.id for room in instance.rooms]),
    )
    return st.lists(placements, max_size=6).map(tuple)


def _wanted_pins(instance: Instance) -> st.SearchStrategy[list[Pin]]:
    if not (instance.slots and instance.rooms and instance.topics):
        return st.just([])
    pins = st.builds(
        Pin,
        topic=st.sampled_from([topic.id for topic in instance.topics]),
        slot=st.sampled_from([None, *(slot.id for slot in instance.slots)]),
        room=st.sampled_from([None, *(room.id for room in instance.rooms)]),
    )
    return st.lists(pins, max_size=5)
