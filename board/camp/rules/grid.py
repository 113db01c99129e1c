"""What may stand where on the grid: sessions, pins, freezes and plans."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from board.camp import commands as c
from board.camp import events as e
from board.camp.errors import Conflict, PlanRefused
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Cell, Pin, Placement, SlotId, TopicId
from board.camp.rules import lookups

_Sessions = dict[tuple[TopicId, SlotId], Placement]


class Problem(NamedTuple):
    """A placement that breaks a rule, and which."""

    placement: Placement
    why: str


def place(camp: Camp, command: c.PlaceSession) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser puts a session anywhere it is possible, frozen or not; it is pinned there."""
    topic = lookups.topic_up(camp, command.topic)
    slot, room = lookups.slot(camp, command.slot), lookups.room(camp, command.room)
    what = f"Put “{topic.pitch.title}” into {room.name}, {slot.name}"
    source = _moved_from(camp, command)
    target = Cell(slot.id, room.id)
    if source == target:
        return what, _pinned_there(camp, Pin(topic=topic.id, slot=slot.id, room=room.id))
    events: list[e.Event] = []
    if source is not None:
        events += [*_unpinned(camp, topic.id, source.slot), _clear(topic.id, source.slot)]
    other = camp.cells.get(target)
    if other is not None:
        _not_pinned(camp, other, target)
        events.append(_clear(other, target.slot))
    placed = Placement(topic=topic.id, slot=slot.id, room=room.id, why="put here by an organiser")
    events += [
        *_pinned_there(camp, Pin(topic=topic.id, slot=slot.id, room=room.id)),
        e.SessionPlaced(placement=placed),
    ]
    _sound(fold(camp, events), placed)
    if other is not None and source is not None:
        why = f"changed places with “{topic.pitch.title}”"
        back = Placement(topic=other, slot=source.slot, room=source.room, why=why)
        swapped = [*events, e.SessionPlaced(placement=back)]
        if not any(p.placement.topic == other for p in problems(fold(camp, swapped))):
            events = swapped
    return what, tuple(events)


def clear(camp: Camp, command: c.ClearSession) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser takes a session off the grid; the planner may place the topic again."""
    topic = lookups.topic(camp, command.topic)
    what = f"Took “{topic.pitch.title}” off the grid"
    if all(p.slot != command.slot for p in camp.placements.get(topic.id, ())):
        return what, ()
    return what, (*_unpinned(camp, topic.id, command.slot), _clear(topic.id, command.slot))


def pin(camp: Camp, command: c.PinTopic) -> tuple[str, tuple[e.Event, ...]]:
    """A pin says where a topic has to be; the planner does the moving, unless it is there already."""
    topic = lookups.topic_up(camp, command.pin.topic)
    what = f"Pinned “{topic.pitch.title}”"
    if command.pin.slot is None and command.pin.room is None:
        raise Conflict("A pin names a slot, a room, or both.")
    if command.pin in camp.pins.get(topic.id, ()):
        return what, ()
    if why := pin_problem(camp, command.pin):
        raise Conflict(f"“{topic.pitch.title}” can't be pinned there: {why}.")
    if len(camp.pins.get(topic.id, ())) >= topic.pitch.sessions:
        raise Conflict("The topic has a pin for each of its sessions. Take one out first.")
    _pins_agree(camp, command.pin)
    return what, (e.TopicPinned(pin=command.pin),)


def unpin(camp: Camp, command: c.UnpinTopic) -> tuple[str, tuple[e.Event, ...]]:
    """Without its pin a session stays until a better place is worth the move."""
    topic = lookups.topic(camp, command.pin.topic)
    there = command.pin in camp.pins.get(topic.id, ())
    return f"Unpinned “{topic.pitch.title}”", (e.TopicUnpinned(pin=command.pin),) if there else ()


def freeze(camp: Camp, command: c.FreezeSlot) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers can freeze a slot early."""
    slot = lookups.slot(camp, command.slot)
    events = () if slot.id in camp.frozen else (e.SlotFrozen(slot=slot.id),)
    return f"Froze {slot.name}", events


def thaw(camp: Camp, command: c.ThawSlot) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers can let a slot move again."""
    slot = lookups.slot(camp, command.slot)
    events = (e.SlotThawed(slot=slot.id),) if slot.id in camp.frozen else ()
    return f"Thawed {slot.name}", events


def freeze_due(camp: Camp, command: c.FreezeDueSlot) -> tuple[e.Event, ...]:
    """The clock freezes a slot once; after that it is the organisers'."""
    if command.slot not in camp.slots or command.slot in camp.frozen | camp.thawed:
        return ()
    return (e.SlotFrozen(slot=command.slot),)


