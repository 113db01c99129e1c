"""Who is put out sees it: an open page doesn't try for ever to reach a board that won't have it."""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, WebSocketRoute, expect

from board.camp import commands as c
from board.camp.model import AttendeeId, Badge, Organiser, OrganiserId
from board.live.desk import Desk
from board.web.identity import Tokens, cookie
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.browser.test_console import LAPTOP, sign_in
from tests.browser.test_where_it_must import no_streams
from tests.patience import until

MAY = AttendeeId("may")


async def _nothing(_: Page) -> None:
    pass


async def _no_sockets(page: Page) -> None:
    async def refuse(socket: WebSocketRoute) -> None:
        await socket.close()

    await page.route_web_socket(re.compile("/live"), refuse)


@pytest.mark.parametrize(
    "blocks", [_nothing, _no_sockets, no_streams], ids=["sockets", "streams", "requests"]
)
async def test_whoever_holds_a_badge_that_was_lost_is_shown_the_door(
    board: Board, camp: Camps, phone: Phones, blocks: Callable[[Page], Awaitable[None]]
) -> None:
    desk = await camp()
    finder = await phone()
    await blocks(finder)
    await _comes_by_badge(finder, board, desk)
    await vote_button(finder, "t1").click()
    await until(lambda: desk.camp.ballots.get(MAY) == ("t1",))
    await expect(finder.locator("[data-pending]")).to_have_count(0)

    lost = c.ReplaceBadge(by=seed.ORGANISER, action=seed.action(11), at=1, badge=MAY, edition=0)
    await desk.submit(lost)
    door = finder.get_by_role("button", name="I\u2019m in")
    await expect(door).to_be_visible(timeout=30_000)  # plain requests go every ten seconds


async def test_an_organiser_who_was_removed_reads_why(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    pia = OrganiserId("pia")
    invited = Organiser(id=pia, name="Pia")
    await desk.submit(
        c.InviteOrganiser(by=seed.ORGANISER, action=seed.action(12), at=1, organiser=invited)
    )
    page = await phone(**LAPTOP)
    console = await sign_in(page, board, desk, pia)
    await console.open("/grid")
    await expect(page.locator(".square").first).to_be_visible()
    await desk.submit(
        c.RemoveOrganiser(by=seed.ORGANISER, action=seed.action(13), at=1, organiser=pia)
    )
    await expect(page.get_by_text("This organiser link works no more.")).to_be_visible()


async def test_a_page_that_is_refused_over_and_over_is_loaded_anew_once(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    refused: list[str] = []

    async def put_out(socket: WebSocketRoute) -> None:
        refused.append(socket.url)
        await socket.close(code=4401)

    await ana.route_web_socket(re.compile("/live"), put_out)
    await ana.route(re.compile(r"/(events|news)\?"), lambda route: route.abort())
    loads: list[str] = []
    ana.on("load", lambda page: loads.append(page.url))
    await ana.goto(f"{board.url}/c/{desk.camp.id}/grid")
    await until(lambda: len(refused) >= 4)
    assert len(loads) == 2


async def _comes_by_badge(page: Page, board: Board, desk: Desk) -> None:
    badges = (Badge(id=MAY, name="May"),)
    await desk.submit(c.SetBadges(by=seed.ORGANISER, action=seed.action(10), at=1, badges=badges))
    await desk.submit(c.JoinCamp(attendee=MAY, name="May"))
    token = Tokens("a secret for tests only").attendee_token(desk.camp, MAY)
    mine = cookie("attendee", desk.camp.id)
    await page.context.add_cookies([{"name": mine, "value": token, "url": board.url}])
    await page.goto(f"{board.url}/c/{desk.camp.id}")
    await page.wait_for_selector("[data-js] #topics")
