"""Making one topic of two with the consent of those who lead them."""

import pytest

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Forbidden, Invalid, WrongPhase
from board.camp.model import AttendeeId, Camp, Organiser, TopicId
from board.camp.rules.merges import standing, waiting_for
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    NEW,
    NINE,
    OLU,
    PIA,
    POETRY,
    ROBOTS,
    a_camp,
    after,
    did,
    pitched,
    put,
    undo,
    where,
)


def asked(source: TopicId = CHESS, target: TopicId = ROBOTS) -> c.ProposeMerge:
    return did(c.ProposeMerge, source=source, target=target)


def answered(
    who: AttendeeId, yes: bool = True, source: TopicId = CHESS, target: TopicId = ROBOTS
) -> c.AnswerMerge:
    return c.AnswerMerge(source=source, target=target, attendee=who, at=9, yes=yes)


def waiting(camp: Camp, source: TopicId = CHESS) -> list[TopicId]:
    return [topic.id for topic in waiting_for(camp, camp.merges[source])]


def test_nothing_is_merged_before_those_who_lead_both_said_yes() -> None:
    camp = after(a_camp(), asked())
    assert waiting(camp) == [CHESS, ROBOTS]
    camp = after(camp, answered(ADA))
    assert waiting(camp) == [ROBOTS]
    assert camp.topics[CHESS].up
    camp = after(camp, answered(BEN))
    assert camp.topics[CHESS].merged_into == ROBOTS
    assert camp.topics[ROBOTS].facilitators == (BEN, ADA)


def test_votes_go_along() -> None:
    camp = after(a_camp(), c.CastVote(attendee=CLEO, topic=CHESS), asked())
    camp = after(camp, answered(BEN), answered(ADA))
    assert camp.ballots[CLEO] == (ROBOTS,)


def test_the_merge_is_told_as_what_the_organiser_asked_for_and_can_be_undone() -> None:
    camp = after(a_camp(), asked(), answered(ADA), answered(BEN))
    last = camp.actions[-1]
    assert (last.by, last.at, last.what) == (OLU, 9, "Merged “Chess” into “Robots”")
    camp = after(camp, undo(camp))
    assert camp.topics[CHESS].up
    assert waiting(camp) == []  # they agreed, so nobody is asked again; organisers see that
    assert after(camp, did(c.MergeTopics, source=CHESS, target=ROBOTS)).topics[CHESS].merged_into


def test_any_no_ends_the_question_and_tells_the_two_apart() -> None:
    camp = after(a_camp(), asked(), answered(ADA), answered(BEN, yes=False))
    assert camp.topics[CHESS].up
    assert not camp.merges
    assert camp.apart == {(CHESS, ROBOTS)}
    with pytest.raises(Conflict):
        decide(camp, answered(ADA))


def test_one_of_several_who_lead_a_topic_speaks_for_it() -> None:
    help_out = c.LeadTopic(topic=ROBOTS, attendee=CLEO, invited=True)
    camp = after(a_camp(), help_out, asked(), answered(ADA), answered(CLEO))
    assert camp.topics[CHESS].merged_into == ROBOTS


def test_somebody_who_leads_both_is_asked_once() -> None:
    both = pitched(NEW, ADA, leads=True)
    camp = after(a_camp(), both, asked(CHESS, NEW), answered(ADA, source=CHESS, target=NEW))
    assert camp.topics[CHESS].merged_into == NEW


def test_a_wish_waits_for_nobody_of_its_own() -> None:
    camp = after(a_camp(), asked(POETRY, CHESS))
    assert waiting(camp, POETRY) == [CHESS]
    camp = after(camp, answered(ADA, source=POETRY, target=CHESS))
    assert camp.topics[POETRY].merged_into == CHESS


def test_two_wishes_become_one_at_once() -> None:
    camp = after(a_camp(), pitched(NEW, CLEO), asked(POETRY, NEW))
    assert camp.topics[POETRY].merged_into == NEW
    assert not camp.merges


def test_organisers_can_merge_without_asking_whatever_was_asked() -> None:
    camp = after(a_camp(), asked(), did(c.MergeTopics, source=CHESS, target=ROBOTS))
    assert camp.topics[CHESS].merged_into == ROBOTS
    assert standing(camp) == ()


def test_only_those_who_lead_one_of_them_can_say_so() -> None:
    with pytest.raises(Forbidden):
        decide(after(a_camp(), asked()), answered(CLEO))


def test_answering_twice_changes_nothing_twice() -> None:
    camp = after(a_camp(), asked(), answered(ADA))
    assert decide(camp, answered(ADA)) == ()
    camp = after(camp, answered(BEN))
    assert decide(camp, answered(BEN)) == ()
    declined = after(a_camp(), asked(), answered(ADA, yes=False))
    assert decide(declined, answered(ADA, yes=False)) == ()


def test_a_question_ends_with_either_topic() -> None:
    camp = after(a_camp(), asked(), c.WithdrawTopic(topic=ROBOTS, by=BEN))
    assert standing(camp) == ()
    with pytest.raises(Conflict):
        decide(camp, answered(ADA))


def test_a_question_is_taken_back_and_that_undone() -> None:
    camp = after(a_camp(), asked(), answered(ADA))
    before = camp.merges
    camp = after(camp, did(c.WithdrawMergeProposal, source=CHESS))
    assert not camp.merges
    assert after(camp, undo(camp)).merges == before


def test_asking_for_another_target_asks_anew() -> None:
    camp = after(a_camp(), pitched(NEW, CLEO, leads=True), asked(), answered(ADA))
    camp = after(camp, asked(CHESS, NEW))
    assert waiting(camp) == [CHESS, NEW]
    assert waiting(after(camp, undo(camp))) == [ROBOTS]


def test_the_same_question_the_other_way_round_is_refused() -> None:
    with pytest.raises(Conflict, match="other way round"):
        decide(after(a_camp(), asked()), asked(ROBOTS, CHESS))


def test_a_topic_cannot_become_part_of_itself() -> None:
    with pytest.raises(Invalid):
        decide(a_camp(), asked(CHESS, CHESS))


def test_nobody_answers_once_the_camp_is_closed() -> None:
    with pytest.raises(WrongPhase):
        decide(after(a_camp(), asked(), did(c.ChangePhase, phase="closed")), answered(ADA))


def test_a_session_of_the_topic_that_goes_leaves_the_grid() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), asked(), answered(ADA), answered(BEN))
    assert where(camp, CHESS) == []
    camp = after(camp, undo(camp))
    assert where(camp, CHESS) == [(NINE, GYM)]


def test_telling_two_topics_apart_can_be_undone_and_needs_two() -> None:
    camp = after(a_camp(), did(c.TellApart, first=ROBOTS, second=CHESS))
    assert camp.apart == {(CHESS, ROBOTS)}
    assert decide(camp, did(c.TellApart, first=CHESS, second=ROBOTS)) == ()
    assert after(camp, undo(camp)).apart == frozenset()
    with pytest.raises(Invalid):
        decide(camp, did(c.TellApart, first=CHESS, second=CHESS))


def test_whoever_proposed_it_may_be_an_organiser_no_more() -> None:
    invited = did(c.InviteOrganiser, organiser=Organiser(id=PIA, name="Pia"))
    camp = after(a_camp(), invited, did(c.ProposeMerge, by=PIA, source=CHESS, target=ROBOTS))
    camp = after(camp, did(c.RemoveOrganiser, organiser=PIA), answered(ADA), answered(BEN))
    assert camp.topics[CHESS].merged_into == ROBOTS
