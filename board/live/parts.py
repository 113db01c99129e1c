"""What each audience sees of a camp, as parts of a page: one renderer for first pages and patches.

A *part* is an element of the page, known by its id, drawn by one Jinja2 partial from its inputs. Two
camps whose part has equal inputs show the same element, so a patch is found by comparing inputs, and
nothing is drawn twice. *Values* are small texts and numbers (tallies, where a topic is) that change
too often to draw their part anew; an element with `data-v="key"` holds each.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from board.camp.model import (
    ActionId,
    Break,
    Camp,
    Cell,
    OrganiserId,
    Pin,
    Placement,
    Room,
    Slot,
    Topic,
    TopicId,
)
from board.camp.moments import time_of
from board.camp.said import Clock, say
from board.live import lobby, merging, telling
from board.live.agenda import step
from board.live.attention import attention
from board.live.company import for_leads
from board.live.health import health
from board.live.offered import for_facilitators

Audience: TypeAlias = Literal["phone", "lobby", "organiser"]
AUDIENCES: tuple[Audience, ...] = ("phone", "lobby", "organiser")

NEWEST, MOST_WANTED = 8, 10  # how many the lobby lists
FEW_ROOMS = 8  # rows that leave room for more than a title; `_partials/grid.html` agrees

Value: TypeAlias = int | str


class Part(NamedTuple):
    """One element: its id, the id of what it is put into, its partial, and all that it depends on.

    A part `within` another stands inside of that one's element; a part `into` nothing exists only
    there and is never put anywhere by itself.
    """

    id: str
    into: str
    partial: str
    inputs: tuple[Any, ...]
    within: str = ""


class Screen(NamedTuple):
    """All that one audience sees of a camp: its parts by id, in page order, and its values."""

    parts: Mapping[str, Part]
    values: Mapping[str, Value]


def screen(camp: Camp, audience: Audience, before: tuple[Camp, Screen] | None = None) -> Screen:
    """What `audience` sees of `camp`.

    `before` (an earlier camp and its screen) saves work where nothing but votes changed since.
    """
    parts: Mapping[str, Part]
    if before is not None and _same_but_votes(camp, before[0], audience):
        parts = before[1].parts
        if by_votes := _BY_VOTES[audience]:
            parts = {**parts, **{part.id: part for part in by_votes(camp)}}
    else:
        parts = {part.id: part for part in _PARTS[audience](camp)}
    return Screen(parts, dict(_VALUES[audience](camp)))


# What people hold in their hands


class Card(NamedTuple):
    """A topic as attendees see it: `leads` are its facilitators' names, `slots_out` those it avoids."""

    topic: Topic
    leads: tuple[str, ...]
    open: bool


def _phone_parts(camp: Camp) -> Iterator[Part]:
    yield _status(camp)
    yield from _told(camp)
    for question in for_facilitators(camp):
        offered = question.offered.offer.topic
        yield Part(f"offer-{offered}", "offers", "offer.html", (question,))
    for merge in merging.questions(camp):
        yield Part(f"merge-{merge.source.id}", "offers", "merge.html", (merge,))
    for asked in for_leads(camp):
        part_id = f"company-{asked.topic}-{asked.attendee}"
        yield Part(part_id, "offers", "company.html", (asked,))
    for topic in newest_first(camp):
        yield Part(f"topic-{topic.id}", "topics", "topic.html", (card(camp, topic),))


def _phone_values(camp: Camp) -> Iterator[tuple[str, Value]]:
    # No counts of people and votes: they would cost every phone air time with every vote.
    for topic in camp.topics.values():
        if topic.up:
            if camp.settings.tallies_shown:
                yield f"n-{topic.id}", camp.tallies.get(topic.id, 0)
            yield f"at-{topic.id}", where(camp, topic.id)


def card(camp: Camp, topic: Topic) -> Card:
    """What a topic's card depends on."""
    return Card(topic, _leads(camp, topic), camp.phase in ("open", "running"))


# What hangs in the lobby, and the grid on every phone


class Frame(NamedTuple):
    """The grid's frame: its rooms (largest first), and slots and breaks in the order of the day."""

    rooms: tuple[Room, ...]
    periods: tuple[Slot | Break, ...]
    frozen: frozenset[str]


class Session(NamedTuple):
    """What one cell shows; `topic` is None where it is empty, and `why` says when it was said."""

    cell: Cell
    topic: Topic | None
    leads: tuple[str, ...]
    why: str
    closed: bool
    pinned: bool


def _lobby_parts(camp: Camp) -> Iterator[Part]:
    yield _status(camp)
    yield from _told(camp)  # for the grid on phones, which follows the lobby's frames
    yield Part("program", "", "lobby/program.html", (lobby.program(camp),))
    yield Part("news", "", "lobby/news.html", (lobby.news(camp),))
    yield from _grid(camp)
    up = newest_first(camp)
    yield Part("newest", "", "newest.html", tuple((t, _leads(camp, t)) for t in up[:NEWEST]))
    wishes = () if camp.settings.tallies_shown else lobby.wishes(camp)  # instead of what is wanted
    yield Part("wishes", "", "lobby/wishes.html", wishes)
    yield Part("spotlight", "", "lobby/spotlight.html", (lobby.spotlight(camp),))
    yield from _lively(camp)


