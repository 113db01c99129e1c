"""How pages look: the theme a person chose, and a camp's own colour and logo."""

from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.model import CampId
from board.camp.rules.branding import LOGO_SIZE
from board.config import Config
from board.live.desk import Desk
from board.web.app import create_app
from board.web.identity import Tokens, cookie
from tests import seed
from tests.pictures import jpeg, png, webp

SECRET = "a secret for tests only"
HOST = "http://board.test"
KEPT = "public, max-age=31536000, immutable"


class Organiser:
    """An organiser's browser at a camp of its own, without scripts."""

    def __init__(self, client: AsyncClient, desk: Desk) -> None:
        self.client, self.desk, self.home = client, desk, f"/c/{desk.camp.id}"

    async def get(self, path: str = "") -> Response:
        return await self.client.get(self.home + path, follow_redirects=True)

    async def send(self, content: bytes) -> Response:
        return await self.client.post(
            f"{self.home}/console/logo", files={"logo": ("logo", content)}, follow_redirects=True
        )

    async def colours(self, colour: str) -> None:
        settings = self.desk.camp.settings
        action = c.ChangeSettings(
            by=seed.ORGANISER,
            action=seed.action(700 + self.desk.seq),
            at=700,
            settings=replace(settings, colour=colour),
        )
        await self.desk.submit(action)


_codes = count(1)


@pytest.fixture(scope="module")
async def app(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Any]:
    store = f"sqlite:///{tmp_path_factory.mktemp('looks')}/board.db"
    app = create_app(Config(store=store, secret=SECRET, host="127.0.0.1", port=0))
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
async def grace(app: Any) -> AsyncIterator[Organiser]:
    """The organiser of a camp, new for each test."""
    code = f"looks{next(_codes)}"
    desk = await seed.small_camp(app.state.site.desks, code, topics=2)
    token = "o." + Tokens(SECRET).sign("organiser", CampId(code), seed.ORGANISER)
    async with AsyncClient(transport=ASGITransport(app=app), base_url=HOST) as client:
        client.cookies.set(cookie("organiser", CampId(code)), token)
        yield Organiser(client, desk)


async def test_a_theme_once_chosen_is_there_from_the_first_byte_of_every_page(
    grace: Organiser,
) -> None:
    before = (await grace.get()).text
    assert 'data-theme="system"' in before
    assert 'media="(prefers-color-scheme: dark)"' in before

    chosen = await grace.client.post("/theme", data={"theme": "dark", "back": "/new"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/new")
    for path in ("/", "/new", grace.home, "/nowhere"):
        page = (await grace.client.get(path)).text
        assert 'data-theme="dark"' in page
        assert '/css/dark.css">' in page
        assert '<meta name="color-scheme" content="dark">' in page


async def test_a_display_keeps_its_theme_in_its_address(grace: Organiser) -> None:
    lobby = await grace.get("/lobby?theme=contrast")
    assert 'data-theme="contrast"' in lobby.text
    assert "/css/contrast.css" in lobby.text
    assert "board-theme" not in grace.client.cookies
    assert 'data-theme="system"' in (await grace.get("/lobby?theme=neon")).text


async def test_a_theme_that_is_none_is_refused_and_nobody_is_sent_elsewhere(
    grace: Organiser,
) -> None:
    refused = await grace.client.post("/theme", data={"theme": "neon", "back": "/"})
    assert refused.status_code == 422
    away = await grace.client.post("/theme", data={"theme": "dark", "back": "//evil.example/"})
    assert away.headers["location"] == "/"
    foreign = {"origin": "http://evil.example"}
    asked = {"theme": "dark", "back": "/"}
    assert (await grace.client.post("/theme", data=asked, headers=foreign)).status_code == 403


async def test_a_camp_s_colour_is_a_style_sheet_that_browsers_keep(grace: Organiser) -> None:
    assert "/brand." not in (await grace.get()).text
    await grace.colours("#7A1040")
    page = (await grace.get()).text
    address = page.split('href="', 1)[1].split(f"{grace.home}/brand.")[1].split('"')[0]
    sheet = await grace.get(f"/brand.{address}")
    assert sheet.headers["content-type"].startswith("text/css")
    assert sheet.headers["cache-control"] == KEPT
    assert "--board:#7a1040" in sheet.text

    await grace.colours("#1d5140")
    stale = await grace.get(f"/brand.{address}")
    assert stale.headers["cache-control"] == "no-cache"
    assert "--board:#1d5140" in stale.text


async def test_no_colour_can_carry_anything_else_into_a_style_sheet(grace: Organiser) -> None:
    page = await grace.get("/console/settings")
    form = {
        "name": "Edcamp",
        "date": "2031-03-15",
        "zone": "UTC",
        "vote_budget": "0",
        "freeze_minutes": "10",
        "moves_per_minute": "6",
        "own_colour": "yes",
        "colour": "red}*{background:url(//evil.example)}",
    }
    assert page.status_code == 200
    refused = await grace.client.post(f"{grace.home}/console/settings", data=form)
    assert refused.status_code == 422
    assert grace.desk.camp.settings.colour == ""


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (png(8, 9), "image/png", (8, 9)),
        (jpeg(10, 11), "image/jpeg", (10, 11)),
        (webp(300, 200), "image/webp", (300, 200)),
    ],
)
async def test_a_logo_stands_on_the_door_the_wall_and_every_page(
    grace: Organiser, content: bytes, kind: str, size: tuple[int, int]
) -> None:
    assert (await grace.send(content)).status_code == 200
    logo = grace.desk.camp.logo
    assert logo is not None
    assert (logo.kind, (logo.width, logo.height)) == (kind, size)
    for path in ("", "/lobby"):
        page = (await grace.get(path)).text
        assert f'width="{size[0]}" height="{size[1]}"' in page
        address = page.split(f'src="{grace.home}/logo.')[1].split('"')[0]
    sent = await grace.get(f"/logo.{address}")
    assert sent.content == content
    assert sent.headers["content-type"] == kind
    assert sent.headers["cache-control"] == KEPT
    assert sent.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script></html>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xd8",
        png(8, 8)[:-1],
        png(20_000, 20_000),
        png(0, 9),
        png(8, 8, size=LOGO_SIZE + 1),
    ],
    ids=["svg", "html", "cut short", "half a jpeg", "without its end", "a bomb", "flat", "large"],
)
async def test_what_is_no_small_picture_is_refused_with_a_sentence(
    grace: Organiser, content: bytes
) -> None:
    refused = await grace.send(content)
    assert refused.status_code == 422
    assert "The logo" in refused.text
    assert grace.desk.camp.logo is None


async def test_a_logo_can_be_taken_back_like_anything_an_organiser_does(grace: Organiser) -> None:
    await grace.send(png(8, 8))
    await grace.send(png(9, 9))
    last = grace.desk.camp.actions[-1]
    await grace.desk.submit(c.UndoAction(by=seed.ORGANISER, action=last.id))
    assert _width(grace) == 8
    form = {"remove": "yes"}
    await grace.client.post(f"{grace.home}/console/logo", data=form)
    assert _width(grace) == 0
    assert "/logo." not in (await grace.get()).text


async def test_the_components_are_drawn_for_whoever_asks_and_not_for_search_engines(
    grace: Organiser,
) -> None:
    for path in ("/components", "/components/console"):
        page = await grace.client.get(path)
        assert page.status_code == 200
        assert page.headers["x-robots-tag"] == "noindex"


def _width(grace: Organiser) -> int:
    """The logo's, 0 where there is none."""
    return grace.desk.camp.logo.width if grace.desk.camp.logo else 0
