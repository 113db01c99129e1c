"""Instances for examples, written as their JSON."""

from typing import Any

import msgspec

from board.planning.instance import Instance, Placement, parse_instance
from board.planning.plan import Plan
from board.planning.planner import plan


def instance(**parts: Any) -> Instance:
    """An instance from the parts of its JSON; slots, rooms and topics may be bare ids.

    A room given as `id: capacity` in a dict, and voters as `topic: count` under `votes`, save
    writing them out. Facilitators need no ballot of their own.
    """
    slots = [_object(each) for each in parts.pop("slots", ())]
    rooms = parts.pop("rooms", {})
    if isinstance(rooms, dict):
        rooms = [{"id": room, "capacity": capacity} for room, capacity in rooms.items()]
    topics = [_object(each) for each in parts.pop("topics", ())]
    ballots = {
        f"{topic}-voter-{n}": [topic]
        for topic, count in parts.pop("votes", {}).items()
        for n in range(count)
    }
    ballots |= {who: [] for topic in topics for who in topic.get("facilitators", ())}
    ballots |= parts.pop("ballots", {})
    return parse_instance(
        msgspec.json.encode(
            {"slots": slots, "rooms": rooms, "topics": topics, "ballots": ballots, **parts}
        )
    )


def planned(instance: Instance) -> Plan:
    """Plan it with one iteration: ample for a handful of topics."""
    return plan(instance, iterations=1)


def cells(plan: Plan) -> set[tuple[str, str, str]]:
    """Where everything is: (topic, slot, room)."""
    return {(p.topic, p.slot, p.room) for p in plan.placements}


def shown(plan: Plan) -> tuple[Placement, ...]:
    """The plan's grid as the next instance's `current`."""
    return tuple(Placement(topic=p.topic, slot=p.slot, room=p.room) for p in plan.placements)


def why(plan: Plan, topic: str) -> str:
    """What the plan says of a topic that it places once or not at all."""
    reasons = [p.why for p in plan.placements if p.topic == topic]
    reasons += [u.why for u in plan.unplaced if u.topic == topic]
    (reason,) = reasons
    return reason


def in_json(plan: Plan) -> bytes:
    """The plan with its reasons in English."""
    return msgspec.json.encode(plan, enc_hook=str)


def _object(each: str | dict[str, Any]) -> dict[str, Any]:
    return {"id": each} if isinstance(each, str) else each
