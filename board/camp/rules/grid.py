"""What may stand where on the grid, and what organisers and the clock do to it."""

from collections.abc import Iterable
from typing import NamedTuple

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Conflict
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Cell, Pin, Placement, SlotId, TopicId
from board.camp.rules import lookups, pins
from board.camp.said import kept, say


class Problem(NamedTuple):
    """A placement that breaks a rule, and which."""

    placement: Placement
    why: str


def place(camp: Camp, command: c.PlaceSession) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser puts a session anywhere it is possible, frozen or not; it is pinned there."""
    topic = lookups.topic_up(camp, command.topic)
    slot, room = lookups.slot(camp, command.slot), lookups.room(camp, command.room)
    what = say(
        "Put “{topic}” into {room}, {slot}", topic=topic.pitch.title, room=room.name, slot=slot.name
    )
    source = _moved_from(camp, command)
    if source is not None and (source.slot, source.room) == (slot.id, room.id):
        return what, _sound(camp, pins.held(camp, source), source)
    other = camp.cells.get(Cell(slot.id, room.id))
    events: list[e.Event] = []
    if source is not None:
        events += [*pins.loosened(camp, source), _clear(source)]
    if other is not None:
        events.append(_clear(_giving_way(camp, other, topic.id, Cell(slot.id, room.id))))
    placed = Placement(
        topic=topic.id,
        slot=slot.id,
        room=room.id,
        why=kept(say("put here by an organiser")),
        at=command.at,
    )
    events += [*pins.held(fold(camp, events), placed), e.SessionPlaced(placement=placed)]
    moved = _sound(camp, tuple(events), placed)
    if other is None or source is None:
        return what, moved
    why = kept(say("changed places with a session that an organiser moved"))
    back = Placement(topic=other, slot=source.slot, room=source.room, why=why, at=command.at)
    swapped = (*moved, e.SessionPlaced(placement=back))
    after = fold(camp, swapped)
    return what, moved if _problem(after, placed) or _problem(after, back) else swapped


def clear(camp: Camp, command: c.ClearSession) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser takes a session off the grid; the planner may place the topic again."""
    topic = lookups.topic(camp, command.topic)
    what = say("Took “{topic}” off the grid", topic=topic.pitch.title)
    for placement in pins.sessions(camp, topic.id):
        if placement.slot == command.slot:
            return what, (*pins.loosened(camp, placement), _clear(placement))
    return what, ()


def freeze(camp: Camp, command: c.FreezeSlot) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers can freeze a slot early."""
    slot = lookups.slot(camp, command.slot)
    events = () if slot.id in camp.frozen else (e.SlotFrozen(slot=slot.id),)
    return say("Froze {slot}", slot=slot.name), events


def thaw(camp: Camp, command: c.ThawSlot) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers can let a slot move again."""
    slot = lookups.slot(camp, command.slot)
    events = (e.SlotThawed(slot=slot.id),) if slot.id in camp.frozen else ()
    return say("Thawed {slot}", slot=slot.name), events


def freeze_due(camp: Camp, command: c.FreezeDueSlot) -> tuple[e.Event, ...]:
    """The clock freezes a slot once; after that it is the organisers'."""
    if command.slot not in camp.slots or command.slot in camp.frozen | camp.thawed:
        return ()
    return (e.SlotFrozen(slot=command.slot),)


def problems(
    camp: Camp, placements: Iterable[Placement] | None = None, *, yielding: TopicId | None = None
) -> list[Problem]:
    """Every placement (of the grid, if none are given) that breaks a rule.

    Of two that exclude each other, a session of the topic `yielding` has the problem, or else the one
    that is neither pinned nor in a frozen slot.
    """
    if placements is None:
        placements = (p for ps in camp.placements.values() for p in ps)
    standing, found = _Standing(camp), []
    for placement in sorted(
        placements, key=lambda p: (p.topic == yielding, not firm(camp, p), p.topic, p.slot, p.room)
    ):
        if why := misfit(camp, placement) or standing.excludes(placement):
            found.append(Problem(placement, why))
        else:
            standing.add(placement)
    return found


def misfit(camp: Camp, placement: Placement) -> str | None:
    """Why a placement can't be, whatever else stands on the grid; None if it can."""
    topic = camp.topics.get(placement.topic)
    if topic is None:
        return say("the topic is not on the board")
    return pins.impossible(camp, Pin(topic=topic.id, slot=placement.slot, room=placement.room))


def firm(camp: Camp, placement: Placement) -> bool:
    """Whether only organisers may move a session: it is pinned, or its slot is frozen."""
    return placement.slot in camp.frozen or any(
        pins.covers(pin, placement) for pin in camp.pins.get(placement.topic, ())
    )


