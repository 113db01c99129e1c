"""The demo's educators and their phones: a process of its own, told what to do and ended over stdin.

Its first line of input is an `Assignment`; when the input ends, so does the process. Every second it
prints a `Crowded`.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import perf_counter

import msgspec
from msgspec import Struct

from board.camp.errors import BoardError
from board.camp.model import TopicId
from board.demo.cast import Part, cast
from board.demo.crowd import Person, ballot, people
from board.demo.day import pitch_of
from board.demo.district import topics
from board.limits import allow_many_sockets
from board.rehearsal import address
from board.rehearsal.api import Api
from board.rehearsal.figures import Figures
from board.rehearsal.phone import Phone, Venue, new_id
from board.rehearsal.process import reading_stdin

EDUCATORS = 1_000
SEED = 2026
AT_THE_DOOR = 8  # phones that come in at the same time: the lobby shall stay smooth
ARRIVING, COMING_BACK = (0.0, 0.6), (0.4, 0.92)  # shares of the time
VOTES = (6, 14)
LONGEST_VISIT = 120.0  # seconds
ANSWERING = 15.0  # seconds for the board to answer before a phone is pocketed
TYPING = 6.0  # seconds at most until a pitch is sent: the board should live from the first minute
AFTERWARDS = 3.0  # seconds from one late visit to the next, on average
LINGERING = (10.0, 60.0)  # seconds of a late visit


class Assignment(Struct, frozen=True, kw_only=True):
    """Which camp to fill, in how many seconds, with at most so many phones online at once."""

    url: str
    phones: int
    seconds: float


class Crowded(Struct, frozen=True, kw_only=True):
    """How it stands."""

    joined: int
    online: int
    pitched: int
    votes: int
    over: bool


class Educator:
    """Somebody of the crowd; `wants` are topics by index, first choice first."""

    def __init__(self, person: Person, phone: Phone, rng: random.Random) -> None:
        self.person, self.phone, self.rng = person, phone, rng
        self.wants = ballot(person, topics(), rng.randint(*VOTES), rng)
        self.busy = asyncio.Lock()
        self.seen: set[int] = set()


class Crowd:
    """A thousand educators at one board."""

    def __init__(self, given: Assignment) -> None:
        self.rng = _generator(SEED)
        self.figures = Figures(phones=given.phones, seconds=given.seconds)
        self.over = False
        self._given = given
        self._began = perf_counter()
        self._api = Api(address.parse(given.url))
        venue = Venue(
            address=self._api.address,
            api=self._api,
            figures=self.figures,
            door=asyncio.Semaphore(AT_THE_DOOR),
        )
        crowd = people(EDUCATORS, SEED)
        self._educators = [
            Educator(person, Phone(venue, rng), rng)
            for person in crowd
            for rng in [_generator(self.rng.random())]
        ]
        self._parts = cast(crowd, topics(), self.rng)
        self._ids = [TopicId(new_id(self.rng)) for _ in topics()]
        self._up: dict[int, asyncio.Event] = {n: asyncio.Event() for n in range(len(topics()))}
        self._online = asyncio.Semaphore(given.phones)
        visits = 2 * EDUCATORS + sum(1 + len(part.leaders) for part in self._parts)
        self._stay = min(LONGEST_VISIT, 0.7 * given.phones * given.seconds / visits)

    async def play(self) -> None:
        """The whole demo: the day, and then a visit now and then, for ever."""
        async with asyncio.TaskGroup() as group:
            for part in self._parts:
                group.create_task(self._play(part))
            for educator in self._educators:
                group.create_task(self._come_and_go(educator))
        self.over = True
        async with asyncio.TaskGroup() as group:
            while True:
                await asyncio.sleep(self.rng.expovariate(1 / AFTERWARDS))
                group.create_task(self._change_of_mind(self.rng.choice(self._educators)))

    def crowded(self) -> Crowded:
        """How it stands now."""
        self.figures.sightings.settle(perf_counter())
        return Crowded(
            joined=self.figures.joined,
            online=self.figures.online,
            pitched=self.figures.pitches,
            votes=self.figures.votes,
            over=self.over,
        )

    # Topics

    async def _play(self, part: Part) -> None:
        await self._until(part.pitched)
        await self._pitch(part)
        for leader, moment in zip(part.leaders, part.leading, strict=True):
            if part.wish or leader != part.pitcher:
                await self._until(moment)
                await self._step_up(part, leader)

    async def _pitch(self, part: Part) -> None:
        pitcher, topic = self._educators[part.pitcher], topics()[part.topic]
        async with self._at_the_board(pitcher):
            await asyncio.sleep(min(self._stay, TYPING) * pitcher.rng.random())
            pitcher.phone.pitch(self._ids[part.topic], pitch_of(topic), lead=not part.wish)
            while not await pitcher.phone.settled(ANSWERING):
                pass
        self._up[part.topic].set()

    async def _step_up(self, part: Part, leader: int) -> None:
        await self._up[part.topic].wait()
        place = f"/topics/{self._ids[part.topic]}"
        with suppress(BoardError):
            key = ""
            if leader != part.leaders[0]:
                first = self._educators[part.leaders[0]].phone.token
                key = (await self._api.get(place, _TopicAt, first)).topic.cofacilitator_key
            helper = self._educators[leader]
            async with self._at_the_board(helper):
                await self._pause(helper)
                body = {"key": key}
                await self._api.post(place + "/facilitators", body, _TopicAt, helper.phone.token)

    # Votes

    async def _come_and_go(self, educator: Educator) -> None:
        await self._until(educator.rng.uniform(*ARRIVING))
        await self._vote(educator)
        await self._until(educator.rng.uniform(*COMING_BACK))
        await self._vote(educator, in_order=True)

    async def _vote(self, educator: Educator, *, in_order: bool = False) -> None:
        async with self._at_the_board(educator):
            wanted = [self._ids[n] for n in educator.wants if self._up[n].is_set()]
            taps = [topic for topic in wanted if topic not in educator.phone.ballot]
            for topic in taps:
                await self._pause(educator, 1 + len(taps))
                self._scroll(educator)
                educator.phone.vote(topic)
            await self._pause(educator, 1 + len(taps))
            if in_order:
                educator.phone.order(wanted)
            await educator.phone.settled(ANSWERING)

    async def _change_of_mind(self, educator: Educator) -> None:
        async with self._at_the_board(educator):
            phone, rng = educator.phone, educator.rng
            await asyncio.sleep(rng.uniform(*LINGERING))
            if len(phone.ballot) > VOTES[0] and rng.random() < 0.5:
                phone.withdraw(rng.choice(phone.ballot))
            else:
                phone.vote(rng.choice(self._ids))
            await phone.settled(ANSWERING)

    def _scroll(self, educator: Educator) -> None:
        up = [n for n, event in self._up.items() if event.is_set() and n not in educator.seen]
        seen = educator.rng.sample(up, min(len(up), 10))
        educator.seen.update(seen)
        educator.phone.see([self._ids[n] for n in seen])

    # Time and place

    @asynccontextmanager
    async def _at_the_board(self, educator: Educator) -> AsyncIterator[None]:
        """With the page open, which at most so many have at once."""
        async with educator.busy, self._online:
            while not educator.phone.token:
                await educator.phone.join(educator.person.name)
            educator.phone.come_online()
            try:
                yield
            finally:
                await educator.phone.pocket()

    async def _until(self, share: float) -> None:
        await asyncio.sleep(self._began + share * self._given.seconds - perf_counter())

    async def _pause(self, educator: Educator, things: int = 2) -> None:
        await asyncio.sleep(self._stay / things * educator.rng.uniform(0.5, 1.5))


def _generator(seed: float) -> random.Random:
    return random.Random(seed)  # noqa: S311 - people to be repeated, nothing to be kept secret


class _Topic(Struct):
    cofacilitator_key: str = ""


class _TopicAt(Struct):
    topic: _Topic


async def main() -> None:
    """Play until the input ends."""
    allow_many_sockets()
    commands = await reading_stdin()
    crowd = Crowd(msgspec.json.decode(await commands.readline(), type=Assignment))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(work) for work in (crowd.play(), _tell(crowd))]
        await commands.read()
        for task in tasks:
            task.cancel()


async def _tell(crowd: Crowd) -> None:
    while True:
        print(msgspec.json.encode(crowd.crowded()).decode(), flush=True)
        await asyncio.sleep(1)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        asyncio.run(main())
