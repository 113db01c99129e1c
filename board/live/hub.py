"""The hub of one camp: every screen that follows it is brought what it has not got yet.

No screen has a queue. Each is at a seq; whenever it has room it is given the one frame that leads from
there to now. A screen that stalls has no room for a while, and then gets one frame for all it missed;
nobody waits for it and nothing piles up. Frames are encoded once for all who need the same: for each
audience, and each language somebody reads it in.

Whatever moves goes out at once when it is quiet, and gathered in ticks when it is not; votes don't make it
wait. On phones the numbers of votes alone wait longer, the more people share the air (`TALLIES`).
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TypeAlias

from board.camp.errors import BoardError, TooMany
from board.camp.model import AttendeeId, Camp
from board.camp.rules.ballots import on_board
from board.camp.said import say
from board.languages.language import speak
from board.live import frames
from board.live.abreast import Abreast, Likeness, likeness
from board.live.allowances import Allowances
from board.live.desk import KEPT, Desk
from board.live.follower import Follower, Looks, Pulling
from board.live.framed import Framed
from board.live.parts import Audience, Screen, screen
from board.live.render import Renderer

BEAT = 20.0  # seconds without news after which a screen gets a sign of life; in 30 it has got one
QUICKEST = 0.04  # seconds between ticks under load; the first change after a pause goes out at once
REST = 2.0  # seconds of rest for each second that it took to bring everybody a tick
PULLED = 0.0002  # seconds more between ticks for every screen that pulls its frames itself
PATIENCE = 2.0  # seconds to wait for entries that a screen has seen at another process
AT_ONCE = 100  # screens that are brought their frames before anything else has its turn
TALLIES = 6_000.0  # bytes a second that the numbers of votes may take of the air all phones share
MOST_NAMELESS = 5_000  # screens of nobody who came in: projectors, and phones before they do
MOST_OF_ONE = 100  # screens of one person, those among them that are gone but not yet missed
SLOWEST = 30.0  # seconds for which they wait at most

_UNHURRIED = {"ballots", "tallies", "seen", "seen_by", "seen_spent", "pace", "attendees"}
_HURRIED = [field for field in Camp.__struct_fields__ if field not in _UNHURRIED]
_OWN = ("ballots", "topics", "became")  # the fields of a camp that somebody's ballot depends on

log_ = logging.getLogger("board.hub")

_Span: TypeAlias = tuple[int, str]  # since when, and for which kind of screen


class Hub:
    """All screens of one camp in this process."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.renderer = Renderer(desk.camp.id)
        self.allowances = Allowances()
        self._seq, self._camp = desk.seq, desk.camp
        self._frames: dict[_Span, Framed | None] = {}
        self._own = object()  # another one whenever somebody's own ballot may have changed
        self._screens: dict[Audience, tuple[Camp, Screen]] = {}
        self._followers: dict[Follower, None] = {}
        self._loose: dict[Follower, None] = {}  # those who don't go abreast of others
        self._groups: list[Abreast] = []
        self._open: dict[Likeness, Abreast] = {}  # those that take more, while a tick goes round
        self._pulling = 0
        self._of: dict[AttendeeId | None, int] = {}  # how many screens are whose, or nobody's
        self._tallies_due = 0.0  # time.monotonic() from which phones get numbers again
        self._with_tallies, self._tallied, self._held = True, 0, False
        self._checked = 0.0  # time.monotonic()
        self._closed = False
        self._moved, self._published = asyncio.Event(), asyncio.Event()
        self._hurried = asyncio.Event()  # something moved for which those who look on need not wait
        desk.watch(self._notice)
        self._ticking = asyncio.create_task(self._ticks(), name=f"hub {desk.camp.id}")

    @property
    def seq(self) -> int:
        """The seq that the latest frames lead to."""
        return self._seq

    @property
    def screens(self) -> int:
        """How many screens follow."""
        return len(self._followers)

    def screen(self, audience: Audience) -> tuple[int, Screen]:
        """What a page drawn now shows, and the seq from which its patches go on."""
        return self.desk.seq, self._screen_of(audience, self.desk.camp)

    def check_room(self, looks: Looks) -> None:
        """TooMany for one more screen of nobody, or of one person, where others' would suffer from it."""
        has = 0 if looks.organiser else self._of.get(looks.attendee, 0)
        if looks.attendee is None and has >= MOST_NAMELESS:
            raise TooMany(say("Too many screens look on. Join this camp to follow it."))
        if looks.attendee is not None and has >= MOST_OF_ONE:
            raise TooMany(say("You have this camp open too often. Please close some of its pages."))

    def join(self, follower: Follower) -> None:
        """Bring a screen what it lacks, now and whenever something changes, until it leaves."""
        if self._closed:
            follower.end(None)
            return
        self._followers[follower] = self._loose[follower] = None
        self._count(follower.looks, 1)
        self._pulling += isinstance(follower, Pulling)
        if follower.looks.epoch != self.desk.epoch:
            follower.at = -1
        elif follower.at > self._seq:
            asyncio.get_running_loop().call_later(PATIENCE, self._wait_no_more, follower)
        self.bring(follower)

    def leave(self, follower: Follower) -> None:
        """Bring it nothing any more."""
        if follower in self._followers:
            self.loosen(follower)
            del self._followers[follower], self._loose[follower]
            self._count(follower.looks, -1)
            self._pulling -= isinstance(follower, Pulling)

    def loosen(self, follower: Follower) -> None:
        """Have a screen go by itself, as one must that has no room any more."""
        if follower.abreast is not None:
            follower.abreast.remove(follower)
            self._loose[follower] = None

    def bring(self, follower: Follower) -> None:
        """Give a screen what it has not got, as far as it has room."""
        if self.desk.damage is not None:
            self._end(follower, self.desk.damage)
        elif follower.abreast is None:  # else it is brought what the others are
            self._bring(follower, time.monotonic())

    async def pulled(self, pulling: Pulling) -> AsyncGenerator[bytes, None]:
        """The frames of a screen that takes one after the other; the error that ends them is raised."""
        self.join(pulling)
        try:
            while (frame := await pulling.next()) is not None:
                yield frame.json
                if pulling in self._followers:
                    pulling.room = True
                    self.bring(pulling)
        finally:
            self.leave(pulling)

    async def news(self, looks: Looks) -> list[bytes]:
        """The frames that such a screen would get at once, a sign of life last: for who can only ask."""
        if self.desk.damage is not None:
            raise self.desk.damage
        at = looks.since if looks.epoch == self.desk.epoch else -1
        if at > self._seq:
            at = await self._awaited(at)
        seq, heard = self._seq, list[bytes]()
        past = self.desk.past.get(at)
        if at != seq and (frame := self._encoded(looks.audience, at, past, numbers=True)):
            heard.append(frame.json)
            at = seq
        if looks.attendee is not None:
            given = self._camp.ballots.get(self._camp.who(looks.attendee), ())
            heard.append(frames.mine(seq, on_board(self._camp, given)))
        return [*heard, frames.beat(at, _clock())]

    async def close(self) -> None:
        """End every screen's frames."""
        self._closed = True
        self._ticking.cancel()
        await asyncio.gather(self._ticking, return_exceptions=True)
        for follower in list(self._followers):
            self._end(follower, None)

    def _count(self, looks: Looks, more: int) -> None:
        if looks.organiser:
            return
        self._of[looks.attendee] = self._of.get(looks.attendee, 0) + more
        if not self._of[looks.attendee]:
            del self._of[looks.attendee]

    async def _awaited(self, seq: int) -> int:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while self._seq < seq:
                    await self._published.wait()
        return seq if self._seq >= seq else -1

    def _wait_no_more(self, follower: Follower) -> None:
        known = max(self._seq, self.desk.seq)  # what the desk has is only not published yet
        if follower.at > known and follower in self._followers:
            follower.at = -1
            self.bring(follower)

    def _bring(self, follower: Follower, now: float) -> None:
        since, seq = follower.at, self._seq
        if since > seq:
            return  # another process showed it what this one has not read yet
        unsure = follower.own is not self._own
        if unsure and since in self.desk.past:
            # Before the numbers that count it: who reads both knows that they do.
            self._bring_ballot(follower, now)
        if follower.room and since != seq:
            frame = self._frame(follower.looks, follower.kind, since)
            if frame is not None:
                follower.at, follower.told = seq, now
                follower.put(frame)
        if unsure:
            self._bring_ballot(follower, now)
        if now - follower.told > BEAT and follower.room:
            follower.told = now
            follower.put(Framed(frames.beat(follower.at, _clock())))

    def _bring_all(self, group: Abreast, now: float) -> None:
        """Bring screens abreast what they have not got: their own ballots first."""
        if group.at not in self.desk.past:
            for follower in group.members():
                self.loosen(follower)
                self._bring(follower, now)
            return
        if group.own is not self._own:
            for follower in group.members():
                self._bring_ballot(follower, now)
            group.own = self._own
        if group.at != self._seq:
            frame = self._frame(group.looks, group.kind, group.at)
            if frame is not None:
                group.at, group.told = self._seq, now
                group.put(frame)
        if now - group.told > BEAT:
            group.told = now
            group.put(Framed(frames.beat(group.at, _clock())))

    def _align(self, follower: Follower) -> None:
        """Have a screen go abreast of others, if it can."""
        ready = follower.room and follower.own is self._own and follower.at <= self._seq
        if not (ready and follower.write):
            return
        group = self._open.get(likeness(follower))
        if group is None or len(group) >= AT_ONCE:
            group = self._open[likeness(follower)] = Abreast(follower)
            self._groups.append(group)
        del self._loose[follower]
        group.add(follower)

    def _close_ranks(self) -> None:
        """Dissolve what is left of groups where others are like them: their screens join those."""
        small: set[Likeness] = set()
        for group in self._groups:
            if len(group) <= AT_ONCE // 2 and group.likeness in small:
                for follower in group.members():
                    self.loosen(follower)
            elif 0 < len(group) <= AT_ONCE // 2:
                small.add(group.likeness)
        self._groups = [group for group in self._groups if group]

    def _bring_ballot(self, follower: Follower, now: float) -> None:
        """Tell people their own ballot when it has changed, on whichever of their devices."""
        camp, attendee = self._camp, follower.looks.attendee
        if not follower.room:
            return
        follower.own = self._own
        if attendee is None:
            return
        given = camp.ballots.get(camp.who(attendee), ())
        if given is follower.given and camp.topics is follower.topics:
            return
        first = follower.given is None
        ballot = on_board(camp, given)
        follower.given, follower.topics = given, camp.topics
        if ballot != follower.ballot or first:
            follower.ballot = ballot
            if not first:
                follower.told = now
            follower.put(Framed(frames.mine(self._seq, ballot)))

    def _frame(self, looks: Looks, kind: str, since: int) -> Framed | None:
        """The frame from `since` to now: a patch where that camp is still known, else a snapshot.

        None where nothing changed for this audience, or only what can wait: the screen stays where it
        is, until its camp is about to be forgotten.
        """
        past = self.desk.past.get(since)
        span = (since if past is not None else -1, kind)
        if span not in self._frames:
            self._frames[span] = None
            try:
                with speak(looks.language):
                    frame = self._encoded(looks.audience, since, past, numbers=self._with_tallies)
            except Exception:  # others go on, and so does this one with the next change
                log_.exception("camp %s: %s can't be drawn", self.desk.camp.id, looks.audience)
            else:
                self._frames[span] = frame
        return self._frames[span]

    def _encoded(
        self, audience: Audience, since: int, past: Camp | None, *, numbers: bool
    ) -> Framed | None:
        # The screen drawn last is most often the one that comes before: not to be drawn anew.
        before = self._screen_of(audience, past, keep=False) if past is not None else None
        now = self._screen_of(audience, self._camp)
        if before is None:
            ops = frames.everything(audience, now, self.renderer)
            return Framed(frames.snapshot(self._seq, self.desk.epoch, ops))
        ops = frames.changes(audience, before, now, self.renderer)
        near = self._seq - since < KEPT // 2
        if not ops and near:
            return None
        unhurried = audience == "phone" and frames.only_tallies(ops)
        if unhurried and near and not numbers:
            self._held = True
            return None
        if audience == "phone":  # those that go along with something else take air too
            self._tallied = max(self._tallied, *map(frames.weight, ops), 0)
        return Framed(frames.patch(self._seq, since, ops))

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
                async with asyncio.timeout(self._until_next()):
                    await self._moved.wait()
            hurried = self._hurried.is_set()
            self._moved.clear()
            self._hurried.clear()
            try:
                took = await self._publish()
            except Exception:  # in one part of one screen: votes go on, and so does the next tick
                log_.exception("camp %s: screens could not be told what changed", self.desk.camp.id)
                took = 1.0
            await self._rest(REST * took, hurried=hurried)

    async def _rest(self, least: float, *, hurried: bool) -> None:
        """Wait until the next tick is due, which what moves is not kept waiting for by what people vote."""
        await asyncio.sleep(max(QUICKEST if hurried else 0.0, least) + PULLED * self._pulling)
        if not hurried:
            with suppress(TimeoutError):
                async with asyncio.timeout(QUICKEST - least):
                    await self._hurried.wait()

    def _notice(self, desk: Desk) -> None:
        """Something changed, and has to be brought."""
        self._moved.set()
        if any(getattr(desk.camp, each) is not getattr(self._camp, each) for each in _HURRIED):
            self._hurried.set()

    def _until_next(self) -> float:
        """Seconds until there is something to bring even if nothing happens."""
        if not self._held:
            return BEAT / 2
        return min(BEAT / 2, max(0.0, self._tallies_due - time.monotonic()))

    async def _publish(self) -> float:
        """Bring every screen what is new; where nothing is, a sign of life. Seconds that it took."""
        now, before = time.monotonic(), self._camp
        self._seq, self._camp = self.desk.seq, self.desk.camp
        self._with_tallies, self._tallied, self._held = now >= self._tallies_due, 0, False
        self._frames.clear()
        if any(getattr(before, field) is not getattr(self._camp, field) for field in _OWN):
            self._own = object()
        if before.organisers is not self._camp.organisers or before.roster is not self._camp.roster:
            self._sieve()
        if now - self._checked > BEAT:
            self._checked = now
            for follower in list(self._followers):
                if follower.is_silent(now):
                    self._end(follower, None)
        published, self._published = self._published, asyncio.Event()
        published.set()
        if self.desk.damage is not None:
            for follower in list(self._followers):
                self._end(follower, self.desk.damage)
        turns = _Turns()
        for group in list(self._groups):
            self._bring_all(group, turns.now)
            await turns.taken(len(group))
        self._open = {group.likeness: group for group in self._groups if len(group) < AT_ONCE}
        for follower in list(self._loose):
            if follower in self._loose:  # still
                self._bring(follower, turns.now)
                self._align(follower)
                await turns.taken(1)
        self._close_ranks()
        if self._tallied:
            everybody = self._tallied * len(self._camp.attendees)
            self._tallies_due = time.monotonic() + min(everybody / TALLIES, SLOWEST)
        return turns.work()

    def _sieve(self) -> None:
        """End the screens of those who may look no longer."""
        for follower in list(self._followers):
            if refusal := follower.looks.refusal(self._camp):
                self._end(follower, refusal)

    def _end(self, follower: Follower, why: BoardError | None) -> None:
        self.leave(follower)
        follower.end(why)


