"""How much of what people have seen a plan may move, and what is told of it."""

from collections.abc import Iterable
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.changes.grid import KEPT_MINUTES, KEPT_MOVES, MINUTE, moves_of
from board.camp.decide import decide
from board.camp.errors import Invalid, PlanRefused
from board.camp.evolve import evolve, fold
from board.camp.model import (
    AttendeeId,
    Camp,
    Cell,
    Figures,
    Pin,
    Pitch,
    Room,
    RoomId,
    SlotId,
    TopicId,
    Won,
)
from board.camp.moments import freezes_at, time_of
from board.camp.rules.moves import allowance
from tests.camp.asks import EIGHT
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    GYM,
    HUT,
    LAB,
    NEW,
    NINE,
    NOON,
    POETRY,
    ROBOTS,
    SETTINGS,
    TEN,
    a_camp,
    after,
    did,
    edited,
    pitched,
    planned,
    put,
    undo,
    where,
)
from tests.camp.scenes import at as session
from tests.camp.strategies import a_day, often

Session: TypeAlias = tuple[TopicId, SlotId, RoomId]

FREEZE = 10 * MINUTE  # before a slot begins
NINE_FREEZES = EIGHT + 60 * MINUTE - FREEZE


def placed(**settings: Any) -> Camp:
    """Chess at nine in the gym and Robots at ten in the lab, seen by everybody since seven."""
    camp = a_camp(**settings)
    return after(camp, plan(EIGHT - 60 * MINUTE, (CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))


def plan(at: int, *cells: Session) -> c.AdoptPlan:
    return replace(planned(*cells), at=at)


def spread(count: int, **settings: Any) -> Camp:
    """Many more topics, led by people of their own: t1 at nine in room r1, t2 in room r2, and so on."""
    camp = a_camp(**settings)
    events: list[e.Event] = []
    for topic, _, room in all_at(NINE, range(1, count + 1)):
        lead = AttendeeId(f"lead-of-{topic}")
        pitch = Pitch(title=f"Title of {topic}")
        events += [
            e.RoomSet(room=Room(id=room, name=f"Room {room}", capacity=9)),
            e.AttendeeJoined(attendee=lead),
            e.TopicPitched(topic=topic, pitch=pitch, by=lead, at=1, facilitators=(lead,)),
        ]
    return after(fold(camp, events), plan(1, *all_at(NINE, range(1, count + 1))))


def all_at(slot: SlotId, numbers: Iterable[int]) -> list[Session]:
    return [(TopicId(f"t{n}"), slot, RoomId(f"r{n}")) for n in numbers]


# What is told of a plan


def test_a_session_is_dated_when_it_is_placed_and_keeps_its_date_while_it_stays() -> None:
    camp = placed()
    camp = after(camp, plan(EIGHT, (CHESS, NINE, GYM), (ROBOTS, NOON, LAB)))
    assert [p.at for p in camp.placements[CHESS]] == [EIGHT - 60 * MINUTE]
    assert [p.at for p in camp.placements[ROBOTS]] == [EIGHT]


def test_a_session_put_somewhere_by_hand_is_dated_and_so_is_the_one_it_changed_places_with() -> (
    None
):
    camp = placed()
    command = replace(put(CHESS, TEN, LAB), at=EIGHT)
    camp = after(camp, command)
    assert [(p.slot, p.at) for p in camp.placements[CHESS]] == [(TEN, EIGHT)]
    assert [(p.slot, p.at) for p in camp.placements[ROBOTS]] == [(NINE, EIGHT)]
    assert [p.at for p in after(camp, undo(camp)).placements[CHESS]] == [EIGHT - 60 * MINUTE]


def test_what_was_seen_and_moved_is_remembered_with_its_time_and_reason() -> None:
    camp = after(placed(), plan(EIGHT, (CHESS, NOON, GYM), (ROBOTS, TEN, HUT)))
    room, slot = camp.moves
    assert (room.topic, room.source, room.target) == (ROBOTS, Cell(TEN, LAB), Cell(TEN, HUT))
    assert (slot.topic, slot.source, slot.target) == (CHESS, Cell(NINE, GYM), Cell(NOON, GYM))
    assert [(m.at, m.why, m.forced) for m in camp.moves] == [(EIGHT, "a free room", False)] * 2
    assert (room.across, slot.across) == (False, True)


def test_what_nobody_had_seen_is_not_moved_but_placed() -> None:
    assert placed().moves == ()


def test_a_session_that_leaves_the_grid_has_moved_nowhere() -> None:
    why = e.Unplaced(topic=CHESS, why="the gym is needed")
    command = replace(plan(EIGHT, (ROBOTS, TEN, LAB)), unplaced=(why,))
    (move,) = after(placed(), command).moves
    assert (move.target, move.across, move.why) == (None, True, "the gym is needed")


def test_of_two_sessions_the_one_that_stays_in_its_slot_is_the_same_as_before() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2))
    camp = after(camp, plan(1, (CHESS, NINE, GYM), (CHESS, TEN, GYM)))
    camp = after(camp, plan(EIGHT, (CHESS, NOON, HUT), (CHESS, TEN, LAB)))
    assert {(m.source, m.target) for m in camp.moves} == {
        (Cell(TEN, GYM), Cell(TEN, LAB)),
        (Cell(NINE, GYM), Cell(NOON, HUT)),
    }


