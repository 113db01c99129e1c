"""What no plan can beat: upper bounds on seats that are proved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from board.camp.model import AttendeeId, TopicId
from board.planning.best_cells import BestCells
from board.planning.choices import Cell
from board.planning.matching import Matching
from board.planning.partition import partition_bound
from board.planning.rules import Rules
from board.planning.values import Instance

FEW = 2
"""How many topics per slot people must name on average for the slot-blind bound to be in reach."""


class Bound(Struct, frozen=True, kw_only=True):
    """An upper bound on seats, and which proof it has.

    `loose` says that it is known to be out of reach: it is slot-blind, and people name on average
    fewer than `FEW` topics a slot that they do not lead. With so few, some of everybody's topics
    share a slot wherever they lie, and a bound that forgets the slots can't see that. On a
    district's day (1,000 people, 138 topics, three slots) the best plans known reach all of the
    bound with 8 votes each, 98 % with 6, 95 % with 5, 90 % with 4 and 80 % with 3. So `loose` warns
    against reading much into the distance; where it is False nothing is promised.
    """

    value: int
    by: Literal["slot-blind", "set-partition"]
    loose: bool


def best_bound(instance: Instance, cells: Sequence[Cell]) -> Bound:
    """Take the smaller of both bounds; the second is tried only where its work is small."""
    quick, thorough = quick_bound(instance, cells), partition_bound(instance, cells)
    if thorough is None or thorough >= quick.value:
        return quick if thorough is None else Bound(value=quick.value, by=quick.by, loose=False)
    return Bound(value=thorough, by="set-partition", loose=False)


def quick_bound(instance: Instance, cells: Sequence[Cell]) -> Bound:
    """Take the slot-blind bound, some milliseconds for a district's day."""
    named = sum(map(len, _options(instance, Rules(instance)).values()))
    few = named < FEW * len(instance.slots) * len(instance.ballots)
    return Bound(value=seat_bound(instance, cells), by="slot-blind", loose=few)


def seat_bound(instance: Instance, cells: Iterable[Cell]) -> int:
    """Bound the seats of every valid plan that runs each topic at least as often as `cells` do.

    Proof. Take any such plan and forget in which slot each seat is. What is left are pairs
    (attendee, topic on their ballot that they do not lead), each at most once, since nobody sits
    in a topic twice. An attendee has at most one seat a slot and none in a slot in which they
    lead; no two sessions that they lead share a slot, so they have at most slots - sessions led,
    and the sessions led are at least those of `cells`. The sessions of a topic lie in different
    slots, at most `max_sessions` of them, and each seats at most what the best cell that the topic
    could have in its slot does; so the topic has at most the sum of its best `max_sessions` slots.
    So the pairs are a b-matching with these capacities, and a largest one has at least as many. It
    need not be a plan, as nothing keeps two of an attendee's topics out of the same slot or two
    topics out of the same room: that is what makes it only a bound. Nor can a plan have more seats
    than all rooms together in all slots in which they are in use.
    """
    rules = Rules(instance)
    best = BestCells(instance, rules)
    duties = Counter(
        facilitator for cell in cells for facilitator in rules.topics[cell.topic].facilitators
    )
    options = _options(instance, rules)
    needs = {
        attendee: min(len(wishes), len(rules.slots) - duties[attendee])
        for attendee, wishes in options.items()
    }
    matched = sum(needs.values()) - _lacking(options, needs, _most_chairs(best, rules))
    return min(matched, sum(map(sum, best.capacities.values())))


def _options(instance: Instance, rules: Rules) -> dict[AttendeeId, Sequence[TopicId]]:
    """List what everybody wants and does not lead."""
    options: dict[AttendeeId, Sequence[TopicId]] = dict(instance.ballots)
    leaders = {each for topic in rules.topics.values() for each in topic.facilitators}
    for each in leaders.intersection(options):
        options[each] = [
            topic for topic in options[each] if each not in rules.topics[topic].facilitators
        ]
    return options


def _most_chairs(best: BestCells, rules: Rules) -> dict[TopicId, int]:
    """Sum, for each topic, the chairs of its best cells in as many slots as it may run in."""
    most = {}
    for topic in rules.topics.values():
        chairs = sorted((best.chairs(topic.id, slot) or 0 for slot in rules.slots), reverse=True)
        most[topic.id] = sum(chairs[: topic.max_sessions])
    return most


def _lacking(
    options: dict[AttendeeId, Sequence[TopicId]],
    needs: dict[AttendeeId, int],
    chairs: dict[TopicId, int],
) -> int:
    """Count what a largest b-matching lacks of all needs.

    A topic with a chair for all who want it can be given to all of them. Whom such topics suffice
    needs no other, so that more topics may have a chair for all who are left. Only what remains at
    the end has to be matched.
    """
    needy = {attendee: need for attendee, need in needs.items() if need > 0}
    while needy:
        wanted = Counter(topic for attendee in needy for topic in options[attendee])
        tight = {topic for topic, count in wanted.items() if count > chairs[topic]}
        still = {
            attendee: lack
            for attendee in needy
            if (lack := needs[attendee] - sum(t not in tight for t in options[attendee])) > 0
        }
        if len(still) == len(needy):
            break
        needy = still
    else:
        return 0
    scarce = {attendee: [t for t in options[attendee] if t in tight] for attendee in needy}
    matching = Matching(scarce, chairs)
    return sum(
        still[attendee] - sum(matching.add(attendee) for _ in range(still[attendee]))
        for attendee in needy
    )
