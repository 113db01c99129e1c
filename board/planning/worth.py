"""What a timetable is worth, in seats; and whom one slot of it serves."""

from collections.abc import Sequence
from typing import NamedTuple

from board.planning.chairs import most_seated

PLACED = 1_000.0
"""What placing one more topic is worth, in seats: more than all else that can be won."""
KEPT = 1_000.0
"""As much again if people have seen it in the grid: it stays, however much another is wanted."""
REPEATED = -1.0
"""What running a topic once more is worth by itself: it has to win more seats than this."""
HOPELESS = 500.0
"""What no seats can make up for: a move that costs so much more needs no closer look."""
HELPED = 8.0
"""What it is worth if one more attendee can have one of their first three choices."""
EVEN = 1 / 16
"""What it is worth if one more attendee can have a seat at all; a second seat, half of that."""
FIRST = 1 / 32
"""What it is worth if one more seat can be in one of the attendee's first three choices."""


class Found(NamedTuple):
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


def most_helped(wanting: int, chairs: Sequence[tuple[int, int]]) -> int:
    """How many of those who find one of their first choices have it; without chairs, all."""
    return most_seated(*zip(*chairs, strict=True)) if chairs else wanting.bit_count()
