"""The grid: what its cells depend on, and what phones that look at it follow.

They get the grid and nothing that changes with every vote or pitch: a thousand of them share one Wi-Fi.
"""

from collections.abc import Iterator
from typing import NamedTuple

from board.camp.model import Break, Camp, Cell, Room, Slot, Topic
from board.live.parts.part import Part, Value
from board.live.parts.said import head, leads, placed, reason, told


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


def parts(camp: Camp) -> Iterator[Part]:
    """What a phone shows that looks at the grid."""
    yield from head(camp)
    yield from told(camp)
    yield from drawn(camp, "grid")


def values(camp: Camp) -> Iterator[tuple[str, Value]]:
    """How many sessions there are."""
    yield placed(camp)


def drawn(camp: Camp, folder: str, *sizes: int) -> Iterator[Part]:
    """The grid and its cells, drawn by the partials of `folder`, which may want to know sizes."""
    frame = grid_frame(camp)
    yield Part("grid", "", f"{folder}/grid.html", (frame, *sizes))
    # The reasons tell how many people want a session, which is hidden with the tallies.
    whys = camp.settings.tallies_shown
    for cell in cells(frame):
        there = session(camp, cell)
        there = there if whys else there._replace(why="")
        yield Part(cell_id(cell), "", f"{folder}/cell.html", (there,), within="grid")


def cells(frame: Frame) -> Iterator[Cell]:
    """All cells, room by room."""
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
    return Session(cell, topic, leads(camp, topic), why, closed, pinned)
