"""Everybody votes at once, on every kind of line: in the end all phones show the same as a fresh page.

Two boards share a store: one listens at its own door, one as any other ASGI server would. Phones follow
over sockets and over server-sent events; some lose their line again and again, some stop reading.
"""

import asyncio
import json
import random
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from board.camp.model import AttendeeId, Camp, CampId
from board.camp.rules.ballots import on_board
from board.live.desk import Desks
from board.live.parts import screen
from board.live.render import Renderer
from board.log import open_log
from tests.live.page import Page
from tests.web.programs import Program, begins
from tests.web.screens import Served, a_served_board

TOPICS, CHOICES = 24, 6
STEADY, RECONNECTING, STALLED, PLAIN, EVENTS = 110, 30, 20, 40, 20
LONG = "words " * 150
SMALL = 4_096  # bytes that the two systems may hold for a connection
PATIENCE = 60.0


async def test_phones_that_all_vote_at_once_end_up_as_a_fresh_page(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    async with a_served_board(store) as own, a_served_board(store, plain=True) as plain:
        own.listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        olu = await begins(own.client)
        topics = [await olu.pitches(f"Topic {n}", lead=False) for n in range(TOPICS)]
        phones = await _all_come_in(own, plain, olu)
        first = (await own.hub(olu.camp)).desk.camp
        async with AsyncExitStack() as stack:
            for phone in phones:
                await stack.enter_async_context(phone.following())
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(phone.votes(topics) for phone in phones))
            async with asyncio.timeout(PATIENCE):
                while not _held_back(own):  # until those who do not read have really stalled
                    await olu.pitches("One more", lead=False, description=LONG)
            last = await phones[0].asks("vote", topic=await olu.pitches("The last", lead=False))
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*(phone.is_at(last) for phone in phones))
        camp = await _logged(store, olu.camp)
    fresh = Page("phone", screen(camp, "phone"), Renderer(camp.id)).shown()
    pages = _Pages(first)
    for phone in phones:
        given = camp.ballots[phone.attendee]
        assert phone.ballot == on_board(camp, given)
        assert set(given) == phone.given
        assert pages.after(phone.heard) == fresh
    assert sum(camp.tallies.values()) == sum(len(phone.given) for phone in phones)


