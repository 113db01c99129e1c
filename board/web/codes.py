"""Codes that are typed or scanned at the door: they follow from the board's secret, and stand nowhere.

The code of the doors changes with the time (an HMAC over a counter of time steps, as in RFC 6238), a
badge's with its edition. Each comes short, to be typed, and long, for a QR code and a link: who has
the long one need not be slowed down, since nobody guesses it.
"""

import hmac
from typing import NamedTuple

from immutables import Map
from msgspec import Struct, field

from board.camp.model import Attendee, AttendeeId, Badge, Camp, CampId

ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"  # nothing that can be misread, and no words
STEP = 300  # seconds for which the doors' code stands; the one before it opens them too
DOOR, BADGE, DEVICE, KEY = 4, 8, 8, 14  # letters: 19, 38, 38 and 67 bits


class Code(NamedTuple):
    """The same secret, to be typed and to be scanned."""

    typed: str
    key: str


class _Shown(Struct):
    """Device codes of one time step, and of whom: `drawn` are those in `of` and those gone since."""

    codes: dict[str, AttendeeId] = field(default_factory=dict)
    drawn: set[AttendeeId] = field(default_factory=set)
    of: Map[AttendeeId, Attendee] = field(default_factory=Map)


class Codes:
    """The codes of all camps under one secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._holders: dict[CampId, tuple[Map[AttendeeId, Badge], dict[str, AttendeeId]]] = {}
        self._devices: dict[CampId, dict[int, _Shown]] = {}

    def door(self, camp: CampId, now: float) -> Code:
        """What opens the doors at `now` (seconds since the Unix epoch)."""
        return self._drawn(f"door/{camp}/{int(now) // STEP}", DOOR)

    def opens(self, camp: CampId, given: str, now: float) -> bool:
        """Whether a code or key, however it was typed, is that of `now` or the one before."""
        plain = normal(given)
        codes = (self.door(camp, now), self.door(camp, now - STEP))
        # Each is compared, whatever the others say: the time it takes tells nothing.
        same = [hmac.compare_digest(plain.encode(), c.encode()) for each in codes for c in each]
        return any(same)

    def badge(self, camp: CampId, badge: Badge) -> Code:
        """What lets the holder of a badge in."""
        return self._drawn(f"badge/{camp}/{badge.id}/{badge.edition}", BADGE)

    def holder(self, camp: Camp, given: str) -> AttendeeId | None:
        """Whom a badge's code or key lets in, however it was typed; None if it is nobody's."""
        known = self._holders.get(camp.id)
        if known is None or known[0] is not camp.roster:
            codes = {
                code: badge.id
                for badge in camp.roster.values()
                for code in self.badge(camp.id, badge)
            }
            known = self._holders[camp.id] = (camp.roster, codes)
        return known[1].get(normal(given))

    def device(self, camp: CampId, attendee: AttendeeId, now: float) -> str:
        """What an attendee types on another device of theirs at `now`."""
        return self._drawn(f"device/{camp}/{attendee}/{int(now) // STEP}", DEVICE).typed

    def whose_device(self, camp: Camp, given: str, now: float) -> AttendeeId | None:
        """Who was shown this code for another device at `now` or just before; None if nobody was."""
        plain = normal(given)
        if len(plain) != DEVICE:
            return None
        for step in (int(now) // STEP, int(now) // STEP - 1):
            found = self._shown(camp, step).get(plain)
            if found in camp.attendees:
                return found
        return None

    def _shown(self, camp: Camp, step: int) -> dict[str, AttendeeId]:
        """Everybody's code in one time step; only for who came in since the last question is one drawn."""
        steps = self._devices.setdefault(camp.id, {})
        for old in [each for each in steps if abs(each - step) > 1]:
            del steps[old]
        known = steps.setdefault(step, _Shown())
        if known.of is not camp.attendees:
            for attendee in camp.attendees:
                if attendee not in known.drawn:
                    known.drawn.add(attendee)
                    known.codes[self.device(camp.id, attendee, step * STEP)] = attendee
            known.of = camp.attendees
        return known.codes

    def _drawn(self, what: str, letters: int) -> Code:
        number = int.from_bytes(hmac.digest(self._secret, f"board.{what}".encode(), "sha256"))
        drawn = []
        for _ in range(letters + KEY):
            number, letter = divmod(number, len(ALPHABET))
            drawn.append(ALPHABET[letter])
        return Code("".join(drawn[:letters]), "".join(drawn[letters:]))


def normal(given: str) -> str:
    """A code as it is compared: without the spaces and dashes people put into it, in small letters."""
    return "".join(char for char in given[:80].lower() if char.isascii() and char.isalnum())


def scanned(given: str) -> bool:
    """Whether this is long enough to have been scanned, or followed as a link: nobody guesses it."""
    return len(normal(given)) >= KEY


def spaced(code: str) -> str:
    """A code as it is shown, in groups of four: `BCDF GHJK`."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4)).upper()
