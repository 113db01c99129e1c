"""What the planner answers: a plan, field by field as in its JSON."""

from typing import Literal

from msgspec import Struct

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId

Seats = dict[AttendeeId, dict[SlotId, TopicId]]
"""Each attendee's seats: at most one topic a slot. Every attendee is in it."""


class _Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Placement(_Answer, frozen=True):
    """One session: a topic in one slot and one room, and why it is there."""

    topic: TopicId
    slot: SlotId
    room: RoomId
    why: str


class Unplaced(_Answer, frozen=True):
    """A topic that runs nowhere, and why."""

    topic: TopicId
    why: str


class Score(_Answer, frozen=True):
    """How good a plan is.

    `seated` counts seats, and no plan that runs at least these sessions seats more than `bound`;
    `bound_by` says how that is proved, `loose` that the bound is known to be far from what can be
    had (few votes each). `fraction` is the one over the other (1 if there is nothing to seat).
    `choices` has, for the first three choices ("1", "2", "3"), the share seated in it of those
    who named one; a choice that nobody named is left out. `without_top3` counts attendees with
    a ballot and a slot in which they lead nothing who got none of their first three. `short`
    counts attendees with fewer seats than they could have had alone in this grid. `moved`
    counts sessions of `current` that no longer lie in their slot.
    """

    seated: int
    bound: int
    bound_by: Literal["slot-blind", "set-partition"]
    loose: bool
    fraction: float
    choices: dict[str, float]
    without_top3: int
    short: int
    moved: int


class Plan(_Answer, frozen=True):
    """A grid with its seats.

    Placements come by slot, in the instance's order, then by room; what is unplaced by topic. A
    waitlist's key is `topic@slot`, its first attendee the next to get a seat. `seconds` is how
    long it took, filled in by whoever has a clock.
    """

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    seats: Seats
    waitlist: dict[str, tuple[AttendeeId, ...]]
    score: Score
    seconds: float = 0.0
