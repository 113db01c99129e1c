"""What each attendee can choose from once the grid is known."""

from collections.abc import Iterable
from typing import Protocol

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.planning.matching import Matching
from board.planning.values import Instance


class Cell(Protocol):
    """A topic in a slot and a room: a placement of an instance or of a plan."""

    @property
    def topic(self) -> TopicId: ...  # noqa: D102 - said by the class
    @property
    def slot(self) -> SlotId: ...  # noqa: D102
    @property
    def room(self) -> RoomId: ...  # noqa: D102


class Choices:
    """The sessions of a grid and who may sit in them.

    `chairs[s][t]` is how many seats t has in slot s; sessions without any are left out.
    `leads[a]` are the slots in which a leads a session. `wishes[a][s]` lists the topics that a
    wants and can have in slot s, best first; `repeated` are the topics in more than one slot.
    """

    def __init__(self, instance: Instance, cells: Iterable[Cell]) -> None:
        topics = {topic.id: topic for topic in instance.topics}
        capacity = {room.id: room.capacity for room in instance.rooms}
        self.slots = tuple(slot.id for slot in instance.slots)
        self.chairs: dict[SlotId, dict[TopicId, int]] = {slot: {} for slot in self.slots}
        self.leads: dict[AttendeeId, set[SlotId]] = {each: set() for each in instance.ballots}
        runs: dict[TopicId, list[SlotId]] = {}
        for cell in cells:
            cap = topics[cell.topic].max_seats
            seats = capacity[cell.room] if cap is None else min(capacity[cell.room], cap)
            if seats:
                self.chairs[cell.slot][cell.topic] = seats
                runs.setdefault(cell.topic, []).append(cell.slot)
            for facilitator in topics[cell.topic].facilitators:
                self.leads[facilitator].add(cell.slot)
        self.repeated = {topic for topic, slots in runs.items() if len(slots) > 1}
        self.wishes: dict[AttendeeId, dict[SlotId, list[TopicId]]] = {}
        for attendee, ballot in instance.ballots.items():
            wishes: dict[SlotId, list[TopicId]] = {}
            for topic in ballot:
                for slot in runs.get(topic, ()):
                    if slot not in self.leads[attendee]:
                        wishes.setdefault(slot, []).append(topic)
            self.wishes[attendee] = wishes

    def alone(self, attendee: AttendeeId) -> int:
        """Count the seats the attendee could have if nobody else came."""
        wishes = self.wishes[attendee]
        if not self.repeated:
            return len(wishes)
        topics = {topic: 1 for wanted in wishes.values() for topic in wanted}
        matching = Matching(wishes, topics)
        return sum(matching.add(slot) for slot in wishes)
