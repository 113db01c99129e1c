"""The shared kiosk: one card after another by keyboard, by touch, and without scripts."""

from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from board.camp.model import AttendeeId, TopicId
from board.live.desk import Desk
from board.web import cards
from board.web.identity import Tokens
from board.web.kiosk.gate import Kind, token
from tests import seed
from tests.browser.conftest import PATIENCE, PHONE, Board, Camps, Phones
from tests.patience import until

TOKENS = Tokens("a secret for tests only")
LAPTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "has_touch": False,
    "is_mobile": False,
}
TABLET: dict[str, Any] = {"viewport": {"width": 820, "height": 1180}}


def holder(desk: Desk, number: int) -> AttendeeId:
    return cards.numbered(TOKENS, desk.camp.id, number).holder


async def opened(page: Page, board: Board, desk: Desk, kind: Kind, *, scripts: bool = True) -> Page:
    """A device that became a kiosk by its link."""
    key = token(TOKENS, desk.camp.id, seed.ORGANISER, kind)
    await page.goto(f"{board.url}/c/{desk.camp.id}/kiosk/open/{key}")
    await page.wait_for_selector("[data-js] .kiosk-tap" if scripts else ".kiosk-topic")
    return page


async def typed(page: Page, *lines: str) -> None:
    """Type lines, Enter after each."""
    for line in lines:
        await page.keyboard.type(line)
        await page.keyboard.press("Enter")


async def enter_card_7(page: Page) -> None:
    """Type a card's number and choices, and read that they are saved."""
    await typed(page, "7", "3 1 2")
    await expect(page.get_by_text("Card 7 is saved")).to_be_visible()


async def enter_card_7_and_look_at_it_again(page: Page) -> None:
    """Its choices, 3, 1 and 2, are in the form then."""
    await enter_card_7(page)
    await page.get_by_label("Card number").fill("7")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Topics, first choice first")).to_have_value("3 1 2")


