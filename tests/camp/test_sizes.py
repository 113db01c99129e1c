"""How often a topic runs and for how many, as organisers say it."""

from typing import Any

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Forbidden, Invalid, Unknown
from board.camp.model import OrganiserId, TopicId
from board.camp.rules.topics import MOST_SESSIONS
from tests.camp.scenes import (
    ADA,
    CHESS,
    GYM,
    LAB,
    NINE,
    ROBOTS,
    TEN,
    a_camp,
    after,
    did,
    edited,
    planned,
    put,
    undo,
    where,
)


@pytest.mark.parametrize(
    ("size", "what"),
    [
        ({"sessions": 2}, "Let “Chess” run 2 times"),
        ({"seat_cap": 25}, "Capped “Chess” at 25"),
        ({"sessions": 3, "seat_cap": 25}, "Let “Chess” run 3 times"),
    ],
)
def test_an_organiser_sizes_a_topic_and_takes_it_back(size: dict[str, Any], what: str) -> None:
    begun = a_camp()
    camp = after(begun, did(c.SizeTopic, topic=CHESS, **size))
    pitch = camp.topics[CHESS].pitch
    assert {name: getattr(pitch, name) for name in size} == size
    assert camp.actions[-1].what == what
    assert replace(after(camp, undo(camp)), actions=begun.actions) == begun


def test_what_is_not_said_stays_as_it_is() -> None:
    camp = after(a_camp(), did(c.SizeTopic, topic=CHESS, sessions=2, seat_cap=9))
    camp = after(camp, did(c.SizeTopic, topic=CHESS, seat_cap=0))
    assert camp.actions[-1].what == "Uncapped “Chess”"
    assert (camp.topics[CHESS].pitch.sessions, camp.topics[CHESS].pitch.seat_cap) == (2, 0)
    camp = after(camp, did(c.SizeTopic, topic=CHESS, sessions=1))
    assert camp.actions[-1].what == "Let “Chess” run once"


def test_undoing_a_size_keeps_what_its_facilitator_has_written_since() -> None:
    camp = after(a_camp(), did(c.SizeTopic, topic=CHESS, sessions=2))
    camp = after(camp, edited(camp, CHESS, ADA, title="Chess for all"))
    camp = after(camp, undo(camp))
    pitch = camp.topics[CHESS].pitch
    assert (pitch.title, pitch.sessions) == ("Chess for all", 1)


def test_a_topic_that_may_run_less_often_leaves_a_cell_and_its_pin() -> None:
    camp = after(a_camp(), did(c.SizeTopic, topic=CHESS, sessions=2))
    camp = after(camp, put(CHESS, NINE, GYM), put(CHESS, TEN, LAB))
    begun = after(camp, planned((CHESS, NINE, GYM), (CHESS, TEN, LAB), (ROBOTS, NINE, LAB)))
    camp = after(begun, did(c.SizeTopic, topic=CHESS, sessions=1))
    assert len(where(camp, CHESS)) == len(camp.pins[CHESS]) == 1
    camp = after(camp, undo(camp))
    assert (camp.pins, where(camp, CHESS)) == (begun.pins, where(begun, CHESS))


def test_a_size_that_is_so_already_is_no_action() -> None:
    assert decide(a_camp(), did(c.SizeTopic, topic=CHESS)) == ()
    assert decide(a_camp(), did(c.SizeTopic, topic=CHESS, sessions=1, seat_cap=0)) == ()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ({"sessions": 0}, "1 to 6 times"),
        ({"sessions": MOST_SESSIONS + 1}, "1 to 6 times"),
        ({"seat_cap": -1}, "0 \\(as many as fit\\) to 10,000"),
        ({"seat_cap": 10_001}, "0 \\(as many as fit\\) to 10,000"),
    ],
)
def test_a_size_that_can_not_be_is_refused(size: dict[str, Any], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        decide(a_camp(), did(c.SizeTopic, topic=CHESS, **size))


def test_only_what_is_on_the_board_is_sized_and_only_by_organisers() -> None:
    with pytest.raises(Unknown):
        decide(a_camp(), did(c.SizeTopic, topic=TopicId("none"), sessions=2))
    hidden = after(a_camp(), did(c.HideTopic, topic=CHESS))
    with pytest.raises(Invalid, match="no longer on the board"):
        decide(hidden, did(c.SizeTopic, topic=CHESS, sessions=2))
    with pytest.raises(Forbidden):
        decide(a_camp(), did(c.SizeTopic, by=OrganiserId(ADA), topic=CHESS, sessions=2))
