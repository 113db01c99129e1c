"""How many people the chairs of a slot can seat: a largest flow, with attendees as bits."""

from collections.abc import Iterable, Sequence

from board.planning.fitting import ANY, Fitting
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.sessions import Session


class Chairs:
    """The rooms of each slot, and the most that each session can seat."""

    def __init__(self, sessions: Sequence[Session], rules: Rules, fitting: Fitting) -> None:
        self._caps = [rules.topics[session.topic].max_seats for session in sessions]
        self._kind = fitting.kind
        self._capacities: list[list[int]] = []
        self._suited: list[list[list[int]]] = []
        for open_rooms in fitting.open:
            rooms = sorted(open_rooms, key=lambda room: (-rules.rooms[room].capacity, room))
            self._capacities.append([rules.rooms[room].capacity for room in rooms])
            suited = [set(fitting.kinds_for(room)) for room in rooms]
            self._suited.append(
                [
                    [place for place, kinds in enumerate(suited) if kind in kinds]
                    for kind in range(max(fitting.kind) + 1)
                ]
            )

    def of_sessions(
        self, slot: int, sessions: Sequence[int], wanted: Sequence[int], firsts: Sequence[int]
    ) -> list[int]:
        """Count the chairs of each session if the most wanted get the largest rooms they can.

        `wanted` has the attendees of each session as bits, `firsts` those of them who have it among
        their first choices: they decide between equals.
        """
        kinds, caps, capacities = self._kind, self._caps, self._capacities[slot]
        useful = []
        for session, attendees in zip(sessions, wanted, strict=True):
            people, cap = attendees.bit_count(), caps[session]
            useful.append(people if cap is None else min(people, cap))
        order = sorted(
            range(len(sessions)), key=lambda n: (-useful[n], -firsts[n].bit_count(), sessions[n])
        )
        places: Sequence[int] = range(len(order))
        if any(kinds[session] != ANY for session in sessions):
            options = {n: self._suited[slot][kinds[sessions[n]]] for n in order}
            matching = Matching(options, dict.fromkeys(range(len(capacities)), 1))
            order = [n for n in order if matching.add(n)]
            places = [next(iter(matching.held[n])) for n in order]
        chairs = [0] * len(sessions)
        for n, place in zip(order, places, strict=True):
            cap = caps[sessions[n]]
            chairs[n] = capacities[place] if cap is None else min(cap, capacities[place])
        return chairs


def most_seated(wanted: Sequence[int], chairs: Sequence[int]) -> int:
    """Count the most attendees that can sit at once, each in a session that wants them.

    Augmenting paths (Ford & Fulkerson 1956) between sessions instead of attendees: one session can
    pass somebody on to another if any of those who sit in it also want that one.
    """
    left = list(chairs)
    seated = [0] * len(wanted)
    waiting = everybody = everyone_in(wanted)
    order = sorted(range(len(wanted)), key=lambda n: wanted[n].bit_count() - chairs[n])
    later = [0]
    for n in reversed(order):
        later.append(later[-1] | wanted[n])
    # Who wants nothing that comes later goes first, so that few have to make way in the end.
    for n, others in zip(order, reversed(later[:-1]), strict=True):
        attendees = wanted[n] & waiting
        seated[n] = _at_most(left[n], attendees & ~others)
        seated[n] |= _at_most(left[n] - seated[n].bit_count(), attendees & others)
        left[n] -= seated[n].bit_count()
        waiting ^= seated[n]
    while waiting and _seat_one_more(wanted, seated, left, waiting):
        waiting = everyone_in(wanted) & ~everyone_in(seated)
    return (everybody & ~waiting).bit_count()


def everyone_in(groups: Iterable[int]) -> int:
    """Join the attendees of all groups."""
    joined = 0
    for group in groups:
        joined |= group
    return joined


def _seat_one_more(wanted: Sequence[int], seated: list[int], left: list[int], waiting: int) -> bool:
    came: dict[int, int] = {n: -1 for n, attendees in enumerate(wanted) if attendees & waiting}
    queue = list(came)
    for n in queue:
        if left[n]:
            left[n] -= 1
            while came[n] >= 0:
                passes_on = came[n]
                attendees = seated[passes_on] & wanted[n]
                moves = attendees & -attendees
                seated[passes_on] ^= moves
                seated[n] |= moves
                n = passes_on
            attendees = waiting & wanted[n]
            seated[n] |= attendees & -attendees
            return True
        for other, attendees in enumerate(wanted):
            if other not in came and attendees & seated[n]:
                came[other] = n
                queue.append(other)
    return False


def _at_most(count: int, attendees: int) -> int:
    """Keep at most so many of the attendees."""
    surplus = attendees.bit_count() - count
    if surplus <= 0:
        return attendees
    if surplus < count:
        for _ in range(surplus):
            attendees &= attendees - 1
        return attendees
    kept = 0
    for _ in range(count):
        bit = attendees & -attendees
        kept |= bit
        attendees ^= bit
    return kept
