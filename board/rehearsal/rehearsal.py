"""One rehearsal, from the first phone to the report."""

import asyncio
import random
import signal
from time import perf_counter

from msgspec.structs import replace

from board.camp.errors import BoardError, WrongPhase
from board.camp.model import Pitch
from board.demo.district import topics as demo_topics
from board.rehearsal import address, report
from board.rehearsal.api import Api
from board.rehearsal.board_seen import BoardSeen
from board.rehearsal.figures import Figures
from board.rehearsal.phone import Phone, Venue
from board.rehearsal.process import unless
from board.rehearsal.progress import ProgressLine, clock
from board.rehearsal.report import Report
from board.rehearsal.verdict import CampNow, Verdict, judge, promised
from board.rehearsal.visit import PACE, Person

ARRIVING = 0.2  # of the time
SETTLING = 40.0  # seconds at most for the last answers, and for the last patch to come in
AT_THE_DOOR = 32  # phones that come in or back at the same time
MOST_PITCHES = 60
PER_PITCH = 8  # phones

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Rehearsal:
    """One run, from the first phone to the report."""

    def __init__(
        self,
        url: str,
        *,
        phones: int,
        seconds: float,
        pace: float = PACE,
        line: ProgressLine | None = None,
    ) -> None:
        self.url, self.seconds, self._pace = url, seconds, pace
        self.figures = Figures(phones=phones, seconds=seconds)
        rng = random.Random()
        place = address.parse(url)
        self._api = Api(place)
        self._venue = Venue(
            address=place,
            api=self._api,
            figures=self.figures,
            door=asyncio.Semaphore(AT_THE_DOOR),
        )
        self.board = BoardSeen(rng)
        self._observer = Phone(
            replace(self._venue, figures=Figures(phones=1, seconds=seconds)),
            rng,
            self.board,
        )
        self.phones = [Phone(self._venue, random.Random(rng.random())) for _ in range(phones)]
        self._rng = rng
        self._stop = asyncio.Event()
        self._stop_now = asyncio.Event()
        self._line = line or ProgressLine()

    async def run(self) -> Report:
        """The whole rehearsal, and what it found."""
        self._heed_signals()
        began = perf_counter()
        try:
            before = await self._open_camp()
            self._observer.come_online()
            await unless(self._stop, self._visits(began))
            verdict = await unless(self._stop_now, self._judged(before)) or Verdict()
        finally:
            await self._go_home()
            self._line.end()
            for name in _SIGNALS:
                asyncio.get_running_loop().remove_signal_handler(name)
        seconds, topics = perf_counter() - began, len(self.board.topics)
        return report.made_of(self.url, seconds, self.figures, self.phones, topics, verdict)

    def stop(self) -> None:
        """End it early, with the report of what happened so far; a second time also skip the check."""
        (self._stop_now if self._stop.is_set() else self._stop).set()

    def _heed_signals(self) -> None:
        for name in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(name, self.stop)

    async def _open_camp(self) -> CampNow:
        camp = await self._api.get("", CampNow)
        if camp.phase not in ("open", "running"):
            raise WrongPhase(
                "Nobody can vote at this camp yet, or any more. Open it in the console first."
            )
        return camp

    async def _visits(self, began: float) -> None:
        leaving = began + self.seconds
        pitches = self._pitches()
        share = self.seconds * ARRIVING / max(1, len(self.phones))
        telling = asyncio.create_task(self._keep_telling(began))
        try:
            async with asyncio.TaskGroup() as group:
                for index, phone in enumerate(self.phones):
                    mine = [pitches.pop()] if pitches and index % PER_PITCH == 0 else []
                    person = Person(phone, self.board, pitches=mine, pace=self._pace)
                    group.create_task(person.visit(began + index * share, leaving))
        finally:
            telling.cancel()

    def _pitches(self) -> list[Pitch]:
        titles = [topic.title for topic in demo_topics()]
        self._rng.shuffle(titles)
        return [Pitch(title=f"Rehearsal: {title}") for title in titles[:MOST_PITCHES]]

    async def _keep_telling(self, began: float) -> None:
        figures = self.figures
        while True:
            now = perf_counter()
            figures.sightings.settle(now)
            self._line.show(
                f"{clock(now - began)} of {clock(self.seconds)}: {figures.joined} joined,"
                f" {figures.online} online, {figures.votes} votes acknowledged,"
                f" {sum(figures.errors.values())} errors"
            )
            await asyncio.sleep(1)

    # Afterwards

    async def _judged(self, before: CampNow) -> Verdict:
        joined = [phone for phone in self.phones if phone.token]
        self._line.show("Waiting for the last answers, and comparing ballots...", at_once=True)
        await asyncio.gather(*(phone.settled(SETTLING) for phone in joined))
        expected = promised(joined)
        self.figures.unanswered = sum(phone.unanswered for phone in joined)
        try:
            after = await self._api.get("", CampNow)
        except BoardError as error:
            self.figures.errors[f"check: {error.kind}"] += 1
            return Verdict()
        await self._compare_wire(after)
        return await judge(self._api, joined, expected, before, after)

    async def _compare_wire(self, camp: CampNow) -> None:
        """Note whether patches, added up, show what the board says."""
        if camp.tallies is None:
            return
        told = {topic: camp.tallies.get(topic, 0) for topic in camp.up}

        def agreed() -> bool:
            tallies = self.board.tallies.items()
            return told == {t: n for t, n in tallies if t in self.board.topics}

        # Where the board has moved on since it was asked, nothing can be compared.
        if not await self._observer.shows(
            lambda: agreed() or self._observer.seq > camp.seq, SETTLING
        ):
            self.figures.errors["the wire shows other tallies than the board"] += 1

    async def _go_home(self) -> None:
        await asyncio.gather(*(phone.pocket() for phone in (*self.phones, self._observer)))
        self._api.close()
