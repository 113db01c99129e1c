"""Rooms and the day's times as people type or paste them, one a line.

Every reader gives what it understood and a complaint for each line it did not, with the line's
number and what to write instead; nothing is guessed. Pure, shared by pages and the command line.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from board.camp.model import Break, BreakId, Room, RoomId, Slot, SlotId
from board.camp.said import say

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?", re.IGNORECASE)
_BREAK = re.compile(r"(\S+(?:\s*[ap]m)?)\s+(\d{1,3})\s+(.+)", re.IGNORECASE)
_ROOM = re.compile(r"(.+?)\s+(\d{1,6})")
DAY = 24 * 60


class Rooms(NamedTuple):
    """The rooms of a pasted list, and what is wrong with its other lines."""

    rooms: tuple[Room, ...]
    complaints: tuple[str, ...]


class Breaks(NamedTuple):
    """The breaks of a pasted list, and what is wrong with its other lines."""

    breaks: tuple[Break, ...]
    complaints: tuple[str, ...]


def rooms(text: str) -> Rooms:
    """Rooms from lines like `Library 40` or `Library, 40, piano projector`.

    Features are separated by spaces, or by commas where one of them has several words. Tabs count
    as commas, so that two columns of a spreadsheet can be pasted as they are.
    """
    found: list[Room] = []
    complaints: list[str] = []
    taken: set[str] = set()
    for number, line in _lines(text):
        parts = _room(line)
        if parts is None:
            complaints.append(
                say(
                    "Line {number}, “{line}”: write the room's name, then how many people fit in: Library 40",
                    number=number,
                    line=_short(line),
                )
            )
            continue
        name, capacity, features = parts
        if any(name.lower() == room.name.lower() for room in found):
            complaints.append(
                say(
                    "Line {number}: “{name}” is there twice. Rename one of them.",
                    number=number,
                    name=_short(name),
                )
            )
            continue
        room_id = RoomId(_slug(name, "room", taken))
        found.append(Room(id=room_id, name=name, capacity=capacity, features=features))
    return Rooms(tuple(found), tuple(complaints))


def breaks(text: str) -> Breaks:
    """Breaks from lines like `12:00 45 Lunch`: when, how many minutes, what it is called."""
    found: list[Break] = []
    complaints: list[str] = []
    taken: set[str] = set()
    for number, line in _lines(text):
        match = _BREAK.fullmatch(line)
        start = minutes_of(match[1]) if match else None
        if match is None or start is None:
            complaints.append(
                say(
                    "Line {number}, “{line}”: write when it begins, how many minutes it takes, and its"
                    " name: 12:00 45 Lunch",
                    number=number,
                    line=_short(line),
                )
            )
            continue
        name = match[3].strip()
        pause_id = BreakId(_slug(name, "break", taken))
        found.append(Break(id=pause_id, name=name, start=start, minutes=int(match[2])))
    return Breaks(tuple(sorted(found, key=lambda pause: pause.start)), tuple(complaints))


def slots(
    first: int, count: int, minutes: int, gap: int, around: Iterable[Break] = ()
) -> tuple[Slot, ...]:
    """`count` slots from `first` (minutes after midnight) with `gap` minutes between them.

    A slot that would run into one of the breaks `around` begins when that break is over.
    """
    pauses = sorted(around, key=lambda pause: pause.start)
    made, start = list[Slot](), first
    for number in range(1, count + 1):
        for pause in pauses:
            if start < pause.end and pause.start < start + minutes:
                start = pause.end
        made.append(
            Slot(id=SlotId(f"slot-{number}"), name=f"Slot {number}", start=start, minutes=minutes)
        )
        start += minutes + gap
    return tuple(made)


def minutes_of(text: str) -> int | None:
    """Minutes after midnight for `9:05`, `13:05`, `1:05 pm` or `9`; None if it is no time."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _room(line: str) -> tuple[str, int, tuple[str, ...]] | None:
    name, *rest = (part.strip() for part in line.replace("\t", ",").split(","))
    if not rest:
        match = _ROOM.fullmatch(name)
        return (match[1].strip(), int(match[2]), ()) if match and int(match[2]) else None
    capacity, *features = rest
    if not (name and capacity.isascii() and capacity.isdecimal() and 0 < int(capacity) <= 100_000):
        return None
    if len(features) == 1:
        features = features[0].split()
    return name, int(capacity), tuple(feature for feature in features if feature)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip(" ,\t"):
            yield number, line.strip()


def _slug(name: str, otherwise: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:24].strip("-") or otherwise
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
