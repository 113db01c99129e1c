"""Pins: where organisers want a topic."""

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import BoardError, Conflict, Invalid, Unknown
from board.camp.model import Pin, RoomId, SlotId, TopicId
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    GYM,
    HUT,
    LAB,
    NEW,
    NINE,
    NOON,
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


def pin(topic: TopicId, slot: SlotId | None = None, room: RoomId | None = None) -> c.PinTopic:
    return did(c.PinTopic, pin=Pin(topic=topic, slot=slot, room=room))


def unpin(topic: TopicId, slot: SlotId | None = None, room: RoomId | None = None) -> c.UnpinTopic:
    return did(c.UnpinTopic, pin=Pin(topic=topic, slot=slot, room=room))


def test_a_pin_names_a_slot_a_room_or_both() -> None:
    for slot, room in ((NINE, None), (None, GYM), (NINE, GYM)):
        camp = after(a_camp(), pin(CHESS, slot, room))
        assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=slot, room=room),)
        assert camp.actions[-1].what == "Pinned “Chess”"
    with pytest.raises(Invalid, match="A pin names a slot, a room, or both"):
        decide(a_camp(), pin(CHESS))


def test_a_pin_moves_nothing_by_itself() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), pin(CHESS, TEN))
    assert where(camp, CHESS) == [(NINE, GYM)]


def test_a_pin_that_is_there_already_changes_nothing() -> None:
    assert decide(after(a_camp(), pin(CHESS, NINE)), pin(CHESS, NINE)) == ()


@pytest.mark.parametrize(
    ("command", "refusal", "why"),
    [
        (pin(NEW, NINE), Unknown, "There is no topic “new”"),
        (pin(POETRY, NINE), Invalid, "“Poetry” is no longer on the board"),
        (pin(CHESS, SlotId("s99")), Conflict, "can't be pinned there: the slot is not there any"),
        (pin(CHESS, NOON, RoomId("x")), Conflict, "can't be pinned there: the room is not there"),
        (pin(CHESS, NINE), Conflict, "can't be pinned there: its facilitators can't make Nine"),
        (pin(CHESS, TEN, GYM), Conflict, "can't be pinned there: Gym has no sink"),
        (pin(CHESS, NOON, LAB), Conflict, "can't be pinned there: Lab is closed in Noon"),
    ],
)
def test_a_pin_says_only_what_can_be(
    command: c.Command, refusal: type[BoardError], why: str
) -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, not_in=(NINE,), needs=("sink",)))
    closed = replace(camp.rooms[LAB], closed=(NOON,))
    camp = after(camp, did(c.SetRooms, rooms=(closed,)), did(c.HideTopic, topic=POETRY))
    with pytest.raises(refusal, match=why):
        decide(camp, command)


def test_a_topic_has_a_pin_for_each_of_its_sessions() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2), pin(CHESS, NINE))
    with pytest.raises(Conflict, match="it is pinned to that slot already"):
        decide(camp, pin(CHESS, NINE, GYM))
    with pytest.raises(Conflict, match="it has a pin for each of its sessions already"):
        decide(after(camp, pin(CHESS, room=GYM)), pin(CHESS, TEN))


def test_a_topic_that_runs_twice_can_be_pinned_to_two_rooms() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2))
    camp = after(camp, pin(CHESS, room=GYM), pin(CHESS, room=LAB))
    assert camp.pins[CHESS] == (Pin(topic=CHESS, room=GYM), Pin(topic=CHESS, room=LAB))


def test_two_topics_are_not_pinned_to_one_cell() -> None:
    camp = after(a_camp(), pin(ROBOTS, NINE, GYM))
    with pytest.raises(Conflict, match="“Chess” can't be pinned there: “Robots” is pinned there"):
        decide(camp, pin(CHESS, NINE, GYM))
    assert len(after(camp, pin(CHESS, NINE, LAB), pin(POETRY, TEN, GYM)).pins) == 3


def test_two_topics_of_one_facilitator_are_not_pinned_to_one_slot() -> None:
    camp = after(a_camp(), pitched(NEW, ADA, leads=True), pin(NEW, NINE, GYM))
    with pytest.raises(Conflict, match="one of its facilitators leads “New”, which is pinned to"):
        decide(camp, pin(CHESS, NINE))
    assert after(camp, pin(CHESS, room=GYM)).pins[CHESS]


def test_nothing_is_pinned_into_a_frozen_slot_but_what_stands_there() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), did(c.FreezeSlot, slot=NINE))
    assert after(camp, pin(CHESS, NINE)).pins[CHESS]
    with pytest.raises(Conflict, match="Nine is frozen, so nothing is moved into it"):
        decide(camp, pin(ROBOTS, NINE))


def test_a_session_that_was_unpinned_stays_until_it_is_moved() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), unpin(CHESS, NINE, GYM))
    assert (where(camp, CHESS), dict(camp.pins)) == ([(NINE, GYM)], {})
    assert camp.actions[-1].what == "Unpinned “Chess”"
    assert where(after(camp, planned((CHESS, TEN, HUT))), CHESS) == [(TEN, HUT)]


def test_only_a_pin_that_is_there_is_taken_out() -> None:
    camp = after(a_camp(), pin(CHESS, NINE))
    assert decide(camp, unpin(CHESS, NINE, GYM)) == ()
    with pytest.raises(Unknown):
        decide(camp, unpin(NEW, NINE))


def test_a_removed_slot_or_room_takes_the_pins_to_it_along_and_no_others() -> None:
    camp = after(a_camp(), pin(CHESS, NINE), pin(ROBOTS, room=GYM), pin(POETRY, TEN, LAB))
    assert set(after(camp, did(c.RemoveSlot, slot=NINE)).pins) == {ROBOTS, POETRY}
    assert set(after(camp, did(c.RemoveRoom, room=GYM)).pins) == {CHESS, POETRY}


def test_of_two_pins_that_a_merge_makes_contradict_each_other_one_that_holds_a_session_stays() -> (
    None
):
    camp = after(a_camp(), pitched(NEW, BEN, leads=True), put(NEW, NINE, GYM), pin(CHESS, NINE))
    camp = after(camp, did(c.MergeTopics, source=ROBOTS, target=CHESS))
    assert set(camp.pins) == {NEW}
    assert where(camp, NEW) == [(NINE, GYM)]


def test_pins_beyond_the_sessions_a_topic_still_has_are_taken_out() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2))
    camp = after(camp, pin(CHESS, NINE), put(CHESS, TEN, GYM))
    with pytest.raises(Conflict, match="“Chess” is pinned, and it has a pin for each"):
        decide(camp, edited(camp, CHESS, ADA, sessions=1))
    camp = after(camp, edited(camp, CHESS, camp.actions[-1].by, sessions=1))
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=TEN, room=GYM),)
