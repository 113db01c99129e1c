"""One camp planned in several ways, each within the same time: what was reached, and when."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from benchmarks.planner_pairwise import fewest_torn
from benchmarks.planner_peers import (
    Timetable,
    by_popularity,
    draw,
    first_come,
    give_rooms,
    least_moved,
    rate,
)
from board.camp.model import AttendeeId
from board.planning.bounds import best_bound
from board.planning.plan import Plan, Score, Seats
from board.planning.planner import Planner
from board.planning.values import Instance, Placement
from board.planning.worth import HELPED

T = TypeVar("T")

OURS = "the board"
SEATS_ALONE = "the board, for seats alone"
PAIRWISE = "fewest torn pairs"
POPULARITY = "by popularity"
CONFERENCE = "conference-scheduler"
AS_SHOWN = "left as shown"
ANEW = "the board, all anew"
FIRST_COME = "first come, first served"


SHOWN_AFTER = 1.0
"""Seconds of search after which people are shown the first grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One plan: `budget` is the seconds it could search, `seconds` those until it was in hand.

    A `budget` of None is for what does not search. `bound` is proved and the same for all planners
    of a camp. `choices` has the shares seated in their first, second and third choice, `unplaced`
    counts topics that run nowhere, `moved` sessions of what was shown that left their slot.
    """

    camp: str
    seed: int
    planner: str
    budget: float | None
    seconds: float
    seats: int
    bound: int
    choices: dict[str, float]
    without_top3: int
    short: int
    moved: int
    unplaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How one way of giving out the seats of one grid served who came early and who came late.

    `quarters` are the shares of the first, second, third and last quarter to arrive that were
    seated in their first choice; `short` counts who has fewer seats than they could have had alone.
    """

    camp: str
    seed: int
    grid: str
    way: str
    seats: int
    short: int
    first_choice: float
    quarters: tuple[float, ...]


@dataclass(slots=True)
class Camp:
    """A camp being measured: its runs, and its bound once the board has planned it."""

    name: str
    seed: int
    instance: Instance
    bound: int = 0
    runs: list[Run] = field(default_factory=list)
    grids: dict[str, tuple[list[Placement], Seats]] = field(default_factory=dict)
    """The last grid of each planner, with its seats."""

    def plan(self, budget: float) -> None:
        """Let the board plan it."""
        plan, seconds = timed(lambda: search(self.instance, budget))
        self.bound = best_bound(self.instance, plan.placements).value
        self.grids[OURS] = (placements(plan), plan.seats)
        self._add(OURS, budget, seconds, plan.score)
        plan, seconds = timed(lambda: search(self.instance, budget, promise=0.0))
        self.grids[SEATS_ALONE] = (placements(plan), plan.seats)
        self._add(SEATS_ALONE, budget, seconds, plan.score)

    def compare(
        self, planner: str, budget: float | None, make: Callable[[], Timetable | None]
    ) -> bool:
        """Give another planner's timetable its rooms and seats; False if it found none."""
        made, seconds = timed(lambda: _furnished(self.instance, make()))
        if made is None:
            return False
        self.grids[planner] = made
        self._add(planner, budget, seconds, rate(self.instance, *made))
        return True

    def best(self) -> int:
        """The most seats that any of its plans has."""
        return max(run.seats for run in self.runs)

    def _add(self, planner: str, budget: float | None, seconds: float, score: Score) -> None:
        self.runs.append(
            Run(
                camp=self.name,
                seed=self.seed,
                planner=planner,
                budget=budget,
                seconds=seconds,
                seats=score.seated,
                bound=self.bound,
                choices=score.choices,
                without_top3=score.without_top3,
                short=score.short,
                moved=score.moved,
                unplaced=len(self.instance.topics)
                - len({cell.topic for cell in self.grids[planner][0]}),
            )
        )


def search(instance: Instance, budget: float, *, promise: float = HELPED) -> Plan:
    """What the board makes of the camp in so many seconds of search, then finished as a plan."""
    began = time.perf_counter()
    planner = Planner(instance, promise=promise)
    started, done = time.perf_counter(), 0
    while (left := began + budget - time.perf_counter()) > 0:
        if done:
            planner.aim(round(left * done / (time.perf_counter() - started)))
        planner.improve()
        done += 1
    return planner.plan()


