"""Why a session is where it is, or nowhere, in a plain sentence that is true of the finished grid.

What changed on the way is told in the past tense by a session's note; the rest is read off the
grid at the end. Ids stand in «guillemets», so that whoever shows a reason can put names there.
"""

from collections.abc import Sequence

from board.camp.model import TopicId
from board.planning.grid import Grid, Hold, Session
from board.planning.values import Placement


def why_placed(grid: Grid, session: Session) -> str:
    """Say why the session is in its cell."""
    wanted = _wanted_by(grid, session.topic)
    match session.hold:
        case Hold.FROZEN:
            return "this slot is frozen, so it stays as it is"
        case Hold.PINNED:
            return "pinned by an organiser"
        case Hold.PINNED_TO_ROOM:
            return f"pinned to this room by an organiser; {wanted}"
        case Hold.PINNED_TO_SLOT:
            return f"pinned to this slot by an organiser; {_in_its_slot(grid, session)}"
        case Hold.SHOWN:
            return _in_its_slot(grid, session)
        case Hold.SHOWN_IN_SLOT:
            return f"{session.note}; {wanted}; {_room(grid, session)}"
        case Hold.NOTHING:
            return "; ".join(filter(None, [session.note, wanted, _room(grid, session)]))


def why_unplaced(grid: Grid, topic: TopicId) -> str:
    """Say why the topic is nowhere."""
    rules = grid.rules
    room = f"room{_with(rules.topics[topic].needs)}"
    if not any(rules.suitable_rooms(topic)):
        return f"there is no {room}"
    slots = [slot for slot in rules.slots if grid.is_welcome(topic, slot)]
    makeable = "its facilitators can make" if rules.topics[topic].facilitators else "it can run in"
    if not slots:
        return f"no slot that {makeable} is still open to changes"
    if not any(grid.suitable(topic, slot) for slot in slots):
        return f"no {room} is open in a slot that {makeable}"
    if any(True for slot in slots for _ in grid.free(topic, slot)):
        return f"its facilitators lead other sessions wherever a {room} is free"
    return f"no {room} is free in a slot that {makeable}; {_wanted_by(grid, topic)}"


def slot_lost(grid: Grid, shown: Placement) -> str:
    """Say why a session can't stay in the slot in which it was shown."""
    if not grid.rules.can_make(shown.topic, shown.slot):
        return f"its facilitators can't make «{shown.slot}», where it was shown"
    if grid.rivals(shown.topic, shown.slot):
        return f"its facilitators were needed elsewhere in «{shown.slot}», where it was shown"
    return f"no room for it was left in «{shown.slot}», where it was shown"


def room_lost(grid: Grid, shown: Placement) -> str:
    """Say why a session can't stay in the room in which it was shown."""
    lacking = grid.rules.lacking(shown.topic, shown.room)
    if lacking:
        return f"it stays in this slot, but «{shown.room}» has no {_list(lacking)}"
    if not grid.rules.is_open(shown.room, shown.slot):
        return f"it stays in this slot, but «{shown.room}» is closed"
    return f"it stays in this slot, but «{shown.room}» was taken"


def repeated(people: int, times: int, chairs: int) -> str:
    """Say why a topic of which `times` sessions with `chairs` seats exist runs once more."""
    sessions = "one session" if times == 1 else f"{times} sessions"
    return f"run again, as {sessions} had chairs for only {chairs} of {people}"


def _in_its_slot(grid: Grid, session: Session) -> str:
    """Say why a session that stays in its slot has the room it has."""
    wanted, shown = _wanted_by(grid, session.topic), session.shown
    if shown is None:
        return f"{wanted}; {_room(grid, session)}"
    if grid.room(session) == shown:
        return f"it stays where it was shown; {wanted}"
    rooms, other = grid.rules.rooms, grid.holder(session.slot, shown)
    seats = rooms[shown].capacity
    if other is None or rooms[grid.room(session)].capacity > seats:
        return f"{wanted}; moved from «{shown}», which seats {seats}"
    people = _people(grid.demand.people[other.topic])
    return f"{wanted}; it gave «{shown}» to «{other.topic}», which {people} want"


def _wanted_by(grid: Grid, topic: TopicId) -> str:
    people = grid.demand.people[topic]
    if not people:
        return "nobody has voted for it yet"
    return f"{_people(people)} {'wants' if people == 1 else 'want'} it"


def _room(grid: Grid, session: Session) -> str:
    own = grid.rules.rooms[grid.room(session)].capacity
    needs = _with(grid.rules.topics[session.topic].needs)
    free = grid.free(session.topic, session.slot)
    if all(grid.rules.rooms[room].capacity <= own for room in free):
        return f"the largest free room{needs}"
    return f"a free room{needs} with enough seats"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _with(needs: Sequence[str]) -> str:
    return f" with {_list(needs)}" if needs else ""


def _list(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
