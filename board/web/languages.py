"""The language of each request, and the ways to choose one.

`?lang=` speaks a language for one page (a display keeps it in its address), the cookie that the language
chooser sets for all of them, and else the browser's Accept-Language decides.
"""

from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from board.camp.errors import Invalid, Unknown
from board.camp.said import say
from board.languages import browser
from board.languages.language import NAMES, PSEUDO, Language, asked_for, choose, speak, speaking
from board.web import identity, site

COOKIE = "board-language"
KEPT = 365 * 24 * 3600  # seconds


class Speaking:
    """Middleware: each request and each socket in its own reader's language."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, while its language is spoken."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def with_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if "content-language" not in headers and _told(headers):
                    headers["content-language"] = speaking().tag
                    headers.add_vary_header("Accept-Language, Cookie")
            await send(message)

        with speak(of(scope)):
            await self.app(scope, receive, with_language)


def of(scope: Scope) -> Language:
    """The language of a request."""
    headers = Headers(scope=scope)
    cookies = headers.get("cookie", "")
    query, for_once = scope.get("query_string", b""), ""
    if b"lang=" in query:  # hardly ever
        for_once = parse_qs(query.decode("latin-1")).get("lang", [""])[0]
    chosen = ""
    if asked_for(for_once[:40]):
        chosen = for_once
    elif COOKIE in cookies:
        chosen = cookie_parser(cookies).get(COOKIE, "")
    return choose(chosen[:40], headers.get("accept-language", ""))


async def words(request: Request) -> Response:
    """What the scripts of a page say, at an address that changes with it."""
    language = asked_for(str(request.path_params["key"]))
    if language is None:
        raise Unknown(say("The board does not speak this language."))
    return Response(
        browser.script(language),
        media_type="text/javascript",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


async def chosen(request: Request) -> Response:
    """Remember the language somebody chose, and go back to the page they were on, now in that language."""
    identity.check_origin(request, site.site(request).config.origins)
    async with request.form() as form:
        tag, back = str(form.get("lang", "")), str(form.get("back", ""))
    if tag not in NAMES and tag != PSEUDO.tag:
        raise Invalid(say("Choose one of the languages listed."))
    response = RedirectResponse(back if own_page(back) else "/", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, tag, max_age=KEPT, samesite="lax", secure=secure, httponly=True)
    return response


def own_page(path: str) -> bool:
    """Whether this leads to a page of the board itself."""
    plain = path.isascii() and path.isprintable() and "\\" not in path and ".." not in path
    return plain and path.startswith("/") and not path.startswith("//")


def _told(headers: MutableHeaders) -> bool:
    kind = headers.get("content-type", "")
    return kind.startswith(("text/html", "application/problem+json"))


ROUTES = [
    Route("/words/{digest}/{key}.js", words),
    Route("/language", chosen, methods=["POST"]),
]
