"""The hub of one camp: every screen pulls from it what it has not got yet.

No screen has a queue. Each knows the seq it is at, asks for the frame from there to now, and is given
it once it has sent the last one. A screen that stalls asks late, and gets one frame for all it
missed; nobody waits for it and nothing piles up. Frames are encoded once for all who need the same: for
each audience, and each language somebody reads it in.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TypeAlias

from board.camp.model import AttendeeId, Camp, TopicId
from board.camp.rules.ballots import on_board
from board.languages.language import Language, speaking
from board.live import frames
from board.live.desk import KEPT, Desk
from board.live.parts import Audience, Screen, screen
from board.live.render import Renderer
from board.log.protocol import Epoch

BEAT = 15.0  # seconds without news after which a screen gets a sign of life
QUICKEST = 0.04  # seconds between ticks under load; the first change after a pause goes out at once
PER_SCREEN = 0.0002  # seconds more between ticks for every screen
PATIENCE = 2.0  # seconds to wait for entries that a screen has seen at another process

_Span: TypeAlias = tuple[Audience, Language, int]


class Hub:
    """All screens of one camp in this process."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.screens = 0
        self.renderer = Renderer(desk.camp.id)
        self._seq, self._camp = desk.seq, desk.camp
        self._frames: dict[_Span, bytes] = {}
        self._screens: dict[Audience, tuple[Camp, Screen]] = {}
        self._closed = False
        self._moved = asyncio.Event()
        self._tick = asyncio.Event()  # set, and replaced by another, with every tick
        desk.watch(lambda _: self._moved.set())
        self._ticking = asyncio.create_task(self._ticks(), name=f"hub {desk.camp.id}")

    @property
    def seq(self) -> int:
        """The seq that the latest frames lead to."""
        return self._seq

    def screen(self, audience: Audience) -> tuple[int, Screen]:
        """What a page drawn now shows, and the seq from which its patches go on."""
        return self.desk.seq, self._screen_of(audience, self.desk.camp)

    async def follow(
        self,
        audience: Audience,
        *,
        since: int = 0,
        epoch: str = "",
        attendee: AttendeeId | None = None,
    ) -> AsyncGenerator[bytes, None]:
        """Frames for one screen that shows entry `since` of the log `epoch`, until the hub closes.

        Whoever iterates decides the pace, and the language: the one that is spoken there. Raises
        StoreDamaged when the log can't be trusted any more.
        """
        self.screens += 1
        try:
            async for frame in self._follow(audience, since, Epoch(epoch), attendee):
                yield frame
        finally:
            self.screens -= 1

    async def news(
        self, audience: Audience, *, since: int, epoch: str, attendee: AttendeeId | None
    ) -> list[bytes]:
        """The frames that such a screen would get at once, a sign of life last: for who can only ask."""
        if self.desk.damage is not None:
            raise self.desk.damage
        at = since if epoch == self.desk.epoch else -1
        if at > self._seq:
            at = await self._awaited(at)
        looked, found = self._seq, []
        if at != looked and (frame := self._frame(audience, at)):
            found.append(frame)
            at = looked
        if attendee is not None:
            found.append(frames.mine(looked, self._ballot(attendee)))
        return [*found, frames.beat(at, time.time_ns() // 1_000_000)]

    async def close(self) -> None:
        """End every screen's frames."""
        self._closed = True
        self._ticking.cancel()
        await asyncio.gather(self._ticking, return_exceptions=True)
        self._publish()

    async def _follow(
        self, audience: Audience, since: int, epoch: Epoch, attendee: AttendeeId | None
    ) -> AsyncGenerator[bytes, None]:
        at = since if epoch == self.desk.epoch else -1
        if at > self._seq:
            at = await self._awaited(at)
        ballot: tuple[TopicId, ...] | None = None
        # A screen that missed nothing still learns at once that its wire works, and the time.
        sent = -BEAT
        while not self._closed:
            if self.desk.damage is not None:
                raise self.desk.damage
            tick, looked = self._tick, self._seq
            if at != looked and (frame := self._frame(audience, at)):
                at, sent = looked, time.monotonic()
                yield frame
            if attendee is not None and self._ballot(attendee) != ballot:
                if ballot is not None:
                    sent = time.monotonic()
                ballot = self._ballot(attendee)
                yield frames.mine(self._seq, ballot)
            if looked != self._seq:
                continue
            if time.monotonic() - sent > BEAT / 2:
                sent = time.monotonic()
                yield frames.beat(at, time.time_ns() // 1_000_000)
            await tick.wait()

    async def _awaited(self, seq: int) -> int:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._seq < seq:
                    await self._tick.wait()
        return seq if self._seq >= seq else -1

    def _ballot(self, attendee: AttendeeId) -> tuple[TopicId, ...]:
        now = self._camp.who(attendee)
        return on_board(self._camp, self._camp.ballots.get(now, ()))

    def _frame(self, audience: Audience, since: int) -> bytes:
        """The frame from `since` to now: a patch where that camp is still known, else a snapshot.

        Empty where nothing changed for this audience: the screen stays where it is, until its camp
        is about to be forgotten.
        """
        past = self.desk.past.get(since)
        span = (audience, speaking(), since if past is not None else -1)
        if span not in self._frames:
            before = self._screen_of(audience, past, keep=False) if past is not None else None
            now = self._screen_of(audience, self._camp)
            if before is None:
                ops = frames.everything(audience, now, self.renderer)
                self._frames[span] = frames.snapshot(self._seq, self.desk.epoch, ops)
            else:
                ops = frames.changes(audience, before, now, self.renderer)
                stay = not ops and self._seq - since < KEPT // 2
                self._frames[span] = b"" if stay else frames.patch(self._seq, since, ops)
        return self._frames[span]

    def _screen_of(self, audience: Audience, camp: Camp, *, keep: bool = True) -> Screen:
        known = self._screens.get(audience)
        if known is not None and known[0] is camp:
            return known[1]
        drawn = screen(camp, audience, known)
        if keep:
            self._screens[audience] = (camp, drawn)
        return drawn

    async def _ticks(self) -> None:
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEAT):
                    await self._moved.wait()
            self._moved.clear()
            self._publish()
            await asyncio.sleep(QUICKEST + PER_SCREEN * self.screens)

    def _publish(self) -> None:
        """Wake every screen; where nothing moved, it's for a sign of life."""
        if self._seq != self.desk.seq:
            self._seq, self._camp = self.desk.seq, self.desk.camp
            self._frames.clear()
        tick, self._tick = self._tick, asyncio.Event()
        tick.set()


class Hubs:
    """The hubs of all camps with screens in this process."""

    def __init__(self) -> None:
        self._hubs: dict[str, Hub] = {}

    async def at(self, desk: Desk) -> Hub:
        """The hub over this desk."""
        hub = self._hubs.get(desk.camp.id)
        if hub is not None and hub.desk is desk:
            return hub
        new = self._hubs[desk.camp.id] = Hub(desk)  # before anything else can come in between
        if hub is not None:
            await hub.close()
        return new

    async def close(self) -> None:
        """Close every hub."""
        for hub in self._hubs.values():
            await hub.close()
