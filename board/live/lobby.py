"""What the lobby's projector shows beside the grid: its programme, the spotlight, moves, results, news.

Plain values made from a camp, for `board.live.parts` to draw. The projector holds all scenes at once
and shows one of them; which one, and for how long, its own clock decides (`static/js/lobby.js`).
"""

from collections.abc import Iterator
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

from board.camp.model import (
    LOBBY_MODES,
    Announcement,
    Camp,
    Cell,
    Figures,
    Lobby,
    LobbyMode,
    Phase,
    Timer,
    Topic,
    TopicId,
)
from board.camp.moments import time_of
from board.camp.pace import gained

Scene: TypeAlias = Literal["welcome", "market", "grid", "spotlight", "now", "results"]

ROOMS, SLOTS = 12, 4  # of the grid that a screenful shows; static/css/lobby-grid.css agrees
GRIDS_IN_A_ROW = 2  # screenfuls of the grid between two looks at the marketplace
RISING, WISHES, MOVES, LEADING = 4, 6, 6, 10
LOUD = 60_000  # ms that an announcement covers the head of the wall; static/js/lobby-news.js agrees
WORTH_TELLING = 2  # votes gained before a topic counts as rising


class Step(NamedTuple):
    """One screenful: its scene, and which page of slots and of rooms it shows."""

    scene: Scene
    column: int = 0
    row: int = 0

    @property
    def key(self) -> str:
        """How a page's element and the step in the programme find each other."""
        return f"{self.scene}-{self.column}-{self.row}"


class Program(NamedTuple):
    """What the projectors show, screenful by screenful, in every mode; and the mode they are in."""

    mode: LobbyMode
    paused: bool
    phase: Phase
    rooms: int
    steps: tuple[tuple[LobbyMode, tuple[Step, ...]], ...]

    def of(self, mode: LobbyMode) -> tuple[Step, ...]:
        """The screenfuls of one mode, at least one."""
        return dict(self.steps)[mode]


class Spot(NamedTuple):
    """A topic in the spotlight: the `number`th of `of` on the board, between two others.

    `stops` are where it is on the grid, as starts in minutes after midnight and names of rooms.
    """

    topic: Topic | None
    leads: tuple[str, ...] = ()
    stops: tuple[tuple[int, str], ...] = ()
    why: str = ""
    number: int = 0
    of: int = 0
    previous: TopicId | None = None
    next: TopicId | None = None


class Gone(NamedTuple):
    """A session that moved: when by the camp's clocks, from where to where (None: off the grid), and why."""

    when: str
    topic: Topic
    source: tuple[int, str]
    target: tuple[int, str] | None
    why: str


class Results(NamedTuple):
    """What the day came to; no figures and nobody leading while tallies are hidden."""

    leading: tuple[Topic, ...]
    figures: Figures | None


class Remote(NamedTuple):
    """What the remote says and offers: what was chosen, what is in the spotlight, the latest pitch."""

    directed: Lobby
    spot: Spot
    latest: Topic | None


class News(NamedTuple):
    """The latest announcement, and what is counted down to, until when by the camp's clock."""

    announcement: Announcement | None
    timer: Timer | None
    until: str


def program(camp: Camp) -> Program:
    """What the projectors show by themselves in this phase of the day, and in every other mode."""
    steps = tuple((mode, _steps(camp, mode)) for mode in LOBBY_MODES)
    return Program(camp.lobby.mode, camp.lobby.paused, camp.phase, len(camp.rooms), steps)


def rising(camp: Camp) -> tuple[tuple[Topic, int], ...]:
    """The topics that gained most votes lately; none while tallies are hidden."""
    if not camp.settings.tallies_shown:
        return ()
    more = gained(camp)
    found = [
        (topic, more[topic.id])
        for topic in camp.topics.values()
        if topic.up and more.get(topic.id, 0) >= WORTH_TELLING
    ]
    found.sort(key=lambda each: (-each[1], -each[0].number))
    return tuple(found[:RISING])


def wishes(camp: Camp) -> tuple[Topic, ...]:
    """The latest topics that nobody leads yet."""
    found = [topic for topic in camp.topics.values() if topic.up and topic.wish]
    found.sort(key=lambda topic: -topic.number)
    return tuple(found[:WISHES])


