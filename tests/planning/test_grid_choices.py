"""What organisers would expect of the grid, by example."""

import pytest
from msgspec.structs import replace

from tests.planning.camps import cells, instance, planned, why
from tests.planning.validity import assert_valid


def test_popular_topics_get_the_big_rooms() -> None:
    camp = instance(
        slots=["s1"],
        rooms={"closet": 5, "gym": 120, "lab": 30},
        topics=["small", "huge", "middling"],
        votes={"small": 3, "huge": 90, "middling": 20},
    )
    assert cells(planned(camp)) == {
        ("huge", "s1", "gym"),
        ("middling", "s1", "lab"),
        ("small", "s1", "closet"),
    }
    assert why(planned(camp), "huge") == (
        "90 people want it and nothing else in this slot; it has the largest free room"
    )


def test_the_most_wanted_topics_are_placed_when_not_all_fit() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"gym": 9},
        topics=["a", "b", "c"],
        votes={"a": 2, "b": 1, "c": 3},
    )
    found = planned(camp)
    assert {topic for topic, _, _ in cells(found)} == {"a", "c"}
    assert why(found, "b") == "no room is free in a slot that it can run in; one person wants it"


def test_a_popular_topic_leaves_the_only_piano_to_the_topic_that_needs_it() -> None:
    camp = instance(
        slots=["s1"],
        rooms=[{"id": "hall", "capacity": 99, "features": ["piano"]}, {"id": "lab", "capacity": 9}],
        topics=["popular", {"id": "strings", "needs": ["piano"]}],
        votes={"popular": 50, "strings": 2},
    )
    assert cells(planned(camp)) == {("popular", "s1", "lab"), ("strings", "s1", "hall")}
    assert why(planned(camp), "strings") == (
        "2 people want it and nothing else in this slot; it has the largest free room with piano"
    )


def test_topics_wanted_by_the_same_people_run_in_different_slots() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 9, "r2": 9},
        topics=["art", "clay", "maths", "proof"],
        ballots={
            **{f"maker-{n}": ["art", "clay"] for n in range(5)},
            **{f"thinker-{n}": ["maths", "proof"] for n in range(4)},
        },
    )
    for seed in range(20):
        found = planned(replace(camp, seed=seed))
        assert found.score.seated == found.score.bound == 18


def test_a_few_people_torn_are_better_than_many_without_a_chair() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"closet": 1, "hall": 9},
        topics=["hot", "nobody's", "rival"],
        ballots={f"p{n}": ["hot", "rival"] if n < 2 else ["hot"] for n in range(9)},
        pins=[
            {"topic": "nobody's", "slot": "s1", "room": "hall"},
            {"topic": "rival", "slot": "s2", "room": "closet"},
        ],
    )
    assert ("hot", "s2", "hall") in cells(planned(camp))


def test_a_facilitator_of_several_topics_is_never_in_two_rooms() -> None:
    topics = [{"id": f"t{n}", "facilitators": ["ann", f"b{n}"]} for n in range(4)]
    camp = instance(slots=["s1", "s2", "s3"], rooms={"r1": 9, "r2": 9}, topics=topics)
    found = planned(camp)
    assert sorted(p.slot for p in found.placements) == ["s1", "s2", "s3"]
    assert found.unplaced[0].why == "its facilitators lead other sessions wherever a room is free"


def test_a_session_nobody_has_seen_yet_goes_elsewhere_for_a_topic_that_can_not() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"gym": 9},
        topics=["free", {"id": "bound", "not_in": ["s2"]}],
        votes={"free": 5, "bound": 1},
    )
    for seed in range(20):
        assert cells(planned(replace(camp, seed=seed))) == {
            ("free", "s2", "gym"),
            ("bound", "s1", "gym"),
        }


def test_a_topic_that_its_room_can_not_hold_runs_again() -> None:
    camp = instance(
        slots=["s1", "s2", "s3"],
        rooms={"gym": 10},
        topics=[{"id": "hot", "max_sessions": 3}, "cold"],
        votes={"hot": 15, "cold": 1},
    )
    found = planned(camp)
    assert_valid(camp, found)
    assert sorted(p.topic for p in found.placements) == ["cold", "hot", "hot"]
    assert any(
        p.why.startswith("run again: 15 people want it; another session of it has only 10 chairs")
        for p in found.placements
    )
    assert found.score.seated == 16


@pytest.mark.parametrize("voters", [10, 15])
def test_a_topic_is_not_repeated_in_place_of_another(voters: int) -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"gym": 10},
        topics=[{"id": "hot", "max_sessions": 2}, "cold"],
        votes={"hot": voters},
    )
    assert sorted(p.topic for p in planned(camp).placements) == ["cold", "hot"]


def test_a_topic_that_fits_its_room_is_not_repeated() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"gym": 10},
        topics=[{"id": "t", "max_sessions": 2}],
        votes={"t": 10},
    )
    assert len(planned(camp).placements) == 1


def test_a_wish_without_facilitators_can_be_placed() -> None:
    camp = instance(slots=["s1"], rooms={"gym": 10}, topics=["wish"])
    assert cells(planned(camp)) == {("wish", "s1", "gym")}
    assert why(planned(camp), "wish") == "nobody has voted for it yet; it has the largest free room"


def test_all_kinds_of_pins_hold_and_say_so() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"gym": 50, "lab": 10},
        topics=["cell", "slot", "room", "hot"],
        votes={"hot": 40, "cell": 1},
        pins=[
            {"topic": "cell", "slot": "s1", "room": "gym"},
            {"topic": "slot", "slot": "s1"},
            {"topic": "room", "room": "lab"},
        ],
    )
    found = planned(camp)
    assert cells(found) == {
        ("cell", "s1", "gym"),
        ("slot", "s1", "lab"),
        ("room", "s2", "lab"),
        ("hot", "s2", "gym"),
    }
    assert why(found, "cell") == "pinned by an organiser"
    assert why(found, "slot").startswith("pinned to this slot by an organiser; ")
    assert why(found, "room").startswith("pinned to this room by an organiser; ")


@pytest.mark.parametrize(
    ("topic", "reason"),
    [
        ({"needs": ["sink", "kiln"]}, "there is no room with sink and kiln"),
        ({"not_in": ["s1", "s2"]}, "no slot that it can run in is still open to changes"),
        ({"needs": ["stage"]}, "no room with stage is open in a slot that it can run in"),
    ],
)
def test_a_topic_that_fits_nowhere_says_why(topic: dict[str, list[str]], reason: str) -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms=[{"id": "hall", "capacity": 9, "features": ["stage"], "closed": ["s1", "s2"]}],
        topics=[{"id": "t", **topic}],
    )
    assert why(planned(camp), "t") == reason


@pytest.mark.parametrize("parts", [{}, {"slots": ["s1"]}, {"rooms": {"gym": 1}}])
def test_a_camp_without_cells_has_a_plan_that_places_nothing(parts: dict[str, object]) -> None:
    camp = instance(topics=["t"], votes={"t": 1}, **parts)
    found = planned(camp)
    assert_valid(camp, found)
    assert found.score.fraction == 1.0
