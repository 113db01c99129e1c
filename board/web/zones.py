"""Whether a time zone exists: a question for the machine's database, so the rules can't answer it."""

from zoneinfo import ZoneInfo

from board.camp.errors import Invalid
from board.camp.said import say


def check(zone: str) -> None:
    """Refuse, with Invalid, what no clock can be set by."""
    try:
        ZoneInfo(zone.strip())
    except (LookupError, ValueError, OSError):
        raise Invalid(
            say(
                "There is no time zone “{zone}”. Write one as America/New_York or Europe/Berlin.",
                zone=zone[:80],
            )
        ) from None
