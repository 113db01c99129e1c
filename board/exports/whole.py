"""A whole camp as one JSON document, and back: every event, nothing interpreted."""

import asyncio
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from board.camp import texts
from board.camp.errors import Conflict, Invalid, Unknown
from board.camp.events import CampCreated, Event
from board.camp.model import CampId
from board.config import Config
from board.live.desk import replay
from board.log import open_log
from board.log.codec import DECODING, ENCODING, VERSION
from board.log.protocol import Commit, Entry, Log, SeqTaken

T = TypeVar("T")


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An exported camp: `board_camp` is the version of the events' format, as in the log."""

    board_camp: int
    camp: CampId
    entries: int
    events: tuple[Event, ...]


def write(config: Config, camp: str, file: Path | None) -> int:
    """Write the camp with the code `camp` into `file`, or print it; the exit status."""
    document = asyncio.run(_on_store(config, lambda log: export(log, CampId(camp.lower()))))
    body = msgspec.json.format(msgspec.json.encode(document, **ENCODING), indent=1) + b"\n"
    if file is None:
        sys.stdout.buffer.write(body)
    else:
        file.write_bytes(body)
    return 0


def bring_back(config: Config, file: Path, code: str | None) -> int:
    """Import the camp in `file`, under another code if one is given; the exit status."""
    try:
        document = parse(file.read_bytes(), str(file))
    except OSError as error:
        raise Invalid(f"{file} can't be read: {error.strerror}.") from error
    code = code.lower() if code else document.camp
    camp = asyncio.run(_on_store(config, lambda log: restore(log, document, CampId(code))))
    sys.stdout.write(f"Camp {camp.upper()} is back, with {len(document.events)} events.\n")
    return 0


async def _on_store(config: Config, work: Callable[[Log], Awaitable[T]]) -> T:
    log = open_log(config.store)
    try:
        return await work(log)
    finally:
        await log.close()


async def export(log: Log, camp: CampId) -> Document:
    """Everything in a camp's log; Unknown if there is none."""
    entries = await log.read(camp)
    if not entries:
        raise Unknown(f"There is no camp with the code {camp.upper()} in this store.")
    events = tuple(event for entry in entries for event in entry.events)
    return Document(board_camp=VERSION, camp=camp, entries=len(entries), events=events)


async def restore(log: Log, document: Document, camp: CampId) -> CampId:
    """Begin a new log with all events as its first entry: at once or not at all, with a new epoch.

    Raises Conflict if the code is taken, StoreDamaged if the events contradict each other.
    """
    texts.identifier(camp, "camp")
    first, *rest = document.events
    assert isinstance(first, CampCreated)
    events = (replace(first, camp=camp), *rest)
    commit = Commit(secrets.token_urlsafe(9))
    entry = Entry(seq=1, commit=commit, at=time.time_ns() // 1_000_000, events=events)
    for _ in replay(camp, [entry]):
        pass
    try:
        await log.append(camp, entry)
    except SeqTaken:
        raise Conflict(
            f"There is a camp {camp.upper()} in this store. Give this one another code with --code."
        ) from None
    return camp


def parse(body: bytes, name: str) -> Document:
    """An exported document; Invalid, saying where it is wrong, if it is none."""
    try:
        document: Document = msgspec.json.decode(body, type=Document, **DECODING)
    except msgspec.MsgspecError as error:
        raise Invalid(f"{name} is not a camp that `board export` wrote: {error}.") from error
    if document.board_camp != VERSION:
        raise Invalid(
            f"{name} was written by another version of the board ({document.board_camp}; this one"
            f" reads {VERSION})."
        )
    if not document.events or not isinstance(document.events[0], CampCreated):
        raise Invalid(f"{name} does not begin with a camp's creation.")
    return document
