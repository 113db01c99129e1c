"""What organisers run the day with."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from board.camp.model import ActionId, Camp, OrganiserId, Pin, Placement, Topic
from board.camp.moments import time_of
from board.live import lobby, telling
from board.live.agenda import step
from board.live.attention import attention
from board.live.health import health
from board.live.parts.grid import cell_id, cells, grid_frame, session
from board.live.parts.part import Part, Value
from board.live.parts.said import brand, counts, leads, reason, where


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


def parts(camp: Camp) -> Iterator[Part]:
    """What the console shows."""
    yield brand(camp)
    yield Part("masthead", "", "console/masthead.html", (camp.phase, camp.settings.name))
    yield Part("phases", "", "console/phases.html", (step(camp),))
    yield Part("timer", "", "console/timer.html", (telling.counting(camp),))
    yield Part("said", "", "console/said.html", telling.announcements(camp))
    yield Part("tallies", "", "console/tallies.html", (camp.settings.tallies_shown,))
    yield from by_votes(camp)
    yield Part("remote", "", "console/remote.html", (lobby.remote(camp),))
    yield Part("health", "", "console/health.html", (health(camp),))
    yield Part("actions", "", "console/actions.html", done(camp))
    yield Part("settings", "", "console/settings.html", (camp.settings,))
    frame = grid_frame(camp)
    yield Part("rooms", "", "console/rooms.html", (frame,))
    yield Part("day", "", "console/day.html", (frame,))
    yield Part("organisers", "", "console/organisers.html", _organisers(camp))
    yield Part("desk-grid", "", "console/grid.html", (frame,))
    for cell in cells(frame):
        at = session(camp, cell)
        frozen = cell.slot in camp.frozen
        yield Part(cell_id(cell), "", "console/cell.html", (at, frozen), within="desk-grid")
    for topic in sorted(camp.topics.values(), key=lambda t: -t.number):
        yield Part(f"row-{topic.id}", "rows", "console/row.html", (row(camp, topic),))


def by_votes(camp: Camp) -> Iterator[Part]:
    """The part that changes with votes."""
    yield Part("attention", "", "console/attention.html", (attention(camp), camp.phase))


def values(camp: Camp) -> Iterator[tuple[str, Value]]:
    """The counts, and of every topic its tally, its views and where it is."""
    yield from counts(camp)
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
        leads(camp, topic),
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
