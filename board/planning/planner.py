"""From an instance to a plan, and to ever better ones.

    instance ──▶ sessions, demand ──▶ timetable ──▶ rooms ──▶ seats ──▶ plan with score and reasons
                                       ▲     │
                                       └─────┘ improve, as often as there is time

The same instance, asked the same, always gives the same plan: there is no clock in here.
"""

from collections.abc import Sequence
from math import ceil
from random import Random

from board.planning.bounds import best_bound, quick_bound
from board.planning.demand import Demand
from board.planning.draft import Draft
from board.planning.draw import lot
from board.planning.instance import Instance, InvalidInstance, check
from board.planning.plan import Placement, Plan, Unplaced
from board.planning.reasons import Reasons
from board.planning.rooms import assign_rooms
from board.planning.rules import Rules
from board.planning.score import score
from board.planning.search import Search
from board.planning.sessions import find_homes, find_sessions
from board.planning.steps import Ration, approach
from board.planning.timetable import Timetable
from board.planning.waitlist import queue_up
from board.planning.worth import HELPED

MOVES = 1_000
"""Moves tried in one iteration: about 2 ms."""
PRICE = 3.0
"""Seats that moving a session which people have seen must win, by default."""
SHORTEST, LONGEST = 8, 400
"""Iterations of a round of annealing: the first when nobody says how many will follow, the longest."""
WARM, COOL, COLD = 0.8, 0.25, 0.05
"""Temperatures, in seats: a short round begins warm, most of it goes to cooling, the rest to cold."""
HOTTEST = 2.0
HELPED_WHILE_HOT = 1.5
"""What helping somebody is worth while it is to go anywhere: walls between timetables are lower then."""
COOLING = 0.8
"""The share of a round in which it cools from where it begins; then helping counts in full."""


