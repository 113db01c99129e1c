"""What every request can reach: the stores, the desks, the hubs, and who is asking."""

import io
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import segno
from msgspec import Struct, field
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse

from board.camp.errors import Unauthorised, Unknown
from board.camp.model import AttendeeId, Camp, CampId, OrganiserId
from board.camp.said import say
from board.config import Config
from board.live import marks
from board.live.desk import Desk, Desks
from board.live.hub import Hub, Hubs
from board.live.render import environment
from board.live.trials import Trials
from board.log.protocol import Log
from board.web import themes
from board.web.guesses import Guesses
from board.web.identity import Tokens
from board.web.rehearsals import Rehearsals

_CODE = re.compile(r"[a-z0-9-]{1,32}")


class Site(Struct, frozen=True):
    """One running web process."""

    config: Config
    tokens: Tokens
    log: Log
    desks: Desks
    hubs: Hubs
    trials: Trials
    rehearsals: Rehearsals
    guesses: Guesses = field(default_factory=Guesses)


class Visitor(NamedTuple):
    """Who asks, at which camp; both ids are None for somebody who only looks."""

    desk: Desk
    attendee: AttendeeId | None
    organiser: OrganiserId | None

    @property
    def camp(self) -> Camp:
        """The camp as it is now."""
        return self.desk.camp

    def an_attendee(self) -> AttendeeId:
        """The attendee, or Unauthorised."""
        if self.attendee is None:
            raise Unauthorised(
                say("Join this camp first: scan the code in the lobby, or type it in.")
            )
        return self.attendee

    def an_organiser(self) -> OrganiserId:
        """The organiser, or Unauthorised."""
        if self.organiser is None:
            raise Unauthorised(
                say("This is for organisers. Open your organiser link, or ask for one.")
            )
        return self.organiser


def site(request: HTTPConnection) -> Site:
    """The process that serves this request."""
    found: Site = request.app.state.site
    return found


async def desk_of(request: HTTPConnection) -> Desk:
    """The desk of the camp in the request's path; Unknown if there is none."""
    return await site(request).desks.open(checked_code(str(request.path_params["camp"])))


def checked_code(typed: str) -> CampId:
    """A camp's code as it is kept, however it was typed; Unknown if it can't be one."""
    code = typed.lower()
    if not _CODE.fullmatch(code):
        raise Unknown(say("A camp's code has letters and digits only. Check it and try again."))
    return CampId(code)


async def visitor(request: HTTPConnection) -> Visitor:
    """Who asks; Unauthorised for a token that is no longer good."""
    desk, tokens = await desk_of(request), site(request).tokens
    return Visitor(desk, tokens.attendee(request, desk.camp), tokens.organiser(request, desk.camp))


async def hub_of(request: HTTPConnection) -> Hub:
    """The hub of the camp in the request's path."""
    return await site(request).hubs.at(await desk_of(request))


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A whole page from a template; besides `context` it gets what `_shared` says."""
    html = (
        environment()
        .get_template(template)
        .render(request=request, **_shared(request, context), **context)
    )
    return HTMLResponse(html, status_code=status)


def _shared(request: Request, context: Mapping[str, Any]) -> dict[str, Any]:
    """What every page can use: the board's own address, where it is itself, and how it looks."""
    return {
        "base": base_url(request),
        "asked_at": _asked_at(request),
        "theme": themes.of(request),
        "marks": marks.of(context.get("camp")),
    }


def _asked_at(request: Request) -> str:
    """Where somebody who chooses a language or a theme comes back to: this page, without the old one."""
    if request.method not in ("GET", "HEAD"):
        camp = request.path_params.get("camp")
        return f"/c/{camp}" if camp else "/"
    kept = [
        part for part in request.url.query.split("&") if not part.startswith(("lang=", "theme="))
    ]
    query = "&".join(filter(None, kept))
    return request.url.path + (f"?{query}" if query else "")


def base_url(request: HTTPConnection) -> str:
    """The address people reach the board under, without a slash at the end."""
    configured = site(request).config.url
    return configured or str(request.base_url).rstrip("/")


def join_url(request: HTTPConnection, camp: CampId) -> str:
    """What a camp's QR code says."""
    return f"{base_url(request)}/c/{camp}"


def organiser_url(request: HTTPConnection, camp: CampId, token: str) -> str:
    """An organiser's link: whoever opens it runs the day."""
    return f"{base_url(request)}/o/{camp}/{token}"


def qr_svg(text: str, *, quick: bool = False) -> str:
    """A QR code as an inline SVG that takes its colour from the page.

    The best of eight masks is looked for unless it has to be `quick`, for a sheet full of them.
    """
    code = (
        segno.make(text, error="m", micro=False, mask=3, boost_error=False)
        if quick
        else segno.make(text, error="m", micro=False)
    )
    svg: str = code.svg_inline(scale=1, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return svg


def qr_file(text: str) -> bytes:
    """The same as a file: dark on white whatever it is shown on, with the quiet zone codes need."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=8, border=4, light="#fff")
    return out.getvalue()
