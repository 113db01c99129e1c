"""Screens abreast: sent the same frames, showing the same entry, with room for the next one.

Nearly all screens of a camp are, nearly always. To bring a change to a thousand of them then takes one
write for each and nothing else: what is known of them is kept here once, and not looked up in each.
"""

from typing import TypeAlias

from board.live.follower import Follower, Write
from board.live.framed import Framed

Likeness: TypeAlias = tuple[str, bool, int]  # what screens are sent, how, and since when


def likeness(follower: Follower) -> Likeness:
    """With whom a screen can go abreast."""
    return follower.kind, follower.deflate, follower.at


class Abreast:
    """Some of them; `at`, `told` and `own` are those of each (see Follower)."""

    __slots__ = ("_writes", "at", "deflate", "kind", "looks", "own", "told")

    def __init__(self, first: Follower) -> None:
        self.looks, self.kind, self.deflate = first.looks, first.kind, first.deflate
        self.at, self.told, self.own = first.at, first.told, first.own
        self._writes: dict[Follower, Write] = {}

    def __len__(self) -> int:
        return len(self._writes)

    @property
    def likeness(self) -> Likeness:
        """What all of them have in common."""
        return self.kind, self.deflate, self.at

    def add(self, follower: Follower) -> None:
        """Have one more go along."""
        assert follower.write
        follower.abreast, self._writes[follower] = self, follower.write
        self.told = min(self.told, follower.told)

    def remove(self, follower: Follower) -> None:
        """Let one fall out; it knows again by itself what it shows."""
        del self._writes[follower]
        follower.abreast = None
        follower.at, follower.told, follower.own = self.at, self.told, self.own

    def members(self) -> tuple[Follower, ...]:
        """All of them, as of now: whoever can't take what it is given falls out meanwhile."""
        return tuple(self._writes)

    def put(self, frame: Framed) -> None:
        """Send each of them a frame."""
        data = frame.deflated if self.deflate else frame.plain
        size = len(data)
        for now, rest in tuple(self._writes.values()):
            try:
                taken = now(data)
            except OSError:  # no room at all, or nobody there any more
                taken = 0
            if taken != size:
                rest(data[taken:])
