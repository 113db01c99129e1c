"""What a change would come to, told of two instances."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from board.planning.instance import Instance, Room, RoomId, Slot, SlotId, TopicId, check
from board.planning.planner import plan
from board.planning.whatif import Difference, Where, compare
from tests.planning.camps import instance, shown
from tests.planning.instances import instances

SMALL, LARGE = RoomId("small"), RoomId("large")
NINE, TEN = SlotId("nine"), SlotId("ten")
KILNS, LOOMS = TopicId("kilns"), TopicId("looms")


def two_rooms(**more: object) -> Instance:
    """Kilns, which eight want, in the large room, and Looms, which three want, in the small one."""
    return instance(
        slots=["nine"],
        rooms={"large": 10, "small": 4},
        topics=["kilns", "looms"],
        votes={"kilns": 8, "looms": 3},
        current=two_rooms_now(),
        **more,
    )


def two_rooms_now() -> list[dict[str, str]]:
    return [
        {"topic": "kilns", "slot": "nine", "room": "large"},
        {"topic": "looms", "slot": "nine", "room": "small"},
    ]


def closed(before: Instance, room: RoomId, *slots: SlotId) -> Instance:
    rooms = (replace(r, closed=slots) if r.id == room else r for r in before.rooms)
    return replace(before, rooms=tuple(rooms))


def sized(before: Instance, topic: TopicId, **size: int) -> Instance:
    topics = (replace(t, **size) if t.id == topic else t for t in before.topics)
    return replace(before, topics=tuple(topics))


def seats(difference: Difference) -> tuple[int, int]:
    return difference.before.seats, difference.after.seats


@settings(max_examples=40, deadline=None)
@given(instances())
def test_a_change_that_changes_nothing_makes_no_difference(given: Instance) -> None:
    difference = compare(given, given, iterations=1)
    assert difference.before == difference.after
    assert (difference.moves, difference.unplaced) == ((), ())


@settings(max_examples=60, deadline=None)
@given(instances(), st.data())
def test_only_what_people_see_moves_and_only_to_where_it_can(
    before: Instance, data: st.DataObject
) -> None:
    if not (before.rooms and before.slots):
        return
    room = data.draw(st.sampled_from(before.rooms)).id
    slot = data.draw(st.sampled_from(before.slots)).id
    after = closed(before, room, slot)
    if check(after):
        return
    difference = compare(before, after, iterations=1)
    assert difference == compare(before, after, iterations=1)
    seen = {(p.topic, Where(slot=p.slot, room=p.room)) for p in before.current}
    unplaced = {u.topic for u in difference.unplaced}
    for move in difference.moves:
        assert move.source != move.target
        assert move.source is None or (move.topic, move.source) in seen
        assert move.target != Where(slot=slot, room=room)
        assert move.topic not in unplaced
    for outcome in (difference.before, difference.after):
        assert sum(outcome.choices) <= outcome.seats <= outcome.bound


def test_a_session_whose_room_closes_is_told_with_its_new_room() -> None:
    before = replace(two_rooms(), rooms=(*two_rooms().rooms, Room(id=RoomId("hall"), capacity=9)))
    difference = compare(before, closed(before, LARGE, NINE), iterations=1)
    (move,) = difference.moves
    assert (move.topic, move.source) == (KILNS, Where(slot=NINE, room=LARGE))
    assert move.target == Where(slot=NINE, room=RoomId("hall"))
    assert move.why
    assert seats(difference) == (11, 11)


def test_what_nobody_can_sit_in_any_more_is_counted_by_choice() -> None:
    before = two_rooms()
    difference = compare(before, closed(before, SMALL, NINE), iterations=1)
    assert seats(difference) == (11, 8)
    assert (difference.before.choices, difference.after.choices) == ((11, 0, 0), (8, 0, 0))
    assert (difference.before.without_top3, difference.after.without_top3) == (0, 3)
    assert [u.topic for u in difference.unplaced] == [LOOMS]
    assert difference.unplaced[0].why
    assert difference.moves == ()


def test_a_slot_more_gives_a_topic_a_room_that_had_none() -> None:
    before = closed(two_rooms(), SMALL, NINE)
    before = replace(before, current=tuple(p for p in before.current if p.topic == KILNS))
    after = replace(before, slots=(*before.slots, Slot(id=TEN)))
    difference = compare(before, after, iterations=1)
    assert [(move.topic, move.source) for move in difference.moves] == [(LOOMS, None)]
    assert seats(difference) == (8, 11)


def test_a_cap_turns_people_away() -> None:
    difference = compare(two_rooms(), sized(two_rooms(), KILNS, max_seats=2), iterations=1)
    assert seats(difference) == (11, 5)
    assert difference.moves == ()


def test_a_topic_that_runs_once_more_is_told_as_a_new_session() -> None:
    crew = [f"weaver-{n}" for n in range(4)]  # who lead Looms while Kilns runs
    before = instance(
        slots=["nine", "ten"],
        rooms={"large": 30, "small": 30},
        topics=["kilns", {"id": "looms", "facilitators": crew}],
        votes={"kilns": 8, "looms": 3},
        ballots={weaver: ["kilns"] for weaver in crew},
        pins=[
            {"topic": "kilns", "slot": "nine", "room": "large"},
            {"topic": "looms", "slot": "nine", "room": "small"},
        ],
        current=two_rooms_now(),
    )
    difference = compare(before, sized(before, KILNS, max_sessions=2), iterations=20)
    (move,) = difference.moves
    assert (move.topic, move.source) == (KILNS, None)
    assert move.target is not None
    assert move.target.slot == TEN
    assert seats(difference) == (11, 15)


def test_what_would_move_anyway_is_not_blamed_on_the_change() -> None:
    before = two_rooms()
    swapped = replace(
        before,
        current=tuple(replace(p, room=SMALL if p.room == LARGE else LARGE) for p in before.current),
    )
    settled = shown(plan(swapped, iterations=1))
    after = sized(swapped, LOOMS, max_seats=2)
    moved = {move.topic for move in compare(swapped, after, iterations=1).moves}
    assert moved <= {p.topic for p in settled if p in swapped.current}
