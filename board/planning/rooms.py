"""Which room: within each slot, the most wanted sessions get the largest rooms that suit them."""

from collections import Counter
from collections.abc import Mapping, Sequence

from board.camp.model import RoomId, SlotId, TopicId
from board.planning.chairs import everyone_in, most_seated
from board.planning.demand import Demand
from board.planning.draw import lot
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.sessions import Session
from board.planning.values import Instance, Placement

FEW = 8
"""Rooms in use at a time up to which every exchange is tried, chair by chair."""


def assign_rooms(
    instance: Instance,
    rules: Rules,
    demand: Demand,
    sessions: Sequence[Session],
    slots: Sequence[SlotId | None],
) -> dict[int, Placement]:
    """Give every session that has a slot a room in it; by the session's number.

    What people have seen stays in its room unless a session there has more people than chairs,
    the other room is at least half as large again, and together more people get a chair. In every
    slot there must be a way to give each session a room (`Fitting`).
    """
    largest_first = sorted(
        rules.rooms,
        key=lambda room: (-rules.rooms[room].capacity, lot(instance.seed, "rooms", room)),
    )
    times = Counter(s.topic for s, slot in zip(sessions, slots, strict=True) if slot is not None)
    placed = {}
    for slot in rules.slots:
        # Sessions come by the draw, so that their order leaves no tie to anything else.
        inside = {n: sessions[n] for n, each in enumerate(slots) if each == slot}
        rooms = [room for room in largest_first if rules.is_open(room, slot)]
        wanted = _Wanted(rules, demand, inside, times)
        placed.update(_Slot(slot, rules, inside, rooms, wanted).assign())
    return placed


class _Wanted:
    """Who can sit in the sessions of one slot.

    `people[n]` are those who want session n as bits, `first[n]` those with it among their first
    choices; `share[n]` is how many chairs it can use, `order` sorts by that.
    """

    def __init__(
        self,
        rules: Rules,
        demand: Demand,
        sessions: Mapping[int, Session],
        times: Mapping[TopicId, int],
    ) -> None:
        free = ~everyone_in(demand.leaders[session.topic] for session in sessions.values())
        self.people = {n: demand.voters[s.topic] & free for n, s in sessions.items()}
        self.first = {n: demand.first[s.topic] & free for n, s in sessions.items()}
        self.share = {}
        for n, session in sessions.items():
            share = -(-self.people[n].bit_count() // times[session.topic])
            cap = rules.topics[session.topic].max_seats
            self.share[n] = share if cap is None else min(share, cap)
        self.order = sorted(sessions, key=lambda n: (-self.share[n], -self.first[n].bit_count(), n))


class _Slot:
    """The rooms of one slot; sessions come most wanted first, rooms largest first."""

    def __init__(
        self,
        slot: SlotId,
        rules: Rules,
        sessions: Mapping[int, Session],
        rooms: Sequence[RoomId],
        wanted: _Wanted,
    ) -> None:
        self._slot = slot
        self._frozen = slot in rules.frozen
        self._sessions = {n: sessions[n] for n in wanted.order}
        self._wanted = wanted
        self._rules = rules
        self._capacity = {room: rules.rooms[room].capacity for room in rooms}
        suits = {
            session.topic: tuple(room for room in rooms if rules.suits(session.topic, room))
            for session in sessions.values()
        }
        self._options: dict[int, tuple[RoomId, ...]] = {
            n: suits[s.topic] for n, s in self._sessions.items() if s.room is None
        }
        self._fixed = {n: s.room for n, s in self._sessions.items() if s.room is not None}
        self._rooms = Matching(self._options, dict.fromkeys([*rooms, *self._fixed.values()], 1))
        self._seen: dict[int, RoomId] = {}

    def assign(self) -> dict[int, Placement]:
        for n, room in self._fixed.items():
            self._rooms.put(n, room)
        for n, session in self._sessions.items():
            home = session.home
            if n in self._fixed or home is None or home.slot != self._slot:
                continue
            if home.room in self._options[n] and not self._rooms.holders[home.room]:
                self._rooms.put(n, home.room)
                self._seen[n] = home.room
        for n in self._sessions:
            if not self._rooms.held.get(n):
                added = self._rooms.add(n)
                assert added, "there is a room for every session of a slot"
        if not self._frozen:
            while any(self._improve(n) for n in self._options):
                pass  # every change raises the sum of wanted x capacity, so this ends
            if len(self._sessions) <= FEW:
                while any(self._seat_more(n) for n in self._options):
                    pass  # every change seats somebody more
            while any(self._go_home(n) for n in self._options):
                pass  # every change brings one more home
        return {
            n: Placement(topic=session.topic, slot=self._slot, room=self._room(n))
            for n, session in self._sessions.items()
        }

    def _room(self, session: int) -> RoomId:
        (room,) = self._rooms.held[session]
        return room

    def _improve(self, session: int) -> bool:
        """Give the session a larger room, if that is better."""
        mine = self._room(session)
        for room in self._options[session]:
            if self._capacity[room] <= self._capacity[mine]:
                return False
            other = self._holder(room)
            if self._is_better(session, mine, room, other):
                self._exchange(session, mine, room, other)
                return True
        return False

    def _is_better(self, session: int, mine: RoomId, room: RoomId, other: int | None) -> bool:
        small, large = self._capacity[mine], self._capacity[room]
        people = self._wanted.share[session]
        fewer = 0
        if other is not None:
            fewer = self._wanted.share[other]
            if fewer >= people or not self._may(other, mine):
                return False
        win = min(people, large) - min(people, small) - (min(fewer, large) - min(fewer, small))
        if session in self._seen or other in self._seen:
            return win > 0 and 2 * large >= 3 * small
        return win > 0 or other is not None

    def _seat_more(self, session: int) -> bool:
        """Give the session a larger room if more of those who want several then find a chair."""
        mine, before = self._room(session), self._seated()
        if before == everyone_in(self._wanted.people.values()).bit_count():
            return False
        for room in self._options[session]:
            small, large = self._capacity[mine], self._capacity[room]
            other = self._holder(room)
            seen = session in self._seen or other in self._seen
            if large <= small or not self._may(other, mine) or (seen and 2 * large < 3 * small):
                continue
            self._exchange(session, mine, room, other)
            if self._seated() > before:
                return True
            self._exchange(session, room, mine, other)
        return False

    def _go_home(self, session: int) -> bool:
        """Bring the session back to where it was shown if others have left that free for nothing."""
        mine, home = self._room(session), self._sessions[session].home
        if home is None or home.slot != self._slot or home.room == mine:
            return False
        if home.room not in self._options[session] or self._holder(home.room) is not None:
            return False
        share = self._wanted.share[session]
        if min(share, self._capacity[home.room]) < min(share, self._capacity[mine]):
            return False
        self._exchange(session, mine, home.room, None)
        return True

    def _seated(self) -> int:
        chairs = [self._rules.chairs(s.topic, self._room(n)) for n, s in self._sessions.items()]
        return most_seated([self._wanted.people[n] for n in self._sessions], chairs)

    def _holder(self, room: RoomId) -> int | None:
        return next(iter(self._rooms.holders[room]), None)

    def _may(self, session: int | None, room: RoomId) -> bool:
        """Whether the session, if it is one, may move to the room."""
        return session is None or (session not in self._fixed and room in self._options[session])

    def _exchange(self, session: int, mine: RoomId, room: RoomId, other: int | None) -> None:
        self._rooms.drop(session, mine)
        if other is not None:
            self._rooms.drop(other, room)
            self._rooms.put(other, mine)
        self._rooms.put(session, room)
