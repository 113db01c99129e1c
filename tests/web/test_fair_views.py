"""Late pitches get their fair share: a morning on the real order of the topics page."""

import pytest

from benchmarks.fair_views import ORDERS, morning


@pytest.mark.parametrize("seed", [1, 2])
def test_a_late_topic_gets_the_views_and_votes_of_an_early_one(seed: int) -> None:
    early, late = morning(ORDERS["the board's"], seed)
    assert late.views == pytest.approx(early.views, rel=0.2)
    assert late.votes == pytest.approx(early.votes, rel=0.2)
    assert late.per_view == pytest.approx(early.per_view, rel=0.3)


def test_other_orders_are_not_fair_to_one_side_or_the_other() -> None:
    favoured, forgotten = morning(ORDERS["newest first"], 1), morning(ORDERS["most votes first"], 1)
    assert favoured[1].votes > 2 * favoured[0].votes
    assert forgotten[1].votes < 0.1 * forgotten[0].votes
