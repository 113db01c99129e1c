"""A phone in a pocket leaves the air to others, and has missed nothing when somebody looks at it again."""

from playwright.async_api import Page, WebSocket, expect

from board.camp import commands as c
from board.camp.model import AttendeeId, TopicId
from board.live.desk import Desk
from tests.browser.conftest import Board, Camps, Phones, join, vote_button
from tests.patience import until

LOOKS = """(seen) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => seen });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


async def test_a_phone_nobody_looks_at_closes_its_wire_and_catches_up_later(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, wires = await _on_the_wire(board, desk, phone)
    await ana.evaluate(LOOKS, "hidden")
    await ana.clock.fast_forward(20_000)
    assert not wires[-1].is_closed(), "a glance at another page costs nothing"
    await ana.clock.fast_forward(60_000)
    await until(wires[-1].is_closed)
    await _vote(desk, "t6")
    await expect(ana.locator('[data-v="n-t6"]')).to_have_text("0")
    connected = len(wires)
    await ana.evaluate(LOOKS, "visible")
    await expect(ana.locator('[data-v="n-t6"]')).to_have_text("1")
    await expect(ana.locator(".cut")).to_have_count(0)
    assert len(wires) == connected + 1
    await vote_button(ana, "t1").click()
    await until(lambda: desk.camp.tallies.get(TopicId("t1")) == 1)


async def test_a_vote_that_waits_is_sent_from_the_pocket(
    board: Board, camp: Camps, phone: Phones
) -> None:
    desk = await camp()
    ana, _ = await _on_the_wire(board, desk, phone)
    await ana.context.set_offline(True)
    await vote_button(ana, "t2").click()
    await ana.evaluate(LOOKS, "hidden")
    await ana.clock.fast_forward(300_000)
    assert TopicId("t2") not in desk.camp.tallies
    await ana.context.set_offline(False)
    await until(lambda: desk.camp.tallies.get(TopicId("t2")) == 1)


async def _on_the_wire(board: Board, desk: Desk, phone: Phones) -> tuple[Page, list[WebSocket]]:
    ana = await phone()
    wires: list[WebSocket] = []
    ana.on("websocket", lambda wire: wires.append(wire))
    await ana.clock.install()
    await join(ana, board, desk)
    await _vote(desk, "t5")
    await expect(ana.locator('[data-v="n-t5"]')).to_have_text("1")
    return ana, wires


async def _vote(desk: Desk, topic: str) -> None:
    bo = AttendeeId("bo")
    await desk.submit(c.JoinCamp(attendee=bo, name="Bo"))
    await desk.submit(c.CastVote(attendee=bo, topic=TopicId(topic)))
