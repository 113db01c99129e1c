"""Whether all sessions of a slot can have a room each, whichever it will be."""

from collections.abc import Iterable, Sequence

from board.camp.model import RoomId
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.sessions import Session

ANY = 0
"""The kind of a session that every room suits."""


class Fitting:
    """The rooms of each slot, and what kind of room each session needs.

    `kind[n]` stands for the set of rooms that suit session n; slots are numbers. What was asked
    once is remembered, as a timetable asks the same again and again.
    """

    def __init__(self, sessions: Sequence[Session], rules: Rules) -> None:
        self.open = [
            frozenset(room for room in rules.rooms if rules.is_open(room, slot))
            for slot in rules.slots
        ]
        kinds: dict[frozenset[RoomId], int] = {frozenset(rules.rooms): ANY}
        self.kind = [
            *(kinds.setdefault(_suitable(session, rules), len(kinds)) for session in sessions),
            ANY,  # an empty cell's
        ]
        self._rooms = list(kinds)
        self._known: dict[tuple[int, tuple[int, ...]], bool] = {}

    def fits(self, slot: int, sessions: Iterable[int]) -> bool:
        """Whether the sessions, all those of the slot, can have a room each."""
        count = special = 0
        kinds = []
        for session in sessions:
            count += 1
            if kind := self.kind[session]:
                special += 1
                kinds.append(kind)
        if count > len(self.open[slot]):
            return False
        if not special:
            return True
        key = slot, tuple(sorted(kinds))
        if key not in self._known:
            self._known[key] = self._match(*key)
        return self._known[key]

    def kinds_for(self, room: RoomId) -> list[int]:
        """List the kinds of sessions that the room suits."""
        return [kind for kind, rooms in enumerate(self._rooms) if room in rooms]

    def _match(self, slot: int, kinds: tuple[int, ...]) -> bool:
        # The others need only be no more than the rooms that are left (Hall 1935).
        options = {n: sorted(self._rooms[kind] & self.open[slot]) for n, kind in enumerate(kinds)}
        matching = Matching(options, dict.fromkeys(sorted(self.open[slot]), 1))
        return all(matching.add(n) for n in options)


def _suitable(session: Session, rules: Rules) -> frozenset[RoomId]:
    if session.room is not None:
        return frozenset([session.room])
    return frozenset(room.id for room in rules.suitable_rooms(session.topic))
