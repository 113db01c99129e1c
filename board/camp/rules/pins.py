"""Pins: where organisers want a topic, whatever the planner thinks.

No two pins of a camp contradict each other, and none names what is not there: `clashes` finds those
that would, and every rule that changes what pins depend on asks it (through `grid.settled`).
"""

from collections.abc import Iterator
from typing import NamedTuple

from board.camp import commands as c
from board.camp import events as e
from board.camp.errors import Conflict, Invalid
from board.camp.evolve import evolve
from board.camp.model import AttendeeId, Camp, Cell, Pin, Placement, SlotId, TopicId
from board.camp.rules import lookups
from board.camp.said import say


class Clash(NamedTuple):
    """A pin that can't be kept, and why."""

    pin: Pin
    why: str


def pin(camp: Camp, command: c.PinTopic) -> tuple[str, tuple[e.Event, ...]]:
    """A pin says where a topic has to be; the planner does the moving, unless it is there already."""
    new = command.pin
    topic = lookups.topic_up(camp, new.topic)
    what = say("Pinned “{topic}”", topic=topic.pitch.title)
    if new.slot is None and new.room is None:
        raise Invalid(say("A pin names a slot, a room, or both."))
    if new in camp.pins.get(topic.id, ()):
        return what, ()
    pinned = e.TopicPinned(pin=new)
    for clash in clashes(evolve(camp, pinned), yielding=topic.id):
        raise Conflict(
            say("“{topic}” can't be pinned there: {why}.", topic=topic.pitch.title, why=clash.why)
        )
    if new.slot in camp.frozen and not any(covers(new, p) for p in sessions(camp, topic.id)):
        name = lookups.slot(camp, new.slot).name
        raise Conflict(
            say(
                "{name} is frozen, so nothing is moved into it. Put the topic there yourself.",
                name=name,
            )
        )
    return what, (pinned,)


def unpin(camp: Camp, command: c.UnpinTopic) -> tuple[str, tuple[e.Event, ...]]:
    """Without its pin a session stays until a better place is worth the move."""
    topic = lookups.topic(camp, command.pin.topic)
    there = command.pin in camp.pins.get(topic.id, ())
    return say("Unpinned “{topic}”", topic=topic.pitch.title), (
        e.TopicUnpinned(pin=command.pin),
    ) if there else ()


def held(camp: Camp, placement: Placement) -> tuple[e.Event, ...]:
    """The events that pin a session where it is put.

    Pins that this one says more precisely go, and so do others, those that hold nothing first, if
    the topic would have more pins than sessions.
    """
    topic = camp.topics[placement.topic]
    new = Pin(topic=topic.id, slot=placement.slot, room=placement.room)
    there = camp.pins.get(topic.id, ())
    if new in there:
        return ()
    stated = {p.pin for p in loosened(camp, placement)}
    stated |= {p for p in there if p.slot == new.slot}
    others = [p for p in there if p not in stated]
    others.sort(key=lambda p: any(covers(p, s) for s in sessions(camp, topic.id)))
    spare = others[: max(0, len(others) + 1 - topic.pitch.sessions)]
    loose = [p for p in there if p in stated or p in spare]
    return (*(e.TopicUnpinned(pin=p) for p in loose), e.TopicPinned(pin=new))


def loosened(camp: Camp, placement: Placement) -> Iterator[e.TopicUnpinned]:
    """The pins that hold this session of its topic and no other."""
    others = [p for p in sessions(camp, placement.topic) if p.slot != placement.slot]
    for there in camp.pins.get(placement.topic, ()):
        if covers(there, placement) and not any(covers(there, other) for other in others):
            yield e.TopicUnpinned(pin=there)


def clash(camp: Camp, pin: Pin) -> str | None:
    """Why this one pin can't be kept beside all others; None if it can."""
    standing = _Pinned(camp)
    for topic, there in camp.pins.items():
        for other in there:
            if other != pin and (other.slot == pin.slot or topic == pin.topic):
                standing.add(other)
    return impossible(camp, pin) or standing.excludes(pin)


