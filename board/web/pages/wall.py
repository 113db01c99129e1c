"""The grid on a phone, and the QR codes that projectors and posters show."""

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import TopicId
from board.camp.rules import lookups
from board.web import site
from board.web.pages import periods, personal, visit
from board.web.pages.visit import Visit


@visit.page
async def grid(here: Visit) -> Response:
    """The whole programme, with one's own choices marked."""
    drawn = here.hub.renderer.parts("grid", here.screen("grid"), ["grid"])
    drawn = periods.marked(drawn, here.camp, periods.now(here.camp))
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
        audience="grid",
        grid=personal.with_mine(drawn, here.ballot),
        mine=mine,
        placed=len(here.camp.cells),
    )


async def qr(request: Request) -> Response:
    """A camp's QR code as a picture of its own, black on white."""
    camp = (await site.desk_of(request)).camp
    return _picture(site.join_url(request, camp.id))


async def topic_qr(request: Request) -> Response:
    """A topic's QR code: whoever scans it can vote for it at once."""
    camp = (await site.desk_of(request)).camp
    topic = lookups.topic_up(camp, TopicId(str(request.path_params["topic"])))
    return _picture(f"{site.join_url(request, camp.id)}/topics/{topic.id}")


def _picture(url: str) -> Response:
    return Response(
        site.qr_file(url),
        media_type="image/svg+xml",
        headers={"Cache-Control": "max-age=3600"},
    )
