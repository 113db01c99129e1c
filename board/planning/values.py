"""What an instance is made of, field by field as in its JSON.

The structs hold no rules beyond their types; `instance.check` says what is wrong with them.
"""

from msgspec import Struct

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId


class _Value(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class Slot(_Value, frozen=True):
    """A period of the day in which sessions run in parallel; slots are listed in time order."""

    id: SlotId


class Room(_Value, frozen=True):
    """A place with `capacity` chairs, what it offers, and the slots in which it is closed."""

    id: RoomId
    capacity: int
    features: tuple[str, ...] = ()
    closed: tuple[SlotId, ...] = ()


class Topic(_Value, frozen=True):
    """A topic that may be placed.

    `facilitators` may be empty. `needs` are features its room must have. It runs at most
    `max_sessions` times, each time in another slot and never in one of `not_in`. `max_seats`
    caps a session below its room; None leaves it to the room.
    """

    id: TopicId
    facilitators: tuple[AttendeeId, ...] = ()
    needs: tuple[str, ...] = ()
    max_sessions: int = 1
    max_seats: int | None = None
    not_in: tuple[SlotId, ...] = ()


class Pin(_Value, frozen=True):
    """One session of a topic that must lie in this slot, this room, or this very cell.

    Every pin asks for a session of its own.
    """

    topic: TopicId
    slot: SlotId | None = None
    room: RoomId | None = None


class Placement(_Value, frozen=True):
    """One session: a topic in one slot and one room."""

    topic: TopicId
    slot: SlotId
    room: RoomId


class Instance(_Value, frozen=True):
    """All that the planner knows of a camp.

    `ballots` names every attendee, facilitators too, each with topics in the order they want
    them. `current` is the grid that people have seen; its sessions in a `frozen` slot stay exactly
    so and nothing joins them. `seed` decides every tie.
    """

    slots: tuple[Slot, ...]
    rooms: tuple[Room, ...]
    topics: tuple[Topic, ...]
    ballots: dict[AttendeeId, tuple[TopicId, ...]]
    pins: tuple[Pin, ...] = ()
    current: tuple[Placement, ...] = ()
    frozen: tuple[SlotId, ...] = ()
    seed: int = 0
