"""A page for each thing that organisers edit: a topic, a cell, the settings, a room, a slot, a break.

With scripts a sheet opens over the section it belongs to; without, it is a page of its own.
"""

from collections.abc import Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from board.camp.errors import Unknown
from board.camp.model import BreakId, Camp, Cell, Placement, RoomId, SlotId, TopicId
from board.camp.said import say
from board.live.parts import row
from board.web.console import lists
from board.web.console.views import Refusal, draw
from board.web.site import Visitor


async def topic(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """All that can be done with a topic: where it is and why, moving it, merging it, its leads."""
    camp = visitor.camp
    found = camp.topics.get(TopicId(_named(request, "topic")))
    if found is None:
        raise Unknown(say("There is no such topic at this camp."))
    others = [other for other in lists.topics(camp) if other.id != found.id]
    return await _sheet(
        request, visitor, refusal, "topic",
        topic=found, row=row(camp, found), names=lists.names(camp), votes=camp.tallies,
        similar=lists.similar(camp, found), others=others, frozen=camp.frozen,
        slots=lists.slots(camp), rooms=lists.rooms(camp), slot=camp.slots, room=camp.rooms,
    )  # fmt: skip


async def cell(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """An empty cell of the grid, to put a topic into."""
    camp = visitor.camp
    slot = camp.slots.get(SlotId(_named(request, "slot")))
    room = camp.rooms.get(RoomId(_named(request, "room")))
    if slot is None or room is None:
        raise Unknown(say("This place is not on the grid any more. Look at the grid again."))
    standing = camp.cells.get(Cell(slot.id, room.id))
    return await _sheet(
        request, visitor, refusal, "cell",
        slot=slot, room=room, standing=camp.topics[standing] if standing else None,
        topics=lists.topics(camp), votes=camp.tallies,
        placed=camp.placements,
    )  # fmt: skip


async def settings(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """What the camp is called, when it is, and how it votes."""
    return await _sheet(request, visitor, refusal, "settings", settings=visitor.camp.settings)


async def room(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """A room, and what would leave the grid without it."""
    camp = visitor.camp
    found = camp.rooms.get(RoomId(_named(request, "room")))
    if found is None:
        raise Unknown(say("This room is not there any more."))
    leaving = _in(camp, (p for p in _placements(camp) if p.room == found.id))
    return await _sheet(
        request, visitor, refusal, "room", room=found, slots=lists.slots(camp), leaving=leaving
    )


async def slot(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """A slot, and what would leave the grid without it."""
    camp = visitor.camp
    found = camp.slots.get(SlotId(_named(request, "slot")))
    if found is None:
        raise Unknown(say("This slot is not there any more."))
    leaving = _in(camp, (p for p in _placements(camp) if p.slot == found.id))
    return await _sheet(request, visitor, refusal, "slot", slot=found, leaving=leaving)


async def pause(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """A break."""
    found = visitor.camp.breaks.get(BreakId(_named(request, "pause")))
    if found is None:
        raise Unknown(say("This break is not there any more."))
    return await _sheet(request, visitor, refusal, "break", pause=found)


async def _sheet(
    request: Request, visitor: Visitor, refusal: Refusal | None, name: str, **context: Any
) -> Response:
    section = _SECTION[name]
    asked = request.query_params.get("back", "") if refusal is None else refusal.form.get("back")
    back = asked if asked in ("now", "topics", "grid", "day", "people") else section
    return await draw(
        request, visitor, f"console_{name}.html", refusal, section=section, back=back, **context
    )


def _named(request: Request, name: str) -> str:
    return str(request.path_params[name])


def _placements(camp: Camp) -> Iterable[Placement]:
    return (p for placements in camp.placements.values() for p in placements)


def _in(camp: Camp, placements: Iterable[Placement]) -> list[str]:
    return sorted(camp.topics[p.topic].pitch.title for p in placements)


_SECTION = {
    "topic": "topics",
    "cell": "grid",
    "settings": "day",
    "room": "day",
    "slot": "day",
    "break": "day",
}
