"""What if an organiser did this: tried on the camp as it is, by the command that would do it."""

from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid, Unknown, WrongPhase
from board.camp.evolve import fold
from board.camp.model import ActionId, AttendeeId, Camp, Pin, RoomId, SlotId, TopicId
from board.live import changes
from board.live.changes import AddRoom, AddSlot, CapTopic, Change, CloseRoom, RepeatTopic
from board.live.trials import Trials
from board.live.whatif import Impossible, Tried, what_if
from tests.camp.scenes import (
    CHESS,
    CLEO,
    GYM,
    HUT,
    LAB,
    NINE,
    NOON,
    OLU,
    POETRY,
    ROBOTS,
    TEN,
    a_camp,
    after,
    did,
    pitched,
    planned,
    put,
    undo,
)


@pytest.fixture(scope="module")
async def trials() -> AsyncIterator[Trials]:
    trials = Trials()
    yield trials
    await trials.close()


def busy_camp(*commands: c.Command) -> Camp:
    """Chess in the gym at nine with 20 votes, Robots in the lab at nine with 10."""
    people = [AttendeeId(f"p{n}") for n in range(20)]
    return after(
        a_camp(),
        *(c.JoinCamp(attendee=p) for p in people),
        *(c.OrderBallot(attendee=p, ballot=(CHESS,)) for p in people[:10]),
        *(c.OrderBallot(attendee=p, ballot=(ROBOTS, CHESS)) for p in people[10:]),
        planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)),
        *commands,
    )


def command_for(camp: Camp, change: Change, action: str = "try") -> c.Action:
    return changes.command(camp, change, by=OLU, action=ActionId(action), at=1)


async def try_it(trials: Trials, camp: Camp, change: Change) -> Tried:
    return await what_if(trials, camp, 1, command_for(camp, change), iterations=1)


@pytest.mark.parametrize(
    ("change", "doing", "to_do"),
    [
        (CloseRoom(room=GYM), "Closing Gym all day", "Close Gym all day"),
        (CloseRoom(room=GYM, slots=(TEN,)), "Closing Gym at 10:00", "Close Gym at 10:00"),
        (
            CloseRoom(room=LAB, slots=(NOON, TEN)),
            "Closing Lab at 10:00 and 12:00",
            "Close Lab at 10:00 and 12:00",
        ),
        (
            AddSlot(start=13 * 60, minutes=50),
            "Adding a slot from 13:00 to 13:50",
            "Add a slot from 13:00 to 13:50",
        ),
        (
            AddRoom(name="Attic", capacity=9),
            "Adding Attic, which holds 9",
            "Add Attic, which holds 9",
        ),
        (CapTopic(topic=CHESS, seats=12), "Capping “Chess” at 12", "Cap “Chess” at 12"),
        (
            RepeatTopic(topic=CHESS),
            "Letting “Chess” run once more",
            "Let “Chess” run once more",
        ),
    ],
)
async def test_a_change_is_tried_and_then_made_as_it_was_tried(
    trials: Trials, change: Change, doing: str, to_do: str
) -> None:
    camp = busy_camp()
    tried = await try_it(trials, camp, change)
    assert (changes.doing(camp, change), changes.to_do(camp, change)) == (doing, to_do)
    done = after(camp, command_for(camp, change))
    assert replace(tried.camp, actions=()) == replace(done, actions=())
    assert replace(after(done, undo(done)), actions=camp.actions) == camp
    assert tried.difference.before.seats == 30
    assert tried.seconds > 0


async def test_the_rest_of_the_day_is_what_is_not_frozen(trials: Trials) -> None:
    camp = busy_camp(did(c.FreezeSlot, slot=TEN))
    change = CloseRoom(room=GYM, slots=(NINE, NOON))
    assert changes.doing(camp, change) == "Closing Gym for the rest of the day"
    assert (await try_it(trials, camp, change)).difference.before.seats == 30


async def test_reasons_are_told_in_names_of_new_rooms_too(trials: Trials) -> None:
    camp = busy_camp()
    closed = await try_it(trials, camp, CloseRoom(room=GYM, slots=(NINE,)))
    (move,) = closed.difference.moves
    assert move.topic == CHESS
    assert move.why
    assert "«" not in move.why


async def test_what_is_pinned_into_a_closed_room_is_named_and_nothing_is_planned(
    trials: Trials,
) -> None:
    camp = busy_camp(put(CHESS, NINE, GYM, instead_of=NINE), put(ROBOTS, NOON, GYM))
    with pytest.raises(Impossible) as refused:
        await try_it(trials, camp, CloseRoom(room=GYM))
    assert {(each.topic, each.why) for each in refused.value.conflicts} == {
        (CHESS, "“Chess” is pinned to Gym at 9:00 Nine. Unpin it first."),
        (ROBOTS, "“Robots” is pinned to Gym at 12:00 Noon. Unpin it first."),
    }
    assert "Unpin it first." in refused.value.detail


