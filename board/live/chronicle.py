"""Who did what: everything organisers did at a camp, in order, from the first entry of its log on.

The camp itself remembers only the latest actions, with what undoes them. A desk reads every entry
anyway, once, and notes a line for each action here: a day has some hundreds of them, so that looking
through all of it costs nothing and reads no log again.
"""

from typing import NamedTuple

from board.camp import events as e
from board.camp.model import ActionId, OrganiserId
from board.camp.said import say
from board.log.protocol import Entry


class Deed(NamedTuple):
    """Something an organiser did at a moment; `undone` if it was taken back, `undoes` if it took back."""

    action: ActionId
    by: OrganiserId
    at: int
    what: str
    undone: bool = False
    undoes: bool = False


class Chronicle:
    """The deeds of a camp's organisers, oldest first, and what everybody who ever organised is called."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self.names: dict[OrganiserId, str] = {}

    def take(self, entry: Entry) -> None:
        """Note what organisers did in one entry."""
        for event in entry.events:
            match event:
                case e.ActionTaken(action=action, by=by, at=at, what=what):
                    self.deeds.append(Deed(action, by, at, what))
                case e.ActionUndone(action=action, by=by):
                    self._undone(action, by, entry.at)
                case e.CampCreated(organiser=person) | e.OrganiserInvited(organiser=person):
                    self.names[person.id] = person.name

    def page(self, *, by: OrganiserId | None, number: int, size: int) -> tuple[list[Deed], int]:
        """The `number`th page (from 0) of what one or all did, newest first, and how many pages there are."""
        found = [deed for deed in reversed(self.deeds) if by is None or deed.by == by]
        return found[number * size : (number + 1) * size], max(1, -(-len(found) // size))

    def _undone(self, action: ActionId, by: OrganiserId, at: int) -> None:
        for place in range(len(self.deeds) - 1, -1, -1):
            deed = self.deeds[place]
            if deed.action == action and not deed.undoes:
                self.deeds[place] = deed._replace(undone=True)
                what = say("Took back: {what}", what=deed.what)
                self.deeds.append(Deed(action, by, at, what, undoes=True))
                return
