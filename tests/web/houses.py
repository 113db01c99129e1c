"""A board with one camp, and browsers without scripts that stand at its doors."""

import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from httpx2 import ASGITransport, AsyncClient, Response
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.model import ActionId, AttendeeId, Badge, Camp, OrganiserId, TopicId
from board.config import Config
from board.live.desk import Desk
from board.web.app import create_app
from board.web.codes import STEP
from board.web.identity import Tokens
from tests import seed
from tests.boards import SECRET
from tests.patience import until

HOST = "http://board.test"


class Guest:
    """One browser at one camp: it keeps cookies, and follows where forms send it."""

    def __init__(self, client: AsyncClient, camp: str) -> None:
        self.client, self.camp = client, f"/c/{camp}"

    async def get(self, path: str = "") -> Response:
        """A page, wherever it leads; `path` is within the camp's."""
        path = path if path.startswith(self.camp) else self.camp + path
        return await self.client.get(path, follow_redirects=True)

    async def post(self, path: str, *, origin: str = HOST, **form: Any) -> Response:
        """Post a form, as its button does, and go on where it leads."""
        return await self.client.post(
            self.camp + path, data=form, follow_redirects=True, headers={"Origin": origin}
        )

    async def joins(self, **form: Any) -> "Guest":
        """Come in, which must work."""
        answer = await self.post("/attendees", **form)
        assert answer.status_code == 200, answer.text
        assert await self.is_in()
        return self

    async def is_in(self) -> bool:
        """Whether this browser is in."""
        return 'id="topics"' in (await self.get()).text


class House(NamedTuple):
    """A board with one small open camp, and its desk."""

    app: Any
    desk: Desk

    @property
    def camp(self) -> Camp:
        """The camp as it is."""
        return self.desk.camp

    @property
    def tokens(self) -> Tokens:
        """What signs and reads this board's tokens."""
        tokens: Tokens = self.app.state.site.tokens
        return tokens

    @asynccontextmanager
    async def guest(self, host: str = HOST) -> AsyncIterator[Guest]:
        """Somebody with a browser of their own."""
        transport = ASGITransport(app=self.app)
        async with AsyncClient(transport=transport, base_url=host) as client:
            yield Guest(client, self.camp.id)

    async def act(self, kind: type[c.Action], /, **what: Any) -> None:
        """Have the organiser do something."""
        action = ActionId(f"a{self.desk.seq}")
        await self.desk.submit(kind(by=min(self.camp.organisers), action=action, at=1, **what))

    async def lets_in_by(self, identity: str) -> None:
        """Choose how people come in."""
        settings = replace(self.camp.settings, identity=identity)
        await self.act(c.ChangeSettings, settings=settings)

    async def expects(self, *names: str) -> list[AttendeeId]:
        """Put people on the roster."""
        badges = tuple(Badge(id=AttendeeId(f"p-{name.lower()}"), name=name) for name in names)
        await self.act(c.SetBadges, badges=badges)
        return [badge.id for badge in badges]

    async def votes(self, attendee: AttendeeId, *topics: TopicId) -> None:
        """Vote as somebody."""
        for topic in topics:
            await self.desk.submit(c.CastVote(attendee=attendee, topic=topic))

    def who(self, guest: Guest) -> AttendeeId:
        """Who a guest's cookie says they are."""
        cookie = guest.client.cookies[f"board-attendee-{self.camp.id}"]
        signed = self.tokens.read("attendee", self.camp.id, cookie)
        return self.camp.who(AttendeeId(signed.partition("~")[0]))

    def organise(self, guest: Guest) -> None:
        """Make a guest's browser the organiser's."""
        by: OrganiserId = min(self.camp.organisers)
        token = self.tokens.organiser_token(self.camp.id, by)
        guest.client.cookies.set(f"board-organiser-{self.camp.id}", token)


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[House]:
    """A board of its own in `folder`, with the camp `small`."""
    store = f"sqlite:///{folder}/board.db"
    app = create_app(Config(store=store, secret=SECRET, host="127.0.0.1", port=0))
    async with app.router.lifespan_context(app):
        await codes_stand()
        yield House(app, await seed.small_camp(app.state.site.desks, "small"))


async def codes_stand() -> None:
    """Wait until the doors' code, and those for other devices, stand for as long as a test takes."""
    await until(lambda: time.time() % STEP < STEP - 10)


def said(page: str) -> str:
    """The sentence with which something was refused."""
    found = re.search(r'role="alert"[^>]*>(.*?)<', page, re.DOTALL)
    assert found, page
    return unescape(found[1])


def value(page: str, name: str, by: str = "name") -> str:
    """What stands in the one field of that name (or id)."""
    (tag,) = re.findall(rf'<input[^>]*\b{by}="{name}"[^>]*>', page)
    (found,) = re.findall(r'value="([^"]*)"', tag)
    return unescape(found)
