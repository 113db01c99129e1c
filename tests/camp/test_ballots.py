"""Coming in, voting, and having seen a topic."""

import pytest
from immutables import Map
from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid, Unauthorised, Unknown, WrongPhase
from board.camp.model import Attendee, AttendeeId, Phase, TopicId
from board.camp.rules.ballots import MOST_ATTENDEES
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    NOBODY,
    OLU,
    POETRY,
    ROBOTS,
    a_camp,
    after,
    did,
)


def cast(who: AttendeeId, *topics: TopicId) -> list[c.CastVote]:
    return [c.CastVote(attendee=who, topic=topic) for topic in topics]


def ordered(who: AttendeeId, *topics: TopicId) -> c.OrderBallot:
    return c.OrderBallot(attendee=who, ballot=topics)


def withdrawn(who: AttendeeId, topic: TopicId) -> c.WithdrawVote:
    return c.WithdrawVote(attendee=who, topic=topic)


# Coming in


@pytest.mark.parametrize("phase", ["setup", "open", "running"])
def test_anyone_comes_in_until_the_camp_is_closed(phase: Phase) -> None:
    camp = after(a_camp(phase), c.JoinCamp(attendee=NOBODY, name="  Noa\tLi "))
    assert camp.attendees[NOBODY] == Attendee(id=NOBODY, name="Noa Li")


def test_nobody_comes_into_a_closed_camp() -> None:
    with pytest.raises(WrongPhase, match="This camp is closed"):
        decide(a_camp("closed"), c.JoinCamp(attendee=NOBODY))


def test_who_is_in_stays_in_and_keeps_their_name_however_often_they_join() -> None:
    assert decide(a_camp("closed"), c.JoinCamp(attendee=ADA, name="Zoe")) == ()


def test_nobody_needs_a_name() -> None:
    camp = after(a_camp(), c.JoinCamp(attendee=NOBODY))
    assert camp.attendees[NOBODY].name == ""


@pytest.mark.parametrize("wrong", ["", "Ada", "a" * 33, "ä", "a_b", "--", "a\n"])
def test_an_attendee_needs_a_proper_id(wrong: str) -> None:
    with pytest.raises(Invalid, match="The id of the attendee must be 1 to 32"):
        decide(a_camp(), c.JoinCamp(attendee=AttendeeId(wrong)))


def test_nobody_comes_in_as_an_organiser() -> None:
    with pytest.raises(Conflict, match="This id belongs to an organiser"):
        decide(a_camp(), c.JoinCamp(attendee=AttendeeId(OLU)))


def test_a_camp_can_be_full() -> None:
    crowd = {AttendeeId(f"a{n}"): Attendee(id=AttendeeId(f"a{n}")) for n in range(MOST_ATTENDEES)}
    camp = replace(a_camp(), attendees=Map(crowd))
    with pytest.raises(Conflict, match="This camp is full: 50,000 people are in"):
        decide(camp, c.JoinCamp(attendee=NOBODY))


