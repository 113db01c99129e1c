"""What the planner proposes and when, on a clock that ticks only while somebody looks at it."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.changes.grid import MINUTE
from board.camp.decide import decide
from board.camp.errors import PlanRefused
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Pin, Room, RoomId, TopicId
from board.camp.rules import grid
from board.camp.rules.offers import standing
from board.live import proposals as live
from board.live.proposals import ASK_AGAIN, ENOUGH, FOREVER, OFFER, TELL, Proposals
from tests.camp.asks import EIGHT
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    GYM,
    HUT,
    LAB,
    NINE,
    NOON,
    ROBOTS,
    SETTINGS,
    TEN,
    a_camp,
    after,
    did,
    edited,
    pitched,
    planned,
    where,
)
from tests.camp.scenes import at as placement

TICK = 0.1
LOOKS = 2_000  # more than any camp here needs

Ask = c.AdoptPlan | c.OfferMore


class Clock:
    """Seconds that pass while one looks."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        self.now += TICK
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(live, "monotonic", ticking)
    return ticking


class Day:
    """A camp, and the planner's proposals to it, which it adopts as it would from the planner's process."""

    def __init__(self, camp: Camp, clock: Clock, *, epoch: str = "an epoch") -> None:
        self.camp, self.clock, self.at = camp, clock, EIGHT
        self.proposals = Proposals(epoch)
        self.asked: list[Ask] = []

    def look(self) -> Ask | None:
        """One look of the planner's; what it asks for is done."""
        command = self.proposals.next(self.camp, self.at)
        if command is not None:
            self.asked.append(command)
            self.camp = fold(self.camp, decide(self.camp, command))
        return command

    def look_until(self, condition: Callable[[], object]) -> None:
        """Look until something holds."""
        for _ in range(LOOKS):
            if condition():
                return
            self.look()
        raise AssertionError("the planner never came to it")

    def rest(self) -> float:
        """Look at what has changed until there is nothing to do, then say for how long."""
        self.look()
        self.look_until(lambda: self.resting)
        return self.resting

    @property
    def resting(self) -> float:
        return self.proposals.rest(self.camp)

    @property
    def plans(self) -> list[c.AdoptPlan]:
        return [ask for ask in self.asked if isinstance(ask, c.AdoptPlan)]

    def do(self, *commands: c.Command) -> None:
        """What others ask of the camp meanwhile."""
        self.camp = after(self.camp, *commands)


def fans(count: int, *topics: TopicId, name: str = "fan") -> list[c.Command]:
    """So many people come in, and want these topics."""
    everybody = [AttendeeId(f"{name}{n}") for n in range(count)]
    return [
        *(c.JoinCamp(attendee=fan) for fan in everybody),
        *(c.OrderBallot(attendee=fan, ballot=topics) for fan in everybody),
    ]


def colliding(pairs: int = 1, **settings: Any) -> Camp:
    """Pairs of topics in one slot each, which the same people want: 12 each."""
    camp = a_camp(**settings)
    cells = []
    for n in range(pairs):
        slot = (NINE, TEN, NOON)[n % 3]
        both = (TopicId(f"left{n}"), TopicId(f"right{n}"))
        for topic in both:
            lead, room = AttendeeId(f"lead-{topic}"), RoomId(f"room-{topic}")
            camp = after(
                camp,
                c.JoinCamp(attendee=lead),
                did(c.SetRooms, rooms=(Room(id=room, name=room, capacity=40),)),
                pitched(topic, lead, leads=True),
            )
            cells.append((topic, slot, room))
        camp = after(camp, *fans(12, *both, name=f"pair{n}-"))
    return after(camp, replace(planned(*cells, (CHESS, NINE, GYM), (ROBOTS, TEN, LAB)), at=1))


def capped(camp: Camp | None = None) -> Camp:
    """A camp where 20 people want Chess, which takes 4."""
    camp = camp or a_camp()
    return after(camp, edited(camp, CHESS, ADA, seat_cap=4), *fans(20, CHESS))


