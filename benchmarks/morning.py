"""A district's morning, drawn from a seed: who comes when, pitches what, and votes for which topics.

The people, topics and tastes are the demo's (`board.demo`). Topics are pitched within the first hour.
Votes come as people look at their phones: a rush after the doors open, a wave while the last topics go
up, and one before each of the breaks; nobody votes for a topic before it is there.
"""

import random
from collections.abc import Iterator

from msgspec import Struct

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import ActionId, AttendeeId, Camp, Cell, OrganiserId, Placement, TopicId
from board.camp.said import kept
from board.demo.cast import PITCHING, Part, cast
from board.demo.crowd import ballot, people
from board.demo.day import pitch_of
from board.demo.district import topics
from board.live.naming import in_names
from board.planning.sentences import too_small

SEED = 2026
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # ids are drawn of ten
EDUCATORS = 1_000
ORGANISER = OrganiserId("grace")
HOUR = 3600.0
# The shares of all looks at a phone, each around a minute of the morning, give or take some.
WAVES = ((0.3, 12, 8), (0.3, 62, 9), (0.2, 95, 8), (0.2, 130, 10))
LOOKS = 4  # of each person
LOOK = 180.0  # seconds that a look lasts


class Done(Struct, frozen=True, kw_only=True, order=True):
    """What somebody does, and at which second of the morning."""

    at: float
    number: int
    command: c.Command


def morning(hours: float, votes: int) -> list[Done]:
    """Everything that happens, in order; in all about `votes` votes."""
    rng = random.Random(SEED)
    crowd = people(EDUCATORS, SEED)
    me = [AttendeeId(_id(rng)) for _ in crowd]
    ids = [TopicId(_id(rng)) for _ in topics()]
    parts = cast(crowd, topics(), rng)
    up = {part.topic: _pitched(part) for part in parts}
    happening: list[tuple[float, c.Command]] = []
    for n, person in enumerate(crowd):
        looks = sorted(_look(rng, hours) for _ in range(LOOKS))
        happening.append((0.0, c.JoinCamp(attendee=me[n], name=person.name)))
        wants = ballot(person, topics(), round(votes / EDUCATORS), rng)
        happening += _votes(rng, me[n], looks, [(up[topic], ids[topic]) for topic in wants])
    for part in parts:
        happening += _topic(part, me, ids, hours)
    happening.sort(key=lambda each: each[0])
    return [Done(at=at, number=n, command=each) for n, (at, each) in enumerate(happening)]


def opening() -> c.ChangePhase:
    """What opens the camp."""
    return c.ChangePhase(by=ORGANISER, action=ActionId("open"), at=1, phase="open")


def moved(camp: Camp, at: int, most: int) -> c.AdoptPlan:
    """The camp's grid at a moment (ms) with up to `most` sessions in other rooms of their slots, and why."""
    rng = random.Random(at)
    placements = [p for there in camp.placements.values() for p in there]
    taken = set(camp.cells)
    for n in rng.sample(range(len(placements)), max(0, min(most, len(placements)))):
        old = placements[n]
        needs = set(camp.topics[old.topic].pitch.needs)
        free = [
            room
            for room in camp.rooms.values()
            if Cell(old.slot, room.id) not in taken
            and old.slot not in room.closed
            and needs <= set(room.features)
        ]
        if free:
            room, left = rng.choice(free), camp.rooms[old.room]
            taken.add(Cell(old.slot, room.id))
            wanted = camp.tallies.get(old.topic, 0)
            why = kept(in_names(camp, too_small(left.id, left.capacity, wanted)))
            placements[n] = Placement(topic=old.topic, slot=old.slot, room=room.id, why=why)
    unplaced = tuple(Unplaced(topic=topic, why=why) for topic, why in camp.unplaced.items())
    return c.AdoptPlan(placements=tuple(placements), unplaced=unplaced, at=at)


def _votes(
    rng: random.Random, me: AttendeeId, looks: list[float], wants: list[tuple[float, TopicId]]
) -> Iterator[tuple[float, c.Command]]:
    """Somebody's votes, each when they look at their phone and the topic is there."""
    for pitched, topic in wants:
        later = [look for look in looks if look > pitched] or [pitched + rng.uniform(0, HOUR / 4)]
        at = rng.choice(later) + rng.uniform(0, LOOK)
        yield at, c.CastVote(attendee=me, topic=topic)


def _topic(
    part: Part, me: list[AttendeeId], ids: list[TopicId], hours: float
) -> Iterator[tuple[float, c.Command]]:
    pitched, topic = _pitched(part), ids[part.topic]
    by = me[part.pitcher]
    yield (
        pitched,
        c.PitchTopic(
            topic=topic,
            by=by,
            at=round(pitched),
            pitch=pitch_of(topics()[part.topic]),
            facilitators=() if part.wish else (by,),
        ),
    )
    for leader, moment in zip(part.leaders, part.leading, strict=True):
        if part.wish or leader != part.pitcher:
            at = max(pitched + 1, moment * hours * HOUR)
            yield at, c.LeadTopic(topic=topic, attendee=me[leader], invited=True)


def _pitched(part: Part) -> float:
    """When a topic goes up: all within the first hour."""
    first, last = PITCHING
    return HOUR * (part.pitched - first) / (last - first)


def _look(rng: random.Random, hours: float) -> float:
    [(_, minute, spread)] = rng.choices(WAVES, [share for share, _, _ in WAVES])
    most = hours * HOUR
    return min(max(0.0, rng.gauss(minute, spread) * 60), most - LOOK)


def _id(rng: random.Random) -> str:
    return "".join(rng.choices(LETTERS, k=10))
