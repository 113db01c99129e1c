"""The phones of a rehearsal aside: a process of its own, told what to do and ended over stdin.

Its first line of input is `Guests`; when the input ends, the rehearsal does too, with the report of what
happened so far. Every second it prints a `Going`, at the end a `Found` or a `Failed`.
"""

import asyncio
from contextlib import suppress
from time import perf_counter
from typing import TypeAlias

import msgspec
from msgspec import Struct

from board.camp.errors import BoardError
from board.limits import allow_many_sockets
from board.rehearsal.process import reading_stdin
from board.rehearsal.progress import ProgressLine
from board.rehearsal.rehearsal import Rehearsal
from board.rehearsal.report import Report


class Guests(Struct, frozen=True, kw_only=True):
    """Which camp to visit with how many phones, for how many seconds."""

    url: str
    phones: int
    seconds: float


class Going(Struct, frozen=True, kw_only=True, tag=True):
    """How it goes, so many seconds after it began."""

    seconds: float
    joined: int
    online: int
    votes: int
    errors: int


class Found(Struct, frozen=True, kw_only=True, tag=True):
    """What it found."""

    report: Report


class Failed(Struct, frozen=True, kw_only=True, tag=True):
    """Why there is no report, in words."""

    why: str


Told: TypeAlias = Going | Found | Failed
TOLD: msgspec.json.Decoder[Told] = msgspec.json.Decoder(Told)


class _NoLine(ProgressLine):
    """Shows nothing: what is told is told otherwise."""

    def show(self, text: str, *, at_once: bool = False) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


async def main() -> None:
    """Rehearse until the time is over or the input ends."""
    allow_many_sockets()
    commands = await reading_stdin()
    guests = msgspec.json.decode(await commands.readline(), type=Guests)
    rehearsal = Rehearsal(guests.url, phones=guests.phones, seconds=guests.seconds, line=_NoLine())
    running = asyncio.create_task(rehearsal.run())
    around = [
        asyncio.create_task(_tell(rehearsal)),
        asyncio.create_task(_heed(commands, rehearsal)),
    ]
    try:
        say(Found(report=await running))
    except BoardError as error:
        say(Failed(why=error.detail))
    finally:
        for task in around:
            task.cancel()


def say(told: Told) -> None:
    """Tell one thing, in a line."""
    print(msgspec.json.encode(told).decode(), flush=True)


async def _tell(rehearsal: Rehearsal) -> None:
    began, figures = perf_counter(), rehearsal.figures
    while True:
        say(
            Going(
                seconds=perf_counter() - began,
                joined=figures.joined,
                online=figures.online,
                votes=figures.votes,
                errors=sum(figures.errors.values()),
            )
        )
        await asyncio.sleep(1)


async def _heed(commands: asyncio.StreamReader, rehearsal: Rehearsal) -> None:
    await commands.read()
    rehearsal.stop()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        asyncio.run(main())