async def test_a_stack_of_cards_is_entered_without_touching_the_mouse(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await expect(page.get_by_label("Card number")).to_be_focused()
    await typed(page, "7", "3 1 2")
    await expect(page.get_by_text("Card 7 is saved, with 3 choices.")).to_be_visible()
    await expect(page.get_by_label("Card number")).to_have_value("8")
    await typed(page, "", "5, 4")
    await expect(page.get_by_text("Card 8 is saved, with 2 choices.")).to_be_visible()
    assert desk.camp.ballots[holder(desk, 7)] == ("t3", "t1", "t2")
    assert desk.camp.ballots[holder(desk, 8)] == ("t5", "t4")


async def test_titles_are_seen_as_numbers_are_typed_and_what_is_wrong_is_marked(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await typed(page, "7")
    await page.keyboard.type("3 99 3")
    rows = page.locator("#chosen li")
    await expect(rows.nth(0)).to_contain_text(desk.camp.topics[TopicId("t3")].pitch.title)
    await expect(rows.nth(1)).to_contain_text("99: no topic has this number")
    await expect(rows.nth(2)).to_contain_text("3: there already")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("No topic has the number 99.")
    await rows.nth(1).get_by_role("button", name="Leave out").click()
    await page.get_by_role("button", name="Save 1 choice").click()
    await until(lambda: desk.camp.ballots.get(holder(desk, 7)) == ("t3",))


async def test_a_card_that_was_entered_before_shows_its_choices_and_is_edited(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await enter_card_7_and_look_at_it_again(page)
    await page.get_by_role("button", name="Earlier:").last.click()
    await expect(page.get_by_label("Topics, first choice first")).to_have_value("3 2 1")
    await page.get_by_label("Topics, first choice first").press("Enter")
    await until(lambda: desk.camp.ballots[holder(desk, 7)] == ("t3", "t2", "t1"))
    assert desk.camp.tallies[TopicId("t3")] == 1


async def test_choices_that_came_with_a_wrong_card_do_not_stay_for_the_right_one(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await enter_card_7(page)
    card, choices = (
        page.get_by_label("Card number"),
        page.get_by_label("Topics, first choice first"),
    )
    await card.fill("7")
    await card.press("Enter")
    await expect(choices).to_have_value("3 1 2")
    await card.fill("9")
    await expect(choices).to_have_value("")
    await choices.fill("5")  # what the helper typed stays
    await card.fill("10")
    await expect(choices).to_have_value("5")


async def test_a_topic_pitched_meanwhile_can_be_chosen_at_once(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    helper = await phone(**LAPTOP)
    page = await opened(helper, board, desk, "helper")
    other = await helper.context.new_page()
    await other.goto(f"{board.url}/c/{desk.camp.id}/kiosk/pitch")
    await other.wait_for_selector("[data-js]")
    await typed(other, "Knots for beginners", "")
    await expect(other.get_by_text("is on the board as number 13.")).to_be_visible()
    await until(lambda: len(desk.camp.topics) == 13)
    await typed(page, "7")
    await page.keyboard.type("13")
    await expect(page.locator("#chosen li")).to_contain_text(
        "Knots for beginners", timeout=PATIENCE
    )


async def test_paper_pitches_are_a_title_enter_a_name_enter(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await page.get_by_role("link", name="A new topic").click()
    await page.wait_for_selector("[data-js]")
    await page.keyboard.type("Knots")
    await expect(page.get_by_text("Goes up as a wish")).to_be_visible()
    await page.keyboard.press("Enter")
    await page.keyboard.type("12 Dana")
    await expect(page.get_by_text("Goes up as an offer, led by 12 Dana.")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("“Knots” is on the board as number 13.")).to_be_visible()
    await expect(page.get_by_label("Title")).to_be_focused()
    await typed(page, "Kites", "")
    await expect(page.get_by_text("“Kites” is on the board as number 14.")).to_be_visible()
    knots, kites = (
        next(t for t in desk.camp.topics.values() if t.pitch.title == title)
        for title in ("Knots", "Kites")
    )
    assert knots.facilitators == (holder(desk, 12),)
    assert desk.camp.attendees[holder(desk, 12)].name == "Dana"
    assert kites.wish


async def test_at_a_kiosk_for_everybody_one_taps_saves_and_leaves_with_a_code(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**TABLET), board, desk, "everybody")
    for number in (3, 1, 5, 1):
        await page.locator(f'.kiosk-tap[data-n="{number}"] button').tap()
    await expect(page.locator('.kiosk-tap[data-n="5"] .kiosk-place')).to_have_text("2")
    await page.get_by_role("button", name="Save 2 choices").tap()
    await expect(page.locator("#said .qr-box svg")).to_be_visible()
    [ballot] = [ballot for ballot in desk.camp.ballots.values() if ballot]
    assert ballot == ("t3", "t5")
    await expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    code = (await page.locator("#said").inner_text()).partition("code: ")[2].split("\n")[0]
    await page.get_by_role("button", name="Next person").tap()
    await expect(page.locator("#said")).to_be_empty()
    ana = await phone()
    spelt = code.replace(" ", "").lower()
    await ana.goto(f"{board.url}/c/{desk.camp.id}/card/{spelt}")
    await ana.get_by_role("button", name="Go on on this phone").tap()
    await expect(ana.locator("#choices > li").first).to_have_id("choice-t3")


async def test_what_one_taps_next_stays_under_the_finger(
    board: Board, camp: Camps, phone: Phones
) -> None:
    page = await opened(await phone(**PHONE), board, await camp(), "everybody")
    item = page.locator('.kiosk-tap[data-n="6"] button')
    await item.scroll_into_view_if_needed()
    before = await item.bounding_box()
    await item.tap()
    await expect(page.locator("#chosen li")).to_have_count(1)
    after = await item.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(after["y"] - before["y"]) < 2


async def test_the_kiosk_forgets_whoever_walks_away(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(**TABLET)
    await page.clock.install()
    await opened(page, board, desk, "everybody")
    await page.locator('.kiosk-tap[data-n="3"] button').tap()
    await page.clock.run_for(50_000)
    await expect(page.get_by_text("Still there?")).to_be_visible()
    await page.clock.run_for(15_000)
    await expect(page.get_by_label("Topics, first choice first")).to_have_value("")
    await expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    await expect(page.get_by_text("Still there?")).to_be_hidden()


async def test_the_back_button_shows_the_next_person_nothing(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await enter_card_7(page)
    await page.get_by_role("link", name="A new topic").click()
    await page.wait_for_selector("[data-js] #pitch")
    await page.go_back()
    await page.wait_for_selector("[data-js] .kiosk-tap")
    await expect(page.locator("#said")).to_be_empty()
    await expect(page.get_by_label("Topics, first choice first")).to_have_value("")


async def test_a_card_typed_while_the_board_is_away_is_saved_once_it_is_back(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await opened(await phone(**LAPTOP), board, desk, "helper")
    await page.context.set_offline(True)
    await typed(page, "7", "3 1")
    await expect(page.get_by_role("alert")).to_contain_text("Not saved yet", timeout=PATIENCE)
    await expect(page.get_by_label("Topics, first choice first")).to_have_value("3 1")
    await page.context.set_offline(False)
    await expect(page.get_by_text("Card 7 is saved, with 2 choices.")).to_be_visible(
        timeout=PATIENCE
    )
    assert desk.camp.ballots[holder(desk, 7)] == ("t3", "t1")


async def test_cards_and_pitches_are_entered_without_scripts(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(**LAPTOP, java_script_enabled=False)
    await opened(page, board, desk, "helper", scripts=False)
    await page.get_by_label("Card number").fill("7")
    await page.get_by_label("Topics, first choice first").fill("3 1")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Card 7 is saved, with 2 choices.")).to_be_visible()
    await page.get_by_label("Card number").fill("7")
    await page.get_by_role("button", name="Look at it").click()
    await expect(page.get_by_label("Topics, first choice first")).to_have_value("3 1")
    await page.get_by_label("Topics, first choice first").fill("2")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Card 7 is saved, with 1 choice.")).to_be_visible()
    assert desk.camp.ballots[holder(desk, 7)] == ("t2",)
    await page.get_by_role("link", name="A new topic").click()
    await page.get_by_label("Title").fill("Knots")
    await page.get_by_role("button", name="Put it on the board").click()
    await expect(page.get_by_text("is on the board as number 13.")).to_be_visible()


async def test_a_stack_of_cards_is_entered_by_the_enter_key_without_scripts(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(**LAPTOP, java_script_enabled=False)
    await opened(page, board, desk, "helper", scripts=False)
    for card, choices in (("7", "3 1 2"), ("8", "5")):
        await typed(page, card)
        await expect(page.get_by_text(f"Card {card} is new.")).to_be_visible()
        await expect(page.get_by_label("Topics, first choice first")).to_be_focused()
        await typed(page, choices)
        await expect(page.get_by_text(f"Card {card} is saved")).to_be_visible()
        await expect(page.get_by_label("Card number")).to_be_focused()
    assert desk.camp.ballots[holder(desk, 7)] == ("t3", "t1", "t2")
    assert desk.camp.ballots[holder(desk, 8)] == ("t5",)


async def test_axe_finds_nothing_wrong_with_the_kiosk_a_card_or_the_sheets(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    helper = await opened(await phone(**LAPTOP), board, desk, "helper")
    await typed(helper, "7")
    await helper.keyboard.type("3 99 1")
    await expect(helper.locator("#chosen li")).to_have_count(3)
    await nothing_wrong(helper)
    await helper.goto(f"{board.url}/c/{desk.camp.id}/kiosk/pitch")
    await nothing_wrong(helper)
    tablet = await opened(await phone(**TABLET), board, desk, "everybody")
    await tablet.locator('.kiosk-tap[data-n="3"] button').tap()
    await nothing_wrong(tablet)
    await tablet.get_by_role("button", name="Save 1 choice").tap()
    await expect(tablet.locator("#said .qr-box")).to_be_visible()
    await nothing_wrong(tablet)
    card = cards.numbered(TOKENS, desk.camp.id, 7)
    await tablet.goto(f"{board.url}/c/{desk.camp.id}/card/{card.code}")
    await nothing_wrong(tablet)
    organiser = await phone(**LAPTOP)
    key = TOKENS.organiser_token(desk.camp.id, seed.ORGANISER)
    await organiser.goto(f"{board.url}/o/{desk.camp.id}/{key}")
    for path in ("paper", "cards?first=1&last=6&sheet=6"):
        await organiser.goto(f"{board.url}/c/{desk.camp.id}/console/{path}")
        await nothing_wrong(organiser)


async def nothing_wrong(page: Page) -> None:
    found = await Axe().run(page, options={"resultTypes": ["violations"]})
    assert [f"{v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]] == []
