"""How good the grid is, and what moved on it lately: for organisers, so that they see it hold still.

Read off the camp, where the planner left it; nothing is counted here. Nothing here knows the time
either, so what is said of the last minutes says up to when.
"""

from typing import NamedTuple

from board.camp.changes.grid import MINUTE
from board.camp.model import Camp, Cell, Figures, Move, TopicId
from board.camp.moments import time_of
from board.camp.said import Clock, say

LATELY = 10  # minutes
MOST_LISTED = 12  # moves of either kind


class Moved(NamedTuple):
    """A move in words: when, what, from where to where (empty: off the grid), why; `forced` as in Move."""

    when: str
    topic: TopicId
    title: str
    source: str
    target: str
    why: str
    forced: bool


class Health(NamedTuple):
    """The figures of the grid as counted at `when`, and what changed in the minutes up to `until`.

    `percent` of the bound are seated, rounded down. `moved` sessions changed their slot and `rooms`
    only their room, which `won` seats in all. `across` and `within` list the latest of either kind,
    newest first.
    """

    figures: Figures | None
    when: str
    percent: int
    until: str
    moved: int
    rooms: int
    won: int
    across: tuple[Moved, ...]
    within: tuple[Moved, ...]


def health(camp: Camp) -> Health:
    """How the grid of `camp` is doing."""
    figures = camp.figures
    until = max([camp.counted_at, *(move.at for move in camp.moves[-1:])])
    lately = [move for move in camp.moves if move.at > until - LATELY * MINUTE]
    return Health(
        figures,
        when=_time(camp, camp.counted_at),
        percent=100 * figures.seated // figures.bound if figures and figures.bound else 100,
        until=_time(camp, until),
        moved=sum(move.across for move in lately),
        rooms=sum(not move.across for move in lately),
        won=sum(won.seats for won in camp.won if won.minute > until // MINUTE - LATELY),
        across=_listed(camp, across=True),
        within=_listed(camp, across=False),
    )


def _listed(camp: Camp, *, across: bool) -> tuple[Moved, ...]:
    latest = [move for move in camp.moves if move.across is across][-MOST_LISTED:]
    return tuple(_in_words(camp, move) for move in reversed(latest))


def _in_words(camp: Camp, move: Move) -> Moved:
    return Moved(
        _time(camp, move.at),
        move.topic,
        camp.topics[move.topic].pitch.title,
        _place(camp, move.source),
        _place(camp, move.target) if move.target else "",
        move.why,
        move.forced,
    )


def _place(camp: Camp, cell: Cell) -> str:
    """A cell as `10:00 Gym`; its slot or its room may be gone by now."""
    slot, room = camp.slots.get(cell.slot), camp.rooms.get(cell.room)
    if slot is None or room is None:
        return say("a place that is gone")
    return say("{time} {room}", time=Clock(slot.start), room=room.name)


def _time(camp: Camp, moment: int) -> str:
    return time_of(camp, moment) if moment else ""