def test_what_organisers_move_is_no_move_of_the_planners() -> None:
    assert after(placed(), put(CHESS, NOON, HUT)).moves == ()


def test_the_latest_moves_are_kept_of_either_kind() -> None:
    camp = after(placed(), plan(EIGHT, (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))
    for n in range(KEPT_MOVES + 5):  # Robots goes from room to room
        room = (HUT, LAB)[n % 2]
        camp = after(camp, plan(EIGHT + n, (CHESS, NOON, GYM), (ROBOTS, TEN, room)))
    assert [m.across for m in camp.moves] == [True] + [False] * KEPT_MOVES
    assert camp.moves[-1].at == EIGHT + KEPT_MOVES + 4


# Figures and troubles


def figures(seated: int, won: int = 0) -> Figures:
    return Figures(seated=seated, bound=100, choices=(90, 60), won=won)


def test_the_latest_figures_are_kept_with_their_time() -> None:
    camp = placed()
    assert camp.figures is None
    grid = plan(EIGHT, (CHESS, NINE, GYM), (ROBOTS, TEN, LAB))
    camp = after(camp, replace(grid, figures=figures(40)))
    assert (camp.figures, camp.counted_at) == (figures(40), EIGHT)
    camp = after(camp, plan(EIGHT + 5, (CHESS, NINE, HUT), (ROBOTS, TEN, LAB)))
    assert (camp.figures, camp.counted_at) == (figures(40), EIGHT)


def test_figures_that_say_nothing_new_are_not_told_again() -> None:
    grid = replace(plan(EIGHT, (CHESS, NINE, HUT), (ROBOTS, TEN, LAB)), figures=figures(40, won=3))
    camp = after(placed(), grid)
    assert decide(camp, replace(grid, at=EIGHT + 5)) == ()
    assert decide(camp, replace(grid, at=EIGHT + 5, figures=figures(40, won=9))) == ()
    assert after(camp, replace(grid, at=EIGHT + 5, figures=figures(41))).figures == figures(41)


def test_seats_won_are_added_up_by_the_minute_and_only_where_the_grid_changed() -> None:
    camp = placed(moves_per_minute=60)
    rooms = (HUT, GYM)
    for n, (at, won) in enumerate([(EIGHT, 3), (EIGHT + 9_000, 4), (EIGHT + MINUTE, -2)]):
        grid = plan(at, (CHESS, NINE, rooms[n % 2]), (ROBOTS, TEN, LAB))
        camp = after(camp, replace(grid, figures=figures(40 + n, won)))
    camp = after(camp, replace(grid, figures=figures(80, won=7)))
    assert camp.won == (Won(EIGHT // MINUTE, 7), Won(EIGHT // MINUTE + 1, -2))


def test_seats_won_are_remembered_for_the_latest_minutes() -> None:
    camp = placed()
    for n in range(KEPT_MINUTES + 5):
        event = e.PlanAdopted(
            cleared=(), placed=(), unplaced=(), at=n * MINUTE, figures=figures(n, 1)
        )
        room = (HUT, GYM)[n % 2]
        moved = replace(event, cleared=((CHESS, NINE),), placed=(session(CHESS, NINE, room),))
        camp = evolve(camp, moved)
    assert [won.minute for won in camp.won] == list(range(5, KEPT_MINUTES + 5))


@pytest.mark.parametrize(
    "wrong",
    [
        Figures(seated=-1, bound=5),
        Figures(seated=6, bound=5),
        Figures(seated=5, bound=2**53),
        Figures(seated=5, bound=5, choices=(101,)),
        Figures(seated=5, bound=5, choices=(1, 1, 1, 1)),
        Figures(seated=5, bound=5, without_top3=-1),
        Figures(seated=5, bound=5, won=-(2**53)),
    ],
)
def test_figures_that_can_not_be_are_refused(wrong: Figures) -> None:
    with pytest.raises(PlanRefused, match="figures"):
        decide(a_camp(), replace(plan(EIGHT), figures=wrong))


def test_a_plan_from_before_time_began_is_refused() -> None:
    with pytest.raises(Invalid, match="time"):
        decide(a_camp(), plan(-1, (CHESS, NINE, GYM)))


def test_what_the_planner_can_not_do_is_told_until_it_can() -> None:
    grid = plan(EIGHT, (CHESS, NINE, GYM), (ROBOTS, TEN, LAB))
    camp = after(placed(), replace(grid, troubles=("Two pins contradict each other.",)))
    assert camp.troubles == ("Two pins contradict each other.",)
    assert decide(camp, replace(grid, troubles=camp.troubles)) == ()
    assert after(camp, grid).troubles == ()


# How much may move


def test_as_many_sessions_change_slot_in_a_minute_as_the_organisers_allow() -> None:
    camp = spread(5, moves_per_minute=2)
    with pytest.raises(PlanRefused, match="takes 3 sessions out of their slots; 2 may move now"):
        decide(camp, plan(EIGHT, *all_at(NOON, (1, 2, 3)), *all_at(NINE, (4, 5))))
    camp = after(camp, plan(EIGHT, *all_at(NOON, (1, 2)), *all_at(NINE, (3, 4, 5))))
    third = all_at(NOON, (1, 2, 3)) + all_at(NINE, (4, 5))
    with pytest.raises(PlanRefused, match="takes 1 session out of its slot; 0 may move now"):
        decide(camp, plan(EIGHT + MINUTE - 1, *third))
    assert decide(camp, plan(EIGHT + MINUTE, *third))


def test_two_planners_at_once_share_one_allowance() -> None:
    camp = spread(4, moves_per_minute=2)
    one = plan(EIGHT, *all_at(NOON, (1, 2)), *all_at(NINE, (3, 4)))
    other = plan(EIGHT + 1, *all_at(NINE, (1, 2)), *all_at(NOON, (3, 4)))
    camp = after(camp, one)
    with pytest.raises(PlanRefused):
        decide(camp, other)


def test_a_clock_that_is_set_back_holds_the_planner_up_for_a_minute_at_most() -> None:
    camp = after(placed(), plan(EIGHT, (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))
    assert allowance(camp, EIGHT - MINUTE + 1).total == 5
    assert allowance(camp, EIGHT - MINUTE).total == 6


def test_with_an_allowance_of_none_the_planner_places_but_moves_nothing() -> None:
    camp = placed(moves_per_minute=0)
    with pytest.raises(PlanRefused, match="takes 1 session out"):
        decide(camp, plan(EIGHT, (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))
    with pytest.raises(PlanRefused, match="takes 1 session out"):
        decide(camp, plan(EIGHT, (ROBOTS, TEN, LAB)))
    camp = after(camp, pitched(NEW, BEN, leads=True))
    camp = after(camp, plan(EIGHT, (CHESS, NINE, HUT), (ROBOTS, TEN, LAB), (NEW, NOON, GYM)))
    assert (where(camp, CHESS), where(camp, NEW)) == ([(NINE, HUT)], [(NOON, GYM)])


def test_a_plan_of_an_unknown_moment_is_not_bounded() -> None:
    camp = spread(20)
    assert decide(camp, planned(*all_at(NOON, range(1, 21))))


@pytest.mark.parametrize(
    ("before", "share"),
    [(31, 6), (30, 6), (29.9, 6), (25, 5), (17.5, 3), (9, 1), (5.1, 1), (5, 0), (0, 0), (-9, 0)],
)
def test_of_a_slot_fewer_sessions_may_move_as_its_freeze_nears(before: float, share: int) -> None:
    allowed = allowance(a_camp(), NINE_FREEZES - round(before * MINUTE))
    assert (allowed.total, allowed.slots[NINE], allowed.slots[NOON]) == (6, share, 6)


def test_sessions_that_left_and_entered_a_slot_within_the_minute_are_taken_off_its_share() -> None:
    camp = after(placed(), plan(EIGHT, (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))
    allowed = allowance(camp, EIGHT + 1)
    assert (allowed.total, dict(allowed.slots)) == (5, {NINE: 5, TEN: 6, NOON: 5})
    assert allowance(camp, EIGHT + MINUTE) == (6, {NINE: 6, TEN: 6, NOON: 6})


@pytest.mark.parametrize("moved", [[(CHESS, NOON, GYM), (ROBOTS, TEN, LAB)],
                                   [(CHESS, NINE, GYM), (ROBOTS, NINE, LAB)]])  # fmt: skip
def test_in_the_last_minutes_before_its_freeze_nothing_leaves_or_enters_a_slot(
    moved: list[Session],
) -> None:
    with pytest.raises(PlanRefused, match="1 session into or out of Nine, which freezes soon; 0"):
        decide(placed(), plan(NINE_FREEZES - MINUTE, *moved))


def test_a_frozen_slot_has_no_share_and_one_that_organisers_thawed_a_whole_one() -> None:
    camp = after(a_camp(), c.FreezeDueSlot(slot=NINE))
    assert allowance(camp, NINE_FREEZES).slots[NINE] == 0
    camp = after(camp, did(c.ThawSlot, slot=NINE))
    assert allowance(camp, NINE_FREEZES).slots[NINE] == 6


def test_where_slots_freeze_only_by_hand_their_share_does_not_shrink() -> None:
    assert allowance(a_camp(freeze_minutes=0), NINE_FREEZES).slots[NINE] == 6


# What a pin leaves no choice doesn't count


def test_a_session_that_comes_to_its_pin_does_not_count() -> None:
    camp = after(placed(moves_per_minute=0), did(c.PinTopic, pin=Pin(topic=CHESS, slot=NOON)))
    camp = after(camp, plan(EIGHT, (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))
    assert [m.forced for m in camp.moves] == [True]
    assert allowance(replace(camp, settings=SETTINGS), EIGHT) == (6, {NINE: 6, TEN: 6, NOON: 6})


def test_a_session_whose_room_is_pinned_for_another_does_not_count() -> None:
    camp = placed(moves_per_minute=0)
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=POETRY, slot=NINE, room=GYM)))
    assert decide(camp, plan(EIGHT, (POETRY, NINE, GYM), (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))


def test_a_session_whose_facilitator_a_pin_needs_elsewhere_does_not_count() -> None:
    camp = after(placed(moves_per_minute=0), pitched(NEW, ADA, leads=True))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=NEW, slot=NINE, room=LAB)))
    assert decide(camp, plan(EIGHT, (NEW, NINE, LAB), (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))


def test_a_session_that_nobody_leads_any_more_may_leave_the_grid_without_counting() -> None:
    camp = after(placed(moves_per_minute=0), c.LeaveTopic(topic=CHESS, attendee=ADA, by=ADA))
    camp = after(camp, plan(EIGHT, (ROBOTS, TEN, LAB)))
    assert [(m.topic, m.forced) for m in camp.moves] == [(CHESS, True)]


def test_a_repeat_that_makes_way_for_a_topic_without_a_session_does_not_count() -> None:
    camp = placed(moves_per_minute=0)
    camp = after(camp, edited(camp, CHESS, ADA, sessions=3))
    chess, robots = [(CHESS, NINE, GYM), (CHESS, TEN, GYM), (CHESS, NOON, GYM)], (ROBOTS, TEN, LAB)
    camp = after(camp, plan(EIGHT - 30 * MINUTE, *chess, robots), pitched(NEW, BEN, leads=True))
    with pytest.raises(PlanRefused, match="takes 1 session out"):
        decide(camp, plan(EIGHT, *chess[:2], robots))  # nobody needs its place
    with pytest.raises(PlanRefused, match="takes 1 session out"):
        decide(camp, plan(EIGHT, chess[0], robots, (NEW, NOON, GYM)))  # two leave for one
    camp = after(camp, plan(EIGHT, *chess[:2], robots, (NEW, NOON, GYM)))
    assert [(m.topic, m.target, m.forced) for m in camp.moves] == [(CHESS, None, True)]
    assert camp.moves[-1].why == "“New” has its place now; it still runs at another time"


def test_a_topic_that_runs_once_less_says_so() -> None:
    camp = placed()
    camp = after(camp, edited(camp, CHESS, ADA, sessions=2))
    camp = after(camp, plan(EIGHT, (CHESS, NINE, GYM), (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))
    camp = after(camp, plan(EIGHT + MINUTE, (CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))
    assert [(m.topic, m.target, m.why) for m in camp.moves] == [
        (CHESS, None, "it runs once less now")
    ]


def test_at_a_camp_that_runs_sessions_nobody_leads_they_count_like_others() -> None:
    camp = placed(moves_per_minute=0, leaderless=True)
    camp = after(camp, c.LeaveTopic(topic=CHESS, attendee=ADA, by=ADA))
    with pytest.raises(PlanRefused, match="takes 1 session out"):
        decide(camp, plan(EIGHT, (ROBOTS, TEN, LAB)))


def test_a_pin_of_another_excuses_nobody_who_could_have_stayed() -> None:
    camp = placed(moves_per_minute=0)
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=POETRY, slot=NINE, room=LAB)))
    with pytest.raises(PlanRefused, match="takes 1 session out"):
        decide(camp, plan(EIGHT, (POETRY, NINE, LAB), (CHESS, NOON, GYM), (ROBOTS, TEN, LAB)))


def test_what_an_organiser_s_change_took_off_the_grid_is_placed_anew_without_counting() -> None:
    camp = after(placed(moves_per_minute=0), did(c.RemoveRoom, room=GYM))
    camp = after(camp, plan(EIGHT, (CHESS, NOON, HUT), (ROBOTS, TEN, LAB)))
    assert camp.moves == ()


# In any day


@often
@given(st.data())
def test_in_no_minute_do_more_sessions_change_slot_than_the_organisers_allow(
    data: st.DataObject,
) -> None:
    counted: list[tuple[int, int]] = []
    for step in a_day(data.draw, 40):
        if not (isinstance(step.command, c.AdoptPlan) and step.command.at and step.events):
            continue
        before, now = slots_of(step.before), slots_of(step.after)
        pinned, settings = step.before.pins, step.before.settings
        wishes = {t.id for t in step.before.topics.values() if t.wish and not settings.leaderless}
        left = [session for session in before - now if session[0] not in wishes and not pinned]
        there = {topic for topic, _ in now}
        new = len(there - {topic for topic, _ in before})
        spared = min(new, sum(topic in there for topic, _ in left))  # repeats that make way
        if len(left) > spared:  # with pins, some have no choice
            counted.append((step.command.at, len(left) - spared))
            lately = sum(n for at, n in counted if abs(at - step.command.at) < MINUTE)
            assert lately <= settings.moves_per_minute


@often
@given(st.data())
def test_every_session_that_a_plan_takes_from_its_slot_is_among_the_moves(
    data: st.DataObject,
) -> None:
    for step in a_day(data.draw, 40):
        if isinstance(step.command, c.AdoptPlan) and step.events:
            (event,) = step.events
            assert isinstance(event, e.PlanAdopted)
            moves = list(moves_of(step.before, event))
            gone, come = cells_of(step.before), cells_of(step.after)
            assert {(m.topic, m.source) for m in moves} == gone - come
            assert {(m.topic, m.target) for m in moves if m.target} <= come - gone
            left = {(m.topic, m.source.slot) for m in moves if m.across}
            assert left == slots_of(step.before) - slots_of(step.after)
            assert step.after.moves[len(step.after.moves) - len(moves) :] == (*moves,)


def slots_of(camp: Camp) -> set[tuple[str, str]]:
    return {(topic, cell.slot) for topic, cell in cells_of(camp)}


def cells_of(camp: Camp) -> set[tuple[str, Cell]]:
    return {(topic, cell) for cell, topic in camp.cells.items()}


# Moments


def test_moments_are_told_by_the_camps_own_clocks() -> None:
    camp = a_camp()
    assert freezes_at(camp, camp.slots[NINE]) == NINE_FREEZES
    assert time_of(camp, NINE_FREEZES) == "8:50"


def test_a_zone_that_this_machine_does_not_know_is_taken_for_utc() -> None:
    camp = a_camp(zone="Mars/Olympus")
    assert freezes_at(camp, camp.slots[NINE]) == NINE_FREEZES + 60 * MINUTE


@pytest.mark.parametrize("most", [-1, 61])
def test_nobody_allows_less_than_no_moves_or_more_than_one_a_second(most: int) -> None:
    with pytest.raises(Invalid, match="In a minute 0"):
        decide(a_camp(), did(c.ChangeSettings, settings=replace(SETTINGS, moves_per_minute=most)))


def test_an_undo_leaves_what_the_planner_moved_meanwhile_and_counts_it_still() -> None:
    camp = after(placed(), put(ROBOTS, NINE, LAB))
    camp = after(camp, plan(EIGHT, (CHESS, TEN, GYM), (ROBOTS, NINE, LAB)))
    camp = after(camp, undo(camp))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([(TEN, GYM)], [(TEN, LAB)])
    assert allowance(camp, EIGHT).total == 5
