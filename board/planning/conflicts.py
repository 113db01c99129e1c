"""The hard rules that an instance's own pins and frozen sessions break among themselves.

Each is said (`board.camp.said`) of places in the instance, `pins[3]`, and of ids in quotes, so that whoever
shows it can put names there.
"""

from collections.abc import Iterable, Iterator

from board.camp.model import SlotId
from board.camp.said import AllOf, say, say_n
from board.planning.arrangement import arrange
from board.planning.claims import Claim, find_claims
from board.planning.crowding import crowded
from board.planning.rules import Rules
from board.planning.shape import quoted
from board.planning.values import Instance


def conflicts(instance: Instance) -> Iterator[str]:
    """Name every reason why no plan can keep all pins and frozen sessions."""
    rules = Rules(instance)
    claims = find_claims(instance, rules)
    found = [
        *(problem for claim in claims for problem in _alone(claim, rules)),
        *_in_one_cell(claims),
        *_in_one_slot(claims, rules),
        *_too_often(claims, rules),
    ]
    yield from found or crowded(rules, claims) or _unarrangeable(instance, rules, claims)


def _alone(claim: Claim, rules: Rules) -> Iterator[str]:
    place = claim.place
    if claim.room is not None:
        room = quoted(claim.room)
        for need in rules.lacking(claim.topic, claim.room):
            yield say(
                "{place}: room {room} lacks {need}", place=place, room=room, need=quoted(need)
            )
    if claim.slot is None:
        return
    slot = quoted(claim.slot)
    if claim.room is not None and not rules.is_open(claim.room, claim.slot):
        yield say("{place}: room {room} is closed in {slot}", place=place, room=room, slot=slot)
    if not rules.can_make(claim.topic, claim.slot):
        yield say(
            "{place}: the facilitators of {topic} can't make {slot}",
            place=place,
            topic=quoted(claim.topic),
            slot=slot,
        )
    if claim.slot in rules.frozen and not claim.frozen:
        yield say(
            "{place}: {slot} is frozen, and nothing can be added to it", place=place, slot=slot
        )


def _in_one_cell(claims: list[Claim]) -> Iterator[str]:
    cells: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.slot is not None and claim.room is not None:
            cells.setdefault((claim.slot, claim.room), []).append(claim)
    for (slot, room), rivals in cells.items():
        if len(rivals) > 1:
            yield say(
                "{places}: all in room {room} in {slot}",
                places=_places(rivals),
                room=quoted(room),
                slot=quoted(slot),
            )


def _in_one_slot(claims: list[Claim], rules: Rules) -> Iterator[str]:
    topics: dict[tuple[SlotId, str], list[Claim]] = {}
    leads: dict[tuple[SlotId, str], list[Claim]] = {}
    for claim in claims:
        if claim.slot is None:
            continue
        topics.setdefault((claim.slot, claim.topic), []).append(claim)
        for facilitator in dict.fromkeys(rules.topics[claim.topic].facilitators):
            leads.setdefault((claim.slot, facilitator), []).append(claim)
    for (slot, topic), rivals in topics.items():
        if len(rivals) > 1:
            yield say(
                "{places}: {topic} more than once in {slot}",
                places=_places(rivals),
                topic=quoted(topic),
                slot=quoted(slot),
            )
    for (slot, leader), rivals in leads.items():
        if len({claim.topic for claim in rivals}) > 1:
            yield say(
                "{places}: facilitator {leader} in more than one room in {slot}",
                places=_places(rivals),
                leader=quoted(leader),
                slot=quoted(slot),
            )


def _too_often(claims: list[Claim], rules: Rules) -> Iterator[str]:
    topics: dict[str, list[Claim]] = {}
    for claim in claims:
        topics.setdefault(claim.topic, []).append(claim)
    for topic in rules.topics.values():
        rivals = topics.get(topic.id, [])
        if len(rivals) > topic.max_sessions >= 1:
            yield say_n(
                len(rivals),
                "{places}: {n} session of {topic}, of which there may be {most}",
                "{places}: {n} sessions of {topic}, of which there may be {most}",
                places=_places(rivals),
                topic=quoted(topic.id),
                most=topic.max_sessions,
            )


def _unarrangeable(instance: Instance, rules: Rules, claims: list[Claim]) -> Iterator[str]:
    if arrange(instance, rules, claims) is None:
        partial = [claim for claim in claims if claim.slot is None or claim.room is None]
        yield say(
            "{places}: no way was found to keep all of these pins at once", places=_places(partial)
        )


def _places(claims: Iterable[Claim]) -> AllOf:
    return AllOf(*(claim.place for claim in claims))
