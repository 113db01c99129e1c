"""The first minutes: three taps from the QR code to a vote, however one comes in; then a second device."""

import time
from typing import Any

from playwright.async_api import Browser

from board.camp import commands as c
from board.camp.model import AttendeeId
from board.live.desk import Desk
from board.web.codes import spaced
from board.web.identity import Tokens
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.walks import Walked, Walker, a_badge, a_walker, first_vote, lets_in_by
from tests.web.houses import codes_stand

TOKENS = Tokens("a secret for tests only")


async def test_it_takes_three_taps_from_the_code_to_the_first_vote_on_a_slow_network(
    board: Board, camp: Camps, browser: Browser
) -> None:
    desk = await camp(topics=100)
    walked = await _walked(browser, desk, f"{board.url}/c/{desk.camp.id}")
    assert walked.taps == 3


async def test_it_takes_as_many_by_the_doors_and_by_badge(
    board: Board, camp: Camps, browser: Browser
) -> None:
    desk = await camp()
    await lets_in_by(desk, "doors")
    key = TOKENS.codes.door(desk.camp.id, time.time()).key
    by_doors = await _walked(browser, desk, f"{board.url}/c/{desk.camp.id}?door={key}")
    await lets_in_by(desk, "roster")
    by_badge = await _walked(browser, desk, board.url + await a_badge(desk, TOKENS))
    assert by_doors.taps == by_badge.taps == 3


async def test_a_vote_counts_as_soon_as_its_button_is_there(
    board: Board, camp: Camps, browser: Browser
) -> None:
    """The page is still on its way, and none of its scripts runs yet."""
    desk = await camp(topics=130)
    walker = await a_walker(browser, cpu=1)
    await walker.page.route("**/*.js", lambda route: route.abort())
    await first_vote(walker, desk, f"{board.url}/c/{desk.camp.id}")
    assert sum(desk.camp.tallies.values()) == 1
    await walker.page.context.close()


async def test_what_one_chooses_on_one_device_shows_on_the_other(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    one, other = await phone(), await phone()
    await join(one, board, desk, name="Ana")
    await join(other, board, desk)
    await vote_button(one, "t1").click()
    await vote_button(other, "t2").click()
    await one.get_by_role("link", name="You: Ana").click()
    await one.get_by_role("link", name="Use another device too").click()
    link = await one.get_by_label("Or send yourself this link").input_value()
    await one.goto(f"{board.url}/c/{desk.camp.id}")
    await other.locator('[data-own="t2"] button[aria-pressed="true"]').wait_for()
    await other.goto(link)
    await other.get_by_role("button", name="That was me: bring it along").click()
    for device in (one, other):
        for topic in ("t1", "t2"):
            await device.locator(f'[data-own="{topic}"] button[aria-pressed="true"]').wait_for()
    await vote_button(other, "t3").click()
    await one.locator('[data-own="t3"] button[aria-pressed="true"]').wait_for()
    await _until(one, lambda: list(desk.camp.ballots.values()) == [("t1", "t2", "t3")])


async def test_a_page_that_was_open_when_its_device_was_joined_goes_on(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    page = await phone()
    await join(page, board, desk)
    await vote_button(page, "t1").click()
    await page.locator('[data-own="t1"] button[aria-pressed="true"]').wait_for()
    await _until(page, lambda: desk.camp.ballots)
    (me,) = desk.camp.ballots
    other = AttendeeId("another")
    await _joins(desk, other, me)
    await vote_button(page, "t2").click()
    await page.locator('[data-own="t2"] button[aria-pressed="true"]').wait_for()
    await _until(page, lambda: desk.camp.ballots.get(other) == ("t1", "t2"))


async def test_the_lobby_shows_a_new_code_of_the_doors_without_a_reload(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    screen = await phone(viewport={"width": 1920, "height": 1080}, is_mobile=False)
    key = TOKENS.sign("display", desk.camp.id, "lobby")
    await screen.clock.install()
    await screen.goto(f"{board.url}/c/{desk.camp.id}/screen/{key}")
    await screen.locator("[data-door] svg").wait_for(state="attached")
    await codes_stand()
    await lets_in_by(desk, "doors")
    code = TOKENS.codes.door(desk.camp.id, time.time())
    await screen.clock.run_for(20_000)
    shown = screen.locator("[data-door] .wall-code")
    await screen.wait_for_function(
        "code => document.querySelector('[data-door] .wall-code').textContent.trim() === code",
        arg=spaced(code.typed),
    )
    assert await shown.count() == 1


async def _walked(browser: Browser, desk: Desk, url: str) -> Walked:
    walker: Walker = await a_walker(browser, cpu=1)
    walked = await first_vote(walker, desk, url)
    await walker.page.context.close()
    print(  # noqa: T201 - for who looks with -s
        f"{walked.taps} taps, {walked.seconds:.1f} s, {walked.bytes} bytes, {walked.requests} requests"
    )
    return walked


async def _joins(desk: Desk, attendee: AttendeeId, other: AttendeeId) -> None:
    await desk.submit(c.JoinCamp(attendee=attendee))
    await desk.submit(c.JoinDevices(attendee=attendee, other=other))


async def _until(page: Any, so: Any) -> None:
    for _ in range(500):
        if so():
            return
        await page.wait_for_timeout(20)
    raise AssertionError("that never came to be")
