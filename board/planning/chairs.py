"""How many people the chairs of one slot can seat: a largest flow, with attendees as bits."""

from collections.abc import Sequence

from board.planning.fitting import Fitting
from board.planning.rules import Rules
from board.planning.sessions import Session


class Chairs:
    """The rooms of each slot, and the most that each session can seat."""

    def __init__(self, sessions: Sequence[Session], rules: Rules, fitting: Fitting) -> None:
        caps = [rules.topics[session.topic].max_seats for session in sessions]
        self._caps = caps
        self._kind = fitting.kind
        self._rooms = [
            sorted(
                ((rules.rooms[room].capacity, frozenset(fitting.kinds_for(room))) for room in rooms),
                key=lambda each: -each[0],
            )
            for rooms in fitting.open
        ]

    def most_seated(self, slot: int, sessions: Sequence[int], wanted: Sequence[int]) -> int:
        """Count who can sit at once if the most wanted sessions get the largest rooms they can.

        `wanted` has the attendees of each session as bits.
        """
        chairs, free = [0] * len(sessions), list(self._rooms[slot])
        order = sorted(range(len(sessions)), key=lambda n: -wanted[n].bit_count())
        for n in order:
            for place, (capacity, kinds) in enumerate(free):
                if self._kind[sessions[n]] in kinds:
                    cap = self._caps[sessions[n]]
                    chairs[n] = capacity if cap is None else min(cap, capacity)
                    del free[place]
                    break
        return most_seated(wanted, chairs)


def most_seated(wanted: Sequence[int], chairs: Sequence[int]) -> int:
    """Count the most attendees that can sit at once, each in a session that wants them.

    Augmenting paths (Ford & Fulkerson 1956) between sessions instead of attendees: one session can
    pass somebody on to another if any of those who sit in it also want that one.
    """
    left = list(chairs)
    seated = [0] * len(wanted)
    waiting = 0
    for attendees in wanted:
        waiting |= attendees
    everybody = waiting.bit_count()
    for n in sorted(range(len(wanted)), key=lambda n: wanted[n].bit_count() - chairs[n]):
        seated[n] = _at_most(chairs[n], wanted[n] & waiting)
        left[n] -= seated[n].bit_count()
        waiting ^= seated[n]
    while waiting and _seat_one_more(wanted, seated, left, waiting):
        waiting = everyone_in(wanted) & ~everyone_in(seated)
    return everybody - waiting.bit_count()


def everyone_in(groups: Sequence[int]) -> int:
    """Join the attendees of all groups."""
    joined = 0
    for group in groups:
        joined |= group
    return joined


def _seat_one_more(
    wanted: Sequence[int], seated: list[int], left: list[int], waiting: int
) -> bool:
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
    if attendees.bit_count() <= count:
        return attendees
    kept = 0
    for _ in range(count):
        bit = attendees & -attendees
        kept |= bit
        attendees ^= bit
    return kept
