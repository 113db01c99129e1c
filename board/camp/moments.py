"""Moments of a camp's day, by its own clocks: in ms since the Unix epoch, and back as times of day.

No clock is read in here. A time zone is a table that comes with the board (`tzdata`), and no camp is
made from it: only what may be done *now* depends on it, so every log reads the same everywhere.
"""

from datetime import UTC, date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

from board.camp.model import Camp, Slot
from board.camp.said import Clock


def freezes_at(camp: Camp, slot: Slot) -> int | None:
    """When the clock freezes a slot; None if it doesn't, or did, or was told not to."""
    minutes = camp.settings.freeze_minutes
    if not minutes or slot.id in camp.frozen or slot.id in camp.thawed:
        return None
    return moment_of(camp, slot.start) - minutes * 60_000


def moment_of(camp: Camp, minutes: int) -> int:
    """The moment at which the clocks of the camp show `minutes` after midnight on its day."""
    shown = min(minutes, 24 * 60 - 1)  # 24:00 is a minute after 23:59
    clock = time(shown // 60, shown % 60)
    there = datetime.combine(date.fromisoformat(camp.settings.date), clock, _zone(camp))
    return round(there.timestamp() * 1000) + (minutes - shown) * 60_000


def time_of(camp: Camp, moment: int) -> Clock:
    """The time of day at the camp, `13:05`, of a moment."""
    there = datetime.fromtimestamp(moment / 1000, _zone(camp))
    return Clock(there.hour * 60 + there.minute)


def _zone(camp: Camp) -> tzinfo:
    try:
        return ZoneInfo(camp.settings.zone)
    except (KeyError, ValueError, OSError):  # a zone that only another machine's database has
        return UTC
