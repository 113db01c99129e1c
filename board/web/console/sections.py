"""The console's five sections: now, topics, grid, day, people."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import Camp, Topic
from board.web import doors, site
from board.web.console import lists
from board.web.console.census import census
from board.web.console.suggestions import suggested
from board.web.console.views import Refusal, View, draw
from board.web.site import Visitor


async def now(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """Where the day stands, what needs attention, and what was done last."""
    url = site.join_url(request, visitor.camp.id)
    qr = site.qr_svg(doors.shown(request, visitor.camp).url)
    return await draw(
        request, visitor, "console_now.html", refusal, section="now", join_url=url, qr=qr,
        suggested=suggested(visitor.camp, request.query_params.get("announce", "")),
    )  # fmt: skip


async def topics(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """Every topic there ever was, sorted as asked for."""
    camp = visitor.camp
    sort = request.query_params.get("sort", "newest")
    by = SORTS.get(sort, SORTS["newest"])(camp)
    rows = [f"row-{t.id}" for t in sorted(camp.topics.values(), key=by)]
    sorts = tuple(SORTS)
    return await draw(
        request, visitor, "console_topics.html", refusal,
        section="topics", rows=rows, sort=sort if sort in SORTS else "newest", sorts=sorts,
    )  # fmt: skip


async def grid(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """The wall: every slot and room."""
    return await draw(request, visitor, "console_grid.html", refusal, section="grid")


async def day(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """What the day is made of: settings, rooms, slots and breaks."""
    return await draw(request, visitor, "console_day.html", refusal, section="day")


async def people(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """Who is in, who runs the day, and topics from paper cards."""
    return await draw(
        request, visitor, "console_people.html", refusal,
        section="people", names=lists.names(visitor.camp), invited=None, link="",
        **_doors(request, visitor.camp),
    )  # fmt: skip


async def invited(request: Request, visitor: Visitor, name: str, link: str) -> Response:
    """The people section with a new organiser's link on it, which nobody is shown again."""
    return await draw(
        request, visitor, "console_people.html", None,
        section="people", names=lists.names(visitor.camp),
        invited=name, link=link, invited_qr=site.qr_svg(link),
        **_doors(request, visitor.camp),
    )  # fmt: skip


def _doors(request: Request, camp: Camp) -> dict[str, Any]:
    """What the people section says about coming in."""
    door = doors.shown(request, camp)
    return {
        "door": door,
        "trusted": True,
        "qr": site.qr_svg(door.url),
        "lobby_url": doors.lobby_url(request, camp),
        "report": census(camp),
    }


SECTIONS: dict[str, View] = {
    "now": now,
    "topics": topics,
    "grid": grid,
    "day": day,
    "people": people,
}


SORTS: dict[str, Callable[[Camp], Callable[[Topic], tuple[object, ...]]]] = {
    "newest": lambda _: lambda t: (-t.number,),
    "votes": lambda camp: lambda t: (not t.up, -camp.tallies.get(t.id, 0), t.number),
    "title": lambda _: lambda t: (t.pitch.title.lower(), t.number),
}