def measure(camp: Camp, budgets: Sequence[float]) -> None:
    """Plan the camp by the board and by the two planners that need nothing installed."""
    for budget in budgets:
        camp.plan(budget)
        camp.compare(PAIRWISE, budget, partial(fewest_torn, camp.instance, budget))
    camp.compare(POPULARITY, None, partial(by_popularity, camp.instance))


def measure_late(camp: Camp, budgets: Sequence[float], late: int) -> None:
    """Plan without `late` of the voters, show that, and plan again with everybody."""
    everybody = camp.instance
    missing = set(random.Random(camp.seed).sample(sorted(everybody.ballots), late))
    early = {each: () if each in missing else wanted for each, wanted in everybody.ballots.items()}
    shown = placements(search(replace(everybody, ballots=early), min(SHOWN_AFTER, max(budgets))))
    camp.instance = replace(everybody, current=tuple(shown))
    for budget in budgets:
        camp.plan(budget)
        camp.compare(ANEW, budget, partial(_anew, camp.instance, everybody, budget))
        camp.compare(PAIRWISE, budget, partial(_fewest_torn, camp.instance, budget))
    camp.compare(POPULARITY, None, partial(_by_popularity, camp.instance))
    camp.compare(AS_SHOWN, None, lambda: {each.topic: each.slot for each in shown})


def queues(camp: Camp) -> list[Queue]:
    """The board's grid with its draw, then it and popularity's with seats as people arrive."""
    arrivals = sorted(camp.instance.ballots)
    random.Random(camp.seed).shuffle(arrivals)
    ours, drawn = camp.grids[OURS]
    theirs, _ = camp.grids[POPULARITY]
    return [
        _queue(camp, arrivals, OURS, "draw", ours, drawn),
        _queue(camp, arrivals, OURS, FIRST_COME, ours, first_come(camp.instance, ours, arrivals)),
        _queue(
            camp,
            arrivals,
            POPULARITY,
            FIRST_COME,
            theirs,
            first_come(camp.instance, theirs, arrivals),
        ),
    ]


def placements(plan: Plan) -> list[Placement]:
    """The plan's grid without its reasons."""
    return [Placement(topic=p.topic, slot=p.slot, room=p.room) for p in plan.placements]


def timed(make: Callable[[], T]) -> tuple[T, float]:
    """What was made, and the seconds that took."""
    began = time.perf_counter()
    made = make()
    return made, time.perf_counter() - began


def _anew(instance: Instance, unseen: Instance, budget: float) -> Timetable:
    plan = search(unseen, budget)
    return least_moved({cell.topic: cell.slot for cell in plan.placements}, instance)


def _fewest_torn(instance: Instance, budget: float) -> Timetable:
    return least_moved(fewest_torn(instance, budget), instance)


def _by_popularity(instance: Instance) -> Timetable:
    return least_moved(by_popularity(instance), instance)


def _furnished(
    instance: Instance, timetable: Timetable | None
) -> tuple[list[Placement], Seats] | None:
    if timetable is None:
        return None
    grid = give_rooms(instance, timetable)
    return grid, draw(instance, grid)


def _queue(
    camp: Camp,
    arrivals: list[AttendeeId],
    grid: str,
    way: str,
    cells: list[Placement],
    seats: Seats,
) -> Queue:
    score = rate(camp.instance, cells, seats)
    quarter = -(-len(arrivals) // 4)
    return Queue(
        camp=camp.name,
        seed=camp.seed,
        grid=grid,
        way=way,
        seats=score.seated,
        short=score.short,
        first_choice=_first_choice(camp.instance, arrivals, seats),
        quarters=tuple(
            _first_choice(camp.instance, arrivals[n : n + quarter], seats)
            for n in range(0, len(arrivals), quarter)
        ),
    )


def _first_choice(instance: Instance, people: Sequence[AttendeeId], seats: Seats) -> float:
    named = [(each, instance.ballots[each][0]) for each in people if instance.ballots[each]]
    return statistics.fmean(wanted in seats[each].values() for each, wanted in named)
