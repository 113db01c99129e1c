"""Every page of the board in every state, for tests that look at all of them.

A page is a row of `PAGES`: who looks, at a camp in which state, where. `test_axe.py` fails when an
address of the application is missing from it.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Literal, NamedTuple, TypeAlias

from msgspec.structs import replace
from playwright.async_api import Page

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import ActionId, AttendeeId, Badge, Phase, Placement, TopicId
from board.camp.said import kept
from board.live.desk import Desk
from board.planning.sentences import each_of, no_room
from board.web.cards import numbered
from board.web.identity import Tokens
from tests import seed
from tests.browser.conftest import Board, join

Who: TypeAlias = Literal["nobody", "attendee", "organiser"]
State: TypeAlias = Literal[
    "setup", "open", "hidden", "full", "doors", "roster", "running", "closed"
]

TOKENS = Tokens("a secret for tests only")
MINE, WISH, OFFER = "mine", "t12", "t1"
MAY = AttendeeId("may")


class Looked(NamedTuple):
    """Who looks at a camp in which state, and the paths within it; `{camp}` and the like are filled in."""

    who: Who
    state: State
    paths: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.who}-{self.state}"


_ATTENDEE = (
    "", "?q=nothingatall", "/choices", "/grid", "/pitch", "/me", "/day", "/devices", "/announcements",
    "/topics/{mine}", "/topics/{mine}/edit", "/topics/{wish}", "/topics/{offer}",
)  # fmt: skip
_CONSOLE = (
    "", "/topics", "/grid", "/day", "/people", "/topics/{offer}", "/topics/{wish}", "/settings",
    "/cells/{slot}/{room}", "/rooms/{room}", "/slots/{slot}", "/breaks/{pause}", "/whatif", "/log",
    "/rehearsal", "/print", "/paper", "/cards", "/roster", "/badges", "/remote",
)  # fmt: skip

PAGES: tuple[Looked, ...] = (
    Looked("nobody", "open", (
        "//", "//?code=nope", "//new", "//nowhere", "//components", "//components/console", "",
        "/lobby", "/lobby?mode=grid", "/lobby?mode=spotlight", "/lobby?mode=now", "/choices",
        "/devices/{key}", "/i/{key}", "/screen/{key}", "//o/{camp}/{key}", "/console", "/card/{card}",
        "/kiosk/open/{key}",
    )),
    Looked("nobody", "setup", ("", "/lobby", "/lobby?mode=grid")),
    Looked("nobody", "closed", ("", "/lobby")),
    Looked("attendee", "open", (*_ATTENDEE, "/topics/{offer}/lead?key={invite}")),
    Looked("attendee", "setup", ("", "/choices", "/grid", "/pitch", "/day")),
    Looked("attendee", "hidden", ("", "/topics/{offer}", "/grid")),
    Looked("attendee", "full", ("", "/choices")),
    Looked("nobody", "doors", ("", "/lobby")),
    Looked("nobody", "roster", ("", "/i/{badge}", "/devices/{device}", "/lobby")),
    Looked("attendee", "roster", ("", "/me", "/i/{badge}", "/devices/{device}")),
    Looked("organiser", "doors", ("/console/people", "/lobby")),
    Looked("organiser", "roster", (
        "/console/people", "/console/roster", "/console/roster?badge=may", "/console/badges",
    )),
    Looked("attendee", "running", ("", "/grid", "/day", "/topics/{offer}")),
    Looked("attendee", "closed", ("", "/choices", "/grid", "/pitch", "/topics/{mine}")),
    Looked("organiser", "open", (
        *("/console" + path for path in _CONSOLE), "/console/nowhere", "/kiosk", "/kiosk/pitch",
    )),
    Looked("organiser", "setup", ("/console", "/console/topics", "/console/grid", "/console/day")),
    Looked("organiser", "running", ("/console", "/console/grid", "/console/remote")),
    Looked("organiser", "closed", ("/console", "/console/grid")),
)  # fmt: skip

# Addresses that draw no page: what they answer is a file, a stream, a program's, or sends one on.
NO_PAGES = frozenset({
    "/healthz", "/readyz", "/c/{camp}/events", "/c/{camp}/news", "/words/{digest}/{key}.js", "/sw.js",
    "/c/{camp}/app.webmanifest", "/c/{camp}/brand.{digest}.css", "/c/{camp}/logo.{digest}",
    "/c/{camp}/door", "/c/{camp}/similar", "/c/{camp}/topics/{topic}/qr.svg", "/c/{camp}/qr.svg",
})  # fmt: skip


async def come(page: Page, board: Board, looked: Looked, code: str) -> Callable[[str], str]:
    """Make the camp and let `page` come into it as whoever looks; what a path's address is."""
    desk = await _camp(board, looked.state, code)
    me = await _ENTER[looked.who](page, board, desk)
    if me is not None:
        await _has_a_day(desk, me)
    if looked.state in ("doors", "roster"):
        chosen = replace(desk.camp.settings, identity=looked.state)
        await desk.submit(c.ChangeSettings(**_signed(desk), settings=chosen))
    await desk.submit(_sign(desk, phase=_PHASES[looked.state]))
    filled = _filled(desk)

    def address(path: str) -> str:
        rooted = path.startswith("//")
        return board.url + (path[1:] if rooted else f"/c/{code}{path}").format_map(filled)

    return address


