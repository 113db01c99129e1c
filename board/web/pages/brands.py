"""A camp's colours as a style sheet, and its logo: both kept by browsers for a year."""

from starlette.requests import Request
from starlette.responses import Response

from board.camp.errors import Unknown
from board.camp.said import say
from board.live import brand, marks
from board.web import site

_KEPT = "public, max-age=31536000, immutable"


async def sheet(request: Request) -> Response:
    """The style sheet of the camp's colour as it is now."""
    camp = (await site.desk_of(request)).camp
    colour = brand.parse(camp.settings.colour)
    if colour is None:
        raise Unknown(say("This camp has no colour of its own."))
    return _kept(request, brand.style_sheet(colour), "text/css", marks.of(camp).sheet)


async def logo(request: Request) -> Response:
    """The camp's logo as it is now."""
    camp = (await site.desk_of(request)).camp
    if camp.logo is None:
        raise Unknown(say("This camp has no logo."))
    return _kept(request, camp.logo.content, camp.logo.kind, marks.of(camp).logo)


def _kept(request: Request, content: str | bytes, kind: str, address: str) -> Response:
    """Kept only under the address of what it holds; a page of yesterday gets today's, and asks again."""
    caching = _KEPT if request.url.path == address else "no-cache"
    return Response(content, media_type=kind, headers={"Cache-Control": caching})
