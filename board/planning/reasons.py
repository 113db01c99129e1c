"""Why a session is where it is, or nowhere, in a plain sentence that is true of the finished plan.

Each is said (`board.camp.said`) whole, or in whole clauses, so that it can be told in any language. Ids
stand in «guillemets», so that whoever shows a reason can put names there.
"""

from collections.abc import Mapping, Sequence

from board.camp.joined import clauses
from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.camp.said import AllOf, say
from board.planning.chairs import everyone_in
from board.planning.demand import Demand
from board.planning.rules import Rules
from board.planning.sentences import (
    all_lead,
    both_wanted,
    displaced_by,
    each_of,
    held_before,
    more_alone,
    named,
    no_room,
    none_free,
    none_open,
    none_open_then,
    none_to_change,
    room_had,
    room_went_to,
    too_small,
    wanted_alone,
    wanted_by,
)
from board.planning.sessions import Hold, Session
from board.planning.values import Placement


class Reasons:
    """Reasons for a grid: `cells` are the sessions in it, by number."""

    def __init__(
        self,
        rules: Rules,
        demand: Demand,
        sessions: Sequence[Session],
        cells: Mapping[int, Placement],
    ) -> None:
        self._rules = rules
        self._demand = demand
        self._sessions = sessions
        self._cells = cells
        self._in_slot: dict[SlotId, dict[TopicId, RoomId]] = {slot: {} for slot in rules.slots}
        self._leads: dict[SlotId, dict[AttendeeId, TopicId]] = {slot: {} for slot in rules.slots}
        self._of: dict[TopicId, list[int]] = {}
        for number, cell in cells.items():
            self._of.setdefault(cell.topic, []).append(number)
            self._in_slot[cell.slot][cell.topic] = cell.room
            for facilitator in rules.topics[cell.topic].facilitators:
                self._leads[cell.slot][facilitator] = cell.topic
        self._spare = {
            slot: [
                room
                for room in rules.rooms
                if rules.is_open(room, slot) and room not in inside.values()
            ]
            for slot, inside in self._in_slot.items()
        }
        self._wanted_alone = {slot: self._only_once(slot) for slot in rules.slots}

    def why_placed(self, number: int) -> str:
        """Say why the session is in its cell, and where it was if people have seen it elsewhere."""
        session, cell, home = (
            self._sessions[number],
            self._cells[number],
            self._sessions[number].home,
        )
        if session.hold is Hold.FROZEN:
            return say("this slot is frozen, so it stays as it is")
        across = home is not None and home.slot != cell.slot
        match session.hold:
            case Hold.PINNED:
                why: str = say("pinned by an organiser")
                if home is not None and not across and home.room != cell.room:
                    return say("moved from {room}: {why}", room=named(home.room), why=why)
            case Hold.PINNED_TO_ROOM:
                held = say("pinned to this room by an organiser")
                why = clauses((held, self._wanted_by(cell.topic)))
            case Hold.PINNED_TO_SLOT:
                held = say("pinned to this slot by an organiser")
                why = clauses((held, self._why_room(cell, home)))
            case _ if home is None:
                return self._why_slot(number, cell)
            case _ if across:
                why = self._why_moved(home, cell)
            case _:
                return self._why_room(cell, home)
        if home is None or not across:
            return why
        return say("moved from {slot}: {why}", slot=named(home.slot), why=why)

    def why_unplaced(self, topic: TopicId) -> str:
        """Say why the topic is nowhere."""
        rules = self._rules
        needs, led = each_of(rules.topics[topic].needs), bool(rules.topics[topic].facilitators)
        if not any(rules.suitable_rooms(topic)):
            return no_room(needs)
        slots = [s for s in rules.slots if s not in rules.frozen and rules.can_make(topic, s)]
        if not slots:
            return none_to_change(led=led)
        suitable = [room.id for room in rules.suitable_rooms(topic)]
        if not any(rules.is_open(room, slot) for slot in slots for room in suitable):
            return none_open(needs, led=led)
        if any(self._free(topic, slot) for slot in slots):
            return all_lead(needs)
        return clauses((none_free(needs, led=led), self._wanted_by(topic)))

    def _why_slot(self, number: int, cell: Placement) -> str:
        """Say why a session that nobody has seen yet is in its slot."""
        before = self._sessions_before(number)
        why = clauses((*self._who_wants(cell, before), self._room_clause(cell)))
        return say("run again: {why}", why=why) if before else why

    def _who_wants(self, cell: Placement, before: Sequence[int]) -> Sequence[str]:
        """Say who wants a session that has others `before` it."""
        people = self._demand.people[cell.topic]
        chairs = sum(self._rules.chairs(cell.topic, self._cells[n].room) for n in before)
        if before and chairs < people:
            return self._wanted_by(cell.topic), held_before(len(before), chairs)
        alone = (self._wanted_alone[cell.slot] & self._demand.voters[cell.topic]).bit_count()
        return wanted_alone(alone, people)

    def _sessions_before(self, number: int) -> list[int]:
        """List the topic's other sessions: those held or shown already, then by slot."""

        def key(each: int) -> tuple[bool, int]:
            session = self._sessions[each]
            new = session.hold is Hold.NOTHING and session.home is None
            return new, self._rules.slots.index(self._cells[each].slot)

        mine = self._of[self._cells[number].topic]
        return [n for n in mine if key(n) < key(number)] if len(mine) > 1 else []

    def _why_moved(self, home: Placement, cell: Placement) -> str:
        """Say why a session is no longer in the slot in which people have seen it."""
        rules, topic = self._rules, home.topic
        if not rules.can_make(topic, home.slot):
            if rules.topics[topic].facilitators:
                return say("its facilitators can't make it then")
            return say("it can't run then")
        if not any(rules.is_open(room.id, home.slot) for room in rules.suitable_rooms(topic)):
            return none_open_then(each_of(rules.topics[topic].needs))
        leads = self._leads[home.slot]
        for facilitator in rules.topics[topic].facilitators:
            if facilitator in leads:
                other = named(leads[facilitator])
                return say("one of its facilitators leads {topic} then", topic=other)
        rival, both = self._rival(topic, home.slot)
        if both:
            return clauses((both_wanted(rival, both), *self._won(home, cell)))
        came = self._came_to(home)
        if came is not None:
            return displaced_by(came, self._demand.people[came])
        return clauses((self._wanted_by(topic), self._room_clause(cell)))

    def _won(self, home: Placement, cell: Placement) -> Sequence[str]:
        """Say how many more people the session serves here who would have nothing else."""
        voters, leaders = self._demand.voters, self._demand.leaders
        others = self._in_slot[home.slot]
        busy = everyone_in([*(voters[t] for t in others), *(leaders[t] for t in others)])
        here = (self._wanted_alone[cell.slot] & voters[cell.topic]).bit_count()
        there = (voters[cell.topic] & ~busy).bit_count()
        return more_alone(here, there) if here > there else ()

    def _rival(self, topic: TopicId, slot: SlotId) -> tuple[TopicId, int]:
        """The session of a slot that most people of the topic want too, and how many they are."""
        voters = self._demand.voters
        shared = [
            ((voters[topic] & voters[other]).bit_count(), other)
            for other in sorted(self._in_slot[slot])
        ]
        both, rival = max(shared, key=lambda each: each[0], default=(0, topic))
        return rival, both

    def _came_to(self, home: Placement) -> TopicId | None:
        """Which session has the cell that was this one's."""
        inside = self._in_slot[home.slot].items()
        return next((topic for topic, room in inside if room == home.room), None)

    def _why_room(self, cell: Placement, home: Placement | None) -> str:
        """Say why a session that is in its slot for good has its room."""
        wanted = self._wanted_by(cell.topic)
        if home is None or home.slot != cell.slot:
            return clauses((wanted, self._room_clause(cell)))
        if cell.room == home.room:
            return clauses((say("it stays where it was shown"), wanted))
        return self._why_other_room(home, cell)

    def _why_other_room(self, home: Placement, cell: Placement) -> str:
        """Say why a session is no longer in the room in which people have seen it."""
        rules, topic, room = self._rules, cell.topic, named(home.room)
        if lacking := rules.lacking(topic, home.room):
            return say("moved from {room}, which has no {needs}", room=room, needs=AllOf(*lacking))
        if not rules.is_open(home.room, home.slot):
            return say("moved from {room}, which is closed in this slot", room=room)
        came = self._came_to(home)
        if came is None:
            return self._too_small(home)
        other = named(came)
        if self._is_held(came, home):
            return say("moved from {room}, to which {topic} is pinned", room=room, topic=other)
        if needs := rules.lacking(came, cell.room):
            return say(
                "moved from {room}, which went to {topic}, which needs {needs}",
                room=room,
                topic=other,
                needs=AllOf(*needs),
            )
        seats = rules.rooms[home.room].capacity
        if rules.rooms[cell.room].capacity > seats and self._demand.people[topic] > seats:
            return self._too_small(home)
        if any(each.topic == came for each in self._shown_in(home)):
            return say("moved from {room}, which was shown for {topic} too", room=room, topic=other)
        return room_went_to(home.room, came, self._demand.people[came])

    def _too_small(self, home: Placement) -> str:
        seats = self._rules.rooms[home.room].capacity
        return too_small(home.room, seats, self._demand.people[home.topic])

    def _shown_in(self, cell: Placement) -> list[Placement]:
        """List what people have seen in a cell: two topics, if organisers once put them there."""
        return [
            shown
            for n in self._cells
            for shown in self._sessions[n].shown
            if (shown.slot, shown.room) == (cell.slot, cell.room)
        ]

    def _is_held(self, topic: TopicId, cell: Placement) -> bool:
        """Whether an organiser has pinned the topic to the cell's room."""
        return any(
            self._sessions[n].topic == topic
            and (each.slot, each.room) == (cell.slot, cell.room)
            and self._sessions[n].room is not None
            for n, each in self._cells.items()
        )

    def _room_clause(self, cell: Placement) -> str:
        rooms = self._rules.rooms
        seats = rooms[cell.room].capacity
        largest = all(rooms[r].capacity <= seats for r in self._free(cell.topic, cell.slot))
        return room_had(each_of(self._rules.topics[cell.topic].needs), largest=largest)

    def _free(self, topic: TopicId, slot: SlotId) -> list[RoomId]:
        return [room for room in self._spare[slot] if self._rules.suits(topic, room)]

    def _only_once(self, slot: SlotId) -> int:
        """Who wants just one session of the slot and leads none of it, as bits."""
        some = often = 0
        for topic in self._in_slot[slot]:
            often |= some & self._demand.voters[topic]
            some |= self._demand.voters[topic]
        return (
            some
            & ~often
            & ~everyone_in(self._demand.leaders[topic] for topic in self._in_slot[slot])
        )

    def _wanted_by(self, topic: TopicId) -> str:
        return wanted_by(self._demand.people[topic])
