"""The planner's process: follows every camp's log, and asks the camp to adopt what it would change.

It holds nothing the log does not, delays nobody, and can be killed at any moment; two at once only
do the same work twice, since a plan is judged by `decide` like any other command.
"""

import asyncio
import logging
import time

from board.camp import commands as c
from board.camp.errors import BoardError, Conflict, Unavailable
from board.camp.events import Unplaced
from board.camp.model import CampId, Placement
from board.live.desk import Desk, Desks
from board.live.instances import instance_of, seed_of
from board.log.protocol import Log
from board.planning.instance import InvalidInstance
from board.planning.plan import Plan
from board.planning.planner import plan
from board.planning.values import Instance

LOOK_FOR_CAMPS = 1.0  # seconds
GATHER = 0.25  # seconds to let a burst of votes pass before planning
MOST_OFTEN = 0.5  # seconds from one plan to the next

log_ = logging.getLogger("board.planner")


async def plan_all(log: Log) -> None:
    """Plan every camp of a store, those that begin later included, until cancelled."""
    desks = Desks(log)
    planners: dict[CampId, asyncio.Task[None]] = {}
    try:
        while True:
            try:
                for camp in await log.camps():
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


async def _plan_one(desks: Desks, camp: CampId) -> None:
    try:
        desk = await desks.open(camp)
        await _plan_on(desk)
    except BoardError as error:
        log_.warning("camp %s: %s", camp, error)
        await asyncio.sleep(LOOK_FOR_CAMPS)


async def _plan_on(desk: Desk) -> None:
    moved = asyncio.Event()
    desk.watch(lambda _: moved.set())
    moved.set()
    seed = seed_of(desk.epoch)
    last: Instance | None = None
    while desk.damage is None:
        await moved.wait()
        await asyncio.sleep(GATHER)
        moved.clear()
        if desk.camp.phase not in ("open", "running"):
            continue
        instance = instance_of(desk.camp, seed)
        if instance == last:
            continue
        last = instance
        began = time.monotonic()
        await _propose(desk, instance, seed)
        await asyncio.sleep(max(0.0, MOST_OFTEN - (time.monotonic() - began)))


async def _propose(desk: Desk, instance: Instance, seed: int) -> None:
    camp = desk.camp
    try:
        try:
            proposal = await asyncio.to_thread(plan, instance)
        except InvalidInstance as error:
            log_.warning("camp %s: its pins can't all be kept: %s", camp.id, error)
            proposal = await asyncio.to_thread(plan, instance_of(camp, seed, new_pins=False))
        await desk.submit(_adopt(proposal))
    except InvalidInstance as error:
        log_.error("camp %s can't be planned: %s", camp.id, error)
    except Conflict as refusal:  # the camp has changed meanwhile; the change wakes us again
        log_.info("camp %s: plan refused: %s", desk.camp.id, refusal)
    except Exception:
        log_.exception("camp %s: planning failed", desk.camp.id)


def _adopt(proposal: Plan) -> c.AdoptPlan:
    return c.AdoptPlan(
        placements=tuple(
            Placement(topic=p.topic, slot=p.slot, room=p.room, why=p.why)
            for p in proposal.placements
        ),
        unplaced=tuple(Unplaced(topic=u.topic, why=u.why) for u in proposal.unplaced),
    )
