"""Where sockets are blocked: the same frames as server-sent events, and asks as posts."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import pytest

from board.live.asks import LARGEST
from tests.patience import until
from tests.web.programs import JSON, PROBLEM, Program
from tests.web.screens import Served


class Event(NamedTuple):
    """A server-sent event: its id, if it has one, and the frame in it."""

    id: str
    frame: Any


@asynccontextmanager
async def listening(
    who: Program, *, audience: str = "phone", last: str = ""
) -> AsyncIterator[AsyncIterator[Event]]:
    """The events of a screen of `who`, who heard everything up to the event `last`."""
    headers = {"Authorization": f"Bearer {who.token}"} if who.token else {}
    headers |= {"Last-Event-ID": last} if last else {}
    address = f"/c/{who.camp}/events?audience={audience}"
    async with who.client.stream("GET", address, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["x-accel-buffering"] == "no"
        yield _events(answer.aiter_lines())


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[Event]:
    fields: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        if not line and "data" in fields:
            yield Event(fields.get("id", ""), json.loads(fields["data"]))
        fields = fields | {name: value} if line else {}


async def asks(who: Program, kind: str, **fields: object) -> Any:
    """The answer to a posted ask."""
    answer = await who.ask("POST", f"/c/{who.camp}/asks", {"t": kind, "n": 1, **fields})
    assert answer.headers["content-type"] == JSON
    return answer.json()


async def test_events_carry_the_frames_of_a_socket(served: Served, olu: Program) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    async with served.screen(ada) as screen, listening(ada) as events:
        for _ in ("snapshot", "mine"):
            assert (await anext(events)).frame == await screen.hear()
        voted = await asks(ada, "vote", topic=topic)
        assert voted["t"] == "ok"
        for _ in ("mine", "patch"):
            assert (await anext(events)).frame == await screen.hear()
        assert (await olu.board())["tallies"] == {topic: 1}


async def test_a_stream_that_comes_back_gets_exactly_what_it_missed(olu: Program) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    async with listening(olu.without_token()) as events:
        known = await anext(events)
        assert known.id == f"{known.frame['epoch']}:{known.frame['seq']}"
    last = (await asks(ada, "vote", topic=topic))["seq"]
    async with listening(olu.without_token(), last=known.id) as events:
        missed = await anext(events)
    assert missed.id == f"{known.frame['epoch']}:{last}"
    assert (missed.frame["t"], missed.frame["from"]) == ("patch", known.frame["seq"])
    assert missed.frame["ops"] == [["votes", [1, 1]]]


@pytest.mark.parametrize("last", ["another:3", ":", "x:" + "9" * 5000, "nonsense"])
async def test_a_stream_of_another_log_starts_anew(olu: Program, last: str) -> None:
    async with listening(olu.without_token(), last=last) as events:
        assert (await anext(events)).frame["t"] == "snapshot"


async def test_only_what_moves_a_screen_on_has_an_id(olu: Program) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    async with listening(ada) as events:
        heard = [await anext(events), await anext(events)]
        await asks(ada, "vote", topic=topic)
        heard += [await anext(events), await anext(events)]
    named = [(event.frame["t"], bool(event.id)) for event in heard]
    assert named == [("snapshot", True), ("mine", False), ("mine", False), ("patch", True)]


async def test_a_posted_ask_is_answered_like_one_over_a_socket(olu: Program) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    assert await asks(ada, "vote", topic=topic) == await asks(ada, "vote", topic=topic)
    no = await asks(ada, "vote", topic="none")
    assert (no["t"], no["kind"], no["n"]) == ("no", "unknown", 1)
    beat = await ada.ask("POST", f"/c/{ada.camp}/asks", {"t": "beat"})
    assert (beat.status_code, beat.content) == (204, b"")


async def test_a_post_that_is_no_ask_is_refused_and_does_no_harm(olu: Program) -> None:
    ada, before = await olu.joins("Ada"), await olu.seq()
    ask = {"t": "vote", "n": 1, "topic": "t"}
    json_, foreign = {"Content-Type": JSON}, {"Origin": "http://elsewhere.test"}
    for who, raw, headers, status in (
        (ada, b"{", {}, 422),
        (ada, b'{"t":"shout"}', {}, 422),
        (ada, b" " * (LARGEST + 1), {}, 413),
        (ada, json.dumps(ask).encode(), foreign, 403),
        (olu.without_token(), json.dumps(ask).encode(), {}, 401),
        (Program(ada.client, ada.camp, "forged"), json.dumps(ask).encode(), {}, 401),
        (Program(ada.client, "nocamp", ada.token), json.dumps(ask).encode(), {}, 404),
    ):
        path = f"/c/{who.camp}/asks"
        answer = await who.ask("POST", path, raw=raw, headers={**json_, **headers})
        assert answer.status_code == status, raw
        assert answer.headers["content-type"] == PROBLEM
    assert await olu.seq() == before


async def test_a_stream_is_refused_to_who_has_no_right_to_it(olu: Program) -> None:
    ada = await olu.joins("Ada")
    nowhere = Program(ada.client, "nocamp")
    for who, query, status in (
        (ada, "audience=organiser", 401),
        (olu.without_token(), "audience=organiser", 401),
        (ada, "audience=everybody", 422),
        (ada, "since=x", 422),
        (nowhere, "", 404),
    ):
        answer = await who.ask("GET", f"/c/{who.camp}/events?{query}")
        assert answer.status_code == status, query
    async with listening(olu, audience="organiser") as events:
        assert (await anext(events)).frame["t"] == "snapshot"


async def test_a_stream_that_ends_is_not_served_any_longer(served: Served, olu: Program) -> None:
    hub = await served.hub(olu.camp)
    async with listening(olu.without_token()) as events:
        await anext(events)
        assert hub.screens == 1
    await until(lambda: hub.screens == 0)


async def test_a_stream_ends_with_the_right_to_it(
    olu: Program, caplog: pytest.LogCaptureFixture
) -> None:
    invited = await olu.do("POST", "/organisers", {"name": "Oz"})
    oz = Program(olu.client, olu.camp, invited["token"])
    async with listening(oz, audience="organiser") as events:
        assert (await anext(events)).frame["t"] == "snapshot"
        await olu.act("RemoveOrganiser", organiser=invited["organiser"])
        assert [event async for event in events] == []
    again = await oz.ask("GET", f"/c/{oz.camp}/events?audience=organiser")
    assert again.status_code == 401
    assert not caplog.records


# Where no stream gets through


async def news(who: Program, *, since: int = 0, epoch: str = "") -> list[Any]:
    """What a screen of `who` missed, asked for once."""
    answer = await who.ask("GET", f"/c/{who.camp}/news?audience=phone&since={since}&epoch={epoch}")
    assert answer.headers["cache-control"] == "no-store"
    frames = answer.json()
    assert isinstance(frames, list)
    return frames


async def test_news_are_the_frames_a_stream_would_have_begun_with(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    snapshot, mine, beat = await news(ada)
    assert [each["t"] for each in (snapshot, mine, beat)] == ["snapshot", "mine", "beat"]
    assert beat["seq"] == snapshot["seq"]
    done = await asks(ada, "vote", topic=topic)
    hub = await served.hub(olu.camp)
    await until(lambda: hub.seq >= done["seq"])
    patch, mine, beat = await news(ada, since=snapshot["seq"], epoch=snapshot["epoch"])
    assert (patch["t"], patch["from"], mine["ballot"]) == ("patch", snapshot["seq"], [topic])
    assert [each["t"] for each in await news(ada, since=beat["seq"], epoch=snapshot["epoch"])] == [
        "mine",
        "beat",
    ]
