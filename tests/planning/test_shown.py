"""What people have seen stays, unless something hard forbids it, and then the plan says what."""

from typing import Any

import pytest
from msgspec.structs import replace

from board.planning.instance import AttendeeId, Instance, TopicId
from tests.planning.camps import cells, instance, planned, shown, why

CAMP: dict[str, Any] = {
    "slots": ["s1", "s2"],
    "rooms": {"gym": 50, "hall": 45, "lab": 10},
    "topics": ["a", "b", "c", "d"],
    "votes": {"a": 40, "b": 9, "c": 8, "d": 1},
    "current": [
        {"topic": "a", "slot": "s1", "room": "gym"},
        {"topic": "b", "slot": "s1", "room": "lab"},
        {"topic": "c", "slot": "s2", "room": "lab"},
    ],
}


def camp(**parts: Any) -> Instance:
    return instance(**{**CAMP, **parts})


def test_a_vote_that_trickles_in_moves_nothing() -> None:
    before = instance(**{**CAMP, "current": []})
    found = planned(before)
    for voted in ("a", "b", "c", "d"):
        ballots = before.ballots | {AttendeeId("late"): (TopicId(voted),)}
        later = replace(before, ballots=ballots, current=shown(found))
        assert cells(planned(later)) == cells(found)
        assert planned(later).score.moved == 0


def test_what_is_shown_stays_and_says_so() -> None:
    found = planned(camp())
    assert ("c", "s2", "lab") in cells(found)
    assert why(found, "c") == "it stays where it was shown; 8 people want it"


def test_a_late_vote_never_moves_a_frozen_session() -> None:
    found = planned(camp(votes={"a": 1, "b": 99}, frozen=["s1"]))
    assert {cell for cell in cells(found) if cell[1] == "s1"} == {
        ("a", "s1", "gym"),
        ("b", "s1", "lab"),
    }
    assert why(found, "b") == "this slot is frozen, so it stays as it is"


def test_nothing_joins_a_frozen_slot() -> None:
    found = planned(camp(current=[], frozen=["s1", "s2"]))
    assert cells(found) == set()
    assert why(found, "a") == "no slot that it can run in is still open to changes"


def test_a_session_that_outgrows_its_room_takes_a_much_larger_one_in_its_slot() -> None:
    found = planned(camp(rooms={"gym": 50, "lab": 10}, votes={"a": 9, "b": 40, "c": 8}))
    assert {("b", "s1", "gym"), ("a", "s1", "lab")} <= cells(found)
    assert why(found, "b") == "moved from «lab», which has 10 seats: 40 people want it"
    assert why(found, "a") == "moved from «gym», which went to «b», which 40 people want"
    assert found.score.moved == 0


def test_a_session_that_outgrows_its_room_prefers_nobody_s_room() -> None:
    found = planned(camp(votes={"a": 40, "b": 30, "c": 8}))
    assert {("a", "s1", "gym"), ("b", "s1", "hall")} <= cells(found)


@pytest.mark.parametrize(
    ("rooms", "votes"),
    [
        ({"gym": 14, "lab": 10}, {"a": 5, "b": 14}),  # not much larger
        ({"gym": 50, "lab": 10}, {"a": 5, "b": 10}),  # not too small
        ({"gym": 50, "lab": 10}, {"a": 41, "b": 40}),  # not wanted more
    ],
)
def test_shown_rooms_are_not_swapped_for_little(
    rooms: dict[str, int], votes: dict[str, int]
) -> None:
    found = planned(camp(slots=["s1"], rooms=rooms, votes=votes, current=CAMP["current"][:2]))
    assert cells(found) == {("a", "s1", "gym"), ("b", "s1", "lab")}


def test_a_pinned_room_is_not_swapped() -> None:
    pins = [{"topic": "a", "slot": "s1", "room": "gym"}]
    found = planned(camp(rooms={"gym": 50, "lab": 10}, votes={"a": 1, "b": 99}, pins=pins))
    assert ("a", "s1", "gym") in cells(found)


def test_a_pin_to_a_slot_leaves_the_session_in_the_room_where_it_was_shown() -> None:
    found = planned(camp(pins=[{"topic": "b", "slot": "s1"}]))
    assert ("b", "s1", "lab") in cells(found)
    assert (
        why(found, "b")
        == "pinned to this slot by an organiser; it stays where it was shown; 9 people want it"
    )


def test_a_pin_to_a_room_leaves_the_session_in_the_slot_where_it_was_shown() -> None:
    for seed in range(10):
        found = planned(camp(pins=[{"topic": "c", "room": "hall"}], seed=seed))
        assert ("c", "s2", "hall") in cells(found)


