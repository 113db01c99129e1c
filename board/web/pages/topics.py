"""All topics on the board: those that few have seen come sooner, so that late pitches are heard."""

from starlette.requests import Request
from starlette.responses import Response

from board.web.pages import finding, join, looks, me, personal, visit
from board.web.pages.visit import Visit


async def show(request: Request) -> Response:
    """The topics for those who are in, the door for everybody else."""
    if await visit.attendee(request) is None:
        return await join.door(request)
    return await _topics(request)


@visit.page
async def _topics(here: Visit) -> Response:
    up = [topic for topic in here.camp.topics.values() if topic.up]
    look = looks.look(here.request, here.camp, here.me, up)
    topics = looks.fair_order(up, look)
    found = finding.find(here.camp, here.me, here.ballot, topics, here.request.query_params)
    drawn = here.hub.renderer.parts(
        "phone", here.screen("phone"), [f"topic-{topic.id}" for topic in topics]
    )
    is_open = here.camp.phase in ("open", "running")
    response = visit.camp_page(
        here,
        "topics.html",
        tab="topics",
        cards=personal.without(
            personal.with_votes(drawn, here.ballot, open_=is_open),
            [topic.id for topic in topics if topic.id not in found.topics],
        ),
        found=found,
        person=me.profile(here.camp, here.me),
    )
    looks.keep(response, here.request, here.camp.id, look)
    return response
