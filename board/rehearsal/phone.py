"""One simulated phone: it keeps its wire open and its taps safe exactly as static/js/wire.js does.

Every ask is kept until the board answers it, and sent again, in order, whenever the wire opens anew.
What the board said "ok" to is remembered, to be compared with the board at the end.
"""

import asyncio
import random
from asyncio import Task
from collections.abc import Callable
from time import perf_counter

import msgspec
from msgspec import Struct

from board.camp.errors import BoardError, StoreFull, TooMany, Unavailable
from board.camp.model import AttendeeId, Pitch, TopicId
from board.live import asks
from board.rehearsal import heard
from board.rehearsal.address import CampAddress
from board.rehearsal.api import Answered, Api
from board.rehearsal.board_seen import BoardSeen
from board.rehearsal.figures import Figures
from board.rehearsal.socket import Refused, Socket, open_socket

FIRST_RETRY, LONGEST_RETRY = 2.0, 20.0  # seconds, as in wire.js
BEAT = 25.0  # seconds between signs of life
JOIN_TRIES = 6
_ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"

_encode = msgspec.json.Encoder().encode
_BEAT = _encode(asks.Beat())


class Asked(Struct):
    """An ask that has no answer yet: when it was tapped, and on which of the phone's sockets."""

    ask: asks.Numbered
    tapped: float
    socket: Socket | None


class Venue(Struct, frozen=True, kw_only=True):
    """What all phones of one camp share; `door` bounds how many come in or back at the same time."""

    address: CampAddress
    api: Api
    figures: Figures
    door: asyncio.Semaphore


