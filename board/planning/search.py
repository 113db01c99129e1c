"""The search for a timetable: simulated annealing, and what it remembers."""

from collections.abc import Sequence
from copy import copy
from math import log
from random import Random

from board.planning.steps import bring_home, place_missing, place_shown
from board.planning.timetable import Timetable
from board.planning.worth import HELPED, HOPELESS

FAR = 2_000
"""Moves tried, whatever seats they cost, to find a place for a topic that is nowhere."""
TINY = 200
"""Attendees times sessions of a camp so small that all that is close to the best is looked at again."""
LOOKS = 200
"""Timetables that are looked at then, at most."""
CLOSE = 2 * HELPED
"""Seats below the best at which a timetable may still turn out to be the best."""


class Search:
    """A search for the best timetable. Ties fall to `rng` alone.

    `best` are the best slots so far, `best_value` what they are worth, `best_seats` the seats they
    offer, and `first` the slots in which all that can be is where people have seen it.
    """

    def __init__(self, table: Timetable, rng: Random) -> None:
        self._table, self._rng = table, rng
        self._tiny = len(table.topic) * table.attendees <= TINY
        place_shown(table, rng)
        place_missing(table, rng)
        self._keep()
        self.first = self.best
        self.restart()

    def likely(self) -> list[list[int]]:
        """List the slots that may be the best: those so far, and where the search is if that is better.

        What a timetable is worth is known only roughly if topics repeat or if chairs are short. So
        in a tiny camp all is listed that is close to the best.
        """
        if self.is_tiny:
            return self._close()
        now = self._table.with_slots(self._table.slot[:-1])
        return [self.best, now.slot[:-1]] if now.value > self.best_value else [self.best]

    def _close(self) -> list[list[int]]:
        """List what is nearly as good as the best, as far as moves lead there without going far below."""
        table = self._table.with_slots(self.best)
        known = {_cells(table, self.best)}
        found = [(-self.best_value, self.best)]
        for minus, slots in found:
            table.load(slots)
            for one, there, other in table.moves():
                here = slots[one]
                value = -minus + table.gain(one, here, other, there)
                near = list(slots)
                near[one] = there
                if other != table.nobody:
                    near[other] = here
                cells = _cells(table, near)
                if value >= self.best_value - CLOSE and cells not in known:
                    known.add(cells)
                    found.append((-value, near))
            if len(found) > LOOKS:
                break
        return [slots for _, slots in sorted(found, key=lambda each: each[0])[:LOOKS]]

    @property
    def is_tiny(self) -> bool:
        """Whether a timetable may be better than it looks, and there is time to find out."""
        return self._tiny and (bool(self._table.repeatable) or self._table.crowded)

    def settled(self, slots: list[int]) -> list[int]:
        """Finish a timetable: nothing is away from where people have seen it that wins nothing by it."""
        table = self._table.with_slots(slots)
        place_missing(table, copy(self._rng))
        table.is_crowded()
        bring_home(table)
        return table.slot[:-1]

    def restart(self) -> None:
        """Go back to the best timetable so far, and look whether it has chairs for everybody."""
        table = self._table
        self.weigh(table.promise)
        table.load(self.best)
        place_missing(table, self._rng)
        table.is_crowded()
        self._keep()
        if self._may_place_more():
            self._roam()

    def weigh(self, helped: float) -> None:
        """Let helping somebody be worth so much; only what is promised makes a timetable the best."""
        if helped != self._table.helped:
            self._table.helped = helped
            self._table.load(self._table.slot[:-1])
            if helped == self._table.promise and self._table.value > self.best_value + 1e-6:
                self._keep()

    def anneal(self, moves: int, *, hot: float, cold: float) -> None:
        """Try random moves while cooling from one temperature to the other, in seats.

        A move puts a session into another slot (or takes it out, or in) and, unless it gets an
        empty cell there, another session into its place.
        """
        table = self._table
        rng, movable, nobody, out = self._rng.random, table.movable, table.nobody, table.out
        slots, members, space = table.slot, table.members, table.space
        voters, others, leaders, crew = table.voters, table.others, table.leaders, table.crew
        none, alone, some, led, now = table.none, table.alone, table.some, table.led, table.now
        allowed, worth, hopes = table.allowed, table.worth, table.hopes
        outside = len(members[out]) > 0 or bool(table.repeatable)
        width, many = out - 1 + outside, len(movable)
        if not width or not many:
            return
        slack, unhelped = table.slack, table.unhelped
        heat, cooling = hot, (cold / hot) ** (1 / moves)
        for _ in range(moves):
            heat *= cooling
            one = movable[int(rng() * many)]
            here = slots[one]
            there = int(rng() * width)
            there += there >= here
            if not allowed[one] >> there & 1:
                continue
            limit = heat * log(1.0 - rng())
            if here == out or there == out:
                other = self._pick_outside(there)
            else:
                cell = int(rng() * space[there])
                inside = members[there]
                other = inside[cell] if cell < len(inside) else nobody
                mine, theirs = voters[one], voters[other]
                # Most moves are hopeless, and soon seen to be: who finds something there and here,
                # who loses the only thing they had, and at best all who lead gain a seat.
                gain = float(
                    (mine & none[there]).bit_count()
                    + (theirs & none[here]).bit_count()
                    - (mine & alone[here] & others[other]).bit_count()
                    - (theirs & alone[there] & others[one]).bit_count()
                )
                if table.priced:
                    gain += worth[one][there] - worth[one][here]
                    gain += worth[other][here] - worth[other][there]
                helps = unhelped and unhelped & (hopes[one] | hopes[other])
                if gain + crew[one] + crew[other] + slack < limit and not helps:
                    continue
                led_here, led_there = led[here] ^ leaders[one], led[there] ^ leaders[other]
                if led_here & leaders[other] or led_there & leaders[one]:
                    continue
                leads = leaders[one] | leaders[other]
                had = (now[here].some & leads).bit_count() + (now[there].some & leads).bit_count()
                some_here = (some[here] | theirs) & leads & ~(led_here | leaders[other])
                some_there = (some[there] | mine) & leads & ~(led_there | leaders[one])
                gain += some_here.bit_count() + some_there.bit_count() - had
                if gain + slack < limit and not helps:
                    continue
            gain = table.gain(one, here, other, there, limit)
            if gain >= limit:
                table.exchange(one, here, other, there, gain)
                slack, unhelped = table.slack, table.unhelped
                if table.value > self.best_value + 1e-6 and table.helped == table.promise:
                    self._keep()

    def _keep(self) -> None:
        """Remember this as the best timetable so far."""
        self.best, self.best_value = self._table.slot[:-1], self._table.value
        self.best_seats = self._table.seats

    def _pick_outside(self, there: int) -> int:
        """A session of the slot, or of those that are nowhere; or else an empty cell."""
        inside = self._table.members[there]
        cells = len(inside) + 1 if there == self._table.out else self._table.space[there]
        cell = int(self._rng.random() * cells)
        return inside[cell] if cell < len(inside) else self._table.nobody

    def _may_place_more(self) -> bool:
        """Whether a topic is nowhere though there are cells without any, or with one's second."""
        if all(self._table.times(twins[0]) for twins in self._table.twins if twins):
            return False
        return sum(self._table.space) > sum(
            map(len, self._table.members[: self._table.out])
        ) or bool(self._table.often)

    def _roam(self) -> None:
        """Look far afield for a place for what is nowhere, and stay there only if there is one."""
        best, value = self.best, self.best_value
        self.anneal(FAR, hot=HELPED * 4, cold=1.0)
        if self.best_value < value + HOPELESS:
            self.best, self.best_value = best, value
        self._table.load(self.best)
        self._keep()


def _cells(table: Timetable, slots: Sequence[int]) -> frozenset[tuple[int, int]]:
    """Which topic lies where: sessions of one topic are alike."""
    return frozenset(zip(table.topic, slots, strict=False))
