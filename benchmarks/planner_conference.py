"""PyPI's `conference-scheduler` (CBC underneath) as a peer of the planner, in a process of its own.

    python -m benchmarks.planner_conference SECONDS <instance.json

It knows demand, capacity and which events must not run at the same time, but no ballots. So that it
has a chance, the pairs of topics that most people want both are declared as such events as well, as
many as it can keep apart in the time: every round adds a few, and the last plan found counts.
Every round's timetable is one line of JSON, so that whoever ends the process keeps what it had.
"""

import importlib
import importlib.util
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.planner_peers import Timetable, Wishes
from board.planning.instance import parse_instance
from board.planning.values import Instance, Room, Slot

MINUTES = 60
DAY = datetime(2026, 1, 1)


def is_installed() -> bool:
    """Whether the peer is there to be measured."""
    return importlib.util.find_spec("conference_scheduler") is not None


def conference(instance: Instance, seconds: float) -> Timetable | None:
    """Its best timetable within `seconds`, or None if it found none."""
    peer = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.planner_conference", str(seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent.parent,
        start_new_session=True,  # so that CBC, its child, ends with it
    )
    try:
        out, _ = peer.communicate(msgspec.json.encode(instance), timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(peer.pid, signal.SIGKILL)
        out, _ = peer.communicate()
    else:
        if peer.returncode:
            raise RuntimeError("conference-scheduler ended with an error")
    lines = out.decode().split("\n")[:-1]
    found: Timetable | None = json.loads(lines[-1]) if lines else None
    return found


def main() -> None:
    """Print a timetable a line, each keeping more pairs apart, until the time is over."""
    end = time.monotonic() + float(sys.argv[1])
    for timetable in _rounds(parse_instance(sys.stdin.buffer.read()), end):
        print(json.dumps(timetable), flush=True)


def _rounds(instance: Instance, end: float) -> Iterator[Timetable]:
    wishes = Wishes(instance)
    topics = range(len(instance.topics))
    torn = wishes.torn()
    pairs = sorted(itertools.combinations(topics, 2), key=lambda pair: -torn[pair[0]][pair[1]])
    led_by_one = [(a, b) for a, b in pairs if wishes.leaders[a] & wishes.leaders[b]]
    for apart in range(0, len(pairs), max(1, len(topics) // 12)):
        timetable = _solve(instance, [*led_by_one, *pairs[:apart]], end - time.monotonic())
        if timetable is None:
            return
        yield timetable


def _solve(instance: Instance, apart: list[tuple[int, int]], seconds: float) -> Timetable | None:
    """Solve its integer program; None if there is no plan, or none in time."""
    resources, scheduler, objectives, pulp = (
        importlib.import_module(name)
        for name in (
            "conference_scheduler.resources",
            "conference_scheduler.scheduler",
            "conference_scheduler.lp_problem.objective_functions",
            "pulp",
        )
    )
    people = Wishes(instance).people
    events = [
        resources.Event(topic.id, MINUTES, demand)
        for topic, demand in zip(instance.topics, people, strict=True)
    ]
    for a, b in dict.fromkeys(apart):
        events[a].add_unavailability(events[b])
        events[b].add_unavailability(events[a])
    places = list(itertools.product(enumerate(instance.slots), instance.rooms))
    cells = [_cell(resources, number, room) for (number, _), room in places]
    try:
        found: list[tuple[int, int]] = scheduler.solution(
            events,
            cells,
            objective_function=objectives.efficiency_capacity_demand_difference,
            solver=pulp.PULP_CBC_CMD(msg=False, timeLimit=max(1, seconds)),
        )
    except ValueError:  # what it raises where there is no solution
        return None
    slots: list[Slot] = [slot for (_, slot), _ in places]
    return {instance.topics[event].id: slots[cell].id for event, cell in found}


def _cell(resources: Any, number: int, room: Room) -> Any:
    starts_at = DAY + timedelta(minutes=2 * MINUTES * number)
    return resources.Slot(room.id, starts_at, MINUTES, room.capacity, str(number))


if __name__ == "__main__":
    main()
