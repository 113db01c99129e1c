"""A phone that looks at the grid follows it with its reasons, and nothing that changes with every vote."""

from typing import Any

from msgspec.structs import replace

from board.camp import commands as c
from board.camp.model import Camp
from board.live import frames
from board.live.parts import screen
from board.live.render import Renderer
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    LAB,
    NEW,
    NINE,
    ROBOTS,
    TEN,
    a_camp,
    after,
    did,
    planned,
)


def placed(**settings: Any) -> Camp:
    """A camp with two sessions."""
    return after(a_camp(**settings), planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB)))


def ops(before: Camp, now: Camp) -> list[frames.Op]:
    """What such a phone is sent."""
    old = screen(before, "grid")
    return frames.changes("grid", old, screen(now, "grid", (before, old)), Renderer(now.id))


def test_votes_and_views_send_it_nothing() -> None:
    camp = placed()
    voted = after(camp, c.CastVote(attendee=CLEO, topic=CHESS))
    seen = after(voted, c.SeeTopics(attendee=BEN, topics=(CHESS, ROBOTS)))
    assert seen is not camp
    assert ops(camp, seen) == []


def test_a_new_pitch_sends_it_nothing_until_it_is_placed() -> None:
    camp = placed()
    pitch = replace(camp.topics[CHESS].pitch, title="Knots")
    pitched = c.PitchTopic(topic=NEW, by=ADA, at=9, pitch=pitch, facilitators=())
    assert ops(camp, after(camp, pitched)) == []


def test_a_placement_sends_its_cells_and_how_many_sessions_there_are() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)))
    found = ops(camp, after(camp, planned((CHESS, NINE, GYM), (ROBOTS, TEN, LAB))))
    assert [op[:2] for op in found] == [("put", f"cell-{TEN}-{LAB}"), ("set", {"placed": 2})]
    assert "a free room" in found[0][3]


def test_reasons_are_hidden_with_the_tallies() -> None:
    camp = placed()
    hushed = after(
        camp, did(c.ChangeSettings, settings=replace(camp.settings, tallies_shown=False))
    )
    drawn = str(frames.everything("grid", screen(hushed, "grid"), Renderer(camp.id)))
    assert "Chess" in drawn
    assert "a free room" not in drawn


def test_a_colour_of_its_own_is_a_part_of_every_page() -> None:
    camp = a_camp()
    coloured = after(camp, did(c.ChangeSettings, settings=replace(camp.settings, colour="#123456")))
    (put, *_) = [op for op in ops(camp, coloured) if op[1] == "brand"]
    assert put[3].startswith('<link rel="stylesheet" id="brand" href="/c/')
    (back,) = [op for op in ops(coloured, camp) if op[1] == "brand"]
    assert back[3].startswith("<meta")
