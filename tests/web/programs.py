"""Programs that talk to the API, and check every answer against the OpenAPI document as they go."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

import msgspec
from httpx2 import ASGITransport, AsyncClient, Response
from openapi_schema_validator import OAS31Validator

from board.config import Config
from board.web.api import openapi
from board.web.app import create_app
from tests.boards import SECRET

JSON, PROBLEM = "application/json", "application/problem+json"
HOST = "http://board.test"
SETTINGS = {"name": "Spring Camp", "date": "2031-05-03", "zone": "America/New_York"}


class Program:
    """A client with one token, or none; `camp` is where it talks to."""

    def __init__(self, client: AsyncClient, camp: str = "", token: str = "") -> None:
        self.client, self.camp, self.token = client, camp, token

    @property
    def path(self) -> str:
        return f"/api/camps/{self.camp}"

    def without_token(self) -> "Program":
        return Program(self.client, self.camp)

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The answer, which is what the document promises; `path` is within the camp's."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            raw = msgspec.json.encode(body)
        whole = path if path.startswith(("/api/", "/c/")) else self.path + path
        answer = await self.client.request(
            method, whole, content=raw, headers={**sent, **(headers or {})}
        )
        promised(method, whole, answer)
        return answer

    async def do(self, method: str, path: str, body: object = None) -> Any:
        """The body of an answer that isn't a refusal."""
        answer = await self.ask(method, path, body)
        assert answer.is_success, answer.text
        return answer.json()

    async def board(self) -> Any:
        """The whole camp as this program may see it."""
        return await self.do("GET", "")

    async def board_at(self, seq: int) -> Any:
        """The same, once the board's process has heard of entry `seq`."""
        async with asyncio.timeout(20):
            while True:
                board = await self.board()
                if board["seq"] >= seq:
                    return board
                await asyncio.sleep(0.005)

    async def seq(self) -> int:
        """Where the camp's log stands."""
        return int((await self.without_token().board())["seq"])

    async def act(self, kind: str, /, **fields: object) -> Any:
        """Do something as an organiser."""
        return await self.do("POST", "/actions", {"type": kind, **fields})

    async def joins(self, name: str = "") -> "Program":
        """Somebody who comes in."""
        joined = await self.do("POST", "/attendees", {"name": name})
        return Program(self.client, self.camp, joined["token"])

    async def pitches(self, title: str, *, lead: bool = True, **words: object) -> str:
        """The id of a topic that this program pitches."""
        asked = {"pitch": {"title": title, **words}, "lead": lead}
        return str((await self.do("POST", "/topics", asked))["topic"]["id"])

    async def votes(self, *topics: str) -> None:
        """Vote for these topics and no others."""
        await self.do("PUT", "/ballot", {"ballot": topics})


async def begins(client: AsyncClient, phase: str = "open", **settings: object) -> Program:
    """The organiser of a new camp with two rooms and two slots."""
    asked = {
        "settings": {**SETTINGS, **settings},
        "organiser": "Olu",
        "rooms": [
            {"id": "gym", "name": "Gym", "capacity": 90, "features": ["stage"]},
            {"id": "library", "name": "Library", "capacity": 30},
        ],
        "slots": [
            {"id": "s1", "name": "First", "start": 540, "minutes": 50},
            {"id": "s2", "name": "Second", "start": 600, "minutes": 50},
        ],
        "breaks": [{"id": "lunch", "name": "Lunch", "start": 660, "minutes": 45}],
    }
    begun = await Program(client).do("POST", "/api/camps", asked)
    organiser = Program(client, begun["camp"], begun["token"])
    if phase != "setup":
        await organiser.act("ChangePhase", phase=phase)
    return organiser


@asynccontextmanager
async def a_board(store: str, **config: Any) -> AsyncIterator[AsyncClient]:
    """A board over `store`, with its lifespan, and a client that talks to it."""
    app = create_app(Config(store=store, secret=SECRET, host="127.0.0.1", port=0, **config))
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=ASGITransport(app=app), base_url=HOST) as client,
    ):
        yield client


def promised(method: str, path: str, answer: Response) -> None:
    """Fail unless the document promises such an answer."""
    operation = _operation(method, path.partition("?")[0])
    if operation is None or method == "HEAD":
        return
    response = operation["responses"].get(str(answer.status_code))
    if response is None:
        assert answer.is_error, f"{method} {path}: {answer.status_code} is not in the document"
        response = operation["responses"]["default"]
    if "content" not in response:
        assert not answer.content
        return
    ((media_type, content),) = response["content"].items()
    assert answer.headers["content-type"] == media_type
    _validator(content["schema"]["$ref"]).validate(answer.json())


@cache
def document() -> Any:
    """The OpenAPI document."""
    return msgspec.json.decode(openapi.encoded())


def _operation(method: str, path: str) -> Any:
    for template, operations in document()["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", template), path):
            return operations.get(method.lower())
    return None


@cache
def _validator(schema: str) -> OAS31Validator:
    return OAS31Validator({"$ref": schema, "components": document()["components"]})
