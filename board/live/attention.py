"""What organisers should look at: found in the camp, most pressing first.

Nothing here knows the time; a slot's freeze is told as a moment, and screens count down to it.
"""

from typing import NamedTuple

from board.camp import moments
from board.camp.model import Camp, Slot, Topic
from board.live.offered import Offered, for_organisers

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
    """What needs somebody: wishes that people want, topics without a room, topics too large for any.

    `troubles` say what organisers asked of the planner and it can't do, `offers` what more room for a
    topic would win.
    """

    wishes: Listed
    homeless: Listed
    crowded: Listed
    freezes: tuple[Freeze, ...]
    rooms_missing: bool
    slots_missing: bool
    troubles: tuple[str, ...] = ()
    offers: tuple[Offered, ...] = ()

    @property
    def calm(self) -> bool:
        """Whether there is nothing to do."""
        listed = self.wishes.total + self.homeless.total + self.crowded.total
        missing = self.rooms_missing or self.slots_missing
        return not (listed or self.freezes or missing or self.troubles or self.offers)


def attention(camp: Camp) -> Attention:
    """What needs attention at `camp` now; nothing once it is closed."""
    if camp.phase == "closed":
        return Attention(_NONE, _NONE, _NONE, (), rooms_missing=False, slots_missing=False)
    up = [topic for topic in camp.topics.values() if topic.up]
    up.sort(key=lambda t: (-camp.tallies.get(t.id, 0), t.number))
    offers = for_organisers(camp)
    offered = {each.offer.topic for each in offers}
    return Attention(
        _listed([(t, "") for t in up if t.wish and camp.tallies.get(t.id, 0)]),
        _listed([(t, camp.unplaced[t.id]) for t in up if t.id in camp.unplaced and not t.wish]),
        _listed(_crowded(camp, [t for t in up if t.id not in offered])),
        _freezes(camp),
        rooms_missing=not camp.rooms,
        slots_missing=not camp.slots,
        troubles=camp.troubles,
        offers=offers,
    )


def freezes_at(camp: Camp, slot: Slot) -> Freeze | None:
    """When the clock freezes a slot; None if it doesn't, or did, or was told not to."""
    at = moments.freezes_at(camp, slot)
    if at is None:
        return None
    return Freeze(slot, max(0, slot.start - camp.settings.freeze_minutes), at)


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
