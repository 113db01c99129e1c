"""The live wires: a WebSocket; server-sent events plus posts where a proxy blocks sockets; plain requests.

All carry the same frames. A page opens its wire with `audience`, `since` (the last seq it shows) and
`epoch`, and gets what it missed.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from functools import lru_cache

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response, StreamingResponse
from starlette.websockets import (
    WebSocket,
    WebSocketDisconnect,
    WebSocketDisconnected,
    WebSocketState,
)

from board.camp.errors import BoardError, Invalid, TooMany, Unauthorised
from board.camp.model import AttendeeId
from board.camp.said import say
from board.languages.language import speaking
from board.languages.told import told
from board.live import asks, frames
from board.live.desk import Desk
from board.live.follower import Looks, Pulling, edition
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
        hub = await site.hub_of(websocket)
        looks = who_looks(websocket, hub)
    except BoardError as error:
        await websocket.accept()
        await _end(websocket, error)
        return
    await websocket.accept()
    sending = asyncio.create_task(_send_all(websocket, hub.pulled(Pulling(looks))))
    hearing = asyncio.create_task(_hear_all(websocket, hub, looks))
    try:
        finished, _ = await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (sending, hearing):
            task.cancel()
        await asyncio.gather(sending, hearing, return_exceptions=True)
        hub.allowances.forget(websocket)
    for task in finished:
        await _end(websocket, task.exception())


async def events(request: Request) -> Response:
    """One screen's frames as server-sent events (HTML living standard, 9.2)."""
    hub = await site.hub_of(request)
    looks = who_looks(request, hub)
    if last := request.headers.get("last-event-id", ""):
        epoch, _, seen = last.rpartition(":")
        looks = looks._replace(epoch=epoch, since=_seq(seen) or 0)
    return StreamingResponse(
        _event_stream(hub, looks),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def news(request: Request) -> Response:
    """What one screen missed, as a JSON list of frames: for networks that let no stream through."""
    hub = await site.hub_of(request)
    found = await hub.news(who_looks(request, hub))
    body = b"[%s]" % b",".join(found)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


async def ask(request: Request) -> Response:
    """One ask of a screen that has no socket; the answer is the frame a socket would have sent."""
    identity.check_origin(request, site.site(request).config.origins)
    hub = await site.hub_of(request)
    desk = hub.desk
    attendee = site.site(request).tokens.attendee(request, desk.camp)
    if attendee is None:
        raise Unauthorised(say("Join this camp first: scan the code in the lobby, or type it in."))
    asked = asks.parse(await request.body())
    if isinstance(asked, asks.Beat):
        return Response(status_code=204)
    try:
        hub.allowances.check(attendee)
        answer = await _answer(desk, attendee, asked)
    except TooMany as error:
        answer = frames.no(asked.n, error)
    return Response(answer, media_type="application/json")


async def _send_all(websocket: WebSocket, frames_out: AsyncGenerator[bytes, None]) -> None:
    async with aclosing(frames_out):
        async for frame in frames_out:
            try:
                await websocket.send_text(frame.decode())
            except RuntimeError as gone:  # uvicorn has put out a screen that broke the rules
                raise WebSocketDisconnect from gone


async def _hear_all(websocket: WebSocket, hub: Hub, looks: Looks) -> None:
    who, desk = looks.attendee or websocket, hub.desk
    while True:
        try:
            text = await asyncio.wait_for(websocket.receive_text(), SILENCE)
        except (TimeoutError, WebSocketDisconnect):
            return
        except KeyError:
            raise Invalid(say("Frames are JSON text, not bytes. See docs/protocol.md.")) from None
        await hub.allowances.turn(who)
        asked = asks.parse(text)
        if isinstance(asked, asks.Beat):
            continue
        if refusal := looks.refusal(desk.camp):
            raise refusal
        if looks.attendee is None:
            answer = frames.no(asked.n, nobody())
        else:
            answer = await _answer(desk, looks.attendee, asked)
        await websocket.send_text(answer.decode())


def nobody() -> BoardError:
    """What an ask comes to on the screen of somebody who has not joined."""
    return Invalid(say("Only attendees can ask over this socket. Join, then open a new one."))


async def _answer(desk: Desk, attendee: AttendeeId, asked: asks.Numbered) -> bytes:
    try:
        seq = await desk.submit(asks.command(asked, attendee, time.time_ns() // 1_000_000))
    except BoardError as error:
        return frames.no(asked.n, error)
    return frames.ok(asked.n, seq)


async def _event_stream(hub: Hub, looks: Looks) -> AsyncGenerator[bytes, None]:
    yield b"retry: 2000\n\n"
    frames_out = hub.pulled(Pulling(looks))
    with suppress(BoardError):  # whoever connects again is told what it is
        async with aclosing(frames_out):
            async for frame in frames_out:
                if frame.startswith(frames.MOVES):
                    yield b"id: %s:%d\ndata: %s\n\n" % (hub.desk.epoch.encode(), hub.seq, frame)
                else:  # by the time it is sent, the board may be further than the screen
                    yield b"data: %s\n\n" % frame


def who_looks(request: HTTPConnection, hub: Hub) -> Looks:
    """Who opens a wire to a camp's hub, and what their screen shows already.

    Raises Invalid for an audience or a seq that can't be, Unauthorised for who may not be among it, and
    TooMany where nobody's screens are too many.
    """
    known, since, epoch = _shown(request.scope["query_string"])
    if known is None or since is None:
        raise Invalid(
            say(
                "audience is one of {audiences}; since is the last seq you have.",
                audiences=", ".join(AUDIENCES),
            )
        )
    tokens, camp = site.site(request).tokens, hub.desk.camp
    looks = Looks(known, speaking(), since, epoch)
    if known != "organiser":  # an organiser's old token is no reason to keep their phone out
        me = tokens.attendee(request, camp)
        looks = looks._replace(attendee=me, edition=edition(camp, me))
        hub.check_room(looks)
        return looks
    organiser = tokens.organiser(request, camp)
    if organiser is None:
        raise Unauthorised(say("This is for organisers. Open your organiser link, or ask for one."))
    return looks._replace(organiser=organiser)


@lru_cache(maxsize=256)
def _shown(query: bytes) -> tuple[Audience | None, int | None, str]:
    """Which audience a wire is opened for, and up to where of which epoch its screen shows it already.

    None for an audience or a seq that can't be. Phones that come back all at once ask for the same.
    """
    asked = QueryParams(query)
    audience = asked.get("audience", "phone")
    known = next((each for each in AUDIENCES if each == audience), None)
    return known, _seq(asked.get("since", "0")), asked.get("epoch", "")


async def _end(websocket: WebSocket, why: BaseException | None) -> None:
    """Say goodbye, and why, to a screen that is still there; `why` is None if it was only silent."""
    code, reason = GOING_AWAY, told(say("Nothing was heard of this screen, or the board restarts."))
    if isinstance(why, WebSocketDisconnect | WebSocketDisconnected):
        return
    if isinstance(why, BoardError):
        code, reason = why.close, told(why.detail)
    elif why is not None:
        log_.error("a screen's socket failed", exc_info=why)
        code, reason = FAILED, told(say("The board stumbled. Please connect again."))
    if websocket.client_state is websocket.application_state is WebSocketState.CONNECTED:
        short = reason.encode()[:123].decode(errors="ignore")  # RFC 6455, 5.5
        with suppress(TimeoutError, WebSocketDisconnect):
            async with asyncio.timeout(GOODBYE):
                await websocket.close(code, short)


def _seq(text: str) -> int | None:
    """A seq as it stands in a query or a header, None if it can't be one."""
    return int(text) if text.isdecimal() and len(text) < 16 else None
