"""What the API refuses: always problem details with a sentence, and never with a trace in the log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

import msgspec
import pytest
from httpx2 import AsyncClient
from itsdangerous import TimestampSigner

from board.camp.model import CampId
from board.web.app import LARGEST_BODY
from board.web.identity import MAX_AGE, Role, Tokens
from tests.boards import SECRET
from tests.web.programs import HOST, PROBLEM, SETTINGS, Program, begins


class Bad(NamedTuple):
    """A request of an attendee ("ada"), an organiser ("olu") or nobody that has to be refused.

    `said` is part of the sentence in the answer.
    """

    who: str
    method: str
    path: str
    body: object
    status: int
    kind: str
    said: str


def _pitch(**words: object) -> dict[str, object]:
    return {"pitch": {"title": "Robots", **words}}


def _act(kind: str, **fields: object) -> object:
    return {"type": kind, **fields}


ROOM = {"id": "lab", "name": "Lab", "capacity": 20}
SLOT = {"id": "s9", "name": "Ninth", "start": 545, "minutes": 50}

BAD = [
    # JSON that isn't any, and JSON of another shape
    Bad("ada", "PUT", "/ballot", b"{", 422, "invalid", "truncated"),
    Bad("ada", "PUT", "/ballot", b"\xff\xfe", 422, "invalid", "can't be used"),
    Bad("ada", "POST", "/topics", b'{"pitch": {"title": "\xff"}}', 422, "invalid", "utf-8"),
    Bad("ada", "POST", "/topics", b'{"pitch": {"title": "\\ud800"}}', 422, "invalid", "can't be"),
    Bad("ada", "POST", "/topics", b"[" * 100_000, 422, "invalid", "Expected `object`"),
    Bad("ada", "PUT", "/ballot", b"", 422, "invalid", "required field `ballot`"),
    Bad("ada", "PUT", "/ballot", [], 422, "invalid", "Expected `object`, got `array`"),
    Bad("ada", "PUT", "/ballot", {"ballot": ["t", 7]}, 422, "invalid", "at `$.ballot[1]`"),
    Bad("ada", "PUT", "/ballot", {"ballot": [], "a": 1}, 422, "invalid", "unknown field `a`"),
    Bad("ada", "POST", "/topics", _pitch(seat_cap="9"), 422, "invalid", "`$.pitch.seat_cap`"),
    Bad("ada", "POST", "/topics", _pitch(colour="red"), 422, "invalid", "unknown field `colour`"),
    Bad("ada", "POST", "/topics", _pitch(seat_cap=10**30), 422, "invalid", ""),
    Bad("ada", "POST", "/attendees", {"key": "short"}, 422, "invalid", "length >= 16"),
    Bad("olu", "POST", "/actions", _act("Explode"), 422, "invalid", "'Explode' - at `$.type`"),
    Bad("olu", "POST", "/actions", _act("CastVote", topic="t"), 422, "invalid", "at `$.type`"),
    Bad("olu", "POST", "/actions", {"room": "gym"}, 422, "invalid", "field `type`"),
    Bad("olu", "POST", "/actions", _act("FreezeSlot", slot="s1", by="x"), 422, "invalid", "`by`"),
    Bad("olu", "POST", "/actions", _act("ChangePhase", phase="lunch"), 422, "invalid", "$.phase"),
    # Texts
    Bad("ada", "POST", "/topics", _pitch(title="x" * 121), 422, "invalid", "120 is the most"),
    Bad("ada", "POST", "/topics", _pitch(title=" \n "), 422, "invalid", "the title"),
    Bad("ada", "POST", "/topics", _pitch(title="a\x00b"), 422, "invalid", "U+0000"),
    Bad("ada", "POST", "/topics", _pitch(title="a\u202eb"), 422, "invalid", "U+202E"),
    Bad("ada", "POST", "/topics", _pitch(description="x" * 2001), 422, "invalid", "2,000"),
    Bad("ada", "PATCH", "/attendees/me", {"name": "x" * 81}, 422, "invalid", "80 is the most"),
    Bad("nobody", "POST", "/attendees", {"name": "a\x07"}, 422, "invalid", "U+0007"),
    Bad("olu", "POST", "/organisers", {"name": ""}, 422, "invalid", "organiser"),
    # Ids and references
    Bad("ada", "POST", "/topics", {**_pitch(), "id": "Ärger"}, 422, "invalid", "id of the topic"),
    Bad("olu", "POST", "/actions", _act("FreezeSlot", slot="s1", action="x y"), 422, "invalid", "id"),
    Bad("olu", "POST", "/organisers", {"name": "Oz", "action": "<b>"}, 422, "invalid", "id"),
    Bad("ada", "POST", "/topics", _pitch(not_in=["s9"]), 422, "invalid", "s9"),
    Bad("ada", "PUT", "/ballot", {"ballot": ["none"]}, 404, "unknown", "There is no topic"),
    Bad("ada", "PUT", "/ballot", {"ballot": ["gone"]}, 422, "invalid", "no longer on the board"),
    Bad("ada", "PUT", "/ballot", {"ballot": ["up", "up"]}, 422, "invalid", "twice"),
    Bad("ada", "GET", "/topics/none", None, 404, "unknown", "no such topic"),
    Bad("olu", "POST", "/actions", _act("FreezeSlot", slot="s9"), 404, "unknown", "There is no slot"),
    Bad("olu", "DELETE", "/actions/none", None, 409, "conflict", "Something else happened"),
    # What contradicts the board
    Bad("olu", "POST", "/actions", _act("SetSlots", slots=[SLOT]), 409, "conflict", "is over"),
    Bad("olu", "POST", "/actions", _act("SetRooms", rooms=[{**ROOM, "name": "gym"}]), 409,
        "conflict", "Two rooms"),
    Bad("olu", "POST", "/actions", _act("ChangeSettings", settings={**SETTINGS, "zone": "Mars/Rim"}),
        422, "invalid", "no time zone “Mars/Rim”"),
    Bad("olu", "POST", "/actions", _act("ChangeSettings", settings={**SETTINGS, "zone": "../etc"}),
        422, "invalid", "no time zone"),
    Bad("olu", "POST", "/actions", _act("ChangeSettings", settings={**SETTINGS, "date": "today"}),
        422, "invalid", "is no date"),
    # Who, where
    Bad("nobody", "PUT", "/ballot", {"ballot": []}, 401, "unauthorised", "Join this camp first"),
    Bad("nobody", "POST", "/topics", _pitch(), 401, "unauthorised", "Join this camp first"),
    Bad("nobody", "GET", "/actions", None, 401, "unauthorised", "for organisers"),
    Bad("ada", "GET", "/actions", None, 403, "forbidden", "Only organisers"),
    Bad("olu", "PUT", "/ballot", {"ballot": []}, 401, "unauthorised", "Join this camp first"),
    Bad("ada", "GET", "/api/camps/nocamp", None, 404, "unknown", "no camp with the code NOCAMP"),
    Bad("ada", "GET", "/api/camps/no%20camp", None, 404, "unknown", "letters and digits"),
    Bad("ada", "GET", "/nothing", None, 404, "http", "doesn't exist"),
    Bad("ada", "POST", "/ballot", {"ballot": []}, 405, "http", "can't be used like that"),
    Bad("ada", "PUT", "/ballot", b" " * (LARGEST_BODY + 1), 413, "too-large", "less"),
]  # fmt: skip


@asynccontextmanager
async def unharmed(organiser: Program) -> AsyncIterator[None]:
    """Fail if anything happens to the camp meanwhile."""
    before = await organiser.board()
    yield
    assert await organiser.board() == before


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.status} {bad.said or bad.body}"[:40])
async def test_bad_input_is_refused_with_a_sentence_and_does_no_harm(
    organiser: Program, bad: Bad
) -> None:
    ada = await organiser.joins("Ada")
    for topic in ("up", "gone"):
        await ada.do("POST", "/topics", {"id": topic, "pitch": {"title": topic}})
    await ada.do("DELETE", "/topics/gone")
    who = {"ada": ada, "olu": organiser, "nobody": organiser.without_token()}[bad.who]
    async with unharmed(organiser):
        raw = bad.body if isinstance(bad.body, bytes) else None
        body = None if raw is not None else bad.body
        answer = await who.ask(bad.method, bad.path, body, raw=raw)
    assert answer.status_code == bad.status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert problem["type"] == f"urn:board:{bad.kind}"
    assert problem["status"] == bad.status
    assert bad.said in problem["detail"]
    assert problem["detail"][0].isupper() or problem["detail"][0] == "“"
    assert problem["detail"].endswith((".", "?"))


@pytest.mark.parametrize("phase", ["setup", "closed"])
async def test_what_the_phase_of_the_day_does_not_allow_waits_for_it(
    organiser: Program, phase: str
) -> None:
    ada = await organiser.joins("Ada")
    topic = await ada.pitches("Robots")
    await organiser.act("ChangePhase", phase=phase)
    async with unharmed(organiser):
        for method, path, body in (
            ("PUT", "/ballot", {"ballot": [topic]}),
            ("POST", "/topics", _pitch()),
        ):
            answer = await ada.ask(method, path, body)
            assert answer.status_code == 409
            assert answer.json()["type"] == "urn:board:wrong-phase"


@pytest.mark.parametrize("role", ["attendee", "organiser"])
async def test_a_token_that_is_not_good_here_opens_nothing(
    client: AsyncClient, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser, elsewhere = await begins(client), await begins(client)
    good, foreign = organiser.token, elsewhere.token
    if role == "attendee":
        good, foreign = (await organiser.joins()).token, (await elsewhere.joins()).token
    mark = "o." if role == "organiser" else ""
    camp = CampId(organiser.camp)
    person = str(Tokens(SECRET).read(role, camp, good.removeprefix(mark)))
    with monkeypatch.context() as long_ago:
        now = TimestampSigner.get_timestamp
        long_ago.setattr(TimestampSigner, "get_timestamp", lambda s: now(s) - MAX_AGE - 60)
        expired = mark + Tokens(SECRET).sign(role, camp, person)
    bad = {
        "forged": mark + Tokens("another secret, not ours").sign(role, camp, person),
        "cut": good[:-2],
        "expired": expired,
        "another camp's": foreign,
        "for a role it was not made for": good.removeprefix("o.") if mark else "o." + good,
        "nobody's": mark + Tokens(SECRET).sign(role, camp, "stranger"),
        "nonsense": mark + "x",
    }
    for name, token in bad.items():
        async with unharmed(organiser):
            for method, path in (("GET", ""), ("POST", "/topics"), ("POST", "/actions")):
                body = None if method == "GET" else _pitch()
                answer = await Program(client, camp, token).ask(method, path, body)
                assert answer.status_code == 401, (name, method, path)
                assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_camp_that_can_not_be_is_not_begun(client: AsyncClient) -> None:
    camp = {"settings": SETTINGS, "organiser": "Olu"}
    for bad, said in (
        ({"settings": {**SETTINGS, "zone": "Nowhere"}}, "no time zone “Nowhere”"),
        ({"settings": {**SETTINGS, "zone": ""}}, "no time zone"),
        ({"settings": {**SETTINGS, "name": ""}}, "name of the camp"),
        ({"settings": {**SETTINGS, "vote_budget": -1}}, "vote budget"),
        ({"organiser": "x" * 81}, "80 is the most"),
        ({"rooms": [ROOM, {**ROOM, "id": "lab2"}]}, "Two rooms"),
        ({"rooms": [{**ROOM, "capacity": 0}]}, "How many people fit"),
        ({"rooms": [{**ROOM, "closed": ["s1"]}]}, "slot that isn't there"),
        ({"slots": [{**SLOT, "minutes": 1}]}, "5 minutes or more"),
    ):
        answer = await Program(client).ask("POST", "/api/camps", {**camp, **bad})
        assert answer.status_code in (409, 422), bad
        assert said in answer.json()["detail"]
        assert answer.headers["content-type"] == PROBLEM


async def test_another_sites_page_changes_nothing(organiser: Program) -> None:
    ada = await organiser.joins("Ada")
    async with unharmed(organiser):
        for origin in ("http://evil.test", "https://board.test.evil", "null", "http://"):
            answer = await ada.ask("POST", "/topics", _pitch(), headers={"Origin": origin})
            assert answer.status_code == 403, origin
            assert answer.headers["content-type"] == PROBLEM
    own = await ada.ask("POST", "/topics", _pitch(), headers={"Origin": HOST})
    assert own.status_code == 201


async def test_a_body_that_never_says_how_long_it_is_is_cut_off(organiser: Program) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 65_536

    ada = await organiser.joins("Ada")
    async with unharmed(organiser):
        answer = await ada.client.put(
            ada.path + "/ballot",
            content=endless(),
            headers={"Authorization": f"Bearer {ada.token}"},
        )
    assert answer.status_code == 413
    assert msgspec.json.decode(answer.content)["type"] == "urn:board:too-large"


async def test_a_body_that_is_too_large_is_refused_over_the_wire_too(olu: Program) -> None:
    ada = await olu.joins("Ada")
    async with unharmed(olu):
        answer = await ada.ask("PUT", "/ballot", raw=b" " * (LARGEST_BODY + 1))
        assert answer.status_code == 413
