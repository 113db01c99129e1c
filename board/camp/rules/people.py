"""Who people are: what they say about themselves, and one person on two devices."""

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Invalid
from board.camp.model import GRADE_BANDS, Attendee, AttendeeId, Camp, GradeBand, TopicId
from board.camp.rules import grid, lookups
from board.camp.said import say


def describe(camp: Camp, command: c.DescribeAttendee) -> tuple[e.Event, ...]:
    """People can say what they like about themselves, whenever they like; saying nothing is an answer."""
    person = lookups.attendee(camp, command.attendee)
    said = described(person.id, command.school, command.role, command.grade_bands)
    if person.described and _says(person) == (said.school, said.role, said.grade_bands):
        return ()
    return (said,)


def described(
    attendee: AttendeeId, school: str, role: str, grade_bands: tuple[GradeBand, ...] = ()
) -> e.AttendeeDescribed:
    """What somebody says about themselves, every text clean, or Invalid."""
    if unknown := set(grade_bands) - set(GRADE_BANDS):
        band, bands = texts.quoted(min(unknown)), ", ".join(GRADE_BANDS)
        raise Invalid(say("{band} is no grade band; they are {bands}.", band=band, bands=bands))
    return e.AttendeeDescribed(
        attendee=attendee,
        school=texts.line(school, "school", most=texts.NAME, needed=False),
        role=texts.line(role, "role", most=texts.NAME, needed=False),
        grade_bands=tuple(band for band in GRADE_BANDS if band in grade_bands),
    )


def join_devices(camp: Camp, command: c.JoinDevices) -> tuple[e.Event, ...]:
    """Two devices of one person become one attendee, who has every vote of both and counts once.

    The votes of `other` follow those of `attendee`, as far as everybody's budget goes. What `other`
    pitched and leads is `attendee`'s. That both are theirs is for the sender to know.
    """
    stays = lookups.attendee(camp, command.attendee)
    left = camp.who(command.other)
    if left == stays.id:
        return ()
    lookups.attendee(camp, left)
    lookups.in_phase(camp, "setup", "open", "running")
    event = e.DevicesJoined(source=left, target=stays.id, votes=carried_over(camp, stays.id, left))
    return grid.settled(camp, (event,), keep_firm=True)


def carried_over(camp: Camp, attendee: AttendeeId, other: AttendeeId) -> tuple[TopicId, ...]:
    """The votes of `other` that would end the ballot of `attendee` if they turned out to be one person."""
    there = camp.ballots.get(attendee, ())
    new = [topic for topic in camp.ballots.get(other, ()) if topic not in there]
    if not camp.settings.vote_budget:
        return tuple(new)
    left = max(0, camp.settings.vote_budget - sum(camp.topics[topic].up for topic in there))
    fit = [topic for topic in new if camp.topics[topic].up][:left]
    return tuple(topic for topic in new if topic in fit or not camp.topics[topic].up)


def _says(person: Attendee) -> tuple[str, str, tuple[GradeBand, ...]]:
    return person.school, person.role, person.grade_bands
