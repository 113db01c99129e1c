"""What organisers should look at: found in the camp, most pressing first.

Nothing here knows the time; a slot's freeze is told as a moment, and screens count down to it.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from board.camp.model import Camp, Slot, Topic

MOST_LISTED = 6  # of each kind; the topics page lists them all


class Freeze(NamedTuple):
    """A slot that will freeze by itself: `clock` in minutes after midnight, `at` in ms since the epoch."""

    slot: Slot
    clock: int
    at: int


class Listed(NamedTuple):
    """The most pressing topics of a kind, each with what is the matter, and how many more there are."""

    topics: tuple[tuple[Topic, str], ...]
    more: int

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.topics) + self.more


class Attention(NamedTuple):
    """What needs somebody: wishes that people want, topics without a room, topics too large for any."""

    wishes: Listed
    homeless: Listed
    crowded: Listed
    freezes: tuple[Freeze, ...]
    rooms_missing: bool
    slots_missing: bool

    @property
    def calm(self) -> bool:
        """Whether there is nothing to do."""
        listed = self.wishes.total + self.homeless.total + self.crowded.total
        return not (listed or self.freezes or self.rooms_missing or self.slots_missing)


def attention(camp: Camp) -> Attention:
    """What needs attention at `camp` now; nothing once it is closed."""
    if camp.phase == "closed":
        return Attention(_NONE, _NONE, _NONE, (), rooms_missing=False, slots_missing=False)
    up = [topic for topic in camp.topics.values() if topic.up]
    up.sort(key=lambda t: (-camp.tallies.get(t.id, 0), t.number))
    return Attention(
        _listed([(t, "") for t in up if t.wish and camp.tallies.get(t.id, 0)]),
        _listed([(t, camp.unplaced[t.id]) for t in up if t.id in camp.unplaced and not t.wish]),
        _listed(_crowded(camp, up)),
        _freezes(camp),
        rooms_missing=not camp.rooms,
        slots_missing=not camp.slots,
    )


def freezes_at(camp: Camp, slot: Slot) -> Freeze | None:
    """When the clock freezes a slot; None if it doesn't, or did, or was told not to."""
    minutes = camp.settings.freeze_minutes
    if not minutes or slot.id in camp.frozen | camp.thawed:
        return None
    midnight = datetime.combine(date.fromisoformat(camp.settings.date), time(), _zone(camp))
    start = midnight.replace(hour=slot.start // 60, minute=slot.start % 60)
    freeze = start.timestamp() - timedelta(minutes=minutes).total_seconds()
    return Freeze(slot, max(0, slot.start - minutes), round(freeze * 1000))


def time_of(camp: Camp, moment: int) -> str:
    """The time of day at the camp, `13:05`, of a moment in ms since the epoch."""
    return f"{datetime.fromtimestamp(moment / 1000, _zone(camp)):%H:%M}"


def _zone(camp: Camp) -> tzinfo:
    try:
        return ZoneInfo(camp.settings.zone)
    except (KeyError, ValueError, OSError):  # a zone that only another machine's database has
        return UTC


def _freezes(camp: Camp) -> tuple[Freeze, ...]:
    if camp.phase == "setup":
        return ()
    found = (freezes_at(camp, slot) for slot in camp.slots.values())
    return tuple(sorted((f for f in found if f is not None), key=lambda f: f.at))


def _crowded(camp: Camp, up: list[Topic]) -> list[tuple[Topic, str]]:
    if not camp.rooms:
        return []
    largest = max(camp.rooms.values(), key=lambda room: (room.capacity, room.name))
    return [
        (topic, f"{largest.name} holds {largest.capacity}{_times(topic.pitch.sessions)}")
        for topic in up
        if camp.tallies.get(topic.id, 0) > largest.capacity * topic.pitch.sessions
    ]


def _times(sessions: int) -> str:
    return f", {sessions} times" if sessions > 1 else ""


def _listed(topics: list[tuple[Topic, str]]) -> Listed:
    return Listed(tuple(topics[:MOST_LISTED]), max(0, len(topics) - MOST_LISTED))


_NONE = Listed((), 0)
