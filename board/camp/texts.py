"""What people may write: one place that says how long a text can be and which characters it can hold."""

import unicodedata
from collections.abc import Iterable

from board.camp.errors import Invalid
from board.camp.said import say

TITLE = 120
DESCRIPTION = 2_000
NAME = 80
WORD = 40
BRING = 300

# Categories of characters that leave a text made of nothing else without anything to see.
_UNSEEN = frozenset({"Cf", "Cn", "Co", "Mn", "Zl", "Zp", "Zs"})

# Written marks that turn the direction of everything after them; a title with one garbles the wall.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def line(text: str, what: str, *, most: int, needed: bool = True) -> str:
    """`text` as one clean line of at most `most` characters (NFC, spaces folded); Invalid if it can't be."""
    _printable(text, what, allowed="\t\n\r")
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    return _measured(clean, what, most, needed=needed)


def paragraphs(text: str, what: str, *, most: int) -> str:
    """`text` with its line breaks, at most `most` characters; Invalid if it can't be."""
    _printable(text, what, allowed="\t\n\r")
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _measured("\n".join(part.rstrip() for part in lines).strip(), what, most, needed=False)


def words(given: Iterable[str], what: str, *, most: int = 12) -> tuple[str, ...]:
    """Tags or features: each one clean line in lower case, none twice, at most `most` of them."""
    unique = dict.fromkeys(line(word.lower(), what, most=WORD, needed=False) for word in given)
    unique.pop("", None)
    if len(unique) > most:
        raise Invalid(
            say(
                "At most {most}, please, of this: {what}. These are {count}.",
                what=what,
                most=most,
                count=len(unique),
            )
        )
    return tuple(unique)


def identifier(given: str, what: str) -> None:
    """Refuse what no well-behaved sender would use as an id: 1-32 of a-z, 0-9 and '-'."""
    plain = given.replace("-", "").isalnum() and given.isascii() and given == given.lower()
    if not (1 <= len(given) <= 32 and plain):
        raise Invalid(say("The id of the {what} must be 1 to 32 of a-z, 0-9 and '-'.", what=what))


def moment(given: int) -> None:
    """Refuse what is no moment: milliseconds since the Unix epoch, as far as JSON counts exactly."""
    if not 0 <= given < 2**53:
        raise Invalid(say("The time must be given in milliseconds since 1970-01-01 UTC."))


def quoted(given: str) -> str:
    """Anything that somebody sent, in quotes and fit to stand in a sentence."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in given[:WORD])
    return f"“{shown}…”" if len(given) > WORD else f"“{shown}”"


def _printable(text: str, what: str, *, allowed: str) -> None:
    for char in text:
        if char in _DIRECTION or (
            unicodedata.category(char) in ("Cc", "Cs") and char not in allowed
        ):
            raise Invalid(
                say(
                    "The {what} holds a character that can't be shown ({code}). Please retype it.",
                    what=what,
                    code=f"U+{ord(char):04X}",
                )
            )


def _measured(text: str, what: str, most: int, *, needed: bool) -> str:
    if needed and all(unicodedata.category(char) in _UNSEEN for char in text):
        raise Invalid(say("Please fill in the {what}.", what=what))
    if len(text) > most:
        raise Invalid(
            say(
                "The {what} is {count} characters long; {most} is the most. Please shorten it.",
                what=what,
                count=len(text),
                most=most,
            )
        )
    return text
