"""What organisers and the clock do to the grid."""

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid, Unknown
from board.camp.model import Camp, Pin, RoomId, SlotId, TopicId
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
    undo,
    where,
)


def cleared(topic: TopicId, slot: SlotId) -> c.ClearSession:
    return did(c.ClearSession, topic=topic, slot=slot)


def frozen(slot: SlotId) -> c.FreezeSlot:
    return did(c.FreezeSlot, slot=slot)


def repeating(topic: TopicId = CHESS, times: int = 2) -> Camp:
    return after(a_camp(), edited(a_camp(), topic, ADA, sessions=times))


# Putting a session somewhere


def test_an_organiser_puts_a_session_into_a_cell_and_it_is_pinned_there() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM))
    assert where(camp, CHESS) == [(NINE, GYM)]
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=NINE, room=GYM),)
    assert camp.placements[CHESS][0].why == "put here by an organiser"
    assert camp.actions[-1].what == "Put “Chess” into Gym, Nine"
    assert decide(camp, put(CHESS, NINE, GYM)) == ()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (put(NEW, NINE, GYM), "There is no topic “new”"),
        (put(CHESS, SlotId("s99"), GYM), "There is no slot “s99”"),
        (put(CHESS, NINE, RoomId("attic")), "There is no room “attic”"),
    ],
)
def test_what_is_not_there_is_put_nowhere(command: c.Command, why: str) -> None:
    with pytest.raises(Unknown, match=why):
        decide(a_camp(), command)


def test_what_is_off_the_board_is_put_nowhere() -> None:
    with pytest.raises(Invalid, match="“Chess” is no longer on the board"):
        decide(after(a_camp(), did(c.HideTopic, topic=CHESS)), put(CHESS, NINE, GYM))


def test_a_session_that_is_put_elsewhere_leaves_its_cell_and_its_pin() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), put(CHESS, TEN, LAB))
    assert where(camp, CHESS) == [(TEN, LAB)]
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=TEN, room=LAB),)


def test_a_session_that_is_put_where_the_planner_had_it_is_pinned_there() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), put(CHESS, NINE, GYM))
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=NINE, room=GYM),)
    assert camp.placements[CHESS][0].why == "a free room"


def test_a_wish_can_be_put_somewhere_though_nobody_leads_it_yet() -> None:
    assert where(after(a_camp(), put(POETRY, NINE, GYM)), POETRY) == [(NINE, GYM)]


@pytest.mark.parametrize(
    "pin",
    [
        Pin(topic=CHESS, slot=TEN),
        Pin(topic=CHESS, room=HUT),
        Pin(topic=CHESS, slot=NINE),
        Pin(topic=CHESS, room=GYM),
        Pin(topic=CHESS, slot=NINE, room=HUT),
    ],
)
def test_putting_a_session_somewhere_replaces_the_pin_that_said_so_less_or_otherwise(
    pin: Pin,
) -> None:
    camp = after(a_camp(), did(c.PinTopic, pin=pin), put(CHESS, NINE, GYM))
    assert camp.pins[CHESS] == (Pin(topic=CHESS, slot=NINE, room=GYM),)


def test_organisers_put_sessions_into_and_out_of_frozen_slots() -> None:
    camp = after(a_camp(), frozen(NINE), frozen(TEN), put(CHESS, NINE, GYM), put(CHESS, TEN, GYM))
    assert where(camp, CHESS) == [(TEN, GYM)]


# Where something stands already


def test_two_sessions_change_places_where_both_fit() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)), put(CHESS, TEN, LAB))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([(TEN, LAB)], [(NINE, GYM)])
    assert camp.placements[ROBOTS][0].why.startswith("changed places")
    assert ROBOTS not in camp.pins


def test_two_sessions_change_rooms_within_a_slot() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM), (ROBOTS, NINE, LAB)), put(CHESS, NINE, LAB))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([(NINE, LAB)], [(NINE, GYM)])


def test_what_can_not_change_places_leaves_the_grid() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, HUT), (ROBOTS, TEN, LAB)))
    camp = after(camp, edited(camp, ROBOTS, BEN, needs=("sink",)), put(CHESS, TEN, LAB))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([(TEN, LAB)], [])


@pytest.mark.parametrize("third", [TopicId("a"), TopicId("z")])
def test_a_swap_never_double_books_whom_a_third_session_needs(third: TopicId) -> None:
    camp = after(a_camp(), pitched(third, BEN, leads=True))
    camp = after(camp, planned((CHESS, NINE, GYM), (third, NINE, LAB), (ROBOTS, TEN, GYM)))
    camp = after(camp, put(CHESS, TEN, GYM))
    assert (where(camp, ROBOTS), where(camp, third)) == ([], [(NINE, LAB)])


