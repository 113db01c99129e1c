"""People at a real board, as it knows them: phones on its sockets, and an organiser's program."""

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from httpx2 import AsyncClient
from websockets.asyncio.client import connect

from board.web.identity import Tokens
from tests.boards import CAMP, ORGANISER, SECRET, BoardServer, attendee_token


async def ask(server: BoardServer, attendee: str, **what: Any) -> None:
    """Ask the board something on an attendee's phone; it must say that it is durably done."""
    address = f"{server.socket_url}?audience=phone&token={attendee_token(attendee)}"
    async with connect(address, compression=None, max_size=None) as socket:
        await socket.send(json.dumps({"n": 1, **what}))
        while (answer := json.loads(await socket.recv())).get("n") != 1:
            pass
        assert answer["t"] == "ok", answer


async def vote(server: BoardServer, voters: Iterable[str], *topics: str) -> None:
    """All of them make their ballots these topics, at once."""
    await asyncio.gather(*(ask(server, voter, t="ballot", topics=topics) for voter in voters))


def organiser(server: BoardServer) -> AsyncClient:
    """A program with an organiser's token for the test camp; close it when done."""
    token = Tokens(SECRET).organiser_token(CAMP, ORGANISER)
    return AsyncClient(base_url=server.url, headers={"Authorization": f"Bearer {token}"})


async def act(program: AsyncClient, kind: str, **fields: object) -> None:
    """Do something as an organiser."""
    answer = await program.post(f"/api/camps/{CAMP}/actions", json={"type": kind, **fields})
    assert answer.is_success, answer.text


async def board(program: AsyncClient) -> Any:
    """The camp as the API shows it."""
    return (await program.get(f"/api/camps/{CAMP}")).json()
