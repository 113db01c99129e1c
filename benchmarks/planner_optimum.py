"""Prove what a small camp's best timetable could seat, by an integer program (scipy's HiGHS).

A column is a set of topics that could share a slot, its worth the people who want any of them and
lead none. Choosing one set a slot so that every topic is in just one of them is exact but for the
sizes of rooms, so it bounds every timetable that runs each topic once.
"""

import importlib
import importlib.util
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from benchmarks.planner_peers import Wishes
from board.planning.values import Instance

MOST_COLUMNS = 200_000
SLACK = 1e-6
INFEASIBLE = 2  # scipy's word for it


class Columns(NamedTuple):
    """Sets of topics, by number, and the most seats that each could give in a slot."""

    sets: list[tuple[int, ...]]
    worth: list[int]


def is_installed() -> bool:
    """Whether there is a solver to prove anything with."""
    return importlib.util.find_spec("scipy") is not None


def most_seats(instance: Instance, known: int, seconds: float) -> int | None:
    """No timetable seats more than this; None if the camp is too large for it.

    `known` are the seats of a timetable that one has: only better ones are looked for.
    """
    slots, rooms, topics = len(instance.slots), len(instance.rooms), len(instance.topics)
    fewest = max(0, topics - (slots - 1) * rooms)
    sizes = range(fewest, min(rooms, topics) + 1)
    if sum(math.comb(topics, size) for size in sizes) > MOST_COLUMNS:
        return None
    program = _Program(_columns(instance, fewest), topics, slots)
    return max(known, program.bound(known, seconds))


def _columns(instance: Instance, fewest: int) -> Columns:
    chairs = sorted((room.capacity for room in instance.rooms), reverse=True)
    sets, worth = [], []
    for topics, people in _sets(Wishes(instance), len(chairs)):
        if len(topics) >= fewest:
            sets.append(topics)
            worth.append(min(people, sum(chairs[: len(topics)])))
    return Columns(sets, worth)


def _sets(wishes: Wishes, largest: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every set of at most `largest` topics no two of which share a facilitator, and its people."""
    waiting: list[tuple[tuple[int, ...], int, int]] = [((), 0, 0)]
    while waiting:
        topics, wanted, engaged = waiting.pop()
        yield topics, (wanted & ~engaged).bit_count()
        if len(topics) == largest:
            continue
        waiting.extend(
            (
                (*topics, topic),
                wanted | wishes.voters[topic],
                engaged | wishes.leaders[topic],
            )
            for topic in range(topics[-1] + 1 if topics else 0, len(wishes.voters))
            if not engaged & wishes.leaders[topic]
        )


class _Program:
    """The integer program, its columns as rows of 0 and 1 by topic; the last row counts slots."""

    def __init__(self, columns: Columns, topics: int, slots: int) -> None:
        self._numpy: Any = importlib.import_module("numpy")
        self._optimize: Any = importlib.import_module("scipy.optimize")
        sparse: Any = importlib.import_module("scipy.sparse")
        rows = [row for each in columns.sets for row in (*each, topics)]
        places = [place for place, each in enumerate(columns.sets) for _ in range(len(each) + 1)]
        self._matrix = sparse.csc_matrix(([1.0] * len(rows), (rows, places)))
        self._once = self._numpy.array([1.0] * topics + [float(slots)])
        self._worth = self._numpy.array(columns.worth, dtype=float)

    def bound(self, known: int, seconds: float) -> int:
        """Bound the seats of every timetable by the relaxation, then, if need be, exactly."""
        relaxed = self._optimize.linprog(
            -self._worth, A_eq=self._matrix, b_eq=self._once, method="highs-ds"
        )
        most: int = math.floor(-relaxed.fun + SLACK)
        if most <= known:
            return most
        # A timetable with a column whose reduced cost is above this seats no more than known.
        spare = -relaxed.fun - (known + 1) + SLACK
        costs = -(self._matrix.T @ relaxed.eqlin.marginals) - self._worth
        return self._exactly(self._numpy.flatnonzero(costs <= spare), -relaxed.fun, known, seconds)

    def _exactly(self, kept: Any, relaxed: float, known: int, seconds: float) -> int:
        found = self._optimize.milp(
            -self._worth[kept],
            constraints=self._optimize.LinearConstraint(
                self._matrix[:, kept], self._once, self._once
            ),
            integrality=1,
            options={"time_limit": seconds},
        )
        if found.status == INFEASIBLE:
            return known
        # Where the time was too short, its dual bound is a proof all the same.
        dual = relaxed if found.mip_dual_bound is None else min(relaxed, -found.mip_dual_bound)
        return math.floor(dual + SLACK)
