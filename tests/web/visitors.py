"""Browsers without scripts: they keep cookies, and follow where forms send them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from httpx2 import ASGITransport, AsyncClient, Response

from board.config import Config
from board.live.desk import Desks
from board.web.app import create_app
from board.web.identity import Tokens
from tests import seed

SECRET = "a secret for tests only"
TOKENS = Tokens(SECRET)
HOST = "http://board.test"


class Visitor:
    """A browser at a camp."""

    def __init__(self, client: AsyncClient, camp: str) -> None:
        self.client, self.camp = client, f"/c/{camp}"

    async def get(self, path: str = "") -> Response:
        return await self.client.get(self.camp + path, follow_redirects=True)

    async def post(self, path: str, **form: Any) -> Response:
        return await self.client.post(self.camp + path, data=form, follow_redirects=True)

    async def asks(self, path: str, **form: str) -> Response:
        """Post as a page's scripts do."""
        json = {"Accept": "application/json"}
        return await self.client.post(self.camp + path, data=form, headers=json)

    async def joins(self, name: str = "") -> "Visitor":
        response = await self.post("/attendees", name=name)
        assert response.status_code == 200
        return self

    async def organises(self) -> "Visitor":
        """Follow the link of the organiser of a seeded camp."""
        code = self.camp.removeprefix("/c/")
        token = TOKENS.organiser_token(code, seed.ORGANISER)  # type: ignore[arg-type] # a camp's code
        await self.client.get(f"/o/{code}/{token}")
        return self


@asynccontextmanager
async def a_site(folder: Path) -> AsyncIterator[tuple[Desks, Any]]:
    """A board over a store of its own: its desks, and its application."""
    app = create_app(
        Config(store=f"sqlite:///{folder}/board.db", secret=SECRET, host="127.0.0.1", port=0)
    )
    async with app.router.lifespan_context(app):
        yield app.state.site.desks, app


@asynccontextmanager
async def browser(app: Any) -> AsyncIterator[AsyncClient]:
    """A browser with cookies of its own."""
    async with AsyncClient(transport=ASGITransport(app=app), base_url=HOST) as client:
        yield client
