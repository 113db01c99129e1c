"""The doors of a camp: who may come in, as whom, and what a screen shows to those who stand there."""

import time
from typing import NamedTuple

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from board.camp.errors import Invalid, Unauthorised
from board.camp.model import AttendeeId, Camp
from board.camp.said import say
from board.web import identity, site
from board.web.codes import STEP, scanned, spaced
from board.web.guesses import Guesser


class Door(NamedTuple):
    """What a screen shows: where its QR code leads, and the code to type, if the doors ask for one.

    `stamp` tells two such moments apart.
    """

    url: str
    code: str
    stamp: str


def shown(request: HTTPConnection, camp: Camp) -> Door:
    """The doors as a screen of this browser may show them: their code only where an organiser lets it."""
    url = site.join_url(request, camp.id)
    if camp.settings.identity != "doors" or not trusted(request, camp):
        return Door(url, "", camp.settings.identity)
    code = site.site(request).tokens.codes.door(camp.id, time.time())
    return Door(f"{url}?door={code.key}", spaced(code.typed), code.key[:6])


def trusted(request: HTTPConnection, camp: Camp) -> bool:
    """Whether this browser may show the doors' code: an organiser's, or one that followed their link."""
    tokens = site.site(request).tokens
    try:
        if tokens.organiser(request, camp) is not None:
            return True
        kept = request.cookies.get(identity.cookie("display", camp.id), "")
        return bool(kept) and tokens.read("display", camp.id, kept) == "lobby"
    except Unauthorised:
        return False


def lobby_url(request: HTTPConnection, camp: Camp) -> str:
    """A link to the lobby that lets the screen which opens it show the doors' code."""
    key = site.site(request).tokens.sign("display", camp.id, "lobby")
    return f"{site.join_url(request, camp.id)}/screen/{key}"


def let_in(request: Request, camp: Camp, given: str) -> AttendeeId | None:
    """Whom a code lets in: the person whose badge or device it is of; None: somebody new.

    Raises Invalid for a code that the doors don't know, TooMany for whoever goes on guessing.
    """
    if not given.strip():
        if camp.settings.identity == "open":
            return None
        raise Invalid(_BACK if camp.phase == "closed" else _ASKED[camp.settings.identity])
    found = _known(request, camp, given)
    if not found:
        raise Invalid(_BACK if camp.phase == "closed" else _WRONG[camp.settings.identity])
    return AttendeeId(found) if isinstance(found, str) else None


def arrived(request: Request, camp: Camp) -> str:
    """A token for whoever has followed the doors' QR code just now; empty for anybody else."""
    tokens, key = site.site(request).tokens, request.query_params.get("door", "")
    if scanned(key) and tokens.codes.opens(camp.id, key, time.time()):
        return tokens.sign("arrival", camp.id, "")
    return ""


def tell_apart(request: Request, response: Response, camp: Camp) -> None:
    """Give a browser that has none a name, so that wrong codes are counted for it alone."""
    if not _browser(request, camp):
        token = site.site(request).tokens.sign("browser", camp.id, identity.new_id())
        identity.remember(response, request, "browser", camp.id, token)


def guesser(request: Request, camp: Camp) -> Guesser:
    """Where a code comes from that was typed outside the doors, as those count who guess."""
    network = request.client.host if request.client is not None else "unknown"
    return Guesser(_browser(request, camp) or None, network)


def _known(request: Request, camp: Camp, given: str) -> AttendeeId | bool:
    """Whom a code belongs to, True if it is the doors', False if it is nobody's."""
    tokens, guesses = site.site(request).tokens, site.site(request).guesses
    browser, now = _browser(request, camp), time.monotonic()
    if not scanned(given):
        guesses.check(camp.id, browser, now)
    found: AttendeeId | bool = _holder(tokens, camp, given) or _opened(tokens, camp, given)
    if not scanned(given):
        if found:
            guesses.right(camp.id, browser)
        else:
            guesses.wrong(camp.id, browser, now)
    return found


def _holder(tokens: identity.Tokens, camp: Camp, given: str) -> AttendeeId | None:
    if "." in given:  # a signed key, not a code
        try:
            return tokens.carried(camp, given)
        except Unauthorised:
            return None
    codes = tokens.codes
    return codes.holder(camp, given) or codes.whose_device(camp, given, time.time())


def _opened(tokens: identity.Tokens, camp: Camp, given: str) -> bool:
    if camp.settings.identity != "doors":  # what was scanned before the organisers opened them
        return camp.settings.identity == "open" and scanned(given)
    if "." not in given:
        return tokens.codes.opens(camp.id, given, time.time())
    try:
        tokens.read("arrival", camp.id, given, identity.ARRIVED)
    except Unauthorised:
        return False
    return True


def _browser(request: Request, camp: Camp) -> str:
    kept = request.cookies.get(identity.cookie("browser", camp.id), "")
    try:
        return site.site(request).tokens.read("browser", camp.id, kept) if kept else ""
    except Unauthorised:
        return ""


_BACK = say("Type the code that your other device shows.")  # nobody comes in anew
_ASKED = {
    "doors": say("Type the code that the lobby screen shows, or scan the one beside it."),
    "roster": say("Type the code on your badge, or scan it."),
}
_WRONG = {
    "open": say("Nobody here has this code. Check it, or come in without one."),
    "doors": say(
        "That is not the code on the lobby screen. It changes every {minutes} minutes: please look"
        " again.",
        minutes=STEP // 60,
    ),
    "roster": say("No badge has this code. Check it, or ask an organiser for a new one."),
}
