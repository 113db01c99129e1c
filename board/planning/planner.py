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
from board.planning.choices import Choices
from board.planning.demand import TOP, Demand
from board.planning.draw import lot
from board.planning.instance import Instance, InvalidInstance, check
from board.planning.plan import Placement, Plan, Unplaced
from board.planning.reasons import Reasons
from board.planning.rooms import assign_rooms
from board.planning.rules import Rules
from board.planning.score import score
from board.planning.search import Search
from board.planning.seats import draw_seats
from board.planning.sessions import find_homes, find_sessions
from board.planning.steps import Ration, approach
from board.planning.timetable import Timetable
from board.planning.waitlist import queue_up
from board.planning.worth import HELPED, KEPT, PLACED, REPEATED

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
            self._shown = self._finish(self._search.first, prove=False)
        return self._shown

    def plan(self, *, ration: Ration | None = None, prove: bool = False) -> Plan:
        """Give the rooms, the seats, the score and the reasons of the best timetable so far.

        With a `ration` it is the best of the moves to that timetable that so many allow. With
        `prove`, small camps get a tight bound, which takes some tenths of a second. `seconds` is
        left at 0.
        """
        slots = end = self._best()
        if ration is not None:
            slots = approach(self._table.with_slots(self._search.first), end, ration)
        self.held_back = slots != end
        best = self._finish(slots, prove=prove)
        if self._instance.current and self._rank(best) < self._rank(self.shown):
            self.held_back = False  # it looked better than it is
            return self._finish(self._search.first, prove=True) if prove else self.shown
        return best

    def _best(self) -> list[int]:
        """The slots of the best timetable, as far as that can be known."""
        likely = [self._search.settled(slots) for slots in self._search.likely]
        if len(likely) == 1:
            return likely[0]
        return max(likely, key=lambda slots: self._rank(self._finish(slots, prove=False)))

    def _rank(self, plan: Plan) -> tuple[float, int]:
        """How good a plan is with its rooms and seats, as timetables count it; then what stays."""
        ballots, placed = self._instance.ballots, {cell.topic for cell in plan.placements}
        kept = placed & {cell.topic for cell in self._instance.current}
        helped = sum(
            not set(ballots[attendee][:TOP]).isdisjoint(seats.values())
            for attendee, seats in plan.seats.items()
        )
        worth = PLACED * len(placed) + KEPT * len(kept) + self._promise * helped + plan.score.seated
        worth += REPEATED * (len(plan.placements) - len(placed))
        return worth - self._price * plan.score.moved, -plan.score.moved

    def _finish(self, numbers: Sequence[int], *, prove: bool) -> Plan:
        instance, rules, demand = self._instance, self._rules, self._demand
        slots = self._table.named(numbers)
        sessions = find_homes(self._sessions, slots)
        cells = assign_rooms(instance, rules, demand, sessions, slots)
        reasons = Reasons(rules, demand, sessions, cells)
        order = {slot: number for number, slot in enumerate(rules.slots)}
        placements = tuple(
            Placement(topic=c.topic, slot=c.slot, room=c.room, why=reasons.why_placed(number))
            for number, c in sorted(
                cells.items(), key=lambda each: (order[each[1].slot], each[1].room)
            )
        )
        choices = Choices(instance, placements)
        seats = draw_seats(instance, choices)
        bound = best_bound(instance, placements) if prove else quick_bound(instance, placements)
        return Plan(
            placements=placements,
            unplaced=tuple(
                Unplaced(topic=topic, why=reasons.why_unplaced(topic))
                for topic in sorted(set(rules.topics) - {c.topic for c in cells.values()})
            ),
            seats=seats,
            waitlist=queue_up(instance, choices, seats),
            score=score(instance, placements, choices, seats, bound),
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
