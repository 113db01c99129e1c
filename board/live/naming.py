"""What the planner says of a camp, in that camp's names instead of ids."""

import json
import re
from functools import partial

from board.camp import joined
from board.camp.model import AttendeeId, Camp, Pin, RoomId, SlotId, TopicId
from board.camp.said import Kept, kept, renamed, say
from board.live.parts import clock
from board.planning.values import Instance

_ID = re.compile("«([a-z0-9-]+)»")
_PLACE = re.compile(r"(pins|current)\[(\d+)\]")


def in_names(camp: Camp, why: str) -> Kept:
    """A reason in which «ids» of topics, rooms and slots, as the planner writes them, are names."""

    def name(_: str, text: str) -> str:
        found = _ID.fullmatch(text)
        return _called(camp, found[1]) if found else text

    return kept(renamed(why, name))


def in_words(camp: Camp, instance: Instance, problem: str) -> str:
    """A problem of an instance, which names places in it and ids in quotes, as a sentence for people."""
    return joined.sentence(renamed(problem, partial(_in_words, camp, instance)))


def title(camp: Camp, topic: TopicId) -> str:
    """A topic's title in quotation marks."""
    return say("“{title}”", title=camp.topics[topic].pitch.title)


def pinned_to(camp: Camp, pin: Pin) -> str:
    """Where a pin wants its topic: `Gym at 10:00 Session 1`, or the one it names."""
    room = camp.rooms[pin.room].name if pin.room is not None else ""
    slot = camp.slots[pin.slot] if pin.slot else None
    if slot is None:
        return room
    when = say("{time} {slot}", time=clock(slot.start), slot=slot.name)
    return say("{room} at {time}", room=room, time=when) if room else when


def _called(camp: Camp, key: str) -> str:
    if (room := camp.rooms.get(RoomId(key))) is not None:
        return room.name
    if (slot := camp.slots.get(SlotId(key))) is not None:
        return slot.name
    topic = TopicId(key)
    return title(camp, topic) if topic in camp.topics else say("something else")


def _in_words(camp: Camp, instance: Instance, name: str, text: str) -> str:
    if found := _PLACE.fullmatch(text):
        return _placed(camp, instance, found[1], int(found[2]))
    key = str(json.loads(text))
    if name == "room" and (room := camp.rooms.get(RoomId(key))) is not None:
        return room.name
    if name == "slot" and (slot := camp.slots.get(SlotId(key))) is not None:
        return slot.name
    if name == "topic" and TopicId(key) in camp.topics:
        return title(camp, TopicId(key))
    if name == "leader" and (person := camp.attendees.get(AttendeeId(key))) is not None:
        return person.name or say("somebody")
    return key


def _placed(camp: Camp, instance: Instance, where: str, number: int) -> str:
    """One of an instance's pins, or of its sessions that are frozen."""
    if where == "pins":
        pin = instance.pins[number]
        there = pinned_to(camp, Pin(topic=pin.topic, slot=pin.slot, room=pin.room))
        return say("{topic}, pinned to {where}", topic=title(camp, pin.topic), where=there)
    session = instance.current[number]
    there = pinned_to(camp, Pin(topic=session.topic, slot=session.slot, room=session.room))
    return say("{topic}, frozen in {where}", topic=title(camp, session.topic), where=there)
