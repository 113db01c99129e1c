"""The most chairs that each topic could have in each slot, if all others made way."""

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.rules import Rules
from board.planning.values import Instance


class BestCells:
    """The best cell of every topic in every slot.

    `frozen[s]` are the topics that lie in the frozen slot s; `pinned[s]` those that a pin holds in
    any other slot s. `capacities[s]` are those of all rooms in use in s, largest first: the rooms
    open, or, in a frozen slot, those of its sessions.
    """

    def __init__(self, instance: Instance, rules: Rules) -> None:
        self._rules = rules
        self.frozen: dict[SlotId, set[TopicId]] = {slot: set() for slot in rules.frozen}
        self.pinned: dict[SlotId, set[TopicId]] = {slot: set() for slot in rules.slots}
        self._held: dict[tuple[TopicId, SlotId], RoomId] = {}
        for shown in instance.current:
            if shown.slot in self.frozen:
                self.frozen[shown.slot].add(shown.topic)
                self._held[shown.topic, shown.slot] = shown.room
        for pin in instance.pins:
            if pin.slot is not None and pin.slot not in self.frozen:
                self.pinned[pin.slot].add(pin.topic)
                if pin.room is not None:
                    self._held[pin.topic, pin.slot] = pin.room
        self.capacities = {slot: self._capacities(slot) for slot in rules.slots}
        self._largest: dict[tuple[tuple[str, ...], SlotId], int | None] = {}

    def chairs(self, topic: TopicId, slot: SlotId) -> int | None:
        """Count the chairs of the topic's best cell in the slot; None if it can't lie there."""
        held = self._held.get((topic, slot))
        if held is not None:
            return self._rules.chairs(topic, held)
        if slot in self.frozen or not self._rules.can_make(topic, slot):
            return None
        largest = self._largest_room(topic, slot)
        cap = self._rules.topics[topic].max_seats
        return largest if largest is None or cap is None else min(largest, cap)

    def _largest_room(self, topic: TopicId, slot: SlotId) -> int | None:
        key = self._rules.topics[topic].needs, slot
        if key not in self._largest:
            self._largest[key] = max(
                (
                    room.capacity
                    for room in self._rules.suitable_rooms(topic)
                    if self._rules.is_open(room.id, slot)
                ),
                default=None,
            )
        return self._largest[key]

    def _capacities(self, slot: SlotId) -> list[int]:
        if slot in self.frozen:
            rooms = [self._held[topic, slot] for topic in self.frozen[slot]]
        else:
            rooms = [room for room in self._rules.rooms if self._rules.is_open(room, slot)]
        return sorted((self._rules.rooms[room].capacity for room in rooms), reverse=True)
