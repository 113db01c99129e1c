"""How fast anybody is heard: a good deal in a row, then at a pace, however many screens they ask on."""

import asyncio
import time
from collections.abc import Hashable

from board.camp.errors import TooMany
from board.camp.said import say

AT_ONCE, A_SECOND = 40.0, 5.0  # what somebody may ask in a row, and on and on
FEW = 1_000  # people that are remembered before any are forgotten


class Allowances:
    """What everybody may still ask, each for themselves."""

    def __init__(self) -> None:
        # How much more, as of when in time.monotonic(); of those who are not mentioned, AT_ONCE.
        self._left: dict[Hashable, tuple[float, float]] = {}
        self._most = FEW

    def wait(self, who: Hashable) -> float:
        """Seconds until they may ask something: 0 for nearly everybody."""
        return max(0.0, (1 - self._more(who, time.monotonic())) / A_SECOND)

    def take(self, who: Hashable) -> None:
        """Count an ask of theirs, or what costs as much; whatever it was, they wait for seconds at most."""
        now = time.monotonic()
        self._left[who] = (max(self._more(who, now) - 1, -AT_ONCE), now)
        if len(self._left) > self._most:
            self._sweep(now)

    async def turn(self, who: Hashable) -> None:
        """Wait until they may ask something, and count it."""
        while wait := self.wait(who):  # noqa: ASYNC110 - time alone brings it
            await asyncio.sleep(min(wait, 1.0))
        self.take(who)

    def check(self, who: Hashable) -> None:
        """Count an ask that can't wait; TooMany if it came too soon."""
        if self.wait(who):
            raise TooMany(
                say("You ask for more than the board can hear at once. Please wait a few seconds.")
            )
        self.take(who)

    def forget(self, who: Hashable) -> None:
        """Forget somebody who will never ask again."""
        self._left.pop(who, None)

    def _more(self, who: Hashable, now: float) -> float:
        left, since = self._left.get(who, (AT_ONCE, now))
        return min(AT_ONCE, left + (now - since) * A_SECOND)

    def _sweep(self, now: float) -> None:
        """Forget those who may ask as much as anybody again."""
        for who in [each for each in self._left if self._more(each, now) == AT_ONCE]:
            del self._left[who]
        self._most = max(FEW, 2 * len(self._left))
