"""The lobby's projector page: one screenful after the other, never scrolling.

It holds every scene and shows one. With scripts it goes on by itself; without, it is loaded anew for each
screenful. `?mode=` keeps one projector at one thing, whatever the organisers' remote says.
"""

import re
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import LOBBY_MODES, Camp, LobbyMode, TopicId
from board.live import lobby
from board.live.parts import Part, Screen
from board.web import doors, site
from board.web.pages import periods, visit
from board.web.pages.marking import marked

PARTS = (
    "camp-logo", "status", "program", "news", "grid", "newest", "rising", "wanted", "wishes",
    "spotlight", "ticker", "results",
)  # fmt: skip

_SHARE = re.compile(r'data-(page|column)="(\d+)"')


async def show(request: Request) -> Response:
    """The page, at the screenful that is asked for."""
    hub = await site.hub_of(request)
    camp, screen = hub.desk.camp, hub.screen("lobby")[1]
    screen = _in_the_spotlight(screen, camp, request.query_params.get("topic", ""))
    only = _mode(request.query_params.get("mode", ""))
    steps = lobby.program(camp).of(only or camp.lobby.mode)
    at = _page(request.query_params.get("page", "0")) % len(steps)
    now = periods.now(camp)
    drawn = {part: hub.renderer.parts("lobby", screen, [part]) for part in PARTS}
    drawn["grid"] = _cut(periods.marked(drawn["grid"], camp, now), steps[at])
    if calm := lobby.calm(camp, visit.now()):
        drawn["news"] = _smaller(drawn["news"])
    drawn["program"] = _marked(drawn["program"], camp, only, steps[at])
    join_url, door = site.join_url(request, camp.id), doors.shown(request, camp)
    response = site.page(
        request,
        "lobby.html",
        camp=camp,
        parts=drawn,
        values=screen.values,
        shown=steps[at],
        on=address(request, camp, page=at + 1),
        told=camp.settings.tallies_shown,
        calm=calm and camp.timer is None,
        join_url=join_url,
        door=door,
        trusted=bool(door.code) or camp.settings.identity != "doors",
        qr=site.qr_svg(door.url),
        moment=periods.moment(camp, now),
        now=now,
        page=visit.live(hub, "lobby") | {"only": only},
    )
    response.headers["Cache-Control"] = "no-store"
    visit.forget_stale(request, response, camp)
    return response


def address(request: Request, camp: Camp, **more: int) -> str:
    """The lobby's address with `more`, in all else as this projector's own address has it."""
    asked = request.query_params
    kept = {"mode": _mode(asked.get("mode", "")) or ""} | {
        name: asked.get(name, "")[:40] for name in ("topic", "lang", "theme")
    }
    query = urlencode(more | {name: value for name, value in kept.items() if value})
    return f"/c/{camp.id}/lobby" + (f"?{query}" if query else "")


def _in_the_spotlight(screen: Screen, camp: Camp, asked: str) -> Screen:
    topic = camp.topics.get(TopicId(asked))
    if topic is None or not topic.up:
        return screen
    part = Part("spotlight", "", "lobby/spotlight.html", (lobby.spot(camp, topic.id),))
    return screen._replace(parts={**screen.parts, part.id: part})


def _cut(drawn: Markup, step: lobby.Step) -> Markup:
    """Of the grid, the rooms and slots of a screenful; static/js/lobby-program.js does the same."""
    shown = {"page": step.row, "column": step.column if step.scene == "grid" else None}

    def cut(found: re.Match[str]) -> Markup | None:
        at = shown[found[1]]
        return None if at is None or at == int(found[2]) else Markup(" hidden")

    return marked(drawn, _SHARE, cut)


def _smaller(drawn: Markup) -> Markup:
    """The latest announcement, once it was seen; static/js/lobby-news.js does the same."""
    return drawn.replace('class="news-said"', Markup('class="news-said is-old"'), 1)


def _marked(drawn: Markup, camp: Camp, only: LobbyMode | None, step: lobby.Step) -> Markup:
    """The programme as it stands now: its own mode's steps, and the current one of them."""
    mode = only or camp.lobby.mode
    html = drawn.replace(f'data-mode="{mode}" hidden', Markup('data-mode="{}"').format(mode))
    if mode != camp.lobby.mode:
        own = Markup('<ol class="steps" data-mode="{}"').format(camp.lobby.mode)
        html = html.replace(own, own + Markup(" hidden"))
    start = html.index(f'<ol class="steps" data-mode="{mode}"')
    found = Markup('data-step="{}"').format(step.key)
    return html[:start] + html[start:].replace(found, found + Markup(" data-on"), 1)


def _mode(asked: str) -> LobbyMode | None:
    return next((mode for mode in LOBBY_MODES if mode == asked), None)


def _page(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 0
