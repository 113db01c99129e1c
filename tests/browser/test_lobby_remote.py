"""The organisers' remote: a phone in a hand moves every projector, but for those told to stay."""

from typing import Any

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import TopicId
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones
from tests.browser.projectors import direct, projector
from tests.browser.test_console import sign_in


async def test_a_remote_on_a_phone_moves_every_projector(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await ready(camp)
    wall, second = await projector(phone, board, desk), await projector(phone, board, desk)
    remote = await held(phone, board, desk)
    for words, scene in (("Grid", "grid"), ("Spotlight", "spotlight"), ("Marketplace", "market")):
        await button(remote, words).click()
        await expect(wall.locator("#wall")).to_have_attribute("data-scene", scene)
        await expect(second.locator("#wall")).to_have_attribute("data-scene", scene)
        await expect(button(remote, words)).to_have_attribute("aria-pressed", "true")
    assert desk.camp.lobby.mode == "marketplace"
    assert desk.camp.actions[-1].what == "Opened the board"


async def test_the_remote_turns_the_spotlight_and_finds_a_topic(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await ready(camp)
    wall, remote = await projector(phone, board, desk), await held(phone, board, desk)
    spot = wall.locator("#spotlight")
    title = desk.camp.topics[TopicId("t5")].pitch.title
    await remote.get_by_label("Find a topic").fill(title.upper()[:18])
    await remote.locator("#picks").get_by_role("button", name=title).click()
    await expect(spot).to_be_visible()
    await expect(spot).to_have_attribute("data-topic", "t5")
    await remote.locator("#remote").get_by_role("button", name="Next", exact=True).click()
    await expect(spot).to_have_attribute("data-topic", "t6")
    await remote.get_by_role("button", name="Latest pitch").click()
    await expect(spot).to_have_attribute("data-topic", "t12")
    await expect(remote.locator(".remote-title")).to_have_text(
        desk.camp.topics[TopicId("t12")].pitch.title
    )


async def test_a_frozen_rotation_stays_where_it_is_until_it_is_let_go(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await ready(camp)
    wall = await phone(viewport={"width": 1920, "height": 1080}, is_mobile=False)
    await wall.clock.install()
    await wall.goto(f"{board.url}/c/{desk.camp.id}/lobby")
    frame = wall.locator("#wall")
    await expect(frame).to_have_attribute("data-scene", "market")
    await wall.clock.run_for(20_000)
    await expect(frame).to_have_attribute("data-scene", "grid")
    await direct(desk, mode="auto", paused=True)
    await expect(wall.locator("#held")).to_be_visible()
    await wall.clock.run_for(60_000)
    await expect(frame).to_have_attribute("data-scene", "grid")
    await direct(desk, mode="auto")
    await expect(wall.locator("#held")).to_be_hidden()
    await wall.clock.run_for(17_000)
    await expect(frame).to_have_attribute("data-scene", "market")
    await wall.keyboard.press(" ")
    await expect(wall.locator("#held")).to_be_visible()


async def test_a_projector_told_to_show_the_grid_shows_the_grid_whatever_the_remote_says(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await ready(camp)
    wall = await projector(phone, board, desk, "?mode=grid")
    await direct(desk, mode="spotlight", topic=TopicId("t2"))
    await expect(wall.locator("#program")).to_have_attribute("data-mode", "spotlight")
    await expect(wall.locator("#wall")).to_have_attribute("data-scene", "grid")


async def test_the_remote_works_without_scripts(board: Board, camp: Camps, phone: Phones) -> None:
    desk = await ready(camp)
    remote = await held(phone, board, desk, java_script_enabled=False)
    await button(remote, "Spotlight").click()
    await expect(button(remote, "Spotlight")).to_have_attribute("aria-pressed", "true")
    await remote.locator("#remote").get_by_role("button", name="Previous").click()
    await remote.get_by_role("button", name="Keep this page").click()
    lobby = desk.camp.lobby
    assert (lobby.mode, lobby.topic, lobby.paused) == ("spotlight", "t11", True)


async def test_axe_finds_nothing_wrong_with_the_remote_and_all_of_it_fits_a_small_phone(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await ready(camp)
    for scheme in ("light", "dark"):
        small: dict[str, Any] = {"viewport": {"width": 320, "height": 568}}
        remote = await held(phone, board, desk, color_scheme=scheme, **small)
        found = await Axe().run(remote, options={"resultTypes": ["violations"]})
        assert [v["id"] for v in found.response["violations"]] == []
        assert await remote.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


async def ready(camp: Camps) -> Desk:
    """A small camp with a grid."""
    desk = await camp()
    await desk.submit(c.AdoptPlan(placements=seed.greedy(desk.camp)))
    return desk


async def held(phone: Phones, board: Board, desk: Desk, **options: Any) -> Page:
    """The remote in an organiser's hand."""
    page = await phone(**options)
    await sign_in(page, board, desk)
    await page.goto(f"{board.url}/c/{desk.camp.id}/console/remote")
    return page


def button(remote: Page, words: str) -> Any:
    """One of the modes."""
    return remote.locator(".remote-modes").get_by_role("button", name=words, exact=True)
