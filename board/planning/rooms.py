"""Which room: within each slot, the most wanted sessions get the largest rooms that suit them."""

from collections.abc import Mapping, Sequence

from board.camp.model import RoomId, SlotId
from board.planning.demand import Demand
from board.planning.draw import lot
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.sessions import Session
from board.planning.values import Instance, Placement


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
    times: dict[str, int] = {}
    for session, slot in zip(sessions, slots, strict=True):
        if slot is not None:
            times[session.topic] = times.get(session.topic, 0) + 1
    wanted = [
        _share(demand.people[s.topic], times.get(s.topic, 1), rules.topics[s.topic].max_seats)
        for s in sessions
    ]
    largest_first = sorted(
        rules.rooms,
        key=lambda room: (-rules.rooms[room].capacity, lot(instance.seed, "rooms", room)),
    )
    placed = {}
    for slot in rules.slots:
        inside = [n for n, each in enumerate(slots) if each == slot]
        # Sessions come by the draw, so that this order leaves no tie to anything else.
        inside.sort(key=lambda n: -wanted[n])
        rooms = [room for room in largest_first if rules.is_open(room, slot)]
        in_slot = _Slot(slot, rules, {n: sessions[n] for n in inside}, rooms, wanted)
        placed.update(in_slot.assign())
    return placed


def _share(people: int, times: int, cap: int | None) -> int:
    """How many chairs a session of the topic can use."""
    share = -(-people // times)
    return share if cap is None else min(share, cap)


class _Slot:
    """The rooms of one slot; sessions come most wanted first, rooms largest first."""

    def __init__(
        self,
        slot: SlotId,
        rules: Rules,
        sessions: Mapping[int, Session],
        rooms: Sequence[RoomId],
        wanted: Sequence[int],
    ) -> None:
        self._slot = slot
        self._frozen = slot in rules.frozen
        self._sessions = sessions
        self._wanted = wanted
        self._capacity = {room: rules.rooms[room].capacity for room in rooms}
        suits = {
            session.topic: tuple(room for room in rooms if rules.suits(session.topic, room))
            for session in sessions.values()
        }
        self._options: dict[int, tuple[RoomId, ...]] = {
            n: suits[session.topic] for n, session in sessions.items() if session.room is None
        }
        self._fixed = {n: s.room for n, s in sessions.items() if s.room is not None}
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
        while not self._frozen and any(self._improve(n) for n in self._options):
            pass  # every change raises the sum of wanted x capacity, so this ends
        return {
            n: Placement(topic=session.topic, slot=self._slot, room=self._room(n))
            for n, session in self._sessions.items()
        }

    def _room(self, session: int) -> RoomId:
        (room,) = self._rooms.held[session]
        return room

    def _improve(self, session: int) -> bool:
        mine = self._room(session)
        for room in self._options[session]:
            if self._capacity[room] <= self._capacity[mine]:
                return False
            other = next(iter(self._rooms.holders[room]), None)
            if self._is_better(session, mine, room, other):
                self._rooms.drop(session, mine)
                if other is not None:
                    self._rooms.drop(other, room)
                    self._rooms.put(other, mine)
                self._rooms.put(session, room)
                return True
        return False

    def _is_better(self, session: int, mine: RoomId, room: RoomId, other: int | None) -> bool:
        small, large = self._capacity[mine], self._capacity[room]
        people = self._wanted[session]
        fewer = 0
        if other is not None:
            fewer = self._wanted[other]
            if other in self._fixed or fewer >= people or mine not in self._options[other]:
                return False
        win = min(people, large) - min(people, small) - (min(fewer, large) - min(fewer, small))
        if session in self._seen or other in self._seen:
            return win > 0 and 2 * large >= 3 * small
        return win > 0 or other is not None
