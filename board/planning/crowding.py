"""What pins take of the slots and rooms, and where they ask for more than there is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from board.camp.model import RoomId, SlotId
from board.camp.said import AllOf, say
from board.planning.claims import Claim
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.shape import quoted

Place = TypeVar("Place", SlotId, RoomId)


def crowded(rules: Rules, claims: Sequence[Claim]) -> list[str]:
    """Name the pins that have nowhere to go, and the groups of pins that get in each other's way.

    A group shares a room, a facilitator or a topic and so needs as many slots, or shares a slot
    and so needs as many rooms.
    """
    occupied = Occupied(rules, claims)
    options = {claim: occupied.slots_for(claim) for claim in claims if claim.slot is None}
    problems: list[str] = [
        say(
            "{place}: no slot is left in which {topic} can run in room {room}",
            place=claim.place,
            topic=quoted(claim.topic),
            room=quoted(claim.room or ""),
        )
        for claim, slots in options.items()
        if not slots
    ]
    for too_few, rivals in _rivals(rules, [claim for claim, slots in options.items() if slots]):
        if not all_fit({claim.place: options[claim] for claim in rivals}, rules.slots):
            problems.append(too_few(AllOf(*(claim.place for claim in rivals))))
    for slot in rules.slots:
        rooms = occupied.rooms_for(slot)
        if not all_fit(rooms, tuple(rules.rooms)):
            problems.append(
                say(
                    "{places}: too few suitable rooms are free in {slot}",
                    places=AllOf(*rooms),
                    slot=quoted(slot),
                )
            )
    return problems


def _rivals(
    rules: Rules, wandering: Iterable[Claim]
) -> Iterator[tuple[Callable[[AllOf], str], list[Claim]]]:
    """What several claims share, as what is said of their places if it has too few slots for them."""
    groups: dict[tuple[Callable[[str, AllOf], str], str], list[Claim]] = {}
    for claim in wandering:
        groups.setdefault((_room_full, claim.room or ""), []).append(claim)
        groups.setdefault((_topic_full, claim.topic), []).append(claim)
        for facilitator in rules.topics[claim.topic].facilitators:
            groups.setdefault((_leader_full, facilitator), []).append(claim)
    return (
        (partial(full, quoted(key)), rivals)
        for (full, key), rivals in groups.items()
        if len(rivals) > 1
    )


def _room_full(room: str, places: AllOf) -> str:
    return say(
        "{places}: room {room} has too few free slots for all of these", places=places, room=room
    )


def _topic_full(topic: str, places: AllOf) -> str:
    return say(
        "{places}: topic {topic} has too few free slots for all of these",
        places=places,
        topic=topic,
    )


def _leader_full(leader: str, places: AllOf) -> str:
    return say(
        "{places}: facilitator {leader} has too few free slots for all of these",
        places=places,
        leader=leader,
    )


def all_fit(options: dict[str, list[Place]], places: Sequence[Place]) -> bool:
    """Whether every claim can have one of its places to itself; `options` are by claim."""
    matching = Matching(options, dict.fromkeys(places, 1))
    return all(matching.add(each) for each in options)


class Occupied:
    """Which rooms, facilitators and topics the claims with a slot take in it."""

    def __init__(self, rules: Rules, claims: Iterable[Claim]) -> None:
        self._rules = rules
        self._taken: dict[SlotId, set[RoomId]] = {slot: set() for slot in rules.slots}
        self._engaged: dict[SlotId, set[str]] = {slot: set() for slot in rules.slots}
        self._roomless: dict[SlotId, list[Claim]] = {slot: [] for slot in rules.slots}
        for claim in claims:
            if claim.slot is not None:
                self.enter(claim, claim.slot)
                if claim.room is None:
                    self._roomless[claim.slot].append(claim)

    def enter(self, claim: Claim, slot: SlotId) -> None:
        """Note that the claim lies in the slot; `slots_for` must have offered it."""
        if claim.room is not None:
            self._taken[slot].add(claim.room)
        self._engaged[slot].update(self._engages(claim))

    def leave(self, claim: Claim, slot: SlotId) -> None:
        """Undo `enter`."""
        if claim.room is not None:
            self._taken[slot].discard(claim.room)
        self._engaged[slot].difference_update(self._engages(claim))

    def slots_for(self, claim: Claim) -> list[SlotId]:
        """List the slots in which a claim that names only a room can still lie."""
        assert claim.room is not None
        return [
            slot
            for slot in self._rules.slots
            if slot not in self._rules.frozen
            and self._rules.is_open(claim.room, slot)
            and self._rules.can_make(claim.topic, slot)
            and claim.room not in self._taken[slot]
            and self._engaged[slot].isdisjoint(self._engages(claim))
        ]

    def rooms_for(self, slot: SlotId) -> dict[str, list[RoomId]]:
        """List the rooms free for each claim that names only the slot, by the claim's place."""
        return {
            claim.place: [
                room.id
                for room in self._rules.suitable_rooms(claim.topic)
                if self._rules.is_open(room.id, slot) and room.id not in self._taken[slot]
            ]
            for claim in self._roomless[slot]
        }

    def _engages(self, claim: Claim) -> list[str]:
        facilitators = self._rules.topics[claim.topic].facilitators
        return [f"topic {claim.topic}", *(f"facilitator {each}" for each in facilitators)]
