"""Whether all sessions of a slot can have a room each, whichever it will be."""

from collections import Counter
from collections.abc import Iterable, Sequence

from board.camp.model import RoomId
from board.planning.matching import Matching
from board.planning.rules import Rules
from board.planning.sessions import Session

MOST_KINDS = 7
"""Of so many kinds every set is looked at; of more, rooms are matched to sessions one by one."""
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
        known: dict[frozenset[str], frozenset[RoomId]] = {}
        self.kind = [
            *(
                kinds.setdefault(_suitable(session, rules, known), len(kinds))
                for session in sessions
            ),
            ANY,  # an empty cell's
        ]
        self._rooms = list(kinds)
        bits = {room: 1 << n for n, room in enumerate(rules.rooms)}
        self._bits = [
            [sum(bits[room] for room in rooms & inside) for rooms in self._rooms]
            for inside in self.open
        ]
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
            self._known[key] = self._suffice(*key)
        return self._known[key]

    def kinds_for(self, room: RoomId) -> list[int]:
        """List the kinds of sessions that the room suits."""
        return [kind for kind, rooms in enumerate(self._rooms) if room in rooms]

    def _suffice(self, slot: int, kinds: tuple[int, ...]) -> bool:
        """Whether sessions of these kinds, in order, can have a room each.

        The others need only be no more than the rooms that are left. Whatever kinds one takes, there
        must be as many rooms for them as there are sessions of them (Hall 1935).
        """
        counts = Counter(kinds)
        if len(counts) > MOST_KINDS:
            return self._match(slot, kinds)
        unions, sums = [0], [0]
        for kind, count in counts.items():
            rooms = self._bits[slot][kind]
            for union, total in zip(tuple(unions), tuple(sums), strict=True):
                if total + count > (union | rooms).bit_count():
                    return False
                unions.append(union | rooms)
                sums.append(total + count)
        return True

    def _match(self, slot: int, kinds: tuple[int, ...]) -> bool:
        options = {n: sorted(self._rooms[kind] & self.open[slot]) for n, kind in enumerate(kinds)}
        matching = Matching(options, dict.fromkeys(sorted(self.open[slot]), 1))
        return all(matching.add(n) for n in options)


def _suitable(
    session: Session, rules: Rules, known: dict[frozenset[str], frozenset[RoomId]]
) -> frozenset[RoomId]:
    """The rooms that a session can have; `known` is what was found for the same needs before."""
    if session.room is not None:
        return frozenset([session.room])
    needs = frozenset(rules.topics[session.topic].needs)
    if needs not in known:
        known[needs] = frozenset(room.id for room in rules.suitable_rooms(session.topic))
    return known[needs]
