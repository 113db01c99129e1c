"""People as forms say it: other organisers, and those who pitch on paper."""

from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import Attendee, AttendeeId, Organiser, OrganiserId, TopicId
from board.camp.said import say
from board.web import site
from board.web.console import fields, sections
from board.web.console.posts import SAID_ON_THE_PAGE, Asked, read, submit
from board.web.console.views import Refusal
from board.web.people import named


async def invitation(request: Request) -> Response:
    """Make another organiser's link, and show it this once."""
    visitor, asked = await read(request)
    invited = Organiser(id=OrganiserId(asked.new_id("o")), name=asked.text("name"))
    try:
        await submit(visitor, c.InviteOrganiser(**asked.signed, organiser=invited))
        if invited.id not in visitor.camp.organisers:
            raise Invalid(say("This invitation was taken back. Make a new one."))
    except SAID_ON_THE_PAGE as error:
        refusal = Refusal(error, request.url.path, asked.form, in_form=True)
        return await sections.people(request, visitor, refusal)
    token = site.site(request).tokens.organiser_token(visitor.camp.id, invited.id)
    link = site.organiser_url(request, visitor.camp.id, token)
    return await sections.invited(request, visitor, invited.name, link)


def organiser_removal(asked: Asked) -> c.Command:
    """Stop somebody running the day."""
    return c.RemoveOrganiser(**asked.signed, organiser=OrganiserId(asked.path["organiser"]))


def paper_card(asked: Asked) -> Iterator[c.Command]:
    """Pitch for somebody: a wish, or an offer if they are named, who come in by it if they aren't in."""
    leads: tuple[AttendeeId, ...] = ()
    if asked.text("lead"):
        person, known = _person(asked)
        leads = (person.id,)
        if not known:
            yield c.JoinCamp(attendee=person.id, name=person.name)
    yield c.PitchTopic(
        topic=TopicId(asked.new_id("t")),
        by=asked.by,
        at=asked.at,
        pitch=fields.pitch(asked),
        facilitators=leads,
    )


def lead(asked: Asked) -> Iterator[c.Command]:
    """Let somebody who said so in person lead a topic."""
    if not asked.text("lead"):
        raise Invalid(say("Write the name of who leads it."))
    person, known = _person(asked)
    if not known:
        yield c.JoinCamp(attendee=person.id, name=person.name)
    yield c.LeadTopic(topic=TopicId(asked.path["topic"]), attendee=person.id, invited=True)


def _person(asked: Asked) -> tuple[Attendee, bool]:
    """Who is named, and whether they are in already."""
    new = AttendeeId(asked.new_id("a"))
    person = named(asked.camp, asked.text("lead"), new)
    return person, person.id in asked.camp.attendees
