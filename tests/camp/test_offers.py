"""More room for topics that too many people want: offered, accepted, declined, and what then follows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Forbidden, Unauthorised, WrongPhase
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Offer, OfferKind, Pin, TopicId
from board.camp.rules.offers import askable, standing
from board.camp.rules.topics import MOST_SESSIONS
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    LAB,
    NINE,
    NOBODY,
    POETRY,
    ROBOTS,
    TEN,
    a_camp,
    after,
    did,
    edited,
    pitched,
    planned,
    put,
    undo,
    where,
)
from tests.camp.strategies import a_day, often


def offer(topic: TopicId, kind: OfferKind = "repeat", sessions: int = 1, **numbers: int) -> Offer:
    """62 people want a topic that has 40 chairs; yes would win 21 seats."""
    counted = {"wanted": 62, "chairs": 40, "wins": 21, **numbers}
    return Offer(topic=topic, kind=kind, sessions=sessions, **counted)


def offered(*offers: Offer, camp: Camp | None = None) -> Camp:
    """A camp to which these offers are made."""
    return after(camp or a_camp(), c.OfferMore(offers=offers))


def answered(
    topic: TopicId,
    by: AttendeeId,
    *,
    yes: bool = True,
    kind: OfferKind = "repeat",
    sessions: int = 1,
) -> c.AnswerOffer:
    return c.AnswerOffer(topic=topic, attendee=by, kind=kind, sessions=sessions, yes=yes)


def accepted(topic: TopicId, kind: OfferKind = "repeat", sessions: int = 1) -> c.AcceptOffer:
    return did(c.AcceptOffer, topic=topic, kind=kind, sessions=sessions)


def declined(topic: TopicId, kind: OfferKind = "repeat", sessions: int = 1) -> c.DeclineOffer:
    return did(c.DeclineOffer, topic=topic, kind=kind, sessions=sessions)


def test_who_leads_a_topic_says_yes_and_it_can_run_once_more() -> None:
    camp = after(offered(offer(CHESS)), answered(CHESS, ADA))
    assert camp.topics[CHESS].pitch.sessions == 2
    assert standing(camp) == ()


def test_a_co_facilitator_can_say_yes_too() -> None:
    camp = after(offered(offer(CHESS)), c.LeadTopic(topic=CHESS, attendee=BEN, invited=True))
    assert after(camp, answered(CHESS, BEN)).topics[CHESS].pitch.sessions == 2


@pytest.mark.parametrize("yes", [True, False])
def test_nobody_else_answers_for_them(yes: bool) -> None:
    camp = offered(offer(CHESS))
    with pytest.raises(Forbidden, match="lead this topic"):
        decide(camp, answered(CHESS, BEN, yes=yes))
    with pytest.raises(Unauthorised):
        decide(camp, answered(CHESS, NOBODY, yes=yes))


def test_a_wish_has_nobody_to_ask_but_organisers() -> None:
    camp = offered(offer(POETRY))
    with pytest.raises(Forbidden):
        decide(camp, answered(POETRY, CLEO))
    assert askable(camp, camp.offers[POETRY]) == ()
    assert after(camp, accepted(POETRY)).topics[POETRY].pitch.sessions == 2


def test_a_yes_that_is_sent_twice_counts_once() -> None:
    camp = after(offered(offer(CHESS)), answered(CHESS, ADA))
    assert decide(camp, answered(CHESS, ADA)) == ()
    again = offered(offer(CHESS, sessions=2), camp=camp)
    assert decide(again, answered(CHESS, ADA)) == ()
    assert after(again, answered(CHESS, ADA, sessions=2)).topics[CHESS].pitch.sessions == 3


def test_a_no_that_is_sent_twice_counts_once() -> None:
    camp = after(offered(offer(CHESS)), answered(CHESS, ADA, yes=False))
    assert decide(camp, answered(CHESS, ADA, yes=False)) == ()
    assert camp.topics[CHESS].pitch.sessions == 1


def test_what_is_not_offered_any_more_can_not_be_accepted() -> None:
    with pytest.raises(Conflict, match="not offered any more"):
        decide(a_camp(), answered(CHESS, ADA))
    camp = after(offered(offer(CHESS)), answered(CHESS, ADA, yes=False))
    with pytest.raises(Conflict, match="not offered any more"):
        decide(camp, accepted(CHESS))


def test_what_was_declined_is_not_offered_again_until_the_topic_runs_more_often() -> None:
    camp = after(offered(offer(CHESS)), answered(CHESS, ADA, yes=False))
    assert standing(camp) == ()
    assert decide(camp, c.OfferMore(offers=(offer(CHESS, wanted=80),))) == ()
    camp = after(camp, edited(camp, CHESS, ADA, sessions=2))
    assert standing(offered(offer(CHESS, sessions=2), camp=camp))


def test_another_kind_of_room_is_offered_after_a_no() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, seat_cap=20))
    camp = after(offered(offer(CHESS), camp=camp), answered(CHESS, ADA, yes=False))
    assert [o.kind for o in standing(offered(offer(CHESS, "larger-room"), camp=camp))] == [
        "larger-room"
    ]


def test_a_larger_room_lets_more_people_in_than_its_facilitator_had_said() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, seat_cap=20))
    camp = offered(offer(CHESS, "larger-room"), camp=camp)
    camp = after(camp, answered(CHESS, ADA, kind="larger-room"))
    assert camp.topics[CHESS].pitch.seat_cap == 0
    assert standing(camp) == ()
    assert decide(camp, answered(CHESS, ADA, kind="larger-room")) == ()


def test_a_larger_room_keeps_the_slot_that_an_organiser_pinned() -> None:
    camp = offered(offer(CHESS, "larger-room"), camp=after(a_camp(), put(CHESS, NINE, LAB)))
    camp = after(camp, accepted(CHESS, "larger-room"))
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=NINE),)
    assert where(camp, CHESS) == [(NINE, LAB)]
    assert where(after(camp, planned((CHESS, NINE, GYM))), CHESS) == [(NINE, GYM)]


def test_a_pin_to_nothing_but_a_room_goes_for_a_larger_room() -> None:
    camp = after(a_camp(), did(c.PinTopic, pin=Pin(topic=CHESS, room=LAB)))
    camp = after(offered(offer(CHESS, "larger-room"), camp=camp), accepted(CHESS, "larger-room"))
    assert CHESS not in camp.pins


def test_only_organisers_let_go_what_they_pinned() -> None:
    camp = offered(offer(CHESS, "larger-room"), camp=after(a_camp(), put(CHESS, NINE, LAB)))
    assert askable(camp, camp.offers[CHESS]) == ()
    with pytest.raises(Forbidden, match="pinned"):
        decide(camp, answered(CHESS, ADA, kind="larger-room"))


def test_a_larger_room_is_nothing_to_offer_where_nothing_keeps_a_topic_small() -> None:
    assert decide(a_camp(), c.OfferMore(offers=(offer(CHESS, "larger-room"),))) == ()


@pytest.mark.parametrize(
    "command",
    [
        c.WithdrawTopic(topic=CHESS, by=ADA),
        did(c.HideTopic, topic=CHESS),
        did(c.MergeTopics, source=CHESS, target=ROBOTS),
        edited(a_camp(), CHESS, ADA, sessions=3),
    ],
    ids=lambda command: type(command).__name__,
)
def test_an_offer_is_gone_when_its_topic_is_or_runs_more_often(command: c.Command) -> None:
    camp = after(offered(offer(CHESS)), command)
    assert standing(camp) == ()
    assert decide(camp, c.OfferMore(offers=(offer(CHESS), offer(ROBOTS)))) != ()
    assert standing(after(camp, c.OfferMore(offers=(offer(CHESS), offer(ROBOTS))))) == (
        offer(ROBOTS),
    )


def test_an_offer_waits_while_its_topic_is_hidden_by_mistake() -> None:
    camp = after(offered(offer(CHESS)), did(c.HideTopic, topic=CHESS))
    assert standing(after(camp, undo(camp))) == (offer(CHESS),)


def test_new_offers_take_the_place_of_the_old_ones() -> None:
    camp = offered(offer(CHESS), offer(ROBOTS, wins=30))
    assert [o.topic for o in standing(camp)] == [ROBOTS, CHESS]
    assert decide(camp, c.OfferMore(offers=(offer(ROBOTS, wins=30), offer(CHESS)))) == ()
    camp = after(camp, c.OfferMore(offers=(offer(CHESS, wins=5),)))
    assert standing(camp) == (offer(CHESS, wins=5),)


def test_what_wins_nothing_is_not_offered() -> None:
    nothing = (offer(CHESS, wins=0), offer(TopicId("gone")), offer(ROBOTS, sessions=2))
    assert decide(a_camp(), c.OfferMore(offers=nothing)) == ()


def test_a_topic_that_runs_as_often_as_any_can_is_offered_no_more() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=MOST_SESSIONS))
    most = offer(CHESS, sessions=MOST_SESSIONS)
    assert decide(camp, c.OfferMore(offers=(most,))) == ()


def test_nothing_is_offered_before_the_board_opens() -> None:
    camp = after(a_camp(), did(c.ChangePhase, phase="setup"))
    with pytest.raises(WrongPhase):
        decide(camp, c.OfferMore(offers=(offer(CHESS),)))


def test_a_closed_camps_facilitators_are_asked_no_more() -> None:
    camp = after(offered(offer(CHESS)), did(c.ChangePhase, phase="closed"))
    with pytest.raises(WrongPhase):
        decide(camp, answered(CHESS, ADA))


def test_what_an_organiser_answered_is_told_and_taken_back() -> None:
    before = offered(offer(CHESS), offer(ROBOTS))
    camp = after(before, accepted(CHESS), declined(ROBOTS))
    assert [action.what for action in camp.actions[-2:]] == [
        "Let “Chess” run twice",
        "Left “Robots” as it is",
    ]
    camp = after(camp, undo(camp))
    assert standing(camp) == (offer(ROBOTS),)
    camp = after(camp, undo(camp))
    assert standing(camp) == standing(before)
    assert camp.topics[CHESS].pitch.sessions == 1


def test_taking_a_yes_back_takes_the_second_session_off_and_keeps_later_words() -> None:
    camp = after(
        offered(offer(CHESS)), accepted(CHESS), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM))
    )
    camp = after(camp, edited(camp, CHESS, ADA, title="Chess for all"))
    camp = after(camp, undo(camp))
    assert len(where(camp, CHESS)) == 1
    assert camp.topics[CHESS].pitch.title == "Chess for all"


def test_a_co_facilitator_who_comes_later_is_asked() -> None:
    camp = after(offered(offer(CHESS)), c.LeadTopic(topic=CHESS, attendee=CLEO, invited=True))
    assert askable(camp, standing(camp)[0]) == (ADA, CLEO)


def test_an_offer_outlives_other_pitches() -> None:
    camp = after(offered(offer(CHESS)), pitched(TopicId("new"), BEN, leads=True))
    assert standing(camp) == (offer(CHESS),)


@often
@given(st.data())
def test_every_offer_that_stands_can_be_accepted_and_then_stands_no_more(
    data: st.DataObject,
) -> None:
    for step in a_day(data.draw):
        for standing_offer in standing(step.after):
            organiser = min(step.after.organisers)
            topic, kind, sessions = (
                standing_offer.topic,
                standing_offer.kind,
                standing_offer.sessions,
            )
            yes = did(c.AcceptOffer, by=organiser, topic=topic, kind=kind, sessions=sessions)
            camp = fold(step.after, decide(step.after, yes))
            assert topic not in {o.topic for o in standing(camp)}
