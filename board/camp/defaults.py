"""Names that the board itself gives, told in every reader's language as long as nobody has chosen others.

They are stored in English, as what they are called; only where they are shown do they become sentences.
"""

import re

from board.camp.said import Said, say

_NUMBERED = re.compile(r"(Slot|Session|Breakout) ([1-9][0-9]{0,2})")

FORMATS: tuple[Said, ...] = (
    say("discussion"),
    say("workshop"),
    say("demonstration"),
    say("make & take"),
    say("panel"),
    say("problem solving"),
)
"""The formats of topics that are offered to choose from; any other can be typed."""

ROLES: tuple[Said, ...] = (
    say("Teacher"),
    say("Administrator"),
    say("Specialist"),
    say("Librarian"),
    say("Support staff"),
    say("Student"),
    say("Parent"),
)
"""What people do at their school, to choose from; anything else can be typed."""

LUNCH = say("Lunch")
"""The break that a new camp begins with."""

_ROLES = {str.__str__(each): each for each in ROLES}
_FORMATS = {str.__str__(each): each for each in FORMATS}


def slot_name(name: str) -> str:
    """A slot's name as it is shown: `Slot 2` can be told in any language, `After lunch` is a person's."""
    found = _NUMBERED.fullmatch(name)
    if found is None:
        return name
    number = int(found[2])
    match found[1]:
        case "Slot":
            return say("Slot {number}", number=number)
        case "Session":
            return say("Session {number}", number=number)
    return say("Breakout {number}", number=number)


def break_name(name: str) -> str:
    """A break's name as it is shown."""
    return LUNCH if name == LUNCH else name


def role_name(name: str) -> str:
    """What somebody does as it is shown."""
    return _ROLES.get(name, name)


def format_name(name: str) -> str:
    """A topic's format as it is shown."""
    return _FORMATS.get(name, name)
