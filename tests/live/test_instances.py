"""What the planner is asked, so that the camp can take its answer."""

import pytest
from hypothesis import given

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import Camp, Pin, SlotId, TopicId
from board.live.instances import instance_of
from board.planning.instance import InvalidInstance
from board.planning.planner import plan
from tests.camp.scenes import (
    ADA,
    CHESS,
    CLEO,
    GYM,
    HUT,
    NINE,
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
    where,
)
from tests.camp.sound import held, sessions
from tests.camp.strategies import History, histories, often


def replanned(camp: Camp, *, new_pins: bool = True) -> Camp:
    """The camp with what is planned for it, which it has to take."""
    proposal = plan(instance_of(camp, 1, new_pins=new_pins))
    return fold(
        camp, decide(camp, planned(*((p.topic, p.slot, p.room) for p in proposal.placements)))
    )


def pinned(topic: TopicId, slot: SlotId) -> c.PinTopic:
    return did(c.PinTopic, pin=Pin(topic=topic, slot=slot))


@often
@given(histories(40))
def test_a_camp_adopts_whatever_is_planned_for_it(history: History) -> None:
    camp = history.camp
    if camp.phase not in ("open", "running"):
        organiser = min(camp.organisers)
        camp = after(camp, did(c.ChangePhase, by=organiser, phase="open"))
    try:
        now = replanned(camp)
    except InvalidInstance:  # its pins can't all be kept
        now = replanned(camp, new_pins=False)
    stay = {p for p in sessions(camp) if p.slot in camp.frozen}
    assert stay <= set(sessions(now))


def test_a_wish_stays_where_an_organiser_put_it() -> None:
    camp = replanned(after(a_camp(), put(POETRY, NINE, GYM)))
    assert where(camp, POETRY) == [(NINE, GYM)]
    assert where(camp, CHESS)


def test_a_wish_goes_where_it_is_pinned_and_nowhere_else() -> None:
    camp = after(a_camp(), edited(a_camp(), POETRY, CLEO, sessions=3), pinned(POETRY, TEN))
    assert [slot for slot, _ in where(replanned(camp), POETRY)] == [TEN]
    assert where(replanned(a_camp()), POETRY) == []


def test_a_wish_that_the_planner_placed_itself_makes_way() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)))
    camp = after(camp, c.LeaveTopic(topic=CHESS, attendee=ADA, by=ADA))
    assert where(replanned(camp), CHESS) == []


def test_a_pin_into_a_slot_that_froze_without_it_stops_nobodys_planning() -> None:
    camp = after(a_camp(), pinned(CHESS, NINE), c.FreezeDueSlot(slot=NINE))
    camp = replanned(camp)
    assert NINE not in [slot for slot, _ in where(camp, CHESS)]
    assert where(camp, ROBOTS)


def test_pins_that_can_not_all_be_kept_stop_nobodys_planning() -> None:
    crowd = [TopicId(f"x{n}") for n in range(4)]  # and there are three rooms
    camp = after(a_camp(), *(pitched(topic, CLEO) for topic in crowd), put(crowd[0], NINE, HUT))
    camp = after(camp, *(pinned(topic, NINE) for topic in crowd[1:]))
    with pytest.raises(InvalidInstance):
        replanned(camp)
    camp = replanned(camp, new_pins=False)
    assert where(camp, crowd[0]) == [(NINE, HUT)]
    assert all(held(camp, p) or p.topic in (CHESS, ROBOTS) for p in sessions(camp))
    assert where(camp, CHESS)
    assert where(camp, ROBOTS)
