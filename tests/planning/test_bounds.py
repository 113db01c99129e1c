"""The bound is compared with the best that trying every grid and every seat can find."""

from collections import Counter
from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from benchmarks.camps import district
from board.planning.bounds import Bound, best_bound, quick_bound, seat_bound
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
from board.planning.matching import Matching
from board.planning.partition import partition_bound
from board.planning.planner import plan
from tests.planning.camps import instance
from tests.planning.instances import instances, some

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


@st.composite
def grids_of_tiny_camps(draw: st.DrawFn) -> tuple[Instance, list[Placement]]:
    """A grid and its camp, in which some of the grid may be pinned and the first slot frozen."""
    camp = draw(tiny_instances())
    grid = draw(st.sampled_from(list(grids(camp))))
    pins = [
        Pin(topic=p.topic, slot=p.slot, room=draw(st.sampled_from([None, p.room])))
        for p in draw(some(grid))
    ]
    frozen = draw(st.sampled_from([(), SLOTS[:1]]))
    shown = tuple(p for p in grid if p.slot in frozen)
    return replace(camp, pins=tuple(pins), frozen=frozen, current=shown), grid


@settings(deadline=None, max_examples=100)
@given(grids_of_tiny_camps())
def test_no_grid_that_runs_these_sessions_seats_more_than_any_bound(
    drawn: tuple[Instance, list[Placement]],
) -> None:
    camp, cells = drawn
    assert not check(camp)
    runs = Counter(p.topic for p in cells)
    most = max(
        most_seats(camp, grid)
        for grid in grids(camp)
        if runs <= Counter(p.topic for p in grid) and keeps(camp, grid)
    )
    assert most <= seat_bound(camp, cells)
    assert most <= (partition_bound(camp, cells) or 0)
    assert most <= best_bound(camp, cells).value


@settings(deadline=None, max_examples=100)
@given(instances())
def test_no_plan_seats_more_than_any_bound(camp: Instance) -> None:
    found = plan(camp, iterations=1)
    partition = partition_bound(camp, found.placements)
    bounds = [seat_bound(camp, found.placements)]
    bounds += [partition] if partition is not None else []
    assert min(bounds) == best_bound(camp, found.placements).value
    assert min(bounds) >= found.score.seated


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
    assert seat_bound(camp, ()) == 1


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


def test_no_bound_exceeds_all_chairs() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms=[{"id": "r1", "capacity": 2}, {"id": "r2", "capacity": 1, "closed": ["s2"]}],
        topics=["a", "b", "c"],
        votes={"a": 9, "b": 9, "c": 9},
    )
    assert seat_bound(camp, ()) == 5


@given(
    ballots=st.lists(some(("a", "b", "c", "d", "e")), max_size=8),
    chairs=st.lists(st.integers(0, 3), min_size=5, max_size=5),
    slots=st.integers(1, 4),
)
def test_the_bound_is_a_largest_matching_of_people_with_topics(
    ballots: list[tuple[str, ...]], chairs: list[int], slots: int
) -> None:
    camp = instance(
        slots=[f"s{n}" for n in range(slots)],
        rooms={"hall": 99},
        topics=[
            {"id": topic, "max_seats": most} for topic, most in zip("abcde", chairs, strict=True)
        ],
        ballots={f"a{n}": ballot for n, ballot in enumerate(ballots)},
    )
    matching = Matching(dict(enumerate(ballots)), dict(zip("abcde", chairs, strict=True)))
    assert seat_bound(camp, ()) == sum(
        matching.add(attendee) for attendee in range(len(ballots)) for _ in range(slots)
    )


def test_where_people_name_few_topics_the_slot_blind_bound_is_loose() -> None:
    few, many = district(votes=4), district(votes=8)
    assert best_bound(few, ()) == Bound(value=seat_bound(few, ()), by="slot-blind", loose=True)
    assert best_bound(many, ()) == Bound(value=seat_bound(many, ()), by="slot-blind", loose=False)
    assert quick_bound(few, ()) == best_bound(few, ())


def test_in_a_small_camp_the_set_partition_bound_is_taken_if_it_is_smaller() -> None:
    wishes = {"ann": ["a", "b"], "bob": ["b", "c"], "cat": ["c", "a"]}
    slots, rooms = ["s1", "s2"], {"r1": 9, "r2": 9}
    camp = instance(slots=slots, rooms=rooms, topics=["a", "b", "c"], ballots=wishes)
    cells = plan(camp).placements
    assert quick_bound(camp, cells) == Bound(value=6, by="slot-blind", loose=True)
    assert best_bound(camp, cells) == Bound(value=5, by="set-partition", loose=False)


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


def keeps(camp: Instance, grid: list[Placement]) -> bool:
    """Whether the grid keeps the pins, of which each names a slot, and what is frozen."""
    cells = {(p.topic, p.slot): p.room for p in grid}
    return set(camp.current) == {p for p in grid if p.slot in camp.frozen} and all(
        (pin.topic, pin.slot) in cells and pin.room in (None, cells[pin.topic, pin.slot])
        for pin in camp.pins
        if pin.slot is not None
    )


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