def test_what_comes_from_nowhere_sends_what_stood_there_off_the_grid() -> None:
    camp = after(a_camp(), planned((ROBOTS, NINE, GYM)), put(CHESS, NINE, GYM))
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([(NINE, GYM)], [])


@pytest.mark.parametrize(
    "pin", [put(ROBOTS, NINE, GYM), did(c.PinTopic, pin=Pin(topic=ROBOTS, slot=NINE))]
)
def test_what_is_pinned_gives_way_to_nothing(pin: c.Command) -> None:
    camp = after(a_camp(), planned((ROBOTS, NINE, GYM)), pin)
    with pytest.raises(
        Conflict, match=r"“Robots” is pinned there\. Unpin it first, or choose another"
    ):
        decide(camp, put(CHESS, NINE, GYM))


def test_a_cell_that_another_topic_is_pinned_to_is_not_free() -> None:
    camp = after(a_camp(), did(c.PinTopic, pin=Pin(topic=ROBOTS, slot=NINE, room=GYM)))
    with pytest.raises(Conflict, match="“Chess” can't be there: “Robots” is pinned there"):
        decide(camp, put(CHESS, NINE, GYM))


# Where a session can't be


def test_a_session_is_put_only_where_it_fits() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, not_in=(NINE,), needs=("sink",)))
    closed = replace(camp.rooms[LAB], closed=(NOON,))
    camp = after(camp, did(c.SetRooms, rooms=(closed,)))
    for slot, room, why in (
        (NINE, LAB, "its facilitators can't make Nine"),
        (TEN, GYM, "Gym has no sink"),
        (NOON, LAB, "Lab is closed in Noon"),
    ):
        with pytest.raises(Conflict, match=f"“Chess” can't be there: {why}"):
            decide(camp, put(CHESS, slot, room))


def test_nobody_is_put_into_two_rooms_at_once() -> None:
    camp = after(a_camp(), pitched(NEW, ADA, leads=True), planned((NEW, NINE, LAB)))
    with pytest.raises(Conflict, match="“Chess” can't be there: Ada leads “New” then"):
        decide(camp, put(CHESS, NINE, GYM))


def test_nobody_is_put_where_they_are_pinned_to_be_elsewhere() -> None:
    pin = did(c.PinTopic, pin=Pin(topic=NEW, slot=NINE))
    camp = after(a_camp(), pitched(NEW, ADA, leads=True), pin)
    with pytest.raises(Conflict, match="one of its facilitators leads “New”, which is pinned to"):
        decide(camp, put(CHESS, NINE, GYM))


# Topics that run more than once


def test_a_topic_that_runs_twice_is_put_into_two_slots() -> None:
    camp = after(repeating(), put(CHESS, NINE, GYM), put(CHESS, TEN, LAB))
    assert where(camp, CHESS) == [(TEN, LAB), (NINE, GYM)]
    assert len(camp.pins[CHESS]) == 2


def test_of_several_sessions_one_says_which_to_move() -> None:
    camp = after(repeating(), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM)))
    with pytest.raises(Conflict, match=r"All its sessions are on the grid\. Say which one to move"):
        decide(camp, put(CHESS, NOON, GYM))
    camp = after(camp, put(CHESS, NOON, GYM, instead_of=NINE))
    assert where(camp, CHESS) == [(TEN, GYM), (NOON, GYM)]


def test_a_session_moves_within_its_slot_without_saying_which() -> None:
    camp = after(repeating(), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM)), put(CHESS, TEN, LAB))
    assert where(camp, CHESS) == [(TEN, LAB), (NINE, GYM)]


def test_a_session_that_has_moved_meanwhile_is_not_moved_again() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)))
    with pytest.raises(Conflict, match="The session is no longer where it was"):
        decide(camp, put(CHESS, NOON, GYM, instead_of=TEN))


@pytest.mark.parametrize("topic", [CHESS, POETRY])
def test_no_topic_runs_twice_in_one_slot(topic: TopicId) -> None:
    camp = a_camp(leaderless=True)
    camp = after(camp, edited(camp, topic, camp.topics[topic].by, sessions=2))
    camp = after(camp, planned((topic, NINE, GYM), (topic, TEN, GYM)))
    with pytest.raises(Conflict, match="can't be there: it runs in that slot already"):
        decide(camp, put(topic, TEN, LAB, instead_of=NINE))
    with pytest.raises(Conflict, match="runs there already"):
        decide(camp, put(topic, TEN, GYM, instead_of=NINE))


