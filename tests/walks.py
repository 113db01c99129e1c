"""What people do on a phone on their first visit, with every tap counted: for tests and measurements.

A `Walker` is a Chromium that behaves as a cheap phone on a crowded Wi-Fi. A walk ends when the board
has it durably, which is later than the phone shows it.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from playwright.async_api import Browser, CDPSession, Locator, Page
from playwright.async_api import TimeoutError as TooLate

from board.camp import commands as c
from board.camp.model import ActionId, AttendeeId, Badge, Identity
from board.live.desk import Desk
from board.web.identity import Tokens

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
SLOW = {  # 400 kbit/s each way, 400 ms until an answer begins
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
CPU = 4  # times slower than this machine
PATIENCE, AWHILE = 60_000, 20_000  # ms


class Walked(NamedTuple):
    """What one walk took: seconds until it was done durably, and until the phone could be used."""

    taps: int
    seconds: float
    usable: float
    bytes: int
    requests: int


class Walker:
    """One phone, and what it was used for so far."""

    def __init__(self, page: Page, network: CDPSession) -> None:
        self.page, self._network = page, network
        self.taps = self.bytes = self.requests = 0
        self.usable = 0.0
        self._began = time.monotonic()
        network.on("Network.responseReceived", self._answered)
        network.on("Network.dataReceived", self._received)

    async def scan(self, url: str) -> None:
        """Open what a QR code says, which takes a tap in the camera."""
        self.taps += 1
        await self.page.goto(url, wait_until="commit")

    async def tap(self, place: Locator) -> None:
        """Tap where one can, once one can."""
        with suppress(TooLate):  # it went away; whoever asked looks again
            await place.tap(timeout=AWHILE)
            self.taps += 1

    def button(self, words: str) -> Locator:
        """The first button of that name."""
        return self.page.get_by_role("button", name=words).first

    def link(self, words: str) -> Locator:
        """The first link of that name."""
        return self.page.get_by_role("link", name=words).first

    async def done(self, so: Callable[[], bool]) -> Walked:
        """What it took until something is so at the board; the count begins anew."""
        async with asyncio.timeout(PATIENCE / 1000):
            while not so():  # noqa: ASYNC110 - the desk is only looked at
                await asyncio.sleep(0.005)
        seconds = time.monotonic() - self._began
        walked = Walked(self.taps, seconds, self.usable or seconds, self.bytes, self.requests)
        self.begin()
        return walked

    def begin(self) -> None:
        """Count from here on."""
        self.taps = self.bytes = self.requests = 0
        self.usable, self._began = 0.0, time.monotonic()

    def can_be_used(self) -> None:
        """Remember when the phone showed what one came for."""
        self.usable = time.monotonic() - self._began

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if not answer.get("fromDiskCache") and not answer.get("fromPrefetchCache"):
            self.requests += int(answer.get("encodedDataLength", 0)) > 0
            self.bytes += int(answer.get("encodedDataLength", 0))

    def _received(self, event: dict[str, Any]) -> None:
        self.bytes += int(event["encodedDataLength"])


async def a_walker(browser: Browser, *, slow: bool = True, cpu: int = CPU) -> Walker:
    """A phone that has never seen the board; slow as in a gym with a thousand others."""
    context = await browser.new_context(**PHONE)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    network = await context.new_cdp_session(page)
    await network.send("Network.enable")
    if slow:
        await network.send("Network.emulateNetworkConditions", SLOW)
        await network.send("Emulation.setCPUThrottlingRate", {"rate": cpu})
    return Walker(page, network)


async def lets_in_by(desk: Desk, identity: Identity) -> None:
    """Have the organiser choose how people come in."""
    by, at = min(desk.camp.organisers), desk.seq
    settings = desk.camp.settings
    fields = {name: getattr(settings, name) for name in settings.__struct_fields__}
    chosen = type(settings)(**{**fields, "identity": identity})
    action = ActionId(f"walk{at}")
    await desk.submit(c.ChangeSettings(by=by, action=action, at=at, settings=chosen))


async def a_badge(desk: Desk, tokens: Tokens, name: str = "May") -> str:
    """The path that the QR code of a new badge leads to."""
    by, at = min(desk.camp.organisers), desk.seq
    badge = Badge(id=AttendeeId(f"p{at}"), name=name)
    await desk.submit(c.SetBadges(by=by, action=ActionId(f"walk{at}"), at=at, badges=(badge,)))
    return f"/c/{desk.camp.id}/i/{tokens.codes.badge(desk.camp.id, badge).key}"


async def first_vote(walker: Walker, desk: Desk, url: str) -> Walked:
    """Scan, come in, vote."""
    before = sum(desk.camp.tallies.values())
    await walker.scan(url)
    await walker.tap(walker.button("I’m in"))
    vote = walker.page.locator("#topics [data-own] button").first
    await vote.wait_for()
    walker.can_be_used()
    await walker.tap(vote)
    return await walker.done(lambda: sum(desk.camp.tallies.values()) > before)


async def pitch(walker: Walker, desk: Desk, title: str) -> Walked:
    """Offer a topic, from wherever one is."""
    before = len(desk.camp.topics)
    await walker.tap(walker.link("Pitch"))
    title_field = walker.page.locator("#title")
    send, on = walker.page.locator("button[data-send]"), walker.page.locator("button[data-next]")
    await send.or_(on).locator("visible=true").first.wait_for()
    walker.can_be_used()
    while len(desk.camp.topics) == before:  # a first pitch goes step by step, once scripts run
        if await title_field.is_visible() and not await title_field.input_value():
            await walker.tap(title_field)
            await walker.page.keyboard.type(title)
        elif await on.is_visible():
            await walker.tap(on)
        elif await send.is_visible():
            await walker.tap(send)
            await walker.page.wait_for_url("**/topics/**", wait_until="commit")
    return await walker.done(lambda: len(desk.camp.topics) > before)


async def reorder(walker: Walker, desk: Desk) -> Walked:
    """Make one's second choice the first."""
    before = dict(desk.camp.ballots)
    await walker.tap(walker.link("My choices"))
    up = walker.page.get_by_role("button", name="Move up").nth(1)
    await up.wait_for()
    walker.can_be_used()
    await walker.tap(up)
    return await walker.done(lambda: dict(desk.camp.ballots) != before)


async def second_device(walker: Walker, other: Walker) -> Walked:
    """Go on as the same person on another device; the taps of both are counted."""
    await walker.tap(walker.page.locator("a.me"))
    await walker.tap(walker.link("Use another device too"))
    link = await walker.page.locator("#device-link").input_value()
    other.begin()
    await other.scan(link)
    await other.tap(other.button("I’m in"))
    await other.page.locator("#topics").wait_for()
    over = await other.done(lambda: True)
    here = await walker.done(lambda: True)
    return Walked(
        here.taps + over.taps,
        here.seconds,
        here.seconds,
        here.bytes + over.bytes,
        here.requests + over.requests,
    )
