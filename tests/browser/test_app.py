"""The board as an app, over a secure connection (this machine's own address counts as one)."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from board import assets
from board.camp import commands as c
from board.camp.model import TopicId
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.browser.line import Line, line_to
from tests.patience import until

KEPT = """async (path) => {
  for (const name of await caches.keys()) if (await (await caches.open(name)).match(path)) return true;
  return false;
}"""


@pytest_asyncio.fixture
async def line(board: Board) -> AsyncIterator[Line]:
    """A line of its own to the board: an origin whose service worker no other test meets."""
    async with line_to(board.url) as line:
        yield line


async def test_my_day_is_there_without_a_connection_with_what_waits_to_be_sent(
    board: Board, camp: Camps, phone: Phones, line: Line
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    ana = await phone(service_workers="allow")
    home = await _comes(ana, board, line, desk)
    await vote_button(ana, "t1").click()
    await expect(ana.locator('[data-v="n-t1"]')).to_have_text("1")
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    await ana.reload()
    await keeps_the_day(ana, desk, "t1")

    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    await expect(ana.locator(".cut")).to_contain_text("1 vote is waiting")
    await ana.goto(f"{home}/topics/t1")  # a page this phone never saw: its day stands in for it
    await expect(ana.get_by_role("heading", level=1)).to_have_text("My day")
    placed = desk.camp.placements[TopicId("t1")][0]
    stop = ana.locator(".stop", has_text=desk.camp.topics[TopicId("t1")].pitch.title)
    await expect(stop).to_contain_text(desk.camp.rooms[placed.room].name)
    await expect(ana.locator(".as-of")).to_be_visible()
    await expect(ana.locator(".cut")).to_contain_text("1 vote is waiting")
    await ana.goto(home)
    await expect(vote_button(ana, "t2")).to_contain_text("2nd choice")

    await ana.context.set_offline(False)
    await until(lambda: list(desk.camp.ballots.values()) == [("t1", "t2")])
    await expect(ana.locator('[data-v="n-t2"]')).to_have_text("1")


async def test_a_page_comes_from_the_board_whenever_the_board_is_there(
    board: Board, camp: Camps, phone: Phones, line: Line
) -> None:
    desk = await camp()
    ana = await phone(service_workers="allow")
    home = await _comes(ana, board, line, desk)
    await keeps_the_day(ana, desk, "")
    settings = desk.camp.settings
    await ana.goto("about:blank")
    renamed = c.ChangeSettings(
        by=seed.ORGANISER,
        action=seed.action(9),
        at=1,
        settings=type(settings)(name="Renamed", date=settings.date, zone=settings.zone),
    )
    await desk.submit(renamed)
    await ana.goto(f"{home}/day")
    await expect(ana).to_have_title("My day · Renamed")


async def test_a_new_version_takes_over_at_the_next_load_and_keeps_nothing_of_the_old(
    board: Board, camp: Camps, phone: Phones, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await camp()
    ana = await phone(service_workers="allow")
    await _comes(ana, board, line, desk)
    await keeps_the_day(ana, desk, "")
    version = assets.static_url().rpartition("/")[2]
    assert await ana.evaluate("caches.keys()") == [f"board-{version}"]
    monkeypatch.setattr(assets, "static_url", lambda: "/static/a-new-version")
    await ana.reload()
    only_new = "caches.keys().then((names) => names.join() === 'board-a-new-version')"
    await _comes_true(ana, only_new)
    await keeps_the_day(ana, desk, "")
    await expect(ana.locator("#topics > li")).to_have_count(12)


async def test_whoever_comes_next_on_a_shared_phone_sees_nothing_of_the_one_before(
    board: Board, camp: Camps, phone: Phones, line: Line
) -> None:
    desk = await camp()
    ana = await phone(service_workers="allow")
    home = await _comes(ana, board, line, desk)
    await keeps_the_day(ana, desk, "")
    await ana.context.clear_cookies()
    await ana.goto(home)
    await expect(ana.get_by_role("button", name="I\u2019m in")).to_be_visible()
    await _comes_true(ana, f"({KEPT})('/c/{desk.camp.id}/day').then((kept) => !kept)")


async def test_a_camps_manifest_says_what_a_home_screen_needs(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone(service_workers="allow")
    await join(ana, board, desk)
    address = await ana.locator('link[rel="manifest"]').get_attribute("href")
    answer = await ana.context.request.get(f"{board.url}{address}")
    manifest = json.loads(await answer.text())
    assert manifest["name"] == desk.camp.settings.name
    assert manifest["start_url"] == manifest["scope"] == f"/c/{desk.camp.id}"
    assert {icon["purpose"] for icon in manifest["icons"] if "purpose" in icon} == {
        "any",
        "maskable",
    }
    for icon in manifest["icons"]:
        picture = await ana.context.request.get(f"{board.url}{icon['src']}")
        assert picture.status == 200
        if icon["type"] == "image/png":
            width = int.from_bytes(
                (await picture.body())[16:20]
            )  # PNG, 11.2.2: after the signature
            assert icon["sizes"] == f"{width}x{width}"


async def keeps_the_day(ana: Page, desk: Desk, chosen: str) -> None:
    """Wait until the phone holds My day, with what was chosen by then."""
    path = f"/c/{desk.camp.id}/day"
    text = f"caches.match('{path}').then((kept) => kept && kept.text())"
    await _comes_true(ana, f"{text}.then((html) => Boolean(html) && html.includes('{chosen}'))")
    await _comes_true(ana, "navigator.serviceWorker.controller !== null")


async def _comes(ana: Page, board: Board, line: Line, desk: Desk) -> str:
    """Come in over a line of one's own; the camp's address there."""
    await join(ana, board._replace(url=line.url), desk)
    return f"{line.url}/c/{desk.camp.id}"


async def _comes_true(page: Page, script: str) -> None:
    """Wait until a script gives true (the page's security policy lets no page wait for a string)."""
    async with asyncio.timeout(20):
        while not await page.evaluate(script):  # noqa: ASYNC110 - the condition is in a browser
            await asyncio.sleep(0.05)