class Planner:
    """An instance being planned: as good a timetable as was found so far.

    Raises InvalidInstance if the instance's own pins or references can't be kept. A session that
    people have seen moves to another slot only if that wins more than `price` seats. `promise` are the
    seats that helping one more attendee to one of their first three choices is worth. `held_back`
    says whether the last plan is less than the best timetable because moves were rationed.
    """

    def __init__(
        self, instance: Instance, *, price: float = PRICE, promise: float = HELPED
    ) -> None:
        problems = check(instance)
        if problems:
            raise InvalidInstance(problems)
        self._instance = instance
        self._rules, self._demand = Rules(instance), Demand(instance)
        self._sessions = find_sessions(instance, self._rules)
        rng = Random(lot(instance.seed, "timetable"))  # noqa: S311 - the published draw
        self._table = Timetable(
            self._sessions, self._rules, self._demand, price=price, promise=promise
        )
        self._search = Search(self._table, rng)
        self._price, self._promise = price, promise
        self._shown: Plan | None = None
        self.held_back = False
        self._warm = bool(instance.current)
        self._tried, self._round = 0, SHORTEST

    @property
    def seats(self) -> int:
        """How many seats the best timetable so far offers, if the chairs suffice."""
        return self._search.best_seats

    @property
    def worth(self) -> float:
        """How good the best timetable so far is, in seats; it only ever rises."""
        return self._search.best_value

    def aim(self, iterations: int) -> None:
        """Say how many iterations will follow, as best one knows, so that all of them are of use.

        Annealing has to know when it ends; without this it is done again and again, longer each time.
        Beyond LONGEST, to begin anew finds more than to cool more slowly.
        """
        total = self._tried + max(1, iterations)
        self._round = ceil(total / max(1, round(total / LONGEST)))

    def improve(self) -> None:
        """Try MOVES moves more: one iteration."""
        begun, ended = self._tried / self._round, (self._tried + 1) / self._round
        self._search.weigh(
            self._promise if ended > COOLING else min(self._promise, HELPED_WHILE_HOT)
        )
        self._search.anneal(MOVES, hot=self._heat(begun), cold=self._heat(ended))
        self._tried += 1
        if self._tried >= self._round:
            self._search.restart()
            self._tried, self._round = 0, min(2 * self._round, LONGEST)

    @property
    def shown(self) -> Plan:
        """The plan that moves nothing people have seen unless it must, for the votes of now."""
        if self._shown is None:
            self._shown = self._finish(self._draft(self._search.first), prove=False)
        return self._shown

    def plan(self, *, ration: Ration | None = None, prove: bool = False) -> Plan:
        """Give the rooms, the seats, the score and the reasons of the best timetable so far.

        With a `ration` it is the best of the moves to that timetable that so many allow. With
        `prove`, small camps get a tight bound, which takes some tenths of a second. `seconds` is
        left at 0. To ask changes nothing.
        """
        likely = [self._search.settled(slots) for slots in self._search.likely()]
        slots, draft = max(
            ((slots, self._draft(slots)) for slots in likely), key=lambda each: self._rank(each[1])
        )
        near = slots
        if ration is not None:
            near = approach(self._table.with_slots(self._search.first), slots, ration)
            draft = draft if near == slots else self._draft(near)
        self.held_back = near != slots
        if self._instance.current:
            shown = self._draft(self._search.first)
            if self._rank(draft) < self._rank(shown):  # it looked better than it is
                self.held_back = False
                return self._finish(shown, prove=True) if prove else self.shown
        if self._search.is_tiny:
            draft = self._in_better_rooms(draft)
        return self._finish(draft, prove=prove)

    def _draft(self, slots: Sequence[int]) -> Draft:
        """Give a timetable rooms and seats."""
        names = self._table.named(slots)
        sessions = find_homes(self._sessions, names)
        cells = assign_rooms(self._instance, self._rules, self._demand, sessions, names)
        return Draft(self._instance, sessions, cells)

    def _rank(self, draft: Draft) -> tuple[float, int]:
        return draft.rank(price=self._price, promise=self._promise)

    def _in_better_rooms(self, draft: Draft) -> Draft:
        """Exchange rooms as long as that wins anything."""
        rank = self._rank(draft)
        for other in draft.exchanges(self._rules):
            if self._rank(other) > rank:
                return self._in_better_rooms(other)
        return draft

    def _finish(self, draft: Draft, *, prove: bool) -> Plan:
        instance, rules = self._instance, self._rules
        reasons = Reasons(rules, self._demand, draft.sessions, draft.cells)
        order = {slot: number for number, slot in enumerate(rules.slots)}
        placements = tuple(
            Placement(topic=c.topic, slot=c.slot, room=c.room, why=reasons.why_placed(number))
            for number, c in sorted(
                draft.cells.items(), key=lambda each: (order[each[1].slot], each[1].room)
            )
        )
        placed = {cell.topic for cell in placements}
        bound = best_bound(instance, placements) if prove else quick_bound(instance, placements)
        return Plan(
            placements=placements,
            unplaced=tuple(
                Unplaced(topic=topic, why=reasons.why_unplaced(topic))
                for topic in sorted(set(rules.topics) - placed)
            ),
            seats=draft.seats,
            waitlist=queue_up(instance, draft.choices, draft.seats),
            score=score(instance, placements, draft.choices, draft.seats, bound),
        )

    def _heat(self, share: float) -> float:
        """The temperature when this share of the round is over."""
        if share >= COOLING:
            return COOL * float((COLD / COOL) ** ((share - COOLING) / (1 - COOLING)))
        hot = WARM
        if not self._warm:  # the longer, the hotter can it begin without ending too early
            hot = min(HOTTEST, WARM * (self._round / SHORTEST) ** 0.35)
        return hot * float((COOL / hot) ** (share / COOLING))


def plan(instance: Instance, *, iterations: int = 32, prove: bool = False) -> Plan:
    """Plan the camp with so many iterations; raises InvalidInstance as `Planner` does."""
    if iterations < 1:
        raise ValueError(f"iterations must be at least 1, not {iterations}")
    planner = Planner(instance)
    planner.aim(iterations)
    for _ in range(iterations):
        planner.improve()
    return planner.plan(prove=prove)
