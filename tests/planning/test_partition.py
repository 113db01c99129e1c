"""The set-partition bound: what it sees that the slot-blind one can't, and that it stays a bound."""

from collections.abc import Iterable
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from benchmarks.camps import district, small_edcamp
from board.planning.bounds import seat_bound
from board.planning.instance import Instance
from board.planning.partition import partition_bound
from board.planning.planner import plan
from board.planning.slot_sets import UNIT, SlotSets, Spec
from tests.planning.camps import instance
from tests.planning.instances import instances

TRIANGLE = {
    "slots": ["s1", "s2"],
    "rooms": {"r1": 9, "r2": 9},
    "ballots": {"ann": ["a", "b"], "bob": ["b", "c"], "cat": ["c", "a"]},
}


def test_some_two_of_three_topics_share_one_of_two_slots() -> None:
    camp = instance(**TRIANGLE, topics=["a", "b", "c"])
    placements = plan(camp).placements
    assert seat_bound(camp, placements) == 6
    assert partition_bound(camp, placements) == 5


def test_a_topic_that_may_run_again_may_be_had_in_the_other_slot() -> None:
    camp = instance(**TRIANGLE, topics=["a", "b", {"id": "c", "max_sessions": 2}])
    assert partition_bound(camp, plan(camp).placements) == 6


@pytest.mark.parametrize(
    "parts",
    [
        {"pins": [{"topic": "a", "slot": "s1"}, {"topic": "b", "slot": "s1"}]},
        {
            "current": [
                {"topic": "a", "slot": "s1", "room": "r1"},
                {"topic": "b", "slot": "s1", "room": "r2"},
            ],
            "frozen": ["s1"],
        },
        {"topics": [{"id": "a", "not_in": ["s2"]}, {"id": "b", "not_in": ["s2"]}]},
    ],
    ids=["pinned", "frozen", "not in the other"],
)
def test_topics_that_must_share_a_slot_are_no_two_seats(parts: dict[str, object]) -> None:
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 9, "r2": 9},
        ballots={"ann": ["a", "b"]},
        **{"topics": ["a", "b"]} | parts,
    )
    assert partition_bound(camp, plan(camp).placements) == 1


def test_topics_with_one_facilitator_share_no_slot() -> None:
    topics = [{"id": topic, "facilitators": ["zoe"]} for topic in "ab"]
    camp = instance(
        slots=["s1", "s2"],
        rooms={"r1": 9, "r2": 9},
        topics=[*topics, "c"],
        ballots={"ann": ["a", "c"], "bob": ["b", "c"]},
    )
    assert partition_bound(camp, plan(camp).placements) == 3


def test_a_slot_seats_no_more_than_its_rooms() -> None:
    camp = instance(
        slots=["s1", "s2"], rooms={"r1": 3, "r2": 2}, topics=["a", "b"], votes={"a": 9, "b": 9}
    )
    assert partition_bound(camp, plan(camp).placements) == 6


def test_a_topic_seats_no_more_than_its_best_room_next_to_all_who_want_another() -> None:
    camp = instance(
        slots=["s1"],
        rooms={"r1": 9, "r2": 9},
        topics=[{"id": "a", "max_seats": 2}, "b"],
        votes={"a": 5, "b": 1},
    )
    assert partition_bound(camp, plan(camp).placements) == 3


def test_what_has_too_many_sets_to_look_at_is_left_alone() -> None:
    assert partition_bound(district(), ()) is None


def test_a_camp_without_slots_has_no_such_bound() -> None:
    assert partition_bound(instance(topics=["a"], votes={"a": 1}), ()) is None


@settings(deadline=None, max_examples=50)
@given(instances(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_change_the_bound(camp: Instance, draw: Random) -> None:
    placements = list(plan(camp, iterations=1).placements)
    shuffled = replace(
        camp,
        **{
            part: tuple(draw.sample(getattr(camp, part), len(getattr(camp, part))))
            for part in ("slots", "rooms", "topics", "pins", "current", "frozen")
        },
        ballots=dict(draw.sample(list(camp.ballots.items()), len(camp.ballots))),
    )
    bound = partition_bound(camp, placements)
    draw.shuffle(placements)
    assert partition_bound(shuffled, placements) == bound


def test_a_whole_edcamp_is_small_enough() -> None:
    camp = small_edcamp(2)
    few = replace(camp, ballots={each: ballot[:4] for each, ballot in camp.ballots.items()})
    bound = partition_bound(few, plan(few).placements)
    assert bound is not None
    assert bound < seat_bound(few, plan(few).placements) * 0.95


@st.composite
def specs(draw: st.DrawFn) -> tuple[Spec, list[int], list[int]]:
    topics = draw(st.permutations(range(draw(st.integers(1, 7)))))
    forced = topics[: draw(st.integers(0, min(2, len(topics))))]
    free = topics[len(forced) :]
    most = draw(st.integers(0, len(free)))
    size = len(forced) + most
    spec = Spec(
        forced=tuple(forced),
        free=tuple(free),
        fewest=draw(st.integers(0, most)),
        most=most,
        chairs=tuple((topic, draw(st.integers(0, 5))) for topic in topics),
        capacities=tuple(draw(st.lists(st.integers(0, 5), min_size=size, max_size=size))),
    )
    voters = [draw(st.integers(0, 255)) for _ in topics]
    leaders = [draw(st.sampled_from([0, 0, 1, 2, 4, 96])) & ~want for want in voters]
    for topic in forced:
        leaders[topic] = 0
    return spec, voters, leaders


@given(specs(), st.data())
def test_the_best_of_all_sets_is_found_at_any_prices(
    drawn: tuple[Spec, list[int], list[int]], data: st.DataObject
) -> None:
    spec, voters, leaders = drawn
    prices = [data.draw(st.integers(-3 * UNIT, 6 * UNIT)) for _ in voters]
    slack = data.draw(st.sampled_from([0, UNIT]))
    worths = {
        chosen: worth(spec, chosen, voters, leaders)
        for size in range(spec.fewest, spec.most + 1)
        for more in combinations(spec.free, size)
        if nobody_twice(chosen := (*spec.forced, *more), leaders)
    }
    gains = {chosen: worths[chosen] - sum(prices[t] for t in chosen) for chosen in worths}
    found = SlotSets(spec, voters, leaders).best(prices, slack)
    assert all(worths[each.topics] == each.worth for each in found)
    assert [gains[each.topics] for each in found[:1]] == sorted(gains.values())[-1:]
    assert all(gains[each.topics] >= gains[found[0].topics] - slack for each in found)
    assert len({each.topics for each in found}) == len(found)


def worth(spec: Spec, chosen: Iterable[int], voters: list[int], leaders: list[int]) -> int:
    """What the set is worth, by its definition."""
    chairs, chosen = dict(spec.chairs), list(chosen)
    crowded = [t for t in chosen if voters[t].bit_count() > chairs[t]]
    leading = {person for t in chosen for person in bits(leaders[t])}
    everybody = {person for t in chosen for person in bits(voters[t])} - leading
    roomy = {person for t in chosen if t not in crowded for person in bits(voters[t])} - leading
    return UNIT * min(
        len(everybody),
        sum(spec.capacities[: len(chosen)]),
        len(roomy) + sum(chairs[t] for t in crowded),
    )


def nobody_twice(chosen: Iterable[int], leaders: list[int]) -> bool:
    leading = [person for t in chosen for person in bits(leaders[t])]
    return len(set(leading)) == len(leading)


def bits(group: int) -> set[int]:
    return {n for n in range(group.bit_length()) if group >> n & 1}
