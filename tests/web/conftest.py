"""A board in this process, over a store of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx2 import AsyncClient

from tests.web.programs import Program, a_board, begins


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[AsyncClient]:
    """A client of a board that has no camp yet."""
    async with a_board(f"sqlite:///{tmp_path}/board.db") as client:
        yield client


@pytest.fixture
async def organiser(client: AsyncClient) -> Program:
    """The organiser of an open camp with two rooms and two slots."""
    return await begins(client)
