"""The log of who did what: everything organisers did, page by page, of all or of one of them."""

from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import OrganiserId
from board.camp.moments import time_of
from board.camp.said import say
from board.web.console.views import Refusal, draw
from board.web.site import Visitor

EACH = 60  # lines on a page


class Line(NamedTuple):
    """One thing that somebody did, and when by the camp's clocks: the ISO date, and the time of day."""

    date: str
    when: str
    who: str
    what: str
    undone: bool
    undoes: bool


async def page(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """What `?by=` one organiser, or everybody, did; the latest first, from `?page=` on."""
    camp, chronicle = visitor.camp, visitor.desk.chronicle
    given = OrganiserId(request.query_params.get("by", ""))
    by = given if given in chronicle.names else None
    asked = request.query_params.get("page", "1")
    number = int(asked) - 1 if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 6 else 0
    deeds, pages = chronicle.page(by=by, number=max(0, number), size=EACH)
    zone = ZoneInfo(camp.settings.zone)
    lines = [
        Line(
            datetime.fromtimestamp(deed.at / 1000, zone).date().isoformat(),
            time_of(camp, deed.at),
            chronicle.names.get(deed.by) or say("A former organiser"),
            deed.what,
            deed.undone,
            deed.undoes,
        )
        for deed in deeds
    ]
    days = [(date, list(of_day)) for date, of_day in groupby(lines, key=lambda line: line.date)]
    people = sorted(chronicle.names.items(), key=lambda person: person[1].lower())
    return await draw(
        request, visitor, "console_log.html", refusal,
        section="now", days=days, people=people, by=by or "",
        number=max(0, number) + 1, pages=pages,
    )  # fmt: skip
