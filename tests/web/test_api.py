"""The API as a whole: what the document says is what it does, over either store."""

from typing import Any

import pytest
from httpx2 import AsyncClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from board.camp import commands as c
from board.web.api.openapi import PATH
from board.web.api.table import OPERATIONS
from tests.web.programs import JSON, Program, a_board, begins, document


async def test_the_document_is_served_and_is_openapi(client: AsyncClient) -> None:
    answer = await client.get(PATH)
    assert answer.headers["content-type"] == JSON
    assert answer.json() == document()
    OpenAPIV31SpecValidator(answer.json()).validate()


async def test_every_operation_answers_as_the_document_says(organiser: Program) -> None:
    asked: set[tuple[str, str]] = set()

    async def ask(who: Program, method: str, path: str, body: object = None, **at: str) -> Any:
        asked.add((method, "/api/camps" + path))
        answer = await who.do(method, "/api/camps" + path.format(camp=organiser.camp, **at), body)
        assert method != "GET" or (await who.ask("HEAD", "")).is_success
        return answer

    new = {
        "settings": {"name": "Other", "date": "2031-06-07", "zone": "UTC"},
        "organiser": "Ola",
    }
    await ask(organiser, "POST", "", new)
    joined = await ask(organiser, "POST", "/{camp}/attendees", {"name": "Ada"})
    ada = Program(organiser.client, organiser.camp, joined["token"])
    bo = await organiser.joins("Bo")
    await ask(ada, "PATCH", "/{camp}/attendees/me", {"name": "Ada L."})
    await ask(ada, "POST", "/{camp}/attendees/me/devices")
    wish = {"pitch": {"title": "Knitting"}, "lead": False}
    topic = (await ask(ada, "POST", "/{camp}/topics", wish))["topic"]["id"]
    await ask(bo, "POST", "/{camp}/topics/{topic}/facilitators", {}, topic=topic)
    await ask(bo, "PUT", "/{camp}/topics/{topic}", {"pitch": {"title": "Lace"}}, topic=topic)
    await ask(bo, "DELETE", "/{camp}/topics/{topic}", topic=topic)
    await ask(bo, "DELETE", "/{camp}/topics/{topic}/withdrawal", topic=topic)
    asking = await ask(ada, "POST", "/{camp}/topics/{topic}/company", topic=topic)
    ask_no = "/{camp}/topics/{topic}/company/{asking}/answer"
    at = {"topic": topic, "asking": asking["topic"]["asking"][0]["id"]}
    assert "asking" not in (await ask(bo, "PUT", ask_no, {"yes": False}, **at))["topic"]
    no = {"kind": "repeat", "sessions": 1, "yes": False}
    await ask(bo, "PUT", "/{camp}/topics/{topic}/offer/answer", no, topic=topic)
    other = await ada.pitches("Embroidery", lead=False)
    await organiser.act("ProposeMerge", source=other, target=topic)
    apart = {"into": topic, "yes": False}
    await ask(bo, "PUT", "/{camp}/topics/{topic}/merge/answer", apart, topic=other)
    await ada.do("DELETE", f"/topics/{other}")
    await ask(ada, "PUT", "/{camp}/ballot", {"ballot": [topic]})
    assert (await ask(ada, "GET", "/{camp}/ballot"))["ballot"] == [topic]
    placed = {"type": "PlaceSession", "topic": topic, "slot": "s1", "room": "gym"}
    action = (await ask(organiser, "POST", "/{camp}/actions", placed))["action"]
    assert (await ask(ada, "GET", "/{camp}"))["grid"][0]["room"] == "gym"
    assert (await ask(organiser, "GET", "/{camp}/actions"))["actions"][0]["action"] == action
    await ask(organiser, "DELETE", "/{camp}/actions/{action}", action=action)
    await ask(organiser, "PUT", "/{camp}/lobby", {"mode": "spotlight", "topic": topic})
    assert (await ask(ada, "GET", "/{camp}/lobby"))["topic"] == topic
    await ask(organiser, "POST", "/{camp}/whatif", {"type": "CloseRoom", "room": "gym"})
    me = "/{camp}/topics/{topic}/facilitators/{facilitator}"
    await ask(bo, "DELETE", me, topic=topic, facilitator="me")
    assert (await ask(ada, "GET", "/{camp}/topics/{topic}", topic=topic))["topic"]["number"] == 1
    assert len((await ask(ada, "GET", "/{camp}/topics"))["topics"]) == 1
    await ask(organiser, "POST", "/{camp}/organisers", {"name": "Oz"})
    assert asked == {(operation.method, operation.path) for operation in OPERATIONS}


def test_every_command_of_organisers_can_be_sent() -> None:
    schema = document()["paths"]["/api/camps/{camp}/actions"]["post"]["requestBody"]
    kinds = set(schema["content"][JSON]["schema"]["discriminator"]["mapping"])
    commands = {command.__name__ for command in c.Action.__subclasses__()}
    assert kinds == commands - {"InviteOrganiser"}  # which has an address of its own


async def test_a_day_goes_on_over_either_store_whichever_process_is_asked(store_url: str) -> None:
    async with a_board(store_url) as one, a_board(store_url) as other:
        organiser = await begins(one)
        elsewhere = Program(other, organiser.camp)
        ada = await elsewhere.joins("Ada")
        topic = await ada.pitches("Robots")
        await ada.votes(topic)
        seen = await organiser.board_at(await elsewhere.seq())
        assert seen["tallies"] == {topic: 1}
        acted = await organiser.act("ChangePhase", phase="running")
        assert (await elsewhere.board_at(acted["seq"]))["phase"] == "running"


@pytest.mark.parametrize("path", sorted({operation.path for operation in OPERATIONS}))
async def test_another_method_is_refused_with_those_there_are(
    client: AsyncClient, path: str
) -> None:
    answer = await client.request("PROPFIND", path)
    methods = {str(operation.method) for operation in OPERATIONS if operation.path == path}
    methods |= {"HEAD"} if "GET" in methods else set()
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == methods
    assert answer.json()["type"] == "urn:board:http"
