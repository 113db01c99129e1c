"""One look through the topics: the order they stand in for one person, kept while they look.

Opening a topic and coming back, voting by a form, reloading: the order stays, whatever was seen or voted
for meanwhile, and by whom. A cookie keeps what it follows from, so that any web process draws it again
and nothing is stored. A few minutes after the page was last asked for the next look begins.
"""

import re
import secrets
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import AttendeeId, Camp, CampId, Topic

LASTS = 180  # seconds after the page was last asked for
CAUGHT_UP = 0.85  # of an average topic's views: whoever has fewer is brought forward
WITHIN, SHARE = (
    65,
    0.6,
)  # what few have seen comes among so many cards, or this share of a short list
ASIDE = 6  # one part in so many of those, at the top, is left to the lot alone
_KEPT = re.compile(r"([0-9a-f]{8})\.([0-9a-f]{1,5})\.([0-9a-f]{1,600})\.([0-9a-f]{1,600})")


class Look(NamedTuple):
    """What an order follows from: a lot, how many topics were new, those passed by and those brought forward.

    Bit n of `passed` and `forward` stands for the topic with number n.
    """

    lot: str
    new: int
    passed: int
    forward: int


def look(request: Request, camp: Camp, me: AttendeeId, topics: Collection[Topic]) -> Look:
    """The look this browser is at, or a fresh one."""
    kept = _KEPT.fullmatch(request.cookies.get(_cookie(camp.id), ""))
    if kept is None:
        return begin(camp, me, topics, secrets.token_hex(4))
    lot, *numbers = kept.groups()
    return Look(lot, *(int(number, 16) for number in numbers))


def keep(response: Response, request: Request, camp: CampId, at: Look) -> None:
    """Have the browser remember its look for a while."""
    value = f"{at.lot}.{at.new:x}.{at.passed:x}.{at.forward:x}"
    response.set_cookie(
        _cookie(camp),
        value,
        max_age=LASTS,
        samesite="lax",
        httponly=True,
        path=f"/c/{camp}",
        secure=request.url.scheme == "https",
    )


def begin(camp: Camp, me: AttendeeId, topics: Collection[Topic], lot: str) -> Look:
    """A look that begins now, by a `lot` that is another one for everybody and every time."""
    chosen = _bits(camp.topics[topic] for topic in camp.ballots.get(me, ()))
    seen = camp.seen_by.get(me, 0) & ~camp.seen_spent.get(me, 0)
    passed = seen & ~chosen
    enough = CAUGHT_UP * sum(camp.seen.get(t.id, 0) for t in topics) / max(1, len(topics))
    return Look(
        lot=lot,
        new=sum(not passed >> topic.number & 1 for topic in topics),
        passed=passed,
        forward=_bits(topic for topic in topics if camp.seen.get(topic.id, 0) < enough),
    )


def fair_order(topics: Iterable[Topic], at: Look) -> list[Topic]:
    """Topics in the order of one look: by lot, and what somebody passed by before comes last.

    What few have seen comes among the first 65 cards instead of anywhere among 138, so that a late pitch
    catches up; spread over them, not on top, where each sight of it would bring more votes than one of an
    equally good topic below (benchmarks/fair_views.py).
    """
    key = at.lot.encode()
    last = min(WITHIN, SHARE * at.new)
    first = last / ASIDE

    def place(topic: Topic) -> tuple[bool, float]:
        drawn = blake2b(topic.id.encode(), key=key, digest_size=8).digest()
        lot = int.from_bytes(drawn) / 2**64
        if at.forward >> topic.number & 1 and at.new:
            lot = (first + lot * (last - first)) / at.new
        return bool(at.passed >> topic.number & 1), lot

    return sorted(topics, key=place)


def _bits(topics: Iterable[Topic]) -> int:
    bits = 0
    for topic in topics:
        bits |= 1 << topic.number
    return bits


def _cookie(camp: CampId) -> str:
    return f"board-look-{camp}"
