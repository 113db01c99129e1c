"""Where pins that name only a slot or only a room can go, so that all of them hold at once.

Pins that name a slot need only a room there, which is a matching. Pins that name a room need a
slot in which neither the room nor a facilitator is taken, which is a colouring, so that is
searched for: fewest choices first, with the matching checked at every step.
"""

from collections.abc import Iterable, Iterator, Sequence

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.claims import Claim
from board.planning.crowding import Occupied, all_fit
from board.planning.draw import lot
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.values import Instance, Placement

STEPS = 20_000
"""Steps after which the search gives up. Camps take a few dozen; only a puzzle takes more."""


def arrange(
    instance: Instance, rules: Rules, claims: Sequence[Claim]
) -> list[tuple[Claim, Placement]] | None:
    """Give each claim a cell so that all hold, or None if there is no way.

    Where there is a choice, a session stays where it was shown, else it goes where it displaces
    least of what was shown, and ties fall to the draw. Claims must be free of other conflicts.
    """
    search = _Search(instance, rules, claims)
    return search.cells() if search.succeeds() else None


class _Search:
    """Depth-first search for the slots of the claims that name only a room."""

    def __init__(self, instance: Instance, rules: Rules, claims: Sequence[Claim]) -> None:
        self._rules = rules
        # In an order that the order of the pins has no part in.
        self._claims = sorted(
            claims, key=lambda c: (lot(instance.seed, "pins", c.topic), c.slot or "", c.room or "")
        )
        self._occupied = Occupied(rules, claims)
        self._shown = _Shown(instance, rules)
        self._chosen: dict[Claim, SlotId] = {}

    def succeeds(self) -> bool:
        """Choose a slot for every claim; False if there is no way or it takes too long."""
        trail: list[tuple[Claim, Iterator[SlotId]]] = []
        for _ in range(STEPS):
            claim = self._most_pressed()
            if claim is None:
                return all(self._rooms_suffice(slot) for slot in self._rules.slots)
            trail.append((claim, iter(self._shown.sort_slots(claim, self._options(claim)))))
            while trail and not self._advance(*trail[-1]):
                trail.pop()
            if not trail:
                return False
        return False

    def cells(self) -> list[tuple[Claim, Placement]]:
        """Give every claim its cell, rooms too."""
        rooms: dict[str, RoomId] = {}
        for slot in self._rules.slots:
            rooms |= self._rooms_in(slot)
        cells = []
        for claim in self._claims:
            slot = claim.slot if claim.slot is not None else self._chosen[claim]
            room = claim.room if claim.room is not None else rooms[claim.place]
            cells.append((claim, Placement(topic=claim.topic, slot=slot, room=room)))
        return cells

    def _most_pressed(self) -> Claim | None:
        waiting = (c for c in self._claims if c.slot is None and c not in self._chosen)
        return min(waiting, key=lambda claim: len(self._options(claim)), default=None)

    def _options(self, claim: Claim) -> list[SlotId]:
        return self._occupied.slots_for(claim)

    def _advance(self, claim: Claim, slots: Iterator[SlotId]) -> bool:
        if claim in self._chosen:
            self._occupied.leave(claim, self._chosen.pop(claim))
        for slot in slots:
            self._occupied.enter(claim, slot)
            if self._rooms_suffice(slot):
                self._chosen[claim] = slot
                return True
            self._occupied.leave(claim, slot)
        return False

    def _rooms_suffice(self, slot: SlotId) -> bool:
        return all_fit(self._occupied.rooms_for(slot), tuple(self._rules.rooms))

    def _rooms_in(self, slot: SlotId) -> dict[str, RoomId]:
        topics = {claim.place: claim.topic for claim in self._claims}
        options = {
            place: self._shown.sort_rooms(topics[place], slot, rooms)
            for place, rooms in self._occupied.rooms_for(slot).items()
        }
        matching = Matching(options, dict.fromkeys(self._rules.rooms, 1))
        for place in sorted(options, key=lambda place: self._shown.lot(topics[place])):
            matching.add(place)
        return {place: room for place, held in matching.held.items() for room in held}


class _Shown:
    """What people have seen, to choose among places that are equally possible."""

    def __init__(self, instance: Instance, rules: Rules) -> None:
        self._seed = instance.seed
        self._rules = rules
        self._cells = {(p.topic, p.slot, p.room) for p in instance.current}
        self._topics: dict[SlotId, set[TopicId]] = {}
        self._rooms: dict[SlotId, set[RoomId]] = {}
        for p in instance.current:
            self._topics.setdefault(p.slot, set()).add(p.topic)
            self._rooms.setdefault(p.slot, set()).add(p.room)

    def lot(self, *ids: str) -> int:
        return lot(self._seed, "pins", *ids)

    def sort_slots(self, claim: Claim, slots: Iterable[SlotId]) -> list[SlotId]:
        """Sort slots for a claim that names a room: best first."""

        def key(slot: SlotId) -> tuple[bool, bool, int, int]:
            topics = self._topics.get(slot, set())
            facilitators = set(self._rules.topics[claim.topic].facilitators)
            displaced = sum(
                not facilitators.isdisjoint(self._rules.topics[other].facilitators)
                for other in topics
                if other != claim.topic
            )
            return (
                (claim.topic, slot, claim.room) not in self._cells,
                claim.topic not in topics,
                displaced + (claim.room in self._rooms.get(slot, set())),
                self.lot(claim.topic, slot),
            )

        return sorted(slots, key=key)

    def sort_rooms(self, topic: TopicId, slot: SlotId, rooms: Iterable[RoomId]) -> list[RoomId]:
        """Sort rooms for a claim that names a slot: best first."""
        return sorted(
            rooms,
            key=lambda room: (
                (topic, slot, room) not in self._cells,
                room in self._rooms.get(slot, set()),
                -self._rules.rooms[room].capacity,
                self.lot(topic, room),
            ),
        )
