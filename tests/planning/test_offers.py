"""Where demand could make supply: who is asked for more room, and what it would win."""

from typing import Any

from hypothesis import given, settings
from msgspec.structs import replace

from board.planning.instance import Instance, TopicId
from board.planning.offers import Won, offers, overwhelmed
from board.planning.planner import Planner, plan
from tests.planning.camps import instance, shown
from tests.planning.instances import instances

ENOUGH = 30  # iterations
ROBOTS, KNITTING = TopicId("robots"), TopicId("knitting")


def camp(**parts: Any) -> Instance:
    """Two slots, a hall and a den, and 62 people who want robots."""
    usual: dict[str, Any] = {
        "slots": ["s1", "s2"],
        "rooms": {"hall": 40, "den": 10},
        "topics": [{"id": "robots", "facilitators": ["ada"]}, "knitting"],
        "votes": {"robots": 62, "knitting": 5},
    }
    return instance(**{**usual, **parts})


def found(camp: Instance, **asked: Any) -> tuple[Won, ...]:
    return offers(camp, plan(camp), ENOUGH, **asked)


def test_a_topic_that_more_people_want_than_any_room_holds_is_overwhelmed() -> None:
    robots = camp()
    assert overwhelmed(robots, plan(robots)) == ((ROBOTS, 62, 40),)


def test_one_that_fits_its_room_is_not() -> None:
    robots = camp(votes={"robots": 40})
    assert overwhelmed(robots, plan(robots)) == ()


def test_third_choices_and_the_facilitators_own_do_not_count() -> None:
    ballots = {f"a{n}": ["robots"] for n in range(38)}
    ballots |= {f"b{n}": ["knitting", "robots"] for n in range(2)}
    ballots |= {f"c{n}": ["knitting", "chess", "robots"] for n in range(9)}
    more = camp(
        topics=[{"id": "robots", "facilitators": ["ada"]}, "knitting", "chess"],
        votes={},
        ballots={**ballots, "ada": ["robots"]},
    )
    assert overwhelmed(more, plan(more)) == ()
    one_more = camp(
        topics=[{"id": "robots", "facilitators": ["ada"]}, "knitting", "chess"],
        votes={},
        ballots={**ballots, "ada": ["robots"], "d": ["robots"]},
    )
    assert overwhelmed(one_more, plan(one_more)) == ((ROBOTS, 41, 40),)


def test_one_that_a_larger_room_could_hold_is_the_planners_to_move() -> None:
    crowded = camp(
        votes={"robots": 30},
        current=[{"topic": "robots", "slot": "s1", "room": "den"}],
        frozen=["s1"],
        topics=["robots"],
    )
    assert plan(crowded).placements[0].room == "den"
    assert overwhelmed(crowded, plan(crowded)) == ()


def test_running_twice_wins_the_seats_of_another_session() -> None:
    assert found(camp()) == (Won(ROBOTS, "repeat", wanted=62, chairs=40, wins=22, top=22),)


def test_a_topic_that_runs_twice_may_be_asked_a_third_time() -> None:
    thrice = camp(
        slots=["s1", "s2", "s3"],
        topics=[{"id": "robots", "max_sessions": 2}],
        votes={"robots": 90},
    )
    assert found(thrice) == (Won(ROBOTS, "repeat", wanted=90, chairs=80, wins=10, top=10),)


def test_nothing_is_offered_where_there_is_no_other_slot() -> None:
    assert found(camp(slots=["s1"])) == ()
    busy = {"id": "robots", "facilitators": ["ada"], "not_in": ["s2"]}
    assert found(camp(topics=[busy], votes={"robots": 62})) == ()


def test_nothing_is_offered_where_another_session_wins_no_seat() -> None:
    """In the only other slot everybody has a seat already, and loses it for one in robots."""
    ballots = {f"a{n}": ["robots", "knitting"] for n in range(50)}
    both = camp(
        votes={},
        ballots=ballots,
        rooms={"hall": 25},
        pins=[{"topic": "knitting", "slot": "s2"}, {"topic": "robots", "slot": "s1"}],
    )
    assert overwhelmed(both, plan(both))[0].topic in (ROBOTS, KNITTING)
    assert found(both) == ()


def test_one_that_may_run_again_already_but_finds_no_room_is_asked_nothing() -> None:
    full = camp(
        rooms={"hall": 40},
        topics=[{"id": "robots", "max_sessions": 2}, "knitting"],
        pins=[{"topic": "knitting", "slot": "s2"}],
    )
    assert found(full) == ()


def test_a_facilitators_limit_is_asked_for_where_more_would_fit_in() -> None:
    shy = camp(topics=[{"id": "robots", "max_seats": 15}], slots=["s1"], votes={"robots": 62})
    assert found(shy) == (Won(ROBOTS, "larger-room", wanted=62, chairs=15, wins=25, top=25),)


def test_a_pin_to_a_small_room_is_asked_for() -> None:
    pinned = camp(pins=[{"topic": "robots", "slot": "s1", "room": "den"}], slots=["s1"])
    assert found(pinned) == (Won(ROBOTS, "larger-room", wanted=62, chairs=10, wins=30, top=30),)


def test_of_two_possibilities_the_one_that_wins_more_is_offered() -> None:
    shy = camp(topics=[{"id": "robots", "max_seats": 15}], votes={"robots": 62})
    assert [(each.kind, each.wins) for each in found(shy)] == [("larger-room", 25)]
    rather = found(shy, without={(ROBOTS, "larger-room")})
    assert [(each.kind, each.wins) for each in rather] == [("repeat", 15)]
    assert found(shy, without={(ROBOTS, "larger-room"), (ROBOTS, "repeat")}) == ()


def test_the_most_overwhelmed_are_asked_first() -> None:
    both = camp(rooms={"hall": 40, "aula": 40, "den": 10}, votes={"robots": 62, "knitting": 50})
    assert [each.topic for each in found(both)] == [ROBOTS, KNITTING]
    assert [each.topic for each in found(both, most=1)] == [ROBOTS]


@settings(max_examples=25, deadline=None)
@given(instances())
def test_what_an_offer_wins_is_what_planning_with_it_gives(camp: Instance) -> None:
    before = plan(camp, iterations=2)
    now = replace(camp, current=shown(before))
    for offer in offers(camp, before, 2):
        assert offer.wins > 0
        assert offer.wanted > offer.chairs
        if offer.kind == "repeat":
            topics = tuple(
                replace(t, max_sessions=t.max_sessions + 1) if t.id == offer.topic else t
                for t in camp.topics
            )
            assert offer.wins == seated(replace(now, topics=topics)) - seated(now)


@settings(max_examples=25, deadline=None)
@given(instances())
def test_the_same_camp_is_offered_the_same(camp: Instance) -> None:
    before = plan(camp, iterations=2)
    assert offers(camp, before, 2) == offers(camp, before, 2)


def seated(camp: Instance) -> int:
    """The seats that two iterations come to."""
    planner = Planner(camp)
    planner.improve()
    planner.improve()
    return planner.plan().score.seated
