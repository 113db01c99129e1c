"""The frame of the day: settings, phases, rooms, slots, breaks, organisers."""

from typing import Any

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import BoardError, Conflict, Forbidden, Invalid
from board.camp.model import (
    Break,
    BreakId,
    CampId,
    Organiser,
    OrganiserId,
    Phase,
    Room,
    RoomId,
    Slot,
    SlotId,
)
from board.camp.rules.frame import MOST_ROOMS, MOST_SLOTS
from tests.camp.scenes import (
    ADA,
    BEGIN,
    CHESS,
    GYM,
    HUT,
    LAB,
    NINE,
    OLU,
    PIA,
    ROBOTS,
    SETTINGS,
    TEN,
    a_camp,
    after,
    did,
    edited,
    planned,
    put,
    where,
)


def room(title: str, **other: Any) -> Room:
    return Room(**{"id": RoomId(title.lower()), "name": title, "capacity": 20, **other})


def slot(name: str, start: int, minutes: int = 50) -> Slot:
    return Slot(id=SlotId(name.lower()), name=name, start=start, minutes=minutes)


def pause(name: str, start: int = 650, minutes: int = 70) -> Break:
    return Break(id=BreakId(name.lower()), name=name, start=start, minutes=minutes)


def rooms(*rooms: Room) -> c.SetRooms:
    return did(c.SetRooms, rooms=rooms)


def slots(*slots: Slot) -> c.SetSlots:
    return did(c.SetSlots, slots=slots)


def breaks(*breaks: Break) -> c.SetBreaks:
    return did(c.SetBreaks, breaks=breaks)


# Beginning


@pytest.mark.parametrize("wrong", ["", "Spring", "spring camp"])
def test_a_camp_needs_a_proper_code(wrong: str) -> None:
    with pytest.raises(Invalid, match="The id of the camp must be 1 to 32"):
        decide(None, replace(BEGIN, camp=CampId(wrong)))


@pytest.mark.parametrize(
    ("field", "most", "why"),
    [
        ("rooms", MOST_ROOMS, "A camp can have 300 rooms; these are 301"),
        ("slots", MOST_SLOTS, "A camp can have 40 slots; these are 41"),
        ("breaks", MOST_SLOTS, "A day can have 40 breaks; these are 41"),
    ],
)
def test_a_camp_begins_with_at_most_so_many_places_and_periods(
    field: str, most: int, why: str
) -> None:
    many = {
        "rooms": tuple(room(f"R{n}") for n in range(most + 1)),
        "slots": tuple(slot(f"S{n}", n * 5, 5) for n in range(most + 1)),
        "breaks": tuple(pause(f"B{n}") for n in range(most + 1)),
    }[field]
    empty = replace(BEGIN, rooms=(), slots=())
    assert len(decide(None, replace(empty, **{field: many[:most]}))) == 1 + most
    with pytest.raises(Conflict, match=why):
        decide(None, replace(empty, **{field: many}))


@pytest.mark.parametrize(
    "twice",
    [
        {"rooms": (room("Gym"), room("Hall", id=GYM))},
        {"slots": (slot("Nine", 540), slot("Nine", 600))},
        {"breaks": (pause("Lunch"), pause("Lunch", 800))},
    ],
)
def test_a_camp_begins_with_each_place_and_period_once(twice: dict[str, Any]) -> None:
    with pytest.raises(Invalid, match="is given twice"):
        decide(None, replace(BEGIN, **twice))


