"""Every sentence that a plan gives as a reason, in English, and what must be so for it to be true.

Written from the sentences, knowing nothing of how they come about. One that is not known here fails.
"""

import re
from collections.abc import Callable, Iterable

from board.planning.instance import AttendeeId, Instance, Room, RoomId, SlotId, Topic, TopicId
from board.planning.plan import Placement, Plan

PEOPLE = r"(nobody has voted for it yet|one person wants it|\d+ people want it)"
PEOPLE_WANT = r"(nobody has voted for yet|one person wants|\d+ people want)"


def assert_reasons_true(instance: Instance, plan: Plan) -> None:
    """Fail unless every reason is one line, known, and true, and whatever moved says so."""
    truth = _Truth(instance, plan)
    for placement in plan.placements:
        assert truth.of_placed(placement), f"{placement} in {instance}"
        assert "\n" not in placement.why
    for left_out in plan.unplaced:
        assert truth.of_unplaced(left_out.topic, left_out.why), f"{left_out} in {instance}"
    _assert_moves_said(instance, plan)


def _assert_moves_said(instance: Instance, plan: Plan) -> None:
    shown = {(p.topic, p.slot, p.room) for p in instance.current}
    slots = {(p.topic, p.slot) for p in instance.current}
    gone = slots - {(p.topic, p.slot) for p in plan.placements}
    for topic in {topic for topic, _ in gone}:
        new = [p for p in plan.placements if p.topic == topic and (topic, p.slot) not in slots]
        said = [p for p in new if p.why.startswith("moved from «s")]
        assert len(said) == min(len(new), sum(each == topic for each, _ in gone))
    for p in plan.placements:
        if (p.topic, p.slot) in slots and (p.topic, p.slot, p.room) not in shown:
            assert "moved from «r" in p.why or p.why.startswith("pinned to this room"), p