def test_people_say_what_they_are_called_even_after_the_day() -> None:
    camp = after(a_camp("closed"), c.NameAttendee(attendee=ADA, name="Ada L."))
    assert camp.attendees[ADA].name == "Ada L."
    assert decide(camp, c.NameAttendee(attendee=ADA, name=" Ada L.")) == ()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [("x" * 81, "The name is 81 characters long; 80 is the most"), ("\x07", "can't be shown")],
)
def test_a_name_is_a_short_clean_line(wrong: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decide(a_camp(), c.NameAttendee(attendee=ADA, name=wrong))


# Voting


@pytest.mark.parametrize(
    "command",
    [
        *cast(NOBODY, CHESS),
        withdrawn(NOBODY, CHESS),
        ordered(NOBODY, CHESS),
        c.SeeTopics(attendee=NOBODY, topics=(CHESS,)),
        c.NameAttendee(attendee=NOBODY, name="Noa"),
    ],
)
def test_who_is_not_in_joins_first(command: c.Command) -> None:
    with pytest.raises(Unauthorised, match="You are not in yet: join this camp first"):
        decide(a_camp(), command)


@pytest.mark.parametrize(
    ("phase", "why"), [("setup", "The board isn't open yet"), ("closed", "This camp is closed")]
)
@pytest.mark.parametrize("command", [*cast(ADA, CHESS), withdrawn(ADA, CHESS), ordered(ADA)])
def test_people_vote_while_the_board_is_open(phase: Phase, why: str, command: c.Command) -> None:
    with pytest.raises(WrongPhase, match=why):
        decide(a_camp(phase), command)


def test_people_vote_while_sessions_run() -> None:
    camp = after(a_camp("running"), *cast(ADA, CHESS))
    assert camp.tallies[CHESS] == 1


def test_a_vote_goes_to_the_end_of_the_ballot() -> None:
    camp = after(a_camp(), *cast(ADA, ROBOTS, POETRY, CHESS))
    assert camp.ballots[ADA] == (ROBOTS, POETRY, CHESS)


def test_a_second_vote_for_the_same_topic_changes_nothing() -> None:
    [vote] = cast(ADA, ROBOTS)
    assert decide(after(a_camp(), vote), vote) == ()


def test_who_votes_for_a_topic_has_seen_it() -> None:
    camp = after(a_camp(), *cast(ADA, ROBOTS), ordered(BEN, POETRY, CHESS))
    assert dict(camp.seen) == {ROBOTS: 1, POETRY: 1, CHESS: 1}


def test_nobody_votes_for_what_is_not_there() -> None:
    for command in (
        *cast(ADA, TopicId("x")),
        withdrawn(ADA, TopicId("x")),
        ordered(ADA, TopicId("x")),
    ):
        with pytest.raises(Unknown, match="There is no topic “x” at this camp"):
            decide(a_camp(), command)


def gone() -> dict[str, tuple[c.Command, str]]:
    merge = did(c.MergeTopics, source=ROBOTS, target=CHESS)
    return {
        "withdrawn": (c.WithdrawTopic(topic=ROBOTS, by=BEN), "“Robots” is no longer on the board"),
        "hidden": (did(c.HideTopic, topic=ROBOTS), "“Robots” is no longer on the board"),
        "merged": (merge, "“Robots” is now part of “Chess”. Please choose that one"),
    }


@pytest.mark.parametrize("how", ["withdrawn", "hidden", "merged"])
def test_nobody_newly_votes_for_what_is_off_the_board(how: str) -> None:
    command, why = gone()[how]
    camp = after(a_camp(), command)
    for vote in (*cast(ADA, ROBOTS), ordered(ADA, CHESS, ROBOTS)):
        with pytest.raises(Invalid, match=why):
            decide(camp, vote)


def test_a_topic_merged_twice_is_named_by_what_it_is_part_of_in_the_end() -> None:
    twice = [
        did(c.MergeTopics, source=ROBOTS, target=CHESS),
        did(c.MergeTopics, source=CHESS, target=POETRY),
    ]
    with pytest.raises(Invalid, match="“Robots” is now part of “Poetry”"):
        decide(after(a_camp(), *twice), cast(ADA, ROBOTS)[0])


def test_a_topic_that_became_part_of_a_hidden_one_is_no_longer_on_the_board() -> None:
    both = [
        did(c.MergeTopics, source=ROBOTS, target=CHESS),
        did(c.HideTopic, topic=CHESS),
    ]
    with pytest.raises(Invalid, match="“Robots” is no longer on the board"):
        decide(after(a_camp(), *both), cast(ADA, ROBOTS)[0])


def test_a_withdrawn_vote_no_longer_counts() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS, ROBOTS), withdrawn(ADA, CHESS))
    assert camp.ballots[ADA] == (ROBOTS,)
    assert dict(camp.tallies) == {ROBOTS: 1}
    assert decide(camp, withdrawn(ADA, CHESS)) == ()


def test_votes_for_a_topic_off_the_board_can_be_withdrawn() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS), did(c.HideTopic, topic=CHESS), withdrawn(ADA, CHESS))
    assert camp.ballots[ADA] == ()


# Budgets


def test_a_budget_bounds_the_votes_of_each() -> None:
    camp = after(a_camp(vote_budget=2), *cast(ADA, CHESS, ROBOTS), *cast(BEN, POETRY))
    with pytest.raises(Conflict, match=r"All 2 of your votes are given\. Take one back"):
        decide(camp, cast(ADA, POETRY)[0])
    with pytest.raises(Conflict, match="The ballot has 3 votes; everybody has 2"):
        decide(camp, ordered(ADA, CHESS, ROBOTS, POETRY))


def test_a_vote_taken_back_can_be_given_again() -> None:
    camp = after(a_camp(vote_budget=1), *cast(ADA, CHESS), withdrawn(ADA, CHESS))
    assert after(camp, *cast(ADA, ROBOTS)).ballots[ADA] == (ROBOTS,)