class Phone:
    """One attendee's phone on a socket, which remembers every frame that moved its page on."""

    def __init__(self, served: Served, who: Program, attendee: AttendeeId, n: int) -> None:
        self.served, self.who, self.attendee = served, who, attendee
        self.heard: list[bytes] = []
        self.ballot: tuple[str, ...] = ()
        self.given: set[str] = set()
        self._rng, self._number = random.Random(n), count(1)
        self._at, self._epoch = 0, ""
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._open, self._moved = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Follow the camp meanwhile."""
        reading = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)

    async def votes(self, topics: Sequence[str]) -> None:
        """Give votes to some topics and take one of the votes back; now and then pitch one."""
        chosen = self._rng.sample(list(topics), CHOICES)
        for topic in chosen:
            await self.asks("vote", topic=topic)
        await self.asks("unvote", topic=chosen[0])
        self.given -= {chosen[0]}
        if self._rng.random() < 0.2:
            pitch = {"title": f"From {self.attendee}", "description": LONG}
            await self.asks("pitch", topic=f"t-{self.attendee}"[:32].lower(), pitch=pitch)

    async def asks(self, kind: str, **fields: Any) -> int:
        """Ask until it is durably done, on however many lines; the seq."""
        number = next(self._number)
        answered = self._answers[number] = asyncio.get_running_loop().create_future()
        await self._say(json.dumps({"t": kind, "n": number, **fields}))
        answer = await answered
        assert answer["t"] == "ok", answer
        if kind == "vote":
            self.given.add(fields["topic"])
        return int(answer["seq"])

    async def is_at(self, seq: int) -> None:
        """Return when its page shows the entry `seq`."""
        while self._at < seq:
            self._moved.clear()
            await self._moved.wait()

    def hear(self, text: bytes) -> None:
        """Take a frame; it must go on from what the page shows."""
        frame = json.loads(text)
        match frame["t"]:
            case "ok" | "no":
                if (asked := self._answers.pop(frame["n"], None)) is not None:
                    asked.set_result(frame)
            case "mine":
                self.ballot = tuple(frame["ballot"])
            case "snapshot" | "patch":
                assert frame["t"] == "snapshot" or frame["from"] == self._at
                self._at, self._epoch = frame["seq"], frame.get("epoch", self._epoch)
                self.heard.append(text)
                self._moved.set()

    async def _follow(self) -> None:
        async with self._line() as self._wire:
            self._open.set()
            await self._read()

    async def _read(self) -> None:
        async for text in self._wire:
            self.hear(str(text).encode())

    async def _say(self, text: str) -> None:
        await self._open.wait()
        await self._wire.send(text)

    def _line(self) -> connect:
        query = f"audience=phone&token={self.who.token}&since={self._at}&epoch={self._epoch}"
        address = f"ws://{self.served.address}/c/{self.who.camp}/live?{query}"
        options: dict[str, Any] = {"compression": None, "max_size": None, "proxy": None}
        return connect(address, max_queue=1, sock=self._socket(), **options)

    def _socket(self) -> socket.socket | None:
        return None

    _wire: ClientConnection


class Reconnecting(Phone):
    """A phone that loses its line after every few frames, and asks again what got no answer."""

    async def asks(self, kind: str, **fields: Any) -> int:
        """Ask; what was asked is known until it is answered."""
        self._asked = json.dumps({"t": kind, "n": -1, **fields})
        return await super().asks(kind, **fields)

    async def _follow(self) -> None:
        while True:
            async with self._line() as self._wire:
                self._open.set()
                for number in self._answers:
                    again = json.loads(self._asked) | {"n": number}
                    await self._wire.send(json.dumps(again))
                for _ in range(self._rng.randrange(3, 12)):
                    self.hear(str(await self._wire.recv()).encode())
                self._wire.transport.abort()

    async def _say(self, text: str) -> None:
        await self._open.wait()
        if not self._wire.transport.is_closing():
            await self._wire.send(text)


class Stalled(Phone):
    """A phone that has given its votes and then reads nothing until all the others have."""

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        self._stalls, self._goes_on = asyncio.Event(), asyncio.Event()

    async def votes(self, topics: Sequence[str]) -> None:
        """Vote, and stop reading until everybody else has been heard."""
        for topic in topics[:CHOICES]:
            await self.asks("vote", topic=topic)
        self._stalls.set()

    async def is_at(self, seq: int) -> None:
        """Read on."""
        self._stalls.clear()
        self._goes_on.set()
        await super().is_at(seq)

    async def _read(self) -> None:
        while True:
            if self._stalls.is_set():
                await self._goes_on.wait()
            self.hear(str(await self._wire.recv()).encode())

    def _socket(self) -> socket.socket:
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        narrow.connect(self.served.listening.getsockname())
        narrow.setblocking(False)
        return narrow


class Events(Phone):
    """A phone where sockets are blocked: it hears server-sent events and posts its asks."""

    async def _follow(self) -> None:
        path, headers = f"/c/{self.who.camp}/events", self._headers
        async with self.who.client.stream("GET", path, headers=headers) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    self.hear(line.removeprefix("data: ").encode())

    async def _say(self, text: str) -> None:
        path, headers = f"/c/{self.who.camp}/asks", self._headers
        answer = await self.who.client.post(path, content=text, headers=headers)
        self.hear(answer.content)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.who.token}"}


class _Pages:
    """Pages after so many frames, each worked out once: most phones have heard the same."""

    def __init__(self, first: Camp) -> None:
        self._first = first
        self._shown: dict[tuple[bytes, ...], dict[str, list[str]]] = {}

    def after(self, heard: Sequence[bytes]) -> dict[str, list[str]]:
        key = tuple(heard)
        if key not in self._shown:
            renderer = Renderer(self._first.id)
            page = Page("phone", screen(self._first, "phone"), renderer)
            for frame in heard:
                page.apply(frame)
            self._shown[key] = page.shown()
        return self._shown[key]


async def _all_come_in(own: Served, plain: Served, olu: Program) -> list[Phone]:
    """So many of each kind."""
    kinds: list[tuple[type[Phone], Served, int]] = [
        (Phone, own, STEADY),
        (Reconnecting, own, RECONNECTING),
        (Stalled, own, STALLED),
        (Phone, plain, PLAIN),
        (Events, own, EVENTS),
    ]
    wanted = [(kind, served) for kind, served, many in kinds for _ in range(many)]
    at_once = asyncio.Semaphore(20)

    async def comes_in(n: int, kind: type[Phone], served: Served) -> Phone:
        async with at_once:
            joined = await olu.do("POST", "/attendees", {"name": f"Person {n}"})
        who = Program(served.client, olu.camp, joined["token"])
        return kind(served, who, AttendeeId(joined["attendee"]), n)

    return list(await asyncio.gather(*(comes_in(n, *each) for n, each in enumerate(wanted))))


def _held_back(served: Served) -> list[Any]:
    """The connections on which something waits until their phones read on."""
    connections: Any = served.server.server_state.connections
    return [c for c in connections if c.transport.get_write_buffer_size()]


async def _logged(store: str, camp: str) -> Camp:
    """The camp as its log tells it to a process that has just begun."""
    desks = Desks(log := open_log(store))
    found = (await desks.open(CampId(camp))).camp
    await desks.close()
    await log.close()
    return found
