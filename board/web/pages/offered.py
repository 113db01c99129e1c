"""Words that the board offers to choose from: stored in English, in whatever language they were chosen."""

from collections.abc import Iterable

from board.camp.said import Said
from board.languages.told import told
from board.web.pages.finding import folded


def as_stored(typed: str, offered: Iterable[Said]) -> str:
    """The English of what was chosen; what was typed if it is none of those offered."""
    chosen = folded(typed.strip())
    known = (each for each in offered if chosen in (folded(each), folded(told(each))))
    return str.__str__(next(known, typed))
