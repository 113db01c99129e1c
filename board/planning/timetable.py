"""Which slot: simulated annealing directly on the seats that a timetable offers.

A timetable says in which slot each session lies; which room it gets is decided later, but there is
always one for it. A seat is offered wherever somebody finds something they want in a slot in which
they lead nothing. Who wants what is kept as the bits of integers (`Demand`), so that a move is
judged by a few operations on 1,000 attendees at once: how many find something in the two slots that
it changes. (Annealing: Kirkpatrick, Gelatt & Vecchi 1983. Seats that people miss as the objective
of a conference's schedule, and exchanges as its moves: Vangerven et al. 2018. Here the misses are
counted as they are and not by pairs of sessions, of which most cost nobody anything.)
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from random import Random
from typing import NamedTuple

from board.camp.model import SlotId
from board.planning.chairs import Chairs, everyone_in, most_seated
from board.planning.demand import TOP, Demand
from board.planning.fitting import Fitting
from board.planning.rules import Rules
from board.planning.sessions import Session

PLACED = 1_000.0
"""What placing one more topic is worth, in seats: more than all else that can be won."""
KEPT = 1_000.0
"""As much again if people have seen it in the grid: it stays, however much another is wanted."""
REPEATED = -1.0
"""What running a topic once more is worth by itself: it has to win more seats than this."""
HOPELESS = 500.0
"""What no seats can make up for: a move that costs so much more needs no closer look."""
FAR = 2_000
"""Moves tried, whatever seats they cost, to find a place for a topic that is nowhere."""
HELPED = 8.0
"""What it is worth if one more attendee can have one of their first three choices."""
HELPED_WHILE_HOT = 1.5
"""The same while a search is still to go anywhere: walls between good timetables are lower then."""
EVEN = 1 / 16
"""What it is worth if one more attendee can have a seat at all; a second seat, half of that."""
FIRST = 1 / 32
"""What it is worth if one more seat can be in one of the attendee's first three choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """How many sessions that people have seen may change slot: in all, and in and out of each slot.

    A repeat that leaves the grid for a topic that had no session does not count.
    """

    total: int
    slots: Mapping[SlotId, int]


class Timetable:
    """The slots of all sessions, each a number; what is not placed is in the number after the last.

    `value` is how good it is, in seats: what each of the constants above is worth, one for every
    seat, less `price` for every session that is not in the slot in which people have seen it.
    `best` are the best slots so far, `first` the slots in which all that can be is where people have
    seen it. Ties fall to `rng` alone.
    """

    def __init__(
        self,
        sessions: Sequence[Session],
        rules: Rules,
        demand: Demand,
        *,
        price: float,
        rng: Random,
        promise: float = HELPED,
    ) -> None:
        self._rng = rng
        self._names = rules.slots
        self._out = len(rules.slots)
        self._nobody = len(sessions)  # a session that nobody wants or leads: an empty cell
        self._fitting = Fitting(sessions, rules)
        self._chairs = Chairs(sessions, rules, self._fitting)
        self._crowded = False
        self._promise = self._helped = promise
        topics = {topic: number for number, topic in enumerate(rules.topics)}
        self._topic = [*(topics[session.topic] for session in sessions), -1]
        self._voters = [*(demand.voters[session.topic] for session in sessions), 0]
        self._first = [*(demand.first[session.topic] for session in sessions), 0]
        everybody = (1 << demand.attendees) - 1
        self._everybody = everybody
        self._others = [everybody & ~voters for voters in self._voters]
        self._leaders = [*(demand.leaders[session.topic] for session in sessions), 0]
        self._crew = [leaders.bit_count() for leaders in self._leaders]
        self._twins: list[list[int]] = [[] for _ in topics]
        for session, topic in enumerate(self._topic[:-1]):
            self._twins[topic].append(session)
        self._allowed = [*(self._slots_for(session, rules) for session in sessions), -1]
        homes = [self._number(each.home.slot if each.home else None) for each in sessions]
        self._homes = homes
        self._shown = [{self._number(cell.slot) for cell in each.shown} for each in sessions]
        self._worth = [
            [price * (slot in shown) for slot in range(self._out + 1)]
            for shown in [*self._shown, set[int]()]
        ]
        self._priced = price > 0 and any(self._shown)
        self._first_session = [
            PLACED + KEPT * any(self._shown[twin] for twin in twins) for twins in self._twins
        ]
        self._movable = [n for n, session in enumerate(sessions) if session.slot is None]
        self._fixed: list[list[int]] = [[] for _ in range(self._out + 1)]
        for number, each in enumerate(sessions):
            if each.slot is not None:
                self._fixed[self._number(each.slot)].append(number)
        self._space = [
            len(rooms) - len(fixed)
            for rooms, fixed in zip(self._fitting.open, self._fixed, strict=False)
        ]
        self._repeatable = [n for n, twins in enumerate(self._twins) if len(twins) > 1]
        self._planes = max(2, demand.most.bit_length())
        self._hopeful = everyone_in(self._first)
        # Whom moving a session may help: who wants it, and who need not lead it then.
        self._hopes = [a | b for a, b in zip(self._first, self._leaders, strict=True)]
        self.best: list[int] = []
        self.value = self.best_value = -inf
        self._place_all(sessions)
        self.first = self.slots
        self.restart()

    @property
    def slots(self) -> list[SlotId | None]:
        """The slot of each session in the best timetable so far."""
        return [self._names[slot] if slot < self._out else None for slot in self.best]

    @property
    def best_seats(self) -> int:
        """The seats that the best timetable so far offers."""
        return self._best_seats

    def restart(self) -> None:
        """Go back to the best timetable so far, and look whether it has chairs for everybody."""
        self.weigh(self._promise)
        self._load(self.best)
        self._place_missing()
        if not self._crowded and self._is_crowded():
            self._keep()
        if self._may_place_more():
            self._roam()

    def settle(self) -> None:
        """Finish the best timetable so far, and then go on where we are.

        Whatever has moved and wins nothing by it goes back to where people have seen it.
        """
        slots, helped = self._slot[:-1], self._helped
        self.weigh(self._promise)
        self._load(self.best)
        self._place_missing()
        if not self._crowded and self._is_crowded():
            self._keep()
        while any(self._bring_home(session) for session in self._movable):
            pass  # every move wins something, or brings home one more for nothing
        self._keep()
        self._helped = helped
        self._load(slots)

    def approach(
        self, begin: Sequence[SlotId | None], end: Sequence[SlotId | None], ration: Ration
    ) -> list[SlotId | None]:
        """Come from one timetable as near to another as a ration of moves allows.

        What wins most goes first. Returns the slots of each session; the timetable stays as it was.
        """
        slots, helped = self._slot[:-1], self._helped
        began = [self._number(slot) for slot in begin]
        goal = self._likened([self._number(slot) for slot in end], began)
        self._helped = self._promise
        self._load(began)
        while (move := self._best_step(goal, ration)) is not None:
            self._exchange(*move)
        near = [self._names[slot] if slot < self._out else None for slot in self._slot[:-1]]
        arrived = self._slot[:-1] == goal
        self._helped = helped
        self._load(slots)
        return list(end) if arrived else near

    def _likened(self, goal: Sequence[int], begin: Sequence[int]) -> list[int]:
        """The same timetable, in which of a topic's sessions as many as can be are where they began."""
        likened = list(goal)
        for topic in self._repeatable:
            alike: dict[tuple[int, int], list[int]] = {}
            for twin in self._twins[topic]:
                key = (self._allowed[twin], self._fitting.kind[twin])
                alike.setdefault(key, []).append(twin)
            for twins in alike.values():
                left = Counter(goal[twin] for twin in twins)
                others = []
                for twin in twins:
                    if left[begin[twin]]:
                        left[begin[twin]] -= 1
                        likened[twin] = begin[twin]
                    else:
                        others.append(twin)
                for twin, slot in zip(others, left.elements(), strict=True):
                    likened[twin] = slot
        return likened

    def _best_step(
        self, goal: Sequence[int], ration: Ration
    ) -> tuple[int, int, int, int, float] | None:
        """The move that wins most of those that bring a session to its goal within the ration."""
        best, most = None, 1e-6
        there = [n for n in self._movable if self._slot[n] != goal[n]]
        for one in there:
            here, to = self._slot[one], goal[one]
            for other in (self._nobody, *(n for n in there if self._slot[n] == to)):
                gain = self._gain(one, here, other, to)
                if gain > most and self._is_within(ration, {one: to, other: here}):
                    best, most = (one, here, other, to, gain), gain
        return best

    def _is_within(self, ration: Ration, moved: Mapping[int, int]) -> bool:
        """Whether no more sessions than allowed are away from home after a move."""
        slots = [moved.get(session, slot) for session, slot in enumerate(self._slot[:-1])]
        # Sessions of one topic are alike: which of them is in which of its slots says nothing.
        seen = [{self._homes[n] for n in twins} - {self._out} for twins in self._twins]
        now = [{slots[n] for n in twins} - {self._out} for twins in self._twins]
        spare = sum(bool(there) and not before for before, there in zip(seen, now, strict=True))
        total = 0
        touched = [0] * (self._out + 1)
        for before, there in zip(seen, now, strict=True):
            left, entered = before - there, there - before
            if there and not entered:
                making_way = min(spare, len(left))
                spare -= making_way  # it makes way for a topic that had no session
                left = set(sorted(left)[making_way:])
            total += len(left)
            for slot in (*left, *(entered if left else ())):
                touched[slot] += 1
        return total <= ration.total and all(
            count <= ration.slots.get(name, 0)
            for name, count in zip(self._names, touched, strict=False)
            if count
        )

    def _bring_home(self, session: int) -> bool:
        """Move a session to where people have seen it if that costs nothing."""
        here, homes = self._slot[session], self._shown[session]
        if here in homes:
            return False
        for home in sorted(homes):
            for other in (self._nobody, *self._members[home]):
                gain = self._gain(session, here, other, home)
                comes_home = self._worth[other][here] >= self._worth[other][home]
                if gain > 1e-6 or (gain > -1e-6 and comes_home and here != self._out):
                    self._exchange(session, here, other, home, gain)
                    return True
        return False

    def _may_place_more(self) -> bool:
        """Whether a topic is nowhere though there are cells without any, or with one's second."""
        if all(self._times(twins[0]) for twins in self._twins if twins):
            return False
        return sum(self._space) > sum(map(len, self._members[: self._out])) or bool(self._often)

    def _roam(self) -> None:
        """Look far afield for a place for what is nowhere, and stay there only if there is one."""
        best, value = self.best, self.best_value
        self.anneal(FAR, hot=HELPED * 4, cold=1.0)
        if self.best_value < value + HOPELESS:
            self.best, self.best_value = best, value
        self._load(self.best)
        self._keep()

    def weigh(self, helped: float) -> None:
        """Let helping somebody be worth so much; only what is promised makes a timetable the best."""
        if helped != self._helped:
            self._helped = helped
            self._load(self._slot[:-1])
            if helped == self._promise and self.value > self.best_value + 1e-6:
                self._keep()

    def anneal(self, moves: int, *, hot: float, cold: float) -> None:
        """Try random moves while cooling from one temperature to the other, in seats.

        A move puts a session into another slot (or takes it out, or in) and, unless it gets an
        empty cell there, another session into its place.
        """
        rng, movable, nobody, out = self._rng.random, self._movable, self._nobody, self._out
        slots, members, space = self._slot, self._members, self._space
        voters, others, leaders, crew = self._voters, self._others, self._leaders, self._crew
        none, alone, some, led, now = self._none, self._alone, self._some, self._led, self._now
        allowed, worth, hopes = self._allowed, self._worth, self._hopes
        outside = len(members[out]) > 0 or bool(self._repeatable)
        width, many = out - 1 + outside, len(movable)
        if not width or not many:
            return
        slack, unhelped = self._slack, self._unhelped
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
                if self._priced:
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
            gain = self._gain(one, here, other, there, limit)
            if gain >= limit:
                self._exchange(one, here, other, there, gain)
                slack, unhelped = self._slack, self._unhelped
                if self.value > self.best_value + 1e-6 and self._helped == self._promise:
                    self._keep()

    def _keep(self) -> None:
        """Note this as the best timetable so far."""
        self.best, self.best_value = self._slot[:-1], self.value
        self._best_seats = self._seats() - self._overcounted({}, {})

    def _seats(self) -> int:
        return sum(found.seats for found in self._now)

    def _pick_outside(self, there: int) -> int:
        """A session of the slot, or of those that are nowhere; or else an empty cell."""
        inside = self._members[there]
        cells = len(inside) + 1 if there == self._out else self._space[there]
        cell = int(self._rng.random() * cells)
        return inside[cell] if cell < len(inside) else self._nobody

    def _gain(self, one: int, here: int, other: int, there: int, least: float = -inf) -> float:
        """What is won if two sessions change places; minus infinity if they may not or it is less."""
        if not self._may(one, here, other, there):
            return -inf
        worth = self._worth
        gain = worth[one][there] - worth[one][here] + worth[other][here] - worth[other][there]
        if here == self._out:
            gain += self._worth_of_placing(one) + self._worth_of_removing(other)
        elif there == self._out:
            gain += self._worth_of_placing(other) + self._worth_of_removing(one)
        if gain < least - HOPELESS:
            return -inf
        changed = {}
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            if slot != self._out:
                changed[slot] = found = self._found(slot, leaves, comes)
                gain += found.seats - self._now[slot].seats
        gain += self._finer(changed, {one: there, other: here}) - self._fine
        return gain if gain >= least and self._fit(one, here, other, there) else -inf

    def _may(self, one: int, here: int, other: int, there: int) -> bool:
        if not self._allowed[one] >> there & self._allowed[other] >> here & 1:
            return False
        if self._topic[one] == self._topic[other]:
            return False
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            if slot == self._out or comes == self._nobody:
                continue
            if (self._led[slot] ^ self._leaders[leaves]) & self._leaders[comes]:
                return False
            twins = self._twins[self._topic[comes]]
            if len(twins) > 1 and any(self._slot[twin] == slot for twin in twins):
                return False
            if self._space[slot] == len(self._members[slot]) and leaves == self._nobody:
                return False
        return True

    def _fit(self, one: int, here: int, other: int, there: int) -> bool:
        """Whether all sessions of both slots have rooms that suit them after a move."""
        kind = self._fitting.kind
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            # A session that every room suits takes whichever is left.
            if slot == self._out or not kind[comes] or kind[comes] == kind[leaves]:
                continue
            if not self._fitting.fits(slot, self._after(slot, leaves, comes)):
                return False
        return True

    def _after(self, slot: int, leaves: int, comes: int) -> list[int]:
        """The sessions of a slot after a move."""
        stay = [n for n in self._members[slot] if n != leaves] + self._fixed[slot]
        return [*stay, comes] if comes != self._nobody else stay

    def _worth_of_placing(self, session: int) -> float:
        if session == self._nobody:
            return 0.0
        return REPEATED if self._times(session) else self._first_session[self._topic[session]]

    def _worth_of_removing(self, session: int) -> float:
        if session == self._nobody:
            return 0.0
        if self._times(session) > 1:
            return -REPEATED
        return -self._first_session[self._topic[session]]

    def _times(self, session: int) -> int:
        """How often the session's topic is placed."""
        return sum(self._slot[twin] != self._out for twin in self._twins[self._topic[session]])

    def _found(self, slot: int, leaves: int, comes: int) -> "_Found":
        """Who would find something in the slot after a move."""
        free = ~(self._led[slot] ^ self._leaders[leaves] | self._leaders[comes])
        gone, new = self._voters[leaves], self._voters[comes]
        some = self._some[slot] & ~(gone & self._once[slot]) | new
        alone = 0
        if self._repeatable:
            alone = self._once[slot] & ~(gone ^ new)
            alone |= gone & ~new & self._twice[slot] | new & ~gone & ~self._some[slot]
        first = self._first_some[slot] & ~(self._first[leaves] & self._first_once[slot])
        first = (first | self._first[comes]) & free
        return self._seat(slot, some & free, alone & free, first, leaves, comes)

    def _seat(
        self, slot: int, some: int, alone: int, first: int, leaves: int, comes: int
    ) -> "_Found":
        """Count the seats that there are for whoever finds something."""
        if (
            not self._crowded or self._helped != self._promise
        ):  # roughly while hot, as chairs take time
            return _Found(some, alone, first, some.bit_count(), ())
        sessions = self._after(slot, leaves, comes)
        wanted = [self._voters[n] & some for n in sessions]
        firsts = [self._first[n] & first for n in sessions]
        chairs = self._chairs.of_sessions(slot, sessions, wanted, firsts)
        seats = most_seated(wanted, chairs)
        return _Found(some, alone, first, seats, tuple(zip(firsts, chairs, strict=True)))

    def _finer(self, changed: Mapping[int, "_Found"], moved: Mapping[int, int]) -> float:
        """What counts besides seats, and seats that would be one person's in one topic twice."""
        helped = once = twice = seats = 0
        chairs: tuple[tuple[int, int], ...] = ()
        for slot, now in enumerate(self._now):
            found = changed.get(slot, now)
            helped |= found.first
            seats += found.first.bit_count()
            twice |= once & found.some
            once |= found.some
            chairs += found.chairs
        fine = self._helped * _helped(helped, chairs) + FIRST * seats
        fine += EVEN * (once.bit_count() + twice.bit_count() / 2)
        return fine - self._overcounted(changed, moved)

    def _overcounted(self, changed: Mapping[int, "_Found"], moved: Mapping[int, int]) -> int:
        """Count the seats that would be one person's in one topic twice.

        Somebody who finds only one thing in each of two slots, and the same, has one seat by it.
        Where chairs are short, whoever has one elsewhere is taken to be among those left standing.
        """
        count = 0
        topics = self._often
        if moved:
            touched = {self._topic[session] for session in moved if session != self._nobody}
            topics = topics | {topic for topic in touched if len(self._twins[topic]) > 1}
        found = [changed.get(slot) or now for slot, now in enumerate(self._now)]
        for topic in topics:
            voters = self._voters[self._twins[topic][0]]
            everywhere = twice = standing = 0
            for twin in self._twins[topic]:
                slot = moved.get(twin, self._slot[twin])
                if slot != self._out:
                    mine = found[slot].alone & voters
                    twice += (mine & everywhere).bit_count()
                    everywhere |= mine
                    standing += found[slot].standing
            if twice > standing:
                count += twice - standing
        return count

    def _exchange(self, one: int, here: int, other: int, there: int, gain: float) -> None:
        members, place = self._members, self._place
        mine = place[one]
        if other != self._nobody:
            theirs = place[other]
            members[here][mine], members[there][theirs] = other, one
            place[one], place[other] = theirs, mine
            self._slot[other] = here
        else:
            last = members[here].pop()
            if last != one:
                members[here][mine], place[last] = last, mine
            place[one] = len(members[there])
            members[there].append(one)
        self._slot[one] = there
        for session in (one, other):
            topic = self._topic[session]
            if topic >= 0 and len(self._twins[topic]) > 1:
                (self._often.add if self._times(session) > 1 else self._often.discard)(topic)
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            if slot != self._out:
                self._led[slot] = self._led[slot] ^ self._leaders[leaves] | self._leaders[comes]
                _count(self._wanted[slot], self._voters[leaves], self._voters[comes])
                _count(self._wanted_first[slot], self._first[leaves], self._first[comes])
                self._recount(slot)
        self._fine = self._finer({}, {})
        self._look_around()
        self.value += gain

    def _recount(self, slot: int) -> None:
        some, once, twice = _levels(self._wanted[slot])
        self._some[slot], self._once[slot], self._twice[slot] = some, once, twice
        first_some, first_once, _ = _levels(self._wanted_first[slot])
        self._first_some[slot], self._first_once[slot] = first_some, first_once
        free = ~self._led[slot]
        self._none[slot] = self._everybody & ~some & free
        self._alone[slot] = once & free
        self._now[slot] = self._seat(
            slot, some & free, once & free, first_some & free, self._nobody, self._nobody
        )

    def _look_around(self) -> None:
        """Note what `anneal` needs to tell hopeless moves at a glance."""
        helped = 0
        chairs: tuple[tuple[int, int], ...] = ()
        for found in self._now:
            helped |= found.first
            chairs += found.chairs
        self._unhelped = self._hopeful & ~helped if self._helped else 0
        if self._helped and chairs and _helped(helped, chairs) < helped.bit_count():
            self._unhelped = self._hopeful  # anybody may be one of those without a chair
        standing = sum(found.some.bit_count() - found.seats for found in self._now)
        self._slack = 0.5 + standing + (self._overcounted({}, {}) if self._repeatable else 0)

    def _load(self, slots: Sequence[int]) -> None:
        """Count everything anew for these slots."""
        every = range(self._out)
        self._slot = [*slots, -1]
        self._place = [0] * len(self._slot)
        self._members: list[list[int]] = [[] for _ in range(self._out + 1)]
        for session in self._movable:
            inside = self._members[slots[session]]
            self._place[session] = len(inside)
            inside.append(session)
        self._often = {n for n in self._repeatable if self._times(self._twins[n][0]) > 1}
        self._led = [0 for _ in every]
        self._wanted = [[0] * self._planes for _ in every]
        self._wanted_first = [[0] * TOP.bit_length() for _ in every]
        self._some, self._once, self._twice = ([0 for _ in every] for _ in range(3))
        self._first_some, self._first_once = ([0 for _ in every] for _ in range(2))
        self._none, self._alone = ([0 for _ in every] for _ in range(2))
        self._now = [_Found(0, 0, 0, 0, ()) for _ in every]
        for slot in every:
            for session in self._members[slot] + self._fixed[slot]:
                self._led[slot] |= self._leaders[session]
                _count(self._wanted[slot], 0, self._voters[session])
                _count(self._wanted_first[slot], 0, self._first[session])
            self._recount(slot)
        self._fine = self._finer({}, {})
        self._look_around()
        self.value = self._fine + self._seats()
        for session, slot in enumerate(slots):
            self.value += self._worth[session][slot]
        for topic, twins in enumerate(self._twins):
            times = sum(slots[twin] != self._out for twin in twins)
            if times:
                self.value += self._first_session[topic] + REPEATED * (times - 1)

    def _place_all(self, sessions: Sequence[Session]) -> None:
        """Fill the empty timetable: what must be, what was shown, then topic by topic."""
        slots = [self._number(session.start) for session in sessions]
        self._load(slots)
        wanted_first = sorted(self._movable, key=lambda n: -self._voters[n].bit_count())
        for session in wanted_first:
            if slots[session] == self._out:
                self._put(session, sorted(self._shown[session]))
        self._place_missing()

    def _place_missing(self) -> None:
        """Place every topic that is nowhere and can be somewhere, most wanted first."""
        missing = [session for session in self._members[self._out] if not self._times(session)]
        for session in sorted(missing, key=lambda n: (-self._voters[n].bit_count(), n)):
            if not self._times(session):
                self._put(session, range(self._out))
        self._keep()

    def _put(self, session: int, slots: Iterable[int]) -> None:
        """Place the session where it seems to win most; equals by space, then by lot."""
        voters, leaders = self._voters[session], self._leaders[session]
        order = [
            (
                (voters & self._none[slot]).bit_count() - (leaders & self._some[slot]).bit_count(),
                -len(self._members[slot]),
                self._rng.random(),
                slot,
            )
            for slot in slots
        ]
        for *_, slot in sorted(order, reverse=True):
            gain = self._gain(session, self._out, self._nobody, slot)
            if gain > -inf:
                self._exchange(session, self._out, self._nobody, slot, gain)
                return

    def _is_crowded(self) -> bool:
        """Whether the chairs suffice for fewer than find something, or find a first choice."""
        value = self.value
        self._crowded = True
        self._load(self._slot[:-1])
        if self.value > value - 1e-6:
            self._crowded = False
            self._load(self._slot[:-1])
        return self._crowded

    def _number(self, slot: SlotId | None) -> int:
        return self._out if slot is None else self._names.index(slot)

    def _slots_for(self, session: Session, rules: Rules) -> int:
        """The slots that a session may lie in, as bits; being out of all is the last one."""
        if session.slot is not None:
            return 1 << self._number(session.slot)
        slots = 0 if session.room is not None else 1 << self._out
        for number, slot in enumerate(rules.slots):
            if slot not in rules.frozen and rules.can_make(session.topic, slot):
                slots |= 1 << number
        return slots


