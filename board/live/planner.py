"""The planner's process: follows every camp's log, and asks the camp to adopt what it would change.

It holds nothing the log does not, delays nobody, and can be killed at any moment; two at once only
do the same work twice, since a plan is judged by `decide` like any other command.
"""

import asyncio
import logging
import re
import time

from board.camp import commands as c
from board.camp.errors import BoardError, Conflict, Unavailable
from board.camp.events import Unplaced
from board.camp.model import Camp, CampId, Placement, RoomId, SlotId, TopicId
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
        began = time.monotonic()
        if await _propose(desk, instance, seed):
            last = instance
        else:
            moved.set()  # try again
        await asyncio.sleep(max(0.0, MOST_OFTEN - (time.monotonic() - began)))


async def _propose(desk: Desk, instance: Instance, seed: int) -> bool:
    """Plan, and ask the camp to adopt it; False if it should be tried again without any change."""
    camp = desk.camp
    try:
        try:
            proposal = await asyncio.to_thread(plan, instance)
        except InvalidInstance as error:
            log_.warning("camp %s: its pins can't all be kept: %s", camp.id, error)
            proposal = await asyncio.to_thread(plan, instance_of(camp, seed, new_pins=False))
        await desk.submit(_adopt(camp, proposal))
    except InvalidInstance as error:
        log_.error("camp %s can't be planned: %s", camp.id, error)
    except Unavailable as away:
        log_.warning("camp %s: %s", camp.id, away)
        return False
    except Conflict as refusal:  # the camp has changed meanwhile; the change wakes us again
        log_.info("camp %s: plan refused: %s", desk.camp.id, refusal)
    except Exception:
        log_.exception("camp %s: planning failed", desk.camp.id)
    return True


def _adopt(camp: Camp, proposal: Plan) -> c.AdoptPlan:
    return c.AdoptPlan(
        placements=tuple(
            Placement(topic=p.topic, slot=p.slot, room=p.room, why=in_names(camp, p.why))
            for p in proposal.placements
        ),
        unplaced=tuple(
            Unplaced(topic=u.topic, why=in_names(camp, u.why)) for u in proposal.unplaced
        ),
    )


def in_names(camp: Camp, why: str) -> str:
    """A reason in which «ids» of topics, rooms and slots, as the planner writes them, are names."""

    def name(found: re.Match[str]) -> str:
        key = found[1]
        if (room := camp.rooms.get(RoomId(key))) is not None:
            return room.name
        if (slot := camp.slots.get(SlotId(key))) is not None:
            return slot.name
        topic = camp.topics.get(TopicId(key))
        return f"“{topic.pitch.title}”" if topic is not None else "another"

    return re.sub("«([a-z0-9-]+)»", name, why)
