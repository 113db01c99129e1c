"""Taking back what organisers did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.errors import Conflict, Forbidden
from board.camp.evolve import KEPT_ACTIONS, fold
from board.camp.model import (
    ActionId,
    AttendeeId,
    Break,
    BreakId,
    Camp,
    Organiser,
    OrganiserId,
    Pin,
    Room,
    RoomId,
    Slot,
    SlotId,
)
from tests.camp.scenes import (
    ADA,
    BEGIN,
    CHESS,
    CLEO,
    GYM,
    HUT,
    LAB,
    NEW,
    NINE,
    OLU,
    PIA,
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
from tests.camp.sound import unsound
from tests.camp.strategies import a_day, often, rarely, taken


@often
@given(st.data())
def test_undoing_an_action_at_once_restores_the_camp_exactly(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events and isinstance(step.command, c.Action):
            after = _undone(step.after)
            kept = step.before.actions[-KEPT_ACTIONS + 1 :]
            assert replace(after, actions=kept) == replace(step.before, actions=kept), step.command
            assert after.actions == kept


@rarely
@given(st.data())
def test_all_that_organisers_did_can_be_undone_one_by_one(data: st.DataObject) -> None:
    camps: list[Camp] = []
    for step in a_day(data.draw):
        if isinstance(step.command, c.Action):
            after = taken(camps[-1] if camps else step.before, step.command)
            if not camps:
                camps.append(step.before)
            if after.events:
                camps.append(after.after)
    for before, after_ in zip(camps[-2::-1], camps[:0:-1], strict=True):
        assert replace(_undone(after_), actions=()) == replace(before, actions=())


@rarely
@given(st.data())
def test_undoing_late_keeps_what_people_did_since(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events and isinstance(step.command, c.UndoAction):
            before, after_ = step.before, step.after
            assert before.attendees == after_.attendees
            assert set(before.topics) == set(after_.topics)
            assert (before.seen, before.seen_by) == (after_.seen, after_.seen_by)
            assert before.seen_spent == after_.seen_spent
            if not any(isinstance(event, e.TopicsUnmerged) for event in step.events):
                assert before.ballots == after_.ballots


def test_only_the_last_action_is_undone_and_only_once() -> None:
    camp = after(a_camp(), did(c.HideTopic, topic=CHESS), did(c.FreezeSlot, slot=NINE))
    hide, freeze = camp.actions[-2:]
    why = "Something else happened since, or it is undone already"
    with pytest.raises(Conflict, match=why):
        decide(camp, c.UndoAction(by=OLU, action=hide.id))
    camp = after(camp, undo(camp))
    with pytest.raises(Conflict, match=why):
        decide(camp, c.UndoAction(by=OLU, action=freeze.id))
    camp = after(camp, undo(camp))
    assert camp.topics[CHESS].up


def test_there_is_nothing_to_undo_where_nothing_was_done() -> None:
    with pytest.raises(Conflict, match="Look at the list"):
        decide(fold(None, decide(None, BEGIN)), c.UndoAction(by=OLU, action=ActionId("x")))


def test_only_organisers_undo() -> None:
    camp = a_camp()
    with pytest.raises(Forbidden):
        decide(camp, replace(undo(camp), by=OrganiserId(ADA)))


def test_undo_puts_two_sessions_that_changed_places_back() -> None:
    begun = after(a_camp(), planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))
    camp = after(begun, put(CHESS, TEN, LAB))
    assert replace(after(camp, undo(camp)), actions=begun.actions) == begun


def test_undo_gives_back_what_was_described_anew() -> None:
    lunch = Break(id=BreakId("lunch"), name="Lunch", start=650, minutes=60)
    begun = after(a_camp(), did(c.SetBreaks, breaks=(lunch,)))
    for change in (
        did(c.SetSlots, slots=(replace(begun.slots[NINE], name="First", start=530),)),
        did(c.SetRooms, rooms=(replace(begun.rooms[GYM], name="Hall", capacity=8),)),
        did(c.SetBreaks, breaks=(replace(lunch, minutes=30),)),
        did(c.ChangeSettings, settings=replace(begun.settings, vote_budget=7)),
        did(c.ChangePhase, phase="closed"),
    ):
        camp = after(begun, change)
        assert replace(after(camp, undo(camp)), actions=begun.actions) == begun


def test_undo_leaves_a_session_alone_that_the_planner_has_placed_since() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), did(c.RemoveRoom, room=GYM))
    camp = after(camp, planned((CHESS, TEN, LAB)))
    camp = after(camp, undo(camp))
    assert where(camp, CHESS) == [(TEN, LAB)]
    assert GYM in camp.rooms


def test_undo_does_not_put_a_wish_twice_into_the_slot_the_planner_chose_again() -> None:
    camp = after(a_camp(leaderless=True), edited(a_camp(), POETRY, CLEO, sessions=2))
    camp = after(camp, planned((POETRY, NINE, GYM)), did(c.RemoveRoom, room=GYM))
    camp = after(camp, planned((POETRY, NINE, LAB)))
    assert where(after(camp, undo(camp)), POETRY) == [(NINE, LAB)]


def test_undo_leaves_the_old_cell_to_what_the_planner_has_put_there_since() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), did(c.HideTopic, topic=CHESS))
    camp = after(camp, planned((ROBOTS, NINE, GYM)))
    camp = after(camp, undo(camp))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([], [(NINE, GYM)])
    assert camp.topics[CHESS].up


def test_undo_brings_a_pin_back_though_its_cell_is_taken_for_now() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), did(c.ClearSession, topic=CHESS, slot=NINE))
    camp = after(camp, planned((ROBOTS, NINE, GYM)))
    camp = after(camp, undo(camp))
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=NINE, room=GYM),)
    assert where(camp, ROBOTS) == [(NINE, GYM)]
    camp = after(camp, planned((CHESS, NINE, GYM), (ROBOTS, NINE, LAB)))
    assert where(camp, CHESS) == [(NINE, GYM)]


def test_undo_brings_no_pin_back_that_has_become_impossible() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), did(c.ClearSession, topic=CHESS, slot=NINE))
    camp = after(camp, edited(camp, CHESS, ADA, not_in=(NINE,)))
    camp = after(camp, undo(camp))
    assert (where(camp, CHESS), dict(camp.pins)) == ([], {})


def test_undo_brings_no_session_back_where_its_facilitator_now_leads_another() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), did(c.HideTopic, topic=CHESS))
    camp = after(camp, pitched(NEW, ADA, leads=True), planned((NEW, NINE, LAB)))
    assert where(after(camp, undo(camp)), CHESS) == []


def test_undoing_a_new_room_or_slot_takes_off_the_grid_what_was_placed_in_it_since() -> None:
    attic = Room(id=RoomId("attic"), name="Attic", capacity=9)
    camp = after(a_camp(), did(c.SetRooms, rooms=(attic,)), planned((CHESS, NINE, attic.id)))
    camp = after(camp, undo(camp))
    assert (where(camp, CHESS), attic.id in camp.rooms) == ([], False)
    late = Slot(id=SlotId("late"), name="Late", start=900, minutes=50)
    camp = after(camp, did(c.SetSlots, slots=(late,)), planned((CHESS, late.id, GYM)))
    camp = after(camp, c.FreezeDueSlot(slot=late.id))
    camp = after(camp, undo(camp))
    assert (where(camp, CHESS), late.id in camp.slots, set(camp.frozen)) == ([], False, set())


def test_undoing_a_new_slot_leaves_topics_that_avoid_it_as_they_are() -> None:
    late = Slot(id=SlotId("late"), name="Late", start=900, minutes=50)
    camp = after(a_camp(), did(c.SetSlots, slots=(late,)))
    camp = after(camp, edited(camp, CHESS, ADA, not_in=(late.id,)))
    camp = after(camp, undo(camp))
    camp = after(camp, edited(camp, CHESS, ADA, title="Chess for all"))
    assert camp.topics[CHESS].pitch.not_in == (late.id,)


def test_a_slot_that_comes_back_is_frozen_again_and_avoided_again() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, not_in=(NINE,)))
    hut = replace(camp.rooms[HUT], closed=(NINE,))
    camp = after(camp, did(c.SetRooms, rooms=(hut,)), planned((ROBOTS, NINE, GYM)))
    begun = after(camp, c.FreezeDueSlot(slot=NINE))
    camp = after(begun, did(c.RemoveSlot, slot=NINE))
    assert replace(after(camp, undo(camp)), actions=begun.actions) == begun


def test_a_slot_or_a_name_that_somebody_took_has_to_be_given_back_first() -> None:
    instead = Slot(id=SlotId("early"), name="Early", start=530, minutes=60)
    hall = Room(id=RoomId("hall"), name="Gym", capacity=20)
    for removed, taken_ in (
        (did(c.RemoveSlot, slot=NINE), did(c.SetSlots, slots=(instead,))),
        (did(c.RemoveRoom, room=GYM), did(c.SetRooms, rooms=(hall,))),
    ):
        camp = after(a_camp(), removed, taken_)
        with pytest.raises(Conflict, match="Something else happened since"):
            decide(camp, c.UndoAction(by=OLU, action=removed.action))
        camp = after(camp, undo(camp))
        assert unsound(after(camp, undo(camp))) == []


def test_an_organiser_whose_id_somebody_came_in_with_since_is_not_brought_back() -> None:
    invited = did(c.InviteOrganiser, organiser=Organiser(id=PIA, name="Pia"))
    camp = after(a_camp(), invited, did(c.RemoveOrganiser, organiser=PIA))
    camp = after(camp, c.JoinCamp(attendee=AttendeeId(PIA)))
    with pytest.raises(Conflict, match="Somebody who came in since has the organiser's id"):
        decide(camp, undo(camp))


def _undone(camp: Camp) -> Camp:
    organiser, last = min(camp.organisers), camp.actions[-1].id
    return fold(camp, decide(camp, c.UndoAction(by=organiser, action=last)))
