"""Where connections come in: a screen's socket is opened at once, and all else is uvicorn's.

By itself uvicorn takes an upgrade apart, puts it together again, has it parsed a second time, and
then asks the application in a task. Ten thousand phones that come back at once would wait for that. Here
a request for a socket is parsed, checked, answered and shown the camp in one go. Whatever else is wanted,
or is refused, goes the ordinary way through the application.
"""

import asyncio
import logging
import re
from contextlib import suppress
from functools import partial
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
from board.web.wire.handshake import Handshake, Headers, NoHandshake, agreed
from board.web.wire.socket import INBOX, Socket

HEAD = 20.0  # seconds in which a connection has to say what it wants
MOST_HEAD = 64 * 1024  # bytes that it may take to say so

log_ = logging.getLogger("board.web")

_LIVE = re.compile(rb"GET (/c/([A-Za-z0-9-]{1,32})/live)(?:\?([!-~]*))? HTTP/(1\.[01])\r\n")
# All that tells who looks, in which language, and from where; each is looked for in the list.
_LOOKED_AT = {b"host", b"origin", b"cookie", b"authorization", b"accept-language"}


class Door(asyncio.BufferedProtocol):
    """One connection, until it has said what it wants."""

    board: ClassVar[Starlette]
    most: ClassVar[int]

    def __init__(self, **uvicorns: Any) -> None:
        self._ordinary = partial(Ordinary, **uvicorns)
        self._connections: set[object] = uvicorns["server_state"].connections
        self._said = self._more = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody knocks; those who are in go first when the house is full."""
        self.transport = cast(asyncio.Transport, transport)
        self._silent = asyncio.get_running_loop().call_later(HEAD, self.transport.abort)
        self._connections.add(self)
        if len(self._connections) > self.most:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - gone either way
        """They have gone."""
        self._silent.cancel()
        self._connections.discard(self)

    def shutdown(self) -> None:
        """What uvicorn calls when it stops."""
        self.transport.close()

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the buffer is as it is
        """Where the transport puts what has come in."""
        return INBOX

    def buffer_updated(self, nbytes: int) -> None:
        """They say what they want, most often in one piece."""
        self._said += INBOX[:nbytes]
        wanted = _LIVE.match(self._said)
        if wanted is None:
            self._pass_on()
        elif b"\r\n\r\n" in self._said:
            self._silent.cancel()
            self._answer(wanted)
        elif len(self._said) > MOST_HEAD:
            self._pass_on()

    def _answer(self, wanted: re.Match[bytes]) -> None:
        found = _upgrade(self._said)
        if found is None:
            self._pass_on()
            return
        headers, self._more = found
        path, code, query, version = wanted.groups(b"")
        try:
            handshake = agreed(b"GET", version.decode(), headers)
        except NoHandshake as no:
            self.transport.write(no.answer)
            self.transport.close()
            return
        scope: dict[str, Any] = {
            "type": "websocket",
            "path": path.decode(),
            "query_string": query,
            "headers": [header for header in headers if header[0] in _LOOKED_AT],
            "app": self.board,
        }
        site: Site = self.board.state.site
        camp = CampId(code.decode().lower())
        desk = site.desks.at_hand(camp)
        hub = site.hubs.over(desk) if desk is not None else None
        if hub is not None:
            self._open(hub, handshake, scope)
        else:
            self.transport.pause_reading()
            self._waiting = asyncio.create_task(self._open_in_turn(camp, handshake, scope))

    async def _open_in_turn(
        self, camp: CampId, handshake: Handshake, scope: dict[str, Any]
    ) -> None:
        """Open it when the camp's log has been read, for which all wait who come back after a restart."""
        site: Site = self.board.state.site
        hub = None
        try:
            with suppress(BoardError):  # the application says which
                hub = await site.hubs.at(await site.desks.open(camp))
        except Exception:
            log_.exception("camp %s: its hub could not be opened", camp)
        if self.transport.is_closing():
            return
        self.transport.resume_reading()
        if hub is not None:
            self._open(hub, handshake, scope)
        else:
            self._pass_on()

    def _open(self, hub: Hub, handshake: Handshake, scope: dict[str, Any]) -> None:
        """Let a screen in, as far as it may be."""
        connection = HTTPConnection(scope)
        try:
            with speak(languages.of(scope)):
                identity.check_origin(connection, self.board.state.site.config.origins)
                looks = live.who_looks(connection, hub)
        except BoardError:  # the application says which
            self._pass_on()
            return
        connections = self._connections
        connections.discard(self)
        # The socket holds on to that set alone: this protocol and the headers go.
        socket = Socket(
            hub,
            looks,
            self.transport,
            deflate=handshake.deflate,
            gone=connections.discard,
        )
        connections.add(socket)
        socket.open(handshake.answer)
        if self._more:
            socket.hear(self._more)

    def _pass_on(self) -> None:
        """Have uvicorn and the application answer."""
        self._silent.cancel()
        self._connections.discard(self)
        ordinary = self._ordinary()
        ordinary.connection_made(self.transport)
        self.transport.set_protocol(ordinary)
        ordinary.data_received(self._said)


class Ordinary(HttpToolsProtocol):
    """uvicorn's own protocol; whoever speaks it may not take for ever, nor go on without end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody is about to say what they want."""
        super().connection_made(transport)
        self._silent = self.loop.call_later(HEAD, transport.abort)
        self._heading = False

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


class _Headers(list[tuple[bytes, bytes]]):
    """What a parser found in a head."""

    def on_header(self, name: bytes, value: bytes) -> None:
        """Another one."""
        self.append((name.lower(), value))


def _upgrade(said: bytes) -> tuple[Headers, bytes] | None:
    """The headers of a request to upgrade, and what was said after it already; None if this is none."""
    headers = _Headers()
    try:
        httptools.HttpRequestParser(headers).feed_data(said)
    except httptools.HttpParserUpgrade as end:
        return headers, said[end.args[0] :]
    except httptools.HttpParserError:
        return None
    return None


def door(board: Starlette) -> type[asyncio.BufferedProtocol]:
    """The protocol class for uvicorn's `http`: the one for this application."""
    return type("Door", (Door,), {"board": board, "most": most_sockets()})
