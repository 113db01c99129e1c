"""My day on one page: what I chose, where and when it is, and the whole grid. Phones keep it."""

from collections.abc import Iterator
from typing import NamedTuple

from starlette.responses import Response

from board.camp.model import Break, Room, Slot, Topic
from board.web.pages import periods, personal, visit
from board.web.pages.visit import Visit


class Stop(NamedTuple):
    """One of my choices in a slot; `place`: 1 for the first choice, 0 for a topic I lead."""

    topic: Topic
    room: Room
    place: int


@visit.page
async def show(here: Visit) -> Response:
    """The day, period by period."""
    at = periods.now(here.camp)
    drawn = here.hub.renderer.parts("grid", here.screen("grid"), ["grid"])
    drawn = periods.marked(drawn, here.camp, at)
    waiting = [t for t in here.ballot if not here.camp.placements.get(t)]
    return visit.camp_page(
        here,
        "day.html",
        tab="",
        audience="grid",
        day=[*_day(here)],
        waiting=[here.camp.topics[topic] for topic in waiting],
        at=at,
        grid=personal.with_mine(drawn, here.ballot),
    )


def _day(here: Visit) -> Iterator[tuple[Slot | Break, list[Stop]]]:
    camp = here.camp
    mine: dict[str, list[Stop]] = {}
    led = [t.id for t in camp.topics.values() if t.up and here.me in t.facilitators]
    for topic in dict.fromkeys((*led, *here.ballot)):
        place = 0 if topic in led else here.ballot.index(topic) + 1
        for there in camp.placements.get(topic, ()):
            stop = Stop(camp.topics[topic], camp.rooms[there.room], place)
            mine.setdefault(there.slot, []).append(stop)
    all_periods: list[Slot | Break] = [*camp.slots.values(), *camp.breaks.values()]
    for period in sorted(all_periods, key=lambda p: (p.start, p.id)):
        yield period, mine.get(period.id, []) if isinstance(period, Slot) else []
