"""The bound is compared with the best that trying every grid and every seat can find."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from board.planning.bounds import seat_bound
from board.planning.instance import (
    AttendeeId,
    Instance,
    Placement,
    Room,
    RoomId,
    Slot,
    SlotId,
    Topic,
    TopicId,
)
from board.planning.planner import plan
from tests.planning.camps import instance
from tests.planning.instances import some

SLOTS = (SlotId("s1"), SlotId("s2"))
ROOMS = (RoomId("r1"), RoomId("r2"))
TOPICS = (TopicId("t1"), TopicId("t2"), TopicId("t3"))
ATTENDEES = (AttendeeId("a1"), AttendeeId("a2"), AttendeeId("a3"))


@st.composite
def tiny_instances(draw: st.DrawFn) -> Instance:
    closed = st.one_of(st.just(()), some(SLOTS, at_most=1))
    return Instance(
        slots=tuple(Slot(id=slot) for slot in SLOTS),
        rooms=tuple(
            Room(id=room, capacity=draw(st.integers(0, 3)), closed=draw(closed)) for room in ROOMS
        ),
        topics=tuple(
            Topic(
                id=topic,
                facilitators=draw(some(ATTENDEES, at_most=1)),
                max_seats=draw(st.sampled_from([None, 1])),
                max_sessions=draw(st.sampled_from([1, 2])),
                not_in=draw(closed),
            )
            for topic in TOPICS
        ),
        ballots={each: draw(some(TOPICS, at_least=1)) for each in ATTENDEES},
    )


@settings(deadline=None, max_examples=60)
@given(tiny_instances())
def test_no_grid_that_runs_these_sessions_seats_more_than_the_bound(camp: Instance) -> None:
    found = plan(camp)
    runs = [p.topic for p in found.placements]
    for grid in grids(camp):
        if all([p.topic for p in grid].count(topic) >= runs.count(topic) for topic in runs):
            assert most_seats(camp, grid) <= found.score.bound


def test_the_bound_counts_a_facilitator_s_duties() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r": 9},
        topics=[{"id": "a", "facilitators": ["ann"]}, "b", "c"],
        ballots={"ann": ["b", "c"], "bob": ["b", "c"]},
    )
    leading = Placement(topic=TopicId("a"), slot=SlotId("s1"), room=RoomId("r"))
    assert seat_bound(camp, []) == 4
    assert seat_bound(camp, [leading]) == 3


def test_the_bound_counts_no_seat_in_a_topic_of_one_s_own() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r": 9},
        topics=[{"id": "a", "facilitators": ["ann"]}],
        ballots={"ann": ["a"], "bob": ["a"]},
    )
    assert plan(camp).score.bound == 1


def test_the_bound_counts_the_best_room_of_as_many_slots_as_a_topic_may_run_in() -> None:
    camp = instance(
        slots=["s1", "s2", "s3"],
        rooms=[
            {"id": "big", "capacity": 5, "closed": ["s1", "s2"]},
            {"id": "small", "capacity": 3},
        ],
        topics=[{"id": "a", "max_sessions": 2}],
        votes={"a": 20},
    )
    assert seat_bound(camp, ()) == 8


def grids(camp: Instance) -> Iterator[list[Placement]]:
    """Every grid that keeps the hard rules."""
    topics = {topic.id: topic for topic in camp.topics}
    cells = [(slot, room.id) for slot in SLOTS for room in camp.rooms if slot not in room.closed]
    for chosen in product([None, *TOPICS], repeat=len(cells)):
        grid = [
            Placement(topic=topic, slot=slot, room=room)
            for topic, (slot, room) in zip(chosen, cells, strict=True)
            if topic is not None
        ]
        led = [(p.slot, who) for p in grid for who in topics[p.topic].facilitators]
        if (
            len({(p.topic, p.slot) for p in grid}) == len(grid)
            and len(set(led)) == len(led)
            and not any(p.slot in topics[p.topic].not_in for p in grid)
            and all(chosen.count(topic.id) <= topic.max_sessions for topic in camp.topics)
        ):
            yield grid


def most_seats(camp: Instance, grid: list[Placement]) -> int:
    """The most seats in this grid, by trying everything, attendee by attendee."""
    topics = {topic.id: topic for topic in camp.topics}
    capacity = {room.id: room.capacity for room in camp.rooms}
    chairs = tuple(
        min(capacity[p.room], camp_cap)
        if (camp_cap := topics[p.topic].max_seats) is not None
        else capacity[p.room]
        for p in grid
    )
    best = {chairs: 0}
    for attendee, ballot in camp.ballots.items():
        busy = {p.slot for p in grid if attendee in topics[p.topic].facilitators}
        options = [n for n, p in enumerate(grid) if p.topic in ballot and p.slot not in busy]
        days = [
            day
            for day in [(), *((n,) for n in options), *product(options, repeat=2)]
            if len({grid[n].slot for n in day}) == len({grid[n].topic for n in day}) == len(day)
        ]
        reached: dict[tuple[int, ...], int] = {}
        for left, seats in best.items():
            for day in days:
                after = tuple(chair - (n in day) for n, chair in enumerate(left))
                if min(after, default=0) >= 0:
                    reached[after] = max(reached.get(after, 0), seats + len(day))
        best = reached
    return max(best.values())
