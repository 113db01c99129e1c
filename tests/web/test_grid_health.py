"""How good the grid is and what moved on it, on the console's pages without scripts and through the API."""

import re
from html import unescape
from typing import Any

import pytest

from board.camp import commands as c
from board.camp.model import CampId, Figures, Placement, RoomId, SlotId, TopicId
from board.live.desk import Desk
from tests.web.organisers import Browser, signed_in
from tests.web.programs import HOST, Program

EIGHT = 1_935_576_000_000  # at the camp, in New York; its first slot begins an hour later
FIGURES = Figures(seated=2741, bound=2766, choices=(93, 64, 38), without_top3=2)
TOLD = {"seated": 2741, "bound": 2766, "choices": [93, 64, 38], "without_top3": 2}


class Planned:
    """An open camp with Robots and Lace on its grid, and the ways to plan it anew."""

    def __init__(self, organiser: Program, olu: Browser, ada: Program, topics: list[str]) -> None:
        self.organiser, self.olu, self.ada = organiser, olu, ada
        self.robots, self.lace = (TopicId(topic) for topic in topics)

    async def plan(self, at: int, *cells: tuple[str, str, str], **more: Any) -> None:
        """What the planner's process would ask for."""
        placements = tuple(
            Placement(topic=TopicId(t), slot=SlotId(s), room=RoomId(r), why="41 people want it")
            for t, s, r in cells
        )
        desk: Desk = await self.olu._app.state.site.desks.open(CampId(self.organiser.camp))
        await desk.submit(c.AdoptPlan(placements=placements, at=at, **more))

    async def now(self) -> str:
        """The words of the section Now."""
        return words((await self.olu.get()).text)


@pytest.fixture
async def camp(organiser: Program) -> Planned:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topics = [await ada.pitches("Robots"), await bo.pitches("Lace")]
    camp = Planned(organiser, await signed_in(organiser), ada, topics)
    await camp.plan(EIGHT - 3_600_000, (topics[0], "s1", "gym"), (topics[1], "s2", "gym"))
    return camp


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


async def test_before_the_planner_has_counted_the_console_says_so(organiser: Program) -> None:
    browser = await signed_in(organiser)
    assert "Nothing is counted yet." in (await browser.get()).text


async def test_the_console_says_how_good_the_grid_is(camp: Planned) -> None:
    grid = [(camp.robots, "s1", "gym"), (camp.lace, "s2", "gym")]
    await camp.plan(EIGHT, *grid, figures=FIGURES)
    shown = await camp.now()
    assert "counted at 8:00" in shown
    assert "2,741 seats of at most 2,766 (99%)" in shown
    assert "1st choice 93% 2nd choice 64% 3rd choice 38% None of their first three 2" in shown
    assert "No grid with these sessions can give more than this limit." in shown
    assert "The planner has moved nothing that people had seen." in shown
    await camp.plan(EIGHT, *grid, figures=Figures(seated=2741, bound=2766, loose=True))
    assert "the true optimum lies lower" in await camp.now()


async def test_the_console_lists_what_moved_when_and_why(camp: Planned) -> None:
    await camp.plan(
        EIGHT - 60_000, (camp.robots, "s1", "library"), (camp.lace, "s2", "gym"), figures=FIGURES
    )
    won = Figures(seated=2782, bound=2800, won=41)
    lost = Figures(seated=2762, bound=2800, won=-61)
    await camp.plan(EIGHT, (camp.robots, "s1", "library"), figures=won)
    shown = await camp.now()
    assert (
        "In the 10 minutes up to 8:00: 1 session changed slot, 1 only the room; 41 seats won."
        in shown
    )
    assert "8:00 Lace 10:00 Gym → off the grid" in shown
    assert "Changes of room only 7:59 Robots 9:00 Gym → 9:00 Library 41 people want it" in shown
    await camp.plan(EIGHT, (camp.robots, "s2", "library"), figures=lost)
    shown = await camp.now()
    assert "2 sessions changed slot, 1 only the room; 20 seats lost." in shown
    assert "8:00 Robots 9:00 Library → 10:00 Library 41 people want it 8:00 Lace" in shown


