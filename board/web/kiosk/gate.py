"""Which devices are kiosks: an organiser's link signs one in, and it stays one until it is shut.

There are two kinds. At a `helper`'s kiosk somebody who runs the day types in the cards of others, by
their numbers. One for `everybody` stands alone: there a card's ballot opens with its code only.
"""

from typing import Literal, NamedTuple, TypeAlias

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.errors import Unauthorised
from board.camp.model import Camp, CampId, OrganiserId
from board.camp.said import say
from board.live.hub import Hub
from board.web import doors, identity, site
from board.web.cards import Card, by_number, guarded

Kind: TypeAlias = Literal["helper", "everybody"]
KINDS: tuple[Kind, ...] = ("helper", "everybody")


class Kiosk(NamedTuple):
    """A request from a kiosk: of which kind it is, and in whose name it acts."""

    request: Request
    hub: Hub
    by: OrganiserId
    kind: Kind

    @property
    def camp(self) -> Camp:
        """The camp as it is now."""
        return self.hub.desk.camp

    @property
    def at(self) -> str:
        """Its address, without what comes after."""
        return f"/c/{self.camp.id}/kiosk"

    def card(self, typed: str) -> Card:
        """The card that was typed: by its code, or at a helper's kiosk by its number."""
        here = site.site(self.request)
        found = by_number(here.tokens, self.camp.id, typed) if self.kind == "helper" else None
        by = doors.guesser(self.request, self.camp)
        return found or guarded(here.guesses, here.tokens, self.camp, typed, by)


async def kiosk(request: Request) -> Kiosk:
    """The kiosk that asks; an organiser's own browser is one too. Unauthorised for everybody else."""
    hub = await site.hub_of(request)
    tokens, camp = site.site(request).tokens, hub.desk.camp
    token = request.cookies.get(identity.cookie("kiosk", camp.id))
    if token:
        by, kind = _read(tokens, camp, token)
        return Kiosk(request, hub, by, kind)
    organiser = tokens.organiser(request, camp)
    if organiser is None:
        raise Unauthorised(
            say("This device is no kiosk of this camp. Ask an organiser to open one on it.")
        )
    return Kiosk(request, hub, organiser, "helper")


async def sign_in(request: Request) -> Response:
    """Follow a kiosk's link: from now on this browser is one, and runs nothing of the day."""
    camp = (await site.desk_of(request)).camp
    token = str(request.path_params["token"])
    _read(site.site(request).tokens, camp, token)
    return signed_in(request, camp.id, token)


def signed_in(request: Request, camp: CampId, token: str) -> Response:
    """On to the kiosk, as nobody but the kiosk."""
    answer = RedirectResponse(f"/c/{camp}/kiosk", 303, {"Cache-Control": "no-store"})
    for role in ("organiser", "attendee"):
        answer.delete_cookie(identity.cookie(role, camp), path="/")
    identity.remember(answer, request, "kiosk", camp, token)
    return answer


def token(tokens: identity.Tokens, camp: CampId, by: OrganiserId, kind: Kind) -> str:
    """What makes a browser a kiosk."""
    return tokens.sign("kiosk", camp, f"{by} {kind}")


def _read(tokens: identity.Tokens, camp: Camp, given: str) -> tuple[OrganiserId, Kind]:
    by, _, named = tokens.read("kiosk", camp.id, given).partition(" ")
    kind = next((each for each in KINDS if each == named), None)
    if kind is None or OrganiserId(by) not in camp.organisers:
        raise Unauthorised(say("This kiosk was shut. Ask an organiser to open it again."))
    return OrganiserId(by), kind