async def test_what_is_frozen_in_a_closed_room_is_named(trials: Trials) -> None:
    camp = busy_camp(did(c.FreezeSlot, slot=NINE))
    with pytest.raises(Impossible) as refused:
        await try_it(trials, camp, CloseRoom(room=GYM, slots=(NINE,)))
    (conflict,) = refused.value.conflicts
    assert conflict.topic == CHESS
    assert conflict.why.startswith("“Chess” is in Gym at 9:00, which is frozen.")


async def test_pins_that_can_not_all_be_kept_any_more_are_told_in_names(trials: Trials) -> None:
    crowd = [TopicId(f"x{n}") for n in range(3)]  # as many as there are rooms
    camp = busy_camp(
        *(pitched(topic, CLEO) for topic in crowd),
        *(did(c.PinTopic, pin=Pin(topic=topic, slot=NOON)) for topic in crowd),
    )
    with pytest.raises(Impossible) as refused:
        await try_it(trials, camp, CloseRoom(room=HUT, slots=(NOON,)))
    (conflict,) = refused.value.conflicts
    assert all(f"“{topic.title()}”, pinned to 12:00 Noon" in conflict.why for topic in crowd)
    assert "Noon." in conflict.why
    assert "pins[" not in conflict.why
    assert '"' not in conflict.why


async def test_a_camp_whose_pins_can_not_be_kept_already_is_tried_as_it_is_planned(
    trials: Trials,
) -> None:
    crowd = [TopicId(f"x{n}") for n in range(4)]  # and there are three rooms
    camp = busy_camp(
        *(pitched(topic, CLEO) for topic in crowd),
        *(did(c.PinTopic, pin=Pin(topic=topic, slot=NOON)) for topic in crowd),
    )
    tried = await try_it(trials, camp, AddRoom(name="Attic", capacity=9))
    assert tried.difference.before.seats == 30


@pytest.mark.parametrize(
    ("change", "refusal", "said"),
    [
        (CloseRoom(room=RoomId("attic")), Unknown, "no room"),
        (CloseRoom(room=GYM, slots=(SlotId("tea"),)), Unknown, "no slot"),
        (CapTopic(topic=TopicId("none"), seats=3), Unknown, "no topic"),
        (RepeatTopic(topic=TopicId("none")), Unknown, "no topic"),
        (RepeatTopic(topic=POETRY), Conflict, "Nobody leads “Poetry”"),
        (CapTopic(topic=CHESS, seats=-1), Invalid, "0 \\(as many as fit\\) to 10,000"),
        (CapTopic(topic=CHESS, seats=0), Invalid, "so already"),
        (AddSlot(start=570, minutes=50), Conflict, "is over"),
        (AddRoom(name="gym", capacity=9), Conflict, "Two rooms are called"),
        (AddRoom(name="Attic", capacity=0), Invalid, "How many people fit into Attic"),
    ],
)
async def test_what_can_not_be_done_can_not_be_tried(
    trials: Trials, change: Change, refusal: type[Exception], said: str
) -> None:
    with pytest.raises(refusal, match=said):
        await try_it(trials, busy_camp(), change)


async def test_a_room_that_is_closed_already_can_not_be_closed(trials: Trials) -> None:
    camp = busy_camp()
    hut = replace(camp.rooms[HUT], closed=(TEN,))
    camp = after(camp, did(c.SetRooms, rooms=(hut,)))
    with pytest.raises(Invalid, match="Hut is closed then already"):
        await try_it(trials, camp, CloseRoom(room=HUT, slots=(TEN,)))
    tried = await try_it(trials, camp, CloseRoom(room=HUT))
    assert set(tried.camp.rooms[HUT].closed) == {NINE, TEN, NOON}


async def test_a_closed_camp_is_left_alone(trials: Trials) -> None:
    with pytest.raises(WrongPhase):
        await try_it(trials, a_camp("closed"), CloseRoom(room=GYM))


async def test_before_anybody_voted_nothing_makes_a_difference(trials: Trials) -> None:
    tried = await try_it(trials, a_camp("setup"), CloseRoom(room=GYM))
    assert (tried.difference.before.seats, tried.difference.after.seats) == (0, 0)
    assert tried.difference.moves == ()


def test_a_slot_without_a_name_gets_the_next_free_number() -> None:
    named = AddSlot(start=780, minutes=50, name="Slot 4")
    camp = after(busy_camp(), command_for(busy_camp(), named))
    camp = fold(camp, decide(camp, command_for(camp, AddSlot(start=840, minutes=50), "again")))
    names = sorted(slot.name for slot in camp.slots.values())
    assert names == ["Nine", "Noon", "Slot 4", "Slot 5", "Ten"]
