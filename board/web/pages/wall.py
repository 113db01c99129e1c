"""The grid on a phone, and the lobby's projector page."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from board.live.parts import grid_frame
from board.web import site
from board.web.pages import personal, visit
from board.web.pages.visit import Visit

ROOMS_PER_PAGE, SLOTS_PER_PAGE = 12, 4  # what the lobby shows at once; static/css/lobby.css agrees


@visit.page
async def grid(here: Visit) -> Response:
    """The whole programme, with one's own choices marked."""
    drawn = here.hub.renderer.parts("lobby", here.screen("lobby"), ["grid"])
    mine = [
        (here.camp.slots[placement.slot], here.camp.rooms[placement.room], here.camp.topics[topic])
        for topic in here.ballot
        for placement in here.camp.placements.get(topic, ())
    ]
    mine.sort(key=lambda session: session[0].start)
    return visit.camp_page(
        here,
        "grid.html",
        tab="grid",
        audience="lobby",
        grid=personal.with_mine(drawn, here.ballot),
        mine=mine,
        placed=len(here.camp.cells),
    )


async def lobby(request: Request) -> Response:
    """The projector's page: one screenful after the other, never scrolling."""
    hub = await site.hub_of(request)
    camp, screen = hub.desk.camp, hub.screen("lobby")[1]
    frame = grid_frame(camp)
    pages = _pages(len(frame.rooms), len(camp.slots))
    at = request.query_params.get("page", "0")
    current = int(at) % len(pages) if at.isdecimal() and len(at) < 6 else 0
    drawn = {part: hub.renderer.parts("lobby", screen, [part]) for part in _PARTS}
    clock = datetime.now(ZoneInfo(camp.settings.zone))
    response = site.page(
        request,
        "lobby.html",
        camp=camp,
        parts=drawn,
        values=screen.values,
        join_url=site.join_url(request, camp.id),
        qr=site.qr_svg(site.join_url(request, camp.id)),
        pages=pages,
        current=current,
        clock=f"{clock.hour}:{clock.minute:02}",
        page=visit.live(hub, "lobby"),
    )
    response.headers["Cache-Control"] = "no-store"
    visit.forget_stale(request, response, camp)
    return response


async def qr(request: Request) -> Response:
    """A camp's QR code as a picture of its own, black on white."""
    camp = (await site.desk_of(request)).camp
    return Response(
        site.qr_file(site.join_url(request, camp.id)),
        media_type="image/svg+xml",
        headers={"Cache-Control": "max-age=3600"},
    )


_PARTS = ("status", "grid", "newest", "wanted")


def _pages(rooms: int, slots: int) -> Sequence[tuple[int, int]]:
    """The screenfuls, as (page of slots, page of rooms); always one at least."""
    across = max(1, -(-slots // SLOTS_PER_PAGE))
    down = max(1, -(-rooms // ROOMS_PER_PAGE))
    return [(column, row) for column in range(across) for row in range(down)]
