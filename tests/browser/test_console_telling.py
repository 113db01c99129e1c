"""Announcements, the timer and merges with consent: an organiser's browser, and phones that watch."""

import time
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import ActionId, AttendeeId, Pitch, TopicId
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.test_console import LAPTOP, Console, sign_in
from tests.patience import until

HOUR = 3_600_000  # ms
LUNCH = "Lunch is in the gym."

# A device whose clock is an hour ahead, also of when it thinks that a page came in.
AHEAD = f"""
const [now, came] = [Date.now.bind(Date), performance.timing.responseStart];
Date.now = () => now() + {HOUR};
Object.defineProperty(performance, "timing", {{ value: {{ responseStart: came + {HOUR} }} }});
"""


@pytest_asyncio.fixture
async def desk(camp: Camps) -> Desk:
    return await camp()


async def say(desk: Desk, text: str) -> None:
    """Another organiser announces something."""
    action = ActionId(f"say-{desk.seq}")
    await desk.submit(c.Announce(by=seed.ORGANISER, action=action, at=desk.seq, text=text))


async def announce_on(console: Console, text: str) -> Page:
    page = await console.open()
    await page.get_by_label("Shown at once").fill(text)
    await page.get_by_role("button", name="Announce it").click()
    return page


async def test_an_announcement_is_on_every_phone_at_once_and_in_its_live_region(
    board: Board, desk: Desk, phone: Phones
) -> None:
    ana = await phone()
    await join(ana, board, desk)
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = await announce_on(console, LUNCH)
    await expect(ana.locator("#said .said-text")).to_have_text(LUNCH)
    await expect(ana.locator("#notices")).to_contain_text(LUNCH)
    await expect(page.locator(".told-text")).to_have_text(LUNCH)
    await expect(page.get_by_label("Shown at once")).to_have_value("")
    await page.get_by_role("button", name="Take back").click()
    await expect(ana.locator("#said")).to_be_hidden()


async def test_the_keyboard_alone_announces_and_takes_back(
    board: Board, desk: Desk, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = await console.open()
    await page.get_by_label("Shown at once").focus()
    await page.keyboard.type(LUNCH)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".told-text")).to_have_text(LUNCH)
    await page.get_by_role("button", name="Take back").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".told-text")).to_have_count(0)
    assert desk.camp.announcements == ()


async def test_what_one_dismissed_stays_away_after_a_reload_and_the_next_shows(
    board: Board, desk: Desk, phone: Phones
) -> None:
    await say(desk, "One.")
    await say(desk, LUNCH)
    ana = await phone()
    await join(ana, board, desk)
    shown = ana.locator("#said .said-text:visible")
    await expect(shown).to_have_text([LUNCH])
    await ana.get_by_role("button", name="Dismiss").first.click()
    await expect(shown).to_have_text(["One."])
    await expect(ana.get_by_role("link", name="2 announcements")).to_be_focused()
    await ana.reload()
    await expect(shown).to_have_text(["One."])
    await ana.get_by_role("link", name="2 announcements").click()
    await expect(ana.locator(".said-every .said-text")).to_have_text([LUNCH, "One."])


async def test_without_scripts_an_announcement_shows_and_is_dismissed(
    board: Board, desk: Desk, phone: Phones
) -> None:
    await say(desk, LUNCH)
    ana = await phone(java_script_enabled=False)
    await join(ana, board, desk, scripts=False)
    await expect(ana.locator("#said .said-text")).to_have_text(LUNCH)
    await ana.get_by_role("button", name="Dismiss").click()
    await expect(ana.locator("#said .said-text")).to_be_hidden()
    await expect(ana.get_by_role("link", name="1 announcement")).to_be_visible()