def moved(camp: Camp) -> int:
    return sum(move.across for move in camp.moves)


# Phases


@pytest.mark.parametrize("phase", ["setup", "closed"])
def test_nothing_is_proposed_while_nobody_can_vote(clock: Clock, phase: str) -> None:
    day = Day(a_camp(phase), clock)  # type: ignore[arg-type]
    assert day.look() is None
    assert day.resting == FOREVER


@pytest.mark.parametrize("phase", ["open", "running"])
def test_the_first_look_places_every_topic_that_somebody_leads(clock: Clock, phase: str) -> None:
    day = Day(a_camp(phase), clock)  # type: ignore[arg-type]
    day.look()
    assert sorted(day.camp.placements) == [CHESS, ROBOTS]
    assert grid.problems(day.camp) == []
    assert all(p.why and p.at == EIGHT for ps in day.camp.placements.values() for p in ps)


def test_a_camp_that_is_opened_again_is_planned_again(clock: Clock) -> None:
    day = Day(a_camp(), clock)
    assert day.rest() == FOREVER
    day.do(did(c.ChangePhase, phase="setup"))
    assert day.look() is None
    day.do(did(c.ChangePhase, phase="open"), pitched(TopicId("late"), ADA, leads=True))
    day.look()
    assert TopicId("late") in day.camp.placements


def test_before_it_ever_looked_it_rests(clock: Clock) -> None:
    assert Day(a_camp(), clock).resting == FOREVER


# Following the votes


def test_two_sessions_that_the_same_people_want_come_apart_and_say_why(clock: Clock) -> None:
    day = Day(colliding(), clock)
    day.rest()
    (left,), (right,) = (day.camp.placements[TopicId(topic)] for topic in ("left0", "right0"))
    assert left.slot != right.slot
    (move,) = [move for move in day.camp.moves if move.across]
    other = {"left0": "Right0", "right0": "Left0"}[move.topic]
    said = f"moved from Nine: 12 people want both this and “{other}”, which runs then"
    assert move.why.startswith(said)
    assert sum(won.seats for won in day.camp.won) == 12


def test_what_is_frozen_stays_though_people_want_both(clock: Clock) -> None:
    camp = colliding()
    for slot in (NINE, TEN, NOON):
        camp = after(camp, did(c.FreezeSlot, slot=slot))
    day = Day(camp, clock)
    assert day.rest() == FOREVER
    assert day.camp.placements == camp.placements


def test_what_is_pinned_stays_and_the_other_goes(clock: Clock) -> None:
    camp = after(colliding(), did(c.PinTopic, pin=Pin(topic=TopicId("left0"), slot=NINE)))
    day = Day(camp, clock)
    day.rest()
    assert [slot for slot, _ in where(day.camp, TopicId("left0"))] == [NINE]
    assert [slot for slot, _ in where(day.camp, TopicId("right0"))] != [NINE]


# Resting


def test_where_nothing_changes_it_comes_to_rest_and_stays_there(clock: Clock) -> None:
    day = Day(colliding(3), clock)
    assert day.rest() == FOREVER
    camp = day.camp
    for _ in range(20):
        clock.now += ASK_AGAIN
        day.look()
        assert day.resting == FOREVER
    assert day.camp is camp


def test_it_rests_between_looks_for_offers_instead_of_spinning(clock: Clock) -> None:
    """A vote comes in shortly after an offer was looked for, and the search ends before the next."""
    day = Day(capped(), clock)
    day.look_until(lambda: day.camp.offers)
    day.do(*fans(1, ROBOTS, name="late"))
    found = clock.now
    day.look()
    clock.now = max(clock.now, found + ENOUGH + 1)
    assert not isinstance(day.look(), c.OfferMore)
    assert 0 < day.resting <= OFFER


# What can't be done


