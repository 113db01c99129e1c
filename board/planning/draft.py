"""A timetable with its rooms and its seats: how good it really is, and whether other rooms are better."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from board.camp.model import RoomId
from board.planning.choices import Choices
from board.planning.demand import TOP
from board.planning.rules import Rules
from board.planning.score import moved
from board.planning.seats import draw_seats
from board.planning.sessions import Session
from board.planning.values import Instance, Placement
from board.planning.worth import KEPT, PLACED, REPEATED


class Draft:
    """The `cells` of sessions, by their numbers, what people can choose there, and the seats drawn."""

    def __init__(
        self, instance: Instance, sessions: Sequence[Session], cells: Mapping[int, Placement]
    ) -> None:
        self._instance = instance
        self.sessions, self.cells = sessions, cells
        self.choices = Choices(instance, cells.values())
        self.seats = draw_seats(instance, self.choices)

    def rank(self, *, price: float, promise: float) -> tuple[float, int]:
        """How good it is in seats, counted as timetables are; then how many sessions stay."""
        ballots, placed = self._instance.ballots, {cell.topic for cell in self.cells.values()}
        kept = placed & {cell.topic for cell in self._instance.current}
        helped = sum(
            not set(ballots[attendee][:TOP]).isdisjoint(seats.values())
            for attendee, seats in self.seats.items()
        )
        left = moved(self._instance, self.cells.values())
        worth = PLACED * len(placed) + KEPT * len(kept) + promise * helped
        worth += REPEATED * (len(self.cells) - len(placed)) - price * left
        return worth + sum(map(len, self.seats.values())), -left

    def exchanges(self, rules: Rules) -> Iterator["Draft"]:
        """Every draft in which two sessions of a slot have changed rooms, or one has an empty one."""
        for slot in rules.slots:
            inside = {n: cell for n, cell in self.cells.items() if cell.slot == slot}
            taken = {cell.room for cell in inside.values()}
            pairs = [({a: inside[b].room, b: inside[a].room}) for a, b in combinations(inside, 2)]
            empty = [room for room in rules.rooms if rules.is_open(room, slot)]
            pairs += [{n: room} for room in empty if room not in taken for n in inside]
            for rooms in pairs:
                if slot not in rules.frozen and self._may_have(rules, rooms):
                    yield self._with(rooms)

    def _may_have(self, rules: Rules, rooms: Mapping[int, RoomId]) -> bool:
        return all(
            self.sessions[n].room is None and rules.suits(self.cells[n].topic, room)
            for n, room in rooms.items()
        )

    def _with(self, rooms: Mapping[int, RoomId]) -> "Draft":
        cells = {
            n: Placement(topic=cell.topic, slot=cell.slot, room=rooms.get(n, cell.room))
            for n, cell in self.cells.items()
        }
        return Draft(self._instance, self.sessions, cells)
