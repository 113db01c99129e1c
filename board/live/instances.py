"""A camp as the planner sees it."""

from hashlib import blake2b
from typing import NamedTuple, Self

from board.camp.model import Camp, Pin, Placement, SlotId, Topic
from board.camp.rules.ballots import on_board
from board.camp.rules.pins import covers
from board.planning import values


def instance_of(camp: Camp, seed: int, *, new_pins: bool = True) -> values.Instance:
    """The planner's instance: what is on the board and may be placed, and where things are now.

    A topic that nobody leads runs only where a pin or a frozen slot holds it, unless the camp allows
    more. Without `new_pins`, so does one whose pin holds no session yet: pins that hold one can always
    be kept together, new ones perhaps not.
    """
    asked = {
        topic.id: _Asked.of(camp, topic, new_pins=new_pins)
        for _, topic in sorted(camp.topics.items())
        if topic.up
    }
    asked = {topic: each for topic, each in asked.items() if each.sessions}
    return values.Instance(
        slots=tuple(
            values.Slot(id=s.id) for s in sorted(camp.slots.values(), key=lambda s: (s.start, s.id))
        ),
        rooms=tuple(
            values.Room(
                id=r.id, capacity=r.capacity, features=r.features, closed=_known(camp, r.closed)
            )
            for _, r in sorted(camp.rooms.items())
        ),
        topics=tuple(_topic(camp, camp.topics[topic], each) for topic, each in asked.items()),
        ballots={
            attendee: tuple(t for t in on_board(camp, camp.ballots.get(attendee, ())) if t in asked)
            for attendee in sorted(camp.attendees)
        },
        pins=tuple(
            values.Pin(topic=pin.topic, slot=pin.slot, room=pin.room)
            for each in asked.values()
            for pin in each.pins
        ),
        current=tuple(
            values.Placement(topic=p.topic, slot=p.slot, room=p.room)
            for topic in asked
            for p in camp.placements.get(topic, ())
        ),
        frozen=tuple(sorted(camp.frozen)),
        seed=seed,
    )


def seed_of(epoch: str) -> int:
    """The seed of a camp's draws: published with its epoch, known to nobody before the camp began."""
    return int.from_bytes(blake2b(epoch.encode(), digest_size=6).digest(), "big")


class _Asked(NamedTuple):
    """How many sessions of a topic there may be, and the pins that those outside frozen slots meet."""

    sessions: int
    pins: tuple[Pin, ...]

    @classmethod
    def of(cls, camp: Camp, topic: Topic, *, new_pins: bool) -> Self:
        there = camp.placements.get(topic.id, ())
        frozen = [p for p in there if p.slot in camp.frozen]
        spare, loose = list(frozen), [p for p in there if p.slot not in camp.frozen]
        held, new = [], []
        # Pins that name a slot can be met in one way only, so they choose first.
        for pin in sorted(camp.pins.get(topic.id, ()), key=lambda pin: pin.slot is None):
            if _taken(pin, spare):
                continue
            if _taken(pin, loose):
                held.append(pin)
            elif pin.slot not in camp.frozen:
                new.append(pin)
        free = topic.pitch.sessions - len(frozen)
        pins = [*held, *(new if new_pins else [])][:free]
        everywhere = (camp.settings.leaderless or not topic.wish) and (new_pins or not new)
        return cls(topic.pitch.sessions if everywhere else len(frozen) + len(pins), tuple(pins))


def _taken(pin: Pin, sessions: list[Placement]) -> bool:
    """Whether one of `sessions` meets the pin; it is for no other pin then."""
    for session in sessions:
        if covers(pin, session):
            sessions.remove(session)
            return True
    return False


def _topic(camp: Camp, topic: Topic, asked: _Asked) -> values.Topic:
    return values.Topic(
        id=topic.id,
        facilitators=topic.facilitators,
        needs=topic.pitch.needs,
        max_sessions=asked.sessions,
        max_seats=topic.pitch.seat_cap or None,
        not_in=_known(camp, topic.pitch.not_in),
    )


def _known(camp: Camp, slots: tuple[SlotId, ...]) -> tuple[SlotId, ...]:
    return tuple(slot for slot in slots if slot in camp.slots)
