"""What the planner's finds come to as offers to the camp: only what a yes would bring about."""

from typing import Any

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Offer, Pin, TopicId
from board.live.instances import instance_of
from board.live.offers import offer_more
from board.planning.plan import Plan
from board.planning.planner import Planner
from board.planning.values import Instance
from tests.camp.scenes import (
    ADA,
    CHESS,
    GYM,
    HUT,
    LAB,
    NINE,
    OLU,
    POETRY,
    a_camp,
    after,
    did,
    edited,
    planned,
)

FANS = tuple(AttendeeId(f"fan{n}") for n in range(20))


def crowded(topic: TopicId = CHESS, **words: Any) -> Camp:
    """A camp with one room for 12 in three slots, where 20 people want one topic only."""
    camp = after(a_camp(), did(c.RemoveRoom, room=GYM), did(c.RemoveRoom, room=LAB))
    camp = after(camp, *(c.JoinCamp(attendee=fan) for fan in FANS))
    camp = after(camp, *(c.CastVote(attendee=fan, topic=topic) for fan in FANS))
    return after(camp, edited(camp, topic, OLU, **words)) if words else camp


def found(camp: Camp) -> tuple[Offer, ...]:
    """What is offered after the camp has been planned."""
    instance = instance_of(camp, 1)
    proposal = plan(instance)
    camp = adopted(camp)
    return offer_more(camp, instance, proposal, iterations=30).offers


def adopted(camp: Camp) -> Camp:
    cells = ((p.topic, p.slot, p.room) for p in plan(instance_of(camp, 1)).placements)
    return fold(camp, decide(camp, planned(*cells)))


def plan(instance: Instance) -> Plan:
    """What the planner comes to after some rounds."""
    planner = Planner(instance)
    for _ in range(30):
        planner.improve()
    return planner.plan()


def offered(camp: Camp) -> Camp:
    return fold(camp, decide(camp, c.OfferMore(offers=found(camp))))


def test_a_topic_that_too_many_want_is_offered_another_session() -> None:
    offer = Offer(topic=CHESS, kind="repeat", sessions=1, wanted=20, chairs=12, wins=8)
    assert found(crowded()) == (offer,)


def test_a_yes_is_what_the_next_plan_needs() -> None:
    camp = offered(crowded())
    yes = c.AnswerOffer(topic=CHESS, attendee=ADA, kind="repeat", sessions=1, yes=True)
    camp = adopted(after(camp, yes))
    assert len(camp.placements[CHESS]) == 2
    assert found(camp) == ()


def test_a_no_is_not_asked_again() -> None:
    camp = offered(crowded())
    no = c.AnswerOffer(topic=CHESS, attendee=ADA, kind="repeat", sessions=1, yes=False)
    assert found(after(camp, no)) == ()


def test_where_a_limit_keeps_people_out_it_is_asked_about() -> None:
    (offer,) = found(crowded(seat_cap=4))
    assert (offer.kind, offer.chairs, offer.wins) == ("larger-room", 4, 8)


def test_after_a_no_to_one_kind_the_other_is_offered() -> None:
    camp = offered(crowded(seat_cap=4))
    no = c.AnswerOffer(topic=CHESS, attendee=ADA, kind="larger-room", sessions=1, yes=False)
    (offer,) = found(after(camp, no))
    assert (offer.kind, offer.wins) == ("repeat", 4)


def test_a_wish_that_an_organiser_put_on_the_grid_is_not_offered_what_the_planner_would_not_use() -> (
    None
):
    camp = crowded(POETRY)
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=POETRY, slot=NINE, room=HUT)))
    assert len(adopted(camp).placements[POETRY]) == 1
    assert found(camp) == ()


def test_a_camp_without_crowds_is_offered_nothing() -> None:
    assert found(a_camp()) == ()