# Settings


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"name": ""}, "Please fill in the name of the camp"),
        ({"name": "x" * 81}, "The name of the camp is 81 characters long; 80 is the most"),
        ({"zone": " "}, "Please fill in the time zone"),
        ({"date": "14.3.2026"}, "“14.3.2026” is no date. Write it as 2026-03-14"),
        ({"date": "2026-02-30"}, "“2026-02-30” is no date"),
        ({"vote_budget": -1}, "The vote budget must be 0"),
        ({"vote_budget": 1_001}, "The vote budget must be 0"),
        ({"freeze_minutes": -1}, "A slot can freeze 0"),
        ({"freeze_minutes": 1_441}, "A slot can freeze 0"),
    ],
)
def test_settings_have_to_make_sense(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decide(None, replace(BEGIN, settings=replace(SETTINGS, **wrong)))
    with pytest.raises(Invalid, match=why):
        decide(a_camp(), did(c.ChangeSettings, settings=replace(SETTINGS, **wrong)))


def test_a_date_is_kept_in_one_form() -> None:
    camp = after(a_camp(), did(c.ChangeSettings, settings=replace(SETTINGS, date="20260315")))
    assert camp.settings.date == "2026-03-15"


def test_hiding_and_revealing_the_tallies_is_told_as_such() -> None:
    camp = after(a_camp(), did(c.ChangeSettings, settings=replace(SETTINGS, tallies_shown=False)))
    assert camp.actions[-1].what == "Hid the tallies"
    camp = after(camp, did(c.ChangeSettings, settings=SETTINGS))
    assert camp.actions[-1].what == "Revealed the tallies"
    camp = after(camp, did(c.ChangeSettings, settings=replace(SETTINGS, vote_budget=3)))
    assert camp.actions[-1].what == "Changed the settings"


def test_settings_that_are_so_already_change_nothing() -> None:
    assert decide(a_camp(), did(c.ChangeSettings, settings=SETTINGS)) == ()


# Phases


@pytest.mark.parametrize(
    ("begin", "then", "what"),
    [
        ("setup", "open", "Opened the board"),
        ("open", "running", "Started the sessions"),
        ("running", "closed", "Closed the camp"),
        ("closed", "setup", "Went back to setting up"),
    ],
)
def test_the_day_goes_on_and_back(begin: Phase, then: Phase, what: str) -> None:
    camp = after(a_camp(begin), did(c.ChangePhase, phase=then))
    assert (camp.phase, camp.actions[-1].what) == (then, what)


def test_there_are_four_phases() -> None:
    with pytest.raises(Invalid, match="“lunch” is no phase; they are setup, open, running, closed"):
        decide(a_camp(), did(c.ChangePhase, phase="lunch"))


# Rooms


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"id": "The Hall"}, "The id of the room must be 1 to 32"),
        ({"name": "\u200b"}, "Please fill in the name of the room"),
        ({"capacity": 0}, "How many people fit into Hall"),
        ({"capacity": 100_001}, "How many people fit into Hall"),
        ({"closed": ("s99",)}, "Hall is closed in a slot that isn't there: “s99”"),
        (
            {"features": tuple(f"f{n}" for n in range(13))},
            "At most 12, please, of this: room feature",
        ),
    ],
)
def test_rooms_have_to_make_sense(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decide(a_camp(), rooms(room("Hall", **wrong)))
    with pytest.raises(Invalid, match=why):
        decide(None, replace(BEGIN, rooms=(room("Hall", **wrong),)))


def test_no_two_rooms_share_a_name() -> None:
    for both in ([room("gym", id=HUT)], [room("Hall"), room("HALL", id=RoomId("h2"))]):
        with pytest.raises(Conflict, match="Give each its own name"):
            decide(a_camp(), rooms(*both))


def test_two_rooms_can_change_names_in_one_go() -> None:
    camp = after(a_camp(), rooms(room("Lab", id=GYM), room("Gym", id=LAB)))
    assert (camp.rooms[GYM].name, camp.rooms[LAB].name) == ("Lab", "Gym")


def test_a_room_is_given_once_at_a_time() -> None:
    with pytest.raises(Invalid, match="“Hut 2” is given twice"):
        decide(a_camp(), rooms(room("Hut 1", id=HUT), room("Hut 2", id=HUT)))


def test_a_camp_has_room_for_so_many_rooms() -> None:
    many = [room(f"R{n}") for n in range(MOST_ROOMS - 3)]
    full = after(a_camp(), rooms(*many))
    with pytest.raises(Conflict, match="A camp can have 300 rooms; with these it would have 301"):
        decide(full, rooms(room("Another")))
    assert full.actions[-1].what == "Set 297 rooms"


def test_features_are_matched_whatever_their_case() -> None:
    camp = after(a_camp(), rooms(room("Hall", features=(" Piano ", "PIANO", "", "Sink"))))
    assert camp.rooms[RoomId("hall")].features == ("piano", "sink")


def test_a_session_its_room_can_no_longer_hold_leaves_the_grid() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, needs=("projector",)))
    camp = after(camp, planned((CHESS, NINE, GYM), (ROBOTS, TEN, GYM)))
    assert where(after(camp, rooms(room("Gym"))), CHESS) == []
    closed = rooms(room("Gym", features=("projector",), closed=(NINE,)))
    camp = after(camp, closed)
    assert (where(camp, CHESS), where(camp, ROBOTS)) == ([], [(TEN, GYM)])
    assert camp.actions[-1].what == "Set Gym"


