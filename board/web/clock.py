"""The clock: freezes each slot when its time has come, at every camp somebody looks at."""

import asyncio
import logging
import time
from collections.abc import Iterator

from board.camp import commands as c
from board.camp.errors import BoardError
from board.camp.model import Camp, SlotId
from board.camp.moments import freezes_at
from board.live.desk import Desks

EVERY = 2.0  # seconds

log_ = logging.getLogger("board.clock")


async def run(desks: Desks) -> None:
    """Freeze what is due, until cancelled. Several processes may do so: a slot freezes once."""
    while True:
        for desk in desks.opened():
            for slot in due(desk.camp, time.time()):
                try:
                    await desk.submit(c.FreezeDueSlot(slot=slot))
                except BoardError as error:
                    log_.warning("camp %s: slot %s can't freeze: %s", desk.camp.id, slot, error)
        await asyncio.sleep(EVERY)


def due(camp: Camp, now: float) -> Iterator[SlotId]:
    """The slots that should be frozen at `now` (seconds since the Unix epoch) and are not."""
    if camp.phase not in ("open", "running"):
        return
    for slot in camp.slots.values():
        freeze = freezes_at(camp, slot)
        if freeze is not None and now * 1000 >= freeze:
            yield slot.id