class Phone:
    """One attendee's phone, or without a token a screen that only looks.

    `acknowledged` is the ballot as far as the board said "ok", `ballot` the one on the phone's own
    screen. `first_frame` is the size of the first frame in bytes, `received` all that came in.
    """

    def __init__(self, venue: Venue, rng: random.Random, reads: BoardSeen | None = None) -> None:
        self.venue, self.rng = venue, rng
        self.token = ""
        self.attendee = AttendeeId("")
        self.ballot: list[TopicId] = []
        self.acknowledged: list[TopicId] = []
        self.first_frame = 0
        self._reads = reads
        self._figures = venue.figures
        self._seq, self._epoch = 0, ""
        self._resuming: bool | None = None  # None: nothing has been heard on this socket yet
        self._number = 0
        self._asked: dict[int, Asked] = {}
        self._socket: Socket | None = None
        self._stalled: Socket | None = None
        self._received_before = 0
        self._gone = asyncio.Event()
        self._settled = asyncio.Event()
        self._drawn = asyncio.Event()
        self._away = 0.0
        self._key = new_id(rng, 24)
        self._keeping: Task[None] | None = None

    # Coming and going

    async def join(self, name: str = "") -> bool:
        """Come in, trying again where the board has no time; whether it worked."""
        for attempt in range(JOIN_TRIES):
            try:
                async with self.venue.door:
                    body = {"name": name, "key": self._key}
                    joined = await self.venue.api.post("/attendees", body, _Joined)
            except BoardError as error:
                self._figures.errors[f"join: {_kind(error)}"] += 1
                if not _worth_another_try(error):
                    return False
                await asyncio.sleep(self.rng.uniform(0.5, 1.5) * 2**attempt / 2)
            else:
                self.token, self.attendee = joined.token, joined.attendee
                self._figures.joined += 1
                return True
        return False

    def come_online(self) -> None:
        """Open the wire and keep it open, in the background."""
        if self._keeping is None:
            self._keeping = asyncio.create_task(self._keep())

    async def pocket(self) -> None:
        """Close the page; what has no answer yet is kept for the next time."""
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None
        if (socket := self._socket) is not None:
            self._let_go()
            await socket.close()
        if self._stalled is not None:
            self._stalled.cut()
            self._stalled = None

    def lose_wifi(self, seconds: float, *, silently: bool) -> None:
        """Be off the network for so long; `silently`, the board is left to believe in the old socket."""
        if self._socket is None:
            return
        self._figures.losses += 1
        self._away = seconds
        if silently:
            self._socket.stall()
            self._stalled = self._socket
        else:
            self._socket.cut()
        self._let_go()

    async def shows(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until this phone's screen meets a condition; whether it came to that in time."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._drawn.clear()
                    await self._drawn.wait()
        except TimeoutError:
            return False
        return True

    async def settled(self, seconds: float) -> bool:
        """Wait for an answer to everything asked; whether all came in time."""
        try:
            async with asyncio.timeout(seconds):
                while self._asked:
                    self._settled.clear()
                    await self._settled.wait()
        except TimeoutError:
            return False
        return True

    @property
    def online(self) -> bool:
        """Whether the wire is open."""
        return self._socket is not None

    @property
    def seq(self) -> int:
        """The entry that this phone's screen shows."""
        return self._seq

    @property
    def received(self) -> int:
        """All bytes that came in over this phone's sockets."""
        return self._received_before + (self._socket.received if self._socket else 0)

    @property
    def unanswered(self) -> int:
        """How many asks have no answer yet."""
        return len(self._asked)

    @property
    def in_doubt(self) -> frozenset[TopicId]:
        """The topics of asks without an answer: the board may have done them, or not."""
        topics: set[TopicId] = set()
        for asked in self._asked.values():
            match asked.ask:
                case asks.Ballot(topics=these):
                    topics.update(these, self.acknowledged)
                case asks.Vote(topic=topic) | asks.Unvote(topic=topic):
                    topics.add(topic)
        return frozenset(topics)

    # What a person does

    def vote(self, topic: TopicId) -> None:
        """Tap a topic that isn't on the ballot yet."""
        if topic not in self.ballot:
            self.ballot.append(topic)
            self._ask(asks.Vote(n=self._next(), topic=topic))

    def withdraw(self, topic: TopicId) -> None:
        """Tap it again."""
        if topic in self.ballot:
            self.ballot.remove(topic)
            self._ask(asks.Unvote(n=self._next(), topic=topic))

    def order(self, ballot: list[TopicId]) -> None:
        """Drag the ballot into another order."""
        if ballot != self.ballot:
            self.ballot = list(ballot)
            self._ask(asks.Ballot(n=self._next(), topics=tuple(ballot)))

    def see(self, topics: list[TopicId]) -> None:
        """Scroll past topics."""
        if topics:
            self._ask(asks.Seen(n=self._next(), topics=tuple(topics)))

    def pitch(self, topic: TopicId, pitch: Pitch, *, lead: bool) -> None:
        """Offer a topic, or wish for one."""
        self._ask(asks.Pitching(n=self._next(), topic=topic, pitch=pitch, lead=lead))

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _ask(self, ask: asks.Numbered) -> None:
        self._asked[ask.n] = Asked(ask, perf_counter(), self._socket)
        if self._socket is not None:
            self._socket.send(_encode(ask))

    # The wire

    async def _keep(self) -> None:
        failures = 0
        beating = asyncio.create_task(self._beat())
        try:
            while True:
                try:
                    await self._open()
                    failures = 0
                    await self._gone.wait()
                    wait = self._away or self.rng.uniform(0, FIRST_RETRY)
                    self._figures.reconnects += 1
                except OSError as error:  # TimeoutError and Refused too
                    self._figures.errors[f"connect: {error or type(error).__name__}"] += 1
                    failures += 1
                    wait = self.rng.uniform(0, min(FIRST_RETRY * 2**failures, LONGEST_RETRY))
                self._away = 0.0
                await asyncio.sleep(wait)
        finally:
            beating.cancel()

    async def _open(self) -> None:
        self._gone.clear()
        self._resuming = None
        async with self.venue.door:
            socket = await open_socket(
                self.venue.address,
                since=self._seq,
                epoch=self._epoch,
                token=self.token,
                heard=self._hear,
                lost=self._lost,
            )
        if self._gone.is_set():
            raise Refused("closed at once")
        if self._stalled is not None:
            self._stalled.cut()
            self._stalled = None
        self._socket = socket
        self._figures.online += 1
        for asked in self._asked.values():
            socket.send(_encode(asked.ask))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            if self._socket is not None:
                self._socket.send(_BEAT)

    def _lost(self, why: str) -> None:
        self._figures.errors[f"socket: {why}"] += 1
        self._let_go()

    def _let_go(self) -> None:
        if self._socket is not None:
            self._received_before += self._socket.received
            self._socket = None
            self._figures.online -= 1
        self._gone.set()

    # What is heard

    def _hear(self, text: bytes) -> None:
        frame = heard.hear(text)
        if self._resuming is None:
            self._greet(frame, len(text))
        match frame:
            case heard.Patch(since=since, seq=seq):
                self._patch(since, seq)
            case heard.Snapshot(seq=seq, epoch=epoch):
                self._seq, self._epoch = seq, epoch
                self._resuming = False
            case heard.Ok(n=n, seq=seq):
                self._answered(n, seq)
            case heard.No(n=n, kind=kind):
                self._refused(n, kind)
            case _:
                return
        if self._reads is not None and isinstance(frame, heard.Patch | heard.Snapshot):
            self._reads.take(heard.read_ops(text))
            self._drawn.set()

    def _greet(self, frame: heard.Heard, size: int) -> None:
        self._resuming = True
        if not self.first_frame:
            self.first_frame = size
        elif isinstance(frame, heard.Snapshot):
            self._figures.resumed_by_snapshot += 1
        else:
            self._figures.resumed_by_patch += 1

    def _patch(self, since: int, seq: int) -> None:
        if since != self._seq:
            self._figures.errors["a patch that doesn't fit"] += 1
            self._seq, self._epoch = 0, ""
            if self._socket is not None:
                self._socket.cut()
                self._let_go()
            return
        self._seq = seq
        if self._resuming:
            self._resuming = False
        else:
            self._figures.sightings.patched(since, seq, perf_counter())

    def _answered(self, number: int, seq: int) -> None:
        asked = self._asked.pop(number, None)
        if asked is None:
            return
        if not self._asked:
            self._settled.set()
        figures, ballot = self._figures, self.acknowledged
        match asked.ask:
            case asks.Vote(topic=topic):
                figures.votes += 1
                if topic not in ballot:
                    ballot.append(topic)
                if asked.socket is self._socket:
                    figures.own.add(perf_counter() - asked.tapped)
                    figures.sightings.voted(asked.tapped, seq)
            case asks.Unvote(topic=topic):
                figures.withdrawals += 1
                if topic in ballot:
                    ballot.remove(topic)
            case asks.Ballot(topics=topics):
                figures.reorderings += 1
                self.acknowledged = list(topics)
            case asks.Pitching():
                figures.pitches += 1

    def _refused(self, number: int, kind: str) -> None:
        asked = self._asked.get(number)
        if asked is None:
            return
        if kind in _FOR_NOW:  # the same ask again, a little later, as the page does
            asyncio.get_running_loop().call_later(self.rng.uniform(0.5, 2), self._again, number)
            self._figures.errors[f"asked: {kind}"] += 1
            return
        del self._asked[number]
        if not self._asked:
            self._settled.set()
        self._figures.refusals[kind] += 1
        self.ballot = list(self.acknowledged)

    def _again(self, number: int) -> None:
        asked = self._asked.get(number)
        if asked is not None and self._socket is not None:
            self._socket.send(_encode(asked.ask))


def new_id(rng: random.Random, length: int = 10) -> str:
    """An id as the board's own pages draw them."""
    return "".join(rng.choices(_ALPHABET, k=length))


# Refusals that say nothing about the ask: it is sent again.
_FOR_NOW = frozenset({TooMany.kind, Unavailable.kind, StoreFull.kind})


class _Joined(Struct):
    attendee: AttendeeId
    token: str


def _kind(error: BoardError) -> str:
    return f"HTTP {error.code}" if isinstance(error, Answered) else error.kind


def _worth_another_try(error: BoardError) -> bool:
    if isinstance(error, Answered):
        return error.code == 429 or error.code >= 500
    return isinstance(error, Unavailable)