def clashes(camp: Camp, *, yielding: TopicId | None = None) -> list[Clash]:
    """Every pin that names what can't be, or contradicts another pin.

    Of two that contradict each other, one of the topic `yielding` is named, or else the one that
    holds no session.
    """
    standing = _Pinned(camp)
    found = []
    for each in sorted(
        (p for pins in camp.pins.values() for p in pins),
        key=lambda p: (
            p.topic == yielding,
            not any(covers(p, s) for s in sessions(camp, p.topic)),
            (p.topic, p.slot or "", p.room or ""),
        ),
    ):
        if why := impossible(camp, each) or standing.excludes(each):
            found.append(Clash(each, why))
        else:
            standing.add(each)
    return found


def impossible(camp: Camp, pin: Pin) -> str | None:
    """Why a pin can't be kept, whatever the others say; None if it can."""
    return (
        pin_problem(camp, pin)
        if camp.topics[pin.topic].up
        else say("the topic is not on the board")
    )


def pin_problem(camp: Camp, pin: Pin) -> str | None:
    """Why a topic can't be in a slot, a room, or that room in that slot; None if it can."""
    words = camp.topics[pin.topic].pitch
    slot = camp.slots.get(pin.slot) if pin.slot is not None else None
    if slot is None and pin.slot is not None:
        return say("the slot is not there any more")
    if slot is not None and slot.id in words.not_in:
        return say("its facilitators can't make {slot}", slot=slot.name)
    if pin.room is None:
        return None
    room = camp.rooms.get(pin.room)
    if room is None:
        return say("the room is not there any more")
    if missing := [need for need in words.needs if need not in room.features]:
        return say("{room} has no {missing}", room=room.name, missing=missing[0])
    if slot is not None and slot.id in room.closed:
        return say("{room} is closed in {slot}", room=room.name, slot=slot.name)
    return None


def covers(pin: Pin, placement: Placement) -> bool:
    """Whether a session is one that a pin asks for."""
    there = pin.slot in (None, placement.slot) and pin.room in (None, placement.room)
    return there and pin.topic == placement.topic


def displaced(camp: Camp, session: Placement) -> bool:
    """Whether pins leave a session no way to stay where it is.

    Its topic is wanted elsewhere by a pin, or a pin of another topic takes its room or its facilitator.
    """
    own = camp.pins.get(session.topic, ())
    if any(covers(pin, session) for pin in own):
        return False
    there = sessions(camp, session.topic)
    if any(pin.slot not in camp.frozen and not any(covers(pin, s) for s in there) for pin in own):
        return True
    standing = _Pinned(camp)
    for pins in camp.pins.values():
        for each in pins:
            standing.add(each)
    stay = Pin(topic=session.topic, slot=session.slot, room=session.room)
    return standing.excludes(stay) is not None


def sessions(camp: Camp, topic: TopicId) -> tuple[Placement, ...]:
    """Where a topic is on the grid."""
    return camp.placements.get(topic, ())


class _Pinned:
    """What the pins gone through so far ask for."""

    def __init__(self, camp: Camp) -> None:
        self._topics = camp.topics
        self._cells: dict[Cell, TopicId] = {}
        self._busy: dict[tuple[SlotId, AttendeeId], TopicId] = {}
        self._slots: dict[TopicId, list[SlotId | None]] = {}

    def excludes(self, pin: Pin) -> str | None:
        """Why `pin` can't be kept together with those; None if it can."""
        slots = self._slots.get(pin.topic, [])
        if len(slots) >= self._topics[pin.topic].pitch.sessions:
            return say("it has a pin for each of its sessions already")
        if pin.slot is None:
            return None
        if pin.slot in slots:
            return say("it is pinned to that slot already")
        if pin.room is not None and (other := self._cells.get(Cell(pin.slot, pin.room))):
            return say("“{title}” is pinned there", title=self._topics[other].pitch.title)
        for leader in self._topics[pin.topic].facilitators:
            if other := self._busy.get((pin.slot, leader)):
                title = self._topics[other].pitch.title
                return say(
                    "one of its facilitators leads “{title}”, which is pinned to that slot",
                    title=title,
                )
        return None

    def add(self, pin: Pin) -> None:
        self._slots.setdefault(pin.topic, []).append(pin.slot)
        if pin.slot is None:
            return
        if pin.room is not None:
            self._cells[Cell(pin.slot, pin.room)] = pin.topic
        for leader in self._topics[pin.topic].facilitators:
            self._busy[pin.slot, leader] = pin.topic