async def test_every_screen_counts_down_by_the_boards_clock(
    board: Board, desk: Desk, phone: Phones
) -> None:
    console = await sign_in(await phone(**LAPTOP), board, desk)
    page = await console.open()
    await page.get_by_label("What ends then").fill("Pitching ends")
    await page.get_by_role("button", name="5 min", exact=True).click()
    ana, ben = await phone(), await phone()
    await ben.add_init_script(AHEAD)
    for each in (ana, ben):
        await join(each, board, desk)
        await expect(each.locator("#timer")).to_contain_text("Pitching ends")
        await until_shown(each)
    assert abs(await left(ana) - await left(ben)) <= 2
    assert abs(await left(page) - await left(ben)) <= 2
    before = await left(page)
    await page.get_by_role("button", name="1 minute more").click()
    await expect(page.locator(".timing-now")).not_to_have_attribute("data-ends", "")
    await until(lambda: desk.camp.timer and len(desk.camp.actions) >= 3)
    await ana.wait_for_function(f"{_LEFT} > {before}")
    await page.get_by_role("button", name="Stop").click()
    await expect(ana.locator("#timer")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
async def test_enter_starts_the_length_that_was_typed_and_none_that_was_not(
    board: Board, desk: Desk, phone: Phones, scripts: bool
) -> None:
    page = await phone(**LAPTOP, java_script_enabled=scripts)
    await (await sign_in(page, board, desk)).open()
    await page.get_by_label("What ends then").fill("Pitching ends")
    await page.get_by_label("What ends then").press("Enter")
    await expect(page.locator("[role=alert]").filter(has_text="number of minutes")).to_be_visible()
    await expect(page.locator(".timing-now")).to_have_count(0)
    await page.get_by_text("Another length").click()
    await page.get_by_label("Minutes", exact=True).fill("25")
    await page.get_by_label("Minutes", exact=True).press("Enter")
    await until(lambda: desk.camp.timer)
    timer = desk.camp.timer
    assert timer is not None
    assert 24 * 60 < timer.ends / 1000 - time.time() <= 25 * 60


async def test_that_the_time_is_up_is_said_once(board: Board, desk: Desk, phone: Phones) -> None:
    ana = await phone()
    await ana.clock.install()
    await join(ana, board, desk)
    now = await ana.evaluate("Date.now()")
    timer = c.SetTimer(
        by=seed.ORGANISER, action=ActionId("t"), at=now, ends=now + 30_000, what="Pitching ends"
    )
    await desk.submit(timer)
    await expect(ana.locator("#timer")).to_be_visible()
    await ana.clock.run_for(31_000)
    await expect(ana.locator("#timer")).to_contain_text("Time is up")
    said = ana.locator("#notices p", has_text="Time is up")
    await expect(said).to_have_count(1)
    await expect(said).to_contain_text("Pitching ends")


async def test_two_who_lead_merge_their_topics_from_their_phones(
    board: Board, desk: Desk, phone: Phones
) -> None:
    ana, ben = await phone(), await phone()
    await join(ana, board, desk, name="Ana")
    await join(ben, board, desk, name="Ben")
    await pitch(desk, ana, "same-1")
    await pitch(desk, ben, "same-2")
    console = await sign_in(await phone(), board, desk)  # an organiser with a phone, too
    page = await console.open()
    await page.get_by_role("button", name="Merge “Sewing circle” into “Sewing circle”").tap()
    await expect(page.get_by_text("Waiting for Ana")).to_be_visible()
    for one in (ana, ben):
        question = one.locator("#merge-same-2")
        await expect(question).to_be_visible()
        await question.get_by_role("button", name="Yes, make them one").tap()
        await expect(question).to_be_hidden()
    await expect(ana.locator("#topic-same-2")).to_have_count(0)
    assert desk.camp.topics[TopicId("same-2")].merged_into == "same-1"
    await expect(page.get_by_text("Merged “Sewing circle”").first).to_be_visible()
    await page.get_by_role("button", name="Undo").first.tap()
    await expect(ana.locator("#topic-same-2")).to_have_count(1)


async def test_a_wish_that_needs_a_lead_is_asked_about_with_two_taps(
    board: Board, desk: Desk, phone: Phones
) -> None:
    wish = TopicId("wish")
    await desk.submit(c.JoinCamp(attendee=AttendeeId("w"), name="Wendy"))
    await desk.submit(
        c.PitchTopic(topic=wish, by=AttendeeId("w"), at=1, pitch=Pitch(title="Beekeeping"))
    )
    await desk.submit(c.CastVote(attendee=AttendeeId("w"), topic=wish))
    page = await (await sign_in(await phone(), board, desk)).open()
    await page.get_by_role("link", name="Ask everybody who could lead “Beekeeping”").tap()
    await expect(page.get_by_label("Shown at once")).to_be_focused()
    await page.get_by_role("button", name="Announce it").tap()
    await expect(page.locator(".told-text")).to_contain_text("Beekeeping")


_LEFT = """(document.querySelector("[data-ends] .timer-left").textContent.split(":")
    .reduce((sum, part) => 60 * sum + Number(part), 0))"""


async def until_shown(page: Page) -> None:
    await page.wait_for_function(f"{_LEFT} > 0")


async def left(page: Page) -> int:
    """The seconds that a page's timer shows."""
    seconds: Any = await page.evaluate(_LEFT)
    return int(seconds)


async def pitch(desk: Desk, page: Page, topic: str) -> None:
    """What somebody pitches on another device of theirs."""
    me = AttendeeId(
        await page.evaluate("JSON.parse(document.getElementById('page').textContent).me")
    )
    await desk.submit(
        c.PitchTopic(
            topic=TopicId(topic), by=me, at=desk.seq, pitch=Pitch(title="Sewing circle"),
            facilitators=(me,),
        )
    )  # fmt: skip
