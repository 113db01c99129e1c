"""What each audience sees of a camp, as parts of a page: one renderer for first pages and patches.

An audience has a file of its own here: `phone`, `grid` (a phone that looks at the grid), `hall` (the
lobby's projectors) and `organiser`.
"""

from collections.abc import Callable, Iterator, Mapping

from board.camp.model import Camp
from board.live.parts import grid, hall, organiser, phone
from board.live.parts.grid import Frame, Session, cell_id, grid_frame, session
from board.live.parts.organiser import Row, done, row
from board.live.parts.part import AUDIENCES, Audience, Part, Screen, Value
from board.live.parts.phone import Card, card
from board.live.parts.said import clock, newest_first, reason, where

__all__ = (
    "AUDIENCES",
    "Audience",
    "Card",
    "Frame",
    "Part",
    "Row",
    "Screen",
    "Session",
    "Value",
    "card",
    "cell_id",
    "clock",
    "done",
    "grid_frame",
    "newest_first",
    "reason",
    "row",
    "screen",
    "session",
    "where",
)


def screen(camp: Camp, audience: Audience, before: tuple[Camp, Screen] | None = None) -> Screen:
    """What `audience` sees of `camp`.

    `before` (an earlier camp and its screen) saves work where nothing but votes changed since, or on
    phones nothing but votes and places.
    """
    parts: Mapping[str, Part]
    if before is not None and _same_but_votes(camp, before[0], audience):
        parts = before[1].parts
        if by_votes := _BY_VOTES.get(audience):
            parts = {**parts, **{part.id: part for part in by_votes(camp)}}
    else:
        parts = {part.id: part for part in _PARTS[audience](camp)}
    return Screen(parts, dict(_VALUES[audience](camp)))


def _same_but_votes(camp: Camp, other: Camp, audience: Audience) -> bool:
    fields = _DRAWN_FROM[audience]
    if audience == "phone" and camp.offers:
        fields = (*fields, "pins")  # where a larger room is offered
    return all(getattr(camp, field) is getattr(other, field) for field in fields)


_VOTES = {"ballots", "tallies", "seen", "seen_by", "seen_spent", "pace"}
# Where topics are is on phones a value, and no part.
_PLACES = {"placements", "cells", "unplaced", "pins"}
_FOR_ORGANISERS = {"apart", "actions", "figures", "counted_at", "moves", "won", "troubles"}

# The fields of a camp that an audience's parts depend on, those in _BY_VOTES aside.
_DRAWN_FROM: dict[Audience, tuple[str, ...]] = {
    audience: tuple(
        field for field in Camp.__struct_fields__
        if field not in _VOTES
        and (audience == "organiser" or field not in _FOR_ORGANISERS)
        and (audience != "phone" or field not in _PLACES)
    )
    for audience in AUDIENCES
}  # fmt: skip

_PARTS: dict[Audience, Callable[[Camp], Iterator[Part]]] = {
    "phone": phone.parts,
    "grid": grid.parts,
    "lobby": hall.parts,
    "organiser": organiser.parts,
}

# The parts of each audience that depend on votes.
_BY_VOTES: dict[Audience, Callable[[Camp], Iterator[Part]]] = {
    "lobby": hall.by_votes,
    "organiser": organiser.by_votes,
}

_VALUES: dict[Audience, Callable[[Camp], Iterator[tuple[str, Value]]]] = {
    "phone": phone.values,
    "grid": grid.values,
    "lobby": hall.values,
    "organiser": organiser.values,
}
