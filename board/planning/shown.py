"""What must be and what people have seen goes into the grid first, and stays."""

from collections.abc import Iterable

from msgspec.structs import replace

from board.camp.model import TopicId
from board.planning.claims import Claim
from board.planning.draw import lot
from board.planning.grid import Grid, Hold, Session
from board.planning.plan import Unplaced
from board.planning.reasons import room_lost, slot_lost
from board.planning.values import Instance, Placement


def keep_claims(grid: Grid, instance: Instance, cells: Iterable[tuple[Claim, Placement]]) -> None:
    """Add the frozen sessions and the pins."""
    shown = {(p.topic, p.slot, p.room) for p in instance.current}
    for claim, cell in cells:
        session = Session(topic=cell.topic, slot=cell.slot, hold=_hold(claim))
        if claim.room is None and (cell.topic, cell.slot, cell.room) in shown:
            session.shown = cell.room
        grid.add(session, cell.room)


def keep_shown(grid: Grid, instance: Instance) -> dict[TopicId, str]:
    """Add what was shown, in its cell if the rules allow it, else in its slot.

    Returns, for topics of which a session could stay in neither, why.
    """
    lost: dict[TopicId, str] = {}
    homeless: list[Placement] = []
    for shown in _most_wanted_first(grid, instance):
        if (shown.topic, shown.slot) in grid.sessions:
            continue
        if not grid.may_join(shown.topic, shown.slot):
            lost[shown.topic] = slot_lost(grid, shown)
        elif shown.room in grid.free(shown.topic, shown.slot):
            session = Session(topic=shown.topic, slot=shown.slot, hold=Hold.SHOWN)
            session.shown = shown.room
            grid.add(session, shown.room)
        else:
            homeless.append(shown)
    for shown in homeless:
        session = Session(topic=shown.topic, slot=shown.slot, hold=Hold.SHOWN_IN_SLOT)
        session.note = room_lost(grid, shown)
        if not grid.may_join(shown.topic, shown.slot) or not grid.add(session):
            lost[shown.topic] = slot_lost(grid, shown)
    return lost


def loosened(instance: Instance, unplaced: Iterable[Unplaced]) -> Instance:
    """The instance without what was shown but may be in the way of the topics that found no room.

    These are repeats, and sessions in a room with a feature that such a topic needs and they do not.
    """
    needs = {topic.id: set(topic.needs) for topic in instance.topics}
    features = {room.id: set(room.features) for room in instance.rooms}
    wanted = {need for each in unplaced for need in needs[each.topic]}
    order = {slot.id: number for number, slot in enumerate(instance.slots)}
    kept, once = list[Placement](), set[TopicId]()
    for shown in sorted(instance.current, key=lambda p: (order[p.slot], p.topic, p.room)):
        repeat, spare = shown.topic in once, features[shown.room] & wanted - needs[shown.topic]
        if shown.slot in instance.frozen or not (repeat or spare):
            kept.append(shown)
            once.add(shown.topic)
    return replace(instance, current=tuple(kept))


def _hold(claim: Claim) -> Hold:
    if claim.frozen:
        return Hold.FROZEN
    if claim.slot is None:
        return Hold.PINNED_TO_ROOM
    return Hold.PINNED_TO_SLOT if claim.room is None else Hold.PINNED


def _most_wanted_first(grid: Grid, instance: Instance) -> list[Placement]:
    order = {slot: n for n, slot in enumerate(grid.rules.slots)}
    return sorted(
        (p for p in instance.current if p.slot not in grid.rules.frozen),
        key=lambda p: (
            -grid.demand.people[p.topic],
            lot(instance.seed, "shown", p.topic),
            order[p.slot],
            lot(instance.seed, "shown", p.room),
        ),
    )
