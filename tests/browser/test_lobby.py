"""The projector in the lobby: each of its scenes, readable on any screen, and what it says of itself."""

import re
import time
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from msgspec.structs import replace
from playwright.async_api import Locator, Page, Route, expect

from board.camp import commands as c
from board.camp.model import Break, BreakId, Figures, TopicId
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.projectors import (
    FULL_HD,
    SIZES,
    UNREADABLE,
    direct,
    do,
    projector,
    today,
    wall_of,
)
from tests.browser.test_axe import THEMES
from tests.browser.test_console import sign_in

HOUR = 3_600_000  # ms
MODES = ("marketplace", "grid", "spotlight", "now", "results")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_text_is_too_small_or_cut_off_in_any_mode(
    board: Board, district: Desk, phone: Phones, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    for mode in MODES:
        wall = await projector(phone, board, district, f"?mode={mode}", viewport=viewport)
        assert await wall.evaluate(UNREADABLE) == [], mode
        assert await wall.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        await wall.close()


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)], ids=["wide", "old"])
async def test_the_longest_titles_in_any_script_fit_a_wall_of_eight_slots(
    board: Board, camp: Camps, phone: Phones, size: tuple[int, int]
) -> None:
    desk = await camp()
    await wall_of(desk, rooms=6, slots=8)
    viewport = {"width": size[0], "height": size[1]}
    for mode in MODES:
        wall = await projector(phone, board, desk, f"?mode={mode}", viewport=viewport)
        assert await wall.evaluate(UNREADABLE) == [], mode
        await wall.close()


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)], ids=["wide", "old"])
async def test_everything_fits_beside_a_quiet_announcement_of_two_lines(
    board: Board, camp: Camps, phone: Phones, size: tuple[int, int]
) -> None:
    desk = await camp()
    await wall_of(desk, rooms=14, slots=3)
    await _announce(desk, "Lunch is in the courtyard, and the gym is closed. " * 4, ago=61)
    viewport = {"width": size[0], "height": size[1]}
    for mode in MODES:
        wall = await projector(phone, board, desk, f"?mode={mode}", viewport=viewport)
        await expect(wall.locator("[data-calm] .news")).to_be_visible()
        assert await wall.evaluate(UNREADABLE) == [], mode
        await wall.close()


