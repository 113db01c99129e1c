"""Every change a camp can go through. No change lives elsewhere; no rule lives here.

`evolve(camp, event)` is pure and total: what `decide` let into the log always applies. A vote costs
the same in a camp of ten and of ten thousand.
"""

from collections.abc import Iterable
from functools import reduce

from immutables import Map
from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes import ballots, frame, grid, merges, people, telling, topics
from board.camp.changes.grid import MINUTE
from board.camp.changes.shapes import Changes
from board.camp.model import (
    Action,
    Camp,
    Mark,
)

KEPT_ACTIONS = 20
LATELY = 10  # minutes of which the marks are kept


def evolve(camp: Camp | None, event: e.Event) -> Camp:
    """The camp after `event`; the camp before a `CampCreated` is None."""
    if isinstance(event, e.CampCreated):
        return _created(event)
    assert camp is not None, "a log begins with CampCreated"
    return _CHANGES[type(event)](camp, event)


def fold(camp: Camp | None, events: Iterable[e.Event]) -> Camp:
    """The camp after all of `events`, at least one if there was none before."""
    after = reduce(evolve, events, camp)
    assert after is not None, "there was no camp, and no event began one"
    return after


def paced(before: Camp | None, after: Camp, at: int) -> Camp:
    """`after`, which an entry of the moment `at` made of `before`, with the minute marked if it is a new one.

    An entry of an earlier minute (clocks differ) leaves no mark.
    """
    minute = at // MINUTE
    if before is None or (before.pace and minute <= before.pace[-1].minute):
        return after
    kept = (mark for mark in before.pace if mark.minute >= minute - LATELY)
    return replace(after, pace=(*kept, Mark(minute, before.tallies)))


def _created(event: e.CampCreated) -> Camp:
    organiser = event.organiser
    return Camp(id=event.camp, settings=event.settings, organisers=Map({organiser.id: organiser}))


def _action_taken(camp: Camp, event: e.ActionTaken) -> Camp:
    action = Action(id=event.action, by=event.by, at=event.at, what=event.what, undo=event.undo)
    return replace(camp, actions=(*camp.actions, action)[-KEPT_ACTIONS:])


def _action_undone(camp: Camp, event: e.ActionUndone) -> Camp:
    return replace(camp, actions=tuple(a for a in camp.actions if a.id != event.action))


_CHANGES: Changes = {
    **frame.CHANGES,
    **people.CHANGES,
    **topics.CHANGES,
    **merges.CHANGES,
    **ballots.CHANGES,
    **grid.CHANGES,
    **telling.CHANGES,
    e.ActionTaken: _action_taken,
    e.ActionUndone: _action_undone,
}
