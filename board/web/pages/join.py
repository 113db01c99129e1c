"""Coming in: by one tap, by the code the doors ask for, or as somebody the board knows already."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board import assets
from board.camp import commands as c
from board.camp.errors import BoardError
from board.camp.model import AttendeeId, Camp
from board.live.desk import Desk
from board.web import doors, identity, site
from board.web.pages import visit


async def door(
    request: Request,
    *,
    wrong: str = "",
    name: str = "",
    code: str = "",
    wanted: str = "",
    arrived: str = "",
    status: int = 200,
) -> Response:
    """The page for those who aren't in yet; what they typed is still there if it was refused."""
    camp = (await site.desk_of(request)).camp
    wanted = wanted or request.query_params.get("next", "")
    response = site.page(
        request,
        "join.html",
        status=status,
        camp=camp,
        topics=sum(topic.up for topic in camp.topics.values()),
        next=wanted if visit.own_path(camp, wanted) else "",
        wrong=wrong,
        name=name,
        code=code,
        arrived=arrived or doors.arrived(request, camp),
        missed="door" in request.query_params,
        scripts=assets.modules(*visit.SCRIPTS),
    )
    response.headers["Cache-Control"] = "no-store"
    doors.tell_apart(request, response, camp)
    return response


async def join(request: Request) -> Response:
    """Come in: the cookie is all there is to it. Who is in already just goes on."""
    identity.check_origin(request, site.site(request).config.origins)
    desk = await site.desk_of(request)
    async with request.form() as form:
        typed = {each: visit.text(form, each) for each in ("name", "code", "arrived")}
        wanted = visit.text(form, "next")
    if await visit.attendee(request) is not None:
        return on(desk.camp, wanted)
    try:
        given = typed["code"].strip() or typed["arrived"]
        me = doors.let_in(request, desk.camp, given) or AttendeeId(identity.new_id())
        await come_in(desk, me, typed["name"])
    except BoardError as error:
        return await door(request, wrong=error.detail, wanted=wanted, status=error.status, **typed)
    response = on(desk.camp, wanted)
    remember(request, response, desk.camp, me)
    return response


async def come_in(desk: Desk, attendee: AttendeeId, name: str = "") -> None:
    """Let somebody in who may; a badge knows its name."""
    badge = desk.camp.roster.get(attendee)
    await desk.submit(c.JoinCamp(attendee=attendee, name=name or (badge.name if badge else "")))


def remember(request: Request, response: Response, camp: Camp, attendee: AttendeeId) -> None:
    """Make this browser the attendee's."""
    token = site.site(request).tokens.attendee_token(camp, attendee)
    identity.remember(response, request, "attendee", camp.id, token)


def on(camp: Camp, wanted: str = "") -> RedirectResponse:
    """On to where somebody wanted to go in the first place."""
    path = wanted if visit.own_path(camp, wanted) else f"/c/{camp.id}"
    return RedirectResponse(path, 303)
