"""One vote costs the same in a camp of ten and of thousands: counted, not timed."""

import gc
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import (
    AttendeeId,
    Camp,
    CampId,
    Organiser,
    OrganiserId,
    Pitch,
    Settings,
    TopicId,
)

VOTER, CHOSEN, OTHER = AttendeeId("a0"), TopicId("t0"), TopicId("t1")

VOTES = [
    pytest.param(c.CastVote(attendee=VOTER, topic=CHOSEN), id="cast"),
    pytest.param(c.WithdrawVote(attendee=VOTER, topic=OTHER), id="withdraw"),
    pytest.param(c.OrderBallot(attendee=VOTER, ballot=(CHOSEN, OTHER)), id="order"),
    pytest.param(c.SeeTopics(attendee=VOTER, topics=(CHOSEN,)), id="see"),
]


@pytest.mark.parametrize("vote", VOTES)
def test_a_vote_takes_as_many_steps_in_a_camp_of_ten_as_in_one_of_two_thousand(
    vote: c.Command,
) -> None:
    small, large = a_camp(people=10, topics=2), a_camp(people=2_000, topics=200)
    assert steps(lambda: voted(small, vote)) == steps(lambda: voted(large, vote)) > 0


@pytest.mark.parametrize("vote", VOTES)
def test_a_vote_looks_things_up_and_never_goes_through_them_all(vote: c.Command) -> None:
    camp = a_camp(people=10, topics=2)
    maps = {name: getattr(camp, name) for name in camp.__struct_fields__}
    guarded = {name: _LookUpOnly(m) for name, m in maps.items() if hasattr(m, "items")}
    after = voted(replace(camp, **guarded), vote)
    assert (after.tallies, after.seen) != (camp.tallies, camp.seen)


def voted(camp: Camp, vote: c.Command) -> Camp:
    events = decide(camp, vote)
    assert events
    return fold(camp, events)


def a_camp(*, people: int, topics: int) -> Camp:
    """An open camp in which everybody has voted for the topic OTHER and seen nothing."""
    settings = Settings(name="Spring", date="2026-03-14", zone="Europe/Berlin")
    organiser = Organiser(id=OrganiserId("o1"), name="Olu")
    events: list[e.Event] = [
        e.CampCreated(camp=CampId("spring"), settings=settings, organiser=organiser),
        e.PhaseChanged(phase="open"),
    ]
    for n in range(topics):
        pitch = Pitch(title=f"Topic {n}")
        events.append(e.TopicPitched(topic=TopicId(f"t{n}"), pitch=pitch, by=organiser.id, at=0))
    for n in range(people):
        attendee = AttendeeId(f"a{n}")
        events += [e.AttendeeJoined(attendee=attendee), e.VoteCast(attendee=attendee, topic=OTHER)]
    return fold(None, events)


def steps(act: Callable[[], object]) -> int:
    """How many bytecode instructions and calls `act` takes."""
    count = 0

    def trace(frame: FrameType, _event: str, _argument: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += 1
        return trace

    act()  # what is only done once is not what a vote costs
    before = sys.gettrace()
    gc.disable()  # its callbacks would be counted, too
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
        gc.enable()
    return count


class _LookUpOnly:
    """A map that can be asked for one key at a time."""

    def __init__(self, entries: Any) -> None:
        self._entries = entries

    def __getitem__(self, key: str) -> Any:
        return self._entries[key]

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a vote went through a whole map")

    def get(self, key: str, default: Any = None) -> Any:
        return self._entries.get(key, default)

    def set(self, key: str, value: Any) -> "_LookUpOnly":
        return _LookUpOnly(self._entries.set(key, value))

    def delete(self, key: str) -> "_LookUpOnly":
        return _LookUpOnly(self._entries.delete(key))
