"""Everything with the keyboard alone."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Board, Camps, Phones, vote_button


async def test_joining_voting_reordering_and_pitching_with_the_keyboard(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(has_touch=False, is_mobile=False)
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    await _tab_to(page, "I\u2019m in")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-js] #topics")

    first, second = [
        str(await page.locator("#topics > li").nth(n).get_attribute("data-topic")) for n in (0, 1)
    ]
    await _tab_to(page, "I\u2019d go")
    await page.keyboard.press("Space")
    await expect(vote_button(page, first)).to_contain_text("1st choice")
    await expect(page.locator('[data-v="n-' + first + '"]')).to_have_text("1")
    await expect(vote_button(page, first)).to_be_focused()
    await _tab_to(page, "I\u2019d go")
    await page.keyboard.press("Space")
    await expect(vote_button(page, second)).to_contain_text("2nd choice")

    await _tab_to(page, "My choices")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-js] #choices")
    up = page.locator(f"#choice-{second} .up")
    await up.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#choices > li").first).to_have_id(f"choice-{second}")
    await expect(up).to_be_focused()
    await expect(page.locator("#notices")).to_contain_text("now number 1 of 2")

    await _tab_to(page, "Pitch")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("[data-js] [name=title]", state="attached")
    await _tab_to(page, "Show the whole form")
    await page.keyboard.press("Enter")
    await page.get_by_label("Title").focus()
    await page.keyboard.type("Typed without a mouse")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Typed without a mouse")


async def _tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus is called `words`."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        called = await page.evaluate("document.activeElement.textContent")
        if words in " ".join(str(called).split()):
            return
    raise AssertionError(f"Tab never came to “{words}”")
