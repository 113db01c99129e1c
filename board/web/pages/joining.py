"""Joining a topic that is there instead of pitching a twin: one tap, and what was typed is kept.

Who wishes votes for it. Who would lead asks those who lead it whether they may, or steps up at once
where nobody leads it yet.
"""

from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.responses import Response

from board.camp import commands as c
from board.camp.model import AttendeeId, Topic, TopicId
from board.camp.rules import lookups
from board.camp.rules.company import asking
from board.camp.texts import TITLE
from board.web.pages import visit
from board.web.pages.visit import Visit


@visit.post
async def join(here: Visit, form: FormData) -> Response:
    """Do what fits: `kind` says whether they would lead or wish, `title` what they had typed."""
    topic = _topic(here)
    if visit.text(form, "kind") == "wish":
        await here.submit(c.CastVote(attendee=here.me, topic=topic.id))
        became = "voted"
    else:
        became = "leads" if topic.wish or here.me in topic.facilitators else "asked"
        await here.submit(c.AskToLead(topic=topic.id, attendee=here.me))
    said = {"joined": became, "title": visit.text(form, "title")[:TITLE]}
    return visit.on(here, f"/topics/{topic.id}?{urlencode(said)}")


@visit.post
async def ask(here: Visit, _: FormData) -> Response:
    """Ask those who lead a topic to lead it with them."""
    topic = _topic(here)
    await here.submit(c.AskToLead(topic=topic.id, attendee=here.me))
    return visit.on(here, f"/topics/{topic.id}?joined=asked")


@visit.post
async def answer(here: Visit, form: FormData) -> Response:
    """Say yes or no to somebody who asked, or take one's own question back."""
    topic = _topic(here)
    await here.submit(
        c.AnswerCompany(
            topic=topic.id,
            attendee=AttendeeId(visit.text(form, "attendee") or here.me),
            by=here.me,
            yes=visit.text(form, "answer") == "yes",
        )
    )
    return visit.on(here, f"/topics/{topic.id}")


def became(here: Visit, topic: Topic) -> str:
    """What joining a topic instead came to, as its page says it; empty where that isn't so (any more)."""
    said = here.request.query_params.get("joined", "")
    true = {
        "voted": topic.id in here.ballot,
        "asked": here.me in asking(here.camp, topic.id),
        "leads": here.me in topic.facilitators,
    }
    return said if true.get(said, False) else ""


def _topic(here: Visit) -> Topic:
    return lookups.topic(here.camp, TopicId(here.request.path_params["topic"]))
