"""What every page of the console shares: its frame, its live parts, and what went wrong or right."""

import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, NamedTuple, TypeAlias

from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from board.camp.errors import BoardError
from board.camp.model import Camp, TopicId
from board.camp.said import say
from board.web import identity, site
from board.web.console import gate
from board.web.site import Visitor


class Refusal(NamedTuple):
    """A post that was refused: why, its path, what was typed, and whether into a form of its own."""

    error: BoardError
    path: str
    form: FormData
    in_form: bool


class Said(NamedTuple):
    """What was just done, and the action to take it back by if there is one."""

    what: str
    action: str
    undoable: bool


View: TypeAlias = Callable[[Request, Visitor, Refusal | None], Awaitable[Response]]


def showing(view: View) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that shows a view to organisers."""

    async def endpoint(request: Request) -> Response:
        visitor, _ = await gate.organiser(request)
        return await view(request, visitor, None)

    return endpoint


async def draw(
    request: Request,
    visitor: Visitor,
    template: str,
    refusal: Refusal | None,
    **context: Any,
) -> Response:
    """A page of the console. Its template gets the camp, `draw(ids)` for live parts, and `typed(name)`."""
    camp, hub = visitor.camp, await site.hub_of(request)
    seq, screen = hub.screen("organiser")

    def parts(ids: str | Iterable[str]) -> Markup:
        wanted = [ids] if isinstance(ids, str) else list(ids)
        return hub.renderer.parts("organiser", screen, [i for i in wanted if i in screen.parts])

    response = site.page(
        request,
        template,
        status=refusal.error.status if refusal else 200,
        camp=camp,
        me=visitor.an_organiser(),
        at=f"/c/{camp.id}/console",
        page={
            "camp": camp.id,
            "audience": "organiser",
            "seq": seq,
            "epoch": visitor.desk.epoch,
            "now": time.time_ns() // 1_000_000,
        },
        draw=parts,
        refusal=refusal,
        typed=_typed(refusal),
        once=identity.new_id(),
        done=what_was_done(camp, request.query_params.get("done", "")),
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def what_was_done(camp: Camp, action: str) -> Said | None:
    """What a post came to. Only the camp says it in words: anybody can write an address."""
    for each in camp.actions:
        if each.id == action:
            return Said(each.what, each.id, undoable=each is camp.actions[-1])
    pitched = camp.topics.get(TopicId(f"t-{action}"))
    if pitched is not None:
        return Said(
            say("Put “{topic}” on the board", topic=pitched.pitch.title), "", undoable=False
        )
    return None


def _typed(refusal: Refusal | None) -> Callable[..., Any]:
    """What a form's field should hold: what was typed into it if it was refused, else its default."""

    def typed(path: str, name: str, default: Any = "", *, many: bool = False) -> Any:
        if refusal is None or refusal.path != path:
            return default
        given = [text for text in refusal.form.getlist(name) if isinstance(text, str)]
        if many:
            return given
        return given[-1] if given else ""

    return typed
