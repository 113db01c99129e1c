"""The roster: who is expected at a camp that lets in by badge."""

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Conflict, Invalid, Unknown
from board.camp.model import AttendeeId, Badge, Camp
from board.camp.said import say, say_n

MOST_BADGES = 5_000


def set_badges(camp: Camp, command: c.SetBadges) -> tuple[str, tuple[e.Event, ...]]:
    """People come onto the roster, or are described anew; whose badge is printed keeps its code."""
    badges = [_checked(camp, badge) for badge in command.badges]
    if len({badge.id for badge in badges}) < len(badges):
        raise Invalid(say("Somebody is on this list twice, under the same id."))
    after = len({*camp.roster, *(badge.id for badge in badges)})
    if after > MOST_BADGES:
        raise Conflict(
            say(
                "A roster holds {most} people; with these it would be {after}.",
                most=MOST_BADGES,
                after=after,
            )
        )
    changed = [badge for badge in badges if camp.roster.get(badge.id) != badge]
    if len(changed) == 1:
        what = say("Put {name} on the roster", name=changed[0].name)
    else:
        what = say_n(len(changed), "Put {n} person on the roster", "Put {n} people on the roster")
    return what, tuple(e.BadgeSet(badge=badge) for badge in changed)


def remove_badge(camp: Camp, command: c.RemoveBadge) -> tuple[str, tuple[e.Event, ...]]:
    """Whoever isn't on the roster is off it already."""
    badge = camp.roster.get(command.badge)
    if badge is None:
        return say("Took somebody off the roster"), ()
    return say("Took {name} off the roster", name=badge.name), (e.BadgeRemoved(badge=badge.id),)


def replace_badge(camp: Camp, command: c.ReplaceBadge) -> tuple[str, tuple[e.Event, ...]]:
    """A lost badge opens nothing any more, and the devices it opened are out."""
    badge = _badge(camp, command.badge)
    what = say("Gave {name} a new code", name=badge.name)
    if badge.edition != command.edition:
        return what, ()
    replaced = e.BadgeSet(
        badge=Badge(
            id=badge.id,
            name=badge.name,
            school=badge.school,
            role=badge.role,
            email=badge.email,
            edition=badge.edition + 1,
        )
    )
    return what, (replaced,)


def print_badges(camp: Camp, command: c.PrintBadges) -> tuple[str, tuple[e.Event, ...]]:
    """What is printed need not be printed again."""
    new = [b for b in dict.fromkeys(command.badges) if not _badge(camp, b).printed]
    what = say_n(len(new), "Printed {n} badge", "Printed {n} badges")
    return what, (e.BadgesPrinted(badges=tuple(new)),) if new else ()


def _checked(camp: Camp, badge: Badge) -> Badge:
    """The badge with clean texts; its edition, and whether it is printed, stay as they are."""
    texts.identifier(badge.id, "badge")
    before = camp.roster.get(badge.id)
    return Badge(
        id=badge.id,
        name=texts.line(badge.name, "name", most=texts.NAME),
        school=texts.line(badge.school, "school", most=texts.NAME, needed=False),
        role=texts.line(badge.role, "role", most=texts.NAME, needed=False),
        email=texts.line(badge.email, say("e-mail address"), most=254, needed=False),
        edition=before.edition if before else 0,
        printed=_same_on_paper(before, badge) if before else False,
    )


def _same_on_paper(before: Badge, now: Badge) -> bool:
    return before.printed and (before.name, before.school) == (now.name, now.school)


def _badge(camp: Camp, badge: AttendeeId) -> Badge:
    found = camp.roster.get(badge)
    if found is None:
        raise Unknown(say("Nobody on the roster has this badge. Look at the list again."))
    return found