class _Truth:
    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance = instance
        self.plan = plan
        self.topics = {topic.id: topic for topic in instance.topics}
        self.rooms = {room.id: room for room in instance.rooms}
        self.shown = {(p.topic, p.slot, p.room) for p in instance.current}
        self.cells = {(p.slot, p.room): p.topic for p in plan.placements}

    def of_placed(self, p: Placement) -> bool:
        if p.why == "this slot is frozen, so it stays as it is":
            return p.slot in self.instance.frozen and (p.topic, p.slot, p.room) in self.shown
        assert p.slot not in self.instance.frozen
        if found := re.fullmatch(r"moved from «(s\w*)»: (.*)", p.why):
            slot = SlotId(found[1])
            assert slot != p.slot
            return (
                any(each[:2] == (p.topic, slot) for each in self.shown)
                and p.topic not in self._in_slot(slot)
                and (self._is_pinned(p, found[2]) or self._is_why_moved(p, slot, found[2]))
            )
        if found := re.fullmatch(r"moved from «(r\w*)»: (pinned by an organiser)", p.why):
            return (p.topic, p.slot, found[1]) in self.shown and self._is_pinned(p, found[2])
        if "pinned" in p.why.split(" ", 1)[0]:
            return self._is_pinned(p, p.why)
        if any(each[:2] == (p.topic, p.slot) for each in self.shown):
            return self._is_why_room(p, p.why)
        return self._is_why_new(p, p.why)

    def _is_won(self, p: Placement, old: SlotId, here: str, there: str) -> bool:
        """Whether so many find nothing else in the slot, and so many would have in the old one."""

        def lost_without(slot: SlotId) -> int:
            others = self._in_slot(slot) - {p.topic}
            found = {who for other in others for who in self._voters(other)}
            busy = {who for other in self._in_slot(slot) for who in self.topics[other].facilitators}
            return len(self._voters(p.topic) - found - busy)

        counts = _number(here), _number(there)
        return counts == (lost_without(p.slot), lost_without(old)) and counts[0] > counts[1]

    def of_unplaced(self, topic_id: TopicId, why: str) -> bool:
        topic = self.topics[topic_id]
        able = "its facilitators can make" if topic.facilitators else "it can run in"
        room = "room" + _with(topic)
        slots = [
            slot.id
            for slot in self.instance.slots
            if slot.id not in (*self.instance.frozen, *topic.not_in)
        ]
        free = {slot: self._free(topic, slot) for slot in slots}
        if why == f"there is no {room}":
            return not self._suitable(topic)
        if why == f"no slot that {able} is still open to changes":
            return not slots
        if why == f"no {room} is open in a slot that {able}":
            return not any(self._open(topic, slot) for slot in slots)
        if why == f"its facilitators lead other sessions wherever a {room} is free":
            return any(free.values()) and all(
                self._leads(topic, slot) for slot in slots if free[slot]
            )
        start, _, wanted = why.partition("; ")
        assert start == f"no {room} is free in a slot that {able}", why
        return not any(free.values()) and self._counts(topic_id, wanted)

    def _is_pinned(self, p: Placement, why: str) -> bool:
        kind, _, more = why.partition("; ")
        pins = {(pin.slot, pin.room) for pin in self.instance.pins if pin.topic == p.topic}
        if kind == "pinned by an organiser":
            return not more and (p.slot, p.room) in pins
        if kind == "pinned to this room by an organiser":
            return (None, p.room) in pins and self._counts(p.topic, more)
        if kind == "pinned to this slot by an organiser":
            return (p.slot, None) in pins and self._is_why_room(p, more)
        return False

    def _is_why_moved(self, p: Placement, old: SlotId, why: str) -> bool:
        topic = self.topics[p.topic]
        known: list[tuple[str, Callable[[re.Match[str]], bool]]] = [
            (
                r"its facilitators can't make it then",
                lambda _: old in topic.not_in and bool(topic.facilitators),
            ),
            (r"it can't run then", lambda _: old in topic.not_in and not topic.facilitators),
            (
                r"no room(.*) is open then",
                lambda said: said[1] == _with(topic) and not self._open(topic, old),
            ),
            (
                r"one of its facilitators leads «(\w+)» then",
                lambda said: said[1] in self._leads(topic, old),
            ),
            (
                r"(one|\d+) (person wants|people want) both this and «(\w+)», which runs then"
                r"(?:; (one person wants|\d+ people want) nothing else in this slot;"
                r" then it would be (one person|\d+ people|nobody))?",
                lambda said: (
                    said[3] in self._in_slot(old)
                    and len(self._voters(p.topic) & self._voters(said[3])) == _number(said[1]) > 0
                    and (said[1] == "one") == (said[2] == "person wants")
                    and (said[4] is None or self._is_won(p, old, said[4], said[5]))
                ),
            ),
            (
                rf"«(\w+)» has its place now, which {PEOPLE_WANT}",
                lambda said: (
                    self._count_of(said[1]) == said[2]
                    and any(
                        (p.topic, old, room) in self.shown
                        and self.cells.get((old, room)) == said[1]
                        for room in self.rooms
                    )
                ),
            ),
            (
                rf"{PEOPLE}; (.*)",
                lambda said: self._counts(p.topic, said[1]) and self._is_room(p, said[2]),
            ),
        ]
        return _is_known(why, known)

    def _is_why_room(self, p: Placement, why: str) -> bool:
        topic = self.topics[p.topic]

        def was_in(room: str) -> bool:
            return (p.topic, p.slot, room) in self.shown and room != p.room

        def has_it(other: str, room: str) -> bool:
            return was_in(room) and self.cells.get((p.slot, RoomId(room))) == other

        known: list[tuple[str, Callable[[re.Match[str]], bool]]] = [
            (
                rf"it stays where it was shown; {PEOPLE}",
                lambda said: (
                    (p.topic, p.slot, p.room) in self.shown and self._counts(p.topic, said[1])
                ),
            ),
            (
                r"moved from «(\w+)», which has no (.*)",
                lambda said: (
                    was_in(said[1])
                    and set(said[2].split(" and "))
                    == set(topic.needs) - set(self.rooms[RoomId(said[1])].features)
                ),
            ),
            (
                r"moved from «(\w+)», which is closed in this slot",
                lambda said: was_in(said[1]) and p.slot in self.rooms[RoomId(said[1])].closed,
            ),
            (
                rf"moved from «(\w+)», which has (one seat|\d+ seats): {PEOPLE}",
                lambda said: (
                    was_in(said[1])
                    and self.rooms[RoomId(said[1])].capacity
                    == _number(said[2])
                    < self.rooms[p.room].capacity
                    and len(self._voters(p.topic)) > _number(said[2])
                    and self._counts(p.topic, said[3])
                ),
            ),
            (
                r"moved from «(\w+)», to which «(\w+)» is pinned",
                lambda said: (
                    has_it(said[2], said[1])
                    and any(
                        (pin.topic, pin.room) == (said[2], said[1]) for pin in self.instance.pins
                    )
                ),
            ),
            (
                r"moved from «(\w+)», which was shown for «(\w+)» too",
                lambda said: (
                    has_it(said[2], said[1])
                    and (TopicId(said[2]), p.slot, RoomId(said[1])) in self.shown
                ),
            ),
            (
                r"moved from «(\w+)», which went to «(\w+)», which needs (.*)",
                lambda said: (
                    has_it(said[2], said[1])
                    and set(said[3].split(" and "))
                    == set(self.topics[TopicId(said[2])].needs) - set(self.rooms[p.room].features)
                ),
            ),
            (
                rf"moved from «(\w+)», which went to «(\w+)», which {PEOPLE_WANT}",
                lambda said: has_it(said[2], said[1]) and self._count_of(said[2]) == said[3],
            ),
            (
                rf"{PEOPLE}; (.*)",
                lambda said: self._counts(p.topic, said[1]) and self._is_room(p, said[2]),
            ),
        ]
        return _is_known(why, known)

    def _is_why_new(self, p: Placement, why: str) -> bool:
        again, why = why.startswith("run again: "), why.removeprefix("run again: ")
        start, _, room = why.rpartition("; ")
        others = [o for o in self.plan.placements if o.topic == p.topic and o is not p]
        assert not again or others
        alone = len(self._wanting_only(p))
        known: list[tuple[str, Callable[[re.Match[str]], bool]]] = [
            (PEOPLE, lambda said: self._counts(p.topic, said[1])),
            (
                r"(one person wants|\d+ people want) it and nothing else in this slot",
                lambda said: (
                    self._count_of(p.topic) == said[1] and alone == len(self._voters(p.topic)) > 0
                ),
            ),
            (
                rf"{PEOPLE}; (one|\d+) of them (wants?) nothing else in this slot",
                lambda said: (
                    self._counts(p.topic, said[1])
                    and alone == _number(said[2])
                    and (alone == 1) == (said[3] == "wants")
                    and alone < len(self._voters(p.topic))
                ),
            ),
            (
                rf"{PEOPLE}; (another session|other sessions) of it (?:has|have) only"
                r" (one chair|\d+ chairs)",
                lambda said: (
                    again
                    and self._counts(p.topic, said[1])
                    and _number(said[3]) < len(self._voters(p.topic))
                    and _number(said[3])
                    in _sums(
                        [self._chairs(each) for each in others],
                        {1} if said[2] == "another session" else {*range(2, len(others) + 1)},
                    )
                ),
            ),
        ]
        return _is_known(start, known) and self._is_room(p, room)

    def _is_room(self, p: Placement, phrase: str) -> bool:
        topic = self.topics[p.topic]
        largest = max((room.capacity for room in self._free(topic, p.slot)), default=0)
        mine = self.rooms[p.room].capacity
        if phrase == f"it has the largest free room{_with(topic)}":
            return mine >= largest
        enough = "and enough seats" if topic.needs else "with enough seats"
        assert phrase == f"it has a free room{_with(topic)} {enough}", phrase
        times = sum(each.topic == p.topic for each in self.plan.placements)
        people = len(self._voters(p.topic) - self._leading(p.slot))
        cap = topic.max_seats
        share = -(-people // times)
        return mine < largest and mine >= (share if cap is None else min(share, cap))

    def _chairs(self, p: Placement) -> int:
        capacity, cap = self.rooms[p.room].capacity, self.topics[p.topic].max_seats
        return capacity if cap is None else min(capacity, cap)

    def _counts(self, topic: str, said: str) -> bool:
        if not self._voters(topic):
            return said == "nobody has voted for it yet"
        return said == f"{self._count_of(topic)} it"

    def _count_of(self, topic: str) -> str:
        people = len(self._voters(topic))
        if people == 0:
            return "nobody has voted for yet"
        return "one person wants" if people == 1 else f"{people} people want"

    def _voters(self, topic: str) -> set[AttendeeId]:
        leaders = self.topics[TopicId(topic)].facilitators
        return {who for who, wishes in self.instance.ballots.items() if topic in wishes} - set(
            leaders
        )

    def _wanting_only(self, p: Placement) -> set[AttendeeId]:
        others = (self._voters(other) for other in self._in_slot(p.slot) if other != p.topic)
        return self._voters(p.topic) - self._leading(p.slot) - set().union(*others)

    def _leading(self, slot: SlotId) -> set[AttendeeId]:
        return {who for topic in self._in_slot(slot) for who in self.topics[topic].facilitators}

    def _leads(self, topic: Topic, slot: SlotId) -> set[TopicId]:
        """The sessions of the slot that one of the topic's facilitators leads."""
        return {
            other
            for other in self._in_slot(slot)
            if set(topic.facilitators) & set(self.topics[other].facilitators)
        }

    def _in_slot(self, slot: SlotId) -> set[TopicId]:
        return {topic for (where, _), topic in self.cells.items() if where == slot}

    def _suitable(self, topic: Topic) -> list[RoomId]:
        return [r.id for r in self.instance.rooms if set(topic.needs) <= set(r.features)]

    def _open(self, topic: Topic, slot: SlotId) -> list[RoomId]:
        return [room for room in self._suitable(topic) if slot not in self.rooms[room].closed]

    def _free(self, topic: Topic, slot: SlotId) -> list[Room]:
        return [
            self.rooms[room] for room in self._open(topic, slot) if (slot, room) not in self.cells
        ]


def _is_known(why: str, known: Iterable[tuple[str, Callable[[re.Match[str]], bool]]]) -> bool:
    for sentence, is_true in known:
        if said := re.fullmatch(sentence, why):
            return is_true(said)
    raise AssertionError(f"nobody knows how to check {why!r}")


def _number(said: str) -> int:
    """How many `one person`, `31 people` or `nobody` is."""
    first = said.split(" ", 1)[0]
    return int({"one": "1", "nobody": "0"}.get(first, first))


def _sums(numbers: list[int], counts: set[int]) -> set[int]:
    reached = {(0, 0)}
    for number in numbers:
        reached |= {(many + 1, total + number) for many, total in reached}
    return {total for many, total in reached if many in counts}


def _with(topic: Topic) -> str:
    needs = list(dict.fromkeys(topic.needs))
    return f" with {' and '.join(needs)}" if needs else ""
