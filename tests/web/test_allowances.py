"""One person who asks, or looks on, without end: everybody else is heard as before."""

import asyncio
import json
from types import SimpleNamespace

import pytest

from board.camp.errors import TooMany
from board.live import allowances
from board.live import hub as hubs
from tests.patience import until
from tests.web.programs import Program
from tests.web.screens import Served


@pytest.fixture(params=["own door", "plain ASGI"])
def served(request: pytest.FixtureRequest, own_door: Served, plain_asgi: Served) -> Served:
    """Each test twice: whoever carries the frames."""
    return own_door if request.param == "own door" else plain_asgi


async def test_who_asks_without_end_is_heard_at_a_pace(
    served: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "AT_ONCE", 10.0)
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    topic = await ada.pitches("Robots")
    async with (
        served.screen(ada, close_timeout=0.1) as flood,
        served.screen(bo, close_timeout=0.1) as other,
    ):
        for n in range(40):
            await flood.say(_turn(n, topic))
        assert (await other.ask("vote", topic=topic))["t"] == "ok"
        heard = 0
        while heard < 20:  # nothing is refused, and nothing lost
            assert (await flood.hear("ok"))["n"] == heard
            heard += 1
        answered_meanwhile = await other.ask("unvote", topic=topic)
        assert answered_meanwhile["t"] == "ok"


async def test_more_screens_are_not_heard_more(
    served: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowances, "AT_ONCE", 10.0)
    monkeypatch.setattr(allowances, "A_SECOND", 0.01)
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    topic = await ada.pitches("Robots")
    async with (
        served.screen(ada, close_timeout=0.1) as one,
        served.screen(ada, close_timeout=0.1) as two,
        served.screen(bo, close_timeout=0.1) as other,
    ):
        for n in range(10):
            await one.say(_turn(n, topic))
            assert (await one.hear("ok"))["n"] == n
        await two.say(_turn(10, topic))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await two.hear("ok")
        refused = await ada.ask("POST", f"/c/{ada.camp}/asks", json.loads(_turn(11, topic)))
        answer = refused.json()
        assert (answer["t"], answer["n"], answer["status"]) == ("no", 11, TooMany.status)
        for n in range(10):
            assert (await other.ask("vote" if n % 2 else "unvote", topic=topic))["t"] == "ok"
        monkeypatch.setattr(allowances, "A_SECOND", 1_000.0)
        async with served.screen(ada, close_timeout=0.1) as three:
            assert (await three.ask("vote", topic=topic))["t"] == "ok"


def test_who_asked_just_now_is_remembered_and_others_are_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    monkeypatch.setattr(allowances, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(allowances, "FEW", 5)
    known = allowances.Allowances()
    for _ in range(int(allowances.AT_ONCE)):
        assert not known.wait("ada")
        known.take("ada")
    assert known.wait("ada") == 1 / allowances.A_SECOND
    for _ in range(
        10_000
    ):  # as pings without end are: nobody is shut out by what they did an hour ago
        known.take("bo")
    assert known.wait("bo") < 10
    known.forget("bo")
    assert not known.wait("bo")
    for n in range(20):
        known.take(f"{n}")
    assert len(known._left) == 21
    now = 1.0
    assert not known.wait("ada")
    for n in range(100, 125):
        known.take(f"{n}")
    assert known._left.keys() == {"ada", *map(str, range(100, 125))}
    now = 100.0
    for n in range(200, 260):
        known.take(f"{n}")
    assert known._left.keys() == set(map(str, range(200, 260)))
    assert not known.wait("ada")


async def test_screens_of_nobody_never_crowd_out_those_of_people(
    served: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "MOST_NAMELESS", 2)
    ada, nobody = await olu.joins("Ada"), olu.without_token()
    async with served.screen(nobody) as first, served.screen(nobody):
        await first.hear("snapshot")
        async with served.screen(nobody) as third:
            assert (await third.end())[0] == TooMany.close
        async with served.screen(ada) as adas:
            assert (await adas.hear())["t"] == "snapshot"
    hub = await served.hub(olu.camp)
    await until(lambda: hub.screens == 0)
    async with served.screen(nobody) as again:
        assert (await again.hear())["t"] == "snapshot"


async def test_one_person_has_only_so_many_screens(
    served: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "MOST_OF_ONE", 2)
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    async with served.screen(ada) as first, served.screen(ada) as second:
        await first.hear("snapshot")
        await second.hear("snapshot")
        async with served.screen(ada) as third:
            assert (await third.end())[0] == TooMany.close
        for who, audience in ((bo, "phone"), (olu, "organiser"), (olu.without_token(), "lobby")):
            async with served.screen(who, audience=audience) as screen:
                assert (await screen.hear())["t"] == "snapshot"
    hub = await served.hub(olu.camp)
    await until(lambda: hub.screens == 0)
    async with served.screen(ada) as again:
        assert (await again.hear())["t"] == "snapshot"


def _turn(n: int, topic: str) -> str:
    """A vote for a topic, and the next time its end."""
    return json.dumps({"t": ("vote", "unvote")[n % 2], "n": n, "topic": topic})
