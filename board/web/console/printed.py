"""The wall on paper, for when everything else fails: as it is now, with the time of day on every sheet."""

import time
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import Break, Camp, Cell, Room, Slot, Topic
from board.camp.moments import time_of
from board.live.parts import card, grid_frame, where
from board.web import site
from board.web.console.views import Refusal, draw
from board.web.site import Visitor

SHEETS = ("wall", "slots", "doors", "topics")
LANDSCAPE = ("wall", "slots")


class Place(NamedTuple):
    """One square of the wall: what runs in a room in a slot, if anything, and who leads it."""

    room: Room
    slot: Slot
    topic: Topic | None
    leads: tuple[str, ...]
    closed: bool


class Listed(NamedTuple):
    """A topic in the list: who leads it, where it is on the grid, and its votes unless they are hidden."""

    topic: Topic
    leads: tuple[str, ...]
    where: str
    votes: int | None


async def page(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """The sheets that `?show=` names: the whole wall, a sheet a slot, door signs, or the list of topics."""
    camp, asked = visitor.camp, request.query_params.get("show", "")
    show = asked if asked in SHEETS else SHEETS[0]
    frame = grid_frame(camp)
    slots = [period for period in frame.periods if isinstance(period, Slot)]
    rooms = sorted(frame.rooms, key=lambda room: _natural(room.name))
    places = {(s.id, r.id): _place(camp, s, r) for s in slots for r in rooms}
    return await draw(
        request, visitor, "console_print.html", refusal,
        section="grid", show=show, landscape=show in LANDSCAPE,
        slots=slots, rooms=rooms, places=places,
        periods=frame.periods, is_break=lambda period: isinstance(period, Break),
        topics=_topics(camp) if show == "topics" else (),
        now=time_of(camp, time.time_ns() // 1_000_000),
        join_url=site.join_url(request, camp.id),
    )  # fmt: skip


def _place(camp: Camp, slot: Slot, room: Room) -> Place:
    topic_id = camp.cells.get(Cell(slot.id, room.id))
    closed = slot.id in room.closed
    if topic_id is None:
        return Place(room, slot, None, (), closed)
    topic = camp.topics[topic_id]
    return Place(room, slot, topic, card(camp, topic).leads, closed)


def _topics(camp: Camp) -> list[Listed]:
    shown = camp.settings.tallies_shown
    return [
        Listed(
            topic,
            card(camp, topic).leads,
            where(camp, topic.id),
            camp.tallies.get(topic.id, 0) if shown else None,
        )
        for topic in sorted(camp.topics.values(), key=lambda topic: topic.number)
        if topic.up
    ]


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """A key by which Room 2 comes before Room 10."""
    key, digits = list[tuple[bool, int, str]](), ""
    for char in f"{name.lower()} ":
        if char.isascii() and char.isdigit():
            digits += char
            continue
        if digits:
            key.append((False, int(digits), ""))
            digits = ""
        key.append((True, 0, char))
    return key
