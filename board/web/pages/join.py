"""Coming in, and being called something."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp import commands as c
from board.camp.errors import BoardError
from board.camp.model import AttendeeId
from board.web import identity, site
from board.web.pages import visit
from board.web.pages.visit import Visit


async def door(request: Request, *, wrong: str = "", name: str = "", status: int = 200) -> Response:
    """The page for those who aren't in yet."""
    camp = (await site.desk_of(request)).camp
    wanted = request.query_params.get("next", "")
    response = site.page(
        request,
        "join.html",
        status=status,
        camp=camp,
        topics=sum(topic.up for topic in camp.topics.values()),
        next=wanted if visit.own_path(camp, wanted) else "",
        wrong=wrong,
        name=name,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


async def join(request: Request) -> Response:
    """Come in: the cookie is all there is to it. Who is in already just goes on."""
    identity.check_origin(request, site.site(request).config.origins)
    desk = await site.desk_of(request)
    async with request.form() as form:
        wanted, name = visit.text(form, "next"), visit.text(form, "name")
    on = wanted if visit.own_path(desk.camp, wanted) else f"/c/{desk.camp.id}"
    if await visit.attendee(request) is not None:
        return RedirectResponse(on, 303)
    me = AttendeeId(identity.new_id())
    try:
        await desk.submit(c.JoinCamp(attendee=me, name=name))
    except BoardError as error:
        return await door(request, wrong=error.detail, name=name, status=error.status)
    response = RedirectResponse(on, 303)
    token = site.site(request).tokens.sign("attendee", desk.camp.id, me)
    identity.remember(response, request, "attendee", desk.camp.id, token)
    return response


@visit.page
async def me(here: Visit) -> Response:
    """What the board knows of the visitor, which is a name at most."""
    mine = [t for t in here.camp.topics.values() if here.me in (t.by, *t.facilitators)]
    mine.sort(key=lambda topic: -topic.number)
    return visit.camp_page(here, "me.html", tab="", mine=mine, wrong="", name=None)


@visit.post
async def name(here: Visit, form: FormData) -> Response:
    """Be called something else."""
    typed = visit.text(form, "name")
    try:
        await here.submit(c.NameAttendee(attendee=here.me, name=typed))
    except BoardError as error:
        return visit.camp_page(
            here,
            "me.html",
            tab="",
            mine=[],
            wrong=error.detail,
            name=typed,
            status_code=error.status,
        )
    return visit.to(here.camp, "/me?saved=1")