def test_a_pin_to_a_room_holds_the_very_session_that_was_shown_in_it() -> None:
    current = [
        {"topic": "c", "slot": "s1", "room": "hall"},
        {"topic": "c", "slot": "s2", "room": "lab"},
    ]
    topics = ["a", "b", {"id": "c", "max_sessions": 2}, "d"]
    for seed in range(10):
        pins = [{"topic": "c", "room": "lab"}]
        found = planned(camp(topics=topics, current=current, pins=pins, seed=seed))
        assert {("c", "s1", "hall"), ("c", "s2", "lab")} <= cells(found)


def test_every_pin_has_a_session_of_its_own_beside_what_is_frozen() -> None:
    topics = [{"id": "a", "max_sessions": 2}, "b", "c", "d"]
    pins = [{"topic": "a", "slot": "s1"}, {"topic": "a", "room": "gym"}]
    found = planned(camp(topics=topics, pins=pins, frozen=["s1"]))
    assert {("a", "s1", "gym"), ("a", "s2", "gym")} <= cells(found)


def test_a_session_whose_room_closes_stays_in_its_slot() -> None:
    rooms = [
        {"id": "gym", "capacity": 50, "closed": ["s1"]},
        {"id": "hall", "capacity": 45},
        {"id": "lab", "capacity": 10},
    ]
    found = planned(camp(rooms=rooms))
    assert {("a", "s1", "hall"), ("b", "s1", "lab")} <= cells(found)
    assert why(found, "a") == "moved from «gym», which is closed in this slot"
    assert found.score.moved == 0


def test_a_session_whose_facilitators_can_not_make_its_slot_any_more_moves_and_says_why() -> None:
    topics = [{"id": "a", "facilitators": ["ann"], "not_in": ["s1"]}, "b", "c", "d"]
    found = planned(camp(topics=topics))
    assert ("a", "s2", "gym") in cells(found)
    assert why(found, "a") == "moved from «s1»: its facilitators can't make it then"
    assert found.score.moved == 1


def test_of_two_shown_sessions_that_now_share_a_facilitator_the_less_wanted_one_moves() -> None:
    topics = [
        {"id": "a", "facilitators": ["ann"]},
        {"id": "b", "facilitators": ["ann"]},
        "c",
        "d",
    ]
    found = planned(camp(topics=topics))
    assert ("a", "s1", "gym") in cells(found)
    assert ("b", "s2", "gym") in cells(found)
    assert why(found, "b") == "moved from «s1»: one of its facilitators leads «a» then"


def test_two_shown_sessions_that_lose_their_rooms_do_not_share_a_facilitator() -> None:
    rooms = [
        {"id": "gym", "capacity": 50, "closed": ["s1"]},
        {"id": "lab", "capacity": 10, "closed": ["s1"]},
        {"id": "hall", "capacity": 45},
        {"id": "attic", "capacity": 45},
    ]
    topics = [{"id": topic, "facilitators": ["ann"]} for topic in ("a", "b")]
    found = planned(camp(rooms=rooms, topics=[*topics, "c", "d"]))
    assert {topic: slot for topic, slot, _ in cells(found) if topic in "ab"} == {
        "a": "s1",
        "b": "s2",
    }


def test_a_new_topic_never_pushes_a_shown_one_out_however_popular_it_is() -> None:
    found = planned(camp(rooms={"lab": 10}, current=CAMP["current"][1:], votes={"d": 500}))
    assert cells(found) == {("b", "s1", "lab"), ("c", "s2", "lab")}


def test_a_session_makes_way_for_a_topic_that_needs_its_room() -> None:
    found = planned(
        instance(
            slots=["s1"],
            rooms=[
                {"id": "studio", "capacity": 50, "features": ["piano"]},
                {"id": "lab", "capacity": 9},
            ],
            topics=["talk", {"id": "song", "needs": ["piano"]}],
            votes={"talk": 30, "song": 2},
            current=[{"topic": "talk", "slot": "s1", "room": "studio"}],
        )
    )
    assert cells(found) == {("song", "s1", "studio"), ("talk", "s1", "lab")}


def test_a_repeat_makes_way_for_a_topic_that_has_no_session() -> None:
    found = planned(
        instance(
            slots=["s1", "s2"],
            rooms={"gym": 10},
            topics=[{"id": "hot", "max_sessions": 2}, "late"],
            votes={"hot": 20, "late": 1},
            current=[{"topic": "hot", "slot": slot, "room": "gym"} for slot in ("s1", "s2")],
        )
    )
    assert {cell[0] for cell in cells(found)} == {"hot", "late"}
