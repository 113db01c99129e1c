"""Why a session is where it is, or nowhere, in a plain sentence that is true of the finished plan.

Ids stand in «guillemets», so that whoever shows a reason can put names there.
"""

from collections.abc import Mapping, Sequence

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.planning.chairs import everyone_in
from board.planning.demand import Demand
from board.planning.rules import Rules
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
        for cell in cells.values():
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
            return "this slot is frozen, so it stays as it is"
        moved = f"moved from «{home.slot}»: " if home and home.slot != cell.slot else ""
        wanted = self._wanted_by(cell.topic)
        match session.hold:
            case Hold.PINNED:
                if home and not moved and home.room != cell.room:
                    moved = f"moved from «{home.room}»: "
                return f"{moved}pinned by an organiser"
            case Hold.PINNED_TO_ROOM:
                return f"{moved}pinned to this room by an organiser; {wanted}"
            case Hold.PINNED_TO_SLOT:
                room = self._why_room(cell, home)
                return f"{moved}pinned to this slot by an organiser; {room}"
        if home is None:
            return f"{self._why_slot(number, cell)}; {self._room_phrase(cell)}"
        if moved:
            return f"{moved}{self._why_moved(home, cell)}"
        return self._why_room(cell, home)

    def why_unplaced(self, topic: TopicId) -> str:
        """Say why the topic is nowhere."""
        rules = self._rules
        room = f"room{_with(rules.topics[topic].needs)}"
        if not any(rules.suitable_rooms(topic)):
            return f"there is no {room}"
        slots = [s for s in rules.slots if s not in rules.frozen and rules.can_make(topic, s)]
        makeable = (
            "its facilitators can make" if rules.topics[topic].facilitators else "it can run in"
        )
        if not slots:
            return f"no slot that {makeable} is still open to changes"
        suitable = [room.id for room in rules.suitable_rooms(topic)]
        if not any(rules.is_open(room, slot) for slot in slots for room in suitable):
            return f"no {room} is open in a slot that {makeable}"
        if any(self._free(topic, slot) for slot in slots):
            return f"its facilitators lead other sessions wherever a {room} is free"
        return f"no {room} is free in a slot that {makeable}; {self._wanted_by(topic)}"

    def _why_slot(self, number: int, cell: Placement) -> str:
        """Say why a session that nobody has seen yet is in its slot."""
        wanted = self._wanted_by(cell.topic)
        before = self._sessions_before(number)
        chairs = sum(self._rules.chairs(cell.topic, self._cells[n].room) for n in before)
        again = "run again: " if before else ""
        if before and chairs < self._demand.people[cell.topic]:
            sessions = "one session has" if len(before) == 1 else f"{len(before)} sessions have"
            return f"{again}{wanted}, and {sessions} chairs for {chairs}"
        alone = (self._wanted_alone[cell.slot] & self._demand.voters[cell.topic]).bit_count()
        if not alone:
            return f"{again}{wanted}"
        if alone == self._demand.people[cell.topic]:
            return f"{again}{wanted} and nothing else in this slot"
        of_them = "one of them" if alone == 1 else f"{alone} of them"
        return f"{again}{wanted}, and {of_them} nothing else in this slot"

    def _sessions_before(self, number: int) -> list[int]:
        """List the topic's other sessions: those held or shown already, then by slot."""

        def key(each: int) -> tuple[bool, int]:
            session = self._sessions[each]
            new = session.hold is Hold.NOTHING and session.home is None
            return new, self._rules.slots.index(self._cells[each].slot)

        topic = self._sessions[number].topic
        return [n for n in self._cells if self._sessions[n].topic == topic and key(n) < key(number)]

    def _why_moved(self, home: Placement, cell: Placement) -> str:
        """Say why a session is no longer in the slot in which people have seen it."""
        rules, topic = self._rules, home.topic
        if not rules.can_make(topic, home.slot):
            someone = rules.topics[topic].facilitators
            return "its facilitators can't make it then" if someone else "it can't run then"
        if not any(rules.is_open(room.id, home.slot) for room in rules.suitable_rooms(topic)):
            return f"no room{_with(rules.topics[topic].needs)} is open then"
        leads = self._leads[home.slot]
        for facilitator in rules.topics[topic].facilitators:
            if facilitator in leads:
                return f"one of its facilitators leads «{leads[facilitator]}» then"
        rival, both = self._rival(topic, home.slot)
        if both:
            want = "person wants" if both == 1 else "people want"
            return f"{both} {want} both this and «{rival}», which runs then{self._won(home, cell)}"
        other = self._came_to(home)
        if other is not None:
            return f"«{other}» has its place now, and {self._wanted_by(other)}"
        return f"{self._wanted_by(topic)}; {self._room_phrase(cell)}"

    def _won(self, home: Placement, cell: Placement) -> str:
        """Say how many more people the session serves here who would have nothing else."""
        voters, leaders = self._demand.voters, self._demand.leaders
        others = self._in_slot[home.slot]
        busy = everyone_in([*(voters[t] for t in others), *(leaders[t] for t in others)])
        here = (self._wanted_alone[cell.slot] & voters[cell.topic]).bit_count()
        there = (voters[cell.topic] & ~busy).bit_count()
        if here <= there:
            return ""
        return f"; {_people(here)} {_want(here)} nothing else now, {there or 'nobody'} would then"

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
            return f"{wanted}; {self._room_phrase(cell)}"
        if cell.room == home.room:
            return f"it stays where it was shown; {wanted}"
        return f"moved from «{home.room}», which {self._why_not(home, cell)}"

    def _why_not(self, home: Placement, cell: Placement) -> str:
        """Say of the room in which people have seen a session why it is not there."""
        rules, topic, rooms = self._rules, cell.topic, self._rules.rooms
        lacking = rules.lacking(topic, home.room)
        if lacking:
            return f"has no {_list(lacking)}"
        if not rules.is_open(home.room, home.slot):
            return "is closed in this slot"
        seats, other = rooms[home.room].capacity, self._came_to(home)
        if other is None:
            return f"seats {seats}: {self._wanted_by(topic)}"
        if self._is_held(other, home):
            return f"«{other}» is pinned to"
        if needs := rules.lacking(other, cell.room):
            return f"went to «{other}», which needs {_list(needs)}"
        if rooms[cell.room].capacity > seats and self._demand.people[topic] > seats:
            return f"seats {seats}: {self._wanted_by(topic)}"
        if any(each.topic == other for each in self._shown_in(home)):
            return f"was shown for «{other}» too"
        people = self._demand.people[other]
        if not people:
            return f"went to «{other}», which nobody has voted for yet"
        return f"went to «{other}», which {_people(people)} {_want(people)}"

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

    def _room_phrase(self, cell: Placement) -> str:
        capacity = {room.id: room.capacity for room in self._rules.rooms.values()}
        needs = _with(self._rules.topics[cell.topic].needs)
        free = self._free(cell.topic, cell.slot)
        if all(capacity[room] <= capacity[cell.room] for room in free):
            return f"the largest free room{needs}"
        return f"a free room{needs} with enough seats"

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
        people = self._demand.people[topic]
        if not people:
            return "nobody has voted for it yet"
        return f"{_people(people)} {_want(people)} it"


def _people(count: int) -> str:
    return "one person" if count == 1 else f"{count} people"


def _want(count: int) -> str:
    return "wants" if count == 1 else "want"


def _with(needs: Sequence[str]) -> str:
    return f" with {_list(list(dict.fromkeys(needs)))}" if needs else ""


def _list(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
