"""Days that could have been: for Hypothesis to draw any sequence of commands that a camp may meet.

    @given(histories())
    def test_...(history: History) -> None:          # a camp, and the entries of its log

    @given(st.data())
    def test_...(data: st.DataObject) -> None:
        for step in a_day(data.draw):                # command by command, refusals included

Most commands are plausible, some are not. None holds what a well-behaved sender could not send;
`spoiled` is for that. With THOROUGH=20 in the environment, twenty times as many days are drawn.
"""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import BoardError
from board.camp.events import Event
from board.camp.evolve import fold
from board.camp.model import ActionId, Camp, CampId, Organiser, Pitch
from tests.camp.asks import a_command
from tests.camp.places import (
    ATTENDEES,
    ORGANISERS,
    ROOMS,
    SLOTS,
    TOPICS,
    a_room,
    a_slot,
    some_settings,
)
from tests.camp.plans import Draw, a_plan

__all__ = [
    "Draw",
    "History",
    "Step",
    "a_command",
    "a_day",
    "a_history",
    "a_plan",
    "creations",
    "histories",
    "often",
    "rarely",
    "spoiled",
    "taken",
]

T = TypeVar("T")

_TIMES = int(os.environ.get("THOROUGH", "1"))

rarely = settings(
    max_examples=25 * _TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
often = settings(rarely, max_examples=60 * _TIMES)


class History(NamedTuple):
    """A camp, and the entries of its log that made it so."""

    camp: Camp
    entries: list[list[Event]]


class Step(NamedTuple):
    """One command of a day: the camp before, what followed (None: it was refused), the camp after."""

    before: Camp
    command: c.Command
    events: tuple[Event, ...] | None
    after: Camp


def histories(length: int = 30) -> st.SearchStrategy[History]:
    """A camp after up to `length` commands, with the events of its log, entry by entry."""
    return st.composite(_history)(length)


def a_history(draw: Draw, length: int = 30) -> list[list[Event]]:
    """The events of a log, entry by entry, from the camp's creation on."""
    return _history(draw, length).entries


def a_day(draw: Draw, length: int = 30) -> Iterator[Step]:
    """A camp from its opening on, command by command."""
    camp = fold(None, decide(None, draw(creations())))
    for command in _opening(draw):
        camp = taken(camp, command).after
    for turn in range(length):
        step = taken(camp, a_command(draw, camp, turn))
        yield step
        camp = step.after


def taken(camp: Camp, command: c.Command) -> Step:
    """What `command` does to a camp, if anything."""
    try:
        events = decide(camp, command)
    except BoardError:
        return Step(camp, command, None, camp)
    return Step(camp, command, events, fold(camp, events))


def creations() -> st.SearchStrategy[c.CreateCamp]:
    """How camps begin."""
    return st.builds(
        c.CreateCamp,
        camp=st.just(CampId("spring")),
        settings=some_settings(),
        organiser=st.just(Organiser(id=ORGANISERS[0], name="Olu")),
        rooms=st.integers(1, 4).map(lambda n: tuple(a_room(room) for room in ROOMS[:n])),
        slots=st.integers(1, 4).map(lambda n: tuple(a_slot(slot) for slot in SLOTS[:n])),
    )


def spoiled(draw: Draw, value: T) -> T:
    """`value`, its types kept, with something in it that no well-behaved sender would send."""
    wrong: T = _spoiled(draw, value)
    return wrong


def _history(draw: Draw, length: int) -> History:
    entries = [list(decide(None, draw(creations())))]
    camp = fold(None, entries[0])
    commands: list[c.Command | None] = [*_opening(draw), *[None] * draw(st.integers(0, length))]
    for turn, command in enumerate(commands):
        step = taken(camp, command or a_command(draw, camp, turn))
        if step.events:
            entries.append(list(step.events))
        camp = step.after
    return History(camp, entries)


def _opening(draw: Draw) -> Iterator[c.Command]:
    for attendee in ATTENDEES[:4]:
        yield c.JoinCamp(attendee=attendee, name="" if attendee == "a4" else f"Name of {attendee}")
    phase = draw(st.sampled_from([*["open"] * 5, "running", "setup"]))
    yield c.ChangePhase(by=ORGANISERS[0], action=ActionId("opening"), at=0, phase=phase)
    for topic, leaders in zip(TOPICS[:4], (*ATTENDEES[:3], None), strict=True):
        yield c.PitchTopic(
            topic=topic,
            by=ORGANISERS[0],
            at=1,
            pitch=Pitch(title=f"Title of {topic}", sessions=draw(st.sampled_from([1, 1, 2]))),
            facilitators=(leaders,) if leaders else (),
        )


_TEXTS = ("", " ", "\x00", "\ud800", "a\u202eb", "\u200b", "x" * 3_000, "A B", "-", "é" * 33, "\n")
_NUMBERS = (-1, 0, 7, 10**6, 2**63, -(2**70), 10**30)


def _spoiled(draw: Draw, value: Any) -> Any:
    match value:
        case bool():
            return not value
        case int():
            return draw(st.sampled_from(_NUMBERS) | st.integers())
        case str() | None:
            return draw(st.sampled_from(_TEXTS) | st.text(max_size=40))
        case bytes():
            return draw(st.binary(max_size=40))
        case tuple() if not value or draw(st.booleans()):
            return value + value
        case tuple():
            at = draw(st.integers(0, len(value) - 1))
            return (*value[:at], _spoiled(draw, value[at]), *value[at + 1 :])
        case msgspec.Struct():
            # The planner's own words are the only texts that nobody checks.
            checked = [f for f in value.__struct_fields__ if f not in ("why", "troubles")]
            field = draw(st.sampled_from(checked))
            now = getattr(value, field)
            if now is None and value.__annotations__.get(field) in (int | None, "int | None"):
                now = 0
            changed = {field: _spoiled(draw, now)}
            return msgspec.structs.replace(value, **changed)
        case _:
            raise AssertionError(f"nothing in a command is a {type(value).__name__}")
