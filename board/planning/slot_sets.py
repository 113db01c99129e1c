"""All sets of topics that one slot can hold, and which of them are worth most at given prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

UNIT = 1024
"""What a seat counts: worths and prices are whole numbers of these, so that sums are exact."""

NEAR = 100
"""How many sets `SlotSets.best` lists at most."""

_TAIL = 3
_IMPOSSIBLE = -(1 << 40)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Spec:
    """What a slot can hold: all `forced` topics, and from `fewest` to `most` of the `free` ones.

    Topics are numbers. `chairs` are those of each topic's best cell in the slot, and `capacities`
    those of the rooms in use in it, largest first. Slots of equal specs can hold the same sets.
    """

    forced: tuple[int, ...]
    free: tuple[int, ...]
    fewest: int
    most: int
    chairs: tuple[tuple[int, int], ...]
    capacities: tuple[int, ...]

    def count(self) -> int:
        """Count the sets, also those in which somebody would lead two topics."""
        return sum(_choose(len(self.free), size) for size in range(self.fewest, self.most + 1))


class WorthySet(NamedTuple):
    """A set of topics and what it is worth, prices left aside."""

    worth: int
    topics: tuple[int, ...]


class SlotSets:
    """The sets of one spec in which nobody leads two topics, each with its worth.

    `voters[t]` and `leaders[t]` are those who want t and those who lead it, as bits. A set is worth
    the smallest of three cuts that the seats in it can't exceed: all who want something in it and
    lead nothing in it; all chairs of as many of the largest rooms; and the best chairs of those of
    its topics that more people want than that, with all who want one of the others.
    """

    def __init__(self, spec: Spec, voters: Sequence[int], leaders: Sequence[int]) -> None:
        self._spec = spec
        parts = {t: _part(voters[t], leaders[t], chairs) for t, chairs in spec.chairs}
        free = [parts[topic] for topic in spec.free]
        base = _Part()
        for topic in spec.forced:
            base = _join(base, parts[topic])
        people = max((part.want.bit_length() for part in parts.values()), default=0)
        self._sizes = []
        for size in range(spec.fewest, spec.most + 1):
            chairs = sum(spec.capacities[: len(spec.forced) + size])
            seats = [UNIT * min(n, chairs) for n in range(people + 1)]
            self._sizes.append(_SetsOfSize(base, free, size, seats))

    def best(self, prices: Sequence[int], slack: int) -> list[WorthySet]:
        """List sets worth most after their topics' prices, the very best first.

        All are within `slack` of it, and of many that begin alike only the best is listed. Empty
        if the slot can hold no set at all.
        """
        free = [prices[topic] for topic in self._spec.free]
        found = [each for sets in self._sizes for each in sets.best(free, slack)]
        found.sort(key=lambda each: -each[0])
        return [
            WorthySet(worth, self._spec.forced + tuple(self._spec.free[n] for n in topics))
            for gain, worth, topics in found[:NEAR]
            if gain >= found[0][0] - slack
        ]


class _Part(NamedTuple):
    """Some topics together, by their places: who wants them and who leads them, as bits.

    `chairs` are the best ones of those that are crowded, which more want than these can seat, and
    `roomy` who wants one of the others.
    """

    topics: tuple[int, ...] = ()
    want: int = 0
    lead: int = 0
    roomy: int = 0
    chairs: int = 0


class _Head(NamedTuple):
    """The first topics of many sets, and the worths of these sets, the largest of them in `most`.

    Their last topics are the tails from `start` on, in this order.
    """

    topics: tuple[int, ...]
    start: int
    worths: list[int]
    most: int


class _SetsOfSize:
    """All sets of `base` and so many more, cut in two: each head with all tails that can follow.

    Both are in lexicographic order, so that the tails that can follow a head are the last ones.
    `seats[n]` is what n people are worth.
    """

    def __init__(self, base: _Part, free: Sequence[_Part], size: int, seats: Sequence[int]) -> None:
        length = min(_TAIL, size)
        tails = _subsets(_Part(), free, length)
        self._tails = [tail.topics for tail in tails]
        starts = [_first_from(self._tails, n) for n in range(len(free) + 1)]
        following = {start: _Tails(tails[start:]) for start in {0, *starts}}
        self._heads = []
        for head in _subsets(base, free, size - length):
            start = starts[head.topics[-1] + 1] if head.topics else 0
            worths = following[start].worths(head, seats)
            if (most := max(worths, default=_IMPOSSIBLE)) >= 0:
                self._heads.append(_Head(head.topics, start, worths, most))

    def best(self, prices: Sequence[int], slack: int) -> list[tuple[int, int, tuple[int, ...]]]:
        """List, for heads that lead within `slack` of the most, the best gain, its worth and set."""
        costs = [sum([prices[n] for n in tail]) for tail in self._tails]
        following = {start: costs[start:] for start in {head.start for head in self._heads}}
        cheapest = {start: min(tails) for start, tails in following.items()}
        hopes = []
        for head in self._heads:
            cost = sum([prices[n] for n in head.topics])
            hopes.append((head.most - cost - cheapest[head.start], cost, head))
        hopes.sort(key=lambda each: -each[0])
        top, found = _IMPOSSIBLE, []
        for hope, cost, head in hopes:
            if hope < top - slack:
                break
            gains = [w - c for w, c in zip(head.worths, following[head.start], strict=True)]
            gain = max(gains)
            if gain - cost >= top - slack:
                n = gains.index(gain)
                topics = head.topics + self._tails[head.start + n]
                found.append((gain - cost, head.worths[n], topics))
                top = max(top, gain - cost)
        return found


class _Tails:
    """Last topics of sets, in columns."""

    def __init__(self, tails: Sequence[_Part]) -> None:
        self._plain = [(tail.want, ~tail.lead) for tail in tails]
        self._crowded = [(tail.roomy, ~tail.lead, tail.chairs) for tail in tails]
        self._any_crowded = any(tail.roomy != tail.want for tail in tails)
        self._leaders = 0
        for tail in tails:
            self._leaders |= tail.lead

    def worths(self, head: _Part, seats: Sequence[int]) -> list[int]:
        """Say what every set of this head is worth."""
        want, lead, stay = head.want, head.lead, ~head.lead
        worths = [seats[((want | w) & stay & s).bit_count()] for w, s in self._plain]
        if head.roomy != head.want or self._any_crowded:
            roomy, chairs = head.roomy, head.chairs
            cuts = [
                UNIT * (((roomy | r) & stay & s).bit_count() + chairs + c)
                for r, s, c in self._crowded
            ]
            worths = list(map(min, worths, cuts))
        if lead & self._leaders:
            worths = [
                _IMPOSSIBLE if lead & ~s else w
                for w, (_, s) in zip(worths, self._plain, strict=True)
            ]
        return worths


def _part(want: int, lead: int, chairs: int) -> _Part:
    if want.bit_count() > chairs:
        return _Part(want=want, lead=lead, chairs=chairs)
    return _Part(want=want, lead=lead, roomy=want)


def _subsets(base: _Part, free: Sequence[_Part], size: int) -> list[_Part]:
    """List `base` with every set of so many more, in lexicographic order."""
    parts = [base]
    for _ in range(size):
        parts = [
            _join(part, free[n], n)
            for part in parts
            for n in range(part.topics[-1] + 1 if part.topics else 0, len(free))
            if not part.lead & free[n].lead
        ]
    return parts


def _join(part: _Part, other: _Part, *place: int) -> _Part:
    return _Part(
        part.topics + place,
        part.want | other.want,
        part.lead | other.lead,
        part.roomy | other.roomy,
        part.chairs + other.chairs,
    )


def _first_from(tails: Sequence[tuple[int, ...]], place: int) -> int:
    """Find the first tail that begins with this place or a later one."""
    low, high = 0, len(tails)
    while low < high:
        middle = (low + high) // 2
        if tails[middle] < (place,):
            low = middle + 1
        else:
            high = middle
    return low


def _choose(n: int, size: int) -> int:
    count = 1
    for k in range(size):
        count = count * (n - k) // (k + 1)
    return count
