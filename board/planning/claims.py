"""The sessions that must be: what lies in a frozen slot, and what the pins ask for."""

from collections.abc import Iterator
from dataclasses import dataclass

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.rules import Rules
from board.planning.values import Instance, Pin, Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One session that must be; `place` says where in the instance that is written."""

    place: str
    topic: TopicId
    slot: SlotId | None
    room: RoomId | None
    frozen: bool


def find_claims(instance: Instance, rules: Rules) -> list[Claim]:
    """List the frozen sessions, then the pins that none of them meets already.

    What names an id that does not exist is left out.
    """
    frozen = [
        Claim(place=f"current[{n}]", topic=p.topic, slot=p.slot, room=p.room, frozen=True)
        for n, p in enumerate(instance.current)
        if p.slot in rules.frozen and _is_known(p, rules)
    ]
    return [*frozen, *_unmet(instance, rules, frozen)]


def _unmet(instance: Instance, rules: Rules, frozen: list[Claim]) -> Iterator[Claim]:
    pins = {n: pin for n, pin in enumerate(instance.pins) if _is_known(pin, rules)}
    spare = list(frozen)
    met: set[int] = set()
    # Pins that name a slot can be met in one way only, so they choose first.
    for n, pin in sorted(pins.items(), key=lambda item: item[1].slot is None):
        claim = next((claim for claim in spare if _meets(claim, pin)), None)
        if claim is not None:
            spare.remove(claim)
            met.add(n)
    for n, pin in pins.items():
        if n not in met:
            yield Claim(
                place=f"pins[{n}]", topic=pin.topic, slot=pin.slot, room=pin.room, frozen=False
            )


def _meets(claim: Claim, pin: Pin) -> bool:
    return (
        claim.topic == pin.topic
        and pin.slot in (None, claim.slot)
        and pin.room in (None, claim.room)
    )


def _is_known(cell: Pin | Placement, rules: Rules) -> bool:
    return (
        cell.topic in rules.topics
        and (cell.slot is None or cell.slot in rules.slots)
        and (cell.room is None or cell.room in rules.rooms)
        and (cell.slot is not None or cell.room is not None)
    )