def test_a_room_that_closes_takes_its_pins_with_it() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), rooms(room("Gym", closed=(NINE,))))
    assert not camp.pins
    assert not camp.cells


def test_a_removed_room_takes_its_sessions_and_pins_off_the_grid() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), did(c.RemoveRoom, room=GYM))
    assert (where(camp, CHESS), dict(camp.pins)) == ([], {})
    assert camp.actions[-1].what == "Removed Gym"
    assert decide(camp, did(c.RemoveRoom, room=GYM)) == ()


def test_a_room_stays_closed_in_a_slot_that_is_gone_until_somebody_says_otherwise() -> None:
    camp = after(a_camp(), rooms(room("Hut", closed=(NINE,))), did(c.RemoveSlot, slot=NINE))
    camp = after(camp, rooms(replace(camp.rooms[HUT], capacity=15)))
    assert camp.rooms[HUT].closed == (NINE,)
    with pytest.raises(Invalid, match="Lab is closed in a slot that isn't there: “s9”"):
        decide(camp, rooms(replace(camp.rooms[LAB], closed=(NINE,))))
    camp = after(camp, rooms(replace(camp.rooms[HUT], closed=())))
    assert camp.rooms[HUT].closed == ()


# Slots


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (slot("", 800), "The id of the slot must be 1 to 32"),
        (replace(slot("Late", 800), name=" "), "Please fill in the name of the slot"),
        (slot("Late", -1), "Late must take 5 minutes or more, and lie within the day"),
        (slot("Late", 1440), "Late must take 5 minutes or more, and lie within the day"),
        (slot("Late", 1400, 41), "Late must take 5 minutes or more, and lie within the day"),
        (slot("Late", 800, 4), "Late must take 5 minutes or more, and lie within the day"),
    ],
)
def test_slots_have_to_make_sense(wrong: Slot, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decide(a_camp(), slots(wrong))


def test_slots_follow_one_another() -> None:
    follows = after(a_camp(), slots(slot("Eleven", 650)))
    assert follows.slots[SlotId("eleven")].end == 700
    for overlapping in (slot("Early", 500, 41), slot("Within", 550, 10), slot("Around", 530, 70)):
        with pytest.raises(Conflict, match="slots follow one another"):
            decide(a_camp(), slots(overlapping))
    with pytest.raises(Conflict, match="Ten begins before Nine is over"):
        decide(a_camp(), slots(replace(BEGIN.slots[0], minutes=61)))


def test_a_slot_is_given_once_at_a_time() -> None:
    with pytest.raises(Invalid, match="“Late” is given twice"):
        decide(a_camp(), slots(slot("Late", 800), slot("Late", 900)))


def test_a_day_has_room_for_so_many_slots() -> None:
    with pytest.raises(Conflict, match="A camp can have 40 slots; these are 41"):
        decide(a_camp(), slots(*(slot(f"Late{n}", 800 + n * 5, 5) for n in range(MOST_SLOTS - 2))))


def test_the_sessions_of_a_slot_move_through_the_day_with_it() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), slots(replace(BEGIN.slots[0], start=800)))
    assert where(camp, CHESS) == [(NINE, GYM)]
    assert camp.actions[-1].what == "Set Nine"
    assert decide(camp, slots(replace(BEGIN.slots[0], start=800))) == ()


