"""Ten minutes without Wi-Fi in the middle of voting: nothing is lost, nothing is sent twice."""

import json
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest
from playwright.async_api import BrowserContext, Page, expect

from board.camp import commands as c
from board.camp.model import TopicId
from board.live import desk as desks
from board.live.desk import Desk
from tests.browser.conftest import Board, Camps, Phones, vote_button
from tests.browser.line import line_to
from tests.patience import until

TEN_MINUTES = 10 * 60 * 1000  # ms


async def test_votes_of_ten_dead_minutes_wait_and_are_all_saved_once(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    async with line_to(board.url) as line:
        ana = await phone()
        await ana.clock.install()
        await _join(ana, line.url, desk)
        await vote_button(ana, "t1").click()
        await until(lambda: list(desk.camp.ballots.values()) == [("t1",)])
        await expect(ana.locator("[data-pending]")).to_have_count(0)

        line.cut()
        for topic in ("t2", "t3", "t4"):
            await vote_button(ana, topic).click()
        await expect(vote_button(ana, "t4")).to_contain_text("4th choice")
        await ana.clock.fast_forward(TEN_MINUTES)
        await expect(ana.locator(".cut")).to_contain_text("3 votes are waiting for the Wi-Fi")
        await expect(ana.locator('[data-own="t3"] .vote-state')).to_have_text("Waiting")
        assert desk.camp.ballots[next(iter(desk.camp.ballots))] == ("t1",)

        await line.mend()
        await ana.clock.fast_forward(60_000)  # the wire tries again within less
        await expect(ana.get_by_text("All saved.")).to_be_visible()
        await expect(ana.locator("[data-pending]")).to_have_count(0)
    assert list(desk.camp.ballots.values()) == [("t1", "t2", "t3", "t4")]
    assert _cast(desk) == Counter({"t1": 1, "t2": 1, "t3": 1, "t4": 1})


async def test_votes_without_wifi_outlive_a_reload_and_a_closed_tab(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await _join(ana, board.url, desk)
    await vote_button(ana, "t1").click()
    await until(lambda: list(desk.camp.ballots.values()) == [("t1",)])
    await expect(ana.locator("[data-pending]")).to_have_count(0)
    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    await vote_button(ana, "t1").click()
    await vote_button(ana, "t5").click()
    await ana.goto(
        "about:blank"
    )  # the tab leaves, without a network there's nothing to come back to
    context = ana.context
    await ana.close()
    assert list(desk.camp.ballots.values()) == [("t1",)]

    await context.set_offline(False)
    again = await _open(context, f"{board.url}/c/{desk.camp.id}")
    await expect(again.locator('[data-v="n-t2"]')).to_have_text("1")
    await expect(vote_button(again, "t5")).to_contain_text("2nd choice")
    await expect(vote_button(again, "t1")).to_have_attribute("aria-pressed", "false")
    await again.reload()
    await expect(vote_button(again, "t5")).to_contain_text("2nd choice")
    await until(lambda: list(desk.camp.ballots.values()) == [("t2", "t5")])
    assert _cast(desk) == Counter({"t1": 1, "t2": 1, "t5": 1})


async def test_an_order_made_without_wifi_keeps_what_another_device_chose_meanwhile(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await _join(ana, board.url, desk)
    for topic in ("t1", "t2", "t3"):
        await vote_button(ana, topic).click()
    await until(lambda: list(desk.camp.ballots.values()) == [("t1", "t2", "t3")])
    await ana.goto(f"{board.url}/c/{desk.camp.id}/choices")
    await ana.wait_for_selector("[data-js] #choices")
    await ana.context.set_offline(True)
    await ana.locator("#choice-t3 .up").click()
    await ana.locator("#choice-t3 .up").click()
    await ana.locator("#choice-t2 .remove").click()
    await expect(ana.locator("#choices > li").first).to_have_id("choice-t3")
    [me] = desk.camp.ballots
    await desk.submit(c.CastVote(attendee=me, topic=TopicId("t7")))
    await ana.context.set_offline(False)
    await expect(ana.locator("#choice-t7")).to_be_visible()
    await expect(ana.locator("[data-mine-count]")).to_have_text("3")
    await _holds(desk, ("t3", "t1", "t7"))


async def test_a_vote_says_that_it_is_being_saved_and_that_it_is(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    async with line_to(board.url) as line:
        ana = await phone()
        await _join(ana, line.url, desk)
        line.cut()
        await vote_button(ana, "t1").click()
        state = ana.locator('[data-own="t1"] .vote-state')
        await expect(vote_button(ana, "t1")).to_contain_text("1st choice")
        await expect(state).to_have_text("Saving\u2026")
        line.flow()
        await expect(state).to_have_text("Saved")
        await expect(state).to_be_empty()
    assert list(desk.camp.ballots.values()) == [("t1",)]


async def test_a_board_that_can_take_no_more_just_now_is_asked_again_some_seconds_later(
    board: Board, camp: Camps, phone: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await camp()
    ana = await phone()
    asked: list[str | bytes] = []
    ana.on("websocket", lambda wire: wire.on("framesent", lambda frame: asked.append(frame)))
    await _join(ana, board.url, desk)
    with monkeypatch.context() as full:
        full.setattr(desks, "MOST_WAITING", 0)
        await vote_button(ana, "t1").click()
        await until(lambda: _asks_to_vote(asked) == 1)
        await ana.wait_for_timeout(1_500)
        assert _asks_to_vote(asked) == 1
    await _holds(desk, ("t1",))
    assert _asks_to_vote(asked) == 2


def _asks_to_vote(asked: Sequence[str | bytes]) -> int:
    """How many of the frames that a page sent are votes."""
    return sum(json.loads(frame)["t"] == "vote" for frame in asked)


def _cast(desk: Desk) -> Counter[TopicId]:
    """How often each topic came onto a ballot, in all that happened at this camp."""
    camps = [desk.past[seq] for seq in sorted(desk.past)]
    return Counter(
        topic
        for before, after in pairwise(camps)
        for person, ballot in after.ballots.items()
        for topic in ballot
        if topic not in before.ballots.get(person, ())
    )


async def _holds(desk: Desk, ballot: tuple[str, ...]) -> None:
    """Wait until the only ballot of a camp is this."""
    await until(lambda: list(desk.camp.ballots.values()) == [ballot])


async def _join(page: Page, url: str, desk: Desk) -> None:
    await page.goto(f"{url}/c/{desk.camp.id}")
    await page.get_by_role("button", name="I\u2019m in").click()
    await page.wait_for_selector("[data-js] #topics")


async def _open(context: BrowserContext, address: str) -> Page:
    page = await context.new_page()
    await page.goto(address)
    return page
