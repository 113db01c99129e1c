"""The wire where a network is in the way, and pages that come back."""

import re

from playwright.async_api import WebSocketRoute, expect

from tests.browser.conftest import Board, Camps, Phones, join, vote_button


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
