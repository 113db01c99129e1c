"""A real board in this process, camps of real size in it, and real phones: Chromium from the PATH."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from board.config import Config
from board.live.desk import Desk, Desks
from board.server import web_server
from tests import seed

CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "locale": "en-GB",  # 13:05, as in the tests of what the pages hold
}
PATIENCE = 15_000  # ms; the machine may be busy


class Board(NamedTuple):
    """A running board: where it is, and its desks, so that a test can be a thousand other people."""

    url: str
    desks: Desks


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": CHROMIUM,
        "headless": True,
        "args": ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    }


@pytest_asyncio.fixture(scope="session")
async def board(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Board]:
    async with running(tmp_path_factory.mktemp("board")) as board:
        yield board


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Board]:
    """A board on a free port of this machine, over a SQLite store in `folder`."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = Config(
            store=f"sqlite:///{folder}/board.db",
            secret="a secret for tests only",
            host="127.0.0.1",
            port=port,
        )
        server = web_server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:  # noqa: ASYNC110 - uvicorn offers nothing to wait for
            await asyncio.sleep(0.01)
        app: Any = server.config.loaded_app
        while hasattr(app, "app") and not hasattr(app, "state"):
            app = app.app
        yield Board(f"http://127.0.0.1:{port}", app.state.site.desks)
        server.should_exit = True
        await serving


_codes = count(1)

Camps = Callable[..., Awaitable[Desk]]


@pytest.fixture
def camp(board: Board) -> Camps:
    """Begins a small open camp of its own for a test."""

    async def begin(**wanted: int) -> Desk:
        return await seed.small_camp(board.desks, f"camp{next(_codes)}", **wanted)

    return begin


@pytest_asyncio.fixture(scope="session")
async def district(board: Board) -> Desk:
    """The camp of real size; tests must leave it usable for others."""
    return await seed.district_camp(board.desks)


Phones = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture
async def phone(browser: Browser) -> AsyncIterator[Phones]:
    """Opens phones, each with a cookie jar of its own; a script error on one fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    async def open_one(**options: Any) -> Page:
        # Service workers are let in by the tests that are about them.
        context = await browser.new_context(**(PHONE | {"service_workers": "block"} | options))
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda said: errors.append(said.text) if "Content Security" in said.text else None,
        )
        return page

    yield open_one
    for context in contexts:
        with suppress(TimeoutError):  # a browser that won't let go of a page fails no test
            async with asyncio.timeout(PATIENCE / 1000):
                await context.close()
    assert errors == []


async def join(
    page: Page, board: Board, desk: Desk, *, name: str = "", scripts: bool = True
) -> None:
    """Come in as people do, and wait until the page is all there."""
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    if name:
        await page.get_by_text("Add your name").click()
        await page.get_by_label("Your name").fill(name)
    await page.get_by_role("button", name="I\u2019m in").click()
    await page.wait_for_selector("[data-js] #topics" if scripts else "#topics")


def vote_button(page: Page, topic: str) -> Any:
    """The button to vote for a topic."""
    return page.locator(f'[data-own="{topic}"] button')
