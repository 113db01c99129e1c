"""What the day has ahead: when slots freeze, begin and end, for the console to count down to.

Nothing here knows the time: every entry has its moment, and whoever shows them knows which is next.
"""

from typing import Literal, NamedTuple, TypeAlias

from board.camp.model import Camp, SlotId
from board.camp.moments import freezes_at, moment_of, time_of

Kind: TypeAlias = Literal["freezes", "begins", "ends"]
_ORDER: tuple[Kind, ...] = ("ends", "freezes", "begins")


class Ahead(NamedTuple):
    """Something that happens to a slot by itself: at a moment (ms), and when by the camp's clocks."""

    at: int
    kind: Kind
    slot: SlotId
    name: str
    when: str


class Step(NamedTuple):
    """Where the day stands and what there is to do next.

    `missing` are rooms, slots, both or neither. `first` is the moment the first slot begins and `last`
    that the last one ends, 0 without any.
    """

    phase: str
    missing: tuple[str, ...]
    topics: bool
    ahead: tuple[Ahead, ...]
    first: int
    last: int


def step(camp: Camp) -> Step:
    """What organisers do next, as far as it follows from the camp alone."""
    missing = [name for name, there in (("rooms", camp.rooms), ("slots", camp.slots)) if not there]
    return Step(
        camp.phase,
        tuple(missing),
        topics=any(topic.up for topic in camp.topics.values()),
        ahead=agenda(camp),
        first=min((moment_of(camp, slot.start) for slot in camp.slots.values()), default=0),
        last=max((moment_of(camp, slot.end) for slot in camp.slots.values()), default=0),
    )


def agenda(camp: Camp) -> tuple[Ahead, ...]:
    """All that happens to slots on the camp's day, in order."""
    found = []
    for slot in camp.slots.values():
        moments: list[tuple[Kind, int | None]] = [
            ("freezes", freezes_at(camp, slot)),
            ("begins", moment_of(camp, slot.start)),
            ("ends", moment_of(camp, slot.end)),
        ]
        found += [
            Ahead(at, kind, slot.id, slot.name, time_of(camp, at)) for kind, at in moments if at
        ]
    return tuple(sorted(found, key=lambda a: (a.at, _ORDER.index(a.kind))))
