"""Screens that go abreast of their like are told exactly what they would have been told alone."""

import json
import random
import zlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from board.camp import commands as c
from board.camp.errors import BoardError
from board.camp.model import AttendeeId, Camp, TopicId
from board.live import hub as hubs
from board.live.desk import Desks
from board.live.follower import Follower, Looks, Write
from board.live.framed import Framed
from board.live.hub import Hub
from board.live.parts import Audience, screen
from board.log import open_log
from tests import seed
from tests.live.page import Page
from tests.patience import until

AUDIENCES: tuple[Audience, ...] = ("phone", "grid", "lobby")
PEOPLE = [AttendeeId(f"p{n}") for n in range(30)]


@pytest_asyncio.fixture
async def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    """The hub of a small camp with people in it, which holds no numbers back."""
    monkeypatch.setattr(hubs, "TALLIES", 1e9)
    monkeypatch.setattr(hubs, "QUICKEST", 0.001)
    log = open_log(f"sqlite:///{tmp_path}/board.db")
    desks = Desks(log)
    desk = await seed.small_camp(desks, "ranks", topics=8)
    for person in PEOPLE:
        await desk.submit(c.JoinCamp(attendee=person))
    hub = Hub(desk)
    yield hub
    await hub.close()
    await desks.close()
    await log.close()


class Screen(Follower):
    """A screen that takes whole messages; while it `stalls`, one is on its way and it has no room."""

    def __init__(self, hub: Hub, looks: Looks, *, deflate: bool = False) -> None:
        seq, drawn = hub.screen(looks.audience)
        super().__init__(looks._replace(since=seq, epoch=hub.desk.epoch))
        self.hub, self.shown, self.stalls, self.ended = hub, seq, False, False
        self.heard: list[Any] = []
        self.mine: Any = None
        self.page = Page(looks.audience, drawn, hub.renderer)
        self.write, self.deflate = Write(self._take, self._take), deflate
        hub.join(self)

    def put(self, frame: Framed) -> None:
        """A frame for this one alone."""
        self._take(frame.deflated if self.deflate else frame.plain)

    def end(self, why: BoardError | None) -> None:  # noqa: ARG002 - that it ends is enough here
        """Goodbye."""
        self.ended, self.room = True, False

    def drain(self) -> None:
        """What was on its way has arrived."""
        self.stalls, self.room = False, True
        self.hub.bring(self)

    def go(self) -> None:
        """Leave."""
        self.hub.leave(self)
        self.room = False

    def _take(self, message: bytes) -> int:
        assert self.room
        text = _unpacked(message)
        frame = json.loads(text)
        self.heard.append(frame)
        if frame["t"] == "patch":
            assert frame["from"] == self.shown
            self.shown = frame["seq"]
            self.page.apply(text)
        elif frame["t"] == "mine":
            self.mine = frame["ballot"]
        if self.stalls:
            self.hub.loosen(self)
            self.room = False
        return len(message)


def _unpacked(message: bytes) -> bytes:
    packed, at = message[0] & 0x40, {126: 4, 127: 10}.get(message[1], 2)
    body = message[at:]
    return zlib.decompressobj(-15).decompress(body + b"\0\0\xff\xff") if packed else body


def _all_show(screens: list[Screen], seq: int) -> bool:
    return all(each.shown == seq for each in screens)


def _shows(each: Screen, pages: dict[Audience, dict[str, list[str]]]) -> bool:
    return each.page.shown() == pages[each.looks.audience]


def _knows_its_own(each: Screen, camp: Camp) -> bool:
    assert each.looks.attendee
    return bool(each.mine == list(camp.ballots.get(each.looks.attendee, ())))


async def vote(hub: Hub, person: AttendeeId, topic: str) -> int:
    """A vote that is durable."""
    return await hub.desk.submit(c.CastVote(attendee=person, topic=TopicId(topic)))


async def test_screens_of_all_kinds_find_their_like_in_whatever_order_they_come(hub: Hub) -> None:
    screens = [Screen(hub, Looks(AUDIENCES[n % 3]), deflate=n % 2 == 0) for n in range(240)]
    seq = await vote(hub, PEOPLE[0], "t1")
    phones = [each for each in screens if each.looks.audience == "phone"]
    await until(lambda: all(each.shown == seq for each in phones))
    groups = {id(each.abreast) for each in screens}
    assert len(groups) == 6  # three audiences, packed and not
    assert None not in {each.abreast for each in screens}


