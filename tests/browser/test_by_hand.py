"""What a thumb does beside tapping: dragging, scrolling, typing."""

import asyncio
from collections.abc import Callable

from playwright.async_api import expect

from board.camp.model import TopicId
from tests.browser.conftest import Board, Camps, Phones, join, vote_button


async def test_choices_are_dragged_into_order(board: Board, camp: Camps, phone: Phones) -> None:
    desk = await camp()
    page = await phone()
    await join(page, board, desk)
    for topic in ("t1", "t2", "t3"):
        await vote_button(page, topic).click()
    await _until(lambda: list(desk.camp.ballots.values()) == [("t1", "t2", "t3")])
    await page.get_by_role("link", name="My choices").click()
    await page.wait_for_selector("[data-js] #choices")
    await expect(page.locator("#choice-t3 .handle")).to_be_visible()
    grip = await page.locator("#choice-t3 .handle").bounding_box()
    first = await page.locator("#choice-t1").bounding_box()
    assert grip is not None
    assert first is not None
    await page.mouse.move(grip["x"] + 20, grip["y"] + 20)
    await page.mouse.down()
    for step in range(1, 11):
        y = grip["y"] + 20 + (first["y"] - grip["y"]) * step / 10
        await page.mouse.move(grip["x"] + 20, y)
    await expect(page.locator("#choices > li").first).to_have_id("choice-t3")
    await page.mouse.up()
    await _until(lambda: list(desk.camp.ballots.values()) == [("t3", "t1", "t2")])
    await page.reload()
    await expect(page.locator("#choices > li").first).to_have_id("choice-t3")


async def test_topics_are_seen_when_they_were_on_the_screen_and_not_before(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone()
    await join(page, board, desk)
    cards = page.locator("#topics > li")
    first = TopicId(str(await cards.first.get_attribute("data-topic")))
    last = TopicId(str(await cards.last.get_attribute("data-topic")))
    await _until(lambda: desk.camp.seen.get(first, 0) == 1)
    assert desk.camp.seen.get(last, 0) == 0
    await cards.last.scroll_into_view_if_needed()
    await _until(lambda: desk.camp.seen.get(last, 0) == 1)


async def test_similar_topics_show_up_while_a_title_is_typed(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone()
    await join(page, board, desk)
    await page.get_by_role("link", name="Pitch").click()
    await page.wait_for_selector("[data-js] [data-pitch]")
    await page.get_by_role("button", name="Show the whole form").click()
    await page.get_by_label("Title").press_sequentially("Mindfulness for busy teachers")
    await expect(page.locator("#similar a").first).to_contain_text("Mindfulness")
    await page.get_by_label("Title").fill("Zorbing")
    await expect(page.locator("#similar a")).to_have_count(0)


async def test_the_search_box_finds_words_and_grades_and_lets_news_through(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone()
    await join(page, board, desk)
    await page.get_by_label("Search topics").fill("mindful")
    visible = page.locator("#topics > li:visible")
    titles = await visible.locator("h2").all_inner_texts()
    words = [t.pitch for t in desk.camp.topics.values()]
    assert 0 < len(titles) < len(words)
    await page.get_by_label("Search topics").fill("zzzz")
    await expect(page.get_by_text("Nothing matches")).to_be_visible()
    await page.get_by_label("Search topics").fill("")
    await expect(visible).to_have_count(12)


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not true():  # noqa: ASYNC110 - it is another task's doing
            await asyncio.sleep(0.02)
