from board.camp.model import TopicId
from board.rehearsal.check import Expected, lost_from_ballot, missing_from_tallies

A, B, C, D = (TopicId(name) for name in "abcd")
UP = {A, B, C, D}


def expected(*ballot: TopicId, doubt: frozenset[TopicId] = frozenset()) -> Expected:
    return Expected(ballot=ballot, doubt=doubt)


def test_a_ballot_that_is_held_as_promised_lost_nothing() -> None:
    assert lost_from_ballot(expected(A, B), [A, B], UP) == 0


def test_a_missing_vote_is_lost() -> None:
    assert lost_from_ballot(expected(A, B, C), [A, C], UP) == 1


def test_a_withdrawn_vote_that_is_still_there_is_lost() -> None:
    assert lost_from_ballot(expected(A), [A, B], UP) == 1


def test_a_wrong_order_is_lost() -> None:
    assert lost_from_ballot(expected(A, B), [B, A], UP) == 1


def test_a_topic_that_left_the_board_says_nothing() -> None:
    assert lost_from_ballot(expected(A, B), [B], UP - {A}) == 0


def test_an_ask_without_an_answer_says_nothing() -> None:
    assert lost_from_ballot(expected(A, doubt=frozenset({B})), [A, B], UP) == 0
    assert lost_from_ballot(expected(A, B, doubt=frozenset({B})), [A], UP) == 0


def test_tallies_must_count_every_acknowledged_vote_on_top_of_what_was_there() -> None:
    phones = [expected(A, B), expected(A)]
    assert missing_from_tallies(phones, {A: 5}, {A: 7, B: 1}, UP) == 0
    assert missing_from_tallies(phones, {A: 5}, {A: 5, B: 1}, UP) == 2


def test_votes_of_others_are_nobodys_loss() -> None:
    assert missing_from_tallies([expected(A)], {}, {A: 4, B: 9}, UP) == 0
