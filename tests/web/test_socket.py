"""Screens over real sockets: what they hear, what they ask, and how they come back."""

import asyncio
import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from board.camp.model import CampId
from board.live import hub as hubs
from board.live.asks import LARGEST
from board.web import live
from tests.log.stores import SqliteStore
from tests.patience import until
from tests.web.programs import Program, begins
from tests.web.screens import Served, a_served_board


@pytest.fixture(params=["own door", "plain ASGI"])
def served(request: pytest.FixtureRequest, own_door: Served, plain_asgi: Served) -> Served:
    """Each test twice: whoever carries the frames, screens hear and are told the same."""
    return own_door if request.param == "own door" else plain_asgi


async def test_a_new_screen_gets_everything_and_then_what_changes(
    served: Served, olu: Program
) -> None:
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    first = await ada.pitches("Robots")
    async with served.screen(ada) as screen:
        snapshot = await screen.hear()
        assert snapshot["t"] == "snapshot"
        assert "Robots" in json.dumps(snapshot["ops"])
        assert await screen.hear() == {"t": "mine", "seq": snapshot["seq"], "ballot": []}
        second = await bo.pitches("Lace")
        pitched = await screen.hear()
        assert (pitched["t"], pitched["from"]) == ("patch", snapshot["seq"])
        assert [op[:3] for op in pitched["ops"] if op[0] == "put"] == [
            ["put", f"topic-{second}", "topics"]
        ]
        await bo.votes(first)
        voted = await screen.hear()
        assert voted["from"] == pitched["seq"]
        assert voted["ops"] == [["votes", [1, 1]]]


async def test_a_screen_that_comes_back_gets_exactly_what_it_missed(
    served: Served, olu: Program
) -> None:
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    first, second = await ada.pitches("Robots"), await ada.pitches("Lace")
    async with served.screen(ada) as screen:
        known = await screen.hear("snapshot")
    await bo.votes(first)
    await bo.votes(first, second)
    third = await bo.pitches("Bees")
    last = await olu.seq()
    async with served.screen(ada, since=known["seq"], epoch=known["epoch"]) as screen:
        missed = [frame for frame in await screen.hear_until(last) if frame["t"] != "mine"]
        assert [frame["t"] for frame in missed] == ["patch"] * len(missed)
        assert [frame["from"] for frame in missed] == [known["seq"], *_seqs(missed)[:-1]]
        ops = [op for frame in missed for op in frame["ops"]]
        assert [op[1:3] for op in ops if op[0] == "put"] == [[f"topic-{third}", "topics"]]
        values = {key: value for op in ops if op[0] == "set" for key, value in op[1].items()}
        assert values == {f"at-{third}": ""}
        assert _tallies(missed) == {1: 1, 2: 1, 3: 0}
    async with served.screen(ada, since=last, epoch=known["epoch"]) as screen:
        assert (await screen.hear())["t"] == "mine"  # nothing was missed
    nobody = olu.without_token()
    async with served.screen(nobody, since=last, epoch=known["epoch"]) as screen:
        beat = await screen.hear()  # nothing either, and so a sign of life at once
        assert (beat["t"], beat["seq"]) == ("beat", last)


def _tallies(heard: list[Any]) -> dict[int, int]:
    """The votes of topics by their numbers, each of which is told as what it is more than the one before."""
    told = [op[1] for frame in heard for op in frame["ops"] if op[0] == "votes"]
    return {
        number: tally
        for votes in told
        for number, tally in zip(accumulate(votes[::2]), votes[1::2], strict=True)
    }


def _seqs(heard: list[Any]) -> list[int]:
    return [frame["seq"] for frame in heard]


@pytest.mark.parametrize("epoch", ["", "another"])
async def test_a_screen_of_another_log_starts_anew(
    served: Served, olu: Program, epoch: str
) -> None:
    async with served.screen(olu.without_token(), since=1, epoch=epoch) as screen:
        assert (await screen.hear())["t"] == "snapshot"