class _Turns:
    """Work that lets everything else have its turn after every AT_ONCE screens."""

    def __init__(self) -> None:
        self.now = time.monotonic()
        self._worked, self._screens = 0.0, 0

    async def taken(self, screens: int) -> None:
        """So many have been brought what they lacked."""
        self._screens += screens
        if self._screens >= AT_ONCE:
            self._worked, self._screens = self.work(), 0
            await asyncio.sleep(0)
            self.now = time.monotonic()

    def work(self) -> float:
        """Seconds worked."""
        return self._worked + time.monotonic() - self.now


class Hubs:
    """The hubs of all camps with screens in this process."""

    def __init__(self) -> None:
        self._hubs: dict[str, Hub] = {}

    async def at(self, desk: Desk) -> Hub:
        """The hub over this desk; one over an older desk of the same camp is closed."""
        hub = self.over(desk)
        if hub is not None:
            return hub
        old = self._hubs[desk.camp.id]
        new = self._hubs[desk.camp.id] = Hub(desk)  # before anything else can come in between
        await old.close()
        return new

    def over(self, desk: Desk) -> Hub | None:
        """The same, None where an older one has to be closed first."""
        hub = self._hubs.get(desk.camp.id)
        if hub is None:
            hub = self._hubs[desk.camp.id] = Hub(desk)
        return hub if hub.desk is desk else None

    async def close(self) -> None:
        """Close every hub."""
        for hub in self._hubs.values():
            await hub.close()


def _clock() -> int:
    return time.time_ns() // 1_000_000
