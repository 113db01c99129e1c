"""What the console counts down to, and where it says the day stands."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from board.camp import events as e
from board.camp.evolve import fold
from board.camp.model import Camp, SlotId
from board.live.agenda import agenda, step
from tests.boards import small_camp


@pytest.fixture
def camp() -> Camp:
    """Open, with slots of 50 minutes at 9:00, 10:00 and 11:00 UTC."""
    return fold(None, small_camp())


def moment(clock: str) -> int:
    """The camp's day at a time in UTC, in ms since the epoch."""
    return round(
        datetime.fromisoformat(f"2031-05-03T{clock}").replace(tzinfo=UTC).timestamp() * 1000
    )


def freezes(camp: Camp) -> list[tuple[str, str, int]]:
    return [(a.slot, a.when, a.at) for a in agenda(camp) if a.kind == "freezes"]


def test_all_that_happens_to_slots_is_told_in_order(camp: Camp) -> None:
    told = [(a.when, a.kind, a.slot) for a in agenda(camp)]
    assert told[:4] == [
        ("8:50", "freezes", "s1"),
        ("9:00", "begins", "s1"),
        ("9:50", "ends", "s1"),
        ("9:50", "freezes", "s2"),
    ]
    assert [a.at for a in agenda(camp)] == sorted(a.at for a in agenda(camp))


def test_it_is_told_by_the_camps_own_clocks(camp: Camp) -> None:
    camp = replace(camp, settings=replace(camp.settings, zone="America/New_York"))
    assert freezes(camp)[0] == ("s1", "8:50", moment("12:50"))  # four hours behind UTC in May


def test_slots_that_are_frozen_or_were_thawed_by_hand_freeze_no_more(camp: Camp) -> None:
    frozen = e.SlotFrozen(slot=SlotId("s1"))
    thawed = (e.SlotFrozen(slot=SlotId("s2")), e.SlotThawed(slot=SlotId("s2")))
    camp = fold(camp, (frozen, *thawed))
    assert [slot for slot, _, _ in freezes(camp)] == ["s3"]


def test_nothing_freezes_by_itself_where_organisers_do_it_by_hand(camp: Camp) -> None:
    camp = replace(camp, settings=replace(camp.settings, freeze_minutes=0))
    assert freezes(camp) == []


def test_a_slot_that_ends_at_midnight_has_a_moment(camp: Camp) -> None:
    late = replace(camp.slots[SlotId("s3")], start=23 * 60, minutes=60)
    camp = replace(camp, slots=camp.slots.set(late.id, late))
    assert step(camp).last == moment("23:59") + 60_000


def test_a_camp_without_rooms_or_slots_is_told_what_it_lacks(camp: Camp) -> None:
    bare = fold(None, small_camp()[:1])
    assert step(bare).missing == ("rooms", "slots")
    assert step(replace(bare, rooms=camp.rooms)).missing == ("slots",)
    assert step(camp).missing == ()
