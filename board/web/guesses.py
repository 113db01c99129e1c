"""Codes that were typed wrongly: whoever goes on guessing waits, longer each time.

One count for each device, which mostly meets people who mistype, and one for all of a camp, which meets
whoever throws their cookies away. Where a code stands in an address (a paper card's) and no device
need have a name, there is one for each network at a camp too: a whole school shares one, so it forgives
60 wrong codes at once and one more every four seconds. All are of this process only. Right codes never count,
and what was scanned is long enough to need none of it.
"""

from collections import OrderedDict
from typing import NamedTuple

from board.camp.errors import TooMany
from board.camp.model import CampId
from board.camp.said import say, say_n

FREE = 4  # wrong codes of a device after which it has to wait
LONGEST = 60.0  # seconds
AT_ONCE, PER_SECOND = 120.0, 0.5  # wrong codes at a whole camp
ONE_AT_ONCE, ONE_PER_SECOND = 60.0, 0.25  # wrong codes from one network at a camp
REMEMBERED = 20_000  # devices, and networks


class Guesser(NamedTuple):
    """Where a code comes from: a device that has a name, or none, on a network."""

    device: str | None
    network: str


class _Tries(NamedTuple):
    wrong: int
    until: float


class Guesses:
    """What was typed wrongly lately. Moments are seconds of any clock that never goes back."""

    def __init__(self) -> None:
        self._devices: OrderedDict[tuple[CampId, str], _Tries] = OrderedDict()
        # How many more are let through, as of when; of a whole camp where the network is empty.
        self._left: OrderedDict[tuple[CampId, str], tuple[float, float]] = OrderedDict()

    def check(self, camp: CampId, device: str | None, now: float, network: str = "") -> None:
        """Refuse, with TooMany, a code typed on a device that has to wait, or while all have to."""
        tries = self._devices.get((camp, device)) if device is not None else None
        if tries is not None and now < tries.until:
            raise TooMany(
                say_n(
                    max(1, round(tries.until - now)),
                    "That was not the code. Please wait {n} second, then try again.",
                    "That was not the code. Please wait {n} seconds, then try again.",
                )
            )
        if any(self._more(camp, each, now) < 1 for each in {"", network}):
            raise TooMany(
                say(
                    "Many wrong codes are being typed here. Please scan the code instead, or try"
                    " again in a minute."
                )
            )

    def wrong(self, camp: CampId, device: str | None, now: float, network: str = "") -> None:
        """Remember that a code typed on a device was wrong."""
        if device is not None:
            self._wrong_on(camp, device, now)
        for each in {"", network}:
            self._left[camp, each] = (self._more(camp, each, now) - 1, now)
            self._left.move_to_end((camp, each))
        while len(self._left) > REMEMBERED:
            self._left.popitem(last=False)

    def right(self, camp: CampId, device: str | None) -> None:
        """Forget what was typed wrongly on a device."""
        if device is not None:
            self._devices.pop((camp, device), None)

    def _wrong_on(self, camp: CampId, device: str, now: float) -> None:
        before = self._devices.pop((camp, device), _Tries(0, 0.0)).wrong
        wait = min(LONGEST, 2.0 ** (before + 1 - FREE)) if before + 1 >= FREE else 0.0
        self._devices[camp, device] = _Tries(before + 1, now + wait)
        if len(self._devices) > REMEMBERED:
            self._devices.popitem(last=False)

    def _more(self, camp: CampId, network: str, now: float) -> float:
        most, more = (ONE_AT_ONCE, ONE_PER_SECOND) if network else (AT_ONCE, PER_SECOND)
        left, since = self._left.get((camp, network), (most, now))
        return min(most, left + (now - since) * more)
