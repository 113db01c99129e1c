"""Which slot: simulated annealing directly on the seats that a timetable offers.

A timetable says in which slot each session lies; which room it gets is decided later, but there is
always one for it. A seat is offered wherever somebody finds something they want in a slot in which
they lead nothing. Who wants what is kept as the bits of integers (`Demand`), so that a move is
judged by a few operations on 1,000 attendees at once: how many find something in the two slots that
it changes. (Annealing: Kirkpatrick, Gelatt & Vecchi 1983. Seats that people miss as the objective
of a conference's schedule, and exchanges as its moves: Vangerven et al. 2018. Here the misses are
counted as they are and not by pairs of sessions, of which most cost nobody anything.)
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from math import inf
from typing import Self

from board.planning.chairs import most_seated
from board.planning.counts import levels, recount
from board.planning.demand import TOP, Demand
from board.planning.rules import Rules
from board.planning.sessions import Session
from board.planning.terms import Terms
from board.planning.worth import EVEN, FIRST, HELPED, HOPELESS, REPEATED, Found, most_helped


class Timetable(Terms):
    """The slots of all sessions (`slot`), what lies in each (`members`), and whom that serves.

    `value` is how good it is, in seats: what `board.planning.worth` says and one for every seat,
    less `price` for every session that is not in the slot in which people have seen it.
    Helping somebody counts `helped` in it, which is what was promised unless a search is still hot.
    `crowded` says that there are too few chairs to take them for granted.
    """

    def __init__(
        self,
        sessions: Sequence[Session],
        rules: Rules,
        demand: Demand,
        *,
        price: float,
        promise: float = HELPED,
    ) -> None:
        super().__init__(sessions, rules, demand, price=price, promise=promise)
        self.helped, self.crowded = promise, False
        self.load(self.start)

    def with_slots(self, slots: Sequence[int]) -> Self:
        """Another timetable on the same terms, in which helping counts as promised."""
        other = copy(self)
        other.helped = self.promise
        other.load(slots)
        return other

    @property
    def seats(self) -> int:
        """The seats that are offered."""
        return sum(found.seats for found in self.now) - self.overcounted({}, {})

    def moves(self) -> Iterator[tuple[int, int, int]]:
        """All moves: a session, another slot for it, and the session there that changes places with it."""
        for one in self.movable:
            for there in range(self.out + 1):
                if there != self.slot[one]:
                    for other in (self.nobody, *self.members[there]):
                        yield one, there, other

    def gain(self, one: int, here: int, other: int, there: int, least: float = -inf) -> float:
        """What is won if two sessions change places; minus infinity if they may not or it is less."""
        if not self._may(one, here, other, there):
            return -inf
        worth = self.worth
        gain = worth[one][there] - worth[one][here] + worth[other][here] - worth[other][there]
        if here == self.out:
            gain += self._worth_of_placing(one) + self._worth_of_removing(other)
        elif there == self.out:
            gain += self._worth_of_placing(other) + self._worth_of_removing(one)
        if gain < least - HOPELESS:
            return -inf
        changed = {}
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            if slot != self.out:
                changed[slot] = found = self._found(slot, leaves, comes)
                gain += found.seats - self.now[slot].seats
        gain += self._finer(changed, {one: there, other: here}) - self._fine
        return gain if gain >= least and self._fit(one, here, other, there) else -inf

    def _may(self, one: int, here: int, other: int, there: int) -> bool:
        if not self.allowed[one] >> there & self.allowed[other] >> here & 1:
            return False
        if self.topic[one] == self.topic[other]:
            return False
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            if slot == self.out or comes == self.nobody:
                continue
            if (self.led[slot] ^ self.leaders[leaves]) & self.leaders[comes]:
                return False
            twins = self.twins[self.topic[comes]]
            if len(twins) > 1 and any(self.slot[twin] == slot for twin in twins):
                return False
            if self.space[slot] == len(self.members[slot]) and leaves == self.nobody:
                return False
        return True

    def _fit(self, one: int, here: int, other: int, there: int) -> bool:
        """Whether all sessions of both slots have rooms that suit them after a move."""
        kind = self.fitting.kind
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            # A session that every room suits takes whichever is left.
            if slot == self.out or not kind[comes] or kind[comes] == kind[leaves]:
                continue
            if not self.fitting.fits(slot, self._after(slot, leaves, comes)):
                return False
        return True

    def _after(self, slot: int, leaves: int, comes: int) -> list[int]:
        """The sessions of a slot after a move."""
        stay = [n for n in self.members[slot] if n != leaves] + self._fixed[slot]
        return [*stay, comes] if comes != self.nobody else stay

    def _worth_of_placing(self, session: int) -> float:
        if session == self.nobody:
            return 0.0
        return REPEATED if self.times(session) else self._first_session[self.topic[session]]

    def _worth_of_removing(self, session: int) -> float:
        if session == self.nobody:
            return 0.0
        if self.times(session) > 1:
            return -REPEATED
        return -self._first_session[self.topic[session]]

    def times(self, session: int) -> int:
        """How often the session's topic is placed."""
        return sum(self.slot[twin] != self.out for twin in self.twins[self.topic[session]])

    def _found(self, slot: int, leaves: int, comes: int) -> Found:
        """Who would find something in the slot after a move."""
        free = ~(self.led[slot] ^ self.leaders[leaves] | self.leaders[comes])
        gone, new = self.voters[leaves], self.voters[comes]
        some = self.some[slot] & ~(gone & self._once[slot]) | new
        alone = 0
        if self.repeatable:
            alone = self._once[slot] & ~(gone ^ new)
            alone |= gone & ~new & self._twice[slot] | new & ~gone & ~self.some[slot]
        first = self._first_some[slot] & ~(self.first[leaves] & self._first_once[slot])
        first = (first | self.first[comes]) & free
        return self._seat(slot, some & free, alone & free, first, leaves, comes)

    def _seat(self, slot: int, some: int, alone: int, first: int, leaves: int, comes: int) -> Found:
        """Count the seats that there are for whoever finds something."""
        # Roughly while hot, as chairs take time.
        if not self.crowded or self.helped != self.promise:
            return Found(some, alone, first, some.bit_count(), ())
        sessions = self._after(slot, leaves, comes)
        wanted = [self.voters[n] & some for n in sessions]
        firsts = [self.first[n] & first for n in sessions]
        chairs = self._chairs.of_sessions(slot, sessions, wanted, firsts)
        seats = most_seated(wanted, chairs)
        return Found(some, alone, first, seats, tuple(zip(firsts, chairs, strict=True)))

    def _finer(self, changed: Mapping[int, Found], moved: Mapping[int, int]) -> float:
        """What counts besides seats, and seats that would be one person's in one topic twice."""
        helped = once = twice = seats = 0
        chairs: tuple[tuple[int, int], ...] = ()
        for slot, now in enumerate(self.now):
            found = changed.get(slot, now)
            helped |= found.first
            seats += found.first.bit_count()
            twice |= once & found.some
            once |= found.some
            chairs += found.chairs
        fine = self.helped * most_helped(helped, chairs) + FIRST * seats
        fine += EVEN * (once.bit_count() + twice.bit_count() / 2)
        return fine - self.overcounted(changed, moved)

    def overcounted(self, changed: Mapping[int, Found], moved: Mapping[int, int]) -> int:
        """Count the seats that would be one person's in one topic twice.

        Somebody who finds only one thing in each of two slots, and the same, has one seat by it.
        Where chairs are short, whoever has one elsewhere is taken to be among those left standing.
        """
        count = 0
        topics = self.often
        if moved:
            touched = {self.topic[session] for session in moved if session != self.nobody}
            topics = topics | {topic for topic in touched if len(self.twins[topic]) > 1}
        found = [changed.get(slot) or now for slot, now in enumerate(self.now)]
        for topic in topics:
            voters = self.voters[self.twins[topic][0]]
            everywhere = twice = standing = 0
            for twin in self.twins[topic]:
                slot = moved.get(twin, self.slot[twin])
                if slot != self.out:
                    mine = found[slot].alone & voters
                    twice += (mine & everywhere).bit_count()
                    everywhere |= mine
                    standing += found[slot].standing
            if twice > standing:
                count += twice - standing
        return count

    def exchange(self, one: int, here: int, other: int, there: int, gain: float) -> None:
        """Let two sessions change places, which wins so much."""
        members, place = self.members, self.place
        mine = place[one]
        if other != self.nobody:
            theirs = place[other]
            members[here][mine], members[there][theirs] = other, one
            place[one], place[other] = theirs, mine
            self.slot[other] = here
        else:
            last = members[here].pop()
            if last != one:
                members[here][mine], place[last] = last, mine
            place[one] = len(members[there])
            members[there].append(one)
        self.slot[one] = there
        for session in (one, other):
            topic = self.topic[session]
            if topic >= 0 and len(self.twins[topic]) > 1:
                (self.often.add if self.times(session) > 1 else self.often.discard)(topic)
        for slot, leaves, comes in ((here, one, other), (there, other, one)):
            if slot != self.out:
                self.led[slot] = self.led[slot] ^ self.leaders[leaves] | self.leaders[comes]
                recount(self._wanted[slot], self.voters[leaves], self.voters[comes])
                recount(self._wanted_first[slot], self.first[leaves], self.first[comes])
                self._recount(slot)
        self._fine = self._finer({}, {})
        self._look_around()
        self.value += gain

    def _recount(self, slot: int) -> None:
        some, once, twice = levels(self._wanted[slot])
        self.some[slot], self._once[slot], self._twice[slot] = some, once, twice
        first_some, first_once, _ = levels(self._wanted_first[slot])
        self._first_some[slot], self._first_once[slot] = first_some, first_once
        free = ~self.led[slot]
        self.none[slot] = self._everybody & ~some & free
        self.alone[slot] = once & free
        self.now[slot] = self._seat(
            slot, some & free, once & free, first_some & free, self.nobody, self.nobody
        )

    def _look_around(self) -> None:
        """Note what `anneal` needs to tell hopeless moves at a glance."""
        helped = 0
        chairs: tuple[tuple[int, int], ...] = ()
        for found in self.now:
            helped |= found.first
            chairs += found.chairs
        self.unhelped = self._hopeful & ~helped if self.helped else 0
        if self.helped and chairs and most_helped(helped, chairs) < helped.bit_count():
            self.unhelped = self._hopeful  # anybody may be one of those without a chair
        standing = sum(found.some.bit_count() - found.seats for found in self.now)
        self.slack = 0.5 + standing + (self.overcounted({}, {}) if self.repeatable else 0)

    def load(self, slots: Sequence[int]) -> None:
        """Count everything anew for these slots."""
        every = range(self.out)
        self.slot = [*slots, -1]
        self.place = [0] * len(self.slot)
        self.members: list[list[int]] = [[] for _ in range(self.out + 1)]
        for session in self.movable:
            inside = self.members[slots[session]]
            self.place[session] = len(inside)
            inside.append(session)
        self.often = {n for n in self.repeatable if self.times(self.twins[n][0]) > 1}
        self.led = [0 for _ in every]
        self._wanted = [[0] * self._planes for _ in every]
        self._wanted_first = [[0] * TOP.bit_length() for _ in every]
        self.some, self._once, self._twice = ([0 for _ in every] for _ in range(3))
        self._first_some, self._first_once = ([0 for _ in every] for _ in range(2))
        self.none, self.alone = ([0 for _ in every] for _ in range(2))
        self.now = [Found(0, 0, 0, 0, ()) for _ in every]
        for slot in every:
            for session in self.members[slot] + self._fixed[slot]:
                self.led[slot] |= self.leaders[session]
                recount(self._wanted[slot], 0, self.voters[session])
                recount(self._wanted_first[slot], 0, self.first[session])
            self._recount(slot)
        self._fine = self._finer({}, {})
        self._look_around()
        self.value = self._fine + sum(found.seats for found in self.now)
        for session, slot in enumerate(slots):
            self.value += self.worth[session][slot]
        for topic, twins in enumerate(self.twins):
            times = sum(slots[twin] != self.out for twin in twins)
            if times:
                self.value += self._first_session[topic] + REPEATED * (times - 1)

    def is_crowded(self) -> bool:
        """Whether the chairs suffice for fewer than find something, or find a first choice."""
        if self.crowded:
            return True
        value = self.value
        self.crowded = True
        self.load(self.slot[:-1])
        if self.value > value - 1e-6:
            self.crowded = False
            self.load(self.slot[:-1])
        return self.crowded