async def test_what_the_planner_can_not_do_needs_attention(camp: Planned) -> None:
    grid = [(camp.robots, "s1", "gym"), (camp.lace, "s2", "gym")]
    trouble = "Two pins contradict: <Robots> and Lace"
    await camp.plan(EIGHT, *grid, troubles=(trouble,))
    shown = await camp.now()
    assert "1 thing that can’t be done as asked" in shown
    assert trouble in shown
    await camp.plan(EIGHT, *grid)
    assert "done as asked" not in await camp.now()


@pytest.mark.parametrize(("most", "said"), [("3", "At most 3 sessions may change slot in a minute"),
                                            ("1", "At most 1 session may change slot in a minute"),
                                            ("0", "Only organisers take sessions")])  # fmt: skip
async def test_how_much_may_move_is_said_among_the_settings(
    camp: Planned, most: str, said: str
) -> None:
    settings = {"name": "Spring", "date": "2031-05-03", "zone": "UTC", "vote_budget": "0"}
    page = await camp.olu.done(
        "/settings", **settings, freeze_minutes="10", moves_per_minute=most, back="day"
    )
    assert said in words((await camp.olu.get("/day")).text), page


async def test_every_reason_is_told_with_its_time(camp: Planned) -> None:
    dated = "7:00: 41 people want it"
    assert f'title="{dated}"' in (await camp.olu.get("/grid")).text
    for page in ("/topics", f"/topics/{camp.robots}"):
        assert dated in words((await camp.olu.get(page)).text)
    nobody = camp.organiser.client
    topic = f"/c/{camp.organiser.camp}/topics/{camp.robots}"
    cookies = {"Cookie": f"board-attendee-{camp.organiser.camp}={camp.ada.token}"}
    shown = await nobody.get(HOST + topic, headers=cookies)
    assert f"Why here? {dated}" in words(shown.text)


async def test_the_api_tells_programs_the_same(camp: Planned) -> None:
    first = await camp.organiser.board()
    assert (first["moves"], "figures" in first, "counted_at" in first) == ([], False, False)
    assert [(p["why"], p["at"]) for p in first["grid"]] == [
        ("41 people want it", EIGHT - 3_600_000)
    ] * 2
    await camp.organiser.act("PinTopic", pin={"topic": camp.lace, "slot": "s1"})
    grid = [(camp.robots, "s2", "gym"), (camp.lace, "s1", "gym")]
    await camp.plan(EIGHT, *grid, figures=FIGURES, troubles=("Two pins contradict.",))
    board = await camp.organiser.board()
    assert (board["figures"], board["counted_at"]) == (TOLD, EIGHT)
    assert board["troubles"] == ["Two pins contradict."]
    lace, robots = sorted(board["moves"], key=lambda move: move["from_slot"], reverse=True)
    assert robots == {
        "topic": camp.robots,
        "at": EIGHT,
        "from_slot": "s1",
        "from_room": "gym",
        "to_slot": "s2",
        "to_room": "gym",
        "why": "41 people want it",
    }
    assert lace["forced"]
    await camp.plan(EIGHT + 1, (camp.lace, "s1", "gym"))
    (_, _, gone) = (await camp.ada.board())["moves"]
    assert gone == {"topic": camp.robots, "at": EIGHT + 1, "from_slot": "s2", "from_room": "gym"}


async def test_while_tallies_are_hidden_attendees_are_told_that_things_moved_but_not_how_many_won(
    camp: Planned,
) -> None:
    await camp.olu.done("/tallies", shown="no")
    grid = [(camp.robots, "s1", "library"), (camp.lace, "s2", "gym")]
    await camp.plan(EIGHT, *grid, figures=FIGURES, troubles=("Robots and Lace",))
    board = await camp.ada.board()
    assert not {"figures", "counted_at", "troubles"} & set(board)
    assert [(m["topic"], m.get("why")) for m in board["moves"]] == [(camp.robots, None)]
    assert (await camp.organiser.board())["moves"][0]["why"]


async def test_a_topic_that_is_hidden_is_not_named_among_the_moves(camp: Planned) -> None:
    await camp.plan(EIGHT, (camp.robots, "s1", "library"), (camp.lace, "s2", "gym"))
    await camp.organiser.act("HideTopic", topic=camp.robots)
    assert (await camp.ada.board())["moves"] == []
    assert len((await camp.organiser.board())["moves"]) == 1
