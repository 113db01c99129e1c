"""Rehearsals that organisers start: one at a time in each web process, each in a process of its own.

What is known of the one that runs, or ran last, is kept here for the page that shows it. Nothing of it
touches any camp's log: see `board.rehearsal.aside`.
"""

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import msgspec
from msgspec import Struct

from board.camp.errors import Conflict
from board.camp.model import Camp, CampId
from board.camp.said import say
from board.rehearsal.copied import Assignment, copy_of
from board.rehearsal.guests import TOLD, Failed, Found, Going
from board.rehearsal.report import Report

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
    failed: str = ""
    stopping: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.report is not None or bool(self.failed)


class Rehearsals:
    """The rehearsals of one web process."""

    def __init__(self) -> None:
        self._latest: Running | None = None
        self._process: Process | None = None
        self._watching: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether one is under way, at whichever camp."""
        return self._latest is not None and not self._latest.over

    def latest(self, camp: CampId) -> Running | None:
        """The rehearsal of this camp that runs or ran last."""
        found = self._latest
        return found if found is not None and found.camp == camp else None

    async def start(self, camp: Camp, *, phones: int, seconds: float, store: str) -> None:
        """Begin one; Conflict if there is one already, here or at another camp."""
        if self.busy:
            raise Conflict(say("A rehearsal is under way on this board. Wait until it has ended."))
        self._latest = running = Running(
            camp=camp.id, phones=phones, seconds=seconds, began=time.monotonic()
        )
        assignment = Assignment(
            copy=copy_of(camp), phones=phones, seconds=seconds, folder=_folder(store)
        )
        self._watching = asyncio.create_task(self._watch(running, assignment), name="rehearsal")

    def stop(self, camp: CampId) -> None:
        """Have it end early, with what it found so far."""
        running = self.latest(camp)
        if running is not None and not running.over:
            running.stopping = True
            if self._process is not None and self._process.stdin is not None:
                self._process.stdin.close()

    async def close(self) -> None:
        """End what is under way."""
        if self._latest is not None:
            self.stop(self._latest.camp)
        if self._watching is not None:
            await asyncio.wait({self._watching}, timeout=GOODBYE)
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)

    async def _watch(self, running: Running, assignment: Assignment) -> None:
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
                await _heard(process, running)
                await process.wait()
        except TimeoutError:
            running.failed = running.failed or say("It took too long and was ended.")
        except (OSError, msgspec.MsgspecError) as error:
            log_.warning("the rehearsal's process: %s", error)
        finally:
            self._process = None
            await _ended(process)
            if not running.over:
                running.failed = say("It ended without a report. The board's own log says why.")


async def _heard(process: Process, running: Running) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        match TOLD.decode(line):
            case Going() as going:
                running.going = going
            case Found(report=report):
                running.report = report
            case Failed(why=why):
                running.failed = why


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
