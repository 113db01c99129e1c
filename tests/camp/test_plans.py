"""What a plan has to keep to become the grid."""

import pytest

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.errors import PlanRefused, WrongPhase
from board.camp.model import Phase, Pin, Placement, Room, RoomId, SlotId, TopicId
from tests.camp.scenes import (
    ADA,
    CHESS,
    GYM,
    HUT,
    LAB,
    NEW,
    NINE,
    POETRY,
    ROBOTS,
    TEN,
    a_camp,
    after,
    at,
    did,
    edited,
    pitched,
    planned,
    put,
    undo,
    where,
)


def test_a_plan_becomes_the_grid() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM), (ROBOTS, NINE, LAB)))
    assert camp.placements[CHESS] == (at(CHESS, NINE, GYM),)
    assert dict(camp.cells) == {(NINE, GYM): CHESS, (NINE, LAB): ROBOTS}


def test_only_what_changes_is_told() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM), (ROBOTS, NINE, LAB)))
    [event] = decide(camp, planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))
    assert event == e.PlanAdopted(cleared=((ROBOTS, NINE),), placed=(at(ROBOTS, TEN, LAB),))
    [event] = decide(camp, planned((CHESS, NINE, LAB), (ROBOTS, NINE, GYM)))
    assert isinstance(event, e.PlanAdopted)
    assert event.cleared == ((CHESS, NINE), (ROBOTS, NINE))
    assert decide(camp, planned((ROBOTS, NINE, LAB), (CHESS, NINE, GYM))) == ()


@pytest.mark.parametrize("phase", ["setup", "closed"])
def test_plans_are_adopted_while_the_board_is_open(phase: Phase) -> None:
    with pytest.raises(WrongPhase):
        decide(a_camp(phase), planned((CHESS, NINE, GYM)))
    assert decide(a_camp("running"), planned((CHESS, NINE, GYM)))


# Why a plan is refused


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        ([(CHESS, NINE, GYM), (CHESS, NINE, LAB)], "It places a topic twice in one slot"),
        ([(NEW, NINE, GYM)], "“new”: the topic is not on the board"),
        ([(POETRY, NINE, GYM)], "“Poetry”: the topic is not on the board"),
        ([(CHESS, SlotId("s99"), GYM)], "“Chess”: the slot is not there any more"),
        ([(CHESS, NINE, RoomId("attic"))], "“Chess”: the room is not there any more"),
        ([(ROBOTS, NINE, GYM)], "“Robots”: Gym has no sink"),
        ([(ROBOTS, TEN, LAB)], "“Robots”: its facilitators can't make Ten"),
        ([(CHESS, NINE, HUT)], "“Chess”: Hut is closed in Nine"),
        ([(CHESS, NINE, LAB), (ROBOTS, NINE, LAB)], "“Robots”: “Chess” is there"),
        ([(CHESS, NINE, GYM), (CHESS, TEN, GYM)], "“Chess”: it has all its sessions already"),
    ],
)
def test_a_plan_that_breaks_a_rule_is_refused(
    plan: list[tuple[TopicId, SlotId, RoomId]], why: str
) -> None:
    ben = a_camp().topics[ROBOTS].by
    camp = after(a_camp(), edited(a_camp(), ROBOTS, ben, needs=("sink",), not_in=(TEN,)))
    hut = Room(id=HUT, name="Hut", capacity=12, closed=(NINE,))
    camp = after(camp, did(c.SetRooms, rooms=(hut,)), did(c.HideTopic, topic=POETRY))
    with pytest.raises(PlanRefused, match=why):
        decide(camp, planned(*plan))


def test_a_plan_puts_nobody_into_two_rooms_at_once() -> None:
    camp = after(a_camp(), pitched(NEW, ADA, leads=True))
    with pytest.raises(PlanRefused, match="“New”: Ada leads “Chess” then"):
        decide(camp, planned((CHESS, NINE, GYM), (NEW, NINE, LAB)))


def test_a_plan_that_breaks_many_rules_is_told_the_first_few() -> None:
    plan = planned(*((TopicId(f"x{n}"), NINE, GYM) for n in range(9)))
    with pytest.raises(PlanRefused, match=r"“x0”: .*; “x4”: the topic is not on the board\.$"):
        decide(a_camp(), plan)


def test_a_plan_leaves_frozen_slots_alone() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), c.FreezeDueSlot(slot=NINE))
    for moved in (
        planned(),
        planned((CHESS, NINE, LAB)),
        planned((CHESS, TEN, GYM)),
        planned((CHESS, NINE, GYM), (ROBOTS, NINE, LAB)),
    ):
        with pytest.raises(PlanRefused, match="It changes a frozen slot"):
            decide(camp, moved)
    camp = after(camp, planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))
    assert where(camp, ROBOTS) == [(TEN, LAB)]


# Wishes