def spotlight(camp: Camp) -> Spot:
    """The topic organisers chose; the latest pitch if there is none, or it left the board."""
    up = sorted((topic for topic in camp.topics.values() if topic.up), key=lambda t: t.number)
    ids = [topic.id for topic in up]
    chosen = camp.lobby.topic
    return spot(camp, chosen if chosen in ids else ids[-1]) if ids else Spot(None)


def spot(camp: Camp, topic_id: TopicId) -> Spot:
    """One topic of those on the board, as the spotlight shows it."""
    ids = [t.id for t in sorted(camp.topics.values(), key=lambda t: t.number) if t.up]
    at, topic = ids.index(topic_id), camp.topics[topic_id]
    placed = sorted(camp.placements.get(topic_id, ()), key=lambda p: camp.slots[p.slot].start)
    others = len(ids) > 1
    return Spot(
        topic=topic,
        leads=tuple(camp.attendees[lead].name for lead in topic.facilitators),
        stops=tuple((camp.slots[p.slot].start, camp.rooms[p.room].name) for p in placed),
        why=placed[0].why if placed and camp.settings.tallies_shown else "",
        number=at + 1,
        of=len(ids),
        previous=ids[at - 1] if others else None,
        next=ids[(at + 1) % len(ids)] if others else None,
    )


def moves(camp: Camp) -> tuple[Gone, ...]:
    """The latest moves of sessions that people had seen, latest first; their reasons tell tallies."""
    return tuple(islice(_moves(camp), MOVES))


def results(camp: Camp) -> Results:
    """What the day came to, once it is over or organisers show it: before, it would be drawn in vain."""
    over = camp.phase == "closed" or camp.lobby.mode == "results"
    if not (over and camp.settings.tallies_shown):
        return Results((), None)
    voted = [t for t in camp.topics.values() if t.up and camp.tallies.get(t.id, 0)]
    voted.sort(key=lambda t: (-camp.tallies[t.id], t.number))
    return Results(tuple(voted[:LEADING]), camp.figures)


def remote(camp: Camp) -> Remote:
    """What organisers hold in their hand."""
    up = [topic for topic in camp.topics.values() if topic.up]
    latest = max(up, key=lambda topic: topic.number, default=None)
    return Remote(camp.lobby, spotlight(camp), latest)


def news(camp: Camp) -> News:
    """What organisers tell everybody now."""
    latest, timer = camp.announcements[-1] if camp.announcements else None, camp.timer
    return News(latest, timer, time_of(camp, timer.ends) if timer else "")


def calm(camp: Camp, now: int) -> bool:
    """Whether the hall has had time to see the latest announcement; `now` in ms since the Unix epoch."""
    return bool(camp.announcements) and now - camp.announcements[-1].at > LOUD


def _steps(camp: Camp, mode: LobbyMode) -> tuple[Step, ...]:
    down = range(max(1, -(-len(camp.rooms) // ROOMS)))
    across = range(max(1, -(-len(camp.slots) // SLOTS)))
    grid = tuple(Step("grid", column, row) for column in across for row in down)
    now = tuple(Step("now", row=row) for row in down)
    match mode:
        case "marketplace":
            return (Step("market"),)
        case "grid":
            return grid
        case "spotlight":
            return (Step("spotlight"),)
        case "now":
            return now
        case "results":
            return (Step("results"),)
    match camp.phase:
        case "setup":
            return (Step("welcome"),)
        case "open":
            return tuple(_in_between(grid)) if camp.cells else (Step("market"),)
        case "running":
            return (*now, *grid)
        case "closed":
            return (Step("results"),)


def _in_between(grid: tuple[Step, ...]) -> Iterator[Step]:
    for at, step in enumerate(grid):
        if at % GRIDS_IN_A_ROW == 0:
            yield Step("market")
        yield step


def _moves(camp: Camp) -> Iterator[Gone]:
    told = camp.settings.tallies_shown
    for move in reversed(camp.moves):
        topic, source = camp.topics[move.topic], _place(camp, move.source)
        target = _place(camp, move.target) if move.target else None
        if topic.up and source and (target or not move.target):
            when = time_of(camp, move.at) if move.at else ""
            yield Gone(when, topic, source, target, move.why if told else "")


def _place(camp: Camp, cell: Cell) -> tuple[int, str] | None:
    """A cell in names; None if its slot or its room is no longer there."""
    if cell.slot not in camp.slots or cell.room not in camp.rooms:
        return None
    return camp.slots[cell.slot].start, camp.rooms[cell.room].name
