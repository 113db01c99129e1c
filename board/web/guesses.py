"""Codes that were typed wrongly: whoever goes on guessing waits, longer each time.

Two counts, neither by address (a whole school shares one): one for each device, which mostly meets
people who mistype, and one for all of a camp, which meets whoever throws their cookies away. Both
are of this process only. What was scanned is long enough to need neither.
"""

from collections import OrderedDict
from typing import NamedTuple

from board.camp.errors import TooMany
from board.camp.model import CampId
from board.camp.said import say, say_n

FREE = 4  # wrong codes of a device after which it has to wait
LONGEST = 60.0  # seconds
AT_ONCE, PER_SECOND = 120.0, 0.5  # wrong codes at a whole camp
REMEMBERED = 20_000  # devices


class _Tries(NamedTuple):
    wrong: int
    until: float


class Guesses:
    """What was typed wrongly lately. Moments are seconds of any clock that never goes back."""

    def __init__(self) -> None:
        self._devices: OrderedDict[tuple[CampId, str], _Tries] = OrderedDict()
        self._camps: dict[CampId, tuple[float, float]] = {}  # how many more, as of when

    def check(self, camp: CampId, device: str, now: float) -> None:
        """Refuse, with TooMany, a code typed on a device that has to wait, or while all have to."""
        tries = self._devices.get((camp, device))
        if tries is not None and now < tries.until:
            raise TooMany(
                say_n(
                    max(1, round(tries.until - now)),
                    "That was not the code. Please wait {n} second, then try again.",
                    "That was not the code. Please wait {n} seconds, then try again.",
                )
            )
        if self._left(camp, now) < 1:
            raise TooMany(
                say(
                    "Many wrong codes are being typed here. Please scan the code instead, or try"
                    " again in a minute."
                )
            )

    def wrong(self, camp: CampId, device: str, now: float) -> None:
        """Remember that a code typed on a device was wrong."""
        before = self._devices.pop((camp, device), _Tries(0, 0.0)).wrong
        wait = min(LONGEST, 2.0 ** (before + 1 - FREE)) if before + 1 >= FREE else 0.0
        self._devices[camp, device] = _Tries(before + 1, now + wait)
        if len(self._devices) > REMEMBERED:
            self._devices.popitem(last=False)
        self._camps[camp] = (self._left(camp, now) - 1, now)

    def right(self, camp: CampId, device: str) -> None:
        """Forget what was typed wrongly on a device."""
        self._devices.pop((camp, device), None)

    def _left(self, camp: CampId, now: float) -> float:
        left, since = self._camps.get(camp, (AT_ONCE, now))
        return min(AT_ONCE, left + (now - since) * PER_SECOND)
