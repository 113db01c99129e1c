"""Pitches from paper: a title, who leads it, and on to the next."""

from starlette.requests import Request
from starlette.responses import Response

from board.camp import commands as c
from board.camp.errors import BoardError, Invalid, Unknown
from board.camp.model import Attendee, AttendeeId, Pitch, TopicId
from board.camp.said import say
from board.camp.texts import DESCRIPTION, NAME, TITLE
from board.languages.told import to_json
from board.web import identity, site
from board.web.cards import Card, coded
from board.web.kiosk.entry import posted
from board.web.kiosk.gate import Kiosk, kiosk
from board.web.pages import visit
from board.web.people import named
from board.web.problems import wants_json


async def show(request: Request) -> Response:
    """An empty form. Its topic's id is drawn here, so that sending it twice pitches once."""
    return _page(await kiosk(request))


async def pitch(request: Request) -> Response:
    """Put a topic on the board: an offer if somebody is named who leads it, else a wish."""
    here, form = await posted(request)
    title, lead = visit.text(form, "title"), visit.text(form, "lead").strip()
    about = visit.text(form, "description")
    topic = visit.text(form, "topic") or identity.new_id("t")
    try:
        leads = await _leads(here, lead, topic)
        await here.hub.desk.submit(
            c.PitchTopic(
                topic=TopicId(topic),
                by=here.by,
                at=visit.now(),
                pitch=Pitch(title=title, description=about),
                facilitators=leads,
            )
        )
    except BoardError as error:
        if wants_json(request):
            raise
        return _page(here, title=title, lead=lead, description=about, topic=topic, wrong=error)
    up = here.camp.topics[TopicId(topic)]
    said = say("“{title}” is on the board as number {n}.", title=up.pitch.title, n=up.number)
    if wants_json(request):
        body = {"said": said, "number": up.number, "topic": identity.new_id("t")}
        return Response(to_json(body), media_type="application/json")
    return _page(here, said=said)


async def _leads(here: Kiosk, typed: str, topic: str) -> tuple[AttendeeId, ...]:
    """Who leads it: the holder of a card (`12`, or `12 Dana` to name them), or somebody by their name."""
    if not typed:
        return ()
    if carded := _carded(here, typed.split()):
        card, name = carded
        holder = here.camp.who(card.holder)
        if holder not in here.camp.attendees:
            await here.hub.desk.submit(c.JoinCamp(attendee=holder, name=name))
        elif name and not here.camp.attendees[holder].name:
            await here.hub.desk.submit(c.NameAttendee(attendee=holder, name=name))
        return (holder,)
    person = _person(here, typed, topic)
    if person.id not in here.camp.attendees:
        await here.hub.desk.submit(c.JoinCamp(attendee=person.id, name=person.name))
    return (person.id,)


def _carded(here: Kiosk, words: list[str]) -> tuple[Card, str] | None:
    """The card that comes first, by its number or its code as it is printed, and the name after it."""
    printed = "".join(words[:2])
    halves = len(words) > 1 and len(words[0]) == len(words[1]) == 4 and coded(printed)
    first, rest = (printed, words[2:]) if halves else (words[0], words[1:])
    if not (first.removeprefix("#").isdecimal() or coded(first)):
        return None
    try:
        return here.card(first), " ".join(rest)
    except Unknown:
        if any(char.isdecimal() for char in first):
            raise
        return None  # a name without a vowel


def _person(here: Kiosk, name: str, topic: str) -> Attendee:
    """Who is named. At a kiosk for everybody nobody is taken for somebody who is in by the name alone."""
    new = AttendeeId(f"by-{topic}"[:32])
    if here.kind == "helper" and new not in here.camp.attendees:
        return named(here.camp, name, new)
    if len(name) > NAME:
        raise Invalid(say("This name is too long. Please shorten it."))
    return Attendee(id=new, name=name)


def _page(
    here: Kiosk,
    *,
    title: str = "",
    lead: str = "",
    description: str = "",
    topic: str = "",
    said: str = "",
    wrong: BoardError | None = None,
) -> Response:
    names = {p.name for p in here.camp.attendees.values() if p.name}
    response = site.page(
        here.request,
        "kiosk_pitch.html",
        status=wrong.status if wrong else 200,
        camp=here.camp,
        at=here.at,
        kind=here.kind,
        title=title,
        lead=lead,
        description=description,
        topic=topic or identity.new_id("t"),
        said=said,
        wrong=wrong,
        names=sorted(names) if here.kind == "helper" else [],
        most={"title": TITLE, "description": DESCRIPTION, "name": NAME},
    )
    response.headers["Cache-Control"] = "no-store"
    return response
