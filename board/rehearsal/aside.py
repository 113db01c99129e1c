"""A rehearsal aside: a copy of a camp on a board of its own, filled with phones, gone afterwards.

A process of its own, which organisers start from their console. It serves the board over a store in a
folder that it makes and removes, on a port that only this machine reaches, with a planner beside it; the
phones are one more process (`guests`), whose lines it passes on. Its first line of input is an
`Assignment`; when the input ends, so does the rehearsal, however the board that started it may have ended.
"""

import asyncio
import contextlib
import os
import secrets
import socket
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator

import msgspec
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.errors import BoardError, Unavailable
from board.camp.model import (
    ActionId,
    AttendeeId,
    CampId,
    Organiser,
    OrganiserId,
    TopicId,
)
from board.config import Config
from board.limits import allow_many_sockets
from board.live.desk import Desks
from board.log import open_log
from board.rehearsal.copied import Assignment, Copy
from board.rehearsal.guests import Failed, Guests, say
from board.rehearsal.process import reading_stdin
from board.server import planning, web_server

NICE = 5  # how far it stands back behind the board that people use
ENDING = 60.0  # seconds the phones may take to compare ballots and go home
CODE = CampId("rehearsal")
_ORGANISER = Organiser(id=OrganiserId("rehearser"), name="Rehearsal")


async def main() -> None:
    """Rehearse once."""
    with contextlib.suppress(OSError, AttributeError):  # a courtesy, where the system knows it
        os.nice(NICE)
    allow_many_sockets()
    commands = await reading_stdin()
    assignment = msgspec.json.decode(await commands.readline(), type=Assignment)
    try:
        with _folder(assignment.folder) as folder, _listening() as listening:
            await _rehearse(assignment, folder, listening, commands)
    except BoardError as error:
        say(Failed(why=error.detail))


async def _rehearse(
    assignment: Assignment, folder: str, listening: socket.socket, commands: asyncio.StreamReader
) -> None:
    host, port = listening.getsockname()
    config = Config(
        store=f"sqlite:///{folder}/board.db",
        secret=secrets.token_urlsafe(32),
        host=host,
        port=port,
        log_level="warning",
        rehearsals=False,
    )
    await _begin(config, assignment.copy)
    guests = Guests(
        url=f"http://{host}:{port}/c/{CODE}", phones=assignment.phones, seconds=assignment.seconds
    )
    async with planning(config), _serving(config, listening):
        await _visited(guests, commands)


async def _begin(config: Config, copy: Copy) -> None:
    """Write the copy into the store before the board opens it."""
    log = open_log(config.store)
    desks = Desks(log)
    try:
        created = c.CreateCamp(
            camp=CODE,
            settings=copy.settings,
            organiser=_ORGANISER,
            rooms=copy.rooms,
            slots=copy.slots,
            breaks=copy.breaks,
        )
        desk = await desks.create(created)
        await asyncio.gather(*(desk.submit(command) for command in _filling(copy)))
    finally:
        await desks.close()
        await log.close()


def _filling(copy: Copy) -> Iterator[c.Command]:
    yield c.ChangePhase(by=_ORGANISER.id, action=ActionId("opening"), at=0, phase="open")
    slots = {slot.id for slot in copy.slots}
    for n, topic in enumerate(copy.topics, start=1):
        lead = AttendeeId(f"lead-{n}")
        if topic.led:
            yield c.JoinCamp(attendee=lead)
        pitch = replace(
            topic.pitch, not_in=tuple(slot for slot in topic.pitch.not_in if slot in slots)
        )
        yield c.PitchTopic(
            topic=TopicId(f"t{n}"),
            by=_ORGANISER.id,
            at=n,
            pitch=pitch,
            facilitators=(lead,) if topic.led else (),
        )


@contextlib.asynccontextmanager
async def _serving(config: Config, listening: socket.socket) -> AsyncIterator[None]:
    web = web_server(config)
    serving = asyncio.create_task(web.serve(sockets=[listening]))
    try:
        if not await web.came_up(serving):
            raise Unavailable("The copy's board didn't start.")
        yield
    finally:
        web.should_exit = True
        await serving


async def _visited(guests: Guests, commands: asyncio.StreamReader) -> None:
    """Send the phones, and wait for their report; their lines go where ours do."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "board.rehearsal.guests", stdin=PIPE
    )
    assert process.stdin is not None
    process.stdin.write(msgspec.json.encode(guests) + b"\n")
    ended, told_to_stop = asyncio.create_task(process.wait()), asyncio.create_task(commands.read())
    try:
        await asyncio.wait({ended, told_to_stop}, return_when=asyncio.FIRST_COMPLETED)
        process.stdin.close()
        await asyncio.wait({ended}, timeout=ENDING)
    finally:
        told_to_stop.cancel()
        if process.returncode is None:
            process.kill()
        await ended


def _folder(beside: str) -> "tempfile.TemporaryDirectory[str]":
    """A folder on the same disk as the board's store, whose speed counts, or else a temporary one."""
    if beside and os.access(beside, os.W_OK):
        return tempfile.TemporaryDirectory(prefix="rehearsal-", dir=beside)
    return tempfile.TemporaryDirectory(prefix="rehearsal-")


@contextlib.contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        yield listening


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        asyncio.run(main())
