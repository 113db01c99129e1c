"""Late pitches get their fair share: mornings through the core, on the real order of the topics page."""

import pytest

from benchmarks.fair_views import Compared, compared

MORNINGS = 6


def a_few(order: str, crowd: str = "as described") -> Compared:
    return compared(order, crowd, MORNINGS)


@pytest.mark.parametrize(
    "crowd", ["as described", "all read, and judge ever more harshly", "short looks (12 cards)"]
)
def test_a_late_topic_gets_as_many_votes_a_view_as_an_early_one(crowd: str) -> None:
    found = a_few("the board's", crowd)
    assert found.more == pytest.approx(0, abs=max(6.0, found.within))


def test_a_late_topic_is_seen_more_often_than_by_lot() -> None:
    assert a_few("the board's").late.views > 1.1 * a_few("by lot").late.views


def test_other_orders_are_not_fair_to_one_side_or_the_other() -> None:
    favoured, forgotten = a_few("newest first"), a_few("most votes first")
    assert favoured.more > favoured.within + 5
    assert favoured.late.votes > 2 * favoured.early.votes
    assert forgotten.late.votes < 0.5 * forgotten.early.votes
