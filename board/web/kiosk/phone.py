"""From a paper card to a phone: whoever holds the card scans it, and goes on with its choices."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp import commands as c
from board.camp.errors import BoardError
from board.camp.model import Camp, TopicId
from board.camp.rules.ballots import on_board
from board.live.parts import card as topic_card
from board.web import doors, identity, site
from board.web.cards import Card, guarded
from board.web.pages import visit


async def show(request: Request) -> Response:
    """What the card holds, and the button that takes it to this phone."""
    return await _page(request)


async def carry_over(request: Request) -> Response:
    """From now on this phone has the card's ballot; what the phone chose before stays, in front of it."""
    identity.check_origin(request, site.site(request).config.origins)
    desk = await site.desk_of(request)
    tokens, card = site.site(request).tokens, _card(request, desk.camp)
    me = await visit.attendee(request)
    holder = desk.camp.who(card.holder)
    try:
        if holder not in desk.camp.attendees:
            await desk.submit(c.JoinCamp(attendee=holder))
        if me is not None and me != holder:
            await desk.submit(c.JoinDevices(attendee=me, other=holder))
    except BoardError as error:
        return await _page(request, wrong=error)
    response = RedirectResponse(f"/c/{desk.camp.id}/choices", 303)
    if me is None:
        token = tokens.attendee_token(desk.camp, holder)
        identity.remember(response, request, "attendee", desk.camp.id, token)
    return response


def _card(request: Request, camp: Camp) -> Card:
    """The card in the address: scanned, or typed by somebody who may be guessing."""
    here, code = site.site(request), str(request.path_params["code"])
    return guarded(here.guesses, here.tokens, camp, code, doors.guesser(request, camp))


async def _page(request: Request, wrong: BoardError | None = None) -> Response:
    camp = (await site.desk_of(request)).camp
    card = _card(request, camp)
    me = await visit.attendee(request)
    response = site.page(
        request,
        "card.html",
        status=wrong.status if wrong else 200,
        camp=camp,
        card=card,
        topics=[topic_card(camp, camp.topics[topic]) for topic in _ballot(camp, card)],
        mine=me is not None and me == camp.who(card.holder),
        known=me is not None,
        wrong=wrong,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _ballot(camp: Camp, card: Card) -> tuple[TopicId, ...]:
    return on_board(camp, camp.ballots.get(camp.who(card.holder), ()))
