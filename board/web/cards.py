"""Paper cards: the number that helpers type, the code that only its holder has, and the ballot behind both.

A card's code follows from the camp and its number by the board's secret, and its holder's attendee
follows from the code: nothing has to be stored when cards are printed, and a card that is entered
twice is the same card. Who votes at a kiosk without a card gets a code of the same shape.
"""

import hashlib
import hmac
import secrets
import time
from functools import lru_cache
from typing import NamedTuple

from board.camp.errors import Invalid, Unknown
from board.camp.model import AttendeeId, Camp, CampId
from board.camp.said import say
from board.web.codes import ALPHABET, KEY, normal, scanned, spaced
from board.web.guesses import Guesser, Guesses
from board.web.identity import Tokens

MOST_CARDS = 2_000  # the highest number on a card
_LENGTH = 8  # letters of a code, to be typed: 38 bits
_MORE = KEY - _LENGTH  # letters more of a key, to be scanned: 67 bits together


class Card(NamedTuple):
    """A card: its code as it is kept (`k7mp2xwq`), its number (0: it has none), and whose ballot it is.

    `key` is what its QR code and its link say: the code and some letters more, so that nobody guesses it.
    """

    code: str
    number: int
    holder: AttendeeId
    key: str

    @property
    def spelt(self) -> str:
        """The code as it is printed and read aloud: `K7MP 2XWQ`."""
        return spaced(self.code)


def numbered(tokens: Tokens, camp: CampId, number: int) -> Card:
    """The card with a number, 1 to MOST_CARDS."""
    return _card(tokens, camp, _drawn(tokens, "card/", camp, str(number), _LENGTH), number)


def unnumbered(tokens: Tokens, camp: CampId) -> Card:
    """A fresh card for somebody who has none: its code is all there is to it."""
    return _card(tokens, camp, "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH)), 0)


def fresh(tokens: Tokens, camp: CampId, code: str) -> Card:
    """The card with a code that `unnumbered` drew: the same if a form is sent twice."""
    if len(code) != _LENGTH or any(letter not in ALPHABET for letter in code):
        raise Invalid(say("This page was open too long. Please load it again."))
    return _card(tokens, camp, code, 0)


def by_number(tokens: Tokens, camp: CampId, typed: str) -> Card | None:
    """The card whose number was typed; None if it is no number at all, Unknown if no card has it."""
    text = typed.strip().removeprefix("#")
    if not (text.isascii() and text.isdecimal()):
        return None
    if not 1 <= int(text[:9]) <= MOST_CARDS:
        raise Unknown(say("Card numbers go from 1 to {most}.", most=MOST_CARDS))
    return numbered(tokens, camp, int(text[:9]))


def by_code(tokens: Tokens, camp: Camp, typed: str) -> Card:
    """The card with a code or key, however it was typed; Invalid or Unknown if it is no card's."""
    given = normal(typed)
    code = given[:_LENGTH]
    if not coded(typed):
        raise Invalid(say("A card’s code has 8 letters and digits, like K7MP 2XWQ."))
    card = _card(tokens, camp.id, code, _numbers(tokens, camp.id).get(code, 0))
    forged = len(given) == KEY and not hmac.compare_digest(given, card.key)
    if forged or not (card.number or card.holder in camp.attendees):
        raise Unknown(say("No card of this camp has the code {code}.", code=card.spelt))
    return card


def coded(typed: str) -> bool:
    """Whether this looks like a card's code or key, however it was typed."""
    given = normal(typed)
    return len(given) in (_LENGTH, KEY) and all(letter in ALPHABET for letter in given)


def guarded(guesses: Guesses, tokens: Tokens, camp: Camp, typed: str, by: Guesser) -> Card:
    """`by_code` for somebody who may be guessing: TooMany for who typed too many that are no card's."""
    if scanned(typed):
        return by_code(tokens, camp, typed)
    now = time.monotonic()
    guesses.check(camp.id, by.device, now, by.network)
    try:
        card = by_code(tokens, camp, typed)
    except Unknown:
        guesses.wrong(camp.id, by.device, now, by.network)
        raise
    guesses.right(camp.id, by.device)
    return card


def _card(tokens: Tokens, camp: CampId, code: str, number: int) -> Card:
    holder = AttendeeId(tokens.derived_id("card-", camp, code))
    return Card(code, number, holder, code + _drawn(tokens, "card-key/", camp, code, _MORE))


def _drawn(tokens: Tokens, prefix: str, camp: CampId, what: str, letters: int) -> str:
    drawn = hashlib.sha256(tokens.derived_id(prefix, camp, what).encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn[:letters])


@lru_cache(maxsize=16)
def _numbers(tokens: Tokens, camp: CampId) -> dict[str, int]:
    """The number of each code that can stand on a printed card."""
    return {numbered(tokens, camp, n).code: n for n in range(1, MOST_CARDS + 1)}
