"""Steps from one timetable to another: placing what is nowhere, going home, going as far as one may."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from random import Random

from board.camp.model import SlotId
from board.planning.timetable import Timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """How many sessions that people have seen may change slot: in all, and in and out of each slot.

    A repeat that leaves the grid for a topic that had no session does not count.
    """

    total: int
    slots: Mapping[SlotId, int]


def place_shown(table: Timetable, rng: Random) -> None:
    """Place what lies nowhere where people have seen it, most wanted first; ties fall to `rng`."""
    for session in sorted(table.movable, key=lambda n: -table.voters[n].bit_count()):
        if table.slot[session] == table.out:
            _put(table, session, sorted(table.shown[session]), rng)


def place_missing(table: Timetable, rng: Random) -> None:
    """Place every topic that is nowhere and can be somewhere, most wanted first."""
    missing = [session for session in table.members[table.out] if not table.times(session)]
    for session in sorted(missing, key=lambda n: (-table.voters[n].bit_count(), n)):
        if not table.times(session):
            _put(table, session, range(table.out), rng)


def bring_home(table: Timetable) -> None:
    """Let whatever has moved and wins nothing by it go back to where people have seen it."""
    while any(_bring_home(table, session) for session in table.movable):
        pass  # every move wins something, or brings home one more for nothing


def approach(table: Timetable, end: Sequence[int], ration: Ration) -> list[int]:
    """Come as near to another timetable as a ration of moves allows; what wins most goes first."""
    goal = _likened(table, end)
    while (move := _best_step(table, goal, ration)) is not None:
        table.exchange(*move)
    return list(end) if table.slot[:-1] == goal else table.slot[:-1]


def _put(table: Timetable, session: int, slots: Iterable[int], rng: Random) -> None:
    """Place the session where it seems to win most; equals by space, then by lot."""
    voters, leaders = table.voters[session], table.leaders[session]
    order = [
        (
            (voters & table.none[slot]).bit_count() - (leaders & table.some[slot]).bit_count(),
            -len(table.members[slot]),
            rng.random(),
            slot,
        )
        for slot in slots
    ]
    for *_, slot in sorted(order, reverse=True):
        gain = table.gain(session, table.out, table.nobody, slot)
        if gain > -inf:
            table.exchange(session, table.out, table.nobody, slot, gain)
            return


def _bring_home(table: Timetable, session: int) -> bool:
    """Move a session to where people have seen it if that costs nothing."""
    here, homes = table.slot[session], table.shown[session]
    if here in homes:
        return False
    for home in sorted(homes):
        for other in (table.nobody, *table.members[home]):
            gain = table.gain(session, here, other, home)
            comes_home = table.worth[other][here] >= table.worth[other][home]
            if gain > 1e-6 or (gain > -1e-6 and comes_home and here != table.out):
                table.exchange(session, here, other, home, gain)
                return True
    return False


def _likened(table: Timetable, goal: Sequence[int]) -> list[int]:
    """The same goal, in which of a topic's sessions as many as can be stay where they are."""
    likened, begin = list(goal), table.slot
    for topic in table.repeatable:
        alike: dict[tuple[int, int], list[int]] = {}
        for twin in table.twins[topic]:
            key = (table.allowed[twin], table.fitting.kind[twin])
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
    table: Timetable, goal: Sequence[int], ration: Ration
) -> tuple[int, int, int, int, float] | None:
    """The move that wins most of those that bring a session to its goal within the ration."""
    best, most = None, 1e-6
    there = [n for n in table.movable if table.slot[n] != goal[n]]
    for one in there:
        here, to = table.slot[one], goal[one]
        for other in (table.nobody, *(n for n in there if table.slot[n] == to)):
            gain = table.gain(one, here, other, to)
            if gain > most and _is_within(table, ration, {one: to, other: here}):
                best, most = (one, here, other, to, gain), gain
    return best


def _is_within(table: Timetable, ration: Ration, moved: Mapping[int, int]) -> bool:
    """Whether no more sessions than allowed are away from home after a move."""
    slots = [moved.get(session, slot) for session, slot in enumerate(table.slot[:-1])]
    # Sessions of one topic are alike: which of them is in which of its slots says nothing.
    seen = [{table.homes[n] for n in twins} - {table.out} for twins in table.twins]
    now = [{slots[n] for n in twins} - {table.out} for twins in table.twins]
    spare = sum(bool(there) and not before for before, there in zip(seen, now, strict=True))
    total = 0
    touched = [0] * (table.out + 1)
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
        for name, count in zip(table.names, touched, strict=False)
        if count
    )