def test_a_session_does_not_change_places_into_a_slot_its_topic_runs_in_already() -> None:
    camp = after(repeating(), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM), (ROBOTS, NINE, LAB)))
    camp = after(camp, put(ROBOTS, TEN, GYM))
    assert (where(camp, ROBOTS), where(camp, CHESS)) == ([(TEN, GYM)], [(NINE, GYM)])


def test_moving_one_session_keeps_the_pins_that_hold_the_others() -> None:
    camp = after(repeating(), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM)))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=CHESS, room=GYM)))
    camp = after(camp, put(CHESS, NOON, LAB, instead_of=NINE))
    assert camp.pins[CHESS] == (
        Pin(topic=CHESS, room=GYM),
        Pin(topic=CHESS, slot=NOON, room=LAB),
    )


def test_a_topic_never_has_more_pins_than_sessions() -> None:
    camp = after(repeating(), *(did(c.PinTopic, pin=Pin(topic=CHESS, slot=s)) for s in (NINE, TEN)))
    camp = after(camp, planned((CHESS, NINE, GYM)), put(CHESS, NOON, LAB))
    assert camp.pins[CHESS] == (
        Pin(topic=CHESS, slot=NOON, room=LAB),
        Pin(topic=CHESS, slot=NINE),
    )


@pytest.mark.parametrize("pin", [Pin(topic=CHESS, slot=NINE), Pin(topic=CHESS, slot=TEN)])
def test_a_session_takes_the_place_of_the_pin_to_its_slot_and_of_no_other(pin: Pin) -> None:
    both = (Pin(topic=CHESS, slot=NINE), Pin(topic=CHESS, slot=TEN))
    camp = after(repeating(), *(did(c.PinTopic, pin=each) for each in both))
    camp = after(camp, put(CHESS, pin.slot or NOON, GYM))
    kept = [each for each in both if each != pin]
    assert set(camp.pins[CHESS]) == {*kept, Pin(topic=CHESS, slot=pin.slot, room=GYM)}


# Taking a session off the grid


def test_a_session_taken_off_the_grid_takes_the_pin_that_held_it_along() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), cleared(CHESS, NINE))
    assert (where(camp, CHESS), dict(camp.pins), dict(camp.cells)) == ([], {}, {})
    assert camp.actions[-1].what == "Took “Chess” off the grid"
    assert decide(camp, cleared(CHESS, NINE)) == ()


def test_a_pin_that_holds_another_session_too_stays() -> None:
    pin = Pin(topic=CHESS, room=GYM)
    camp = after(repeating(), planned((CHESS, NINE, GYM), (CHESS, TEN, GYM)))
    camp = after(camp, did(c.PinTopic, pin=pin), cleared(CHESS, NINE))
    assert (where(camp, CHESS), camp.pins[CHESS]) == ([(TEN, GYM)], (pin,))


def test_nothing_is_taken_off_where_nothing_is() -> None:
    assert decide(a_camp(), cleared(CHESS, NINE)) == ()
    with pytest.raises(Unknown):
        decide(a_camp(), cleared(NEW, NINE))


# Freezing


def test_a_slot_is_frozen_and_thawed_by_hand() -> None:
    camp = after(a_camp(), frozen(NINE))
    assert (set(camp.frozen), camp.actions[-1].what) == ({NINE}, "Froze Nine")
    assert decide(camp, frozen(NINE)) == ()
    camp = after(camp, did(c.ThawSlot, slot=NINE))
    assert (camp.frozen, camp.actions[-1].what) == (frozenset(), "Thawed Nine")
    assert decide(camp, did(c.ThawSlot, slot=NINE)) == ()


@pytest.mark.parametrize("kind", [c.FreezeSlot, c.ThawSlot])
def test_only_slots_that_are_there_freeze(kind: type[c.Action]) -> None:
    with pytest.raises(Unknown, match="There is no slot “s99”"):
        decide(a_camp(), did(kind, slot=SlotId("s99")))


def test_the_clock_freezes_a_slot_once_and_after_that_it_is_the_organisers() -> None:
    due = c.FreezeDueSlot(slot=NINE)
    camp = after(a_camp(), due)
    assert camp.frozen == {NINE}
    assert decide(camp, due) == ()
    assert decide(after(camp, did(c.ThawSlot, slot=NINE)), due) == ()
    assert decide(a_camp(), c.FreezeDueSlot(slot=SlotId("s99"))) == ()


def test_a_freeze_that_was_undone_leaves_the_slot_to_the_clock() -> None:
    camp = after(a_camp(), frozen(NINE))
    camp = after(camp, undo(camp))
    assert after(camp, c.FreezeDueSlot(slot=NINE)).frozen == {NINE}
