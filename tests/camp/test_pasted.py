"""Rooms, breaks and slots as people type them."""

import pytest

from board.camp import pasted
from board.camp.model import Break, BreakId


def test_a_room_is_its_name_and_how_many_fit_in() -> None:
    rooms, complaints = pasted.rooms("Library 40\n\n  Room 12 28\nGym, 120\n")
    assert [(room.name, room.capacity) for room in rooms] == [
        ("Library", 40),
        ("Room 12", 28),
        ("Gym", 120),
    ]
    assert complaints == ()


@pytest.mark.parametrize(
    ("line", "features"),
    [
        ("Library, 40, piano projector", ("piano", "projector")),
        ("Library, 40, string instruments, sink", ("string instruments", "sink")),
        ("Library\t40\tprojector", ("projector",)),
        ("Library, 40,", ()),
    ],
)
def test_what_a_room_has_comes_after_the_second_comma(line: str, features: tuple[str, ...]) -> None:
    [room] = pasted.rooms(line).rooms
    assert (room.name, room.capacity, room.features) == ("Library", 40, features)


def test_every_bad_line_is_told_by_its_number_and_the_good_ones_are_kept() -> None:
    rooms, complaints = pasted.rooms("Library 40\nGym\n\nStage, many\nlibrary 20\nLab 0")
    assert [room.name for room in rooms] == ["Library"]
    assert [complaint[:6] for complaint in complaints] == ["Line 2", "Line 4", "Line 5", "Line 6"]
    assert "Library 40" in complaints[0]
    assert "twice" in complaints[2]


def test_rooms_whose_names_look_alike_get_ids_of_their_own() -> None:
    rooms, _ = pasted.rooms("Café 10\nCafe 20\n北 30\n南 40")
    assert [room.id for room in rooms] == ["cafe", "cafe-2", "room", "room-2"]


def test_a_break_says_when_how_long_and_what() -> None:
    breaks, complaints = pasted.breaks("2:30 pm 15 Coffee\n12:00 45 Lunch together\nlunch")
    assert [(b.start, b.minutes, b.name) for b in breaks] == [
        (720, 45, "Lunch together"),
        (870, 15, "Coffee"),
    ]
    assert complaints == (
        "Line 3, “lunch”: write when it begins, how many minutes it takes, and its name:"
        " 12:00 45 Lunch",
    )


def test_slots_make_room_for_lunch() -> None:
    lunch = Break(id=BreakId("lunch"), name="Lunch", start=720, minutes=45)
    slots = pasted.slots(9 * 60 + 30, 4, 50, 10, [lunch])
    assert [slot.start for slot in slots] == [570, 630, 765, 825]
    assert all(slot.end <= 720 or slot.start >= 765 for slot in slots)


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("9:05", 545),
        ("09.05", 545),
        ("9", 540),
        ("1 pm", 780),
        ("12 am", 0),
        ("12:30pm", 750),
        ("24:00", None),
        ("13 pm", None),
        ("9:60", None),
        ("soon", None),
        ("\u0669:\u0660\u0660", 540),
    ],
)
def test_times_are_read_the_way_people_write_them(typed: str, minutes: int | None) -> None:
    assert pasted.minutes_of(typed) == minutes
