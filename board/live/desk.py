"""The desk of one camp: takes commands in, appends what follows from them, and follows the log.

Commands that wait at the same time share one append, so that a stampede of votes costs few commits.
Nobody hears "yes" before the append is durable. What other processes append is followed, so that
every process holds the same camp.
"""

import asyncio
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import aclosing, suppress
from typing import Any

from msgspec.structs import replace

from board.camp.commands import Command, CreateCamp
from board.camp.decide import decide
from board.camp.errors import BoardError, CodeTaken, StoreDamaged, TooMany, Unavailable, Unknown
from board.camp.events import Event
from board.camp.evolve import fold, paced
from board.camp.model import Camp, CampId
from board.camp.said import say
from board.live.chronicle import Chronicle
from board.log.protocol import Commit, Entry, Epoch, Log, SeqTaken

MOST_WAITING = 10_000
KEPT = 2_048  # camps of the past
TRIES = 5  # codes are short; one that is taken is drawn again
MOST_IN_ENTRY = 500  # commands; keeps an entry small enough to read in one go
ECHO, ALONE = 0.02, 1.0  # seconds between looks for others' entries; without any for so long
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0  # seconds between tries to reach a store that is away

log_ = logging.getLogger("board.desk")

Watcher = Callable[["Desk"], None]