def _lively(camp: Camp) -> Iterator[Part]:
    yield Part("wanted", "", "wanted.html", most_wanted(camp))
    yield Part("rising", "", "lobby/rising.html", lobby.rising(camp))
    yield Part("ticker", "", "lobby/ticker.html", lobby.moves(camp))
    yield Part("results", "", "lobby/results.html", (lobby.results(camp),))


def _lobby_values(camp: Camp) -> Iterator[tuple[str, Value]]:
    yield from _counts(camp)
    if camp.settings.tallies_shown:
        for topic in camp.topics.values():
            if topic.up:
                yield f"n-{topic.id}", camp.tallies.get(topic.id, 0)


def _grid(camp: Camp) -> Iterator[Part]:
    frame = grid_frame(camp)
    yield Part("grid", "", "grid.html", (frame,))
    # Only where there is room for reasons, and where they may tell how many want a session.
    told = camp.settings.tallies_shown and len(frame.rooms) <= FEW_ROOMS
    for cell in _cells(frame):
        there = session(camp, cell)
        there = there if told else there._replace(why="")
        yield Part(cell_id(cell), "", "cell.html", (there,), within="grid")


def _cells(frame: Frame) -> Iterator[Cell]:
    slots = [period for period in frame.periods if isinstance(period, Slot)]
    return (Cell(slot.id, room.id) for room in frame.rooms for slot in slots)


def cell_id(cell: Cell) -> str:
    """The id of the element that shows a cell."""
    return f"cell-{cell.slot}-{cell.room}"


def grid_frame(camp: Camp) -> Frame:
    """What the grid's rows and columns depend on."""
    rooms = sorted(camp.rooms.values(), key=lambda r: (-r.capacity, r.name, r.id))
    periods: list[Slot | Break] = [*camp.slots.values(), *camp.breaks.values()]
    periods.sort(key=lambda p: (p.start, p.id))
    return Frame(tuple(rooms), tuple(periods), camp.frozen)


def session(camp: Camp, cell: Cell) -> Session:
    """What the cell depends on."""
    closed = cell.slot in camp.rooms[cell.room].closed
    topic_id = camp.cells.get(cell)
    if topic_id is None:
        return Session(cell, None, (), "", closed, False)
    topic = camp.topics[topic_id]
    why = next((reason(camp, p) for p in camp.placements[topic_id] if p.slot == cell.slot), "")
    pinned = any(
        pin.slot in (None, cell.slot) and pin.room in (None, cell.room)
        for pin in camp.pins.get(topic_id, ())
    )
    return Session(cell, topic, _leads(camp, topic), why, closed, pinned)


def most_wanted(camp: Camp) -> tuple[Topic, ...]:
    """The topics with the most votes, none while tallies are hidden."""
    if not camp.settings.tallies_shown:
        return ()
    voted = [t for t in camp.topics.values() if t.up and camp.tallies.get(t.id, 0)]
    voted.sort(key=lambda t: (-camp.tallies[t.id], t.number))
    return tuple(voted[:MOST_WANTED])


# What organisers run the day with


class Row(NamedTuple):
    """A topic as organisers see it, whatever became of it; the reasons of its placements are dated."""

    topic: Topic
    leads: tuple[str, ...]
    placements: tuple[Placement, ...]
    pins: tuple[Pin, ...]
    unplaced: str
    merged_into: str


class Done(NamedTuple):
    """Something an organiser did, and the time of day by the camp's clocks; the last can be undone."""

    id: ActionId
    by: str
    when: str
    what: str


def _organiser_parts(camp: Camp) -> Iterator[Part]:
    yield Part("masthead", "", "console/masthead.html", (camp.phase, camp.settings.name))
    yield Part("phases", "", "console/phases.html", (step(camp),))
    yield Part("timer", "", "console/timer.html", (telling.counting(camp),))
    yield Part("said", "", "console/said.html", telling.announcements(camp))
    yield Part("tallies", "", "console/tallies.html", (camp.settings.tallies_shown,))
    yield from _attention(camp)
    yield Part("remote", "", "console/remote.html", (lobby.remote(camp),))
    yield Part("health", "", "console/health.html", (health(camp),))
    yield Part("actions", "", "console/actions.html", done(camp))
    yield Part("settings", "", "console/settings.html", (camp.settings,))
    frame = grid_frame(camp)
    yield Part("rooms", "", "console/rooms.html", (frame,))
    yield Part("day", "", "console/day.html", (frame,))
    yield Part("organisers", "", "console/organisers.html", _organisers(camp))
    yield Part("desk-grid", "", "console/grid.html", (frame,))
    for cell in _cells(frame):
        at = session(camp, cell)
        frozen = cell.slot in camp.frozen
        yield Part(cell_id(cell), "", "console/cell.html", (at, frozen), within="desk-grid")
    for topic in sorted(camp.topics.values(), key=lambda t: -t.number):
        yield Part(f"row-{topic.id}", "rows", "console/row.html", (row(camp, topic),))


