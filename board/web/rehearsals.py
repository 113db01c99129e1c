"""Rehearsals that organisers start: one at a time on each machine, each in a process of its own.

What is known of the one that runs, or ran last, is kept on a slate that all web processes of the machine
read: whichever is asked shows it, begins no second one, and can end it. Nothing of it touches any camp's
log: see `board.rehearsal.aside`.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
from msgspec import Struct

from board.camp.errors import Conflict
from board.camp.model import Camp, CampId
from board.camp.said import Text, kept, say
from board.log.codec import DECODING, ENCODING
from board.rehearsal.copied import Assignment, copy_of
from board.rehearsal.guests import TOLD, Failed, Found, Going
from board.rehearsal.report import Report
from board.web.slate import Slate

STOPPED = 0.5  # seconds between two looks at whether another process was asked to end it
LONGER = 150.0  # seconds that a rehearsal may take beyond its time
GOODBYE = 3.0  # seconds it gets when the board stops

log_ = logging.getLogger("board.rehearsals")


class Running(Struct, kw_only=True):
    """A rehearsal that runs, or has ended: then there is a `report`, or `failed` says why there is none."""

    camp: CampId
    phones: int
    seconds: float
    began: float
    going: Going | None = None
    report: Report | None = None
    failed: Text = ""
    stopping: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.report is not None or bool(self.failed)


_encoder = msgspec.json.Encoder(**ENCODING)
_decoder = msgspec.json.Decoder(Running, **DECODING)


class Rehearsals:
    """The rehearsals of this machine, as one web process knows them."""

    def __init__(self, store: str) -> None:
        self._store = store
        self._slate = Slate(store)
        self._latest: Running | None = None
        self._process: Process | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether one is under way, at whichever camp, begun by whichever process."""
        return self._slate.taken

    def latest(self, camp: CampId) -> Running | None:
        """The rehearsal of this camp that runs or ran last."""
        known = (self._latest, self._elsewhere())
        found = [each for each in known if each is not None and each.camp == camp]
        return max(found, key=lambda each: each.began, default=None)

    async def start(self, camp: Camp, *, phones: int, seconds: float) -> None:
        """Begin one; Conflict if there is one already, here or at another camp."""
        assignment = Assignment(
            copy=copy_of(camp), phones=phones, seconds=seconds, folder=_folder(self._store)
        )
        if not self._slate.take():
            raise Conflict(say("A rehearsal is under way on this board. Wait until it has ended."))
        self._latest = running = Running(
            camp=camp.id, phones=phones, seconds=seconds, began=time.monotonic()
        )
        self._watching = asyncio.create_task(self._watch(running, assignment), name="rehearsal")

    def stop(self, camp: CampId) -> None:
        """Have it end early, with what it found so far."""
        running = self.latest(camp)
        if running is None or running.over:
            return
        if running is not self._latest:
            self._slate.ask_to_stop()
        else:
            running.stopping = True
            self._slate.write(_encoder.encode(running))
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()

    async def close(self) -> None:
        """End what is under way."""
        if self._watching is not None and self._latest is not None:
            self.stop(self._latest.camp)
            await asyncio.wait({self._watching}, timeout=GOODBYE)
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    def _elsewhere(self) -> Running | None:
        """What stands on the slate; over if whoever ran it is gone."""
        state = self._slate.read()
        if not state or (self._latest is not None and not self._latest.over):
            return None
        try:
            found: Running = _decoder.decode(state)
        except msgspec.MsgspecError:  # of another version of the board
            return None
        if not found.over and not self._slate.taken:
            found.failed = _ENDED
        elif not found.over:
            found.stopping = found.stopping or self._slate.asked_to_stop
        return found

    async def _watch(self, running: Running, assignment: Assignment) -> None:
        asked = asyncio.create_task(self._asked_to_stop(running), name="rehearsal-stop")
        try:
            self._slate.write(_encoder.encode(running))
            await self._run(running, assignment)
        finally:
            asked.cancel()
            self._slate.write(_encoder.encode(running))
            self._slate.leave()

    async def _asked_to_stop(self, running: Running) -> None:
        while True:
            await asyncio.sleep(STOPPED)
            if self._slate.asked_to_stop:
                self.stop(running.camp)
                return

    async def _run(self, running: Running, assignment: Assignment) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "board.rehearsal.aside"),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,  # Ctrl-C is for the board, which then ends its rehearsal
        )
        self._process = process
        assert process.stdin is not None
        try:
            async with asyncio.timeout(assignment.seconds + LONGER):
                process.stdin.write(msgspec.json.encode(assignment) + b"\n")
                if running.stopping:
                    process.stdin.close()
                async for _ in _heard(process, running):
                    self._slate.write(_encoder.encode(running))
                await process.wait()
        except TimeoutError:
            running.failed = running.failed or kept(say("It took too long and was ended."))
        except (OSError, msgspec.MsgspecError) as error:
            log_.warning("the rehearsal's process: %s", error)
        finally:
            self._process = None
            await _ended(process)
            if not running.over:
                running.failed = _ENDED


async def _heard(process: Process, running: Running) -> AsyncIterator[None]:
    """Keep what is told of how it goes; once for each thing told."""
    assert process.stdout is not None
    async for line in process.stdout:
        match TOLD.decode(line):
            case Going() as going:
                running.going = going
            case Found(report=report):
                running.report = report
            case Failed(why=why):
                running.failed = kept(why)
        yield


_ENDED = kept(say("It ended without a report. The board's own log says why."))


async def _ended(process: Process) -> None:
    """Let nothing of it stay: its session holds the phones too."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def _folder(store: str) -> str:
    """The folder of a store that is a file, to rehearse on the same disk."""
    path = store.removeprefix("sqlite:///")
    return str(Path(path).absolute().parent) if path != store else ""
