"""All components in all their states, for those who work on how the board looks.

Drawn by the partials that draw the real pages, from a camp that is never stored. It is no secret, so it is
served everywhere, and nothing links to it; search engines are told to leave it alone.
"""

from functools import cache
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import (
    ActionId,
    AttendeeId,
    Break,
    BreakId,
    Camp,
    CampId,
    Organiser,
    OrganiserId,
    Pin,
    Pitch,
    Placement,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    TopicId,
)
from board.live.parts import Audience, screen
from board.live.render import Renderer
from board.web import site
from board.web.pages import personal

_ME, _ORGANISER = AttendeeId("ana"), OrganiserId("grace")
_DAWN = 1_931_400_000_000  # ms since the epoch


async def phone(request: Request) -> Response:
    """What attendees hold in their hands."""
    return _page(request, "components.html", "phone")


async def console(request: Request) -> Response:
    """What organisers run the day with."""
    return _page(request, "components_console.html", "organiser")


def _page(request: Request, template: str, audience: Audience) -> Response:
    camp = sample()
    screens = {each: screen(camp, each) for each in (audience, "grid")}
    renderer = Renderer(camp.id)

    def draw(part_id: str, ballot: tuple[TopicId, ...] = (), *, state: str = "") -> Markup:
        on = audience if part_id in screens[audience].parts else "grid"
        drawn = renderer.parts(on, screens[on], [part_id])
        mine = personal.with_mine(personal.with_votes(drawn, ballot, open_=True), ballot)
        return mine.replace('class="own"', Markup('class="own" {}').format(state))

    response = site.page(
        request,
        template,
        camp=camp,
        draw=draw,
        at=f"/c/{camp.id}/console",
        tokens=_TOKENS,
        rows=[part_id for part_id in screens[audience].parts if part_id.startswith("row-")],
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@cache
def sample() -> Camp:
    """A small camp in the middle of its morning, with something of everything."""
    first, *others = _day()
    camp = fold(None, decide(None, first))
    for command in others:
        camp = fold(camp, decide(camp, command))
    return camp


def _day() -> list[c.Command]:
    def pitch(n: int, title: str, about: str = "", *, lead: str = "", **more: Any) -> c.Command:
        words = Pitch(title=title, description=about, **more)
        by = AttendeeId(lead) if lead else _ME
        leads = (by,) if lead else ()
        topic = TopicId(f"t{n}")
        return c.PitchTopic(topic=topic, by=by, at=_DAWN + n, pitch=words, facilitators=leads)

    def signed(n: int) -> dict[str, Any]:
        return {"by": _ORGANISER, "action": ActionId(f"act{n}"), "at": _DAWN + n}

    people = ("ana", "ben", "chi", "dee")
    return [
        _beginning(),
        c.ChangePhase(**signed(1), phase="open"),
        *(c.JoinCamp(attendee=AttendeeId(who), name=who.title()) for who in people),
        pitch(
            1,
            "Reading aloud in the upper grades",
            "Twenty minutes a day, and what came of it. Bring a page you love.",
            lead="ben",
            tags=("literacy", "SEL"),
            grade_bands=("6-8", "9-12"),
            format="discussion",
        ),
        pitch(2, "Who can show me how spreadsheets grade themselves?", tags=("technology",)),
        pitch(3, "Chess as classroom management", "Boards are there.", lead="chi"),
        pitch(4, "数学と遊び: counting games from four continents", lead="dee"),
        pitch(5, "The gym at recess", lead="ana"),
        *(
            c.CastVote(attendee=AttendeeId(who), topic=TopicId(topic))
            for who, topics in (("ana", ("t1", "t2")), ("ben", ("t3",)), ("chi", ("t1", "t4")))
            for topic in topics
        ),
        c.AdoptPlan(
            placements=(
                Placement(topic=TopicId("t1"), slot=SlotId("s1"), room=RoomId("library"), why=""),
                Placement(topic=TopicId("t3"), slot=SlotId("s1"), room=RoomId("lab"), why=""),
                Placement(topic=TopicId("t4"), slot=SlotId("s2"), room=RoomId("library"), why=""),
            )
        ),
        c.PinTopic(**signed(2), pin=Pin(topic=TopicId("t3"), slot=SlotId("s1"))),
        c.FreezeSlot(**signed(3), slot=SlotId("s1")),
        c.Announce(**signed(4), text="Lunch is in the courtyard: the cafeteria is wet."),
        c.SetTimer(**signed(5), ends=_DAWN + 600_000, what="Pitching ends"),
    ]


def _beginning() -> c.CreateCamp:
    return c.CreateCamp(
        camp=CampId("sample"),
        settings=Settings(name="Edcamp Riverside", date="2031-03-15", zone="America/New_York"),
        organiser=Organiser(id=_ORGANISER, name="Grace"),
        rooms=(
            Room(id=RoomId("library"), name="Library", capacity=60),
            Room(id=RoomId("lab"), name="Lab", capacity=24, features=("projector",)),
            Room(id=RoomId("gym"), name="Gym", capacity=120, closed=(SlotId("s2"),)),
        ),
        slots=(
            Slot(id=SlotId("s1"), name="Slot 1", start=570, minutes=50),
            Slot(id=SlotId("s2"), name="Slot 2", start=675, minutes=50),
        ),
        breaks=(Break(id=BreakId("lunch"), name="Lunch", start=630, minutes=40),),
    )


_TOKENS = (
    "wall", "wall-deep", "card", "ink", "ink-soft", "line", "edge", "rule", "board", "board-deep",
    "on-board", "board-tint", "note", "note-edge", "note-ink", "pin", "alarm", "alarm-tint", "link",
    "focus", "live", "chalk", "chalk-deep", "on-chalk",
)  # fmt: skip
