"""Counts of every attendee at once, as the digits of binary numbers that lie across integers."""

from collections.abc import Sequence


def levels(planes: Sequence[int]) -> tuple[int, int, int]:
    """Who is counted at least once, just once, just twice."""
    ones, twos, *more = planes
    many = 0
    for plane in more:
        many |= plane
    return ones | twos | many, ones & ~twos & ~many, twos & ~ones & ~many


def recount(planes: list[int], leaves: int, comes: int) -> None:
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
