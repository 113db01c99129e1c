"""A real board with its planner: people vote on sockets, and the grid in the lobby follows by itself."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.boards import CAMP, BoardServer, put_camp, running_board, small_camp
from tests.browser.conftest import PATIENCE, Phones
from tests.voters import act, ask, board, organiser, vote

FANS = [f"a{n}" for n in range(11, 41)]  # 30 of the 40 people who are in
PITCH = {"title": "Pitched while everybody looked"}

# Notes from here on what stands in a cell, and marks this very page.
WATCH = """cell => {
  window.neverReloaded = true;
  window.seen = new Set();
  const look = () => window.seen.add(document.getElementById(cell).dataset.topic);
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}"""
GRID = """() => Object.fromEntries(
  [...document.querySelectorAll("#grid [data-topic]")].map(cell => [cell.dataset.topic, cell.id])
)"""
APART = f"""topics => {{
  const grid = ({GRID})();
  const [one, other] = topics.map(topic => grid[topic]?.split("-")[1]);
  return one && other && one !== other;
}}"""


@pytest_asyncio.fixture
async def server(tmp_path: Path) -> AsyncIterator[BoardServer]:
    """A board with nine topics, three slots of seven rooms, and a planner."""
    store = f"sqlite:///{tmp_path}/board.db"
    await put_camp(store, small_camp(attendees=40, topics=9, rooms=7))
    with running_board(store, tmp_path, planner=True) as server:
        yield server


async def test_the_lobbys_grid_follows_the_votes_and_says_why(
    server: BoardServer, phone: Phones
) -> None:
    lobby = await phone(viewport={"width": 1920, "height": 1080}, is_mobile=False)
    await lobby.goto(f"{server.url}/c/{CAMP}/lobby?mode=grid")
    await _shows(lobby, 9)  # as the planner comes to place them
    async with organiser(server) as olu:
        await act(olu, "PlaceSession", topic="t1", slot="s1", room="r1")
        await expect(lobby.locator("#cell-s1-r1")).to_have_attribute("data-topic", "t1")
        await act(olu, "FreezeSlot", slot="s3")
        await expect(lobby.locator("#grid .firm")).to_be_visible()
        await lobby.evaluate(WATCH, "cell-s1-r1")

        await ask(server, "a1", t="pitch", topic="late", pitch=PITCH, lead=True)
        await expect(lobby.locator('#grid [data-topic="late"]')).to_be_visible(timeout=PATIENCE)
        grid = await lobby.evaluate(GRID)

        pair = sorted(topic for topic in grid if _slot(grid[topic]) == "s2")[:2]
        await vote(server, FANS, *pair)
        await lobby.wait_for_function(APART, arg=pair)
        after = await lobby.evaluate(GRID)
        (moved,) = [topic for topic in pair if _slot(after[topic]) != "s2"]
        (other,) = {*pair} - {moved}
        (move,) = [m for m in (await board(olu))["moves"] if m["from_slot"] != m["to_slot"]]
    assert (move["topic"], move["from_slot"]) == (moved, "s2")
    both = f"people want both this and “{_title(other)}”, which runs then"
    alone = r"(one person wants|\d+ people want) nothing else in this slot"
    wins = rf"(; {alone}; then it would be (nobody|one person|\d+ people))?"
    assert re.fullmatch(rf"moved from Slot 2: \d+ {both}{wins}", move["why"])
    assert f"cell-{move['to_slot']}-{move['to_room']}" == after[moved]
    assert {t: c for t, c in after.items() if _slot(c) == "s3"} == {
        t: c for t, c in grid.items() if _slot(c) == "s3"
    }
    assert await lobby.evaluate("[...window.seen]") == ["t1"]
    assert await lobby.evaluate("window.neverReloaded")
    ana = await _joined(phone, server)
    await ana.goto(f"{server.url}/c/{CAMP}/topics/{moved}")
    await expect(ana.locator(".why")).to_contain_text(move["why"])


async def test_a_phone_shows_where_a_session_went(server: BoardServer, phone: Phones) -> None:
    ana = await _joined(phone, server)
    await ana.goto(f"{server.url}/c/{CAMP}/grid")
    await _shows(ana, 9)
    grid = await ana.evaluate(GRID)
    pair = sorted(topic for topic in grid if _slot(grid[topic]) == "s1")[:2]
    await vote(server, FANS, *pair)
    await ana.wait_for_function(APART, arg=pair)


async def _joined(phone: Phones, server: BoardServer) -> Page:
    ana = await phone()
    await ana.goto(f"{server.url}/c/{CAMP}")
    await ana.get_by_role("button", name="I\u2019m in").click()
    await ana.wait_for_selector("#topics")
    return ana


async def _shows(page: Page, sessions: int) -> None:
    await expect(page.locator("#grid [data-topic]")).to_have_count(sessions, timeout=PATIENCE)


def _slot(cell: str) -> str:
    return cell.split("-")[1]


def _title(topic: str) -> str:
    return PITCH["title"] if topic == "late" else f"Topic number {topic[1:]}"
