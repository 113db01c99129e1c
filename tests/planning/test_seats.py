"""Seats are drawn, the same for everybody."""

from collections import Counter

from msgspec.structs import replace

from tests.planning.camps import instance, planned

UNHAD = ["x", "y", "z"]  # topics that no room can hold: whoever wants them loses three times


def test_everybody_gets_their_first_choice_where_there_is_room() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 9, "r2": 9},
        topics=["a", "b", "c", "d"],
        ballots={f"p{n}": ["abcd"[(n + k) % 4] for k in range(4)] for n in range(9)},
    )
    found = planned(camp)
    assert found.score.choices["1"] == 1.0
    assert found.score.short == 0
    assert found.waitlist == {}


def test_who_lost_in_one_slot_is_favoured_in_the_next() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r": 1},
        topics=["a", "b", *({"id": each, "needs": ["kiln"]} for each in UNHAD)],
        ballots={who: [*UNHAD, "a", "b"] for who in ("ann", "bob")},
    )
    for seed in range(20):
        assert sorted(len(has) for has in planned(replace(camp, seed=seed)).seats.values()) == [
            1,
            1,
        ]


def test_a_chair_goes_to_who_would_otherwise_have_none_of_their_first_three() -> None:
    camp = instance(
        slots=["s1"],
        rooms={"r1": 1, "r2": 1},
        topics=["a", "b"],
        ballots={"choosy": ["a"], "easy": ["a", "b"]},
    )
    for seed in range(20):
        assert planned(replace(camp, seed=seed)).seats == {
            "choosy": {"s1": "a"},
            "easy": {"s1": "b"},
        }


def test_the_seed_decides_who_gets_the_last_chair_and_it_is_fair() -> None:
    camp = instance(
        slots=["s1"], rooms={"r": 1}, topics=["a"], ballots={f"p{n}": ["a"] for n in range(4)}
    )
    wins = Counter(
        who
        for seed in range(400)
        for who, has in planned(replace(camp, seed=seed)).seats.items()
        if has
    )
    assert sorted(wins) == ["p0", "p1", "p2", "p3"]
    assert min(wins.values()) > 60  # 100 expected, 8.7 the standard deviation, the seeds fixed


def test_nobody_sits_in_a_slot_in_which_they_lead_nor_in_their_own_topic() -> None:
    camp = instance(
        slots=["s1"],
        rooms={"r1": 9, "r2": 9},
        topics=[{"id": "a", "facilitators": ["ann"]}, "b"],
        ballots={"ann": ["a", "b"]},
    )
    found = planned(camp)
    assert found.seats == {"ann": {}}
    assert (found.score.bound, found.score.without_top3, found.score.short) == (0, 0, 0)


def test_a_cap_below_the_room_leaves_chairs_empty_and_a_waitlist_in_order() -> None:
    camp = instance(
        slots=["s1"],
        rooms={"r": 9},
        topics=[{"id": "a", "max_seats": 2}],
        ballots={f"p{n}": ["a"] for n in range(5)},
    )
    found = planned(camp)
    assert sum(len(has) for has in found.seats.values()) == 2
    assert sorted([*found.waitlist["a@s1"], *(who for who, has in found.seats.items() if has)]) == [
        f"p{n}" for n in range(5)
    ]


def test_a_waitlist_starts_with_who_has_least() -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 1, "r2": 3},
        topics=[{"id": "hot", "max_seats": 1}, "other"],
        ballots={"ann": ["hot"], "bob": ["hot"], "cat": ["hot", "other"]},
        pins=[
            {"topic": "hot", "slot": "s1", "room": "r1"},
            {"topic": "other", "slot": "s2", "room": "r2"},
        ],
    )
    for seed in range(20):
        found = planned(replace(camp, seed=seed))
        (loser,) = (who for who, has in found.seats.items() if not has)
        assert found.waitlist == {"hot@s1": (loser, "cat")}


def test_who_wants_a_repeated_topic_sits_where_it_leaves_most_room_for_the_rest() -> None:
    """The repeat in s2 is the only way to have both."""
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 9, "r2": 9},
        topics=[{"id": "twice", "max_sessions": 2}, "once"],
        ballots={"ann": ["twice", "once"]},
        pins=[
            {"topic": "twice", "slot": "s1", "room": "r1"},
            {"topic": "twice", "slot": "s2", "room": "r1"},
            {"topic": "once", "slot": "s1", "room": "r2"},
        ],
    )
    assert planned(camp).seats == {"ann": {"s1": "once", "s2": "twice"}}


def test_a_chair_that_a_repeat_sets_free_goes_to_who_wanted_it_more_than_their_own() -> None:
    """Ann can have the repeat in s2, so that in s1 Dave need not make do with his second best."""
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 1, "r2": 9, "r3": 9},
        topics=[
            {"id": "twice", "max_sessions": 2},
            "once",
            "second best",
            {"id": "own", "facilitators": ["dave"]},
            *({"id": each, "needs": ["kiln"]} for each in UNHAD),
        ],
        ballots={"ann": [*UNHAD, "twice", "once"], "dave": [*UNHAD, "twice", "second best"]},
        pins=[
            {"topic": "twice", "slot": "s1", "room": "r1"},
            {"topic": "twice", "slot": "s2", "room": "r2"},
            {"topic": "once", "slot": "s1", "room": "r2"},
            {"topic": "second best", "slot": "s1", "room": "r3"},
            {"topic": "own", "slot": "s2", "room": "r3"},
        ],
    )
    for seed in range(20):
        assert planned(replace(camp, seed=seed)).seats == {
            "ann": {"s1": "once", "s2": "twice"},
            "dave": {"s1": "twice"},
        }
