"""The board's own door: who comes before a camp is open waits for it, and asks may come many at once."""

import asyncio
import json
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from websockets.frames import Frame, Opcode

from board.web import live
from board.web.wire.socket import Socket
from tests.patience import until
from tests.web.programs import Program, begins
from tests.web.screens import Served, a_served_board


async def test_phones_that_come_back_after_a_restart_are_let_in_at_the_own_door(
    tmp_path: Path,
) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    async with a_served_board(store) as served:
        olu = await begins(served.client)
        ada = await olu.joins("Ada")
        await ada.pitches("Robots")
    async with a_served_board(store) as again, AsyncExitStack() as stack:
        opening = (stack.enter_async_context(again.screen(ada)) for _ in range(20))
        for screen in await asyncio.gather(*opening):
            assert "Robots" in json.dumps(await screen.hear("snapshot"))
        doors = again.server.server_state.connections
        assert sum(isinstance(each, Socket) for each in doors) == 20


async def test_a_phone_that_is_gone_before_the_camp_is_open_is_not_waited_for(
    tmp_path: Path,
) -> None:
    store = f"sqlite:///{tmp_path}/board.db"
    async with a_served_board(store) as served:
        olu = await begins(served.client)
    async with a_served_board(store) as again:
        host, port = again.address.split(":")
        for _ in range(5):
            _, gone = await asyncio.open_connection(host, int(port))
            gone.write(
                b"GET /c/%s/live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                % (olu.camp.encode(), again.address.encode())
            )
            await gone.drain()
            gone.transport.abort()
        async with again.screen(olu) as screen:
            await screen.hear("snapshot")
        assert (await again.hub(olu.camp)).screens <= 1


async def test_who_speaks_before_the_answer_is_judged_at_the_own_door(
    served: Served, olu: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """RFC 6455, 4.1: a client has to wait. Whoever does not is no more work than others."""
    monkeypatch.setattr(live, "GOODBYE", 1.0)
    doors = served.server.server_state.connections
    before = set(doors)
    host, port = served.address.split(":")
    reader, hasty = await asyncio.open_connection(host, int(port))
    hasty.write(
        b"GET /c/%s/live HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        % (olu.camp.encode(), served.address.encode())
        + Frame(Opcode.TEXT, b'{"t":"beat"}').serialize(mask=True)
        + Frame(Opcode.TEXT, b"no ask").serialize(mask=True)
        + bytes(200_000)
    )
    async with asyncio.timeout(20):
        assert b"101 Switching Protocols" in await reader.readuntil(b"\r\n\r\n")
    await until(lambda: any(isinstance(each, Socket) for each in set(doors) - before))
    [wire] = set(doors) - before
    await until(lambda: not wire.transport.is_reading())
    await until(lambda: wire not in doors)
    hasty.transport.abort()


async def test_asks_that_come_in_one_piece_are_answered_one_after_the_other(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    topics = [await olu.pitches(f"Topic {n}", lead=False) for n in range(4)]
    async with served.screen(ada) as screen:
        asked = [
            Frame(Opcode.TEXT, json.dumps({"t": "vote", "n": n, "topic": topic}).encode())
            for n, topic in enumerate(topics)
        ]
        frames = b"".join(frame.serialize(mask=True) for frame in asked)
        screen.wire.transport.write(frames[:-9])  # the last one is not whole
        assert [(await screen.hear("ok"))["n"] for _ in topics[:-1]] == [0, 1, 2]
        screen.wire.transport.write(frames[-9:])
        assert (await screen.hear("ok"))["n"] == 3
    assert (await olu.board())["tallies"] == dict.fromkeys(topics, 1)