_PHASES: dict[State, Phase] = {
    "setup": "setup", "open": "open", "hidden": "open", "full": "open", "doors": "open",
    "roster": "open", "running": "running", "closed": "closed",
}  # fmt: skip


async def _camp(board: Board, state: State, code: str) -> Desk:
    if state == "setup":
        begun = replace(seed.district_day(code), rooms=(), slots=(), breaks=())
        desk = await board.desks.create(begun)
        await desk.submit(_sign(desk, phase="open"))
        return desk
    desk = await seed.small_camp(board.desks, code, budget=2 if state == "full" else 0)
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    nowhere = Unplaced(topic=TopicId(WISH), why=kept(no_room(each_of(("kiln", "sink")))))
    await desk.submit(c.AdoptPlan(placements=seed.moved(desk.camp), unplaced=(nowhere,)))
    pauses = seed.district_day(code).breaks
    await desk.submit(c.SetBreaks(**_signed(desk), breaks=pauses))
    await desk.submit(c.Announce(**_signed(desk), text="Lunch is in the courtyard."))
    if state == "hidden":
        hidden = replace(desk.camp.settings, tallies_shown=False)
        await desk.submit(c.ChangeSettings(**_signed(desk), settings=hidden))
    if state in ("doors", "roster"):
        badges = (Badge(id=MAY, name="May", school="Lincoln", role="Teacher"),)
        await desk.submit(c.SetBadges(**_signed(desk), badges=badges))
        await desk.submit(c.JoinCamp(attendee=AttendeeId("other"), name="Bo"))
    return desk


async def _has_a_day(desk: Desk, me: AttendeeId) -> None:
    """Let somebody pitch, lead and vote, where that can be."""
    if OFFER not in desk.camp.topics:
        return
    pitch = desk.camp.topics[TopicId(OFFER)].pitch
    own = replace(pitch, title="A topic of my own", sessions=1)
    pitched = c.PitchTopic(topic=TopicId(MINE), by=me, at=9, pitch=own, facilitators=(me,))
    await desk.submit(pitched)
    asked = ("t2",) if desk.camp.roster else ()  # by the third vote, one is asked who one is
    for topic in (OFFER, WISH, *asked):
        await desk.submit(c.CastVote(attendee=me, topic=TopicId(topic)))


def _filled(desk: Desk) -> dict[str, str]:
    camp = desk.camp
    placed: Placement | None = next((p for ps in camp.placements.values() for p in ps), None)
    return {
        "camp": camp.id,
        "mine": MINE,
        "wish": WISH,
        "offer": OFFER,
        "slot": placed.slot if placed else "",
        "room": placed.room if placed else "",
        "pause": next(iter(camp.breaks), ""),
        "key": "no-longer-good",
        "card": numbered(TOKENS, camp.id, 7).code,
        "badge": TOKENS.codes.badge(camp.id, camp.roster[MAY]).key if camp.roster else "",
        "device": TOKENS.device_key(camp, AttendeeId("other")),
        "invite": TOKENS.cofacilitator_key(camp.id, TopicId(OFFER)),
    }


def _signed(desk: Desk) -> dict[str, Any]:
    return {"by": seed.ORGANISER, "action": ActionId(f"every-{desk.seq}"), "at": 1}


def _sign(desk: Desk, *, phase: Phase) -> c.ChangePhase:
    return c.ChangePhase(**_signed(desk), phase=phase)


async def _as_nobody(_: Page, __: Board, ___: Desk) -> AttendeeId | None:
    return None


async def _as_attendee(page: Page, board: Board, desk: Desk) -> AttendeeId | None:
    known = set(desk.camp.attendees)
    await join(page, board, desk, name="Ana")
    return next(iter(set(desk.camp.attendees) - known))


async def _as_organiser(page: Page, board: Board, desk: Desk) -> AttendeeId | None:
    token = TOKENS.organiser_token(desk.camp.id, seed.ORGANISER)
    await page.goto(f"{board.url}/o/{desk.camp.id}/{token}")
    return None


_ENTER: dict[Who, Callable[[Page, Board, Desk], Awaitable[AttendeeId | None]]] = {
    "nobody": _as_nobody,
    "attendee": _as_attendee,
    "organiser": _as_organiser,
}