def adopt(camp: Camp, command: c.AdoptPlan) -> tuple[e.Event, ...]:
    """A plan becomes the grid if it breaks no rule, keeps every pin and leaves frozen slots alone."""
    lookups.in_phase(camp, "open", "running")
    plan = {(p.topic, p.slot): p for p in command.placements}
    now = {(p.topic, p.slot): p for ps in camp.placements.values() for p in ps}
    if len(plan) != len(command.placements):
        raise PlanRefused("It places a topic twice in one slot.")
    if _in_frozen(camp, plan.values()) != _in_frozen(camp, now.values()):
        raise PlanRefused("It changes a frozen slot.")
    refused = [f"{_named(p.placement, camp)}: {p.why}" for p in problems(camp, plan.values())]
    refused = refused or [*_leaderless(camp, plan, now), *_pins_broken(camp, plan.values())]
    if refused:
        raise PlanRefused("; ".join(refused[:5]) + ".")
    cleared = sorted(k for k, p in now.items() if k not in plan or plan[k].room != p.room)
    placed = [p for k, p in sorted(plan.items()) if k not in now or now[k].room != p.room]
    unplaced = tuple(u for u in command.unplaced if u.topic in camp.topics)
    same = {u.topic: u.why for u in unplaced} == dict(camp.unplaced)
    if not cleared and not placed and same:
        return ()
    return (e.PlanAdopted(cleared=tuple(cleared), placed=tuple(placed), unplaced=unplaced),)


def problems(
    camp: Camp, placements: Iterable[Placement] | None = None, *, yielding: TopicId | None = None
) -> list[Problem]:
    """Every placement (of the grid, if none are given) that breaks a rule.

    Of two that exclude each other, a session of the topic `yielding` has the problem, or else the one
    that is neither pinned nor in a frozen slot.
    """
    if placements is None:
        placements = (p for ps in camp.placements.values() for p in ps)
    taken: dict[Cell, TopicId] = {}
    busy: dict[tuple[SlotId, AttendeeId], TopicId] = {}
    runs: dict[TopicId, int] = {}
    found = []
    order = sorted(
        placements, key=lambda p: (p.topic == yielding, not _firm(camp, p), p.topic, p.slot, p.room)
    )
    for placement in order:
        why = misfit(camp, placement) or _excluded(camp, placement, taken, busy, runs)
        if why:
            found.append(Problem(placement, why))
            continue
        taken[Cell(placement.slot, placement.room)] = placement.topic
        runs[placement.topic] = runs.get(placement.topic, 0) + 1
        for facilitator in camp.topics[placement.topic].facilitators:
            busy[placement.slot, facilitator] = placement.topic
    return found


def misfit(camp: Camp, placement: Placement) -> str | None:
    """Why a placement can't be, whatever else stands on the grid; None if it can."""
    topic = camp.topics.get(placement.topic)
    if topic is None or not topic.up:
        return "the topic is not on the board"
    return pin_problem(camp, Pin(topic=topic.id, slot=placement.slot, room=placement.room))


def pin_problem(camp: Camp, pin: Pin) -> str | None:
    """Why a topic can't be in a slot, a room, or that room in that slot; None if it can."""
    words = camp.topics[pin.topic].pitch
    slot = camp.slots.get(pin.slot) if pin.slot is not None else None
    if slot is None and pin.slot is not None:
        return "the slot is not there any more"
    if slot is not None and slot.id in words.not_in:
        return f"its facilitators can't make {slot.name}"
    if pin.room is None:
        return None
    room = camp.rooms.get(pin.room)
    if room is None:
        return "the room is not there any more"
    if missing := [need for need in words.needs if need not in room.features]:
        return f"{room.name} has no {missing[0]}"
    if slot is not None and slot.id in room.closed:
        return f"{room.name} is closed in {slot.name}"
    return None


def settled(
    camp: Camp, events: tuple[e.Event, ...], *, firm: bool = False, yielding: TopicId | None = None
) -> tuple[e.Event, ...]:
    """`events`, and after them whatever they make impossible taken off the grid.

    With `firm`, what is pinned or frozen is not taken off: the change is refused with Conflict. Of two
    sessions that exclude each other, that of the topic `yielding` goes.
    """
    after = fold(camp, events)
    consequences: list[e.Event] = []
    for topic_id, pins in sorted(after.pins.items()):
        up = after.topics[topic_id].up
        gone = [p for p in pins if not up or pin_problem(after, p)]
        consequences += [e.TopicUnpinned(pin=p) for p in gone]
    for placement, why in problems(after, yielding=yielding):
        if firm and _firm(camp, placement):
            raise Conflict(
                f"{_named(placement, camp)} stands firm, and {why}. Ask an organiser to move it first."
            )
        consequences.append(_clear(placement.topic, placement.slot))
    return (*events, *consequences)


def _excluded(
    camp: Camp,
    placement: Placement,
    taken: dict[Cell, TopicId],
    busy: dict[tuple[SlotId, AttendeeId], TopicId],
    runs: dict[TopicId, int],
) -> str | None:
    topic = camp.topics[placement.topic]
    if (there := taken.get(Cell(placement.slot, placement.room))) is not None:
        return f"“{camp.topics[there].pitch.title}” is there"
    if runs.get(topic.id, 0) >= topic.pitch.sessions:
        return "it has all its sessions already"
    for facilitator in topic.facilitators:
        if (other := busy.get((placement.slot, facilitator))) is not None:
            who = camp.attendees[facilitator].name or "a facilitator"
            return f"{who} leads “{camp.topics[other].pitch.title}” then"
    return None


