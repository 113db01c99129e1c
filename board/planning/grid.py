"""The grid while it is being filled: which topic lies in which cell, and what still fits."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.planning.demand import Demand
from board.planning.draw import lot
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.values import Instance


class Hold(Enum):
    """What holds a session where it is."""

    FROZEN = auto()
    PINNED = auto()
    PINNED_TO_SLOT = auto()
    PINNED_TO_ROOM = auto()
    SHOWN = auto()
    """People have seen it there."""
    SHOWN_IN_SLOT = auto()
    """People have seen it in this slot, in a room that it can't have any more."""
    NOTHING = auto()


@dataclass(slots=True, kw_only=True)
class Session:
    """A topic in a slot; its room is the grid's to say.

    `shown` is the room in which people have seen it, if it could still have that when it was
    added. `note` tells what happened to it that the grid does not show.
    """

    topic: TopicId
    slot: SlotId
    hold: Hold
    shown: RoomId | None = None
    note: str = ""

    @property
    def keeps_room(self) -> bool:
        """Whether it stays in its room when another topic could have that or none."""
        fixed = (Hold.FROZEN, Hold.PINNED, Hold.PINNED_TO_ROOM)
        return self.hold in fixed or self.shown is not None


class Grid:
    """The sessions placed so far. Every change keeps the hard rules.

    A session that does not keep its room changes rooms whenever that makes place for another; any
    other stays in the room it was added to, unless `relocate` is told otherwise.
    """

    def __init__(self, instance: Instance, rules: Rules, demand: Demand) -> None:
        self.rules = rules
        self.demand = demand
        self.sessions: dict[tuple[TopicId, SlotId], Session] = {}
        self._times = dict.fromkeys(rules.topics, 0)
        self._engaged: dict[SlotId, dict[AttendeeId, TopicId]] = {s: {} for s in rules.slots}
        self._options: dict[SlotId, dict[TopicId, tuple[RoomId, ...]]] = {
            slot: {} for slot in rules.slots
        }
        self._rooms: dict[SlotId, Matching[TopicId, RoomId]] = {
            slot: Matching(self._options[slot], dict.fromkeys(rules.rooms, 1))
            for slot in rules.slots
        }
        self._largest_first = sorted(
            rules.rooms,
            key=lambda room: (-rules.rooms[room].capacity, lot(instance.seed, "rooms", room)),
        )
        self._suitable: dict[tuple[TopicId, SlotId], tuple[RoomId, ...]] = {}

    def suitable(self, topic: TopicId, slot: SlotId) -> tuple[RoomId, ...]:
        """List the rooms that suit the topic and are open in the slot, largest first."""
        key = topic, slot
        if key not in self._suitable:
            self._suitable[key] = tuple(
                room
                for room in self._largest_first
                if self.rules.suits(topic, room) and self.rules.is_open(room, slot)
            )
        return self._suitable[key]

    def free(self, topic: TopicId, slot: SlotId) -> Iterator[RoomId]:
        """List the suitable rooms that nobody has in the slot, largest first."""
        holders = self._rooms[slot].holders
        return (room for room in self.suitable(topic, slot) if not holders[room])

    def has_space(self) -> bool:
        """Whether any room is free and open in any slot that may change."""
        return any(
            self.rules.is_open(room, slot) and not holders
            for slot in self.rules.slots
            if slot not in self.rules.frozen
            for room, holders in self._rooms[slot].holders.items()
        )

    def room(self, session: Session) -> RoomId:
        """Tell the session's room."""
        (room,) = self._rooms[session.slot].held[session.topic]
        return room

    def chairs(self, session: Session) -> int:
        """Tell how many seats the session has."""
        return self.rules.chairs(session.topic, self.room(session))

    def holder(self, slot: SlotId, room: RoomId) -> Session | None:
        """Tell who has the room in the slot."""
        return next((self.sessions[t, slot] for t in self._rooms[slot].holders[room]), None)

    def times(self, topic: TopicId) -> int:
        """Tell how often the topic is in the grid."""
        return self._times[topic]

    def in_slot(self, slot: SlotId) -> Iterator[Session]:
        """List the sessions in the slot, in the order they came."""
        return (
            self.sessions[topic, slot] for topic, held in self._rooms[slot].held.items() if held
        )

    def rivals(self, topic: TopicId, slot: SlotId) -> list[Session]:
        """List the sessions in the slot that need one of the topic's facilitators."""
        engaged = self._engaged[slot]
        leads = (engaged.get(each) for each in self.rules.topics[topic].facilitators)
        return [self.sessions[each, slot] for each in dict.fromkeys(leads) if each is not None]

    def may_join(self, topic: TopicId, slot: SlotId) -> bool:
        """Whether, rooms apart, the topic can have another session, in this slot."""
        return self.is_welcome(topic, slot) and not self.rivals(topic, slot)

    def is_welcome(self, topic: TopicId, slot: SlotId) -> bool:
        """Whether, rooms and other sessions apart, the topic can have a session in this slot."""
        return (
            slot not in self.rules.frozen
            and self.rules.can_make(topic, slot)
            and (topic, slot) not in self.sessions
            and self._times[topic] < self.rules.topics[topic].max_sessions
        )

    def room_to_win(self, topic: TopicId, slot: SlotId) -> RoomId | None:
        """Tell which free room would fill if the topic joined the slot; None if none can be had."""
        self._options[slot][topic] = self.suitable(topic, slot)
        path = self._rooms[slot].path(topic)
        del self._options[slot][topic]
        return path[0][2] if path else None

    def add(self, session: Session, room: RoomId | None = None) -> bool:
        """Add the session, to this very room or to any; False if no room can be had."""
        topic, slot = session.topic, session.slot
        matching = self._rooms[slot]
        if not session.keeps_room:
            self._options[slot][topic] = self.suitable(topic, slot)
        if room is not None:
            matching.put(topic, room)
        elif not matching.add(topic):
            del self._options[slot][topic]
            return False
        self.sessions[topic, slot] = session
        self._times[topic] += 1
        for facilitator in self.rules.topics[topic].facilitators:
            self._engaged[slot][facilitator] = topic
        return True

    def remove(self, session: Session) -> None:
        """Take the session out of the grid."""
        matching = self._rooms[session.slot]
        matching.drop(session.topic, self.room(session))
        self._options[session.slot].pop(session.topic, None)
        matching.forget_failures()
        del self.sessions[session.topic, session.slot]
        self._times[session.topic] -= 1
        for facilitator in self.rules.topics[session.topic].facilitators:
            del self._engaged[session.slot][facilitator]

    def relocate(self, session: Session, room: RoomId) -> None:
        """Move the session to a room in its slot; whoever has it takes this session's room."""
        matching = self._rooms[session.slot]
        left, other = self.room(session), self.holder(session.slot, room)
        matching.drop(session.topic, left)
        if other is not None:
            matching.drop(other.topic, room)
            matching.put(other.topic, left)
        matching.put(session.topic, room)
        matching.forget_failures()
