"""Plans of tiny camps, compared with every other grid that these could have."""

from collections.abc import Iterator, Sequence

import pytest
from msgspec.structs import replace

from board.planning.choices import Cell, Choices
from board.planning.demand import TOP
from board.planning.instance import Instance, Room, RoomId
from board.planning.plan import Plan
from board.planning.planner import Planner, plan
from board.planning.worth import EVEN, FIRST
from tests.planning.exhaustion import best_worth, grids, tiny_camps, worth

PLENTY = (5, 7)
"""Chairs a room, so that there is one for everybody."""
FEW = (0, 3)


@pytest.mark.parametrize(
    ("seed", "chairs", "most_sessions"),
    [(1, PLENTY, 1), (2, FEW, 1), (3, PLENTY, 3), (4, FEW, 3)],
    ids=["chairs for all", "few chairs", "chairs for all, repeats", "few chairs, repeats"],
)
def test_no_grid_is_better(seed: int, chairs: tuple[int, int], most_sessions: int) -> None:
    for camp in tiny_camps(50, seed, chairs=chairs, most_sessions=most_sessions):
        found = plan(camp, iterations=4)
        assert worth(camp, found.placements) == best_worth(camp), camp


def test_a_room_more_never_makes_the_best_plan_worse() -> None:
    for camp in tiny_camps(25, 5, chairs=PLENTY):
        larger = replace(camp, rooms=(*camp.rooms, Room(id=RoomId("r2"), capacity=9)))
        assert worth(larger, plan(larger, iterations=4).placements) >= worth(
            camp, plan(camp, iterations=4).placements
        )


def test_more_iterations_are_never_worse() -> None:
    for camp in tiny_camps(25, 6, chairs=PLENTY):
        planner = Planner(camp)
        planner.aim(6)
        seen = [worth(camp, planner.plan().placements)]
        for _ in range(6):
            planner.improve()
            seen.append(worth(camp, planner.plan().placements))
        assert seen == sorted(seen)


def test_a_moved_session_is_worth_its_move() -> None:
    """No session that has moved, alone or by changing places, could as well go back again."""
    moved = 0
    for camp in tiny_camps(100, 7, chairs=PLENTY):
        found = plan(camp, iterations=2)
        moved += found.score.moved
        for other in _put_back(camp, found):
            assert _value(camp, other) < _value(camp, found.placements), camp
    assert moved > 20


def _put_back(camp: Instance, found: Plan) -> Iterator[Sequence[Cell]]:
    """List the grids in which one moved session is back where it was, another in its place."""
    seen = {(cell.topic, cell.slot) for cell in camp.current}
    now = {(cell.topic, cell.slot) for cell in found.placements}
    for other in grids(camp):
        then = {(cell.topic, cell.slot) for cell in other}
        left, come = now - then, then - now
        changed_places = {slot for _, slot in left} == {slot for _, slot in come}
        same_topics = {topic for topic, _ in left} == {topic for topic, _ in come}
        back = {topic for topic, _ in come & seen} & {topic for topic, _ in left - seen}
        if back and same_topics and (len(left) == 1 or (len(left) == 2 and changed_places)):
            yield other


def _value(camp: Instance, cells: Sequence[Cell]) -> float:
    """The worth of a grid without repeats, and what counts besides, as the timetable has it."""
    choices = Choices(camp, cells)
    seats = [len(wishes) for wishes in choices.wishes.values()]
    firsts = sum(
        not set(camp.ballots[attendee][:TOP]).isdisjoint(wanted)
        for attendee, wishes in choices.wishes.items()
        for wanted in wishes.values()
    )
    even = sum(count > 0 for count in seats) + sum(count > 1 for count in seats) / 2
    return worth(camp, cells) + EVEN * even + FIRST * firsts
