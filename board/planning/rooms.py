"""Which room: within each slot, the most wanted sessions get the largest rooms that suit them."""

from board.camp.model import RoomId, SlotId
from board.planning.draw import lot
from board.planning.grid import Grid, Hold, Session

_ROOM_OPEN = (Hold.PINNED_TO_SLOT, Hold.SHOWN, Hold.SHOWN_IN_SLOT, Hold.NOTHING)


def improve_rooms(grid: Grid, seed: int) -> None:
    """Give more wanted sessions the larger rooms of less wanted ones.

    What was shown changes rooms only if a session has more people than chairs, the other room is
    at least half as large again, and together more people get a chair.
    """
    for slot in grid.rules.slots:
        if slot not in grid.rules.frozen:
            # Every change raises the sum of wanted x capacity, so this ends.
            while any(_improve(grid, session) for session in _most_wanted_first(grid, slot, seed)):
                pass


def _improve(grid: Grid, session: Session) -> bool:
    capacity = grid.rules.rooms[grid.room(session)].capacity
    for room in grid.suitable(session.topic, session.slot):
        if grid.rules.rooms[room].capacity <= capacity:
            return False
        other = grid.holder(session.slot, room)
        if _is_better(grid, session, room, other):
            grid.relocate(session, room)
            return True
    return False


def _is_better(grid: Grid, session: Session, room: RoomId, other: Session | None) -> bool:
    mine = grid.room(session)
    small, large = grid.rules.rooms[mine].capacity, grid.rules.rooms[room].capacity
    people = _wanted(grid, session)
    if other is None:
        win = min(people, large) - min(people, small)
        return win > 0 and (session.shown is None or 2 * large >= 3 * small)
    fewer = _wanted(grid, other)
    if (
        other.hold not in _ROOM_OPEN
        or fewer >= people
        or mine not in grid.suitable(other.topic, other.slot)
    ):
        return False
    if session.shown is None and other.shown is None:
        return True
    win = min(people, large) - min(people, small) - (min(fewer, large) - min(fewer, small))
    return win > 0 and 2 * large >= 3 * small


def _most_wanted_first(grid: Grid, slot: SlotId, seed: int) -> list[Session]:
    return sorted(
        (session for session in grid.in_slot(slot) if session.hold in _ROOM_OPEN),
        key=lambda session: (-_wanted(grid, session), lot(seed, "rooms", session.topic)),
    )


def _wanted(grid: Grid, session: Session) -> int:
    """Count the chairs the session could use: its share of the topic's people, within its cap."""
    share = -(-grid.demand.people[session.topic] // grid.times(session.topic))
    cap = grid.rules.topics[session.topic].max_seats
    return share if cap is None else min(share, cap)
