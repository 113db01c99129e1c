"""Two tabs of one phone: one ballot, and each ask goes out of one of them only."""

import json
from collections import Counter

from playwright.async_api import BrowserContext, Page, expect

from board.live.desk import Desk
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.patience import until


async def test_two_tabs_show_one_ballot_at_once_with_and_without_wifi(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    other = await _tab(ana.context, board, desk)
    await vote_button(ana, "t1").click()
    await expect(vote_button(other, "t1")).to_contain_text("1st choice")
    for tab in (ana, other):
        await expect(tab.locator("[data-pending]")).to_have_count(0)
    await ana.context.set_offline(True)
    await vote_button(other, "t2").click()
    await vote_button(ana, "t3").click()
    for tab in (ana, other):
        await expect(vote_button(tab, "t2")).to_contain_text("2nd choice")
        await expect(vote_button(tab, "t3")).to_contain_text("3rd choice")
        await expect(tab.locator(".cut")).to_contain_text("2 votes are waiting")
    await ana.context.set_offline(False)
    for tab in (ana, other):
        await expect(tab.locator("[data-pending]")).to_have_count(0)
        await expect(tab.locator('[data-v="n-t3"]')).to_have_text("1")
    await until(lambda: [set(b) for b in desk.camp.ballots.values()] == [{"t1", "t2", "t3"}])


async def test_what_two_tabs_queued_is_sent_by_one_of_them(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    await ana.context.set_offline(True)
    for topic in ("t1", "t2", "t3"):
        await vote_button(ana, topic).click()
    await expect(ana.locator("[data-pending]")).to_have_count(3)
    await ana.goto("about:blank")  # three asks that belong to no tab any more
    await ana.context.set_offline(False)

    sent: Counter[str] = Counter()
    ana.context.on("page", lambda page: _count(page, sent))
    tabs = [await _tab(ana.context, board, desk) for _ in range(3)]
    for tab in tabs:
        await expect(tab.locator("[data-pending]")).to_have_count(0)
        await expect(tab.locator("[data-mine-count]")).to_have_text("3")
    assert list(desk.camp.ballots.values()) == [("t1", "t2", "t3")]
    assert sent == Counter({"t1": 1, "t2": 1, "t3": 1})


async def test_a_tab_left_open_sends_what_a_closed_one_could_not(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    other = await _tab(ana.context, board, desk)
    await ana.context.set_offline(True)
    await vote_button(other, "t4").click()
    async with other.expect_event("close"):  # a closing page can't be told that it is online
        await other.close(run_before_unload=True)
    await expect(vote_button(ana, "t4")).to_have_attribute("aria-pressed", "true")
    await ana.context.set_offline(False)
    await until(lambda: list(desk.camp.ballots.values()) == [("t4",)])
    await expect(ana.locator('[data-v="n-t4"]')).to_have_text("1")


async def _tab(context: BrowserContext, board: Board, desk: Desk) -> Page:
    page = await context.new_page()
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    await page.wait_for_selector("[data-js] #topics")
    return page


def _count(page: Page, sent: Counter[str]) -> None:
    """Count the votes that a page sends, by topic."""

    def look(frame: str | bytes) -> None:
        ask = json.loads(frame)
        if ask["t"] == "vote":
            sent[ask["topic"]] += 1

    page.on("websocket", lambda socket: socket.on("framesent", look))