class _Found(NamedTuple):
    """Who finds something they want in a slot, just one such thing, one of their first choices.

    `seats` counts the seats for them. If chairs are few, `chairs` has who wants each session among
    their first choices, and its chairs.
    """

    some: int
    alone: int
    first: int
    seats: int
    chairs: tuple[tuple[int, int], ...]

    @property
    def standing(self) -> int:
        """How many of them have no seat."""
        return self.some.bit_count() - self.seats


def _helped(wanting: int, chairs: Sequence[tuple[int, int]]) -> int:
    """How many of those who find one of their first choices have it; without chairs, all."""
    return most_seated(*zip(*chairs, strict=True)) if chairs else wanting.bit_count()


def _levels(planes: Sequence[int]) -> tuple[int, int, int]:
    """Who is counted at least once, just once, just twice."""
    ones, twos, *more = planes
    many = 0
    for plane in more:
        many |= plane
    return ones | twos | many, ones & ~twos & ~many, twos & ~ones & ~many


def _count(planes: list[int], leaves: int, comes: int) -> None:
    """Count one less for everybody in `leaves` and one more for everybody in `comes`.

    Bit n of a plane is one binary digit of attendee n's count, the lowest in the first plane: what
    borrows or carries in an adder goes on to the next one.
    """
    borrow, carry = leaves & ~comes, comes & ~leaves
    for n, plane in enumerate(planes):
        if not borrow and not carry:
            return
        planes[n] = plane ^ borrow ^ carry
        borrow, carry = borrow & ~plane, carry & plane
