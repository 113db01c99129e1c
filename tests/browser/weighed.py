"""What a page weighs on the wire, as the browser that loads it counts it."""

from typing import Any, NamedTuple

from playwright.async_api import Page

from tests.patience import until


class Weighed(NamedTuple):
    """The bytes of a page's answers, headers included, by their kind, and what it asked for."""

    by_kind: dict[str, int]
    asked: list[str]

    @property
    def size(self) -> int:
        """All of it."""
        return sum(self.by_kind.values())


async def weighed(page: Page, address: str) -> Weighed:
    """Load a page with all it needs."""
    session = await page.context.new_cdp_session(page)
    loaded: dict[str, int] = {}
    asked: dict[str, tuple[str, str]] = {}

    def finished(event: dict[str, Any]) -> None:
        loaded[event["requestId"]] = int(event["encodedDataLength"])

    def failed(event: dict[str, Any]) -> None:
        loaded.setdefault(event["requestId"], 0)

    def asks(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = (event["type"], event["request"]["url"])

    session.on("Network.loadingFinished", finished)
    session.on("Network.loadingFailed", failed)
    session.on("Network.requestWillBeSent", asks)
    await session.send("Network.enable")
    await page.goto(address)
    await page.wait_for_selector("[data-js] main")
    await until(lambda: set(asked) <= set(loaded))
    await session.detach()
    by_kind: dict[str, int] = {}
    for request, (kind, _) in asked.items():
        by_kind[kind] = by_kind.get(kind, 0) + loaded[request]
    return Weighed(by_kind, [url for _, url in asked.values()])
