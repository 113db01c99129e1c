"""What comes most often is told most shortly: a thousand phones share the air."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from board.live import frames
from board.live.desk import Desk, Desks
from board.live.parts import screen
from board.live.render import Renderer
from board.log import open_log
from tests import seed

ZORA = AttendeeId("zora")


@pytest_asyncio.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    log = open_log(f"sqlite:///{tmp_path}/board.db")
    desks = Desks(log)
    desk = await seed.small_camp(desks, "air", topics=4)
    await desk.submit(c.JoinCamp(attendee=ZORA, name="Zora Neale"))
    yield desk
    await desks.close()
    await log.close()


async def test_who_comes_to_help_costs_one_line_of_a_card(desk: Desk) -> None:
    before = screen(desk.camp, "phone")
    led = next(topic for topic in desk.camp.topics.values() if not topic.wish)
    await desk.submit(c.LeadTopic(topic=led.id, attendee=ZORA, invited=True))
    ops = frames.changes("phone", before, screen(desk.camp, "phone"), Renderer(desk.camp.id))
    [(verb, part, _, html)] = ops
    assert (verb, part) == ("put", f"by-{led.id}")
    assert "Zora Neale" in html
    assert led.pitch.title not in html


async def test_a_wish_that_finds_somebody_is_a_card_of_another_look(desk: Desk) -> None:
    await desk.submit(
        c.PitchTopic(
            topic=TopicId("wish"),
            by=ZORA,
            at=1,
            pitch=next(iter(desk.camp.topics.values())).pitch,
            facilitators=(),
        )
    )
    before = screen(desk.camp, "phone")
    await desk.submit(c.LeadTopic(topic=TopicId("wish"), attendee=ZORA))
    ops = frames.changes("phone", before, screen(desk.camp, "phone"), Renderer(desk.camp.id))
    assert [op[:2] for op in ops] == [("put", "topic-wish")]
    assert "Zora Neale" in ops[0][3]


async def test_votes_are_told_by_the_numbers_of_topics_each_as_a_step_from_the_one_before(
    desk: Desk,
) -> None:
    before, renderer = screen(desk.camp, "phone"), Renderer(desk.camp.id)
    for topic in ("t4", "t1"):
        await desk.submit(c.CastVote(attendee=ZORA, topic=TopicId(topic)))
    after = screen(desk.camp, "phone")
    assert frames.changes("phone", before, after, renderer) == [("votes", [1, 1, 3, 1])]
    assert frames.changes("phone", after, before, renderer) == [("votes", [1, 0, 3, 0])]
