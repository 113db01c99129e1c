"""The lobby's remote: what every projector shows, from an organiser's phone."""

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import LOBBY_MODES, TopicId
from board.camp.said import say
from board.live.parts import newest_first
from board.web.console.posts import Asked, read
from board.web.console.views import Refusal, draw
from board.web.problems import wants_json
from board.web.site import Visitor


async def page(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """Large buttons for a thumb, and every topic to put into the spotlight."""
    return await draw(
        request, visitor, "console_remote.html", refusal,
        section="remote", topics=newest_first(visitor.camp),
    )  # fmt: skip


async def direct(request: Request) -> Response:
    """Have every projector show something else."""
    visitor, asked = await read(request)
    seq = await visitor.desk.submit(_command(asked))
    if wants_json(request):
        return Response(msgspec.json.encode({"seq": seq}), media_type="application/json")
    return RedirectResponse(f"/c/{visitor.camp.id}/console/remote", 303)


def _command(asked: Asked) -> c.DirectLobby:
    mode = next((mode for mode in LOBBY_MODES if mode == asked.text("mode")), None)
    if mode is None:
        raise Invalid(say("Choose one of the things the lobby can show."))
    topic, paused = asked.text("topic"), asked.text("paused") == "yes"
    return c.DirectLobby(
        by=asked.by, mode=mode, topic=TopicId(topic) if topic else None, paused=paused
    )
