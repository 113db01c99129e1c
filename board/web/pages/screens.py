"""Screens that show the doors' code: which may, and what they ask for every few seconds."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.errors import Forbidden
from board.camp.said import say
from board.web import doors, identity, site
from board.web.pages import lobby


async def door(request: Request) -> Response:
    """The way in as a screen shows it now, to be put where it stood; 204 while `have` is still right."""
    camp = (await site.desk_of(request)).camp
    shown = doors.shown(request, camp)
    if request.query_params.get("have", "") == shown.stamp:
        return Response(status_code=204, headers={"Cache-Control": "no-store"})
    trusted = bool(shown.code) or camp.settings.identity != "doors"
    response = site.page(
        request,
        "_partials/door.html",
        camp=camp,
        door=shown,
        trusted=trusted,
        qr=site.qr_svg(shown.url),
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Door-Stamp"] = shown.stamp
    return response


async def trust(request: Request) -> Response:
    """Follow an organiser's link to the lobby: this screen may show the doors' code from now on."""
    camp, key = (await site.desk_of(request)).camp, str(request.path_params["key"])
    if site.site(request).tokens.read("display", camp.id, key) != "lobby":
        raise Forbidden(say("This link is not for a screen. Ask an organiser for the right one."))
    answer = RedirectResponse(lobby.address(request, camp), 303, {"Cache-Control": "no-store"})
    identity.remember(answer, request, "display", camp.id, key)
    return answer
