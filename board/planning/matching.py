"""Bipartite matching by augmenting paths, where a place on the right may hold several.

Attendees and sessions, topics and rooms, pins and slots: all of them are matched here.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

Left = TypeVar("Left")
Right = TypeVar("Right")

Move = tuple[Left, Right | None, Right]
"""Who moves, what it leaves (None for the newcomer), what it takes."""


class Matching(Generic[Left, Right]):
    """Who holds which place.

    `options` lists the places that suit each left, best first, and may change between calls (see
    `forget_failures`). `capacity` says how many each place holds. A left may hold several places,
    each once, and to add one never leaves anybody else with fewer. When no `add` succeeds any more,
    as many places are held as can be, whatever the order was.
    """

    def __init__(
        self,
        options: Mapping[Left, Iterable[Right]],
        capacity: Mapping[Right, int],
    ) -> None:
        self._options = options
        self.held: dict[Left, dict[Right, None]] = {}
        self.holders: dict[Right, dict[Left, None]] = {place: {} for place in capacity}
        self._capacity = capacity
        self._dead: set[Right] = set()

    def add(self, left: Left) -> bool:
        """Give `left` one more place, moving others if need be; False if there is no way to."""
        path = self.path(left)
        if path is None:
            return False
        self.follow(path)
        return True

    def path(self, left: Left) -> list[Move[Left, Right]] | None:
        """Find the fewest moves that give `left` one more place, in the order to make them."""
        came: dict[Right, tuple[Left, Right | None]] = {}
        queue: deque[Right] = deque()
        end = self._visit(left, None, came, queue)
        while end is None and queue:
            leaves = queue.popleft()
            for holder in self.holders[leaves]:
                end = self._visit(holder, leaves, came, queue)
                if end is not None:
                    break
        if end is None:
            # Nothing reached from here has room or a way out. No later path can pass through
            # without ending here too, so that nobody need look again (Kuhn 1955; in terms of
            # flows, the set reached stays closed in the residual graph).
            self._dead.update(came)
            return None
        return _moves(end, came)

    def follow(self, path: Iterable[Move[Left, Right]]) -> None:
        """Make the moves of a `path` found just now."""
        for left, leaves, takes in path:
            if leaves is not None:
                self.drop(left, leaves)
            self.put(left, takes)

    def put(self, left: Left, place: Right) -> None:
        """Let `left` hold `place`, whether it suits or not."""
        self.held.setdefault(left, {})[place] = None
        self.holders[place][left] = None

    def drop(self, left: Left, place: Right) -> None:
        """Take `place` from `left`."""
        del self.held[left][place]
        del self.holders[place][left]

    def forget_failures(self) -> None:
        """Look everywhere again: to be called after a `drop` or new options, not after `add`."""
        self._dead.clear()

    def _visit(
        self,
        left: Left,
        leaves: Right | None,
        came: dict[Right, tuple[Left, Right | None]],
        queue: deque[Right],
    ) -> Right | None:
        held = self.held.get(left, {})
        for place in self._options.get(left, ()):
            if place in came or place in held or place in self._dead:
                continue
            came[place] = (left, leaves)
            if len(self.holders[place]) < self._capacity[place]:
                return place
            queue.append(place)
        return None


def _moves(end: Right, came: dict[Right, tuple[Left, Right | None]]) -> list[Move[Left, Right]]:
    moves: list[Move[Left, Right]] = []
    takes: Right | None = end
    while takes is not None:
        left, leaves = came[takes]
        moves.append((left, leaves, takes))
        takes = leaves
    return moves
