"""A tighter bound for small camps: one set of topics for every slot, all of them looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from board.camp.model import TopicId
from board.planning.best_cells import BestCells
from board.planning.choices import Cell
from board.planning.demand import Demand
from board.planning.rules import Rules
from board.planning.slot_sets import UNIT, SlotSets, Spec, WorthySet
from board.planning.values import Instance

MOST_SETS = 200_000
"""How many sets are looked at, at most."""

# Found by trial on small Edcamps with 2 to 10 votes each: they decide how low the bound gets, in
# how much time, and nothing else.
_STARTS = (0.9, 1.05, 1.2)
_ROUNDS = 6
_STEPS = 100
_PATIENCE = 10
_NEAR = 2 * UNIT


def partition_bound(instance: Instance, cells: Iterable[Cell]) -> int | None:
    """Bound the seats of every valid plan that runs each topic at least as often as `cells` do.

    None if there are too many sets to look at. For 24 topics in 4 slots of 6 equal rooms there are
    135,000.

    Proof. A plan puts a set S_s of topics into each slot s, and its slots have at most w_s(S_s)
    seats each: the attendees who want something in S_s and lead nothing in it, or fewer if chairs
    are short (see `SlotSets`). Let topic t run n_t times, with least_t <= n_t <= most_t, and let
    p_t be any number, its price. As n_t counts the sets that t is in, the plan has at most

        sum_s w_s(S_s)  =  sum_s (w_s(S_s) - sum_{t in S_s} p_t)  +  sum_t p_t n_t
                       <=  sum_s max_S (w_s(S) - sum_{t in S} p_t)
                           +  sum_t max(p_t least_t, p_t most_t)

    seats, S over all sets that s can hold. That holds at any prices, also negative ones, so it does
    not matter to the proof how they are found; that nobody sits in a topic twice is not needed
    either. This is the Lagrangian bound (Held & Karp 1971; Fisher 1981) of choosing one set a slot
    with every topic in as many as it runs. At the best prices it equals the linear relaxation of
    that choice. All numbers are whole multiples of 1 / `UNIT`, so no rounding spoils it.

    Good prices are sought in a bounded number of steps: from prices that split each attendee's
    seats among their topics, down along subgradients of the bound over the few sets that were ever
    nearly worth most (Polyak 1969, with the level to reach guessed as in Brännlund 1993), never far
    from the best prices so far (Marsten, Hogan & Blankenship 1975).
    """
    relaxation = _relaxation(instance, cells)
    return None if relaxation is None else _Descent(relaxation).lowest()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Relaxation:
    """How often each topic runs, and what is to be chosen for how many slots.

    `starts` are prices to begin with.
    """

    least: list[int]
    most: list[int]
    starts: list[list[int]]
    slots: list[tuple[int, SlotSets]]


def _relaxation(instance: Instance, cells: Iterable[Cell]) -> _Relaxation | None:
    rules = Rules(instance)
    topics = sorted(rules.topics)
    runs = Counter(cell.topic for cell in cells)
    specs = Counter(_specs(topics, rules, BestCells(instance, rules), runs.total()))
    if not specs or sum(spec.count() for spec in specs) > MOST_SETS:
        return None
    demand = Demand(instance)
    voters = [demand.voters[topic] for topic in topics]
    leaders = [demand.leaders[topic] for topic in topics]
    slots = Counter(n for spec in specs.elements() for n in (*spec.forced, *spec.free))
    return _Relaxation(
        least=[runs[topic] for topic in topics],
        most=[
            max(runs[topic], min(rules.topics[topic].max_sessions, slots[n]))
            for n, topic in enumerate(topics)
        ],
        starts=[_split(voters, leaders, len(rules.slots), level) for level in _STARTS],
        slots=[(specs[spec], SlotSets(spec, voters, leaders)) for spec in sorted(specs)],
    )


def _specs(topics: Sequence[TopicId], rules: Rules, best: BestCells, runs: int) -> Iterator[Spec]:
    """Say for every slot what it can hold, if there are to be so many sessions in all."""
    rooms = {slot: len(capacities) for slot, capacities in best.capacities.items()}
    for slot in rules.slots:
        chairs = {
            n: seats
            for n, topic in enumerate(topics)
            if (seats := best.chairs(topic, slot)) is not None
        }
        must = best.frozen.get(slot, best.pinned[slot])
        forced = tuple(n for n in chairs if topics[n] in must)
        free = tuple(n for n in chairs if topics[n] not in must)
        # What the other slots have no room for must be in this one.
        left = runs - sum(count for other, count in rooms.items() if other != slot)
        most = min(rooms[slot] - len(forced), len(free))
        yield Spec(
            forced=forced,
            free=free,
            fewest=min(max(left - len(forced), 0), most),
            most=most,
            chairs=tuple(chairs.items()),
            capacities=tuple(best.capacities[slot]),
        )


def _split(voters: Sequence[int], leaders: Sequence[int], slots: int, level: float) -> list[int]:
    """Price each topic by what it may win of its voters' seats, less what it takes its leaders.

    Who wants few topics has a seat by almost every one of them, who wants many by none in
    particular.
    """
    prices = [0] * len(voters)
    for person in range(max((group.bit_length() for group in (*voters, *leaders)), default=0)):
        wants = [t for t, group in enumerate(voters) if group >> person & 1]
        share = min(1.0, max(0.0, level - 0.8 * len(wants) / slots))
        for t in wants:
            prices[t] += round(share * UNIT)
        for t, group in enumerate(leaders):
            if group >> person & 1:
                prices[t] -= min(UNIT, len(wants) * UNIT // slots)
    return prices


class _Descent:
    """Looks for the prices at which the bound is lowest."""

    def __init__(self, relaxation: _Relaxation) -> None:
        self._relaxation = relaxation
        self._pools: list[dict[WorthySet, None]] = [{} for _ in relaxation.slots]

    def lowest(self) -> int:
        """Find the lowest bound that a bounded number of steps leads to."""
        value, prices = min((self._value(start), start) for start in self._relaxation.starts)
        reach = 0.4 * UNIT
        for _ in range(_ROUNDS):
            hope, there = self._descend(prices, reach)
            if hope // UNIT >= value // UNIT:
                break
            found = self._value(there)
            reach *= 1.5 if found < value else 0.6
            value, prices = min((value, prices), (found, there))
        return value // UNIT

    def _value(self, prices: list[int]) -> int:
        """Compute the bound at these prices, in `UNIT`s, and remember the sets that it is due to."""
        least, most = self._relaxation.least, self._relaxation.most
        value = sum(p * (n if p > 0 else m) for p, m, n in zip(prices, least, most, strict=True))
        for pool, (times, sets) in zip(self._pools, self._relaxation.slots, strict=True):
            near = sets.best(prices, _NEAR)
            pool.update(dict.fromkeys(near))
            value += times * (near[0].worth - sum(prices[t] for t in near[0].topics))
        return value

    def _descend(self, start: list[int], reach: float) -> tuple[float, list[int]]:
        """Lower the bound over the sets remembered, no price by more than `reach`.

        That is a guess of what the true one, over all sets, is there.
        """
        low, high = [p - reach for p in start], [p + reach for p in start]
        prices = best = [float(p) for p in start]
        lowest, hope, since = float("inf"), float(UNIT), 0
        for _ in range(_STEPS):
            value, slope = self._pooled(prices, hope)
            since = 0 if value < lowest - hope / 4 else since + 1
            if value < lowest:
                lowest, best = value, prices
            if since == _PATIENCE:
                hope, since = hope * 0.6, 0
            steepness = sum(a * a for a in slope)
            if not steepness:
                break
            step = (value - lowest + hope) / steepness
            prices = [
                min(max(p - step * a, lo), hi)
                for p, a, lo, hi in zip(prices, slope, low, high, strict=True)
            ]
        return lowest, [round(p) for p in best]

    def _pooled(self, prices: list[float], hope: float) -> tuple[float, list[float]]:
        """Compute the bound over the sets remembered, and an average of its slopes nearby."""
        least, most = self._relaxation.least, self._relaxation.most
        slope = [float(n if p > 0 else m) for p, m, n in zip(prices, least, most, strict=True)]
        value = sum(p * a for p, a in zip(prices, slope, strict=True))
        price = prices.__getitem__
        for pool, (times, _) in zip(self._pools, self._relaxation.slots, strict=True):
            gains = [worth - sum(map(price, topics)) for worth, topics in pool]
            top = max(gains)
            value += times * top
            bar = top - hope / times
            near = [topics for (_, topics), gain in zip(pool, gains, strict=True) if gain >= bar]
            for topics in near:
                for topic in topics:
                    slope[topic] -= times / len(near)
        return value, slope
