"""Who may come in: the organiser's link signs in, and everything else asks for what it left."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.errors import Forbidden, Unauthorised
from board.camp.model import OrganiserId
from board.camp.said import say
from board.web import identity, site
from board.web.site import Visitor

_BROKEN = say(
    "This organiser link doesn't work: it isn't whole, or it belongs to another camp, or whoever it"
    " was made for was removed. Ask another organiser for a new one."
)


async def sign_in(request: Request) -> Response:
    """Follow an organiser's link: from now on this browser is theirs, until they are removed."""
    desk, tokens = await site.desk_of(request), site.site(request).tokens
    token = str(request.path_params["token"])
    try:
        person = tokens.read("organiser", desk.camp.id, token.removeprefix("o."))
    except Unauthorised:
        raise Unauthorised(_BROKEN) from None
    if OrganiserId(person) not in desk.camp.organisers:
        raise Unauthorised(_BROKEN)
    answer = RedirectResponse(f"/c/{desk.camp.id}/console", 303, {"Cache-Control": "no-store"})
    identity.remember(answer, request, "organiser", desk.camp.id, token)
    return answer


async def organiser(request: Request) -> tuple[Visitor, OrganiserId]:
    """The organiser who asks; Unauthorised for nobody, Forbidden for an attendee."""
    desk, tokens = await site.desk_of(request), site.site(request).tokens
    me = tokens.organiser(request, desk.camp)
    if me is not None:
        return Visitor(desk, None, me), me
    if tokens.attendee(request, desk.camp) is not None:
        raise Forbidden(
            say("Only organisers can come in here. Ask one of them for an organiser link.")
        )
    raise Unauthorised(say("This is for organisers. Open your organiser link, or ask for one."))
