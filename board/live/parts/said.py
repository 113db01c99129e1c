"""What the parts of all audiences say of topics and places, and the parts that every page has."""

from collections.abc import Iterator
from functools import lru_cache

from board.camp.model import Camp, Placement, Topic, TopicId
from board.camp.moments import time_of
from board.camp.said import Clock, say
from board.live import marks, telling
from board.live.parts.part import Part, Value


def head(camp: Camp) -> Iterator[Part]:
    """The head of every page: the camp's own colour and logo, its name, and its phase."""
    yield brand(camp)
    own = marks.of(camp)
    yield Part("camp-logo", "", "logo.html", (own.logo, own.width, own.height))
    yield Part("status", "", "status.html", (camp.phase, camp.settings))


def brand(camp: Camp) -> Part:
    """The style sheet of the camp's own colour."""
    return Part("brand", "", "brand.html", (marks.of(camp).sheet,))


def told(camp: Camp) -> Iterator[Part]:
    """What organisers tell whoever is in: announcements, and the count-down."""
    said = telling.announcements(camp)
    yield Part("said", "", "said.html", (said[: telling.SHOWN], len(said)))
    yield Part("timer", "", "timer.html", (telling.counting(camp),))


def counts(camp: Camp) -> Iterator[tuple[str, Value]]:
    """How many people, topics, votes and sessions there are."""
    yield "people", len(camp.attendees)
    yield "topics", sum(t.up for t in camp.topics.values())
    yield "votes", sum(camp.tallies.values())
    yield placed(camp)


def placed(camp: Camp) -> tuple[str, Value]:
    """How many sessions there are."""
    return "placed", sum(len(p) for p in camp.placements.values())


def newest_first(camp: Camp) -> list[Topic]:
    """The topics on the board, the latest pitch first."""
    return sorted((t for t in camp.topics.values() if t.up), key=lambda t: -t.number)


def leads(camp: Camp, topic: Topic) -> tuple[str, ...]:
    """The names of those who lead a topic."""
    return tuple(camp.attendees[f].name for f in topic.facilitators)


def where(camp: Camp, topic: TopicId) -> str:
    """Where a topic is on the grid, in words: `10:00 Library, 13:00 Gym`; empty where it isn't."""
    placements = camp.placements.get(topic, ())
    return _stops(
        tuple(sorted((camp.slots[p.slot].start, camp.rooms[p.room].name) for p in placements))
    )


def reason(camp: Camp, placement: Placement) -> str:
    """Why a session is where it is, after the time of day at which that was so: `10:05: 31 want it`."""
    if not (placement.at and placement.why):
        return placement.why
    return say("{time}: {reason}", time=time_of(camp, placement.at), reason=placement.why)


def clock(minutes: int) -> Clock:
    """Minutes after midnight as `13:05`, or as people write it where it is shown."""
    return Clock(minutes)


@lru_cache(maxsize=4096)
def _stops(stops: tuple[tuple[int, str], ...]) -> str:
    said: str = ""
    for start, room in stops:
        stop = say("{time} {room}", time=clock(start), room=room)
        said = say("{these}, {another}", these=said, another=stop) if said else stop
    return said