def test_a_removed_slot_takes_its_sessions_and_pins_off_the_grid_and_is_no_longer_frozen() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), did(c.FreezeSlot, slot=NINE))
    camp = after(camp, did(c.RemoveSlot, slot=NINE))
    assert (where(camp, CHESS), dict(camp.pins), camp.frozen) == ([], {}, frozenset())
    assert camp.actions[-1].what == "Removed Nine"
    assert decide(camp, did(c.RemoveSlot, slot=NINE)) == ()


# Breaks


def test_breaks_come_change_and_go() -> None:
    camp = after(a_camp(), breaks(pause("Lunch"), pause("Bell", 500, 5), pause("Tea", 1400, 40)))
    assert camp.actions[-1].what == "Set Lunch, Bell, Tea"
    assert decide(camp, breaks(pause("Lunch"))) == ()
    camp = after(camp, breaks(pause("Lunch", 660)))
    assert camp.breaks[BreakId("lunch")].end == 730
    camp = after(camp, did(c.RemoveBreak, pause=BreakId("lunch")))
    assert set(camp.breaks) == {"bell", "tea"}
    assert camp.actions[-1].what == "Removed Lunch"
    assert decide(camp, did(c.RemoveBreak, pause=BreakId("lunch"))) == ()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (pause(""), "The id of the break must be 1 to 32"),
        (replace(pause("Lunch"), name=""), "Please fill in the name of the break"),
        (pause("Lunch", minutes=0), "Lunch must take 5 minutes or more"),
    ],
)
def test_breaks_have_to_make_sense(wrong: Break, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decide(a_camp(), breaks(wrong))


def test_a_day_has_room_for_so_many_breaks_and_each_can_still_change() -> None:
    full = after(a_camp(), breaks(*(pause(f"B{n}") for n in range(MOST_SLOTS))))
    with pytest.raises(Conflict, match="A day can have 40 breaks; with these it would have 41"):
        decide(full, breaks(pause("Another")))
    assert after(full, breaks(pause("B1", 700))).breaks[BreakId("b1")].start == 700


# Organisers


def invite(organiser: OrganiserId, name: str = "Pia") -> c.InviteOrganiser:
    return did(c.InviteOrganiser, organiser=Organiser(id=organiser, name=name))


def test_organisers_invite_organisers() -> None:
    camp = after(a_camp(), invite(PIA))
    assert camp.actions[-1].what == "Invited Pia"
    assert after(camp, did(c.HideTopic, by=PIA, topic=CHESS)).topics[CHESS].hidden
    assert decide(camp, invite(PIA, "Somebody else")) == ()


@pytest.mark.parametrize(
    ("organiser", "name", "refusal"),
    [
        (PIA, "", Invalid("Please fill in the name of the organiser.")),
        (OrganiserId("Pia"), "Pia", Invalid("The id of the organiser must be")),
        (OrganiserId(ADA), "Ada", Conflict("This id belongs to an attendee")),
    ],
)
def test_organisers_have_to_be_told_apart(
    organiser: OrganiserId, name: str, refusal: BoardError
) -> None:
    with pytest.raises(type(refusal), match=refusal.detail):
        decide(a_camp(), invite(organiser, name))


def test_a_removed_organiser_runs_nothing_any_more() -> None:
    camp = after(a_camp(), invite(PIA), did(c.RemoveOrganiser, organiser=PIA))
    assert camp.actions[-1].what == "Removed Pia"
    with pytest.raises(Forbidden, match="Only organisers can do this"):
        decide(camp, did(c.HideTopic, by=PIA, topic=CHESS))
    assert decide(camp, did(c.RemoveOrganiser, organiser=PIA)) == ()


def test_the_last_organiser_stays() -> None:
    with pytest.raises(Conflict, match="A camp needs an organiser: invite another one first"):
        decide(a_camp(), did(c.RemoveOrganiser, organiser=OLU))
    camp = after(a_camp(), invite(PIA), did(c.RemoveOrganiser, by=PIA, organiser=OLU))
    assert set(camp.organisers) == {PIA}
