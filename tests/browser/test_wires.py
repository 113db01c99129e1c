"""The wire where a network is in the way, and pages that come back."""

import re
from typing import Any

from playwright.async_api import BrowserType, WebSocketRoute, expect

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from tests.browser.conftest import PATIENCE, PHONE, Board, Camps, Phones, join, vote_button

# As Safari before 15.4 where a policy doesn't name the socket's host.
FORBIDDEN = """
window.WebSocket = function () { throw new DOMException("The operation is insecure.", "SecurityError"); };
"""


async def test_where_sockets_are_blocked_votes_go_and_news_come_all_the_same(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, bo = await phone(), await phone()

    async def refuse(socket: WebSocketRoute) -> None:
        await socket.close()

    await ana.route_web_socket(re.compile("/live"), refuse)
    await join(ana, board, desk)
    await join(bo, board, desk)
    await vote_button(bo, "t6").click()
    await expect(ana.locator('[data-v="n-t6"]')).to_have_text("1")
    await vote_button(ana, "t6").click()
    await vote_button(ana, "t1").click()
    await expect(bo.locator('[data-v="n-t6"]')).to_have_text("2")
    await expect(bo.locator('[data-v="n-t1"]')).to_have_text("1")
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    await expect(ana.locator(".cut")).to_have_count(0)


async def test_where_the_browser_forbids_sockets_votes_go_and_news_come_all_the_same(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, bo = await phone(), await phone()
    await ana.add_init_script(FORBIDDEN)
    await join(ana, board, desk)
    await join(bo, board, desk)
    await vote_button(ana, "t6").click()
    await expect(bo.locator('[data-v="n-t6"]')).to_have_text("1")
    await vote_button(bo, "t6").click()
    await expect(ana.locator('[data-v="n-t6"]')).to_have_text("2")
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    await expect(ana.locator(".cut")).to_have_count(0)


async def test_reload_and_back_show_what_is_true_now(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, bo = await phone(), await phone()
    await join(ana, board, desk)
    await join(bo, board, desk)
    await vote_button(ana, "t1").click()
    await expect(bo.locator('[data-v="n-t1"]')).to_have_text("1")
    await ana.reload()
    await expect(vote_button(ana, "t1")).to_contain_text("1st choice")
    await ana.locator("#topic-t2 h2 a").click()
    await expect(ana.locator("#topic-page")).to_be_visible()
    await vote_button(bo, "t2").click()
    await vote_button(ana, "t2").click()
    await expect(ana.locator('[data-v="n-t2"]')).to_have_text("2")
    await ana.go_back()
    await expect(ana.locator('[data-v="n-t2"]')).to_have_text("2")
    await expect(vote_button(ana, "t2")).to_contain_text("2nd choice")
    await vote_button(bo, "t5").click()
    await expect(ana.locator('[data-v="n-t5"]')).to_have_text("1")


async def test_a_page_that_the_browser_kept_whole_catches_up_by_itself(
    board: Board, camp: Camps, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> None:
    desk = await camp()
    kept_out = "--disable-back-forward-cache"  # as Playwright starts browsers otherwise
    browser = await browser_type.launch(**browser_type_launch_args, ignore_default_args=[kept_out])
    try:
        ana = await (await browser.new_context(**PHONE, service_workers="block")).new_page()
        ana.set_default_timeout(PATIENCE)
        await join(ana, board, desk)
        await ana.evaluate("addEventListener('pageshow', (e) => { window.kept = e.persisted; })")
        await vote_button(ana, "t1").click()
        await expect(ana.locator('[data-v="n-t1"]')).to_have_text("1")
        await ana.goto(f"{board.url}/c/{desk.camp.id}/grid")
        await ana.wait_for_selector("[data-js] #grid")

        bo = AttendeeId("bo")
        await desk.submit(c.JoinCamp(attendee=bo, name="Bo"))
        await desk.submit(c.OrderBallot(attendee=bo, ballot=(TopicId("t1"), TopicId("t2"))))
        await ana.go_back(wait_until="commit")  # it is loaded already
        assert await ana.evaluate("window.kept") is True
        await expect(ana.locator('[data-v="n-t1"]')).to_have_text("2")
        await vote_button(ana, "t2").click()
        await expect(ana.locator('[data-v="n-t2"]')).to_have_text("2")
        await expect(ana.locator("[data-pending]")).to_have_count(0)
        await desk.submit(c.CastVote(attendee=bo, topic=TopicId("t5")))
        await expect(ana.locator('[data-v="n-t5"]')).to_have_text("1")
    finally:
        await browser.close()