async def test_the_lobby_can_be_looked_at_on_a_phone(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    ana = await phone()
    for mode in MODES:
        await ana.goto(f"{board.url}/c/{desk.camp.id}/lobby?mode={mode}")
        wide = await ana.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, mode


@pytest.mark.parametrize("theme", THEMES)
async def test_axe_finds_nothing_wrong_with_any_scene(
    board: Board, camp: Camps, phone: Phones, theme: str
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    await do(desk, c.Announce, text="Lunch is in the courtyard.")
    await do(desk, c.SetTimer, ends=desk.seq + 1_000 + 3_600_000, what="Pitching")
    await today(desk, -30, 40, 110)
    wall = await projector(phone, board, desk, reduced_motion="reduce", **THEMES[theme])
    for mode in MODES:
        await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby?mode={mode}")
        assert await _wrong(wall) == [], mode
    await do(desk, c.ChangePhase, phase="setup")
    await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby")
    assert await _wrong(wall) == []


async def test_while_tallies_are_hidden_the_marketplace_shows_wishes_and_no_number(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.CastVote(attendee=next(iter(desk.camp.attendees)), topic=TopicId("t2")))
    wall = await projector(phone, board, desk, "?mode=marketplace")
    await expect(wall.locator("#wanted")).to_contain_text(
        desk.camp.topics[TopicId("t2")].pitch.title
    )
    shown = desk.camp.settings
    await do(desk, c.ChangeSettings, settings=_hushed(desk))
    await expect(wall.locator(".wall-wanted")).to_be_hidden()
    await expect(wall.locator("#wishes > li").first).to_be_visible()
    assert {*await wall.locator("[data-v^=n-]").all_text_contents()} <= {""}
    await do(desk, c.ChangeSettings, settings=shown)
    await expect(wall.locator(".wall-wishes")).to_be_hidden()
    await expect(wall.locator("#wanted > li").first).to_be_visible()


async def test_a_projector_speaks_the_language_of_its_address_whatever_it_fetches(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await do(desk, c.ChangeSettings, settings=replace(desk.camp.settings, identity="doors"))
    wall = await projector(phone, board, desk, "?lang=fr&mode=spotlight&topic=t3", locale="es-ES")
    await sign_in(wall, board, desk)  # so that it shows the code of the doors
    await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby?lang=fr&mode=spotlight&topic=t3")
    spot = wall.locator(".spot-count")
    words = re.sub(r"\d+", "0", await spot.inner_text())
    await wall.keyboard.press("ArrowRight")
    await expect(wall.locator("#spotlight")).to_have_attribute("data-topic", "t4")
    assert re.sub(r"\d+", "0", await spot.inner_text()) == words
    way_in = wall.locator(".wall-do")
    await expect(way_in).to_have_text("Scannez ou tapez ce code")
    await wall.evaluate("""() => {
      const place = document.querySelector("[data-door]");
      place.dataset.have = "another"; // as when the code has changed
      place.querySelector(".wall-do").textContent = "";
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    await expect(way_in).to_have_text("Scannez ou tapez ce code")


async def test_one_topic_has_the_hall_in_the_spotlight_with_its_own_way_in(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await direct(desk, mode="spotlight", topic=TopicId("t3"))
    wall = await projector(phone, board, desk)
    topic = desk.camp.topics[TopicId("t3")]
    await expect(wall.locator(".spot-title")).to_have_text(topic.pitch.title)
    await expect(wall.locator(".spot-count b")).to_have_text("0")
    await desk.submit(c.CastVote(attendee=next(iter(desk.camp.attendees)), topic=topic.id))
    await expect(wall.locator(".spot-count b")).to_have_text("1")
    picture = await wall.locator(".spot-qr").get_attribute("src")
    assert picture == f"/c/{desk.camp.id}/topics/t3/qr.svg"
    assert (await wall.request.get(board.url + picture)).ok
    assert await wall.locator(".spot-qr").evaluate("img => img.decode().then(() => true)")
    await wall.keyboard.press("ArrowRight")
    await expect(wall.locator("#spotlight")).to_have_attribute("data-topic", "t4")
    await desk.submit(c.WithdrawTopic(topic=TopicId("t9"), by=seed.ORGANISER))
    await expect(wall.locator("#spotlight")).to_contain_text("4/11")
    wish = next(topic for topic in desk.camp.topics.values() if topic.wish)
    await direct(desk, mode="spotlight", topic=wish.id)
    await expect(wall.locator("#spotlight.note")).to_contain_text("who can lead this?")


async def test_now_and_next_follow_the_camps_clock(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    await today(desk, -30, 45, 110)
    wall = await projector(phone, board, desk, "?mode=now")
    on, then = wall.locator('.slot[data-time="now"]'), wall.locator('.slot[data-time="next"]')
    await expect(on).to_have_count(1)
    await expect(then).to_be_visible()
    await expect(wall.locator(".slot:visible")).to_have_count(2)
    await expect(wall.locator("#moment-when")).to_have_text(re.compile(r"^(30|29) min left$"))

    now = await today(desk, -90, 20, 110)
    lunch = Break(id=BreakId("lunch"), name="Lunch", start=now.minutes - 5, minutes=25)
    await do(desk, c.SetBreaks, breaks=(lunch,))
    await expect(wall.locator("#moment-what")).to_have_text("Lunch")
    await expect(wall.locator("#moment-when")).to_have_text(re.compile(r"in (20|19) min$"))
    await expect(wall.locator(".slot:visible")).to_have_count(1)

    await today(desk, -300, -200, -100)
    await expect(wall.locator("#moment-what")).to_contain_text("That was the last session")


async def test_a_lobby_gone_back_to_does_not_take_what_its_page_called_now_for_now(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await today(desk, 60, 120)
    wall = await projector(phone, board, desk)
    home = wall.url

    async def six_hours_ago(route: Route) -> None:
        answer = await route.fetch()
        text = re.sub(
            r'"now": ?(\d+)', lambda now: f'"now": {int(now[1]) - 6 * HOUR}', await answer.text()
        )
        await route.fulfill(response=answer, body=text)

    async def tells(hour: str) -> None:
        await wall.wait_for_selector("[data-js] #wall")
        await expect(wall.locator("#clock")).to_have_text(re.compile(f"^{hour}"))

    await wall.route(home, six_hours_ago)
    await wall.route_web_socket(re.compile("/live"), lambda _: None)  # the board says nothing more
    await wall.reload()
    await tells("[67]")  # by the page that it was drawn into
    await wall.goto(f"{home}?mode=grid")
    await wall.go_back()
    await tells("1")  # noon, or a little later


async def test_after_the_day_the_wall_says_thank_you_and_what_was_wanted(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await desk.submit(c.CastVote(attendee=next(iter(desk.camp.attendees)), topic=TopicId("t2")))
    figures = Figures(seated=1, bound=1, choices=(100,))
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp), figures=figures))
    wall = await projector(phone, board, desk)
    await do(desk, c.ChangePhase, phase="closed")
    await expect(wall.locator(".results-title")).to_be_visible()
    await expect(wall.locator(".result").first).to_contain_text(
        desk.camp.topics[TopicId("t2")].pitch.title
    )
    await expect(wall.locator(".results-choices li")).to_have_text(
        [re.compile("100.*first choices")]
    )


async def test_an_announcement_and_a_timer_cover_the_top_of_every_mode(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    wall = await projector(phone, board, desk)
    await expect(wall.locator("#news")).to_be_hidden()
    ends = time.time_ns() // 1_000_000 + 300_000
    announced: dict[str, Any] = {"by": seed.ORGANISER, "action": seed.action(9_001)}
    at = time.time_ns() // 1_000_000
    await desk.submit(c.Announce(**announced, at=at, text="The gym is closed."))
    timer: dict[str, Any] = {"by": seed.ORGANISER, "action": seed.action(9_002)}
    await desk.submit(c.SetTimer(**timer, at=at, ends=ends, what="Pitching"))
    for mode in MODES:
        await direct(desk, mode=mode)
        await expect(wall.locator("#news")).to_contain_text("The gym is closed.")
        await expect(wall.locator(".news-left")).to_have_text(re.compile(r"^[45]:\d\d$"))
    await do(desk, c.WithdrawAnnouncement, announcement=seed.action(9_001))
    await do(desk, c.StopTimer)
    await expect(wall.locator("#news")).to_be_hidden()


async def test_an_announcement_is_loud_for_a_minute_and_then_a_quiet_line(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    wall = await projector(phone, board, desk)
    name, said = wall.locator(".status-name"), wall.locator(".news-said")
    await _announce(desk, "Lunch is served.", ago=601)
    await expect(said).to_have_text("Lunch is served.")
    await expect(said).to_be_hidden()
    await _announce(desk, "The library is open.", ago=61)
    await expect(said).to_have_text("The library is open.")
    await expect(said).to_be_visible()
    await expect(name).to_be_visible()
    quiet = await _letters(said)
    await _announce(desk, "The gym is closed.", ago=1)
    await expect(said).to_have_text("The gym is closed.")
    await expect(name).to_be_hidden()
    assert await _letters(said) > quiet


async def test_an_old_announcement_leaves_a_count_down_its_place(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await _announce(desk, "The gym is closed.", ago=61)
    at = time.time_ns() // 1_000_000
    signed: dict[str, Any] = {"by": seed.ORGANISER, "action": seed.action(9_400), "at": at}
    await desk.submit(c.SetTimer(**signed, ends=at + 300_000, what="Pitching"))
    for scripts in (True, False):
        wall = await phone(viewport=FULL_HD, is_mobile=False, java_script_enabled=scripts)
        await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby")
        await expect(wall.locator(".news-left")).to_be_visible()
        await expect(wall.locator(".news-said.is-old")).to_be_visible()
        await expect(wall.locator(".status-name")).to_be_hidden()


async def test_a_blip_turns_a_lamp_and_a_long_silence_tells_the_hall(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    wall = await phone(viewport={"width": 1920, "height": 1080}, is_mobile=False)
    await wall.clock.install()
    await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby")
    await expect(wall.locator("#fresh")).to_have_text(re.compile("^Updated"))
    await wall.context.set_offline(True)
    await expect(wall.locator("#fresh")).to_have_text(re.compile("^Reconnecting"))
    await wall.clock.run_for(9_000)
    await expect(wall.locator("#cut-off")).to_be_hidden()
    await wall.clock.run_for(15_000)
    await expect(wall.locator("#cut-off")).to_contain_text("Cut off since")
    await wall.context.set_offline(False)
    await wall.clock.run_for(3_000)
    await expect(wall.locator("#cut-off")).to_be_hidden()
    await expect(wall.locator("#fresh")).to_have_text(re.compile("^Updated"))


async def test_without_scripts_the_wall_goes_on_by_itself(
    board: Board, district: Desk, phone: Phones
) -> None:
    wall = await phone(java_script_enabled=False)
    await wall.goto(f"{board.url}/c/{district.camp.id}/lobby?mode=grid&page=1")
    await expect(wall.locator("#wall")).to_have_attribute("data-page", "1")
    await expect(wall.locator(".step[data-on]")).to_contain_text(re.compile(r"13\D24"))
    meta = wall.locator('noscript meta[http-equiv="refresh"], meta[http-equiv="refresh"]').first
    await expect(meta).to_have_attribute("content", re.compile(r"lobby\?page=2&mode=grid$"))


async def _wrong(page: Page) -> list[str]:
    results = await Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{found['id']}: {found['nodes'][0]['html']}" for found in results.response["violations"]
    ]


async def _announce(desk: Desk, text: str, *, ago: int) -> None:
    """Tell everybody something, so many seconds ago."""
    number = 9_100 + desk.seq
    at = time.time_ns() // 1_000_000 - 1_000 * ago
    signed: dict[str, Any] = {"by": seed.ORGANISER, "action": seed.action(number), "at": at}
    await desk.submit(c.Announce(**signed, text=text))


async def _letters(text: Locator) -> float:
    """How large it is written, in pixels."""
    return float(await text.evaluate("it => parseFloat(getComputedStyle(it).fontSize)"))


def _hushed(desk: Desk) -> Any:
    return replace(desk.camp.settings, tallies_shown=False)
