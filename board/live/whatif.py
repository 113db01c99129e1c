"""What if an organiser did this? The answer, before anything is done.

A change is tried as the very command that would do it: decided by the same rules, folded into a camp
that nobody keeps, and planned beside the camp as it is. So what is tried is what would be done.
"""

import asyncio
import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Pin, RoomId, SlotId, TopicId
from board.camp.rules import lookups
from board.live.instances import instance_of
from board.live.parts import clock
from board.live.planner import in_names
from board.live.trial import CanNotBe, Question
from board.live.trials import Trials
from board.planning.values import Instance
from board.planning.whatif import Difference

ITERATIONS = 160  # for each of three plans


class Tried(NamedTuple):
    """What a command would come to.

    `camp` is the camp as it would be, `difference` tells its reasons in names, and `seconds` is how
    long it was planned for.
    """

    camp: Camp
    difference: Difference
    seconds: float


class Against(NamedTuple):
    """A sentence that says what stands against a change, and the topic it is about if it is one."""

    why: str
    topic: TopicId | None = None


class Impossible(Conflict):
    """What organisers pinned, or what is frozen, stands against it: `conflicts` say what."""

    def __init__(self, conflicts: Sequence[Against]) -> None:
        super().__init__(" ".join(conflict.why for conflict in conflicts))
        self.conflicts = tuple(conflicts)


async def what_if(
    trials: Trials, camp: Camp, seed: int, command: c.Action, *, iterations: int = ITERATIONS
) -> Tried:
    """Try a command on a camp whose draws have this seed.

    Raises what `decide` would, Impossible where the command would undo what organisers pinned or
    what is frozen, and whatever `Trials.ask` raises.
    """
    after = _decided(camp, command)
    for new_pins in (True, False):
        # Camps are values, so another thread may look at one while this one serves people.
        question = await asyncio.to_thread(_question, camp, after, seed, iterations, new_pins)
        answer = await trials.ask(question)
        if not isinstance(answer, CanNotBe):
            return Tried(after, _in_names(after, answer.difference), answer.seconds)
        if not answer.already:
            words = [_in_words(after, question.after, each) for each in answer.problems]
            raise Impossible([Against(each) for each in words])
    raise AssertionError("without new pins every camp can be planned")


def _decided(camp: Camp, command: c.Action) -> Camp:
    lookups.in_phase(camp, "setup", "open", "running")
    events = decide(camp, command)
    if not events:
        raise Invalid("That is so already.")
    if conflicts := [conflict for event in events if (conflict := _against(camp, event))]:
        raise Impossible(conflicts)
    return fold(camp, events)


def _question(camp: Camp, after: Camp, seed: int, iterations: int, new_pins: bool) -> Question:
    return Question(
        before=instance_of(camp, seed, new_pins=new_pins),
        after=replace(instance_of(after, seed, new_pins=new_pins), current=()),
        iterations=iterations,
    )


# What stands against it


def _against(camp: Camp, event: e.Event) -> Against | None:
    """What stands against an event: it would undo what only organisers may. None if nothing does."""
    match event:
        case e.TopicUnpinned(pin=pin):
            title, there = _title(camp, pin.topic), _pinned_to(camp, pin)
            return Against(f"{title} is pinned to {there}. Unpin it first.", pin.topic)
        case e.SessionCleared(topic=topic, slot=slot) if slot in camp.frozen:
            (room,) = (p.room for p in camp.placements[topic] if p.slot == slot)
            where = f"{camp.rooms[room].name} at {clock(camp.slots[slot].start)}"
            why = f"{_title(camp, topic)} is in {where}, which is frozen. Put it elsewhere first."
            return Against(why, topic)
    return None


def _in_words(camp: Camp, instance: Instance, problem: str) -> str:
    """A planner's problem, which names places in its instance and ids in quotes, for people."""

    def named(found: re.Match[str]) -> str:
        if found["list"] == "pins":
            pin = instance.pins[int(found["n"])]
            there = Pin(topic=pin.topic, slot=pin.slot, room=pin.room)
            return f"{_title(camp, pin.topic)}, pinned to {_pinned_to(camp, there)}"
        if found["list"] == "current":
            return "what is frozen"
        return _named(camp, json.loads(found[0]))

    told = re.sub(r'(?P<list>pins|current)\[(?P<n>\d+)\]|"(?:[^"\\]|\\.)*"', named, problem)
    return told[:1].upper() + told[1:] + "."


def _named(camp: Camp, key: str) -> str:
    if (person := camp.attendees.get(AttendeeId(key))) is not None:
        return person.name or "somebody"
    if (room := camp.rooms.get(RoomId(key))) is not None:
        return room.name
    if (slot := camp.slots.get(SlotId(key))) is not None:
        return slot.name
    return _title(camp, TopicId(key)) if TopicId(key) in camp.topics else key


def _title(camp: Camp, topic: TopicId) -> str:
    return f"“{camp.topics[topic].pitch.title}”"


def _pinned_to(camp: Camp, pin: Pin) -> str:
    room = camp.rooms[pin.room].name if pin.room is not None else ""
    slot = f"{clock(camp.slots[pin.slot].start)} {camp.slots[pin.slot].name}" if pin.slot else ""
    return " at ".join(filter(None, [room, slot]))


# What would come of it


def _in_names(camp: Camp, difference: Difference) -> Difference:
    return replace(
        difference,
        moves=tuple(replace(m, why=in_names(camp, m.why)) for m in difference.moves),
        unplaced=tuple(replace(u, why=in_names(camp, u.why)) for u in difference.unplaced),
    )
