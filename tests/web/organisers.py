"""Organisers with browsers that run no scripts: they open pages, and post the forms they find there."""

import re
from typing import Any
from urllib.parse import urlsplit

from httpx2 import ASGITransport, AsyncClient, Response

from board.camp.model import Camp, CampId, Topic
from tests.web.programs import HOST, Program


class Browser:
    """One browser, with cookies of its own, at one camp's console."""

    def __init__(self, program: Program) -> None:
        self.program, self.camp_id = program, program.camp
        transport: Any = program.client._transport
        assert isinstance(transport, ASGITransport)
        self._app: Any = transport.app
        self.client = AsyncClient(transport=transport, base_url=HOST)

    @property
    def path(self) -> str:
        return f"/c/{self.camp_id}/console"

    async def camp(self) -> Camp:
        """The camp as it is."""
        desk = await self._app.state.site.desks.open(CampId(self.camp_id))
        found: Camp = desk.camp
        return found

    async def topic(self, topic: str) -> Topic:
        """A topic as it is."""
        return {str(k): v for k, v in (await self.camp()).topics.items()}[topic]

    async def where(self, topic: str) -> list[tuple[str, str]]:
        """The slots and rooms a topic is in."""
        placements = (await self.camp()).placements
        return [(p.slot, p.room) for t, ps in placements.items() if t == topic for p in ps]

    async def sign_in(self, token: str = "") -> Response:
        """Follow an organiser's link."""
        return await self.client.get(f"/o/{self.camp_id}/{token or self.program.token}")

    async def get(self, page: str = "") -> Response:
        """A page of the console."""
        return await self.client.get(self.path + page)

    async def post(self, noun: str, **fields: object) -> Response:
        """Post a form, as its button does."""
        origin = {"Origin": HOST}
        return await self.client.post(self.path + noun, data=fields, headers=origin)

    async def done(self, noun: str, **fields: object) -> str:
        """Post a form that must succeed; the page that comes after."""
        answer = await self.post(noun, **fields)
        assert answer.status_code == 303, answer.text
        after = await self.client.get(
            urlsplit(answer.headers["location"])._replace(fragment="").geturl()
        )
        assert after.status_code == 200
        return after.text

    async def refused(self, status: int, noun: str, **fields: object) -> str:
        """Post a form that must be refused; the sentence it is refused with."""
        answer = await self.post(noun, **fields)
        assert answer.status_code == status, answer.text
        (sentence,) = re.findall(r'<p class="wrong[^>]*>(.*?)</p>', answer.text)
        return str(sentence)


async def signed_in(program: Program) -> Browser:
    """The browser of an organiser who followed the link."""
    browser = Browser(program)
    await browser.sign_in()
    return browser


def token_in(page: str) -> str:
    """The token of the forms on a page, which makes a double tap count once."""
    found = re.search(r'name="once" value="(\w+)"', page)
    assert found
    return found[1]
