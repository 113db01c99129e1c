"""How templates say things: places on a ballot, names of people, dates."""

from collections.abc import Sequence
from datetime import date

from board.camp.model import Slot


def ordinal(place: int) -> str:
    """A place on a ballot: `1st choice`; empty for 0, which is none. `static/js/ballot.js` says the same."""
    if not place:
        return ""
    ending = (
        "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    )
    return f"{place}{ending} choice"


def shown(value: int | str) -> str:
    """A value as screens show it: a number as `10,037`. `static/js/patch.js` does the same."""
    return f"{value:,}" if isinstance(value, int) else value


def people(names: Sequence[str]) -> str:
    """Names as one reads them: `Ana, Bo and Cy`; those without a name are counted."""
    known = [name for name in names if name]
    unnamed = len(names) - len(known)
    if not known:
        return "someone here" if unnamed == 1 else f"{unnamed} people here"
    if unnamed:
        known.append("someone else" if unnamed == 1 else f"{unnamed} others")
    return " and ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else known[0]


def long_date(iso: str) -> str:
    """`Saturday, 14 March 2026` for `2026-03-14`."""
    day = date.fromisoformat(iso)
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def is_slot(period: object) -> bool:
    """Whether a period of the day is a slot (and not a break)."""
    return isinstance(period, Slot)