def test_a_plan_places_no_wish_unless_the_camp_runs_sessions_that_nobody_leads() -> None:
    with pytest.raises(PlanRefused, match="“Poetry”: nobody leads it"):
        decide(a_camp(), planned((POETRY, NINE, GYM)))
    camp = after(a_camp(leaderless=True), planned((POETRY, NINE, GYM)))
    assert where(camp, POETRY) == [(NINE, GYM)]


def test_a_plan_may_keep_a_wish_in_its_slot_but_not_move_it_to_another() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)))
    camp = after(camp, c.LeaveTopic(topic=CHESS, attendee=ADA, by=ADA))
    with pytest.raises(PlanRefused, match="“Chess”: nobody leads it"):
        decide(camp, planned((CHESS, TEN, GYM)))
    assert where(after(camp, planned((CHESS, NINE, LAB))), CHESS) == [(NINE, LAB)]


def test_a_plan_places_a_wish_where_an_organiser_pinned_it() -> None:
    camp = after(a_camp(), did(c.PinTopic, pin=Pin(topic=POETRY, slot=NINE)))
    assert where(after(camp, planned((POETRY, NINE, GYM))), POETRY) == [(NINE, GYM)]


# Pins


def test_a_plan_never_takes_a_session_from_its_pin() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM))
    for moved in (
        planned(),
        planned((ROBOTS, NINE, GYM)),
        planned((CHESS, TEN, GYM)),
        planned((CHESS, NINE, LAB)),
    ):
        with pytest.raises(PlanRefused, match="“Chess”: it is not where it is pinned"):
            decide(camp, moved)


def test_a_plan_may_move_a_session_within_the_slot_or_the_room_it_is_pinned_to() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM), (ROBOTS, NINE, LAB)))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=CHESS, slot=NINE)))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=ROBOTS, room=LAB)))
    camp = after(camp, planned((CHESS, NINE, HUT), (ROBOTS, TEN, LAB)))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([(NINE, HUT)], [(TEN, LAB)])


def test_a_plan_brings_a_topic_to_its_pin_or_does_without_it() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=CHESS, slot=TEN, room=GYM)))
    for stays in (planned((CHESS, NINE, GYM)), planned((CHESS, NINE, LAB))):
        with pytest.raises(PlanRefused, match="“Chess”: it is not where it is pinned"):
            decide(camp, stays)
    assert where(after(camp, planned((CHESS, TEN, GYM))), CHESS) == [(TEN, GYM)]
    assert where(after(camp, planned()), CHESS) == []


def test_a_pin_that_the_frozen_slots_leave_no_session_for_stands_in_no_plans_way() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=CHESS, slot=TEN)), c.FreezeDueSlot(slot=NINE))
    camp = after(camp, planned((CHESS, NINE, GYM), (ROBOTS, TEN, GYM)))
    assert where(camp, ROBOTS) == [(TEN, GYM)]


def test_a_pin_into_a_slot_that_froze_without_it_stands_in_no_plans_way() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=CHESS, slot=NINE)), c.FreezeDueSlot(slot=NINE))
    assert where(after(camp, planned((CHESS, TEN, GYM))), CHESS) == [(TEN, GYM)]


# What found no room


def unplaced(*topics: TopicId, plan: tuple[Placement, ...] = ()) -> c.AdoptPlan:
    why = tuple(e.Unplaced(topic=topic, why="no room is free") for topic in topics)
    return c.AdoptPlan(placements=plan, unplaced=why)


def test_a_plan_says_why_a_topic_is_nowhere() -> None:
    camp = after(a_camp(), unplaced(CHESS, ROBOTS))
    assert dict(camp.unplaced) == {CHESS: "no room is free", ROBOTS: "no room is free"}
    assert decide(camp, unplaced(CHESS, ROBOTS)) == ()
    assert dict(after(camp, unplaced(ROBOTS)).unplaced) == {ROBOTS: "no room is free"}


def test_what_became_of_a_topic_since_the_plan_was_made_comes_first() -> None:
    camp = after(a_camp(), did(c.HideTopic, topic=ROBOTS))
    plan = unplaced(CHESS, ROBOTS, POETRY, NEW, plan=(at(CHESS, NINE, GYM),))
    assert set(after(camp, plan).unplaced) == {POETRY}


def test_a_topic_put_somewhere_by_hand_is_no_longer_unplaced() -> None:
    camp = after(a_camp(), unplaced(CHESS, ROBOTS), put(CHESS, NINE, GYM))
    assert set(camp.unplaced) == {ROBOTS}
    camp = after(camp, undo(camp))
    assert set(camp.unplaced) == {CHESS, ROBOTS}


def test_a_topic_that_the_planner_placed_meanwhile_is_not_unplaced_by_an_undo() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2), unplaced(CHESS))
    camp = after(camp, put(CHESS, NINE, GYM), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM)))
    camp = after(camp, undo(camp))
    assert where(camp, CHESS) == [(TEN, GYM)]
    assert not camp.unplaced
