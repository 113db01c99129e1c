"""What the projector shows: its programme by phase and mode, the spotlight, the ticker, what rises."""

from typing import Any

import pytest
from immutables import Map
from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.changes.grid import MINUTE
from board.camp.decide import decide
from board.camp.evolve import evolve, fold, paced
from board.camp.model import LOBBY_MODES, Camp, Figures, Phase, Room, RoomId, Slot, SlotId
from board.live import frames, lobby
from board.live.parts import screen
from board.live.render import Renderer
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    HUT,
    LAB,
    NINE,
    NOON,
    OLU,
    POETRY,
    ROBOTS,
    TEN,
    a_camp,
    after,
    did,
    planned,
)

TEN_O_CLOCK = 1_773_478_800_000  # ms since the epoch: 10:00 in Berlin on the day


def directed(camp: Camp, **wanted: Any) -> Camp:
    """The camp after a press on the remote."""
    return fold(camp, decide(camp, c.DirectLobby(by=OLU, **wanted)))


def placed(camp: Camp) -> Camp:
    """The camp with two sessions."""
    return after(camp, planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))


def a_wall(rooms: int, slots: int) -> Camp:
    """An open camp of a size, with one session."""
    camp = placed(a_camp())
    more = tuple(Room(id=RoomId(f"r{n}"), name=f"R{n}", capacity=20) for n in range(rooms - 3))
    later = tuple(
        Slot(id=SlotId(f"x{n}"), name=f"X{n}", start=800 + 10 * n, minutes=10)
        for n in range(slots - 3)
    )
    camp = after(camp, did(c.SetRooms, rooms=more)) if more else camp
    return after(camp, did(c.SetSlots, slots=later)) if later else camp


# The programme


@pytest.mark.parametrize(
    ("phase", "scenes"),
    [
        ("setup", ["welcome"]),
        ("open", ["market", "grid"]),
        ("running", ["now", "grid"]),
        ("closed", ["results"]),
    ],
)
def test_each_phase_of_the_day_has_its_own_programme(phase: Phase, scenes: list[str]) -> None:
    camp = placed(a_camp())
    camp = camp if phase == "open" else after(camp, did(c.ChangePhase, phase=phase))
    assert [step.scene for step in lobby.program(camp).of("auto")] == scenes


def test_before_anything_is_placed_the_marketplace_has_the_wall_to_itself() -> None:
    assert [step.scene for step in lobby.program(a_camp()).of("auto")] == ["market"]


def test_48_rooms_take_four_screenfuls_and_the_marketplace_comes_in_between() -> None:
    steps = lobby.program(a_wall(48, 3)).of("auto")
    assert [step.key for step in steps] == [
        "market-0-0", "grid-0-0", "grid-0-1", "market-0-0", "grid-0-2", "grid-0-3",
    ]  # fmt: skip


def test_eight_slots_take_two_screenfuls() -> None:
    steps = lobby.program(a_wall(6, 8)).of("grid")
    assert [(step.column, step.row) for step in steps] == [(0, 0), (1, 0)]


@pytest.mark.parametrize("mode", LOBBY_MODES)
def test_every_mode_shows_something_even_at_a_camp_without_rooms(mode: str) -> None:
    camp = replace(a_camp(), rooms=Map(), slots=Map())
    assert lobby.program(camp).of(mode)  # type: ignore[arg-type]


# The spotlight


def test_the_latest_pitch_stands_in_the_spotlight_until_organisers_choose() -> None:
    camp = a_camp()
    assert lobby.spotlight(camp).topic == camp.topics[POETRY]
    spot = lobby.spotlight(directed(camp, mode="spotlight", topic=CHESS))
    assert (spot.topic, spot.number, spot.of) == (camp.topics[CHESS], 1, 3)
    assert (spot.previous, spot.next) == (POETRY, ROBOTS), "it goes round"


def test_a_topic_that_leaves_the_board_leaves_the_spotlight() -> None:
    camp = directed(a_camp(), mode="spotlight", topic=CHESS)
    camp = after(camp, c.WithdrawTopic(topic=CHESS, by=ADA))
    assert lobby.spotlight(camp).topic == camp.topics[POETRY]


def test_a_board_without_topics_has_an_empty_spotlight() -> None:
    camp = replace(a_camp(), topics=Map())
    assert lobby.spotlight(camp).topic is None
    assert lobby.remote(camp).latest is None


