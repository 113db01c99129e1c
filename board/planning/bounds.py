"""What no plan can beat: an upper bound on seats that is proved."""

from collections.abc import Iterable

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.planning.choices import Cell
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.values import Instance


def seat_bound(instance: Instance, cells: Iterable[Cell]) -> int:
    """Bound the seats of every valid plan that runs each topic at least as often as `cells` do.

    Proof. Take any such plan and forget in which slot each seat is. What is left are pairs
    (attendee, topic on their ballot that they do not lead), each at most once, since nobody sits
    in a topic twice. An attendee has at most one seat a slot and none in a slot in which they
    lead; no two sessions that they lead share a slot, so they have at most slots - sessions led,
    and the sessions led are at least those of `cells`. The sessions of a topic lie in different
    slots, at most `max_sessions` of them, and each seats at most what the best cell that the topic
    could have in its slot does; so the topic has at most the sum of its best `max_sessions` slots.
    So the pairs are a b-matching with these capacities, and a largest one, which augmenting paths
    find, has at least as many. It need not be a plan, as nothing keeps two of an attendee's topics
    out of the same slot or two topics out of the same room: that is what makes it only a bound.
    """
    rules = Rules(instance)
    duties = dict.fromkeys(instance.ballots, 0)
    for cell in cells:
        for facilitator in rules.topics[cell.topic].facilitators:
            duties[facilitator] += 1
    chairs = _most_chairs(instance, rules)
    options: dict[AttendeeId, list[TopicId]] = {
        attendee: [topic for topic in ballot if attendee not in rules.topics[topic].facilitators]
        for attendee, ballot in instance.ballots.items()
    }
    matching = Matching(options, chairs)
    bound = 0
    for attendee, wishes in options.items():
        for _ in range(min(len(wishes), len(rules.slots) - duties[attendee])):
            if not matching.add(attendee):
                break
            bound += 1
    return bound


def _most_chairs(instance: Instance, rules: Rules) -> dict[TopicId, int]:
    """Sum, for each topic, the chairs of its best cells in as many slots as it may run in."""
    held: dict[tuple[TopicId, SlotId], RoomId] = {
        (p.topic, p.slot): p.room for p in instance.current if p.slot in rules.frozen
    }
    held |= {
        (pin.topic, pin.slot): pin.room
        for pin in instance.pins
        if pin.slot is not None and pin.room is not None
    }
    most = {}
    for topic in rules.topics.values():
        chairs = sorted(
            (
                _most_chairs_in(topic.id, slot, held.get((topic.id, slot)), rules)
                for slot in rules.slots
            ),
            reverse=True,
        )
        most[topic.id] = sum(chairs[: topic.max_sessions])
    return most


def _most_chairs_in(topic: TopicId, slot: SlotId, held: RoomId | None, rules: Rules) -> int:
    if held is not None:
        return rules.chairs(topic, held)
    if slot in rules.frozen or not rules.can_make(topic, slot):
        return 0
    rooms = (r.id for r in rules.suitable_rooms(topic) if rules.is_open(r.id, slot))
    return max((rules.chairs(topic, room) for room in rooms), default=0)
