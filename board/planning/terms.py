"""What the planner's search goes by, in numbers: sessions, slots and topics are counted from 0.

Attendees are bits, as in `Demand`. The session after the last is nobody's: an empty cell. The slot
after the last is where everything lies that is not placed.
"""

from collections.abc import Sequence

from board.camp.model import SlotId
from board.planning.chairs import Chairs, everyone_in
from board.planning.demand import Demand
from board.planning.fitting import Fitting
from board.planning.rules import Rules
from board.planning.sessions import Session
from board.planning.worth import KEPT, PLACED


class Terms:
    """What holds for every timetable of an instance.

    By session: `topic`, `voters`, `first` (who has it among their first choices), `others` (who has
    not voted for it), `leaders`, `crew` (how many they are), `allowed` (slots, as bits), `shown` (the
    slots in which people have seen its topic), `homes` (the one of them that is its own), `worth`
    (seats, by slot), `start` (where it can be together with all that must be somewhere). By topic:
    `twins`, its sessions. By slot: `space`, its rooms less those for sessions that can't move.
    `movable` are the sessions that can, `repeatable` the topics with more than one.
    """

    def __init__(
        self,
        sessions: Sequence[Session],
        rules: Rules,
        demand: Demand,
        *,
        price: float,
        promise: float,
    ) -> None:
        self.names = rules.slots
        self.out = len(rules.slots)
        self.nobody = len(sessions)  # a session that nobody wants or leads: an empty cell
        self.fitting = Fitting(sessions, rules)
        self._chairs = Chairs(sessions, rules, self.fitting)
        self.promise = promise
        topics = {topic: number for number, topic in enumerate(rules.topics)}
        self.start = [self.number(session.start) for session in sessions]
        self.topic = [*(topics[session.topic] for session in sessions), -1]
        self.voters = [*(demand.voters[session.topic] for session in sessions), 0]
        self.first = [*(demand.first[session.topic] for session in sessions), 0]
        self.attendees = demand.attendees
        everybody = self._everybody = (1 << demand.attendees) - 1
        self.others = [everybody & ~voters for voters in self.voters]
        self.leaders = [*(demand.leaders[session.topic] for session in sessions), 0]
        self.crew = [leaders.bit_count() for leaders in self.leaders]
        self.twins: list[list[int]] = [[] for _ in topics]
        for session, topic in enumerate(self.topic[:-1]):
            self.twins[topic].append(session)
        self.allowed = [*(self._slots_for(session, rules) for session in sessions), -1]
        self.shown = [{self.number(cell.slot) for cell in each.shown} for each in sessions]
        self.homes = [self.number(each.home.slot if each.home else None) for each in sessions]
        self.worth = [
            [price * (slot in shown) for slot in range(self.out + 1)]
            for shown in [*self.shown, set[int]()]
        ]
        self.priced = price > 0 and any(self.shown)
        self._first_session = [
            PLACED + KEPT * any(self.shown[twin] for twin in twins) for twins in self.twins
        ]
        self.movable = [n for n, session in enumerate(sessions) if session.slot is None]
        self._fixed: list[list[int]] = [[] for _ in range(self.out + 1)]
        for number, each in enumerate(sessions):
            if each.slot is not None:
                self._fixed[self.number(each.slot)].append(number)
        self.space = [
            len(rooms) - len(fixed)
            for rooms, fixed in zip(self.fitting.open, self._fixed, strict=False)
        ]
        self.repeatable = [n for n, twins in enumerate(self.twins) if len(twins) > 1]
        self._planes = max(2, demand.most.bit_length())
        self._hopeful = everyone_in(self.first)
        # Whom moving a session may help: who wants it, and who need not lead it then.
        self.hopes = [a | b for a, b in zip(self.first, self.leaders, strict=True)]

    def number(self, slot: SlotId | None) -> int:
        """The number of a slot, or of being nowhere."""
        return self.out if slot is None else self.names.index(slot)

    def named(self, slots: Sequence[int]) -> list[SlotId | None]:
        """The slots as they are called, None for being nowhere."""
        return [self.names[slot] if slot < self.out else None for slot in slots]

    def _slots_for(self, session: Session, rules: Rules) -> int:
        """The slots that a session may lie in, as bits; being out of all is the last one."""
        if session.slot is not None:
            return 1 << self.number(session.slot)
        slots = 0 if session.room is not None else 1 << self.out
        for number, slot in enumerate(rules.slots):
            if slot not in rules.frozen and rules.can_make(session.topic, slot):
                slots |= 1 << number
        return slots
