"""A board in this process, over a store of its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient

from board.live.desk import Desk, Desks
from tests import seed
from tests.web.programs import Program, a_board, begins
from tests.web.screens import Served, a_served_board
from tests.web.visitors import a_site


@pytest.fixture(scope="session")
async def client(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[AsyncClient]:
    """A client of a board that all tests share: begin a camp of your own."""
    store = tmp_path_factory.mktemp("client") / "board.db"
    async with a_board(f"sqlite:///{store}") as client:
        yield client


@pytest.fixture
async def organiser(client: AsyncClient) -> Program:
    """The organiser of an open camp, new for each test, with two rooms and two slots."""
    return await begins(client)


@pytest.fixture(scope="session")
async def own_door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """A board that listens on a port of its own, shared by all tests: don't stop or damage it."""
    store = tmp_path_factory.mktemp("served") / "board.db"
    async with a_served_board(f"sqlite:///{store}") as served:
        yield served


@pytest.fixture(scope="session")
async def plain_asgi(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    """The same as it is under any other ASGI server."""
    store = tmp_path_factory.mktemp("plain") / "board.db"
    async with a_served_board(f"sqlite:///{store}", plain=True) as served:
        yield served


@pytest.fixture
async def served(own_door: Served) -> Served:
    """A board that listens."""
    return own_door


@pytest.fixture
async def olu(served: Served) -> Program:
    """The organiser of an open camp, new for each test, of the board that listens."""
    return await begins(served.client)


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[tuple[Desks, Any]]:
    """The desks of a board of its own, new for each test, and the board's application."""
    async with a_site(tmp_path) as site:
        yield site


@pytest.fixture
async def desk(desks: tuple[Desks, Any]) -> Desk:
    """The desk of a small camp on that board."""
    return await seed.small_camp(desks[0], "small")