def test_pins_that_can_not_all_be_kept_are_told_and_the_others_planned_on(clock: Clock) -> None:
    day = Day(_with_more_pins_than_cells(), clock)
    day.rest()
    assert len(day.camp.troubles) == 1
    assert "Hut" in day.camp.troubles[0]
    assert "«" not in day.camp.troubles[0]
    assert CHESS in day.camp.placements
    assert grid.problems(day.camp) == []


def test_pins_that_can_be_kept_again_are_told_no_more(clock: Clock) -> None:
    day = Day(_with_more_pins_than_cells(), clock)
    day.rest()
    day.do(did(c.UnpinTopic, pin=Pin(topic=TopicId("t0"), room=HUT)))
    day.rest()
    assert day.camp.troubles == ()
    assert {HUT} == {room for n in range(1, 4) for _, room in where(day.camp, TopicId(f"t{n}"))}


def test_offers_are_looked_for_though_some_pins_can_not_be_kept(clock: Clock) -> None:
    day = Day(capped(_with_more_pins_than_cells()), clock)
    day.look_until(lambda: day.camp.offers)
    assert CHESS in day.camp.offers
    assert day.camp.troubles


def test_without_anywhere_for_anything_it_plans_all_the_same(clock: Clock) -> None:
    camp = a_camp()
    for room in (GYM, LAB, HUT):
        camp = after(camp, did(c.RemoveRoom, room=room))
    day = Day(camp, clock)
    assert day.rest() == FOREVER
    assert sorted(day.camp.unplaced) == [CHESS, ROBOTS]


# Rationed moves


def test_what_may_not_move_yet_is_proposed_again_when_it_may(clock: Clock) -> None:
    day = Day(colliding(3, moves_per_minute=1), clock)
    for count in (1, 2):
        assert day.rest() == ASK_AGAIN
        assert moved(day.camp) == count
        day.at += MINUTE
        clock.now += ASK_AGAIN
    assert day.rest() == FOREVER
    assert moved(day.camp) == 3


def test_where_nothing_may_move_topics_are_placed_and_nothing_moves(clock: Clock) -> None:
    day = Day(colliding(2, moves_per_minute=0), clock)
    before = day.camp.placements
    day.do(pitched(TopicId("late"), ADA, leads=True))
    assert day.rest() == ASK_AGAIN
    assert TopicId("late") in day.camp.placements
    assert all(day.camp.placements[topic] == there for topic, there in before.items())
    assert day.camp.moves == ()


def test_a_session_comes_to_its_pin_though_nothing_else_may_move(clock: Clock) -> None:
    day = Day(colliding(moves_per_minute=0), clock)
    day.do(did(c.PinTopic, pin=Pin(topic=TopicId("left0"), slot=NOON)))
    day.rest()
    assert [slot for slot, _ in where(day.camp, TopicId("left0"))] == [NOON]
    assert [move.forced for move in day.camp.moves if move.across] == [True]


def test_a_pin_into_a_full_slot_does_not_stop_the_planner_where_nothing_may_move(
    clock: Clock,
) -> None:
    camp = after(
        a_camp(moves_per_minute=0), did(c.RemoveRoom, room=GYM), did(c.RemoveRoom, room=LAB)
    )
    camp = after(camp, replace(planned((CHESS, NINE, HUT), (ROBOTS, TEN, HUT)), at=1))
    camp = after(camp, did(c.PinTopic, pin=Pin(topic=ROBOTS, slot=NINE)))
    day = Day(camp, clock)
    day.do(pitched(TopicId("late"), BEN, leads=True))
    day.rest()
    assert TopicId("late") in day.camp.placements
    assert where(day.camp, CHESS) == [(NINE, HUT)]
    assert [trouble.split(".")[0] for trouble in day.camp.troubles] == ["A new pin has to wait"]


def test_a_plan_that_was_refused_is_proposed_again(clock: Clock) -> None:
    day = Day(colliding(), clock)
    command = day.proposals.next(day.camp, day.at)
    assert isinstance(command, c.AdoptPlan)
    stricter = after(
        day.camp, did(c.ChangeSettings, settings=replace(SETTINGS, moves_per_minute=0))
    )
    with pytest.raises(PlanRefused):
        decide(stricter, command)
    day.proposals.refused()
    day.look_until(lambda: moved(day.camp))
    assert moved(day.camp) == 1


