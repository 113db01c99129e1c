"""Several things the board says, one after the other, put together as each language does it."""

from collections.abc import Iterable
from functools import reduce

from board.camp.said import say


def clauses(said: Iterable[str]) -> str:
    """Clauses in one line: `31 people want it; the room is free`. At least one."""
    return reduce(lambda this, that: say("{this}; {that}", this=this, that=that), said)


def sentences(said: Iterable[str]) -> str:
    """Whole sentences in one paragraph. At least one."""
    return reduce(lambda this, that: say("{this} {that}", this=this, that=that), said)


def sentence(said: str) -> str:
    """A clause as a sentence of its own, ended as a sentence ends."""
    return say("{clauses}.", clauses=said)
