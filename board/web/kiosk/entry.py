"""Entering one card after another: whose card, then the numbers of their topics in order."""

from typing import Any, NamedTuple

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from board.camp import commands as c
from board.camp.errors import BoardError, Conflict, Invalid
from board.camp.model import AttendeeId, Camp, Topic
from board.camp.rules.ballots import on_board
from board.camp.said import say, say_n
from board.languages.told import to_json
from board.live.parts import card as topic_card
from board.web import identity, site
from board.web.cards import Card, fresh, unnumbered
from board.web.kiosk.choices import Choices, meant, read
from board.web.kiosk.gate import Kiosk, kiosk
from board.web.pages import visit
from board.web.problems import wants_json


class Typed(NamedTuple):
    """What stands in the form, and the choices it was about to change ("none" known: empty)."""

    card: str = ""
    choices: str = ""
    before: str = ""


class Saved(NamedTuple):
    """A card that was entered: in words, how many choices it has, what was left out, its code and link."""

    said: str
    number: int
    notes: tuple[str, ...]
    code: str
    link: str


async def show(request: Request) -> Response:
    """The kiosk, ready for the next person."""
    return page(await kiosk(request), Typed())


async def look(request: Request) -> Response:
    """What is on a card already. Cards are looked at by posting: no address names them."""
    here, form = await posted(request)
    return _look(here, _typed(form))


async def save(request: Request) -> Response:
    """Make the card's ballot exactly what was typed; first show a ballot that nobody looked at."""
    here, form = await posted(request)
    typed = _typed(form)
    if visit.text(form, "enter") and typed.card and not (typed.choices or typed.before):
        return _look(
            here, typed
        )  # Enter after a card's number, where no script goes on to its choices
    try:
        card = _whose(here, form, typed)
        choices = read(here.camp, typed.choices)
        numbers = _numbers(here.camp, card)
        if numbers and numbers not in (typed.before, _listed(choices.topics)):
            return _ask_first(here, typed, card, numbers)
        saved = await _enter(here, card, choices)
    except BoardError as error:
        if wants_json(request):
            raise
        return page(here, typed, wrong=error)
    if wants_json(request):
        qr = site.qr_svg(saved.link) if not saved.number else ""
        return _json({**saved._asdict(), "qr": qr, "fresh": _fresh(here)})
    return page(here, Typed(), saved=saved)


async def posted(request: Request) -> tuple[Kiosk, FormData]:
    """The kiosk and its form; Forbidden from another site's page."""
    identity.check_origin(request, site.site(request).config.origins)
    return await kiosk(request), await request.form()


def page(
    here: Kiosk,
    typed: Typed,
    *,
    wrong: BoardError | None = None,
    saved: Saved | None = None,
    found: str = "",
) -> Response:
    """The kiosk's page. It is never kept: the next person must not see the last one's."""
    topics = sorted((t for t in here.camp.topics.values() if t.up), key=lambda t: t.number)
    response = site.page(
        here.request,
        "kiosk.html",
        status=wrong.status if wrong else 200,
        camp=here.camp,
        at=here.at,
        kind=here.kind,
        typed=typed,
        wrong=wrong,
        saved=saved,
        found=found,
        fresh=_fresh(here),
        qr=site.qr_svg(saved.link) if saved and not saved.number else "",
        topics=[topic_card(here.camp, topic) for topic in topics],
        known=_known(here.camp),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _look(here: Kiosk, typed: Typed) -> Response:
    """The card's choices to begin with, unless others were typed already."""
    try:
        card = here.card(typed.card)
    except BoardError as error:
        if wants_json(here.request):
            raise
        return page(here, typed, wrong=error)
    numbers = _numbers(here.camp, card)
    if wants_json(here.request):
        return _json({"card": _label(card), "number": card.number, "choices": numbers})
    own = typed.choices if typed.choices != typed.before else ""  # not those of the card before
    return page(
        here, Typed(typed.card, own or numbers, numbers), found=_found(card, numbers, bool(own))
    )


def _found(card: Card, numbers: str, own: bool) -> str:
    if not numbers:
        return say("{card} is new.", card=_label(card))
    if not own:
        return say("{card} has the choices below.", card=_label(card))
    return say(
        "{card} has choices already: {numbers}. Saving replaces them.",
        card=_label(card),
        numbers=numbers,
    )


def _typed(form: FormData) -> Typed:
    return Typed(*(visit.text(form, name).strip() for name in Typed._fields))


def _whose(here: Kiosk, form: FormData, typed: Typed) -> Card:
    """The card that was typed; who has none gets the one that was drawn with the form."""
    if typed.card:
        return here.card(typed.card)
    if visit.text(form, "walk_in") != "yes":
        raise Invalid(say("Type the card’s number first, or say that they have no card."))
    return fresh(site.site(here.request).tokens, here.camp.id, visit.text(form, "fresh"))


def _ask_first(here: Kiosk, typed: Typed, card: Card, numbers: str) -> Response:
    """Nothing is lost by a mistyped number: a card with other choices is shown before it changes."""
    error = Conflict(
        say(
            "{card} has these choices already: {numbers}. Save again to replace them.",
            card=_label(card),
            numbers=numbers,
        )
    )
    if wants_json(here.request):
        body = {"choices": numbers, "detail": error.detail, "status": error.status}
        return _json(body, error.status)
    return page(here, typed._replace(before=numbers), wrong=error)


async def _enter(here: Kiosk, card: Card, choices: Choices) -> Saved:
    desk = here.hub.desk
    holder = here.camp.who(card.holder)
    if holder not in here.camp.attendees:
        await desk.submit(c.JoinCamp(attendee=holder))
    await desk.submit(c.OrderBallot(attendee=holder, ballot=choices.ids))
    said = say_n(
        len(choices.topics),
        "{card} is saved, with {n} choice.",
        "{card} is saved, with {n} choices.",
        card=_label(card),
    )
    link = f"{site.join_url(here.request, here.camp.id)}/card/{card.key}"
    return Saved(said, card.number, choices.notes, card.spelt, link)


def _label(card: Card) -> str:
    return say("Card {n}", n=card.number) if card.number else say("Card {code}", code=card.spelt)


def _numbers(camp: Camp, card: Card) -> str:
    """The topics on a card's ballot as one writes them: `17 4 52`; empty if there are none."""
    ballot = camp.ballots.get(camp.who(AttendeeId(card.holder)), ())
    return _listed(tuple(camp.topics[topic] for topic in on_board(camp, ballot)))


def _listed(topics: tuple[Topic, ...]) -> str:
    return " ".join(str(topic.number) for topic in topics)


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(to_json(body), status, media_type="application/json")


def _fresh(here: Kiosk) -> str:
    return unnumbered(site.site(here.request).tokens, here.camp.id).code


def _known(camp: Camp) -> list[dict[str, Any]]:
    """Every number there is and the title it stands for now; `to` where that is another topic's.

    What left the board keeps its title to itself.
    """
    known = []
    for topic in camp.topics.values():
        now = meant(camp, topic)
        title = now.pitch.title if now.up else ""
        known.append({"n": topic.number, "to": now.number, "title": title, "up": now.up})
    return known
