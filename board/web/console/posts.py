"""From a posted form to a durable action, and back to a page that says so."""

import re
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias

import msgspec
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.commands import Command
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid, Unavailable, Unknown
from board.camp.evolve import fold
from board.camp.model import ActionId, Camp, OrganiserId
from board.languages.told import to_json
from board.web import identity, site
from board.web.console import gate, sections
from board.web.console.views import Refusal, View, what_was_done
from board.web.problems import wants_json
from board.web.site import Visitor

SAID_ON_THE_PAGE = (Conflict, Invalid, Unknown, Unavailable)
_ONCE = re.compile(r"[a-z0-9]{4,16}")


class Asked(NamedTuple):
    """An organiser's post: who, when (ms since the epoch), about what, with which fields.

    `action` is the same for the same form sent twice (a double tap, a retry after no answer), and new
    for anything else.
    """

    camp: Camp
    by: OrganiserId
    at: int
    action: ActionId
    path: Mapping[str, str]
    form: FormData

    @property
    def signed(self) -> dict[str, Any]:
        """The fields that every Action has."""
        return {"by": self.by, "action": self.action, "at": self.at}

    def text(self, name: str) -> str:
        """A field's text, stripped; empty if it isn't there."""
        given = self.form.get(name, "")
        return given.strip() if isinstance(given, str) else ""

    def texts(self, name: str) -> tuple[str, ...]:
        """All values of a field that can come several times."""
        return tuple(text for text in self.form.getlist(name) if isinstance(text, str) and text)

    def new_id(self, what: str) -> str:
        """An id for something this post makes: the same if the post comes again."""
        return f"{what}-{self.action}"[:32]


Build: TypeAlias = Callable[[Asked], Command | tuple[Command, ...]]


def post(
    build: Build, *, back: str, view: View | None = None
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that does what `build` makes of a form, then shows the section `back` again.

    A refusal shows `view` (or the section the post came from), with the sentence and what was typed.
    """

    async def endpoint(request: Request) -> Response:
        visitor, asked = await read(request)
        section = _section(asked, back)
        try:
            seq = await submit(visitor, build(asked))
        except SAID_ON_THE_PAGE as error:
            if wants_json(request):
                raise
            shown = view or sections.SECTIONS[section]
            refusal = Refusal(error, request.url.path, asked.form, in_form=view is not None)
            return await shown(request, visitor, refusal)
        if wants_json(request):
            return _said(visitor, asked, seq)
        return RedirectResponse(_where(visitor.camp, asked, section), 303)

    return endpoint


async def read(request: Request) -> tuple[Visitor, Asked]:
    """Who posts, and what; Forbidden from another site's page."""
    identity.check_origin(request, site.site(request).config.origins)
    visitor, me = await gate.organiser(request)
    form = await request.form()
    path = {name: str(value) for name, value in request.path_params.items()}
    action = _action(request, me, form)
    return visitor, Asked(visitor.camp, me, time.time_ns() // 1_000_000, action, path, form)


def many(build: Callable[[Asked], Iterator[Command]]) -> Build:
    """A build of several commands that is tried on the camp first: all of them, or none."""

    def tried(asked: Asked) -> tuple[Command, ...]:
        camp, commands = asked.camp, []
        for command in build(asked):
            camp = fold(camp, decide(camp, command))
            commands.append(command)
        return tuple(commands)

    return tried


async def submit(visitor: Visitor, commands: Command | tuple[Command, ...]) -> int:
    """Do it, in order; the seq at which all is done."""
    seq = visitor.desk.seq
    for command in (commands,) if isinstance(commands, Command) else commands:
        seq = await visitor.desk.submit(command)
    return seq


def _action(request: Request, me: OrganiserId, form: FormData) -> ActionId:
    """A fresh id, or, for a form with a token of its own, one that follows from all it says."""
    once = form.get("once", "")
    if not isinstance(once, str) or not _ONCE.fullmatch(once):
        return ActionId(identity.new_id())
    fields = [(name, text) for name, text in form.multi_items() if isinstance(text, str)]
    said = msgspec.json.encode((me, request.url.path, fields))
    return ActionId(blake2b(said, digest_size=8).hexdigest())


def _said(visitor: Visitor, asked: Asked, seq: int) -> Response:
    """The answer to a script: where the log stands, and what was done in words, to be undone by its id."""
    said = what_was_done(visitor.camp, asked.action)
    what, action = (said.what, said.action) if said else ("", "")
    body = {"seq": seq, "said": what, "action": action}
    return Response(to_json(body), media_type="application/json")


def _section(asked: Asked, default: str) -> str:
    named = asked.text("back")
    return named if named in sections.SECTIONS else default


def _where(camp: Camp, asked: Asked, section: str) -> str:
    path = f"/c/{camp.id}/console" + ("" if section == "now" else f"/{section}")
    query = f"?done={asked.action}"
    if section == "topics" and asked.text("sort") in sections.SORTS:
        query += f"&sort={asked.text('sort')}"
    topic = asked.path.get("topic", "")
    return path + query + (f"#row-{topic}" if section == "topics" and topic else "")
