"""Sheets of paper cards as a printer gets them."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from board.camp.model import Topic
from board.web import cards
from board.web.identity import Tokens
from tests import seed
from tests.browser.conftest import Board, Camps, Phones
from tests.patience import until

TOKENS = Tokens("a secret for tests only")
LAPTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "has_touch": False,
    "is_mobile": False,
}


async def organiser(page: Page, board: Board, code: str) -> Page:
    key = TOKENS.organiser_token(code, seed.ORGANISER)  # type: ignore[arg-type] # a camp's code
    await page.goto(f"{board.url}/o/{code}/{key}")
    return page


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF of Chromium's has."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("a_sheet", [4, 6, 8])
async def test_a_sheet_of_cards_fills_exactly_one_page_of_paper(
    board: Board, camp: Camps, phone: Phones, a_sheet: int, paper: str
) -> None:
    desk = await camp()
    page = await organiser(await phone(**LAPTOP), board, desk.camp.id)
    address = (
        f"{board.url}/c/{desk.camp.id}/console/cards?first=1&last={2 * a_sheet}&sheet={a_sheet}"
    )
    await page.goto(address)
    assert pages_of(await page.pdf(format=paper)) == 2
    await page.emulate_media(media="print")
    cut = await page.evaluate(
        """() => [...document.querySelectorAll(".paper")].filter(
            (card) => card.scrollHeight > card.clientHeight + 1 || card.scrollWidth > card.clientWidth + 1
        ).length"""
    )
    assert cut == 0


async def test_sheets_are_asked_for_on_the_console_and_each_card_is_the_one_its_number_opens(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await organiser(await phone(**LAPTOP), board, desk.camp.id)
    await page.get_by_role("link", name="People", exact=True).click()
    await page.get_by_role("link", name="Paper cards and kiosks").click()
    await page.get_by_label("First number").fill("12")
    await page.get_by_label("Last number").fill("16")
    async with page.expect_popup() as opening:
        await page.get_by_role("button", name="Show the sheets").click()
    sheets = await opening.value
    await expect(sheets.locator(".paper")).to_have_count(5)
    card = cards.numbered(TOKENS, desk.camp.id, 12)
    first = sheets.locator(".paper").first
    await expect(first.locator(".paper-number")).to_contain_text("12")
    await expect(first.locator(".code")).to_have_text(card.spelt)
    await expect(first).to_contain_text("Larkhaven Learns")
    await expect(first.locator("svg")).to_be_visible()
    await expect(sheets.get_by_role("button", name="Print")).to_be_visible()


async def test_more_cards_than_a_printer_takes_are_refused_with_a_sentence(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await organiser(await phone(**LAPTOP), board, desk.camp.id)
    await page.goto(f"{board.url}/c/{desk.camp.id}/console/cards?first=1&last=2000&sheet=4")
    await expect(page.get_by_text("Print 240 cards at once at most.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("form", ["/console/people", "/kiosk/pitch"])
async def test_enter_in_a_title_sends_no_topic_before_it_is_said_who_leads_it(
    board: Board, camp: Camps, phone: Phones, form: str, scripts: bool
) -> None:
    desk = await camp()
    page = await organiser(await phone(**LAPTOP, java_script_enabled=scripts), board, desk.camp.id)
    await page.goto(f"{board.url}/c/{desk.camp.id}{form}")
    await page.get_by_label("Title").fill("Knots from paper")
    await page.get_by_label("Title").press("Enter")
    await page.get_by_label("Who leads it").fill("Dana")
    await page.get_by_role("button", name="Put it on the board").click()

    def pitched() -> list[Topic]:
        return [t for t in desk.camp.topics.values() if t.pitch.title == "Knots from paper"]

    await until(lambda: bool(pitched()))
    assert [bool(topic.facilitators) for topic in pitched()] == [True]
