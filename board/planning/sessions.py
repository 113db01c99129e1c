"""What may be placed: every session that a topic has, may have, or must have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.arrangement import arrange
from board.planning.claims import Claim, find_claims
from board.planning.draw import lot
from board.planning.rules import Rules
from board.planning.values import Instance, Placement


class Hold(Enum):
    """What holds a session where it is."""

    FROZEN = auto()
    PINNED = auto()
    PINNED_TO_SLOT = auto()
    PINNED_TO_ROOM = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session that may be placed: one of those that its topic has at most.

    `slot` and `room` are where it must be, if it must; `start` is a slot in which it can be together
    with all others that must be somewhere. `shown` are the cells in which people have seen its
    topic, and `home` is one of them that no other session has: see `find_homes`.
    """

    topic: TopicId
    hold: Hold = Hold.NOTHING
    slot: SlotId | None = None
    room: RoomId | None = None
    start: SlotId | None = None
    shown: tuple[Placement, ...] = ()
    home: Placement | None = None


def find_sessions(instance: Instance, rules: Rules) -> list[Session]:
    """List the sessions of a checked instance: for each topic those that must be, then the others.

    Topics come by the draw. No topic has more sessions than slots it could be in.
    """
    claims: dict[TopicId, list[tuple[Claim, Placement]]] = {}
    cells = arrange(instance, rules, find_claims(instance, rules))
    assert cells is not None, "a checked instance has an arrangement"
    for claim, cell in cells:
        claims.setdefault(cell.topic, []).append((claim, cell))
    shown: dict[TopicId, list[Placement]] = {}
    order = {slot: n for n, slot in enumerate(rules.slots)}
    for home in sorted(
        instance.current, key=lambda p: (order[p.slot], lot(instance.seed, "shown", p.room))
    ):
        shown.setdefault(home.topic, []).append(home)
    return [
        session
        for topic in sorted(rules.topics, key=lambda topic: lot(instance.seed, "topics", topic))
        for session in _sessions(topic, rules, claims.get(topic, ()), shown.get(topic, []))
    ]


def find_homes(sessions: Sequence[Session], slots: Sequence[SlotId | None]) -> list[Session]:
    """Let each session in a slot have the home there, or else one that no other session is in.

    Sessions of one topic are alike: none of them has moved if they have only changed places.
    """
    found = [replace(session, home=None) for session in sessions]
    left: dict[TopicId, list[Placement]] = {}
    for n, slot in enumerate(slots):
        homes = left.setdefault(sessions[n].topic, list(sessions[n].shown))
        if slot is not None and (here := [home for home in homes if home.slot == slot]):
            found[n] = replace(found[n], home=here[0])
            left[sessions[n].topic] = [home for home in homes if home.slot != slot]
    for n, slot in enumerate(slots):
        homes = left[sessions[n].topic]
        if slot is not None and found[n].home is None and homes:
            found[n] = replace(found[n], home=homes[0])
            left[sessions[n].topic] = [home for home in homes if home.slot != homes[0].slot]
    return found


def _sessions(
    topic: TopicId,
    rules: Rules,
    claims: Sequence[tuple[Claim, Placement]],
    homes: list[Placement],
) -> list[Session]:
    shown = tuple(homes)
    sessions = [
        Session(
            topic=topic,
            hold=_hold(claim),
            slot=claim.slot,
            room=claim.room,
            start=cell.slot,
            shown=shown,
            home=_taken(homes, cell),
        )
        for claim, cell in claims
    ]
    usable = [s for s in rules.slots if s not in rules.frozen and rules.can_make(topic, s)]
    most = min(rules.topics[topic].max_sessions, len(sessions) + len(usable))
    while len(sessions) < most:
        sessions.append(Session(topic=topic, shown=shown, home=homes.pop(0) if homes else None))
    return sessions


def _taken(homes: list[Placement], cell: Placement) -> Placement | None:
    """Take the home that the cell is, or else one in its slot, for good."""
    same = [home for home in homes if home.slot == cell.slot]
    if not same:
        return None
    home = cell if cell in same else same[0]
    homes.remove(home)
    return home


def _hold(claim: Claim) -> Hold:
    if claim.frozen:
        return Hold.FROZEN
    if claim.slot is None:
        return Hold.PINNED_TO_ROOM
    return Hold.PINNED_TO_SLOT if claim.room is None else Hold.PINNED
