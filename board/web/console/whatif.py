"""What if: a change is tried before it is made, told with all that would come of it, and made by one tap."""

import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from board.camp import commands as c
from board.camp.errors import TooMany
from board.camp.model import Camp
from board.camp.moments import time_of
from board.live import changes
from board.live.changes import Change
from board.live.instances import seed_of
from board.live.whatif import Impossible, what_if
from board.web import site
from board.web.console import fields, lists, verdict
from board.web.console.posts import SAID_ON_THE_PAGE, Asked, read
from board.web.console.views import Refusal, draw
from board.web.site import Visitor


async def page(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """What can be tried; an address with `?kind=close-room&room=gym` fills its form in."""
    given = refusal.form if refusal is not None else request.query_params
    return await _drawn(request, visitor, refusal, dict(given))


async def tried(request: Request) -> Response:
    """Try what the form says, and show what would come of it."""
    visitor, asked = await read(request)
    camp, given = asked.camp, dict(asked.form)
    try:
        change = fields.change(asked)
        command = changes.command(camp, change, **asked.signed)
        found = await what_if(site.site(request).trials, camp, seed_of(visitor.desk.epoch), command)
    except Impossible as error:
        answer = _asked_for(camp, change) | {"conflicts": error.conflicts}
        response = await _drawn(request, visitor, None, given, **answer)
        response.status_code = error.status
        return response
    except (*SAID_ON_THE_PAGE, TooMany) as error:
        refusal = Refusal(error, request.url.path, asked.form, in_form=True)
        return await page(request, visitor, refusal)
    answer = _asked_for(camp, change) | {"tried": found, "told": verdict.of(camp, found)}
    return await _drawn(request, visitor, None, given, **answer)


def made(asked: Asked) -> c.Command:
    """Make the change."""
    return changes.command(asked.camp, fields.change(asked), **asked.signed)


def _asked_for(camp: Camp, change: Change) -> dict[str, Any]:
    return {"doing": changes.doing(camp, change), "to_do": changes.to_do(camp, change)}


async def _drawn(
    request: Request,
    visitor: Visitor,
    refusal: Refusal | None,
    given: dict[str, Any],
    **answer: Any,
) -> Response:
    camp = visitor.camp
    context = {"doing": "", "to_do": "", "tried": None, "told": None, "conflicts": (), **answer}
    return await draw(
        request, visitor, "console_whatif.html", refusal,
        section="grid", given=given, clock_now=time_of(camp, time.time_ns() // 1_000_000),
        rooms=lists.rooms(camp), slots=lists.slots(camp), topics=lists.topics(camp),
        votes=camp.tallies, **context,
    )  # fmt: skip
