"""From a request to an operation of the table, and from its answer to a response."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from board.camp.errors import Invalid
from board.camp.said import Kept, say
from board.languages.language import ENGLISH, speaking
from board.languages.told import to_json
from board.web import identity, site
from board.web.api import openapi
from board.web.api.operations import Call, Operation, let_in
from board.web.api.table import OPERATIONS

_SAFE = ("GET", "HEAD")


def _routes() -> Iterator[BaseRoute]:
    by_path: dict[str, dict[str, Operation]] = {}
    for operation in OPERATIONS:
        by_path.setdefault(operation.path, {})[operation.method] = operation
    for path, by_method in by_path.items():
        yield Route(path, _endpoint(by_method), methods=list(by_method))
    yield Route(openapi.PATH, _document, methods=["GET"])


def _endpoint(by_method: Mapping[str, Operation]) -> Callable[[Request], Awaitable[Response]]:
    """What answers at one path: one route for all its methods, so that a 405 names them all."""
    by_method = {**by_method, "HEAD": by_method["GET"]} if "GET" in by_method else by_method

    async def endpoint(request: Request) -> Response:
        return await _answered(request, by_method[request.method])

    return endpoint


async def _answered(request: Request, operation: Operation) -> Response:
    if request.method not in _SAFE:
        identity.check_origin(request, site.site(request).config.origins)
    call = Call(request, await site.visitor(request) if operation.of_camp else None)
    if operation.of_camp:
        let_in(operation, call.by)
    headers = {"Cache-Control": "no-store"}
    if operation.cached:
        headers = {"Cache-Control": "private, no-cache", "ETag": _etag(call)}
        headers["Vary"] = "Authorization, Cookie, Accept-Language"
        if _has(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    body = None if operation.asked is None else _parsed(await request.body(), operation)
    answer = to_json(await operation.handler(call, body))
    return Response(answer, operation.status, headers, media_type="application/json")


def _parsed(body: bytes, operation: Operation) -> Any:
    """The body; Invalid, naming the place in it, if it isn't what the operation takes."""
    try:
        return msgspec.json.decode(body or b"{}", type=operation.asked, dec_hook=_sentence)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Invalid(
            say("The body can't be used: {error}. See {path}.", error=error, path=openapi.PATH)
        ) from error


def _sentence(kind: type, given: object) -> object:
    """A field that keeps what the board says takes plain text from others."""
    if kind is Kept and isinstance(given, str):
        return Kept(given)
    raise ValueError(f"expected text, got {type(given).__name__}")


def _etag(call: Call) -> str:
    role = "organiser" if call.by.organiser is not None else "anyone"
    language = speaking()
    told = "" if language == ENGLISH else f".{language.key}"
    return f'W/"{call.by.desk.epoch}.{call.seq}.{role}{told}"'


def _has(request: Request, etag: str) -> bool:
    known = [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]
    return etag in known or "*" in known


async def _document(_: Request) -> Response:
    return Response(openapi.encoded(), media_type="application/json")


routes: list[BaseRoute] = list(_routes())
