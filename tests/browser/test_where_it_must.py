"""Networks and devices as schools have them: plain HTTP, no streams, no storage, wrong clocks."""

import asyncio
import re
import socket
from datetime import datetime, timedelta

from playwright.async_api import Page, Route, WebSocketRoute, expect

from board.camp import commands as c
from board.camp.model import Slot
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.browser.flows import does_everything
from tests.browser.line import line_to
from tests.browser.projectors import today
from tests.browser.test_console import LAPTOP

# A Chromebook as a strict administrator leaves it: nothing can be stored, asked for, or run behind the page.
LOCKED_DOWN = """
for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}
Object.defineProperty(Navigator.prototype, "serviceWorker", { get() { throw new DOMException("denied"); } });
Object.defineProperty(Navigator.prototype, "clipboard", { get() { return undefined; } });
delete window.Notification;
window.open = () => null;
delete window.BroadcastChannel;
"""


async def test_where_no_stream_gets_through_votes_go_and_the_page_says_it_looks_now_and_then(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, bo = await phone(), await phone()
    await no_streams(ana)
    await ana.clock.install()
    await join(ana, board, desk)
    await join(bo, board, desk)
    notices = ana.locator("#notices")
    async with asyncio.timeout(20):  # what is tried meanwhile takes its own time
        while "blocks live updates" not in (await notices.text_content() or ""):
            await ana.clock.run_for(4_000)
            await asyncio.sleep(0.05)
    await expect(notices).to_contain_text("blocks live updates")
    await vote_button(ana, "t6").click()
    await expect(bo.locator('[data-v="n-t6"]')).to_have_text("1")
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    await vote_button(bo, "t1").click()
    await expect(bo.locator('[data-v="n-t1"]')).to_have_text("1")
    await ana.clock.run_for(12_000)
    await expect(ana.locator('[data-v="n-t1"]')).to_have_text("1")
    await expect(ana.locator('[data-v="n-t6"]')).to_have_text("1")
    await expect(ana.locator(".cut")).to_have_count(0)


async def test_a_locked_down_chromebook_does_everything_on_one_page(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone(viewport={"width": 1366, "height": 768}, is_mobile=False)
    await ana.add_init_script(LOCKED_DOWN)
    await join(ana, board, desk)
    await does_everything(ana, f"{board.url}/c/{desk.camp.id}", desk)


async def test_where_nothing_can_be_kept_votes_wait_as_long_as_the_page_is_there(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await ana.add_init_script(LOCKED_DOWN)
    await join(ana, board, desk)
    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    await vote_button(ana, "t5").click()
    await expect(ana.locator(".cut")).to_contain_text("2 votes are waiting")
    await ana.context.set_offline(False)
    await expect(ana.get_by_text("All saved.")).to_be_visible()
    assert list(desk.camp.ballots.values()) == [("t2", "t5")]


async def test_a_device_whose_clock_is_wrong_by_an_hour_shows_the_camps_times(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    first = await happens_now(desk)
    shown = []
    for wrong in (-1, 0, 1):
        ana = await phone(timezone_id="Asia/Tokyo")
        await ana.clock.install(time=datetime.now() + timedelta(hours=wrong))
        await join(ana, board, desk)
        await vote_button(ana, "t1").click()
        await vote_button(ana, "t2").click()
        await expect(ana.locator("[data-pending]")).to_have_count(0)
        await ana.goto(f"{board.url}/c/{desk.camp.id}/grid")
        await ana.wait_for_selector("[data-js] #grid")
        on = ana.locator('.slot[data-time="now"]')
        await expect(on).to_have_attribute("data-start", str(first.start))
        heads = await ana.locator(".slot > h2").all_inner_texts()
        shown.append([head.removesuffix(" fixed") for head in heads])  # it freezes by itself
    assert shown[0] == shown[1] == shown[2]
    assert {*desk.camp.ballots.values()} == {("t1", "t2")}


async def test_everything_works_by_plain_http_on_a_lan_address(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    async with line_to(board.url, _this_machine()) as line:
        lan = board._replace(url=line.url)
        home = f"{lan.url}/c/{desk.camp.id}"
        ana, wall = await phone(service_workers="allow"), await phone(**LAPTOP)
        await join(ana, lan, desk)
        assert await ana.evaluate("isSecureContext") is False
        await does_everything(ana, home, desk)

        await ana.goto(f"{home}/me")
        await ana.get_by_role("link", name="Whittling for everybody").click()
        await ana.get_by_text("Invite somebody to lead it with you").click()
        await ana.get_by_role("button", name="Copy the link").click()
        await expect(ana.locator("#notices")).to_contain_text("The link is copied.")
        await ana.goto(home)
        await ana.get_by_role("searchbox").focus()
        await ana.keyboard.press("Control+V")
        await expect(ana.get_by_role("searchbox")).to_have_value(re.compile(f"^{home}/topics/"))
        await ana.get_by_role("searchbox").fill("")

        await wall.goto(f"{home}/lobby?mode=marketplace")
        await wall.wait_for_selector("[data-js] #wall")
        await expect(wall.locator('.counts [data-v="votes"]')).to_have_text("2")
        await vote_button(ana, "t2").click()
        await expect(wall.locator('.counts [data-v="votes"]')).to_have_text("1")


def _this_machine() -> str:
    """Its address on its network; where there is none, one that browsers don't trust either."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent by this
        except OSError:
            return "0.0.0.0"
        return str(probe.getsockname()[0])


async def no_streams(page: Page) -> None:
    async def no_socket(socket: WebSocketRoute) -> None:
        await socket.close()

    async def no_events(route: Route) -> None:
        await route.abort()

    await page.route_web_socket(re.compile("/live"), no_socket)
    await page.route(re.compile("/events"), no_events)


async def happens_now(desk: Desk) -> Slot:
    """Have the camp where its first slot is on, and will be for half an hour."""
    await today(desk, -30, 40)
    return min(desk.camp.slots.values(), key=lambda slot: slot.start)
