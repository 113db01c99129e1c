"""The board behind a proxy that adds HTTPS: installed on a phone, without a connection, and back."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserType, Error, Page, expect

from board.camp import commands as c
from board.camp.model import TopicId
from tests import seed
from tests.browser.conftest import PATIENCE, PHONE, Board, Camps, join, vote_button
from tests.browser.flows import does_everything
from tests.browser.secure import SecureProxy, behind_tls
from tests.browser.test_app import keeps_the_day
from tests.browser.test_where_it_must import happens_now
from tests.patience import until

HOURS_AGO = """async (path) => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const kept = await cache.match(path);
    if (!kept) continue;
    const text = await kept.text();
    const older = text.replace(/"now": ?(\\d+)/, (_, now) => `"now": ${now - 3 * 3600000}`);
    await cache.put(path, new Response(older, { headers: { "Content-Type": "text/html; charset=utf-8" } }));
    return older !== text;
  }
  return false;
}"""


@pytest_asyncio.fixture
async def proxy(board: Board, tmp_path: Path) -> AsyncIterator[SecureProxy]:
    async with behind_tls(board.url, tmp_path) as proxy:
        yield proxy


@pytest_asyncio.fixture
async def trusting(
    proxy: SecureProxy, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> AsyncIterator[Browser]:
    """A browser that takes the proxy's certificate for a real one."""
    arguments = [*browser_type_launch_args["args"], *proxy.arguments]
    browser = await browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    yield browser
    await browser.close()


async def test_over_https_everything_works_and_every_cookie_is_marked_as_secure(
    board: Board, camp: Camps, proxy: SecureProxy, trusting: Browser
) -> None:
    desk = await camp()
    ana, errors = await _phone(trusting)
    wires: list[str] = []
    ana.on("websocket", lambda socket: wires.append(socket.url))
    await join(ana, board._replace(url=proxy.url), desk, name="Ana")
    assert await ana.evaluate("isSecureContext") is True
    await does_everything(ana, f"{proxy.url}/c/{desk.camp.id}", desk)
    await ana.goto(f"{proxy.url}/c/{desk.camp.id}/me")
    await ana.get_by_role("button", name="Español").click()
    await expect(ana.locator("html")).to_have_attribute("lang", "es")
    cookies = await ana.context.cookies()
    assert len(cookies) >= 2
    assert [cookie["name"] for cookie in cookies if not cookie["secure"]] == []
    assert wires
    assert all(wire.startswith("wss://") for wire in wires)
    assert errors == []


async def test_what_is_installed_shows_the_day_without_a_connection_and_sends_the_votes_later(
    board: Board, camp: Camps, proxy: SecureProxy, trusting: Browser
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    home = f"{proxy.url}/c/{desk.camp.id}"
    ana, errors = await _phone(trusting)
    await join(ana, board._replace(url=proxy.url), desk)
    await vote_button(ana, "t1").click()
    await expect(ana.locator('[data-v="n-t1"]')).to_have_text("1")
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    await ana.reload()
    await keeps_the_day(ana, desk, "t1")
    assert await _what_keeps_it_from_a_home_screen(ana) == []

    await proxy.cut()
    await vote_button(ana, "t2").click()
    await expect(ana.locator(".cut")).to_contain_text("1 vote is waiting")
    context = ana.context
    await ana.close()  # and opened again from the home screen, still without a connection
    ana = await context.new_page()
    ana.on("pageerror", lambda error: errors.append(str(error)))
    await ana.goto(f"{home}/day")
    title = desk.camp.topics[TopicId("t1")].pitch.title
    await expect(ana.locator(".stop", has_text=title)).to_be_visible()
    await expect(ana.locator(".as-of")).to_be_visible()
    await ana.goto(home)
    await expect(vote_button(ana, "t2")).to_contain_text("2nd choice")
    assert list(desk.camp.ballots.values()) == [("t1",)]

    await proxy.open()
    await ana.evaluate("dispatchEvent(new Event('online'))")  # the phone's Wi-Fi is back
    await until(lambda: list(desk.camp.ballots.values()) == [("t1", "t2")])
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    assert errors == []


async def test_nobodys_day_stands_in_for_a_console_a_projector_or_a_kiosk(
    board: Board, camp: Camps, proxy: SecureProxy, trusting: Browser
) -> None:
    desk = await camp()
    home = f"{proxy.url}/c/{desk.camp.id}"
    ana, errors = await _phone(trusting)
    await join(ana, board._replace(url=proxy.url), desk)
    await keeps_the_day(ana, desk, "")
    await proxy.cut()
    for theirs in ("/console", "/console/grid", "/lobby", "/lobby?mode=now", "/kiosk", "/me"):
        page = await ana.context.new_page()
        with pytest.raises(Error, match="ERR_CONNECTION"):
            await page.goto(home + theirs)
        await page.close()
    for mine in ("/day", "/grid", "/topics/t1"):
        await ana.goto(home + mine)
        await expect(ana.get_by_role("heading", level=1)).to_have_text("My day")
    assert errors == []


async def test_a_day_that_was_kept_hours_ago_goes_by_the_phones_clock(
    board: Board, camp: Camps, proxy: SecureProxy, trusting: Browser
) -> None:
    desk = await camp()
    first = await happens_now(desk)
    ana, errors = await _phone(trusting)
    await join(ana, board._replace(url=proxy.url), desk)
    await keeps_the_day(ana, desk, "")
    path = f"/c/{desk.camp.id}/day"
    on = ana.locator('.day-period[data-time="now"]')
    await ana.goto(f"{proxy.url}{path}")
    await expect(on).to_have_count(1)  # by a script, which is kept by now as well
    await proxy.cut()  # the phone still has its Wi-Fi, and knows no better
    assert await ana.evaluate(HOURS_AGO, path) is True
    await ana.goto(f"{proxy.url}{path}")
    assert await ana.evaluate("navigator.onLine") is True
    await expect(on).to_have_attribute("data-start", str(first.start))
    await expect(ana.locator(".as-of")).to_be_visible()
    assert errors == []


async def _phone(browser: Browser) -> tuple[Page, list[str]]:
    """A phone that lets service workers in, and the script errors on it."""
    context = await browser.new_context(**PHONE)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    return page, errors


async def _what_keeps_it_from_a_home_screen(page: Page) -> list[str]:
    """Chromium's own list, without what is only about this browser's windows being private."""
    asked = await (await page.context.new_cdp_session(page)).send("Page.getInstallabilityErrors")
    errors = [each["errorId"] for each in asked["installabilityErrors"]]
    return [each for each in errors if each != "in-incognito"]
