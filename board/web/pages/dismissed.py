"""Which announcements a browser shows no more: kept in a cookie, so that no page flickers with them.

`static/js/said.js` reads and writes the same cookie.
"""

import re

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import CampId

KEPT = 12
MAX_AGE = 10 * 24 * 3600  # seconds
_ID = re.compile(r"[a-z0-9-]{1,32}")


def dismissed(request: Request, camp: CampId) -> list[str]:
    """The ids of what was dismissed, the latest first."""
    ids = request.cookies.get(_cookie(camp), "").split(".")
    return [each for each in ids[:KEPT] if _ID.fullmatch(each)]


def remember(response: Response, request: Request, camp: CampId, said: str) -> None:
    """Have the browser keep one more; what can't be an id is none."""
    if _ID.fullmatch(said):
        ids = [said, *(each for each in dismissed(request, camp) if each != said)][:KEPT]
        secure = request.url.scheme == "https"
        response.set_cookie(
            _cookie(camp), ".".join(ids), max_age=MAX_AGE, samesite="lax", path="/", secure=secure
        )


def without(html: Markup, ids: list[str]) -> Markup:
    """`html` with the announcements of these ids hidden."""
    for each in ids:
        html = html.replace(f'data-said="{each}"', Markup('data-said="{}" hidden').format(each))
    return html


def _cookie(camp: CampId) -> str:
    return f"board-said-{camp}"