class Desk:
    """One camp in one process. `camp` is its state after entry `seq` of the log `epoch`.

    `past` holds the camps after the latest entries by their seq, this one included; since they share
    what did not change, they cost little, and a screen that comes back is told exactly what it missed.
    `chronicle` says what organisers did, all of it.
    """

    def __init__(
        self,
        log: Log,
        past: dict[int, Camp],
        epoch: Epoch,
        commit: Commit,
        chronicle: Chronicle,
    ) -> None:
        self.past, self.chronicle = past, chronicle
        self.seq, self.camp = next(reversed(past.items()))
        self.epoch, self._last = epoch, commit
        self.damage: StoreDamaged | None = None
        self._log = log
        self._waiting: deque[tuple[Command, asyncio.Future[int]]] = deque()
        self._wake = asyncio.Event()
        self._behind = False
        self._others = 0.0  # time.monotonic() when somebody else's entry was read
        self._watchers: list[Watcher] = []
        self._tasks = [
            asyncio.create_task(self._work(), name=f"desk {self.camp.id}"),
            asyncio.create_task(self._follow(), name=f"follow {self.camp.id}"),
        ]

    async def submit(self, command: Command) -> int:
        """The seq at which `command` is durably done; BoardError, and nothing changed, if it can't be.

        After Unavailable it may still come to pass; sending the same command again is always safe.
        """
        return await self.queue(command)

    def queue(self, command: Command) -> asyncio.Future[int]:
        """The same for who comes back for the answer; TooMany if too much waits already."""
        if self.damage is not None:
            raise self.damage
        if len(self._waiting) >= MOST_WAITING:
            raise TooMany(
                say("The board has more to do than it can. Please try again in a moment.")
            )
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append((command, done))
        self._wake.set()
        return done

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher` after every entry, whoever wrote it, before anyone hears "yes"."""
        self._watchers.append(watcher)

    async def close(self) -> None:
        """Stop; whatever still waits is told that the board is going away."""
        await ended(*self._tasks)
        self._answer_all(
            Unavailable(say("The board is restarting. Your phone will send it again."))
        )

    # Commands in

    async def _work(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self._waiting:
                size = min(len(self._waiting), MOST_IN_ENTRY)
                await self._commit([self._waiting.popleft() for _ in range(size)])

    async def _commit(self, batch: list[tuple[Command, asyncio.Future[int]]]) -> None:
        try:
            await self._decide_and_append(batch)
        except BoardError as error:
            self._behind = True
            _refuse(batch, error)
            if isinstance(error, StoreDamaged):
                self._broken(error)
        except asyncio.CancelledError:
            _refuse(
                batch, Unavailable(say("The board is restarting. Your phone will send it again."))
            )
            raise
        except Exception:
            log_.exception("camp %s: these commands could not be decided", self.camp.id)
            self._behind = True
            _refuse(batch, Unavailable(say("The board stumbled over this. Please try again.")))

    async def _decide_and_append(self, batch: list[tuple[Command, asyncio.Future[int]]]) -> None:
        if self._behind:
            await self._catch_up()
        while True:
            after, events = self._decided(batch)
            if not events:
                break
            entry = _entry(self.seq + 1, events)
            after = paced(self.camp, after, entry.at)
            try:
                await self._log.append(self.camp.id, entry)
            except SeqTaken:
                await self._catch_up()
                continue
            self._advance(entry, after)
            break
        for _, done in batch:
            if not done.done():
                done.set_result(self.seq)

    def _decided(
        self, batch: list[tuple[Command, asyncio.Future[int]]]
    ) -> tuple[Camp, tuple[Event, ...]]:
        camp, events = self.camp, list[Event]()
        for command, done in batch:
            if done.done():  # its sender went away, or it was refused already
                continue
            try:
                decided = decide(camp, command)
            except BoardError as refusal:
                done.set_exception(refusal)
                continue
            if decided:
                camp = fold(camp, decided)
                events.extend(decided)
        return camp, tuple(events)

    # What others append

    async def _follow(self) -> None:
        pause = FIRST_PAUSE
        while self.damage is None:
            try:
                news = self._log.follow(self.camp.id, after=self.seq, commit=self._last)
                async with aclosing(news):
                    async for entries in news:
                        pause = FIRST_PAUSE
                        self._apply(entries)
                        if time.monotonic() - self._others > ALONE:
                            # What comes back is one's own: it is not worth a look after each append.
                            await asyncio.sleep(ECHO)
                return  # the log was closed
            except StoreDamaged as damage:
                self._broken(damage)
            except Unavailable as away:
                log_.warning("camp %s: %s Trying again in %.1f s.", self.camp.id, away, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            except Exception:
                log_.exception("camp %s: its log could not be followed", self.camp.id)
                await asyncio.sleep(LONGEST_PAUSE)

    async def _catch_up(self) -> None:
        self._apply(await self._log.read(self.camp.id, after=self.seq))
        self._behind = False

    def _apply(self, entries: Sequence[Entry]) -> None:
        new = [entry for entry in entries if entry.seq > self.seq]
        if new:
            self._others = time.monotonic()
        for entry, (_, camp) in zip(new, replay(self.camp.id, new, self.camp), strict=True):
            self._advance(entry, camp)

    def _advance(self, entry: Entry, after: Camp) -> None:
        if entry.seq <= self.seq:  # the follower was quicker
            return
        self.camp, self.seq, self._last = after, entry.seq, entry.commit
        self.chronicle.take(entry)
        _remember(self.past, self.seq, self.camp)
        for watcher in self._watchers:
            watcher(self)

    def _broken(self, damage: StoreDamaged) -> None:
        log_.error("camp %s: %s", self.camp.id, damage)
        self.damage = damage
        self._answer_all(damage)
        for watcher in self._watchers:
            watcher(self)

    def _answer_all(self, error: BoardError) -> None:
        _refuse(self._waiting, error)
        self._waiting.clear()


class Desks:
    """The desks of all camps this process has been asked for, each opened once."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._opening: dict[CampId, asyncio.Task[Desk]] = {}

    async def open(self, camp: CampId) -> Desk:
        """The camp's desk, its log read to the end; Unknown if there is no such camp."""
        opening = self._opening.get(camp)
        if opening is None:
            opening = asyncio.create_task(_open(self.log, camp))
            self._opening[camp] = opening
            opening.add_done_callback(lambda task: self._opened(camp, task))
        desk = await asyncio.shield(opening)
        if desk.damage is not None:
            if self._opening.get(camp) is opening:  # or somebody else opens it anew already
                del self._opening[camp]
            await desk.close()
            return await self.open(camp)
        return desk

    def at_hand(self, camp: CampId) -> Desk | None:
        """The camp's desk if it is open and its log to be trusted."""
        opening = self._opening.get(camp)
        if opening is None or not opening.done() or opening.cancelled() or opening.exception():
            return None
        desk = opening.result()
        return desk if desk.damage is None else None

    def opened(self) -> list[Desk]:
        """The desks that are open now."""
        tasks = [task for task in self._opening.values() if task.done() and not task.cancelled()]
        return [task.result() for task in tasks if task.exception() is None]

    async def begin(self, command: CreateCamp, draw: Callable[[], CampId]) -> Desk:
        """Begin a camp under a code that is drawn until one is free; the command's own is ignored."""
        for _ in range(TRIES):
            with suppress(CodeTaken):
                return await self.create(replace(command, camp=draw()))
        raise CodeTaken

    async def create(self, command: CreateCamp) -> Desk:
        """Begin a camp; CodeTaken if there is one of that code."""
        entry = _entry(1, decide(None, command))
        try:
            await self.log.append(command.camp, entry)
        except SeqTaken:
            raise CodeTaken from None
        return await self.open(command.camp)

    async def close(self) -> None:
        """Close every desk."""
        for opening in list(self._opening.values()):
            opening.cancel()
            with suppress(asyncio.CancelledError, BoardError):
                await (await opening).close()
        self._opening.clear()

    def _opened(self, camp: CampId, task: asyncio.Task[Desk]) -> None:
        if task.cancelled() or task.exception() is not None:
            self._opening.pop(camp, None)


async def _open(log: Log, camp_id: CampId) -> Desk:
    entries = await log.read(camp_id)
    if not entries:
        raise Unknown(
            say(
                "There is no camp with the code {upper}. Check it and try again.",
                upper=camp_id.upper(),
            )
        )
    past: dict[int, Camp] = {}
    for seq, camp in replay(camp_id, entries):
        _remember(past, seq, camp)
    chronicle = Chronicle()
    for entry in entries:
        chronicle.take(entry)
    return Desk(log, past, Epoch(entries[0].commit), entries[-1].commit, chronicle)


def replay(
    camp_id: CampId, entries: Iterable[Entry], camp: Camp | None = None
) -> Iterator[tuple[int, Camp]]:
    """The camp after each of `entries`, with its seq.

    Raises StoreDamaged, naming the entry, if one can't follow from those before it.
    """
    for entry in entries:
        try:
            camp = paced(camp, fold(camp, entry.events), entry.at)
        except (KeyError, ValueError, AssertionError, TypeError) as error:
            raise StoreDamaged(
                f"Camp {camp_id}: entry {entry.seq} of the log contradicts those before it"
                f" ({type(error).__name__}: {error}). Restore the store from a backup; nothing was"
                " changed or dropped."
            ) from error
        yield entry.seq, camp


def _remember(past: dict[int, Camp], seq: int, camp: Camp) -> None:
    past[seq] = camp
    if len(past) > KEPT:
        del past[next(iter(past))]


async def ended(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks until they have ended."""
    # Once is not enough: a client library may lose a cancellation that comes with its answer.
    while waiting := {task for task in tasks if not task.done()}:
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting, timeout=0.5)


def _entry(seq: int, events: tuple[Event, ...]) -> Entry:
    commit = Commit(secrets.token_urlsafe(9))
    return Entry(seq=seq, commit=commit, at=time.time_ns() // 1_000_000, events=events)


def _refuse(
    batch: Sequence[tuple[Command, asyncio.Future[int]]]
    | deque[tuple[Command, asyncio.Future[int]]],
    error: BoardError,
) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)
