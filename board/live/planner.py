"""The planner's process: follows every camp's log, and asks the camp to adopt what it would change.

It holds nothing the log does not, delays nobody, and can be killed at any moment; two at once only
do the same work twice, since a plan is judged by `decide` like any other command.
"""

import asyncio
import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from board.camp import commands as c
from board.camp.errors import BoardError, Conflict, Unavailable
from board.camp.model import CampId
from board.live.desk import Desk, Desks
from board.live.proposals import Proposals
from board.log.protocol import Log

LOOK_FOR_CAMPS = 1.0  # seconds
GATHER = 0.2  # seconds to let a burst of votes pass before planning
NICE = 10  # behind whoever answers people, where both want the processor

log_ = logging.getLogger("board.planner")


class Share(NamedTuple):
    """Which camps one of several planners plans: the `number`th of `of` shares, by their codes."""

    number: int = 1
    of: int = 1

    def has(self, camp: CampId) -> bool:
        """Whether a camp falls into it."""
        return crc32(camp.encode()) % self.of == self.number - 1


async def plan_all(log: Log, share: Share = Share()) -> None:  # noqa: B008 - it can't change
    """Plan every camp of a store, or of a share, those that begin later included, until cancelled."""
    _step_back()
    desks = Desks(log)
    planners: dict[CampId, asyncio.Task[None]] = {}
    try:
        while True:
            try:
                for camp in filter(share.has, await log.camps()):
                    if camp not in planners or planners[camp].done():
                        planners[camp] = asyncio.create_task(_plan_one(desks, camp))
            except Unavailable as away:
                log_.warning("%s", away)
            await asyncio.sleep(LOOK_FOR_CAMPS)
    finally:
        for task in planners.values():
            task.cancel()
        await asyncio.gather(*planners.values(), return_exceptions=True)
        await desks.close()


def _step_back() -> None:
    """Leave the processor to whoever answers people, where both want it."""
    os.nice(NICE)
    # Linux shares it evenly among sessions, unless they are told to step back as a whole (sched(7)).
    if os.getsid(0) == os.getpid():
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(f"{NICE}\n")


async def _plan_one(desks: Desks, camp: CampId) -> None:
    try:
        desk = await desks.open(camp)
        await _plan_on(desk)
    except BoardError as error:
        log_.warning("camp %s: %s", camp, error)
        await asyncio.sleep(LOOK_FOR_CAMPS)


async def _plan_on(desk: Desk) -> None:
    """Propose, search, propose again; rest only when the search has come to an end."""
    moved = asyncio.Event()
    desk.watch(lambda _: moved.set())
    moved.set()
    proposals = Proposals(desk.epoch)
    while desk.damage is None:
        if moved.is_set():
            await asyncio.sleep(GATHER)
            moved.clear()
        camp = desk.camp
        try:
            # In a thread, so that this process goes on following its logs; camps are values.
            command = await asyncio.to_thread(proposals.next, camp, time.time_ns() // 1_000_000)
        except Exception:
            log_.exception("camp %s: planning failed", camp.id)
            await moved.wait()
            continue
        if command is not None:
            await _submit(desk, proposals, command)
        elif rest := proposals.rest(camp):
            await _wait(moved, rest)


async def _submit(desk: Desk, proposals: Proposals, command: c.AdoptPlan | c.OfferMore) -> None:
    """Ask the camp to do it; ask again later where that came to nothing."""
    try:
        await desk.submit(command)
    except Unavailable as away:
        log_.warning("camp %s: %s", desk.camp.id, away)
        proposals.forget()
        await asyncio.sleep(LOOK_FOR_CAMPS)
    except Conflict as refusal:  # most often, the camp has changed meanwhile
        log_.info("camp %s: plan refused: %s", desk.camp.id, refusal)
        proposals.refused()


async def _wait(moved: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await moved.wait()
    except TimeoutError:
        pass
