"""A camp as the planner sees it."""

from hashlib import blake2b

from board.camp.model import Camp, Placement, SlotId, Topic
from board.camp.rules.ballots import on_board
from board.planning import values


def instance_of(camp: Camp, seed: int) -> values.Instance:
    """The planner's instance: what is on the board and may be placed, and where things are now.

    A topic that nobody leads is left out, unless the camp allows it or it lies in a frozen slot.
    """
    topics = [t for t in camp.topics.values() if t.up and (_may_place(camp, t) or _frozen(camp, t))]
    topics.sort(key=lambda topic: topic.id)
    ids = {topic.id for topic in topics}
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
        topics=tuple(_topic(camp, topic) for topic in topics),
        ballots={
            attendee: tuple(t for t in on_board(camp, camp.ballots.get(attendee, ())) if t in ids)
            for attendee in sorted(camp.attendees)
        },
        pins=tuple(
            values.Pin(topic=pin.topic, slot=pin.slot, room=pin.room)
            for topic, pins in sorted(camp.pins.items())
            if topic in ids
            for pin in pins
        ),
        current=tuple(
            values.Placement(topic=p.topic, slot=p.slot, room=p.room)
            for topic, placements in sorted(camp.placements.items())
            if topic in ids
            for p in placements
        ),
        frozen=tuple(sorted(camp.frozen)),
        seed=seed,
    )


def seed_of(epoch: str) -> int:
    """The seed of a camp's draws: published with its epoch, known to nobody before the camp began."""
    return int.from_bytes(blake2b(epoch.encode(), digest_size=6).digest(), "big")


def _topic(camp: Camp, topic: Topic) -> values.Topic:
    frozen = _frozen(camp, topic)
    may_place = _may_place(camp, topic)
    not_in = _known(camp, topic.pitch.not_in) if may_place else _all_but(camp, frozen)
    return values.Topic(
        id=topic.id,
        facilitators=topic.facilitators,
        needs=topic.pitch.needs,
        max_sessions=topic.pitch.sessions if may_place else len(frozen),
        max_seats=topic.pitch.seat_cap or None,
        not_in=not_in,
    )


def _may_place(camp: Camp, topic: Topic) -> bool:
    return camp.settings.leaderless or not topic.wish


def _frozen(camp: Camp, topic: Topic) -> list[Placement]:
    return [p for p in camp.placements.get(topic.id, ()) if p.slot in camp.frozen]


def _all_but(camp: Camp, placements: list[Placement]) -> tuple[SlotId, ...]:
    there = {p.slot for p in placements}
    return tuple(slot for slot in sorted(camp.slots) if slot not in there)


def _known(camp: Camp, slots: tuple[SlotId, ...]) -> tuple[SlotId, ...]:
    return tuple(slot for slot in slots if slot in camp.slots)
