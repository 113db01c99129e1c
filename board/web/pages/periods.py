"""What is on now and what is next, by the camp's clock; `static/js/periods.js` says the same on screens."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from board.camp.model import Break, Camp, Slot
from board.camp.said import Clock, say
from board.web.pages import marking

SOON = 90  # minutes: from here on one counts down instead of telling the time

_PERIOD = re.compile(r'data-start="(\d+)" data-end="(\d+)"')

P = TypeVar("P", Slot, Break)


class Now(NamedTuple):
    """A moment at a camp: its date (ISO 8601), and minutes after midnight."""

    date: str
    minutes: int


class Moment(NamedTuple):
    """What a projector says of the moment, in large: what is on, and for how long or what comes then."""

    what: str
    when: str


def now(camp: Camp) -> Now:
    """The moment, by the camp's clock."""
    there = datetime.now(ZoneInfo(camp.settings.zone))
    return Now(there.date().isoformat(), there.hour * 60 + there.minute)


def marked(html: Markup, camp: Camp, at: Now) -> Markup:
    """A drawn grid whose periods say which are over, which are on, and which slot is next."""
    upcoming = following(camp, at)

    def when(found: re.Match[str]) -> Markup | None:
        start, end = int(found[1]), int(found[2])
        if at.date > camp.settings.date or (at.date == camp.settings.date and at.minutes >= end):
            return Markup(' data-time="over"')
        if at.date == camp.settings.date and at.minutes >= start:
            return Markup(' data-time="now"')
        if upcoming and start == upcoming.start:
            return Markup(' data-time="next"')
        return None

    return marking.marked(html, _PERIOD, when)


def moment(camp: Camp, at: Now) -> Moment:
    """What is on and what comes then, in words."""
    slot, pause = _on(camp.slots.values(), camp, at), _on(camp.breaks.values(), camp, at)
    then = following(camp, at)
    if slot is not None:
        return Moment(slot.name, say("{n} min left", n=slot.end - at.minutes))
    if then is None:
        last = say("That was the last session. Thank you for coming!")
        return Moment(last if camp.slots else "", "")
    if at.date < camp.settings.date or then.start - at.minutes > SOON:
        when = say("{what} at {time}", what=then.name, time=Clock(then.start))
    else:
        when = say("{what} in {n} min", what=then.name, n=then.start - at.minutes)
    return Moment(pause.name if pause else "", when)


def following(camp: Camp, at: Now) -> Slot | None:
    """The slot that begins next; None once the day's last has begun."""
    if at.date > camp.settings.date:
        return None
    later = [s for s in camp.slots.values() if at.date < camp.settings.date or s.start > at.minutes]
    return min(later, key=lambda slot: slot.start, default=None)


def _on(periods: Iterable[P], camp: Camp, at: Now) -> P | None:
    if at.date != camp.settings.date:
        return None
    return next((p for p in periods if p.start <= at.minutes < p.end), None)
