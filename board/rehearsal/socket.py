"""A phone's end of a WebSocket: websockets' protocol without its I/O, on an asyncio transport.

It needs no task and no queue of its own, which is what lets one process be a thousand phones. No
compression is offered, as the board gives none.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidStatus
from websockets.frames import Close, Frame, Opcode
from websockets.http11 import Response
from websockets.protocol import State

from board.rehearsal.address import CampAddress

OPENING = 15.0  # seconds a handshake may take
GOODBYE = 2.0  # seconds to wait for the board's
LARGEST = 16 * 1024 * 1024  # bytes of one frame


class Refused(ConnectionError):
    """The board answered the handshake with something else than a socket."""


class Socket(asyncio.Protocol):
    """One open socket; `heard` gets each text frame, `lost` (why) is called once, when it is gone.

    `received` counts the bytes that came in, framing included.
    """

    def __init__(
        self, protocol: ClientProtocol, heard: Callable[[bytes], None], lost: Callable[[str], None]
    ) -> None:
        self.received = 0
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self._protocol = protocol
        self._heard: Callable[[bytes], None] | None = heard
        self._lost: Callable[[str], None] | None = lost
        self._transport: asyncio.Transport | None = None
        self._parts: list[bytes] = []
        self._why = ""

    def send(self, text: bytes) -> None:
        """Send a text frame; into the void if the board has just said goodbye."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_text(text)
            self._flush()

    async def close(self) -> None:
        """Say goodbye, as a page that is left does, and wait a moment for the board's."""
        self._forget()
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(1001)
            self._flush()
        await asyncio.wait({self.gone}, timeout=GOODBYE)
        self.cut()

    def cut(self) -> None:
        """Be gone without a word."""
        self._forget()
        if self._transport is not None:
            self._transport.abort()

    def stall(self) -> None:
        """Neither read nor answer any more, while the board believes all is well."""
        self._forget()
        if self._transport is not None:
            self._transport.pause_reading()

    # What asyncio calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        self._transport = cast(asyncio.Transport, transport)
        self._protocol.send_request(self._protocol.connect())
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Hand on what came in."""
        self.received += len(data)
        self._protocol.receive_data(data)
        for event in self._protocol.events_received():
            if isinstance(event, Frame):
                self._take(event)
            elif isinstance(event, Response):
                self._greeted()
        self._flush()

    def eof_received(self) -> None:
        """Let the transport close."""
        self._protocol.receive_eof()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        why = self._why or (type(exc).__name__ if exc else "cut off")
        if not self.opened.done():
            self.opened.set_exception(Refused(why))
        elif self._lost is not None:
            self._lost(why)
        self._forget()
        if not self.gone.done():
            self.gone.set_result(None)

    def _greeted(self) -> None:
        refusal = self._protocol.handshake_exc
        if self.opened.done():
            return
        if refusal is None:
            self.opened.set_result(None)
            return
        why = str(refusal)
        if isinstance(refusal, InvalidStatus):
            why = f"HTTP {refusal.response.status_code}"
        self.opened.set_exception(Refused(why))
        self.cut()

    def _take(self, frame: Frame) -> None:
        if frame.opcode is Opcode.CLOSE:
            close = Close.parse(bytes(frame.data))
            self._why = f"closed {int(close.code)}"
        elif frame.opcode in (Opcode.TEXT, Opcode.CONT) and self._heard is not None:
            if frame.fin and not self._parts:
                self._heard(bytes(frame.data))
                return
            self._parts.append(bytes(frame.data))
            if frame.fin:
                whole, self._parts = b"".join(self._parts), []
                self._heard(whole)

    def _flush(self) -> None:
        assert self._transport is not None, "asyncio connects first"
        for part in self._protocol.data_to_send():
            if part:
                self._transport.write(part)
            elif self._transport.can_write_eof():
                self._transport.write_eof()

    def _forget(self) -> None:
        self._heard = self._lost = None


async def open_socket(
    address: CampAddress,
    *,
    since: int,
    epoch: str,
    token: str,
    heard: Callable[[bytes], None],
    lost: Callable[[str], None],
) -> Socket:
    """A socket of the camp; OSError (Refused, TimeoutError) if there is none to be had."""
    protocol = ClientProtocol(address.socket(since, epoch, token), max_size=LARGEST)
    socket = Socket(protocol, heard, lost)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(OPENING):
            await loop.create_connection(
                lambda: socket, address.host, address.port, ssl=address.tls
            )
            await socket.opened
    except BaseException:
        if not socket.opened.cancel() and not socket.opened.cancelled():
            socket.opened.exception()  # heard, though nobody waits for it any more
        socket.cut()
        raise
    return socket
