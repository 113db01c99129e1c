"""One topic: all it says, where it is and why, and what those who lead it can do."""

from starlette.datastructures import FormData
from starlette.responses import Response

from board.camp import commands as c
from board.camp.errors import Forbidden, Invalid, Unauthorised
from board.camp.model import OFFER_KINDS, Attendee, AttendeeId, Camp, Topic, TopicId
from board.camp.rules import lookups
from board.camp.rules.company import asking
from board.camp.rules.topics import MOST_FACILITATORS
from board.camp.said import say
from board.live.parts import card, reason
from board.web import site
from board.web.pages import joining, personal, visit
from board.web.pages.visit import Visit


@visit.page
async def show(here: Visit) -> Response:
    """The topic's page."""
    topic = _topic(here)
    mine = here.me in (topic.facilitators or (topic.by,))
    if _taken_off(here.camp, topic) and not (mine or _organises(here)):
        return visit.camp_page(here, "taken_off.html", tab="", topic=topic.id)
    into = here.camp.topics[topic.merged_into] if topic.merged_into else None
    pitched = "pitched" in here.request.query_params
    place = here.ballot.index(topic.id) + 1 if topic.id in here.ballot else 0
    is_open = here.camp.phase in ("open", "running")
    invite = _invite(here, topic) if mine and topic.up and _room_for_more(topic) else ""
    return visit.camp_page(
        here,
        "topic.html",
        tab="",
        card=card(here.camp, topic),
        topic=topic,
        own=personal.own(topic.id, place, is_open),
        values=here.screen("phone").values,
        into=into,
        pitched=pitched,
        joined=joining.became(here, topic),
        title=here.request.query_params.get("title", ""),
        asked=here.me in asking(here.camp, topic.id),
        asking=_asking(here, topic),
        sessions=_sessions(here.camp, topic),
        unplaced=_unplaced(here.camp, topic),
        leads=[here.camp.attendees[lead] for lead in topic.facilitators],
        mine=mine,
        invite=invite,
        invite_qr=site.qr_svg(invite) if invite else "",
        is_open=is_open,
    )


@visit.post
async def withdrawal(here: Visit, form: FormData) -> Response:
    """Take one's topic off the board, or put it back."""
    topic = _topic(here)
    if visit.text(form, "withdrawn") == "no":
        await here.submit(c.RestoreTopic(topic=topic.id, by=here.me))
    else:
        await here.submit(c.WithdrawTopic(topic=topic.id, by=here.me))
    return visit.to(here.camp, f"/topics/{topic.id}")


@visit.page
async def invitation(here: Visit) -> Response:
    """Where a co-facilitator link leads: somebody asks for company in leading a topic."""
    topic, key = _topic(here), here.request.query_params.get("key", "")
    _check_key(here, topic, key)
    return visit.camp_page(
        here,
        "invited.html",
        tab="",
        topic=topic,
        key=key,
        leads=card(here.camp, topic).leads,
        full=topic.facilitators and not _room_for_more(topic),
        is_open=here.camp.phase in ("open", "running"),
    )


@visit.post
async def lead(here: Visit, form: FormData) -> Response:
    """Step up for a wish, or follow an invitation to help leading."""
    topic, key = _topic(here), visit.text(form, "key")
    if key:
        _check_key(here, topic, key)
    await here.submit(c.LeadTopic(topic=topic.id, attendee=here.me, invited=bool(key)))
    return visit.to(here.camp, f"/topics/{topic.id}")


@visit.post
async def leave(here: Visit, form: FormData) -> Response:
    """Stop leading, or thank somebody who helped."""
    topic = _topic(here)
    who = AttendeeId(visit.text(form, "attendee") or here.me)
    await here.submit(c.LeaveTopic(topic=topic.id, attendee=who, by=here.me))
    return visit.to(here.camp, f"/topics/{topic.id}")


@visit.post
async def answer(here: Visit, form: FormData) -> Response:
    """Say yes or no to more room that is offered for a topic one leads."""
    topic, kind = _topic(here), visit.text(form, "kind")
    known = next((each for each in OFFER_KINDS if each == kind), None)
    if known is None:
        raise Invalid(say("Nothing of this kind is offered. Go back, and press the button again."))
    await here.submit(
        c.AnswerOffer(
            topic=topic.id,
            attendee=here.me,
            kind=known,
            sessions=visit.number(form, "sessions", 0),
            yes=visit.text(form, "answer") == "yes",
        )
    )
    return visit.to(here.camp, f"/topics/{topic.id}")


def _topic(here: Visit) -> Topic:
    return lookups.topic(here.camp, TopicId(here.request.path_params["topic"]))


def _taken_off(camp: Camp, topic: Topic) -> bool:
    """Whether organisers hid a topic, or one that it became part of."""
    while not topic.hidden and topic.merged_into is not None:
        topic = camp.topics[topic.merged_into]
    return topic.hidden


def _organises(here: Visit) -> bool:
    try:
        return site.site(here.request).tokens.organiser(here.request, here.camp) is not None
    except Unauthorised:
        return False


def _asking(here: Visit, topic: Topic) -> list[Attendee]:
    """Those who would like to help leading a topic, as those who lead it see them."""
    if here.me not in topic.facilitators or here.camp.phase == "closed":
        return []
    return [here.camp.attendees[who] for who in asking(here.camp, topic.id)]


def _sessions(camp: Camp, topic: Topic) -> list[dict[str, object]]:
    placed = sorted(camp.placements.get(topic.id, ()), key=lambda p: camp.slots[p.slot].start)
    # The reasons tell how many people want a topic, which is hidden with the tallies.
    told = camp.settings.tallies_shown
    return [
        {
            "slot": camp.slots[p.slot],
            "room": camp.rooms[p.room],
            "why": reason(camp, p) if told else "",
        }
        for p in placed
    ]


def _unplaced(camp: Camp, topic: Topic) -> str:
    """Why a topic isn't on the grid, which tells how many people want it, too."""
    return camp.unplaced.get(topic.id, "") if camp.settings.tallies_shown else ""


def _invite(here: Visit, topic: Topic) -> str:
    key = site.site(here.request).tokens.cofacilitator_key(here.camp.id, topic.id)
    return f"{site.join_url(here.request, here.camp.id)}/topics/{topic.id}/lead?key={key}"


def _room_for_more(topic: Topic) -> bool:
    return 0 < len(topic.facilitators) < MOST_FACILITATORS


def _check_key(here: Visit, topic: Topic, key: str) -> None:
    tokens = site.site(here.request).tokens
    if tokens.read("cofacilitator", here.camp.id, key) != topic.id:
        raise Forbidden(say("This link invites to another topic. Ask for the right one."))
