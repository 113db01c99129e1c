"""What organisers tell everybody, as screens show it: announcements, and the count-down."""

from typing import NamedTuple

from board.camp.model import ActionId, Camp, OrganiserId, Timer
from board.camp.moments import time_of
from board.camp.said import say

SHOWN = 3  # announcements on every page; the page of announcements has them all


class Told(NamedTuple):
    """An announcement, who said it, and when by the camp's clocks."""

    id: ActionId
    text: str
    by: str
    when: str


class Counting(NamedTuple):
    """A count-down, and the time of day by the camp's clocks at which it ends."""

    timer: Timer
    until: str


def announcements(camp: Camp) -> tuple[Told, ...]:
    """All that stand, newest first."""
    return tuple(
        Told(each.id, each.text, organiser_name(camp, each.by), time_of(camp, each.at))
        for each in reversed(camp.announcements)
    )


def counting(camp: Camp) -> Counting | None:
    """What is counted down to, if anything."""
    if camp.timer is None:
        return None
    return Counting(camp.timer, time_of(camp, camp.timer.ends))


def organiser_name(camp: Camp, organiser: OrganiserId) -> str:
    """What an organiser is called; whoever was removed has no name any more."""
    found = camp.organisers.get(organiser)
    return found.name if found else say("A former organiser")