def _firm(camp: Camp, placement: Placement) -> bool:
    return placement.slot in camp.frozen or any(
        covers(pin, placement) for pin in camp.pins.get(placement.topic, ())
    )


def covers(pin: Pin, placement: Placement) -> bool:
    """Whether a placement is where a pin says."""
    return pin.slot in (None, placement.slot) and pin.room in (None, placement.room)


def _moved_from(camp: Camp, command: c.PlaceSession) -> Cell | None:
    placements = camp.placements.get(command.topic, ())
    if command.instead_of is not None:
        for placement in placements:
            if placement.slot == command.instead_of:
                return Cell(placement.slot, placement.room)
        raise Conflict("The session is no longer where it was. Look at the grid again.")
    if len(placements) < camp.topics[command.topic].pitch.sessions:
        return next((Cell(p.slot, p.room) for p in placements if p.slot == command.slot), None)
    if len(placements) == 1:
        return Cell(placements[0].slot, placements[0].room)
    raise Conflict("All its sessions are on the grid. Say which one to move.")


def _sound(after: Camp, placed: Placement) -> None:
    in_slot = (p for ps in after.placements.values() for p in ps if p.slot == placed.slot)
    everywhere = [*in_slot, *(p for p in after.placements[placed.topic] if p.slot != placed.slot)]
    for problem in problems(after, everywhere):
        title = after.topics[placed.topic].pitch.title
        raise Conflict(f"“{title}” can't be there: {_told(problem, placed, after)}.")


def _told(problem: Problem, placed: Placement, camp: Camp) -> str:
    if problem.placement == placed:
        return problem.why
    return f"{_named(problem.placement, camp)} could not stay, because {problem.why}"


def _not_pinned(camp: Camp, topic: TopicId, cell: Cell) -> None:
    standing = Placement(topic=topic, slot=cell.slot, room=cell.room)
    if any(covers(p, standing) for p in camp.pins.get(topic, ())):
        title = camp.topics[topic].pitch.title
        raise Conflict(f"“{title}” is pinned there. Unpin it first, or choose another cell.")


def _pinned_there(camp: Camp, pin: Pin) -> tuple[e.Event, ...]:
    pins = camp.pins.get(pin.topic, ())
    if pin in pins:
        return ()
    loose = [e.TopicUnpinned(pin=p) for p in pins if p.slot in (None, pin.slot)]
    return (*loose, e.TopicPinned(pin=pin))


def _unpinned(camp: Camp, topic: TopicId, slot: SlotId) -> Iterator[e.Event]:
    for pin in camp.pins.get(topic, ()):
        if pin.slot in (None, slot):
            yield e.TopicUnpinned(pin=pin)


def _pins_agree(camp: Camp, new: Pin) -> None:
    """Refuse a pin that, with the pins there are, double-books a cell or a facilitator."""
    leaders = set(camp.topics[new.topic].facilitators)
    for pin in (p for pins in camp.pins.values() for p in pins):
        title = camp.topics[pin.topic].pitch.title
        if pin.topic == new.topic:
            if pin.slot is not None and pin.slot == new.slot:
                raise Conflict(f"“{title}” is pinned to that slot already.")
            continue
        if pin.slot is None or pin.slot != new.slot:
            continue
        if pin.room is not None and pin.room == new.room:
            raise Conflict(f"“{title}” is pinned there. Unpin it first, or choose another cell.")
        if leaders & set(camp.topics[pin.topic].facilitators):
            raise Conflict(
                f"One of its facilitators leads “{title}”, which is pinned to that slot."
            )


def _in_frozen(camp: Camp, placements: Iterable[Placement]) -> set[tuple[str, str, str]]:
    return {(p.topic, p.slot, p.room) for p in placements if p.slot in camp.frozen}


def _leaderless(camp: Camp, plan: _Sessions, now: _Sessions) -> Iterator[str]:
    if camp.settings.leaderless:
        return
    for session, placement in plan.items():
        if camp.topics[placement.topic].wish and session not in now:
            yield f"{_named(placement, camp)}: nobody leads it"


def _pins_broken(camp: Camp, plan: Iterable[Placement]) -> Iterator[str]:
    by_topic: dict[TopicId, list[Placement]] = {}
    for placement in plan:
        by_topic.setdefault(placement.topic, []).append(placement)
    for topic, placements in by_topic.items():
        for pin in camp.pins.get(topic, ()):
            if pin.slot not in camp.frozen and not any(covers(pin, p) for p in placements):
                yield f"{_named(placements[0], camp)}: it is not where it is pinned"


def _clear(topic: TopicId, slot: SlotId) -> e.SessionCleared:
    return e.SessionCleared(topic=topic, slot=slot)


def _named(placement: Placement, camp: Camp) -> str:
    topic = camp.topics.get(placement.topic)
    return f"“{topic.pitch.title}”" if topic else f"topic {placement.topic}"
