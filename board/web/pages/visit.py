"""What all pages of a camp share: who is here, what a live page knows, and where a form leads back to."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from board.camp.commands import Command
from board.camp.errors import Unauthorised
from board.camp.model import AttendeeId, Camp, TopicId
from board.camp.rules.ballots import on_board
from board.camp.said import say
from board.live.hub import Hub
from board.live.parts import Audience, Screen
from board.web import identity, site
from board.web.pages import dismissed, personal
from board.web.problems import wants_json

Endpoint = Callable[[Request], Awaitable[Response]]

SCRIPTS = ("topics.js", "said.js", "app.js", "outbox.js")  # of the first page behind the door


class Visit(NamedTuple):
    """One request of somebody who is in; `seq` and `screen` belong to `camp`, all of one moment."""

    request: Request
    hub: Hub
    camp: Camp
    seq: int
    me: AttendeeId

    @property
    def ballot(self) -> tuple[TopicId, ...]:
        """The visitor's votes for topics on the board, first choice first."""
        return on_board(self.camp, self.camp.ballots.get(self.me, ()))

    def screen(self, audience: Audience) -> Screen:
        """What an audience sees now."""
        return self.hub.screen(audience)[1]

    async def submit(self, command: Command) -> None:
        """Have a command done, or raise what the board says to it."""
        await self.hub.desk.submit(command)


Page = Callable[[Visit], Awaitable[Response]]
Post = Callable[[Visit, FormData], Awaitable[Response]]


def page(show: Page) -> Endpoint:
    """An endpoint for those who are in; the others are shown the door, and come back here from it."""

    async def endpoint(request: Request) -> Response:
        me = await attendee(request)
        if me is None:
            return _to_the_door(request, (await site.desk_of(request)).camp)
        hub = await site.hub_of(request)
        response = await show(Visit(request, hub, hub.desk.camp, hub.desk.seq, me))
        response.headers["Cache-Control"] = (
            "no-store" if response.status_code >= 400 else "no-cache"
        )
        return response

    return endpoint


def post(act: Post) -> Endpoint:
    """An endpoint for what those who are in send from the board's own pages."""

    async def endpoint(request: Request) -> Response:
        identity.check_origin(request, site.site(request).config.origins)
        me = await attendee(request)
        if me is None:
            raise Unauthorised(
                say("You are not in yet, or this phone forgot you. Please join first.")
            )
        hub = await site.hub_of(request)
        async with request.form() as form:
            return await act(Visit(request, hub, hub.desk.camp, hub.desk.seq, me), form)

    return endpoint


async def attendee(request: Request) -> AttendeeId | None:
    """Who is looking; nobody if their cookie is no longer good."""
    camp = (await site.desk_of(request)).camp
    try:
        return site.site(request).tokens.attendee(request, camp)
    except Unauthorised:
        return None


def forget_stale(request: Request, response: Response, camp: Camp) -> None:
    """Take away cookies that are no longer good: the wire of a public page would be refused for them."""
    tokens = site.site(request).tokens
    for role, read in _READ.items():
        try:
            read(tokens, request, camp)
        except Unauthorised:
            response.delete_cookie(identity.cookie(role, camp.id))


def camp_page(
    visit: Visit, template: str, *, tab: str, audience: Audience = "phone", **context: Any
) -> Response:
    """A page with the camp's head and tabs, live for `audience`."""
    status = context.pop("status_code", 200)
    screen = visit.screen(audience)
    ballot = visit.ballot
    asked = [part.id for part in screen.parts.values() if part.into == "offers"]
    return site.page(
        visit.request,
        template,
        status=status,
        camp=visit.camp,
        me=visit.me,
        my_name=visit.camp.attendees[visit.me].name,
        logo_part=visit.hub.renderer.parts(audience, screen, ["camp-logo"]),
        status_part=visit.hub.renderer.parts(audience, screen, ["status"]),
        timer_part=visit.hub.renderer.parts(audience, screen, ["timer"]),
        said_part=dismissed.without(
            visit.hub.renderer.parts(audience, screen, ["said"]),
            dismissed.dismissed(visit.request, visit.camp.id),
        ),
        offers=personal.with_questions(visit.hub.renderer.parts(audience, screen, asked), visit.me)
        if audience == "phone"
        else None,
        tab=tab,
        ballot=ballot,
        here=_path(visit.request),
        page=live(visit.hub, audience) | {"me": visit.me, "ballot": ballot},
        **context,
    )


def live(hub: Hub, audience: Audience) -> dict[str, Any]:
    """What a page's scripts need in order to go on from it."""
    camp = hub.desk.camp
    return {
        "camp": camp.id,
        "audience": audience,
        "seq": hub.desk.seq,
        "epoch": hub.desk.epoch,
        "now": now(),
        "zone": camp.settings.zone,
        "date": camp.settings.date,
        "budget": camp.settings.vote_budget,
    }


def to(camp: Camp, path: str = "") -> RedirectResponse:
    """On to a page of the camp, after a form."""
    return RedirectResponse(f"/c/{camp.id}{path}", 303)


def on(visit: Visit, path: str) -> Response:
    """The same for a script that posts a form: it is told where to go on, and goes there itself."""
    if wants_json(visit.request):
        return JSONResponse({"at": f"/c/{visit.camp.id}{path}"})
    return to(visit.camp, path)


def back(camp: Camp, form: FormData, anchor: str = "") -> RedirectResponse:
    """Back to the page of this camp that a form was on; to its first page if the form doesn't say."""
    path = text(form, "back")
    home = f"/c/{camp.id}"
    if not own_path(camp, path):
        path = home
    return RedirectResponse(path.partition("#")[0] + (f"#{anchor}" if anchor else ""), 303)


def own_path(camp: Camp, path: str) -> bool:
    """Whether `path` is a page of this camp, and nothing that only looks like one."""
    home = f"/c/{camp.id}"
    plain = path.isascii() and path.isprintable() and "\\" not in path and ".." not in path
    return plain and (path == home or path.startswith((home + "/", home + "?")))


def text(form: FormData, name: str) -> str:
    """A text field as it was typed; empty if it isn't there."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> tuple[str, ...]:
    """All values of a field that can be there several times."""
    return tuple(value for value in form.getlist(name) if isinstance(value, str))


def number(form: FormData, name: str, otherwise: int) -> int:
    """A whole number; `otherwise` where nothing is typed, -1 for what is no number."""
    typed = text(form, name).strip()
    if not typed:
        return otherwise
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 9 else -1


def now() -> int:
    """The moment, in ms since the Unix epoch."""
    return time.time_ns() // 1_000_000


_READ: dict[identity.Role, Callable[[identity.Tokens, Request, Camp], object]] = {
    "attendee": identity.Tokens.attendee,
    "organiser": identity.Tokens.organiser,
}


def _path(request: Request) -> str:
    query = request.url.query
    return request.url.path + (f"?{query}" if query else "")


def _to_the_door(request: Request, camp: Camp) -> Response:
    here = _path(request)
    home = f"/c/{camp.id}"
    wanted = f"?next={quote(here)}" if own_path(camp, here) and here != home else ""
    return RedirectResponse(f"{home}{wanted}", 303)