async def test_a_screen_goes_on_where_it_was_when_the_board_restarts(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    async with a_served_board(store) as served:
        ada = await (await begins(served.client)).joins("Ada")
        topic = await ada.pitches("Robots")
        async with served.screen(ada) as screen:
            known = await screen.hear("snapshot")
            voted = await screen.ask("vote", topic=topic)
            await served.stop()
            assert (await screen.end())[0] == 1012
        await served.start()
        async with served.screen(ada, since=known["seq"], epoch=known["epoch"]) as screen:
            mine, missed = await screen.hear(), await screen.hear()
    assert mine == {"t": "mine", "seq": voted["seq"], "ballot": [topic]}
    assert (missed["t"], missed["from"], missed["seq"]) == ("patch", known["seq"], voted["seq"])


async def test_what_happens_at_one_process_reaches_the_screens_of_another(redis_url: str) -> None:
    store = f"{redis_url}/7"
    async with a_served_board(store) as one, a_served_board(store) as other:
        olu = await begins(one.client)
        ada = await olu.joins("Ada")
        topic = await ada.pitches("Robots")
        async with other.screen(olu.without_token()) as far, one.screen(ada) as near:
            start = await far.hear("snapshot")
            voted = await near.ask("vote", topic=topic)
            heard = await far.hear_until(voted["seq"])
        assert heard[0]["from"] == start["seq"]
        assert ["votes", [1, 1]] in heard[-1]["ops"]


async def test_the_board_says_why_it_lets_nobody_in(served: Served, olu: Program) -> None:
    ada = await olu.joins("Ada")
    nowhere, forger = Program(ada.client, "nocamp"), Program(ada.client, ada.camp, "forged")
    for who, options, code, said in (
        (nowhere, {}, 4404, "no camp with the code NOCAMP"),
        (forger, {}, 4401, "not one of ours"),
        (ada, {"origin": "http://elsewhere.test"}, 4403, "another site"),
        (ada, {"origin": "null"}, 4403, "another site"),
        (ada, {"audience": "organiser"}, 4401, "for organisers"),
        (olu.without_token(), {"audience": "organiser"}, 4401, "for organisers"),
        (ada, {"audience": "everybody"}, 4422, "audience is one of"),
        (ada, {"since": -1}, 4422, "since is the last seq"),
        (ada, {"since": 10**20}, 4422, "since is the last seq"),
    ):
        async with served.screen(who, **options) as screen:
            ended = await screen.end()
        assert ended[0] == code, (options, ended)
        assert said in ended[1]


async def test_who_has_a_right_to_it_is_let_in(served: Served, olu: Program) -> None:
    for who, options in (
        (olu, {"audience": "organiser"}),
        (olu.without_token(), {"audience": "lobby"}),
        (olu.without_token(), {"origin": f"http://{served.address}"}),
    ):
        async with served.screen(who, **options) as screen:  # type: ignore[arg-type]
            assert (await screen.hear())["t"] == "snapshot"


VOTE = {"t": "vote", "n": 1, "topic": "t"}


@pytest.mark.parametrize(
    ("frame", "code", "said"),
    [
        ("{", 4422, "means nothing here: Input data was truncated"),
        ("", 4422, "means nothing here"),
        ("[]", 4422, "Expected `object`, got `array`"),
        (json.dumps({"t": "shout"}), 4422, "Invalid value 'shout'"),
        (json.dumps({"t": "vote", "topic": "t"}), 4422, "missing required field `n`"),
        (json.dumps(VOTE | {"n": "1"}), 4422, "Expected `int`, got `str`"),
        (json.dumps(VOTE | {"n": 1.5}), 4422, "Expected `int`, got `float`"),
        (json.dumps(VOTE | {"weight": 5}), 4422, "unknown field `weight`"),
        (json.dumps({"t": "pitch", "n": 1, "topic": "t", "pitch": {}}), 4422, "`title`"),
        (json.dumps(VOTE).encode(), 4422, "Frames are JSON text"),
        ('{"t":"vote","n":1,"topic":"' + "x" * LARGEST + '"}', 1009, ""),
        (b"x" * (LARGEST + 1), 1009, ""),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_a_frame_that_means_nothing_ends_its_own_socket_only(
    served: Served, olu: Program, frame: str | bytes, code: int, said: str
) -> None:
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    topic, before = await ada.pitches("Robots"), await olu.board()
    async with served.screen(bo) as other:
        async with served.screen(ada) as screen:
            await screen.say(frame)
            ended = await screen.end()
        assert ended[0] == code
        assert said in ended[1]
        assert await olu.board() == {**before, "seq": await olu.seq()}
        assert (await other.ask("vote", topic=topic))["t"] == "ok"


async def test_asks_are_answered_and_the_same_ask_again_changes_nothing(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    topics = [await ada.pitches(title) for title in ("Robots", "Lace")]
    async with served.screen(ada) as screen:
        for kind, fields in (
            ("vote", {"topic": topics[0]}),
            ("ballot", {"topics": topics[::-1]}),
            ("unvote", {"topic": topics[0]}),
            ("seen", {"topics": topics}),
            ("pitch", {"topic": "mine", "pitch": {"title": "Bees"}, "lead": True}),
        ):
            first = await screen.ask(kind, **fields)
            again = await screen.ask(kind, n=first["n"], **fields)
            assert first["t"] == "ok"
            assert again == first
    board = await olu.board()
    assert board["seq"] == first["seq"]
    assert board["tallies"] == {topics[0]: 0, topics[1]: 1, "mine": 0}
    assert [topic["id"] for topic in board["topics"]] == [*topics, "mine"]


async def test_a_refused_ask_is_told_why_and_the_socket_goes_on(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robots")
    async with served.screen(ada) as screen:
        no = await screen.ask("vote", topic="none")
        assert (no["t"], no["kind"], no["status"]) == ("no", "unknown", 404)
        no = await screen.ask("pitch", topic="new", pitch={"title": "x" * 121})
        assert (no["kind"], "120 is the most" in no["detail"]) == ("invalid", True)
        await olu.act("ChangePhase", phase="closed")
        no = await screen.ask("vote", topic=topic)
        assert (no["kind"], no["status"]) == ("wrong-phase", 409)
        assert await olu.seq() == (await screen.ask("seen", topics=[topic]))["seq"]
    async with served.screen(olu.without_token()) as spectator:
        no = await spectator.ask("vote", topic=topic)
        assert (no["t"], "Join" in no["detail"]) == ("no", True)


async def test_a_vote_shows_on_the_same_persons_other_screen_and_nobody_elses(
    served: Served, olu: Program
) -> None:
    ada, bo = await olu.joins("Ada"), await olu.joins("Bo")
    topic = await ada.pitches("Robots")
    async with served.screen(ada) as phone, served.screen(ada) as laptop, served.screen(bo) as bos:
        for screen in (phone, laptop, bos):
            assert (await screen.hear("mine"))["ballot"] == []
        voted = await phone.ask("vote", topic=topic)
        mine = await laptop.hear("mine")
        assert mine == {"t": "mine", "seq": voted["seq"], "ballot": [topic]}
        await phone.ask("unvote", topic=topic)
        assert (await laptop.hear("mine"))["ballot"] == []
        await bos.say(json.dumps({"t": "vote", "n": 1, "topic": topic}))
        assert (await bos.hear("mine"))["ballot"] == [topic]  # the first that Bo hears of


async def test_a_silent_screen_is_given_up_and_one_that_beats_is_not(
    served: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SILENCE", 0.5)
    monkeypatch.setattr(hubs, "BEAT", 0.2)
    hub = await served.hub(olu.camp)
    async with served.screen(olu.without_token()) as silent, served.screen(olu) as beating:
        await beating.hear("snapshot")
        ending = asyncio.create_task(silent.end())
        while not ending.done():
            await beating.say('{"t":"beat"}')
            await asyncio.wait({ending}, timeout=0.05)
        assert (await ending)[0] == 1001
        assert hub.screens == 1
        assert (await beating.ask("vote", topic="t"))["t"] == "no"


async def test_a_screen_that_goes_away_is_not_served_any_longer(
    served: Served, olu: Program
) -> None:
    hub = await served.hub(olu.camp)
    async with served.screen(olu) as screen:
        await screen.hear()
        assert hub.screens == 1
    await until(lambda: hub.screens == 0)


async def test_a_damaged_log_ends_every_screen_with_its_reason(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "board.db")
    async with a_served_board(store.url) as served:
        olu = await begins(served.client)
        async with served.screen(olu) as screen:
            await screen.hear()
            store.edit(CampId(olu.camp), lambda rows: rows[:1])
            code, said = await screen.end()
    assert code == 1011
    assert "entry 2 of the log is gone" in said


async def test_an_organiser_who_is_removed_is_shown_no_more(served: Served, olu: Program) -> None:
    invited = await olu.do("POST", "/organisers", {"name": "Bo"})
    bo = Program(olu.client, olu.camp, invited["token"])
    async with served.screen(bo, audience="organiser") as screen:
        assert (await screen.hear())["t"] == "snapshot"
        await olu.act("RemoveOrganiser", organiser=invited["organiser"])
        assert await screen.end() == (
            4401,
            "This organiser link works no more. Ask for another one.",
        )


async def test_an_old_organiser_cookie_keeps_nobody_from_their_own_phone(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    stale = {"Cookie": f"board-organiser-{olu.camp}=o.forged"}
    async with served.screen(ada, additional_headers=stale) as screen:
        assert (await screen.hear())["t"] == "snapshot"