def _attention(camp: Camp) -> Iterator[Part]:
    yield Part("attention", "", "console/attention.html", (attention(camp), camp.phase))


def _organiser_values(camp: Camp) -> Iterator[tuple[str, Value]]:
    yield from _counts(camp)
    for topic in camp.topics.values():
        yield f"n-{topic.id}", camp.tallies.get(topic.id, 0)
        yield f"seen-{topic.id}", camp.seen.get(topic.id, 0)
        yield f"at-{topic.id}", where(camp, topic.id)


def row(camp: Camp, topic: Topic) -> Row:
    """What a topic's row depends on."""
    into = camp.topics[topic.merged_into].pitch.title if topic.merged_into else ""
    there = sorted(camp.placements.get(topic.id, ()), key=lambda p: camp.slots[p.slot].start)
    return Row(
        topic,
        _leads(camp, topic),
        tuple(replace(placement, why=reason(camp, placement)) for placement in there),
        camp.pins.get(topic.id, ()),
        camp.unplaced.get(topic.id, ""),
        into,
    )


def done(camp: Camp) -> tuple[Done, ...]:
    """What organisers did last, newest first."""
    return tuple(
        Done(
            action.id,
            telling.organiser_name(camp, action.by),
            time_of(camp, action.at),
            action.what,
        )
        for action in reversed(camp.actions)
    )


def _organisers(camp: Camp) -> tuple[tuple[OrganiserId, str], ...]:
    return tuple(sorted((o.id, o.name) for o in camp.organisers.values()))


# Shared by all


def newest_first(camp: Camp) -> list[Topic]:
    """The topics on the board, the latest pitch first."""
    return sorted((t for t in camp.topics.values() if t.up), key=lambda t: -t.number)


def where(camp: Camp, topic: TopicId) -> str:
    """Where a topic is on the grid, in words: `10:00 Library, 13:00 Gym`; empty where it isn't."""
    placements = camp.placements.get(topic, ())
    return _stops(
        tuple(sorted((camp.slots[p.slot].start, camp.rooms[p.room].name) for p in placements))
    )


@lru_cache(maxsize=4096)
def _stops(stops: tuple[tuple[int, str], ...]) -> str:
    said: str = ""
    for start, room in stops:
        stop = say("{time} {room}", time=clock(start), room=room)
        said = say("{these}, {another}", these=said, another=stop) if said else stop
    return said


def reason(camp: Camp, placement: Placement) -> str:
    """Why a session is where it is, after the time of day at which that was so: `10:05: 31 want it`."""
    if not (placement.at and placement.why):
        return placement.why
    return say("{time}: {reason}", time=time_of(camp, placement.at), reason=placement.why)


def clock(minutes: int) -> Clock:
    """Minutes after midnight as `13:05`, or as people write it where it is shown."""
    return Clock(minutes)


def _status(camp: Camp) -> Part:
    return Part("status", "", "status.html", (camp.phase, camp.settings))


def _told(camp: Camp) -> Iterator[Part]:
    said = telling.announcements(camp)
    yield Part("said", "", "said.html", (said[: telling.SHOWN], len(said)))
    yield Part("timer", "", "timer.html", (telling.counting(camp),))


def _counts(camp: Camp) -> Iterator[tuple[str, Value]]:
    yield "people", len(camp.attendees)
    yield "topics", sum(t.up for t in camp.topics.values())
    yield "votes", sum(camp.tallies.values())
    yield "placed", sum(len(p) for p in camp.placements.values())


def _leads(camp: Camp, topic: Topic) -> tuple[str, ...]:
    return tuple(camp.attendees[f].name for f in topic.facilitators)


def _same_but_votes(camp: Camp, other: Camp, audience: Audience) -> bool:
    return all(getattr(camp, field) is getattr(other, field) for field in _DRAWN_FROM[audience])


_VOTES = {"ballots", "tallies", "seen", "seen_by", "pace"}
_FOR_ORGANISERS = {"apart", "actions", "figures", "counted_at", "moves", "won", "troubles"}

# The fields of a camp that an audience's parts depend on, those in _BY_VOTES aside.
_DRAWN_FROM: dict[Audience, tuple[str, ...]] = {
    audience: tuple(
        field for field in Camp.__struct_fields__
        if field not in _VOTES and (audience == "organiser" or field not in _FOR_ORGANISERS)
    )
    for audience in AUDIENCES
}  # fmt: skip

_PARTS: dict[Audience, Callable[[Camp], Iterator[Part]]] = {
    "phone": _phone_parts,
    "lobby": _lobby_parts,
    "organiser": _organiser_parts,
}

# The parts of each audience that depend on votes.
_BY_VOTES: dict[Audience, Callable[[Camp], Iterator[Part]] | None] = {
    "phone": None,
    "lobby": _lively,
    "organiser": _attention,
}

_VALUES: dict[Audience, Callable[[Camp], Iterator[tuple[str, Value]]]] = {
    "phone": _phone_values,
    "lobby": _lobby_values,
    "organiser": _organiser_values,
}