def settled(
    camp: Camp,
    events: tuple[e.Event, ...],
    *,
    keep_firm: bool = False,
    yielding: TopicId | None = None,
) -> tuple[e.Event, ...]:
    """`events`, and after them whatever they make impossible taken off the grid, pins included.

    With `keep_firm`, what is pinned or frozen is not taken off: the change is refused with Conflict.
    Of two sessions or pins that exclude each other, that of the topic `yielding` goes.
    """
    after = fold(camp, events)
    consequences: list[e.Event] = []
    for problem in problems(after, yielding=yielding):
        if keep_firm and firm(camp, problem.placement):
            raise Conflict(
                say(
                    "{topic} stands firm, and {why}. Ask an organiser to move it first.",
                    topic=named(camp, problem.placement.topic),
                    why=problem.why,
                )
            )
        consequences.append(_clear(problem.placement))
    for clash in pins.clashes(after, yielding=yielding):
        if keep_firm:
            raise Conflict(
                say(
                    "{topic} is pinned, and {why}. Ask an organiser to unpin it first.",
                    topic=named(camp, clash.pin.topic),
                    why=clash.why,
                )
            )
        consequences.append(e.TopicUnpinned(pin=clash.pin))
    return (*events, *consequences)


def named(camp: Camp, topic_id: TopicId) -> str:
    """A topic's title in quotes, or what stands for it where there is no such topic."""
    topic = camp.topics.get(topic_id)
    return say("“{title}”", title=topic.pitch.title) if topic else texts.quoted(topic_id)


class _Standing:
    """What stands on a grid already while it is gone through, session by session."""

    def __init__(self, camp: Camp) -> None:
        self._camp = camp
        self._cells: dict[Cell, TopicId] = {}
        self._busy: dict[tuple[SlotId, AttendeeId], TopicId] = {}
        self._slots: dict[TopicId, set[SlotId]] = {}

    def excludes(self, placement: Placement) -> str | None:
        """Why `placement` can't be beside those; None if it can."""
        camp, topic = self._camp, self._camp.topics[placement.topic]
        if other := self._cells.get(Cell(placement.slot, placement.room)):
            return say("{other} is there", other=named(camp, other))
        slots = self._slots.get(topic.id, set())
        if placement.slot in slots:
            return say("it runs in that slot already")
        if len(slots) >= topic.pitch.sessions:
            return say("it has all its sessions already")
        for leader in topic.facilitators:
            if other := self._busy.get((placement.slot, leader)):
                who = camp.attendees[leader].name or "a facilitator"
                return say("{who} leads {other} then", who=who, other=named(camp, other))
        return None

    def add(self, placement: Placement) -> None:
        self._cells[Cell(placement.slot, placement.room)] = placement.topic
        self._slots.setdefault(placement.topic, set()).add(placement.slot)
        for leader in self._camp.topics[placement.topic].facilitators:
            self._busy[placement.slot, leader] = placement.topic


def _moved_from(camp: Camp, command: c.PlaceSession) -> Placement | None:
    placements = pins.sessions(camp, command.topic)
    if command.instead_of is not None:
        for placement in placements:
            if placement.slot == command.instead_of:
                return placement
        raise Conflict(say("The session is no longer where it was. Look at the grid again."))
    for placement in placements:
        if placement.slot == command.slot:
            return placement
    if len(placements) < camp.topics[command.topic].pitch.sessions:
        return None
    if len(placements) == 1:
        return placements[0]
    raise Conflict(say("All its sessions are on the grid. Say which one to move."))


def _giving_way(camp: Camp, other: TopicId, topic: TopicId, cell: Cell) -> Placement:
    """What stands in the cell, if it may be moved."""
    standing = Placement(topic=other, slot=cell.slot, room=cell.room)
    if other == topic:
        raise Conflict(say("{topic} runs there already.", topic=named(camp, topic)))
    if any(pins.covers(p, standing) for p in camp.pins.get(other, ())):
        raise Conflict(
            say(
                "{other} is pinned there. Unpin it first, or choose another cell.",
                other=named(camp, other),
            )
        )
    return standing


def _sound(camp: Camp, events: tuple[e.Event, ...], placed: Placement) -> tuple[e.Event, ...]:
    """`events`, if the session that they place, and its pin, can be beside all others."""
    after = fold(camp, events)
    pin = Pin(topic=placed.topic, slot=placed.slot, room=placed.room)
    if why := _problem(after, placed) or pins.clash(after, pin):
        title = named(after, placed.topic)
        raise Conflict(say("{title} can't be there: {why}.", title=title, why=why))
    return events


def _problem(camp: Camp, placed: Placement) -> str | None:
    """The rule that this one session of the grid breaks; None if it breaks none."""
    standing = _Standing(camp)
    for topic, placements in camp.placements.items():
        for other in placements:
            beside = other.slot == placed.slot or topic == placed.topic
            if beside and other != placed:
                standing.add(other)
    return misfit(camp, placed) or standing.excludes(placed)


def _clear(placement: Placement) -> e.SessionCleared:
    return e.SessionCleared(topic=placement.topic, slot=placement.slot)
