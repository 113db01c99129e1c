"""Where connections come in: uvicorn's own HTTP protocol, but screens' sockets are opened at once.

By itself uvicorn takes an upgrade apart, puts it together again, has it parsed a second time, and
then asks the application in a task. Ten thousand phones that come back at once would wait for that. Here
the request that was parsed is checked, answered and shown the camp in one go. Whatever is refused, or
isn't at hand, goes the ordinary way through the application.
"""

import asyncio
import logging
import re
from contextlib import suppress
from typing import Any, ClassVar, cast

import httptools
from starlette.applications import Starlette
from starlette.requests import HTTPConnection
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from board.camp.errors import BoardError
from board.camp.model import CampId
from board.languages.language import speak
from board.limits import most_sockets
from board.live.hub import Hub
from board.web import identity, languages, live
from board.web.site import Site
from board.web.wire.handshake import Handshake, NoHandshake, agreed
from board.web.wire.socket import Socket

HEAD = 20.0  # seconds in which a connection has to say what it wants
MOST_HEAD = 64 * 1024  # bytes that it may take to say so

log_ = logging.getLogger("board.web")

# All that tells who looks, in which language, and from where; each is looked for in the list.
_LOOKED_AT = {b"host", b"origin", b"cookie", b"authorization", b"accept-language"}
_LIVE = re.compile(rb"/c/([A-Za-z0-9-]{1,32})/live")


class Door(HttpToolsProtocol):
    """One connection, until it is known to be a screen's socket."""

    board: ClassVar[Starlette]
    most: ClassVar[int]

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody knocks; those who are in go first when the house is full."""
        super().connection_made(transport)
        self._silent = self.loop.call_later(HEAD, transport.abort)
        self._heading = False
        if len(self.connections) > self.most:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """They have gone."""
        self._silent.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """They say something; a head may not be without end."""
        super().data_received(data)
        if self._heading:
            self._head += len(data)
            if self._head > MOST_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of this request is too large.")

    def on_message_begin(self) -> None:
        """They begin to say what they want: for the first time, or once more."""
        if self._silent.cancelled():
            self._silent = self.loop.call_later(HEAD, self.transport.abort)
        self._heading, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """What they want is known."""
        self._heading = False
        self._silent.cancel()
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        """Open a screen's socket."""
        try:
            url = httptools.parse_url(self.url)
        except httptools.HttpParserError:
            self.send_400_response("This is no address.")
            return
        camp = _LIVE.fullmatch(url.path or b"")
        if camp is None:
            super().handle_websocket_upgrade()
            return
        method, version = self.parser.get_method(), self.parser.get_http_version()
        try:
            handshake = agreed(method, version, self.headers)
        except NoHandshake as no:
            self.transport.write(no.answer)
            self.transport.close()
            return
        site: Site = self.board.state.site
        code = CampId(camp[1].decode().lower())
        desk = site.desks.at_hand(code)
        hub = site.hubs.over(desk) if desk is not None else None
        if hub is None:
            self.transport.pause_reading()
            self._waiting = asyncio.create_task(self._open_in_turn(code, handshake, url))
        elif not self._opened(hub, handshake, url):
            super().handle_websocket_upgrade()

    async def _open_in_turn(self, code: CampId, handshake: Handshake, url: Any) -> None:
        """Open it when the camp's log has been read, for which all wait who come back after a restart."""
        site: Site = self.board.state.site
        hub = None
        try:
            with suppress(BoardError):  # the application says which
                hub = await site.hubs.at(await site.desks.open(code))
        except Exception:
            log_.exception("camp %s: its hub could not be opened", code)
        if self.transport.is_closing():
            return
        self.transport.resume_reading()
        if hub is None or not self._opened(hub, handshake, url):
            super().handle_websocket_upgrade()

    def _opened(self, hub: Hub, handshake: Handshake, url: Any) -> bool:
        """Whether it was let in."""
        scope: dict[str, Any] = {
            "type": "websocket",
            "path": url.path.decode("ascii"),
            "query_string": url.query or b"",
            "headers": [header for header in self.headers if header[0] in _LOOKED_AT],
            "app": self.board,
        }
        connection = HTTPConnection(scope)
        try:
            with speak(languages.of(scope)):
                identity.check_origin(connection, self.board.state.site.config.origins)
                looks = live.who_looks(connection, hub)
        except BoardError:
            return False
        self.connections.discard(self)
        connections = cast(set[object], self.connections)
        # The socket holds on to that set alone: this protocol, its parser and the headers go.
        gone = connections.discard
        socket = Socket(hub, looks, self.transport, deflate=handshake.deflate, gone=gone)
        connections.add(socket)
        socket.open(handshake.answer)
        return True


def door(board: Starlette) -> type[Door]:
    """The protocol class for uvicorn's `http`: the one for this application."""
    own = {"board": board, "most": most_sockets()}
    return cast(type[Door], type("Door", (Door,), own))
