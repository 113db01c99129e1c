"""Entries as bytes: versioned JSON, checked on the way back.

A stored body is `{"v": 1, "commit": ..., "at": ..., "events": [...]}`, each event tagged with its
class's name, and it is stored beside its `checksum`. What the board said to people is `[sentence,
names]`, or `[one, names, many]` with a count, so that it can be told in any language; in older logs
it is the English text. A body of an older version goes through every upcast between, in order; one of
a newer version is refused, since this board can't know what it means.
"""

from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import msgspec

from board.camp.errors import StoreDamaged
from board.camp.events import Event
from board.camp.model import CampId
from board.camp.said import Kept, said_again, stored
from board.log.protocol import Commit, Entry

VERSION = 1

# From version n to n + 1: takes and returns the body as plain dicts and lists.
Upcast = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTS: Mapping[int, Upcast] = {}


class _Body(msgspec.Struct, frozen=True, kw_only=True):
    v: int
    commit: Commit
    at: int
    events: tuple[Event, ...]


class _Version(msgspec.Struct, frozen=True):
    v: int


def _stored(value: object) -> object:
    """What the board said: with its sentence and names where that is kept, else in English."""
    if isinstance(value, Kept):
        return stored(value)
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{type(value).__name__} is nothing a log holds")


def _again(kind: type, value: object) -> object:
    if kind is Kept:
        return said_again(value)
    raise TypeError(f"{kind.__name__} is nothing a log holds")


ENCODING: Mapping[str, Any] = {"enc_hook": _stored}
DECODING: Mapping[str, Any] = {"dec_hook": _again}

_encoder = msgspec.json.Encoder(**ENCODING)
_decoder = msgspec.json.Decoder(_Body, **DECODING)
_peek = msgspec.json.Decoder(_Version)


def encode(entry: Entry) -> bytes:
    """The body to store for `entry`."""
    return _encoder.encode(_Body(v=VERSION, commit=entry.commit, at=entry.at, events=entry.events))


def checksum(camp: CampId, seq: int, body: bytes) -> int:
    """CRC-32 (as in zlib) over the entry's place and body: finds what was cut, changed or misplaced."""
    return crc32(body, crc32(f"{camp}/{seq}/".encode()))


def decode(camp: CampId, seq: int, body: bytes, check: int) -> Entry:
    """The entry stored as `body`; StoreDamaged, naming the entry, if it can't be trusted."""
    if checksum(camp, seq, body) != check:
        raise StoreDamaged(
            f"Camp {camp}: entry {seq} of the log does not match its checksum. Restore the store"
            " from a backup; nothing was changed or dropped."
        )
    try:
        version = _peek.decode(body).v
        if version == VERSION:
            stored = _decoder.decode(body)
        else:
            stored = _upcast(camp, seq, version, msgspec.json.decode(body))
    except msgspec.MsgspecError as error:
        raise StoreDamaged(
            f"Camp {camp}: entry {seq} of the log can't be read: {error}."
        ) from error
    return Entry(seq=seq, commit=stored.commit, at=stored.at, events=stored.events)


def in_order(camp: CampId, seq: int, *, last: int) -> None:
    """Refuse, with StoreDamaged, an entry that does not follow the one before it."""
    if seq != last + 1:
        raise StoreDamaged(
            f"Camp {camp}: after entry {last} of the log comes entry {seq}; entry {last + 1} is"
            " missing. Restore the store from a backup; nothing was changed or dropped."
        )


def _upcast(camp: CampId, seq: int, version: int, body: dict[str, Any]) -> _Body:
    if version > VERSION:
        raise StoreDamaged(
            f"Camp {camp}: entry {seq} of the log was written by a newer board (version {version};"
            f" this one reads up to {VERSION}). Upgrade this board."
        )
    for step in range(version, VERSION):
        if step not in UPCASTS:
            raise StoreDamaged(f"Camp {camp}: entry {seq} has a version {step} that never was.")
        body = UPCASTS[step](body)
    found: _Body = msgspec.convert(body, _Body, **DECODING)
    return found
