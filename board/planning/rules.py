"""The hard rules that concern a single cell of the grid: what may lie where at all."""

from collections.abc import Iterator

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.values import Instance, Room


class Rules:
    """Look-ups over one instance, by id.

    `topics` and `rooms` are its topics and rooms, `slots` its slots in order, and `frozen` those
    that may not change. Of an id taken twice, the first counts.
    """

    def __init__(self, instance: Instance) -> None:
        self.slots = tuple(dict.fromkeys(slot.id for slot in instance.slots))
        self.topics = {topic.id: topic for topic in reversed(instance.topics)}
        self.rooms = {room.id: room for room in reversed(instance.rooms)}
        self.frozen = frozenset(instance.frozen)
        self._features = {room.id: frozenset(room.features) for room in self.rooms.values()}
        self._closed = {room.id: frozenset(room.closed) for room in self.rooms.values()}
        self._rooms_with: dict[tuple[str, ...], dict[RoomId, Room]] = {}
        self._not_in = {topic.id: frozenset(topic.not_in) for topic in self.topics.values()}

    def suits(self, topic: TopicId, room: RoomId) -> bool:
        """Whether the room has all that the topic needs."""
        return room in self._suitable(topic)

    def lacking(self, topic: TopicId, room: RoomId) -> list[str]:
        """List what the topic needs and the room has not."""
        needs = dict.fromkeys(self.topics[topic].needs)
        return [need for need in needs if need not in self._features[room]]

    def is_open(self, room: RoomId, slot: SlotId) -> bool:
        """Whether the room can be used in the slot."""
        return slot not in self._closed[room]

    def can_make(self, topic: TopicId, slot: SlotId) -> bool:
        """Whether the topic's facilitators can make the slot at all."""
        return slot not in self._not_in[topic]

    def chairs(self, topic: TopicId, room: RoomId) -> int:
        """How many seats a session of the topic has in the room."""
        cap = self.topics[topic].max_seats
        capacity = self.rooms[room].capacity
        return capacity if cap is None else min(capacity, cap)

    def suitable_rooms(self, topic: TopicId) -> Iterator[Room]:
        """List the rooms that have all that the topic needs."""
        return iter(self._suitable(topic).values())

    def _suitable(self, topic: TopicId) -> dict[RoomId, Room]:
        needs = self.topics[topic].needs
        if needs not in self._rooms_with:
            self._rooms_with[needs] = {
                each: room
                for each, room in self.rooms.items()
                if self._features[each].issuperset(needs)
            }
        return self._rooms_with[needs]
