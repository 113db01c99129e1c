"""What organisers can try before they do it, each as the command of theirs that would do it."""

from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.errors import Conflict, Invalid
from board.camp.model import ActionId, Camp, OrganiserId, Room, RoomId, Slot, SlotId, TopicId
from board.camp.rules import lookups
from board.camp.said import AllOf, say
from board.live.parts import clock


class _Change(
    Struct, frozen=True, kw_only=True, tag_field="type", tag=True, forbid_unknown_fields=True
):
    """The shape every change shares."""


class CloseRoom(_Change, frozen=True, kw_only=True):
    """Close a room in these slots; in all of the day's if none are named."""

    room: RoomId
    slots: tuple[SlotId, ...] = ()


class AddSlot(_Change, frozen=True, kw_only=True):
    """Add a slot: `start` in minutes after midnight. One without a name is numbered."""

    start: int
    minutes: int
    name: str = ""


class AddRoom(_Change, frozen=True, kw_only=True):
    """Add a room."""

    name: str
    capacity: int
    features: tuple[str, ...] = ()


class CapTopic(_Change, frozen=True, kw_only=True):
    """Let no more than `seats` people into each session of a topic; 0: as many as the room holds."""

    topic: TopicId
    seats: int


class RepeatTopic(_Change, frozen=True, kw_only=True):
    """Let a topic run once more than it can now."""

    topic: TopicId


Change: TypeAlias = CloseRoom | AddSlot | AddRoom | CapTopic | RepeatTopic


def command(
    camp: Camp, change: Change, *, by: OrganiserId, action: ActionId, at: int
) -> c.SetRooms | c.SetSlots | c.SizeTopic:
    """The command that makes a change; BoardError if `camp` has not what it names."""
    match change:
        case CloseRoom():
            return c.SetRooms(by=by, action=action, at=at, rooms=(_closed(camp, change),))
        case AddRoom(name=name, capacity=capacity, features=features):
            new_room = RoomId(f"room-{action}"[:32])
            room = Room(id=new_room, name=name, capacity=capacity, features=features)
            return c.SetRooms(by=by, action=action, at=at, rooms=(room,))
        case AddSlot(start=start, minutes=minutes):
            new_slot, name = SlotId(f"slot-{action}"[:32]), change.name or _numbered(camp)
            slot = Slot(id=new_slot, name=name, start=start, minutes=minutes)
            return c.SetSlots(by=by, action=action, at=at, slots=(slot,))
        case CapTopic(topic=topic, seats=seats):
            return c.SizeTopic(by=by, action=action, at=at, topic=topic, seat_cap=seats)
        case RepeatTopic():
            more = _times(camp, change) + 1
            return c.SizeTopic(by=by, action=action, at=at, topic=change.topic, sessions=more)
    assert_never(change)


def doing(camp: Camp, change: Change) -> str:
    """What a change that `command` has an answer to is, as one thinks of it: `Closing Gym at 10:00`."""
    match change:
        case CloseRoom(room=room):
            return say(
                "Closing {room} {when}", room=camp.rooms[room].name, when=_when(camp, change)
            )
        case AddRoom(name=name, capacity=capacity):
            return say("Adding {room}, which holds {capacity}", room=name, capacity=capacity)
        case AddSlot(start=start, minutes=minutes):
            end = clock(start + minutes)
            return say("Adding a slot from {start} to {end}", start=clock(start), end=end)
        case CapTopic(topic=topic, seats=seats) if seats:
            return say("Capping “{topic}” at {seats}", topic=_title(camp, topic), seats=seats)
        case CapTopic(topic=topic):
            title = _title(camp, topic)
            return say("Letting “{topic}” take as many as the room holds", topic=title)
        case RepeatTopic(topic=topic):
            return say("Letting “{topic}” run once more", topic=_title(camp, topic))
    assert_never(change)


def to_do(camp: Camp, change: Change) -> str:
    """The same, as a button says it: `Close Gym at 10:00`."""
    match change:
        case CloseRoom(room=room):
            return say("Close {room} {when}", room=camp.rooms[room].name, when=_when(camp, change))
        case AddRoom(name=name, capacity=capacity):
            return say("Add {room}, which holds {capacity}", room=name, capacity=capacity)
        case AddSlot(start=start, minutes=minutes):
            end = clock(start + minutes)
            return say("Add a slot from {start} to {end}", start=clock(start), end=end)
        case CapTopic(topic=topic, seats=seats) if seats:
            return say("Cap “{topic}” at {seats}", topic=_title(camp, topic), seats=seats)
        case CapTopic(topic=topic):
            title = _title(camp, topic)
            return say("Let “{topic}” take as many as the room holds", topic=title)
        case RepeatTopic(topic=topic):
            return say("Let “{topic}” run once more", topic=_title(camp, topic))
    assert_never(change)


def _title(camp: Camp, topic: TopicId) -> str:
    return camp.topics[topic].pitch.title


def _when(camp: Camp, change: CloseRoom) -> str:
    closing = set(change.slots) or set(camp.slots)
    if closing == set(camp.slots):
        return say("all day")
    if closing == set(camp.slots) - camp.frozen:
        return say("for the rest of the day")
    times = [clock(slot.start) for slot in _in_order(camp) if slot.id in closing]
    return say("at {times}", times=AllOf(*times))


def _closed(camp: Camp, change: CloseRoom) -> Room:
    room = lookups.room(camp, change.room)
    closing = {lookups.slot(camp, slot).id for slot in change.slots} or set(camp.slots)
    if closing <= set(room.closed):
        raise Invalid(say("{room} is closed then already.", room=room.name))
    later = (slot.id for slot in _in_order(camp) if slot.id in closing)
    return replace(room, closed=tuple(dict.fromkeys((*room.closed, *later))))


def _times(camp: Camp, change: RepeatTopic) -> int:
    topic = lookups.topic_up(camp, change.topic)
    if topic.wish and not camp.settings.leaderless:
        raise Conflict(
            say(
                "Nobody leads “{topic}” yet, so nobody could run it again.", topic=topic.pitch.title
            )
        )
    return topic.pitch.sessions


def _numbered(camp: Camp) -> str:
    names = {slot.name.lower() for slot in camp.slots.values()}
    number = len(camp.slots) + 1
    while f"slot {number}" in names:
        number += 1
    return f"Slot {number}"


def _in_order(camp: Camp) -> list[Slot]:
    return sorted(camp.slots.values(), key=lambda slot: slot.start)