def test_votes_for_topics_off_the_board_cost_nothing() -> None:
    camp = after(a_camp(vote_budget=1), *cast(ADA, CHESS), did(c.HideTopic, topic=CHESS))
    camp = after(camp, *cast(ADA, ROBOTS))
    assert camp.ballots[ADA] == (CHESS, ROBOTS)


def test_who_has_more_votes_than_a_smaller_budget_keeps_and_reorders_but_adds_none() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS, ROBOTS))
    camp = after(camp, did(c.ChangeSettings, settings=replace(camp.settings, vote_budget=1)))
    assert after(camp, ordered(ADA, ROBOTS, CHESS)).ballots[ADA] == (ROBOTS, CHESS)
    with pytest.raises(Conflict, match="The ballot has 3 votes; everybody has 1"):
        decide(camp, ordered(ADA, ROBOTS, CHESS, POETRY))


# Whole ballots


def test_a_whole_ballot_replaces_the_old_one() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS, ROBOTS), ordered(ADA, POETRY, CHESS))
    assert camp.ballots[ADA] == (POETRY, CHESS)
    assert dict(camp.tallies) == {POETRY: 1, CHESS: 1}
    assert decide(camp, ordered(ADA, POETRY, CHESS)) == ()


def test_an_order_alone_adds_nothing_and_keeps_what_it_does_not_name() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS, ROBOTS))
    only = c.OrderBallot(attendee=ADA, ballot=(ROBOTS, POETRY), rest=True)
    assert after(camp, only).ballots[ADA] == (ROBOTS, CHESS)
    assert decide(after(camp, only), only) == ()


def test_a_ballot_names_a_topic_once() -> None:
    with pytest.raises(Invalid, match="The ballot names a topic twice"):
        decide(a_camp(), ordered(ADA, CHESS, ROBOTS, CHESS))


def test_votes_for_topics_off_the_board_wait_at_the_end_of_a_new_ballot() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS, ROBOTS), did(c.HideTopic, topic=CHESS))
    camp = after(camp, ordered(ADA, POETRY, ROBOTS))
    assert camp.ballots[ADA] == (POETRY, ROBOTS, CHESS)
    camp = after(camp, did(c.ShowTopic, topic=CHESS))
    assert camp.tallies[CHESS] == 1


def test_a_ballot_may_say_where_a_topic_off_the_board_stands_if_it_was_on_it() -> None:
    camp = after(a_camp(), *cast(ADA, CHESS, ROBOTS), did(c.HideTopic, topic=CHESS))
    assert decide(camp, ordered(ADA, CHESS, ROBOTS)) == ()
    assert after(camp, ordered(ADA, ROBOTS, CHESS)).ballots[ADA] == (ROBOTS, CHESS)


# Seeing


def test_only_the_first_sight_of_a_topic_counts() -> None:
    def seen(*topics: TopicId) -> c.SeeTopics:
        return c.SeeTopics(attendee=CLEO, topics=topics)

    camp = after(a_camp(), seen(CHESS, CHESS), seen(CHESS, ROBOTS))
    assert dict(camp.seen) == {CHESS: 1, ROBOTS: 1}
    assert decide(camp, seen(ROBOTS, CHESS)) == ()


def test_a_sight_counts_once_there_is_a_vote_to_give() -> None:
    see = c.SeeTopics(attendee=CLEO, topics=(CHESS, ROBOTS))
    camp = after(a_camp(vote_budget=1), *cast(CLEO, POETRY), see)
    assert dict(camp.seen) == {POETRY: 1}
    assert decide(camp, see) == ()
    camp = after(camp, withdrawn(CLEO, POETRY), see)
    assert dict(camp.seen) == {POETRY: 1, CHESS: 1, ROBOTS: 1}
    assert not camp.seen_spent


def test_topics_that_are_not_there_are_not_seen() -> None:
    see = c.SeeTopics(attendee=CLEO, topics=(TopicId("x"),))
    assert decide(a_camp(), see) == ()


def test_nothing_is_counted_as_seen_after_the_day() -> None:
    see = c.SeeTopics(attendee=CLEO, topics=(CHESS,))
    assert decide(a_camp("closed"), see) == ()
    assert [type(event) for event in decide(a_camp("setup"), see)] == [e.TopicsSeen]
