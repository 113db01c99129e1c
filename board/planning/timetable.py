"""Which slot: the most wanted topics first, each where fewest people are torn."""

from collections.abc import Iterable, Mapping, Sequence

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.draw import lot
from board.planning.grid import Grid, Hold, Session
from board.planning.reasons import repeated


class Timetable:
    """Fills a grid. Ties fall to the draw of `seed`, a different one for each `attempt`."""

    def __init__(self, grid: Grid, *, seed: int, attempt: int) -> None:
        self._grid = grid
        self._seed = seed
        self._attempt = str(attempt)
        self._order = grid.demand.most_wanted_first(seed, attempt)

    def place_topics(self, notes: Mapping[TopicId, str]) -> bool:
        """Place every topic that is nowhere yet and can be; False if there was none.

        `notes` say of a topic why it is not where it was shown.
        """
        placed = False
        for topic in self._order:
            if not self._grid.times(topic):
                placed |= self._place(topic, notes.get(topic, "")) or self._squeeze_in(
                    topic, notes.get(topic, "")
                )
        return placed

    def place_repeats(self) -> bool:
        """Repeat topics that their rooms can't hold while cells are left; False if none was.

        The topic with most people left over goes first, again after every session added.
        """
        placed = False
        while any(self._repeat(topic) for topic in self._overflowing()):
            placed = True
        return placed

    def _place(self, topic: TopicId, note: str) -> bool:
        cells = [
            (slot, room)
            for slot in self._grid.rules.slots
            if self._grid.may_join(topic, slot)
            and (room := self._grid.room_to_win(topic, slot)) is not None
        ]
        if not cells:
            return False
        slot, _ = self._best(topic, cells)
        return self._grid.add(Session(topic=topic, slot=slot, hold=Hold.NOTHING, note=note))

    def _squeeze_in(self, topic: TopicId, note: str) -> bool:
        """Place the topic where one session that nobody has seen yet can go elsewhere."""
        if not self._grid.has_space():
            return False
        for slot in sorted(self._grid.rules.slots, key=lambda slot: self._lot(topic, slot)):
            for other in self._in_the_way(topic, slot):
                if self._make_way(other, topic):
                    session = Session(topic=topic, slot=slot, hold=Hold.NOTHING, note=note)
                    return self._grid.add(session)
        return False

    def _in_the_way(self, topic: TopicId, slot: SlotId) -> Sequence[Session]:
        if not self._grid.is_welcome(topic, slot):
            return ()
        rivals = self._grid.rivals(topic, slot)
        if len(rivals) > 1:
            return ()
        found = rivals or self._grid.in_slot(slot)
        return [session for session in found if session.hold is Hold.NOTHING]

    def _make_way(self, session: Session, topic: TopicId) -> bool:
        """Move the session to another slot if that lets the topic into its slot."""
        grid = self._grid
        slots = [slot for slot in grid.rules.slots if slot != session.slot]
        if not any(True for slot in slots for _ in grid.free(session.topic, slot)):
            return False
        room = grid.room(session)
        grid.remove(session)
        if grid.may_join(topic, session.slot) and grid.room_to_win(topic, session.slot) is not None:
            cells = [
                (slot, free)
                for slot in slots
                if grid.may_join(session.topic, slot)
                for free in list(grid.free(session.topic, slot))[:1]
            ]
            if cells:
                slot, free = self._best(session.topic, cells)
                session.slot = slot
                return grid.add(session, free)
        grid.add(session, room)
        return False

    def _overflowing(self) -> list[TopicId]:
        grid = self._grid
        left_over = {}
        for topic in self._order:
            if 0 < grid.times(topic) < grid.rules.topics[topic].max_sessions:
                left_over[topic] = grid.demand.people[topic] - self._chairs(topic)
        found = [topic for topic, people in left_over.items() if people > 0]
        return sorted(found, key=lambda topic: -left_over[topic])

    def _repeat(self, topic: TopicId) -> bool:
        grid = self._grid
        cells = [
            (slot, free)
            for slot in grid.rules.slots
            if grid.may_join(topic, slot)
            for free in list(grid.free(topic, slot))[:1]
            if grid.rules.chairs(topic, free) and self._voters(topic, slot)
        ]
        if not cells:
            return False
        slot, room = self._best(topic, cells)
        note = repeated(grid.demand.people[topic], grid.times(topic), self._chairs(topic))
        return grid.add(Session(topic=topic, slot=slot, hold=Hold.NOTHING, note=note), room)

    def _chairs(self, topic: TopicId) -> int:
        sessions = ((topic, slot) for slot in self._grid.rules.slots)
        return sum(
            self._grid.chairs(self._grid.sessions[each])
            for each in sessions
            if each in self._grid.sessions
        )

    def _best(
        self, topic: TopicId, cells: Iterable[tuple[SlotId, RoomId]]
    ) -> tuple[SlotId, RoomId]:
        """Choose the cell that gives most people something they want in a slot that had nothing.

        Then the one that leaves fewest people torn, then the emptiest slot, then the draw.
        """

        def key(cell: tuple[SlotId, RoomId]) -> tuple[int, int, int, int]:
            slot, room = cell
            served = self._served(slot)
            voters = self._voters(topic, slot)
            win = min((voters & ~served).bit_count(), self._grid.rules.chairs(topic, room))
            cost = (self._grid.demand.leaders[topic] & served).bit_count()
            crowd = sum(1 for _ in self._grid.in_slot(slot))
            return cost - win, (voters & served).bit_count(), crowd, self._lot(topic, slot)

        return min(cells, key=key)

    def _served(self, slot: SlotId) -> int:
        """Who finds something they want in the slot, as bits."""
        served = led = 0
        for session in self._grid.in_slot(slot):
            served |= self._grid.demand.voters[session.topic]
            led |= self._grid.demand.leaders[session.topic]
        return served & ~led

    def _voters(self, topic: TopicId, slot: SlotId) -> int:
        """Who wants the topic and leads nothing in the slot, as bits."""
        voters = self._grid.demand.voters[topic]
        for session in self._grid.in_slot(slot):
            voters &= ~self._grid.demand.leaders[session.topic]
        return voters

    def _lot(self, topic: TopicId, slot: SlotId) -> int:
        return lot(self._seed, "slots", self._attempt, topic, slot)
