"""Who is asking: signed tokens, in a cookie for browsers or a bearer header for programs.

A token says "attendee a of camp c" or "organiser o of camp c" and is signed with the board's secret;
it holds nothing else, and the log says whether that person is (still) there.
"""

import base64
import hashlib
import hmac
import secrets
import time
from functools import lru_cache
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from board.camp.errors import Forbidden, Unauthorised
from board.camp.model import AttendeeId, Camp, CampId, OrganiserId, TopicId
from board.camp.said import say
from board.web.codes import ALPHABET, Codes

# Beside people: `device` carries an attendee over to another device, `arrival` says that somebody
# stood at the doors, `display` that a screen may show their code, `browser` tells browsers apart.
Role: TypeAlias = Literal[
    "attendee", "organiser", "cofacilitator", "kiosk", "device", "arrival", "display", "browser"
]

MAX_AGE = 120 * 24 * 3600  # seconds: long enough to plan ahead for, and for what follows the day
REMEMBERED = 16_384  # tokens that were verified
CARRIED = 600  # seconds for which a link to another device is good
ARRIVED = 1800  # seconds for which whoever scanned the doors' code may take to come in


class Tokens:
    """Signs and reads tokens with one secret."""

    def __init__(self, secret: str) -> None:
        self._secret = secret
        self.codes = Codes(secret)
        self._serializer = lru_cache(maxsize=None)(self._made_serializer)
        # Phones come back again and again, all at once, each with the token it has.
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)

    def sign(self, role: Role, camp: CampId, person: str) -> str:
        """A token for a person (or, for co-facilitators, a topic) of a camp."""
        return self._serializer(role).dumps([camp, person])

    def read(self, role: Role, camp: CampId, token: str, max_age: int = MAX_AGE) -> str:
        """Whom a token names; Unauthorised if it is forged, expired or another camp's.

        `max_age` is in seconds.
        """
        try:
            content, signed = self._verified(role, token)
        except BadSignature:
            raise Unauthorised(
                say("This link or token is not one of ours. Please join again.")
            ) from None
        if not 0 <= time.time() - signed <= max_age:
            raise Unauthorised(say("Your link has expired. Please join again."))
        if not isinstance(content, list) or len(content) != 2 or content[0] != camp:
            raise Unauthorised(
                say("This link or token belongs to another camp. Please join this one.")
            )
        return str(content[1])

    def attendee(self, request: HTTPConnection, camp: Camp) -> AttendeeId | None:
        """The attendee who asks, None if nobody says so; Unauthorised for a bad token."""
        token = _bearer(request) or request.cookies.get(cookie("attendee", camp.id))
        if not token or token.startswith("o."):
            return None
        return _who(camp, self.read("attendee", camp.id, token))

    def attendee_token(self, camp: Camp, attendee: AttendeeId) -> str:
        """The token of somebody who comes in; it dies with the badge that let them in, if one did."""
        return self.sign("attendee", camp.id, _edition(camp, attendee))

    def device_key(self, camp: Camp, attendee: AttendeeId) -> str:
        """The key in a link that carries an attendee over to another device, for a short while."""
        return self.sign("device", camp.id, _edition(camp, attendee))

    def carried(self, camp: Camp, key: str) -> AttendeeId:
        """Whom a link carries over; Unauthorised if it is no good any more."""
        return _who(camp, self.read("device", camp.id, key, CARRIED))

    def organiser(self, request: HTTPConnection, camp: Camp) -> OrganiserId | None:
        """The organiser who asks, None if nobody says so; Unauthorised for a bad token."""
        bearer = _bearer(request)
        if bearer and not bearer.startswith("o."):
            return None
        token = bearer or request.cookies.get(cookie("organiser", camp.id))
        if not token:
            return None
        person = OrganiserId(self.read("organiser", camp.id, token.removeprefix("o.")))
        if person not in camp.organisers:
            raise Unauthorised(
                say("This organiser link works no more. Ask another organiser for one.")
            )
        return person

    def organiser_token(self, camp: CampId, organiser: OrganiserId) -> str:
        """The token in an organiser's link."""
        return "o." + self.sign("organiser", camp, organiser)

    def cofacilitator_key(self, camp: CampId, topic: TopicId) -> str:
        """The key in a topic's co-facilitator link."""
        return self.sign("cofacilitator", camp, topic)

    def derived_id(self, prefix: str, camp: CampId, key: str) -> str:
        """The id that goes with a secret its owner drew: always the same, and nobody else's to find."""
        text = f"{prefix}/{camp}/{key}".encode()
        drawn = hmac.digest(self._secret.encode(), b"board.derived/" + text, hashlib.sha256)
        return prefix + base64.b32encode(drawn).decode().lower()[:20]

    def _verify(self, role: Role, token: str) -> tuple[Any, float]:
        """What a token holds, and when it was signed, in seconds since the epoch."""
        content, signed = self._serializer(role).loads(token, return_timestamp=True)
        return content, signed.timestamp()

    def _made_serializer(self, role: Role) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt=f"board.{role}")


def cookie(role: Role, camp: CampId) -> str:
    """The name of the cookie that holds a role's token for one camp."""
    return f"board-{role}-{camp}"


def remember(
    response: Response, request: HTTPConnection, role: Role, camp: CampId, token: str
) -> None:
    """Keep a token in the browser: not readable by scripts, not sent along from other sites."""
    response.set_cookie(
        cookie(role, camp),
        token,
        max_age=MAX_AGE,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )


def check_origin(request: HTTPConnection, allowed: tuple[str, ...]) -> None:
    """Refuse, with Forbidden, a page of another site that uses a visitor's cookies.

    `Sec-Fetch-Site` is not sent over plain HTTP on a LAN, so Origin is compared with Host. Programs
    send no Origin and no cookies.
    """
    origin = request.headers.get("origin")
    if origin is None or origin in allowed:
        return
    if not origin or _netloc(origin) != request.headers.get("host", "").lower():
        raise Forbidden(
            say("This came from another site. Open the board's own page and try again.")
        )


def _netloc(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:  # `http://[`
        return ""


def new_id(prefix: str = "") -> str:
    """A fresh id nobody can guess: the prefix and 10 of 28 letters and digits."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(10))


def new_code() -> CampId:
    """A fresh camp code, short enough to be read from a projector and typed: 5 of 28."""
    return CampId("".join(secrets.choice(ALPHABET) for _ in range(5)))


def _edition(camp: Camp, attendee: AttendeeId) -> str:
    badge = camp.roster.get(attendee)
    return f"{attendee}~{badge.edition}" if badge is not None and badge.edition else attendee


def _who(camp: Camp, signed: str) -> AttendeeId:
    """The attendee whom a token names, if they are in and their badge is still the same."""
    person = AttendeeId(signed.partition("~")[0])
    if person in camp.roster and signed != _edition(camp, person):
        raise Unauthorised(say("This badge was replaced. Please come in with the new one."))
    if camp.who(person) not in camp.attendees:
        raise Unauthorised(say("You are not in yet: join this camp first."))
    return camp.who(person)


def _bearer(request: HTTPConnection) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    if request.scope["type"] == "websocket" and b"token=" in request.scope["query_string"]:
        return request.query_params.get("token", "")
    return ""