async def test_what_is_left_of_groups_comes_together_again(hub: Hub) -> None:
    screens = [Screen(hub, Looks("phone")) for _ in range(400)]
    await until(lambda: all(each.abreast for each in screens))
    for n, each in enumerate(screens):
        if n % 10:
            each.go()
    left = screens[::10]

    async def another() -> bool:
        topic = f"t{1 + hub.seq % 8}"
        seq = await vote(hub, PEOPLE[hub.seq % len(PEOPLE)], topic)
        await until(lambda: all(each.shown == seq for each in left))
        return len({each.abreast for each in left}) == 1 and left[0].abreast is not None

    assert any([await another() for _ in range(3)])


@pytest.mark.parametrize("seed_", range(4))
async def test_whoever_stalls_leaves_and_comes_back_misses_nothing(hub: Hub, seed_: int) -> None:
    rng = random.Random(seed_)

    def another() -> Screen:
        me = rng.choice([None, *PEOPLE])
        return Screen(hub, Looks(rng.choice(AUDIENCES), attendee=me), deflate=rng.random() < 0.5)

    screens = [another() for _ in range(120)]
    topics = [topic.id for topic in hub.desk.camp.topics.values()]
    for _ in range(40):
        for each in rng.sample(screens, 12):
            if each.stalls:
                each.drain()
            else:
                each.stalls = True
        if rng.random() < 0.3:
            screens.pop(rng.randrange(len(screens))).go()
            screens.append(another())
        person, topic = rng.choice(PEOPLE), rng.choice(topics)
        if topic in hub.desk.camp.ballots.get(person, ()):
            await hub.desk.submit(c.WithdrawVote(attendee=person, topic=topic))
        else:
            await vote(hub, person, topic)
        if rng.random() < 0.2:
            await hub.desk.submit(c.AdoptPlan(placements=seed.greedy(hub.desk.camp)))
    for each in screens:
        each.drain()
    camp = hub.desk.camp
    await until(lambda: hub.seq == hub.desk.seq)
    fresh = {
        audience: Page(audience, screen(camp, audience), hub.renderer).shown()
        for audience in AUDIENCES
    }
    for each in screens:
        await until(partial(_shows, each, fresh))
        if each.looks.attendee is not None:
            await until(partial(_knows_its_own, each, camp))


async def test_one_who_stalls_gets_nothing_more_and_holds_up_nobody(hub: Hub) -> None:
    screens = [Screen(hub, Looks("phone")) for _ in range(20)]
    await until(lambda: all(each.abreast for each in screens))
    stalled, *others = screens
    stalled.stalls = True
    for n in range(5):
        seq = await vote(hub, PEOPLE[n], "t2")
        await until(partial(_all_show, others, seq))
    assert len([frame for frame in stalled.heard if frame["t"] == "patch"]) == 1
    stalled.drain()
    assert stalled.shown == hub.seq


async def test_a_page_drawn_between_two_ticks_is_never_sent_back(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "PATIENCE", 0.01)
    monkeypatch.setattr(hubs, "QUICKEST", 2.0)
    before = await vote(hub, PEOPLE[0], "t1")
    await until(lambda: hub.seq == before)
    seq = await vote(hub, PEOPLE[1], "t1")
    newest = Screen(hub, Looks("phone"))
    assert newest.shown == seq > hub.seq
    await until(lambda: hub.seq == seq)
    assert {frame["t"] for frame in newest.heard} <= {"beat"}


async def test_what_can_t_be_drawn_for_one_audience_reaches_all_others(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lobby, phone = Screen(hub, Looks("lobby")), Screen(hub, Looks("phone"))
    drawn = screen

    def broken(camp: Any, audience: Audience, *rest: Any) -> Any:
        if audience == "lobby":
            raise KeyError("a part with a fault")
        return drawn(camp, audience, *rest)

    monkeypatch.setattr(hubs, "screen", broken)
    seq = await vote(hub, PEOPLE[0], "t1")
    await until(lambda: phone.shown == seq)
    assert "lobby can't be drawn" in caplog.text
    monkeypatch.undo()
    seq = await vote(hub, PEOPLE[1], "t1")
    await until(lambda: lobby.shown == seq)
