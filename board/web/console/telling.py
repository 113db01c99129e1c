"""What organisers tell everybody, as forms say it: announcements and the timer."""

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import ActionId
from board.camp.said import say
from board.web.console.posts import Asked

MINUTE = 60_000  # ms
LONGEST = 720  # minutes


def announce(asked: Asked) -> c.Command:
    """Tell everybody something."""
    return c.Announce(**asked.signed, text=asked.text("text"))


def unsay(asked: Asked) -> c.Command:
    """Take an announcement back."""
    said = ActionId(asked.path["announcement"])
    return c.WithdrawAnnouncement(**asked.signed, announcement=said)


def timer(asked: Asked) -> c.Command:
    """Begin a count-down, or let the one that runs end a minute `later` than it would.

    Its button names the end it knows: pressed twice before the screen shows the new one, it adds one minute.
    """
    if later := asked.text("later"):
        running = asked.camp.timer
        if running is None or not later.isdecimal():
            raise Invalid(say("There is no timer any more. Start another one."))
        ends = max(int(later[:15]), asked.at) + MINUTE
        return c.SetTimer(**asked.signed, what=running.what, ends=ends)
    minutes, what = _asked_for(asked)
    if not (minutes.isascii() and minutes.isdecimal() and 1 <= int(minutes[:4]) <= LONGEST):
        raise Invalid(say("Write a number of minutes from 1 to {most}.", most=LONGEST))
    return c.SetTimer(**asked.signed, what=what, ends=asked.at + int(minutes) * MINUTE)


def stop(asked: Asked) -> c.Command:
    """Count down no more."""
    return c.StopTimer(**asked.signed)


def _asked_for(asked: Asked) -> tuple[str, str]:
    """The minutes and what they are about: from one button (`10,Pitching ends`), or from a form.

    There they are those of the button that was pressed, else those that were typed.
    """
    if start := asked.text("start"):
        minutes, _, what = start.partition(",")
        return minutes, what
    return asked.text("minutes") or asked.text("other"), asked.text("what")