def test_a_camp_with_repeats_moves_as_much_as_one_without(clock: Clock) -> None:
    camp = colliding(moves_per_minute=1)
    for n in range(6):  # topics that run twice already, wherever the draw puts the first
        lead, topic = AttendeeId(f"lead-twice{n}"), TopicId(f"twice{n}")
        room = Room(id=RoomId(f"room-{topic}"), name=topic, capacity=40)
        camp = after(
            camp,
            c.JoinCamp(attendee=lead),
            did(c.SetRooms, rooms=(room,)),
            pitched(topic, lead, leads=True, sessions=2),
            *fans(3, topic, name=f"fan-of-{topic}-"),
        )
        there = [p for ps in camp.placements.values() for p in ps]
        both = (placement(topic, TEN, room.id), placement(topic, NOON, room.id))
        camp = after(camp, c.AdoptPlan(placements=(*there, *both), at=1))
    day = Day(camp, clock)
    day.rest()
    assert where(day.camp, TopicId("left0"))[0][0] != where(day.camp, TopicId("right0"))[0][0]
    assert moved(day.camp) == 1


# Telling


def test_figures_of_a_grid_that_stays_are_told_now_and_then_while_people_vote(
    clock: Clock,
) -> None:
    day = Day(a_camp(), clock)
    day.rest()
    told, began = len(day.asked), clock.now
    for n in range(100):
        day.do(*fans(1, CHESS, name=f"late{n}-"))
        day.look()
    assert 0 < len(day.plans) - told <= (clock.now - began) / TELL + 1


def test_the_last_votes_are_told_too(clock: Clock) -> None:
    day = Day(a_camp(), clock)
    day.rest()
    for n in range(7):
        day.do(*fans(1, CHESS, name=f"late{n}-"))
        day.look()
    day.rest()
    assert day.camp.figures is not None
    assert day.camp.figures.seated == 7


# Offers


@pytest.mark.parametrize("epoch", ["one", "two", "three", "four"])  # whatever the draw
def test_a_topic_that_too_many_want_is_offered_and_run_twice_after_a_yes(
    clock: Clock, epoch: str
) -> None:
    camp = after(a_camp(), did(c.RemoveRoom, room=GYM), did(c.RemoveRoom, room=LAB))
    day = Day(after(camp, *fans(20, CHESS)), clock, epoch=epoch)  # the hut, left alone, holds 12
    assert day.rest() == FOREVER
    (offer,) = standing(day.camp)
    assert (offer.topic, offer.kind, offer.wins) == (CHESS, "repeat", 8)
    day.do(c.AnswerOffer(topic=CHESS, attendee=ADA, kind="repeat", sessions=1, yes=True))
    day.rest()
    assert len(where(day.camp, CHESS)) == 2
    assert standing(day.camp) == ()


def test_offers_are_made_while_people_vote_without_a_pause(clock: Clock) -> None:
    day, began = Day(capped(), clock), clock.now
    for n in range(100):
        day.do(*fans(1, ROBOTS, name=f"late{n}-"))
        day.look()
    looked = sum(isinstance(ask, c.OfferMore) for ask in day.asked)
    assert CHESS in day.camp.offers
    assert looked <= (clock.now - began) / OFFER + 1


def _with_more_pins_than_cells() -> Camp:
    """Four topics that must be in the hut, of which there are three slots."""
    camp = a_camp()
    for n in range(4):
        lead = AttendeeId(f"lead{n}")
        camp = after(
            camp,
            c.JoinCamp(attendee=lead),
            pitched(TopicId(f"t{n}"), lead, leads=True),
            did(c.PinTopic, pin=Pin(topic=TopicId(f"t{n}"), room=HUT)),
        )
    return camp
