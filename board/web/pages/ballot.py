"""An attendee's choices, in order."""

from starlette.datastructures import FormData
from starlette.responses import Response

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import TopicId
from board.camp.said import say
from board.live.parts import card
from board.web.pages import visit
from board.web.pages.visit import Visit


@visit.page
async def choices(here: Visit) -> Response:
    """The ballot, to be put in order."""
    cards = [card(here.camp, here.camp.topics[topic]) for topic in here.ballot]
    return visit.camp_page(
        here, "choices.html", tab="choices", cards=cards, values=here.screen("phone").values
    )


@visit.post
async def change(here: Visit, form: FormData) -> Response:
    """Vote, take a vote back, or move a choice: the pressed button's name says which."""
    for pressed in ("vote", "unvote", "up", "down"):
        topic = TopicId(visit.text(form, pressed))
        if topic:
            await here.submit(_command(here, pressed, topic))
            anchor = f"topic-{topic}" if "vote" in pressed else f"choice-{topic}"
            return visit.back(here.camp, form, anchor)
    raise Invalid(say("No topic was chosen. Go back, and press the button again."))


def _command(here: Visit, pressed: str, topic: TopicId) -> c.Command:
    if pressed == "vote":
        return c.CastVote(attendee=here.me, topic=topic)
    if pressed == "unvote":
        return c.WithdrawVote(attendee=here.me, topic=topic)
    ballot = list(here.ballot)
    if topic not in ballot:
        raise Invalid(say("This topic is not among your choices any more."))
    at = ballot.index(topic)
    ballot.insert(max(0, at + (-1 if pressed == "up" else 1)), ballot.pop(at))
    return c.OrderBallot(attendee=here.me, ballot=tuple(ballot))
