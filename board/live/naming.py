"""What the planner says of a camp, in that camp's names instead of ids."""

import json
import re

from board.camp.model import AttendeeId, Camp, Pin, RoomId, SlotId, TopicId
from board.camp.said import say
from board.live.parts import clock
from board.planning.values import Instance


def in_names(camp: Camp, why: str) -> str:
    """A reason in which «ids» of topics, rooms and slots, as the planner writes them, are names."""

    def name(found: re.Match[str]) -> str:
        key = found[1]
        if (room := camp.rooms.get(RoomId(key))) is not None:
            return room.name
        if (slot := camp.slots.get(SlotId(key))) is not None:
            return slot.name
        topic = TopicId(key)
        return title(camp, topic) if topic in camp.topics else "another"

    return re.sub("«([a-z0-9-]+)»", name, why)


def in_words(camp: Camp, instance: Instance, problem: str) -> str:
    """A problem of an instance, which names places in it and ids in quotes, for people."""

    def named(found: re.Match[str]) -> str:
        if found["list"] == "pins":
            pin = instance.pins[int(found["n"])]
            there = Pin(topic=pin.topic, slot=pin.slot, room=pin.room)
            return say(
                "{topic}, pinned to {where}",
                topic=title(camp, pin.topic),
                where=pinned_to(camp, there),
            )
        if found["list"] == "current":
            return say("what is frozen")
        return _named(camp, json.loads(found[0]))

    told = re.sub(r'(?P<list>pins|current)\[(?P<n>\d+)\]|"(?:[^"\\]|\\.)*"', named, problem)
    return told[:1].upper() + told[1:] + "."


def title(camp: Camp, topic: TopicId) -> str:
    """A topic's title in quotation marks."""
    return f"“{camp.topics[topic].pitch.title}”"


def pinned_to(camp: Camp, pin: Pin) -> str:
    """Where a pin wants its topic: `Gym at 10:00 Session 1`, or the one it names."""
    room = camp.rooms[pin.room].name if pin.room is not None else ""
    slot = camp.slots[pin.slot] if pin.slot else None
    if slot is None:
        return room
    when = say("{time} {slot}", time=clock(slot.start), slot=slot.name)
    return say("{room} at {time}", room=room, time=when) if room else when


def _named(camp: Camp, key: str) -> str:
    if (person := camp.attendees.get(AttendeeId(key))) is not None:
        return person.name or "somebody"
    if (room := camp.rooms.get(RoomId(key))) is not None:
        return room.name
    if (slot := camp.slots.get(SlotId(key))) is not None:
        return slot.name
    return title(camp, TopicId(key)) if TopicId(key) in camp.topics else key
