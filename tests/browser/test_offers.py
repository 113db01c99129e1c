"""A topic that too many people want: who leads it is asked on their phone, organisers on theirs."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from board.camp import commands as c
from board.camp.model import AttendeeId, Offer, TopicId
from board.live.desk import Desk
from tests.browser.conftest import Board, Camps, Phones, join
from tests.browser.test_axe import SCHEMES, wrong_at
from tests.browser.test_console import LAPTOP, sign_in
from tests.patience import until

TOPIC = TopicId("t5")


async def offer(desk: Desk, *, wanted: int = 62) -> None:
    """Offer a topic another session, as the planner would."""
    more = Offer(topic=TOPIC, kind="repeat", sessions=1, wanted=wanted, chairs=40, wins=21)
    await desk.submit(c.OfferMore(offers=(more,)))


async def lead(page: Page, board: Board, desk: Desk, name: str, **options: Any) -> None:
    """Come in, and lead the topic with who leads it already."""
    await join(page, board, desk, name=name, **options)
    (me,) = [a for a, person in desk.camp.attendees.items() if person.name == name]
    await desk.submit(c.LeadTopic(topic=TOPIC, attendee=AttendeeId(me), invited=True))


def sessions(desk: Desk) -> int:
    return desk.camp.topics[TOPIC].pitch.sessions


async def test_who_leads_a_topic_runs_it_twice_with_one_tap(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, bo = await phone(), await phone()
    await lead(ana, board, desk, "Ana")
    await join(bo, board, desk, name="Bo")
    await offer(desk)
    await expect(ana.locator("#offer-t5")).to_be_visible()
    await expect(ana.locator("#notices")).to_contain_text("62 people have")
    await ana.get_by_role("button", name="Answer").click()
    await expect(ana.locator("#offer-t5")).to_be_in_viewport(ratio=1)
    await expect(ana.get_by_role("button", name="Yes, twice")).to_be_focused()
    await expect(bo.locator("#offer-t5")).to_be_attached()
    await expect(bo.locator("#offer-t5")).to_be_hidden()
    await expect(bo.locator("#notices")).not_to_contain_text("62 people")
    await ana.get_by_role("button", name="Yes, twice").click()
    await expect(ana.locator("#offer-t5")).to_have_count(0)
    await expect(ana.locator("#notices")).to_contain_text("Thank you!")
    await expect(bo.locator("#offer-t5")).to_have_count(0)
    assert sessions(desk) == 2


async def test_a_no_is_one_tap_too_and_asked_on_every_page(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await lead(ana, board, desk, "Ana")
    await offer(desk)
    for path in ("", "/choices", "/me", "/pitch", "/topics/t5"):
        await ana.goto(f"{board.url}/c/{desk.camp.id}{path}")
        await expect(ana.locator("#offer-t5")).to_be_visible()
    await ana.get_by_role("button", name="No thanks").click()
    await expect(ana.locator("#offer-t5")).to_have_count(0)
    assert sessions(desk) == 1
    assert not desk.camp.offers


async def test_an_answer_given_without_wifi_arrives_when_it_is_back(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await lead(ana, board, desk, "Ana")
    await offer(desk)
    await expect(ana.locator("#offer-t5")).to_be_visible()
    await ana.context.set_offline(True)
    await ana.get_by_role("button", name="Yes, twice").click()
    await expect(ana.locator("#offer-t5 form")).to_have_attribute("aria-busy", "true")
    assert sessions(desk) == 1
    await ana.context.set_offline(False)
    await expect(ana.locator("#offer-t5")).to_have_count(0)
    assert sessions(desk) == 2


async def test_one_tap_needs_no_scripts(board: Board, camp: Camps, phone: Phones) -> None:
    desk = await camp()
    ana = await phone(java_script_enabled=False)
    await lead(ana, board, desk, "Ana", scripts=False)
    await offer(desk)
    await ana.reload()
    await ana.get_by_role("button", name="Yes, twice").click()
    await until(lambda: sessions(desk) == 2)
    await expect(ana.locator("#topic-page")).to_be_visible()
    await expect(ana.locator(".offer")).to_have_count(0)


async def test_numbers_that_change_leave_the_keyboard_where_it_is(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, console = await phone(), await sign_in(await phone(**LAPTOP), board, desk)
    await lead(ana, board, desk, "Ana")
    await console.open()
    await offer(desk)
    yes = ana.get_by_role("button", name="Yes, twice")
    accept = console.page.get_by_role("button", name="Run it twice")
    await yes.focus()
    await accept.focus()
    await offer(desk, wanted=63)
    await expect(ana.locator("#offer-t5")).to_contain_text("63 people")
    await expect(console.page.locator("#attention")).to_contain_text("63 people")
    await expect(yes).to_be_focused()
    await expect(accept).to_be_focused()
    await console.page.keyboard.press("Enter")
    await expect(console.page.locator("#actions")).to_contain_text("run twice")
    assert sessions(desk) == 2
    await expect(ana.locator("#offer-t5")).to_have_count(0)


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_wrong_where_somebody_is_asked(
    board: Board, camp: Camps, phone: Phones, scheme: str
) -> None:
    desk = await camp()
    ana = await phone(color_scheme=scheme)
    await lead(ana, board, desk, "Ana")
    await offer(desk)
    for path in ("", "/topics/t5"):
        assert await wrong_at(ana, f"{board.url}/c/{desk.camp.id}{path}", scheme) == []
        await expect(ana.locator("#offer-t5")).to_be_visible()
    console = await sign_in(await phone(**LAPTOP, color_scheme=scheme), board, desk)
    assert await wrong_at(console.page, console.url, scheme) == []
    await expect(console.page.locator(".needs-offers")).to_be_visible()
