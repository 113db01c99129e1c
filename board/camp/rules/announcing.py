"""What organisers tell everybody: announcements, and the count-down on every screen."""

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Conflict, Invalid
from board.camp.model import Announcement, Camp, Timer
from board.camp.said import say

SENTENCE = 240  # characters: what a banner on a phone can hold
MOST_STANDING = 30
SHORTEST, LONGEST = 1_000, 12 * 3_600_000  # ms a count-down can take


def announce(camp: Camp, command: c.Announce) -> tuple[str, tuple[e.Event, ...]]:
    """What stands already is not said twice."""
    text = texts.line(command.text, "announcement", most=SENTENCE)
    what = say("Announced “{text}”", text=text)
    if any(each.text == text for each in camp.announcements):
        return what, ()
    if len(camp.announcements) >= MOST_STANDING:
        raise Conflict(
            say("There are {n} announcements. Take one back to make another.", n=MOST_STANDING)
        )
    said = Announcement(id=command.action, text=text, by=command.by, at=command.at)
    return what, (e.Announced(announcement=said),)


def withdraw(camp: Camp, command: c.WithdrawAnnouncement) -> tuple[str, tuple[e.Event, ...]]:
    """No screen shows it any more; the log of what organisers did still does."""
    for each in camp.announcements:
        if each.id == command.announcement:
            what = say("Took back “{text}”", text=each.text)
            return what, (e.AnnouncementWithdrawn(announcement=each.id),)
    return say("Took back an announcement"), ()


def set_timer(camp: Camp, command: c.SetTimer) -> tuple[str, tuple[e.Event, ...]]:
    """A count-down is told by the moment it ends at, so that every screen agrees on it."""
    about = texts.line(command.what, say("name of the timer"), most=texts.WORD, needed=False)
    texts.moment(command.ends)
    timer = Timer(what=about, ends=command.ends)
    so = say("Started a timer: {what}", what=about) if about else say("Started a timer")
    if camp.timer is not None and camp.timer.what == about:
        so = say("Let the timer end at another time")
    if timer == camp.timer:
        return so, ()
    if not SHORTEST <= command.ends - command.at <= LONGEST:
        raise Invalid(say("A timer can take up to {hours} hours.", hours=LONGEST // 3_600_000))
    return so, (e.TimerSet(timer=timer),)


def stop_timer(camp: Camp, _: c.StopTimer) -> tuple[str, tuple[e.Event, ...]]:
    """Without a count-down there is nothing to stop."""
    return say("Stopped the timer"), (e.TimerStopped(),) if camp.timer else ()
