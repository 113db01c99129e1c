"""Paper cards to print, and devices that become kiosks to enter them."""

from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from board.camp.errors import Invalid
from board.camp.model import Camp, CampId, OrganiserId
from board.camp.said import say
from board.web import identity, site
from board.web.cards import MOST_CARDS, Card, numbered
from board.web.console import gate
from board.web.console.views import Refusal, draw
from board.web.kiosk.gate import KINDS, Kind, signed_in, token
from board.web.pages import visit
from board.web.site import Visitor

MOST_AT_ONCE = 240  # cards in one printing: a quarter of a ream at four a sheet
SHEETS: dict[int, str] = {4: "large", 6: "middle", 8: "small"}  # cards on a sheet
FIRST = 24


class Printed(NamedTuple):
    """A card as it is printed."""

    number: int
    code: str
    qr: str


async def page(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """What to print, and how to open a kiosk here or on another device."""
    camp, by = visitor.camp, visitor.an_organiser()
    links = {kind: _link(request, camp.id, by, kind) for kind in KINDS}
    return await draw(
        request,
        visitor,
        "console_paper.html",
        refusal,
        section="people",
        sheets=SHEETS,
        first=1,
        last=FIRST,
        most=MOST_CARDS,
        links=links,
        qrs={kind: site.qr_svg(link) for kind, link in links.items()},
    )


async def cards(request: Request) -> Response:
    """Sheets of cards, to be printed from the browser."""
    visitor, _ = await gate.organiser(request)
    camp = visitor.camp
    first, last, a_sheet = _wanted(request)
    tokens, at = site.site(request).tokens, site.join_url(request, camp.id)
    drawn = [numbered(tokens, camp.id, n) for n in range(first, last + 1)]
    printed = await run_in_threadpool(lambda: [_printed(card, at) for card in drawn])
    response = site.page(
        request,
        "cards_print.html",
        camp=camp,
        at=f"/c/{camp.id}/console",
        sheets=[printed[n : n + a_sheet] for n in range(0, len(printed), a_sheet)],
        a_sheet=a_sheet,
        size=SHEETS[a_sheet],
        choices=_choices(camp, a_sheet),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


async def kiosk(request: Request) -> Response:
    """Make the organiser's device a kiosk: it runs the day no more, until they open their link again."""
    identity.check_origin(request, site.site(request).config.origins)
    visitor, by = await gate.organiser(request)
    async with request.form() as form:
        named = visit.text(form, "kind")
    kind = next((each for each in KINDS if each == named), None)
    if kind is None:
        raise Invalid(say("Choose whom the kiosk is for."))
    camp = visitor.camp.id
    return signed_in(request, camp, token(site.site(request).tokens, camp, by, kind))


def _link(request: Request, camp: CampId, by: OrganiserId, kind: Kind) -> str:
    key = token(site.site(request).tokens, camp, by, kind)
    return f"{site.join_url(request, camp)}/kiosk/open/{key}"


def _wanted(request: Request) -> tuple[int, int, int]:
    query = request.query_params
    first, last = (_number(query.get(name, "")) for name in ("first", "last"))
    a_sheet = _number(query.get("sheet", "4"))
    if not 1 <= first <= last <= MOST_CARDS:
        raise Invalid(say("Card numbers go from 1 to {most}.", most=MOST_CARDS))
    if last - first >= MOST_AT_ONCE:
        raise Invalid(say("Print {most} cards at once at most.", most=MOST_AT_ONCE))
    if a_sheet not in SHEETS:
        raise Invalid(say("Choose how many cards a sheet holds."))
    return first, last, a_sheet


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 0


def _printed(card: Card, at: str) -> Printed:
    return Printed(card.number, card.spelt, site.qr_svg(f"{at}/card/{card.key}", quick=True))


def _choices(camp: Camp, a_sheet: int) -> int:
    """How many choices a card has lines for: what everybody has, as far as fits."""
    fits = {4: 10, 6: 8, 8: 6}[a_sheet]
    return min(camp.settings.vote_budget or fits, fits)
