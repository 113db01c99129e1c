"""The organisers' remote: what every projector shows, and what rises meanwhile."""

import pytest
from hypothesis import given

from board.camp import commands as c
from board.camp import events as e
from board.camp.changes.grid import MINUTE
from board.camp.decide import decide
from board.camp.errors import Forbidden, Invalid, Unknown
from board.camp.evolve import LATELY, evolve, fold, paced
from board.camp.model import LOBBY_MODES, Camp, Lobby, OrganiserId
from board.camp.pace import gained
from tests.camp.scenes import ADA, BEN, CHESS, CLEO, NEW, OLU, POETRY, ROBOTS, a_camp, after
from tests.camp.strategies import History, histories

NOON = 1_773_486_000_000


def directed(camp: Camp, **wanted: object) -> Camp:
    """The camp after a press on the remote."""
    return fold(camp, decide(camp, c.DirectLobby(by=OLU, **wanted)))  # type: ignore[arg-type]


def test_a_lobby_goes_by_itself_until_an_organiser_says_otherwise() -> None:
    camp = a_camp()
    assert camp.lobby == Lobby(mode="auto", topic=None, paused=False)
    assert directed(camp, mode="grid", paused=True).lobby == Lobby(mode="grid", paused=True)


@pytest.mark.parametrize("mode", LOBBY_MODES)
def test_the_same_press_twice_changes_nothing_twice(mode: str) -> None:
    camp = directed(a_camp(), mode=mode, topic=CHESS)
    again = c.DirectLobby(by=OLU, mode=mode, topic=CHESS)  # type: ignore[arg-type]
    assert decide(camp, again) == ()


def test_the_topic_in_the_spotlight_stays_while_something_else_is_shown() -> None:
    camp = directed(a_camp(), mode="spotlight", topic=ROBOTS)
    assert directed(camp, mode="grid").lobby.topic == ROBOTS
    assert directed(camp, mode="spotlight", topic=POETRY).lobby.topic == POETRY


def test_only_organisers_hold_the_remote() -> None:
    with pytest.raises(Forbidden):
        decide(a_camp(), c.DirectLobby(by=OrganiserId(ADA), mode="grid"))


def test_what_the_lobby_cannot_show_is_refused_with_what_it_can() -> None:
    with pytest.raises(Invalid, match="marketplace, grid, spotlight"):
        decide(a_camp(), c.DirectLobby(by=OLU, mode="disco"))  # type: ignore[arg-type]


def test_only_a_topic_on_the_board_comes_into_the_spotlight() -> None:
    camp = after(a_camp(), c.WithdrawTopic(topic=CHESS, by=ADA))
    with pytest.raises(Invalid, match="no longer on the board"):
        decide(camp, c.DirectLobby(by=OLU, mode="spotlight", topic=CHESS))
    with pytest.raises(Unknown):
        decide(camp, c.DirectLobby(by=OLU, mode="spotlight", topic=NEW))


def test_the_remote_leaves_the_list_of_what_can_be_undone_alone() -> None:
    camp = a_camp()
    assert directed(camp, mode="results").actions == camp.actions


# What rises


def test_what_was_gained_since_the_minutes_before_is_rising() -> None:
    camp = a_camp()
    camp = voted(camp, CLEO, CHESS, NOON)
    camp = voted(camp, BEN, CHESS, NOON + MINUTE)
    camp = voted(camp, ADA, ROBOTS, NOON + 2 * MINUTE)
    assert gained(camp) == {CHESS: 2}, "the current minute counts from the next on"
    camp = voted(camp, CLEO, ROBOTS, NOON + 3 * MINUTE)
    assert gained(camp) == {CHESS: 2, ROBOTS: 1}


def test_what_was_gained_long_ago_rises_no_more() -> None:
    camp = voted(a_camp(), CLEO, CHESS, NOON)
    camp = voted(camp, BEN, ROBOTS, NOON + LATELY * MINUTE)
    camp = voted(camp, ADA, POETRY, NOON + (LATELY + 1) * MINUTE)
    assert gained(camp) == {ROBOTS: 1}


def test_a_vote_within_a_minute_moves_nothing_that_rises() -> None:
    camp = voted(a_camp(), CLEO, CHESS, NOON)
    camp = voted(camp, BEN, CHESS, NOON + MINUTE)
    assert voted(camp, ADA, ROBOTS, NOON + MINUTE + 1).pace is camp.pace


def test_a_clock_that_lags_behind_leaves_no_mark() -> None:
    camp = voted(a_camp(), CLEO, CHESS, NOON)
    assert voted(camp, BEN, CHESS, NOON - 5 * MINUTE).pace is camp.pace


@given(history=histories(20))
def test_the_marks_are_never_more_than_the_minutes_they_are_for(history: History) -> None:
    camp: Camp | None = None
    for n, events in enumerate(history.entries):
        camp = paced(camp, fold(camp, events), NOON + n * MINUTE)
    assert camp is not None
    assert len(camp.pace) <= LATELY + 1
    minutes = [mark.minute for mark in camp.pace]
    assert minutes == sorted(set(minutes))


def voted(camp: Camp, who: object, topic: object, at: int) -> Camp:
    """The camp after a vote in an entry of a moment."""
    vote = e.VoteCast(attendee=who, topic=topic)  # type: ignore[arg-type]
    return paced(camp, evolve(camp, vote), at)
