"""One screen's WebSocket: frames go out as they are, in one write; asks come in one after the other."""

import asyncio
import os
import time
from collections import deque
from collections.abc import Callable, Hashable
from functools import partial
from typing import cast

from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import Protocol, Side, State
from websockets.utils import apply_mask

from board.camp.errors import BoardError, Invalid
from board.camp.said import Said, say
from board.languages.language import speak
from board.languages.told import told
from board.live import asks, frames
from board.live.follower import Follower, Looks, Write
from board.live.framed import Framed, message
from board.live.hub import Hub
from board.web import live

MOST_PIECES = 64  # frames that one message may come in
MOST_WAITING = 16  # asks of one screen
MOST_AFTERWARDS = 64 * 1024  # bytes that are taken of a screen that was told goodbye
TEXT_ALONE, MASKED = 0x81, 0x80  # RFC 6455, 5.2
INBOX = memoryview(bytearray(16 * 1024))  # what has come in, for as long as it is looked at

AWAY = say("Nothing was heard of this screen, or the board restarts.")

Gone = Callable[[object], None]


class Socket(Follower, asyncio.BufferedProtocol):
    """An open socket, from its handshake's answer to its end.

    Its transport holds at most the frame that is on its way. Whoever does not read gets no further
    one, and is not heard either; whoever asks without end is heard at a slower pace.
    """

    __slots__ = (
        "_asks",
        "_begun",
        "_ending",
        "_gone",
        "_heard",
        "_hub",
        "_paused",
        "_peer",
        "_pieces",
        "_resting",
        "_say",
        "_surplus",
        "_waiting",
        "transport",
    )

    def __init__(
        self, hub: Hub, looks: Looks, transport: asyncio.Transport, *, deflate: bool, gone: Gone
    ) -> None:
        super().__init__(looks)
        self._hub, self.transport, self.deflate, self._gone = hub, transport, deflate, gone
        self._say: Callable[[bytes], object] = transport.write
        self._peer: Protocol | None = None
        self._begun = b""  # the start of a short message
        self._pieces: list[bytes] = []
        self._asks: deque[bytes] = deque()
        self._waiting = self._resting = self._paused = self._ending = False
        self._heard = time.monotonic()
        self._surplus = 0

    def open(self, answer: bytes) -> None:
        """Answer the handshake, and send what the screen lacks along with it."""
        self.transport.set_protocol(self)
        self.transport.set_write_buffer_limits(high=0)
        # The end of an earlier answer may still be on its way.
        self.room = not self.transport.get_write_buffer_size()
        first = [answer]
        self._say = first.append
        self._hub.join(self)
        self._say = self.transport.write
        self._say(b"".join(first))
        self.write = self._straight()

    # Frames out

    def _straight(self) -> Write | None:
        """The system's own call for this connection, which asyncio's costs as much again to get to.

        While there is room the transport holds nothing back, so nothing is overtaken. It closes the
        connection only after `connection_lost`, which has the hub forget it: the number is nobody else's.
        """
        plain = self.transport.get_extra_info("sslcontext") is None
        connection = self.transport.get_extra_info("socket") if plain else None
        if connection is None:
            return None
        return Write(partial(os.write, connection.fileno()), self.transport.write)

    def put(self, frame: Framed) -> None:
        """Send a frame; there is room again when the last byte of it has left."""
        self._say(frame.deflated if self.deflate else frame.plain)

    def end(self, why: BoardError | None) -> None:
        """Close, and say why; a screen that does not take even that is cut off."""
        code, detail = (CloseCode.GOING_AWAY, AWAY) if why is None else (why.close, why.detail)
        self._close(code, detail)

    def shutdown(self) -> None:
        """What uvicorn calls when it stops."""
        self._close(CloseCode.SERVICE_RESTART, AWAY)
        if self._surplus > MOST_AFTERWARDS:
            self.transport.abort()

    def pause_writing(self) -> None:
        """A frame is on its way: until it has gone, nothing more is sent, and nothing heard."""
        self._hub.loosen(self)
        self.room = False
        self._listen()

    def resume_writing(self) -> None:
        """It has gone."""
        if not self._ending:
            self.room = True
            self._hub.bring(self)
        self._answer_next()

    def is_silent(self, now: float) -> bool:
        """Whether not even a beat was heard for long."""
        return now - self._heard > live.SILENCE

    def _close(self, code: int, why: str | Said) -> None:
        if self._ending:
            return
        with speak(self.looks.language):
            reason = told(why)
        self._hub.leave(self)
        self._ending, self.room = True, False
        self._asks.clear()
        peer = self._protocol()
        if peer.state is State.OPEN:
            peer.send_close(code, reason.encode()[:123].decode(errors="ignore"))  # RFC 6455, 5.5
            self._say(b"".join(peer.data_to_send()))
        self._listen()  # for their goodbye, however long they would have had to wait
        asyncio.get_running_loop().call_later(live.GOODBYE, self.transport.abort)

    # Asks in

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - the buffer is as it is
        """Where the transport puts what has come in."""
        return INBOX

    def buffer_updated(self, nbytes: int) -> None:
        """Take what has come in."""
        self.hear(bytes(INBOX[:nbytes]))

    def hear(self, data: bytes) -> None:
        """Take it: most often just one short ask, or a beat."""
        self._heard = time.monotonic()
        if self._ending:
            self._surplus += len(data)
        if self._peer is None:
            short, data = _short(self._begun + data)
            for ask in short:
                self._take(ask)
            self._begun = data if _begins_short(data) else b""
        if not self._begun:
            self._unpack(data)
        self._answer_next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - it is gone either way
        """The screen is gone."""
        self._hub.leave(self)
        self._ending, self.room = True, False
        self._asks.clear()
        self._hub.allowances.forget(self)
        self._gone(self)

    def _protocol(self) -> Protocol:
        """What reads all but the simplest frames; few screens ever need one."""
        if self._peer is None:
            self._peer = Protocol(Side.SERVER, max_size=asks.LARGEST)
            if self.deflate:
                self._peer.extensions = [PerMessageDeflate(True, True, 15, 15)]
            self._peer.receive_data(self._begun)
            self._begun = b""
        return self._peer

    def _unpack(self, data: bytes) -> None:
        if not data:
            return
        peer = self._protocol()
        peer.receive_data(data)
        for event in peer.events_received():
            frame = cast(Frame, event)
            if frame.opcode is Opcode.BINARY:
                self.end(Invalid(say("Frames are JSON text, not bytes. See docs/protocol.md.")))
            elif frame.opcode in (Opcode.TEXT, Opcode.CONT):
                self._piece(frame)
            else:
                self._hub.allowances.take(self._who)  # a ping is not for nothing either
        answered = peer.data_to_send()
        if answered:
            self.transport.write(b"".join(answered))
        if peer.state is not State.OPEN and not self._ending:
            self._hub.leave(self)
            self._ending, self.room = True, False
            asyncio.get_running_loop().call_later(live.GOODBYE, self.transport.abort)
        if b"" in answered and peer.close_rcvd is not None:  # nothing follows, from either side
            self.transport.close()
        elif b"" in answered:  # whoever breaks the rules has to wait before they can do it again
            self._surplus = MOST_AFTERWARDS + 1
            self.transport.write_eof()

    def _piece(self, frame: Frame) -> None:
        if frame.fin and not self._pieces:
            self._take(bytes(frame.data))
            return
        self._pieces.append(bytes(frame.data))
        if len(self._pieces) > MOST_PIECES:
            self._close(CloseCode.MESSAGE_TOO_BIG, "Too many fragments.")
        elif frame.fin:
            whole, self._pieces = b"".join(self._pieces), []
            self._take(whole)

    def _take(self, text: bytes) -> None:
        if not self._ending:
            self._asks.append(text)

    def _answer_next(self) -> None:
        """Answer the asks that wait, one after the other: nobody's second is done before their first."""
        while self._asks and self._hearing:
            self._hub.allowances.take(self._who)
            self._heard = time.monotonic()  # it may have waited for longer than somebody is silent
            try:
                self._answer(asks.parse(self._asks.popleft()))
            except BoardError as error:
                self.end(error)
        self._listen()

    def _answer(self, asked: asks.Ask) -> None:
        if isinstance(asked, asks.Beat):
            return
        looks, desk = self.looks, self._hub.desk
        if refusal := looks.refusal(desk.camp):
            raise refusal
        if looks.attendee is None:
            self._refuse(asked.n, live.nobody())
            return
        command = asks.command(asked, looks.attendee, time.time_ns() // 1_000_000)
        try:
            done = desk.queue(command)
        except BoardError as error:
            self._refuse(asked.n, error)
            return
        self._waiting = True
        done.add_done_callback(lambda future: self._done(asked.n, future))

    def _done(self, number: int, done: asyncio.Future[int]) -> None:
        self._waiting = False
        error = None if done.cancelled() else done.exception()
        if done.cancelled() or self._ending:
            return
        if error is None:
            self.transport.write(message(frames.ok(number, done.result())))
        elif isinstance(error, BoardError):
            self._refuse(number, error)
        else:
            raise error
        self._answer_next()

    def _refuse(self, number: int, why: BoardError) -> None:
        with speak(self.looks.language):
            self.transport.write(message(frames.no(number, why)))

    # How much is listened to

    @property
    def _who(self) -> Hashable:
        """Whose pace it is heard at: a person's, on all their screens, or its own where nobody came in."""
        return self.looks.attendee or self

    @property
    def _hearing(self) -> bool:
        """Whether asks are answered now: not before what was sent has gone, nor faster than is fair."""
        return self.room and not self._waiting and not self._hub.allowances.wait(self._who)

    def _listen(self) -> None:
        """Read on, or not: only so much may wait for its answer."""
        wait = 0.0 if self._ending else self._hub.allowances.wait(self._who)
        # What is left though nothing is in its way: its time came between two looks at the clock.
        left = self._asks and self.room and not self._waiting
        if (wait or left) and not self._resting:
            self._resting = True
            asyncio.get_running_loop().call_later(wait, self._rested)
        full = wait or not self.room or len(self._asks) > MOST_WAITING
        still = bool(full and not self._ending) or self._surplus > MOST_AFTERWARDS
        if still == self._paused or self.transport.is_closing():
            return
        self._paused = still
        if still:
            self.transport.pause_reading()
        else:
            self.transport.resume_reading()

    def _rested(self) -> None:
        self._resting = False
        self._answer_next()


def _short(data: bytes) -> tuple[list[bytes], bytes]:
    """The texts of short messages that came in whole, as nearly all do, and whatever comes after them."""
    texts, at = list[bytes](), 0
    while _begins_short(data, at) and len(data) >= (end := at + 6 + _size(data, at)):
        texts.append(apply_mask(data[at + 6 : end], data[at + 2 : at + 6]))
        at = end
    return texts, data[at:]


def _begins_short(data: bytes, at: int = 0) -> bool:
    """Whether a short message begins there, as far as can be seen."""
    return len(data) > at and data[at] == TEXT_ALONE and 0 <= _size(data, at) < 126


def _size(data: bytes, at: int) -> int:
    """Bytes of the text of the message that begins there: 0 until it is said."""
    return data[at + 1] - MASKED if len(data) > at + 1 else 0
