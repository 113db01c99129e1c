"""The web application: what answers where, and what starts and stops with it."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from board import assets
from board.camp.errors import BoardError, Unavailable
from board.camp.said import say
from board.config import Config
from board.live.desk import Desks, ended
from board.live.hub import Hubs
from board.live.trials import Trials
from board.log import open_log
from board.web import api, clock, console, installing, kiosk, languages, live, pages, problems
from board.web.identity import Tokens
from board.web.kept import KeptFiles
from board.web.languages import Speaking
from board.web.limits import BodyLimit
from board.web.rehearsals import Rehearsals
from board.web.site import Site, site

log_ = logging.getLogger("board.web")

LARGEST_BODY = 256 * 1024  # bytes; a pasted list of 300 rooms is a tenth of it


def create_app(config: Config) -> Starlette:
    """The board over the store that `config` names."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        log = open_log(config.store)
        try:
            for warning in await log.warnings():
                log_.warning(warning)
            desks, hubs, trials = Desks(log), Hubs(), Trials()
            rehearsals = Rehearsals(config.store)
            app.state.site = Site(
                config, Tokens(config.secret), log, desks, hubs, trials, rehearsals
            )
            ticking = asyncio.create_task(clock.run(desks), name="clock")
            yield
            await ended(ticking)
            await rehearsals.close()
            await trials.close()
            await hubs.close()
            await desks.close()
        finally:
            await log.close()

    return Starlette(
        routes=[
            Route("/healthz", healthy),
            Route("/readyz", ready),
            Route("/c/{camp}/events", live.events),
            Route("/c/{camp}/news", live.news),
            Route("/c/{camp}/asks", live.ask, methods=["POST"]),
            WebSocketRoute("/c/{camp}/live", live.socket),
            *languages.ROUTES,
            *installing.routes,
            *pages.routes,
            *console.routes,
            *kiosk.routes,
            *api.routes,
            Mount(assets.static_url(), KeptFiles(directory=assets.folder("static"))),
            Mount("/static", StaticFiles(directory=assets.folder("static")), name="static"),
        ],
        middleware=[
            Middleware(Headers),
            Middleware(GZipMiddleware, compresslevel=7),  # leaves event streams alone
            Middleware(BodyLimit, most=LARGEST_BODY),
            Middleware(Speaking),
        ],
        exception_handlers={
            BoardError: problems.refused,
            HTTPException: problems.http_refused,
            Exception: problems.failed,
        },
        lifespan=lifespan,
    )


async def healthy(_: Request) -> Response:
    """Whether this process answers at all."""
    return PlainTextResponse("alive\n")


async def ready(request: Request) -> Response:
    """Whether this process can reach its store: 200, or 503 while it can't."""
    try:
        async with asyncio.timeout(2):
            await site(request).log.camps()
    except (BoardError, TimeoutError) as error:
        raise Unavailable(say("The store can't be reached: {error}", error=error)) from error
    return PlainTextResponse("ready\n")


class Headers:
    """Headers every answer carries: scripts and styles from here only, no framing, no sniffing."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                assert isinstance(headers, list)
                kinds = {value.split(b";")[0] for name, value in headers if name == b"content-type"}
                headers.append((b"x-content-type-options", b"nosniff"))
                if not kinds or not kinds <= _NO_DOCUMENTS:
                    headers.append((b"content-security-policy", _policy(_host(scope))))
                    headers.append((b"referrer-policy", b"same-origin"))
            await send(message)

        await self.app(scope, receive, with_headers)  # type: ignore[arg-type]


_NO_DOCUMENTS = {b"text/javascript", b"text/css"}  # a policy guards documents

# What a policy takes for a host and a port (https://www.w3.org/TR/CSP3/#framework-directive-source-list).
_NAMEABLE = re.compile(rb"[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?", re.IGNORECASE)


def _policy(host: bytes) -> bytes:
    """What a page asked of `host` may load: the board's own, and nothing else.

    Its sockets are named, for Safari before 15.4 takes them for somebody else's
    (https://github.com/w3c/webappsec-csp/issues/7). A host that no policy can name, an IPv6 address
    for one, is left out; there, those browsers do without sockets (static/js/wire.js).
    """
    sockets = b" ws://%b wss://%b" % (host, host) if _NAMEABLE.fullmatch(host) else b""
    return (
        b"default-src 'self'; connect-src 'self'%b; img-src 'self' data:; base-uri 'none';"
        b" frame-ancestors 'none'; form-action 'self'" % sockets
    )


def _host(scope: Scope) -> bytes:
    return next((bytes(value) for name, value in scope["headers"] if name == b"host"), b"")
