"""Every refusal as an answer: a page with a sentence for people, problem details for programs.

The one place where `BoardError` meets HTTP. Problem details follow RFC 9457; `type` is a URN because
the board has no address of its own.
"""

import logging
import re
import secrets

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from board.camp.errors import BoardError, Unauthorised, Unavailable
from board.camp.said import say
from board.languages.language import speak
from board.languages.told import to_json
from board.web import languages, site
from board.web.keyless import keyless

log_ = logging.getLogger("board.web")

_TITLES = {
    404: say("Not Found"),
    405: say("Method Not Allowed"),
    413: say("Content Too Large"),
}

_PROJECTOR = re.compile(r"/c/[^/]+/(?:lobby|screen/[^/]+)")  # the pages nobody stands in front of


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was refused (RFC 9457): `type` names the kind, `detail` is a sentence for people."""

    type: str
    title: str
    status: int
    detail: str


def refused(request: Request, error: Exception) -> Response:
    """The answer to a request that ended in a BoardError."""
    assert isinstance(error, BoardError)
    return _answer(request, error.status, error.kind, error.title, error.detail, error)


def http_refused(request: Request, error: Exception) -> Response:
    """The answer where Starlette itself refuses: no such page, no such method, a body too large."""
    assert isinstance(error, HTTPException)
    details = {
        404: say("This page doesn't exist. Check the address, or start again from the front page."),
        405: say("This address can't be used like that."),
        413: say("That is more than the board takes. Please send less."),
    }
    detail = details.get(error.status_code, str(error.detail))
    title = _TITLES.get(error.status_code, str(error.detail))
    return _answer(request, error.status_code, "http", title, detail, error)


def failed(request: Request, error: Exception) -> Response:
    """The answer to what nobody thought of; the log holds the traceback."""
    log_.exception("%s %s failed", request.method, keyless(request.url.path), exc_info=error)
    detail = say("Something went wrong on our side. Nothing you did is lost; please try again.")
    with speak(languages.of(request.scope)):  # this is drawn outside of every middleware
        return _answer(request, 500, "failed", say("The board stumbled"), detail, error)


def _answer(
    request: Request, status: int, kind: str, title: str, detail: str, error: Exception
) -> Response:
    headers = dict(getattr(error, "headers", None) or {})
    if isinstance(error, Unavailable):
        headers["Retry-After"] = "2"
    if isinstance(error, Unauthorised):
        headers["WWW-Authenticate"] = "Bearer"
    if wants_json(request):
        problem = Problem(type=f"urn:board:{kind}", title=title, status=status, detail=detail)
        body = to_json(problem)
        return Response(body, status, headers, media_type="application/problem+json")
    response = site.page(
        request,
        "error.html",
        status=status,
        number=status,
        again=request.method in ("GET", "HEAD"),
        again_in=_again_in(request, status),
        title=title,
        detail=detail,
        kind=kind,
        camp_code=request.path_params.get("camp", "") if kind != "unknown" else "",
    )
    response.headers.update(headers)
    return response


def _again_in(request: Request, status: int) -> int:
    """Seconds after which a refusal's page asks again by itself, 0 for never.

    A projector does so also where there is no such camp: the board may be back without its store for a
    while, and nobody in the lobby loads the page anew.
    """
    if request.method not in ("GET", "HEAD"):
        return 0
    if status == 503:
        return 10
    projector = status in (404, 500) and _PROJECTOR.fullmatch(request.url.path)
    return 30 + secrets.randbelow(31) if projector else 0


def wants_json(request: Request) -> bool:
    """Whether a program asks: under /api/, or wherever JSON is sent or preferred."""
    accept = request.headers.get("accept", "")
    return (
        request.url.path.startswith("/api/")
        or request.headers.get("content-type", "").startswith("application/json")
        or ("json" in accept and "text/html" not in accept)
    )
