"""What organisers see of how good the grid is, and of how still it holds."""

import pytest
from msgspec.structs import replace

from board.camp import events as e
from board.camp.evolve import evolve, fold
from board.camp.model import AttendeeId, Camp, Figures, Placement, RoomId, SlotId, TopicId
from board.live.health import LATELY, MOST_LISTED, health
from board.live.parts import reason, screen, session
from tests.boards import small_camp

MINUTE = 60_000
NINE = 1_935_565_200_000  # at the camp, 3 May 2031 in UTC


@pytest.fixture
def camp() -> Camp:
    """Open, with ten topics placed at 8:30: t1 to t4 in the first slot, t5 to t8 in the second, and so on."""
    camp = fold(None, small_camp(topics=10))
    placed = tuple(cell(n, 1 + (n - 1) // 4, 1 + (n - 1) % 4) for n in range(1, 11))
    return evolve(camp, e.PlanAdopted(placed=dated(NINE - 30 * MINUTE, *placed), at=NINE))


def cell(topic: int, slot: int, room: int) -> Placement:
    return Placement(
        topic=TopicId(f"t{topic}"),
        slot=SlotId(f"s{slot}"),
        room=RoomId(f"r{room}"),
        why="31 want it",
    )


def dated(at: int, *placements: Placement) -> tuple[Placement, ...]:
    return tuple(replace(p, at=at) for p in placements)


def moved(at: int, *placements: Placement, won: int = 0) -> e.PlanAdopted:
    """A plan that takes the first session of each topic to another cell, with figures."""
    cleared = tuple((p.topic, SlotId(f"s{1 + (int(p.topic[1:]) - 1) // 4}")) for p in placements)
    figures = Figures(seated=2741, bound=2766, choices=(93, 64, 38), without_top3=2, won=won)
    return e.PlanAdopted(cleared=cleared, placed=dated(at, *placements), at=at, figures=figures)


def test_seats_are_told_as_a_share_of_the_bound_rounded_down(camp: Camp) -> None:
    found = health(evolve(camp, moved(NINE)))
    assert (found.percent, found.when) == (99, "9:00")
    full = replace(camp, figures=Figures(seated=8, bound=8))
    assert health(full).percent == 100


def test_nobody_having_voted_is_no_bad_grid(camp: Camp) -> None:
    assert health(replace(camp, figures=Figures(seated=0, bound=0))).percent == 100


def test_before_anything_is_counted_nothing_is_told(camp: Camp) -> None:
    found = health(camp)
    assert (found.figures, found.when, found.until, found.across, found.within) == (
        None, "", "", (), (),
    )  # fmt: skip


def test_what_moved_lately_is_counted_up_to_the_latest_change(camp: Camp) -> None:
    camp = fold(
        camp,
        [
            moved(NINE, cell(1, 3, 3), won=5),
            moved(NINE + 2 * MINUTE, cell(2, 3, 4), cell(5, 2, 1), won=3),
            moved(NINE + (LATELY + 1) * MINUTE, cell(6, 3, 2), won=4),
        ],
    )
    found = health(camp)
    assert (found.until, found.moved, found.rooms, found.won) == ("9:11", 2, 1, 7)


def test_moves_are_listed_in_words_newest_first(camp: Camp) -> None:
    camp = fold(camp, [moved(NINE, cell(1, 3, 3)), moved(NINE + MINUTE, cell(2, 1, 3))])
    camp = evolve(camp, moved(NINE + 2 * MINUTE, cell(3, 3, 4)))
    found = health(camp)
    assert [(m.when, m.title, m.source, m.target, m.why) for m in found.across] == [
        ("9:02", "Topic number 3", "9:00 Room 3", "11:00 Room 4", "31 want it"),
        ("9:00", "Topic number 1", "9:00 Room 1", "11:00 Room 3", "31 want it"),
    ]
    assert [(m.source, m.target) for m in found.within] == [("9:00 Room 2", "9:00 Room 3")]


def test_long_lists_of_moves_are_cut(camp: Camp) -> None:
    for n in range(MOST_LISTED + 3):
        event = moved(NINE + n * MINUTE, cell(1, 1, 1 + n % 2))
        camp = evolve(camp, event)
    found = health(camp)
    assert [m.when for m in found.within] == [f"9:{n:02}" for n in range(MOST_LISTED + 2, 2, -1)]


def test_a_move_from_a_place_that_is_gone_is_told_all_the_same(camp: Camp) -> None:
    camp = evolve(camp, moved(NINE, cell(1, 3, 3)))
    camp = fold(camp, [e.RoomRemoved(room=RoomId("r1")), e.SlotRemoved(slot=SlotId("s1"))])
    assert health(camp).across[0].source == "a place that is gone"


def test_reasons_say_when_they_were_said_by_the_camps_own_clocks(camp: Camp) -> None:
    (placement,) = camp.placements[TopicId("t1")]
    assert reason(camp, placement) == "8:30: 31 want it"
    assert reason(camp, replace(placement, at=0)) == "31 want it"
    assert reason(camp, replace(placement, why="")) == ""
    there = replace(camp, settings=replace(camp.settings, zone="America/New_York"))
    at = next(c for c, topic in camp.cells.items() if topic == "t1")
    assert session(there, at).why == "4:30: 31 want it"


def test_a_vote_draws_nothing_of_it_anew(camp: Camp) -> None:
    before = screen(camp, "organiser")
    voted = evolve(camp, e.VoteCast(attendee=AttendeeId("a1"), topic=TopicId("t1")))
    after = screen(voted, "organiser", (camp, before))
    assert after.parts["health"] is before.parts["health"]


@pytest.mark.parametrize("audience", ["phone", "lobby"])
def test_figures_cost_nobody_anything_but_organisers(camp: Camp, audience: str) -> None:
    before = screen(camp, audience)  # type: ignore[arg-type]
    after = screen(evolve(camp, moved(NINE)), audience, (camp, before))  # type: ignore[arg-type]
    drawn = {key for key, part in after.parts.items() if part.inputs != before.parts[key].inputs}
    assert drawn <= {"ticker"}, "a projector says what moved; nothing else is drawn anew"
