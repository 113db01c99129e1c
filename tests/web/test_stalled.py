"""A screen that stops reading: it costs one frame of memory, delays nobody, and catches up in one go."""

import socket
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.web.programs import Program, begins
from tests.web.screens import Served, a_served_board

SMALL = 8_192  # bytes the two systems may hold for a connection; the rest is the board's to keep
HIGH_WATER = 65_536  # bytes that asyncio lets wait before it tells the sender to pause
TOPICS = 40
CHANGES = 24


@pytest.fixture
async def narrow(tmp_path: Path) -> AsyncIterator[Served]:
    """A board whose connections hold next to nothing on their way."""
    async with a_served_board(f"sqlite:///{tmp_path}/board.db") as served:
        served.listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        yield served


async def test_a_stalled_screen_holds_one_frame_and_nobody_up(narrow: Served) -> None:
    olu = await begins(narrow.client)
    await _many_topics(olu)
    ada = await olu.joins("Ada")
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    wire.connect(narrow.listening.getsockname())
    wire.setblocking(False)
    async with (
        narrow.screen(olu.without_token(), sock=wire, max_queue=1) as stalled,
        narrow.screen(ada) as quick,
    ):
        largest = len(str(await quick.hear("snapshot")))
        held = []
        for n in range(CHANGES):  # each draws every card anew
            phase = ("closed", "open")[n % 2]
            last = (await olu.act("ChangePhase", phase=phase))["seq"]
            heard = await quick.hear_until(last)
            assert all(frame["t"] != "snapshot" for frame in heard)
            held.append(max(_waiting(narrow)))
        assert 0 < held[-1] == held[CHANGES // 2] < HIGH_WATER + largest
        await olu.pitches("One more", lead=False)  # so that it misses something wherever it stalled
        last = await olu.seq()
        caught_up = [frame for frame in await stalled.hear_until(last) if "ops" in frame]
    assert _gapless(caught_up)
    assert caught_up[-1]["seq"] - caught_up[-1]["from"] > CHANGES // 2


async def _many_topics(olu: Program) -> None:
    for n in range(TOPICS):
        await olu.pitches(f"Topic {n}", lead=False, description="words " * 60)


def _waiting(served: Served) -> list[int]:
    """For each connection, the bytes that wait to be sent."""
    connections: Any = served.server.server_state.connections
    return [c.transport.get_write_buffer_size() for c in connections]


def _gapless(heard: list[Any]) -> bool:
    return all(after["from"] == before["seq"] for before, after in pairwise(heard))
