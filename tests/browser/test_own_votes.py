"""The number on a card counts my own vote at once, and never jumps back and forth when the board's comes."""

from typing import Any

import pytest
from msgspec.structs import replace
from playwright.async_api import Page

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from board.live import hub as hubs
from board.live.desk import Desk
from tests import seed
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.patience import until

TOPIC = TopicId("t3")
WATCHED = """([topic]) => {
    window.numbers = [];
    const tally = () => document.querySelector(`#topics .tally[data-v="n-${topic}"]`).textContent;
    new MutationObserver(() => {
        if (tally() !== window.numbers[window.numbers.length - 1]) window.numbers.push(tally());
    }).observe(document.getElementById("topics"), { subtree: true, childList: true, characterData: true });
    window.numbers.push(tally());
}"""
TAPPED = """([topic]) => {
    document.querySelector(`[data-own="${topic}"] button`).click();
    return document.querySelector(`#topics .tally[data-v="n-${topic}"]`).textContent;
}"""


@pytest.fixture
def late_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a thousand phones: numbers come a while after what they count."""
    monkeypatch.setattr(hubs, "TALLIES", 0.1)
    monkeypatch.setattr(hubs, "SLOWEST", 2.0)


@pytest.mark.usefixtures("late_numbers")
async def test_my_vote_is_in_the_number_at_once_and_stays_in_it(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await _others_vote(desk, 3)
    ana = await phone()
    await join(ana, board, desk)
    await ana.evaluate(WATCHED, [TOPIC])
    assert await ana.evaluate(TAPPED, [TOPIC]) == "4"
    await _shows_what_the_board_counts(ana, desk, 4)
    assert await _numbers(ana) == ["3", "4"]
    await _others_vote(desk, 1, first=9)
    await _shows_what_the_board_counts(ana, desk, 5)
    assert await _numbers(ana) == ["3", "4", "5"]
    assert await ana.evaluate(TAPPED, [TOPIC]) == "4"
    await _shows_what_the_board_counts(ana, desk, 4)
    assert await _numbers(ana) == ["3", "4", "5", "4"]


@pytest.mark.usefixtures("late_numbers")
async def test_votes_of_others_come_on_top_of_mine_before_the_board_counts_it(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana = await phone()
    await join(ana, board, desk)
    await _others_vote(desk, 1)
    await _shows_what_the_board_counts(ana, desk, 1)  # from here on the next numbers have to wait
    await ana.evaluate(WATCHED, [TOPIC])
    await ana.context.set_offline(True)
    assert await ana.evaluate(TAPPED, [TOPIC]) == "2"
    await _others_vote(desk, 2, first=5)
    await ana.context.set_offline(False)
    await _shows_what_the_board_counts(ana, desk, 4)
    numbers = [int(number) for number in await _numbers(ana)]
    assert numbers[:2] == [1, 2]
    assert numbers == sorted(numbers), "it only ever grew"
    assert numbers[-1] == 4


async def test_a_card_drawn_anew_keeps_my_vote_in_its_number(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    await _others_vote(desk, 3)
    ana = await phone()
    await join(ana, board, desk)
    await ana.context.set_offline(True)
    assert await ana.evaluate(TAPPED, [TOPIC]) == "4"
    drawn = """(id) => import(
            document.querySelector("script[type=module]").src.replace(/\\w+.js$/, "patch.js")
        ).then(({ apply }) => {
            const card = document.getElementById(id).cloneNode(true);
            card.querySelector(".tally").textContent = "7";
            apply([["put", id, "topics", card.outerHTML]]);
            return document.querySelector(`#${id} .tally`).textContent;
        })"""
    assert await ana.evaluate(drawn, f"topic-{TOPIC}") == "8"


async def test_where_numbers_are_hidden_mine_brings_none(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    hidden = replace(desk.camp.settings, tallies_shown=False)
    await desk.submit(
        c.ChangeSettings(by=seed.ORGANISER, action=seed.action(2), at=2, settings=hidden)
    )
    ana = await phone()
    await join(ana, board, desk)
    assert await ana.evaluate(TAPPED, [TOPIC]) == ""
    await vote_button(ana, "t5").click()
    await until(lambda: desk.camp.tallies.get(TopicId("t5")) == 1)
    assert await ana.evaluate(TAPPED, [TOPIC]) == ""


async def _others_vote(desk: Desk, count: int, *, first: int = 1) -> None:
    for n in range(first, first + count):
        other = AttendeeId(f"other-{n}")
        await desk.submit(c.JoinCamp(attendee=other, name=f"Other {n}"))
        await desk.submit(c.CastVote(attendee=other, topic=TOPIC))


async def _shows_what_the_board_counts(page: Page, desk: Desk, tally: int) -> None:
    """Wait until the board counts so many, and the page shows what it showed then."""
    await until(lambda: desk.camp.tallies.get(TOPIC) == tally)
    shown = """(seq) => import(
            document.querySelector("script[type=module]").src.replace(/\\w+.js$/, "live.js")
        ).then(({ wire }) => wire.seq >= seq)"""
    seq = desk.seq
    while not await page.evaluate(shown, seq):
        await page.wait_for_timeout(50)


async def _numbers(page: Page) -> Any:
    return await page.evaluate("window.numbers")
