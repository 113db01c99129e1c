"""Whether a time zone exists: a question for the machine's database, so the rules can't answer it."""

from zoneinfo import ZoneInfo

from board.camp.errors import Invalid


def check(zone: str) -> None:
    """Refuse, with Invalid, what no clock can be set by."""
    try:
        ZoneInfo(zone.strip())
    except (LookupError, ValueError, OSError):
        raise Invalid(
            f"There is no time zone “{zone[:80]}”. Write one as America/New_York or Europe/Berlin."
        ) from None
