"""How templates say things: places on a ballot, names of people, dates."""

from collections.abc import Sequence

from board.camp import defaults
from board.camp.model import Slot
from board.camp.said import say, say_n
from board.languages.told import all_of, isolated, told


def ordinal(place: int) -> str:
    """A place on a ballot: `1st choice`; empty for 0, which is none. `static/js/ballot.js` says the same."""
    if not place:
        return ""
    if place == 1:
        return told(say("1st choice"))
    if place % 10 == 1 and place % 100 != 11:
        return told(say("{n}st choice", n=place))
    if place % 10 == 2 and place % 100 != 12:
        return told(say("{n}nd choice", n=place))
    if place % 10 == 3 and place % 100 != 13:
        return told(say("{n}rd choice", n=place))
    return told(say("{n}th choice", n=place))


def people(names: Sequence[str]) -> str:
    """Names as one reads them: `Ana, Bo and Cy`; those without a name are counted."""
    known = [isolated(name) for name in names if name]
    unnamed = len(names) - len(known)
    if not known:
        return told(say_n(unnamed, "someone here", "{n} people here"))
    if unnamed:
        known.append(told(say_n(unnamed, "someone else", "{n} others")))
    return all_of(known)


def format_name(name: str) -> str:
    """What a topic's format is called: the board's own are told, `workshop` as `taller`."""
    return told(defaults.format_name(name))


def is_slot(period: object) -> bool:
    """Whether a period of the day is a slot (and not a break)."""
    return isinstance(period, Slot)


def shown(value: int | str) -> str:
    """A value as screens show it: a number as `10,037`. `static/js/patch.js` does the same."""
    return told(value)