def test_why_a_topic_stands_where_it_does_is_told_with_the_tallies_only() -> None:
    camp = directed(placed(a_camp()), mode="spotlight", topic=CHESS)
    assert lobby.spotlight(camp).why == "a free room"
    hushed = after(
        camp, did(c.ChangeSettings, settings=replace(camp.settings, tallies_shown=False))
    )
    assert lobby.spotlight(hushed).why == ""
    assert lobby.spotlight(hushed).stops == ((540, "Gym"),)


# The ticker


def test_the_ticker_says_what_moved_from_where_to_where_and_why() -> None:
    (gone,) = lobby.moves(moved(placed(a_camp())))
    assert (gone.when, gone.topic.id) == ("10:00", CHESS)
    assert (gone.source, gone.target) == ((540, "Gym"), (720, "Hut"))
    assert gone.why == "31 want both"


def test_the_ticker_keeps_its_reasons_to_itself_while_tallies_are_hidden() -> None:
    (gone,) = lobby.moves(moved(placed(a_camp(tallies_shown=False))))
    assert (gone.topic.id, gone.why) == (CHESS, "")


def test_a_move_of_a_topic_or_room_that_is_gone_is_not_told() -> None:
    camp = moved(placed(a_camp()))
    assert lobby.moves(after(camp, c.WithdrawTopic(topic=CHESS, by=ADA))) == ()
    assert lobby.moves(after(camp, did(c.RemoveRoom, room=GYM))) == ()


# What rises, and what it costs


def test_what_rises_is_drawn_anew_with_the_minute_and_not_with_each_vote() -> None:
    camp = vote(vote(a_camp(), CLEO, CHESS, 0), BEN, CHESS, 1)
    camp = vote(camp, ADA, ROBOTS, MINUTE)
    before = screen(camp, "lobby")
    assert [(t.id, n) for t, n in before.parts["rising"].inputs] == [(CHESS, 2)]
    for n, who in enumerate((CLEO, BEN)):
        camp = vote(camp, who, ROBOTS, MINUTE + n)
    same = screen(camp, "lobby")
    assert same.parts["rising"].inputs == before.parts["rising"].inputs
    later = screen(vote(camp, ADA, POETRY, 2 * MINUTE), "lobby")
    assert [(t.id, n) for t, n in later.parts["rising"].inputs] == [(ROBOTS, 3), (CHESS, 2)]


def test_one_vote_sends_the_lobby_a_number_and_no_more() -> None:
    camp = placed(vote(a_camp(), CLEO, CHESS, 0))
    before = screen(camp, "lobby")
    now = screen(vote(camp, BEN, CHESS, 1), "lobby", (camp, before))
    ops = frames.changes("lobby", before, now, Renderer(camp.id))
    assert [op[0] for op in ops] == ["set"]


def test_while_tallies_are_hidden_no_number_and_no_order_tells_votes() -> None:
    camp = vote(vote(a_camp(tallies_shown=False), CLEO, CHESS, 0), BEN, CHESS, MINUTE)
    parts = screen(vote(camp, ADA, CHESS, 2 * MINUTE), "lobby").parts
    assert parts["rising"].inputs == parts["wanted"].inputs == ()
    assert parts["results"].inputs == (lobby.Results((), None),)
    assert [topic.id for topic in parts["wishes"].inputs] == [POETRY]


def test_results_come_when_the_day_closes_or_organisers_ask_for_them() -> None:
    camp = vote(a_camp(), CLEO, CHESS, 0)
    figures = Figures(seated=1, bound=1, choices=(100,))
    camp = replace(camp, figures=figures)
    assert lobby.results(camp) == lobby.Results((), None)
    shown = lobby.Results((camp.topics[CHESS],), figures)
    assert lobby.results(directed(camp, mode="results")) == shown
    assert lobby.results(after(camp, did(c.ChangePhase, phase="closed"))) == shown


def moved(camp: Camp) -> Camp:
    """The camp after a plan took chess from the gym at nine to the hut at noon, at ten o'clock."""
    placement = next(iter(camp.placements[CHESS]))
    there = replace(placement, slot=NOON, room=HUT, why="31 want both", at=TEN_O_CLOCK)
    event = e.PlanAdopted(cleared=((CHESS, NINE),), placed=(there,), at=TEN_O_CLOCK)
    return evolve(camp, event)


def vote(camp: Camp, who: Any, topic: Any, at: int) -> Camp:
    """The camp after a vote so many ms after ten o'clock."""
    return paced(camp, evolve(camp, e.VoteCast(attendee=who, topic=topic)), TEN_O_CLOCK + at)
