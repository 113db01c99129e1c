"""Everything an attendee needs works without scripts: forms post and send one on."""

from playwright.async_api import expect

from board.camp.model import TopicId
from tests.browser.conftest import Board, Camps, Phones, join, vote_button


async def test_joining_voting_reordering_and_pitching_without_scripts(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(java_script_enabled=False)
    await join(page, board, desk, name="Ana", scripts=False)
    await vote_button(page, "t1").click()
    await expect(vote_button(page, "t1")).to_contain_text("1st choice")
    await vote_button(page, "t2").click()
    await expect(vote_button(page, "t2")).to_contain_text("2nd choice")
    await vote_button(page, "t3").click()
    await vote_button(page, "t3").click()
    await expect(vote_button(page, "t3")).to_have_attribute("aria-pressed", "false")

    await page.get_by_role("link", name="My choices").click()
    await page.locator("#choice-t2 .up").click()
    await expect(page.locator("#choices > li").first).to_have_id("choice-t2")
    [ballot] = desk.camp.ballots.values()
    assert ballot == ("t2", "t1")
    await page.locator("#choice-t1 .remove").click()
    await expect(page.locator("#choices > li")).to_have_count(1)

    await page.get_by_role("link", name="Pitch").click()
    await page.get_by_label("I want to learn this").check()
    await page.get_by_label("Title").fill("Knots for absolute beginners")
    await page.get_by_role("button", name="Put it on the board").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Knots for absolute beginners"
    )
    await page.get_by_role("button", name="I\u2019ll lead this").click()
    await expect(page.get_by_text("with Ana")).to_be_visible()
    [knots] = [t for t in desk.camp.topics.values() if t.pitch.title.startswith("Knots")]
    assert not knots.wish


async def test_a_camp_can_be_created_without_scripts(board: Board, phone: Phones) -> None:
    page = await phone(java_script_enabled=False)
    await page.goto(board.url)
    await page.get_by_role("link", name="Create a camp").click()
    await page.get_by_label("What is it called?").fill("Edcamp Riverside")
    await page.get_by_label("Time zone").fill("America/New_York")
    await page.get_by_label("Your name").fill("Grace")
    await page.get_by_label("Rooms, one a line").fill("Library 40\nthe gym\nMusic, 30, piano")
    await page.get_by_role("button", name="Create the camp").click()
    await expect(page.get_by_role("alert")).to_contain_text("Line 2, “the gym”")
    await expect(page.get_by_label("Rooms, one a line")).to_have_value(
        "Library 40\nthe gym\nMusic, 30, piano"
    )
    await page.get_by_label("Rooms, one a line").fill("Library 40\nthe gym 90\nMusic, 30, piano")
    await page.get_by_role("button", name="Create the camp").click()
    link = await page.get_by_label("Your organiser link").input_value()
    code = await page.locator(".handout-code").inner_text()
    assert link.startswith(f"{board.url}/o/{code.lower()}/o.")
    desk = await board.desks.open(next(iter([code.lower()])))  # type: ignore[arg-type]
    assert {room.name for room in desk.camp.rooms.values()} == {"Library", "the gym", "Music"}


async def test_the_lobby_and_the_grid_are_there_without_scripts(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone(java_script_enabled=False)
    await page.goto(f"{board.url}/c/{desk.camp.id}/lobby")
    await expect(page.locator("#newest")).to_contain_text(
        desk.camp.topics[TopicId("t12")].pitch.title
    )
    await join(page, board, desk, scripts=False)
    await page.get_by_role("link", name="Grid").click()
    await expect(page.locator(".slot")).to_have_count(3)
