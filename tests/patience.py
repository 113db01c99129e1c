"""Waiting for what must come, instead of sleeping and hoping."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    """Return as soon as `condition()` holds; TimeoutError if it doesn't in `seconds`."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - conditions are about whole systems, not events
            await asyncio.sleep(0.005)
