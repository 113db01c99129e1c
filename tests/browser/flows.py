"""What an attendee does on a day, in one go: for browsers and networks that have to be able to."""

from playwright.async_api import Page, expect

from board.camp.model import AttendeeId, TopicId
from board.live.desk import Desk
from tests.browser.conftest import vote_button
from tests.patience import until


async def does_everything(page: Page, home: str, desk: Desk) -> None:
    """Vote twice, put the votes in order, search, pitch, and read the grid; `page` is just in."""
    before = {*desk.camp.ballots}
    await vote_button(page, "t2").click()
    await vote_button(page, "t5").click()
    await expect(vote_button(page, "t5")).to_contain_text("2nd choice")
    await expect(page.locator('[data-v="n-t5"]')).not_to_be_empty()
    await until(lambda: any(len(votes) == 2 for votes in _new(desk, before).values()))
    [me] = _new(desk, before)

    await page.goto(f"{home}/choices")
    await page.wait_for_selector("[data-js] #choices")
    await page.locator("#choice-t5 .up").click()
    await expect(page.locator("#choices > li").first).to_have_id("choice-t5")
    await until(lambda: desk.camp.ballots[me] == ("t5", "t2"))

    await page.goto(home)
    await page.get_by_role("searchbox").fill(desk.camp.topics[TopicId("t3")].pitch.title[:24])
    await expect(page.locator("#topic-t3")).to_be_visible()
    await expect(page.locator("#topic-t4")).to_be_hidden()

    await page.goto(f"{home}/pitch")
    whole = page.get_by_role("button", name="Show the whole form")
    if await whole.is_visible():
        await whole.click()
    await page.get_by_label("Title").fill("Whittling for everybody")
    await page.get_by_role("button", name="Put it on the board").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Whittling for everybody")

    await page.goto(f"{home}/grid")
    await page.wait_for_selector("[data-js] #grid")
    await expect(page.locator(".slot")).to_have_count(len(desk.camp.slots))


def _new(desk: Desk, before: set[AttendeeId]) -> dict[AttendeeId, tuple[TopicId, ...]]:
    """The ballots of people who had none before."""
    return {person: votes for person, votes in desk.camp.ballots.items() if person not in before}
