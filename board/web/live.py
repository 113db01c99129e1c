"""The live wires: a WebSocket, and server-sent events plus posts where a proxy blocks sockets.

Both carry the same frames. A page opens its wire with `audience`, `since` (the last seq it shows) and
`epoch`, and gets what it missed.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from board.camp.errors import BoardError, Invalid
from board.camp.model import AttendeeId
from board.live import asks, frames
from board.live.desk import Desk
from board.live.hub import Hub
from board.live.parts import AUDIENCES, Audience
from board.web import identity, site

SILENCE = 75.0  # seconds: a screen that asks for nothing sends a beat every 25
GOODBYE = 5.0  # seconds in which a screen has to take the close frame
GOING_AWAY, FAILED = 1001, 1011  # RFC 6455, 7.4.1

log_ = logging.getLogger("board.web")


async def socket(websocket: WebSocket) -> None:
    """One screen's WebSocket, from its handshake to its end."""
    try:
        identity.check_origin(websocket, site.site(websocket).config.origins)
        audience, since, epoch = _place(websocket)
        visitor = await site.visitor(websocket)
        _may_see(visitor, audience)
        hub = await site.hub_of(websocket)
    except BoardError as error:
        await websocket.accept()
        await _end(websocket, error)
        return
    await websocket.accept()
    frames_out = hub.follow(audience, since=since, epoch=epoch, attendee=visitor.attendee)
    sending = asyncio.create_task(_send_all(websocket, frames_out))
    hearing = asyncio.create_task(_hear_all(websocket, visitor.desk, visitor.attendee))
    try:
        finished, _ = await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, hearing):
            task.cancel()
        await asyncio.gather(sending, hearing, return_exceptions=True)
    for task in finished:
        await _end(websocket, task.exception())


async def events(request: Request) -> Response:
    """One screen's frames as server-sent events (HTML living standard, 9.2)."""
    audience, since, epoch = _place(request)
    if last := request.headers.get("last-event-id", ""):
        epoch, _, seen = last.rpartition(":")
        since = _seq(seen) or 0
    visitor = await site.visitor(request)
    _may_see(visitor, audience)
    hub = await site.hub_of(request)
    return StreamingResponse(
        _event_stream(hub, audience, since, epoch, visitor.attendee),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def ask(request: Request) -> Response:
    """One ask of a screen that has no socket; the answer is the frame a socket would have sent."""
    identity.check_origin(request, site.site(request).config.origins)
    visitor = await site.visitor(request)
    asked = asks.parse(await request.body())
    if isinstance(asked, asks.Beat):
        return Response(status_code=204)
    answer = await _answer(visitor.desk, visitor.an_attendee(), asked)
    return Response(answer, media_type="application/json")


async def _send_all(websocket: WebSocket, frames_out: AsyncGenerator[bytes, None]) -> None:
    async with aclosing(frames_out):
        async for frame in frames_out:
            await websocket.send_text(frame.decode())


async def _hear_all(websocket: WebSocket, desk: Desk, attendee: AttendeeId | None) -> None:
    while True:
        try:
            text = await asyncio.wait_for(websocket.receive_text(), SILENCE)
        except (TimeoutError, WebSocketDisconnect):
            return
        except KeyError:
            raise Invalid("Frames are JSON text, not bytes. See docs/protocol.md.") from None
        asked = asks.parse(text)
        if isinstance(asked, asks.Beat):
            continue
        if attendee is None:
            error = Invalid("Only attendees can ask over this socket. Join, then open a new one.")
            await websocket.send_text(frames.no(asked.n, error).decode())
        else:
            await websocket.send_text((await _answer(desk, attendee, asked)).decode())


async def _answer(desk: Desk, attendee: AttendeeId, asked: asks.Numbered) -> bytes:
    try:
        seq = await desk.submit(asks.command(asked, attendee, time.time_ns() // 1_000_000))
    except BoardError as error:
        return frames.no(asked.n, error)
    return frames.ok(asked.n, seq)


async def _event_stream(
    hub: Hub, audience: Audience, since: int, epoch: str, attendee: AttendeeId | None
) -> AsyncGenerator[bytes, None]:
    yield b"retry: 2000\n\n"
    frames_out = hub.follow(audience, since=since, epoch=epoch, attendee=attendee)
    async with aclosing(frames_out):
        async for frame in frames_out:
            if frame.startswith(frames.MOVES):
                yield b"id: %s:%d\ndata: %s\n\n" % (hub.desk.epoch.encode(), hub.seq, frame)
            else:  # by the time it is sent, the board may be further than the screen
                yield b"data: %s\n\n" % frame


def _place(request: HTTPConnection) -> tuple[Audience, int, str]:
    query = request.query_params
    audience, since = query.get("audience", "phone"), _seq(query.get("since", "0"))
    for known in AUDIENCES:
        if audience == known and since is not None:
            return known, since, query.get("epoch", "")
    raise Invalid(f"audience is one of {', '.join(AUDIENCES)}; since is the last seq you have.")


def _may_see(visitor: site.Visitor, audience: Audience) -> None:
    if audience == "organiser":
        visitor.an_organiser()


async def _end(websocket: WebSocket, why: BaseException | None) -> None:
    """Say goodbye, and why, to a screen that is still there; `why` is None if it was only silent."""
    code, reason = GOING_AWAY, "Nothing was heard of this screen, or the board restarts."
    if isinstance(why, WebSocketDisconnect):
        return
    if isinstance(why, BoardError):
        code, reason = why.close, why.detail
    elif why is not None:
        log_.error("a screen's socket failed", exc_info=why)
        code, reason = FAILED, "The board stumbled. Please connect again."
    if websocket.client_state is websocket.application_state is WebSocketState.CONNECTED:
        short = reason.encode()[:123].decode(errors="ignore")  # RFC 6455, 5.5
        with suppress(TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(GOODBYE):
                await websocket.close(code, short)


def _seq(text: str) -> int | None:
    """A seq as it stands in a query or a header, None if it can't be one."""
    return int(text) if text.isdecimal() and len(text) < 16 else None
