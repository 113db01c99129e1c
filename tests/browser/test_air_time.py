"""What the first page costs a Wi-Fi that a thousand phones share."""

from typing import Any

from board.live.desk import Desk
from tests.browser.conftest import Board, Phones, join
from tests.patience import until

MOST = 64 * 1024  # bytes on the wire, with headers; docs/browsers.md says how many there are


async def test_the_first_page_of_a_district_is_light_with_all_it_needs(
    board: Board, district: Desk, phone: Phones
) -> None:
    ana = await phone()
    await join(ana, board, district)
    other = await phone(storage_state=await ana.context.storage_state())
    loaded, asked = await _weighed(other, f"{board.url}/c/{district.camp.id}")
    assert any(address.endswith("/ballot.js") for address in asked)
    assert sum(loaded.values()) < MOST
    again, _ = await _weighed(other, f"{board.url}/c/{district.camp.id}/choices")
    assert sum(again.values()) < MOST / 4


async def _weighed(page: Any, address: str) -> tuple[dict[str, int], list[str]]:
    """The bytes of each answer of a page, and what it asked for."""
    session = await page.context.new_cdp_session(page)
    loaded: dict[str, int] = {}
    asked: dict[str, str] = {}

    def finished(event: dict[str, Any]) -> None:
        loaded[event["requestId"]] = int(event["encodedDataLength"])

    def asks(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    session.on("Network.loadingFinished", finished)
    session.on("Network.requestWillBeSent", asks)
    await session.send("Network.enable")
    await page.goto(address)
    await page.wait_for_selector("[data-js] main")
    await until(lambda: set(asked) <= set(loaded))
    await session.detach()
    return loaded, list(asked.values())
