"""A topic's page, and what it keeps to itself."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import TopicId
from board.camp.said import kept
from board.live.desk import Desk, Desks
from board.planning.sentences import wanted_by
from tests import seed
from tests.web.visitors import Visitor, browser

HIDDEN, OTHER = TopicId("mine"), TopicId("t2")
TITLE, WORDS = "Knots nobody ties", "Bring a rope"
NOTICE = "The organisers took this topic off the board."


@pytest.fixture
async def ana(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[Visitor]:
    async with browser(desks[1]) as client:
        visitor = await Visitor(client, desk.camp.id).joins("Ana")
        await visitor.post("/topics", topic=HIDDEN, kind="lead", title=TITLE, description=WORDS)
        yield visitor


@pytest.fixture
async def bo(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[Visitor]:
    async with browser(desks[1]) as client:
        yield await Visitor(client, desk.camp.id).joins("Bo")


async def act(desk: Desk, kind: type[c.Action], /, **what: Any) -> None:
    await desk.submit(kind(by=seed.ORGANISER, action=seed.action(desk.seq), at=1, **what))


async def test_a_hidden_topics_page_says_nothing_but_that_to_who_does_not_lead_it(
    ana: Visitor, bo: Visitor, desk: Desk
) -> None:
    assert WORDS in (await bo.get(f"/topics/{HIDDEN}")).text
    await act(desk, c.HideTopic, topic=HIDDEN)
    page = await bo.get(f"/topics/{HIDDEN}")
    assert NOTICE in page.text
    assert TITLE not in page.text
    assert WORDS not in page.text
    for who in (ana, await bo.organises()):
        page = await who.get(f"/topics/{HIDDEN}")
        assert NOTICE in page.text
        assert TITLE in page.text
        assert WORDS in page.text


async def test_what_became_part_of_a_hidden_topic_does_not_tell_its_title(
    ana: Visitor, bo: Visitor, desk: Desk
) -> None:
    await act(desk, c.MergeTopics, source=OTHER, target=HIDDEN)
    assert TITLE in (await bo.get(f"/topics/{OTHER}")).text
    await act(desk, c.HideTopic, topic=HIDDEN)
    page = await bo.get(f"/topics/{OTHER}")
    assert NOTICE in page.text
    assert TITLE not in page.text
    assert TITLE in (await ana.get(f"/topics/{HIDDEN}")).text


async def test_while_tallies_are_hidden_no_page_says_how_many_want_what_found_no_room(
    bo: Visitor, desk: Desk
) -> None:
    lost = Unplaced(topic=OTHER, why=kept(wanted_by(41)))
    await desk.submit(c.AdoptPlan(placements=(), unplaced=(lost,)))
    assert "41 people want it" in (await bo.get(f"/topics/{OTHER}")).text
    await act(desk, c.ChangeSettings, settings=replace(desk.camp.settings, tallies_shown=False))
    page = await bo.get(f"/topics/{OTHER}")
    assert not re.search(r"\b41\b", page.text)
    assert "Not on the grid yet." in page.text
