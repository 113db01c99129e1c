"""Asking to lead a topic together with those who lead it."""

import pytest

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Forbidden, Invalid, Unauthorised, WrongPhase
from board.camp.model import AttendeeId, Camp, TopicId
from board.camp.rules.company import MOST_ASKING, asking
from tests.camp.scenes import ADA, BEN, CHESS, CLEO, NOBODY, OLU, POETRY, a_camp, after


def asked(camp: Camp, who: AttendeeId = CLEO, topic: TopicId = CHESS) -> Camp:
    return after(camp, c.AskToLead(topic=topic, attendee=who))


def answered(camp: Camp, *, yes: bool, by: str = ADA, who: AttendeeId = CLEO) -> Camp:
    return after(camp, c.AnswerCompany(topic=CHESS, attendee=who, by=AttendeeId(by), yes=yes))


def test_who_asks_to_help_leading_waits_for_a_yes() -> None:
    camp = asked(a_camp())
    assert asking(camp, CHESS) == (CLEO,)
    assert camp.topics[CHESS].facilitators == (ADA,)


def test_a_yes_makes_two_of_one() -> None:
    camp = answered(asked(a_camp()), yes=True)
    assert camp.topics[CHESS].facilitators == (ADA, CLEO)
    assert asking(camp, CHESS) == ()


def test_a_no_leaves_everything_as_it_was() -> None:
    before = a_camp()
    assert answered(asked(before), yes=False) == before


def test_an_organiser_can_say_yes_for_who_leads_it() -> None:
    camp = answered(asked(a_camp()), yes=True, by=OLU)
    assert camp.topics[CHESS].facilitators == (ADA, CLEO)


def test_who_asked_can_take_it_back_but_not_say_yes() -> None:
    camp = asked(a_camp())
    with pytest.raises(Forbidden):
        answered(camp, yes=True, by=CLEO)
    assert asking(answered(camp, yes=False, by=CLEO), CHESS) == ()


def test_nobody_else_can_answer() -> None:
    for yes in (True, False):
        with pytest.raises(Forbidden):
            answered(asked(a_camp()), yes=yes, by=BEN)


def test_asking_twice_asks_once_and_an_answer_counts_once() -> None:
    camp = asked(a_camp())
    assert decide(camp, c.AskToLead(topic=CHESS, attendee=CLEO)) == ()
    camp = answered(camp, yes=True)
    again = c.AnswerCompany(topic=CHESS, attendee=CLEO, by=ADA, yes=True)
    assert decide(camp, again) == ()
    assert decide(camp, c.AskToLead(topic=CHESS, attendee=CLEO)) == ()


def test_a_wish_is_stepped_up_for_at_once() -> None:
    camp = asked(a_camp(), BEN, POETRY)
    assert camp.topics[POETRY].facilitators == (BEN,)


def test_following_an_invitation_answers_ones_own_question() -> None:
    camp = after(asked(a_camp()), c.LeadTopic(topic=CHESS, attendee=CLEO, invited=True))
    assert asking(camp, CHESS) == ()
    assert not camp.company


def test_nobody_waits_at_a_topic_that_became_a_wish_or_left_the_board() -> None:
    camp = asked(a_camp())
    assert asking(after(camp, c.LeaveTopic(topic=CHESS, attendee=ADA, by=ADA)), CHESS) == ()
    gone = after(camp, c.WithdrawTopic(topic=CHESS, by=ADA))
    assert asking(gone, CHESS) == ()
    with pytest.raises(Invalid, match="no longer on the board"):
        answered(gone, yes=True)
    assert asking(after(gone, c.RestoreTopic(topic=CHESS, by=ADA)), CHESS) == (CLEO,)


def test_asking_is_for_those_who_are_in_while_the_board_is_open() -> None:
    with pytest.raises(Unauthorised):
        asked(a_camp(), NOBODY)
    for phase in ("setup", "closed"):
        with pytest.raises(WrongPhase):
            asked(a_camp(phase))


def test_a_topic_is_not_asked_by_more_people_than_one_can_answer() -> None:
    camp = a_camp()
    for n in range(MOST_ASKING):
        person = AttendeeId(f"keen-{n}")
        camp = asked(after(camp, c.JoinCamp(attendee=person)), person)
    with pytest.raises(Conflict, match="ask to help leading"):
        asked(camp)
