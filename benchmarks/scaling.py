"""100,000 phones on one camp, and 10,000 camps on a Redis Cluster: what that takes, and what breaks first.

    python -m benchmarks.scaling [--validate] [--json benchmarks/results/scaling.json]

One camp is simulated (`benchmarks.queues`) from costs that were measured on this machine
(`benchmarks.costs`, kept in benchmarks/results/costs.json or measured now). Many camps have nothing to
do with each other, so for them costs are added up. `--validate` first lets the simulation foretell real
runs that its costs were not read from, and shows both.
"""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks import costs as costs_
from benchmarks.costs import Costs
from benchmarks.deployment import VOTERS, Point
from benchmarks.fanout import machine
from benchmarks.measured import PITCHES, Measured, measure
from benchmarks.queues import OVERHEAD, Load, Outcome, simulate
from board.live.hub import SLOWEST
from board.live.proposals import FIRST_LOOK

KEPT = Path(__file__).parent / "results" / "scaling.json"
PHONES = 100_000
LOADS = [
    Load(processes=processes, phones=PHONES, votes=votes, seconds=12)
    for votes in (100, 1_000)
    for processes in (1, 2, 4, 8, 16, 32)
]
REAL = [
    Point(processes=1, phones=1_000, topics=138, votes=60, seconds=6),
    Point(processes=2, phones=1_000, topics=138, votes=60, seconds=6),
    Point(processes=2, phones=400, topics=138, votes=120, seconds=6),
]
BUSY = 0.6  # of a core: what is planned with, so that there is room for what nobody foresaw
LOOK_AGAIN = 30.0  # seconds within which every camp's plan is looked at again while people vote
RUSH = 1_800.0  # seconds in which everybody comes in
HERD_SPREAD = 2.0  # seconds over which phones that were cut off come back (static/js/wire.js)


class ManyCamps(Struct, frozen=True, kw_only=True):
    """A day of many camps at once; `votes` and `urgent` changes a second are those of one camp."""

    camps: int = 10_000
    phones: int = 100
    votes: float = 100 * 5 / 1_200  # five by each, within twenty minutes
    urgent: float = 0.1
    nodes: int = 3


class Needs(Struct, frozen=True, kw_only=True):
    """What many camps take, with a camp open in `open_in` web processes."""

    open_in: int
    web_processes: int
    web_cores: float
    memory_gib: float
    connections_per_node: float
    store_cpu_per_node: float
    appends_per_node: float
    gigabits: float
    planners: float


def needed(costs: Costs, day: ManyCamps, *, routed: bool) -> Needs:
    """What a day takes; `routed`: a proxy sends all phones of a camp to one process."""
    processes, open_in = 1, 1
    while True:
        camp = _web_cpu(costs, day, open_in)
        again = math.ceil(day.camps * camp / BUSY)
        if again <= processes or routed:
            processes = max(processes, again)
            break
        processes = again if again < 100_000 else processes
        open_in = min(processes, day.phones)  # no more than it has phones
        if again >= 100_000:
            break
    entries = (day.votes + day.urgent) * day.camps / day.nodes
    follows = open_in + 1  # and the planner
    store = entries * (costs.store_append + follows * costs.store_follow)
    idle = day.camps / day.nodes * follows * costs.store_idle_camp
    sent = day.camps * day.phones * (day.urgent + 1 / SLOWEST) * (costs.deliver_bytes + OVERHEAD)
    joined = day.camps * day.phones / RUSH * costs.join_bytes
    looked = FIRST_LOOK + costs.plan_begin
    return Needs(
        open_in=open_in,
        web_processes=processes,
        web_cores=day.camps * _web_cpu(costs, day, open_in),
        memory_gib=(
            processes * costs.process_bytes
            + day.camps * (day.phones * costs.phone_bytes + open_in * costs.camp_bytes)
        )
        / 2**30,
        connections_per_node=day.camps * follows / day.nodes,
        store_cpu_per_node=store + idle,
        appends_per_node=entries,
        gigabits=(sent + joined) * 8 / 1e9,
        planners=math.ceil(day.camps * looked / LOOK_AGAIN),
    )


def _web_cpu(costs: Costs, day: ManyCamps, open_in: int) -> float:
    """Cores for one camp, all its processes together."""
    entries = day.votes + day.urgent
    following = open_in * (entries * (costs.follow + costs.apply + costs.tick) + costs.idle_camp)
    votes = day.votes * (costs.ask + costs.decide + costs.append)
    screens = entries * costs.look + (day.urgent + 1 / SLOWEST) * costs.deliver
    urgent = day.urgent * (costs.append + open_in * costs.change)
    return following + votes + urgent + day.phones * (screens + costs.join / RUSH)


# Whether it is true


class Check(Struct, frozen=True, kw_only=True):
    """A figure that was foretold, and what came of it."""

    what: str
    point: Point
    foretold: float
    real: float


def validated(costs: Costs, points: Sequence[Point]) -> list[Check]:
    """Foretell real runs, and run them."""
    return [check for point in points for check in _checks(costs, measure(point))]


def _checks(costs: Costs, real: Measured) -> Iterator[Check]:
    point, voted = real.point, real.voted
    load = Load(
        processes=point.processes,
        phones=point.phones + VOTERS,
        votes=voted.votes,
        urgent=1e-9,
        lan=0.00003,
        seconds=30,
    )
    votes = simulate(costs, load)
    calm = simulate(costs, msgspec.structs.replace(load, votes=1e-9, urgent=0.5, seconds=60))
    rows = (
        (
            "CPU of a web process, %",
            votes.web_cpu * 100,
            100 * sum(voted.web_cpu) / point.processes,
        ),
        ("CPU of Redis, %", votes.store_cpu * 100, 100 * voted.store_cpu),
        ("entries a second", votes.entries, voted.entries),
        ("vote to yes, p50 ms", votes.ack_p50 * 1e3, voted.ack_p50_ms),
        (
            f"urgent change to the last phone, p50 of {PITCHES}, ms",
            calm.last_p50 * 1e3,
            real.last_ms,
        ),
        ("a phone comes in, CPU ms", costs.join * 1e3, real.join_cpu_ms),
    )
    for what, foretold, found in rows:
        yield Check(what=what, point=point, foretold=foretold, real=found)


# What is said


def one_camp(costs: Costs, loads: Sequence[Load]) -> list[tuple[Load, Outcome]]:
    """What becomes of one camp."""
    return [(load, simulate(costs, load)) for load in loads]


def breaks(costs: Costs, load: Load, outcome: Outcome) -> str:
    """What is nearest to its end."""
    memory = load.phones / load.processes * costs.phone_bytes / 2**30
    nearest = {
        "web CPU": outcome.busiest_web_cpu,
        "Redis CPU": outcome.store_cpu,
        "network": outcome.bytes_per_process / load.wire,
        "memory (of 4 GiB)": memory / 4,
    }
    name = max(nearest, key=nearest.__getitem__)
    return f"{name}, {nearest[name]:.0%}"


def one_camp_table(costs: Costs, found: Sequence[tuple[Load, Outcome]]) -> str:
    """One camp as Markdown."""
    lines = [
        "| votes/s | web processes | phones each | web CPU | Redis CPU | refused appends/s"
        " | vote to yes, p50 / p99 ms | last phone, p50 / worst ms | MB/s each | back after a cut, s"
        " | nearest to its end |",
        "| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |",
    ]
    for load, out in found:
        each = load.phones / load.processes
        back = max(HERD_SPREAD, each * costs.join)
        lines.append(
            f"| {load.votes:,.0f} | {load.processes} | {each:,.0f} | {out.web_cpu:.0%}"
            f" | {out.store_cpu:.0%} | {out.refused:,.0f}"
            f" | {out.ack_p50 * 1e3:,.0f} / {out.ack_p99 * 1e3:,.0f}"
            f" | {out.last_p50 * 1e3:,.0f} / {out.last_most * 1e3:,.0f}"
            f" | {out.bytes_per_process / 1e6:.1f} | {back:,.0f} | {breaks(costs, load, out)} |"
        )
    return "\n".join(lines)


def many_camps_table(costs: Costs, days: Sequence[ManyCamps]) -> str:
    """Many camps as Markdown."""
    lines = [
        "| camps | phones | routed by camp | web processes | web cores | memory GiB | Redis nodes"
        " | appends/s a node | Redis CPU a node | connections a node | Gbit/s | planners |",
        "| --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for day in days:
        for routed in (True, False):
            need = needed(costs, day, routed=routed)
            lines.append(
                f"| {day.camps:,} | {day.camps * day.phones:,} | {'yes' if routed else 'no'}"
                f" | {need.web_processes:,} | {need.web_cores:,.1f} | {need.memory_gib:,.1f}"
                f" | {day.nodes} | {need.appends_per_node:,.0f} | {need.store_cpu_per_node:.0%}"
                f" | {need.connections_per_node:,.0f} | {need.gigabits:.2f}"
                f" | {need.planners:,.0f} |"
            )
    return "\n".join(lines)


def checks_table(checks: Sequence[Check]) -> str:
    """Foretold and real as Markdown."""
    lines = [
        "| web processes | phones | votes/s | what | foretold | real |",
        "| --: | --: | --: | --- | --: | --: |",
    ]
    lines += [
        f"| {check.point.processes} | {check.point.phones:,} | {check.point.votes:g} | {check.what}"
        f" | {check.foretold:,.2f} | {check.real:,.2f} |"
        for check in checks
    ]
    return "\n".join(lines)


DAYS = [ManyCamps(camps=100), ManyCamps(camps=1_000), ManyCamps(), ManyCamps(nodes=12)]


def main() -> None:
    """Foretell, and where asked to, check first."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("--validate", action="store_true", help="against real runs; 2 minutes")
    parser.add_argument("--json", type=Path, default=KEPT, metavar="FILE")
    given = parser.parse_args()
    costs = costs_.load()
    kept: dict[str, Any] = {"machine": machine.description()}
    if given.validate:
        checks = validated(costs, REAL)
        kept["checks"] = msgspec.to_builtins(checks)
        print(checks_table(checks), "\n", flush=True)
    found = one_camp(costs, LOADS)
    kept["one_camp"] = [msgspec.to_builtins(pair) for pair in found]
    kept["many_camps"] = [
        msgspec.to_builtins((day, needed(costs, day, routed=routed)))
        for day in DAYS
        for routed in (True, False)
    ]
    print(one_camp_table(costs, found), "\n")
    print(many_camps_table(costs, DAYS))
    given.json.parent.mkdir(exist_ok=True)
    given.json.write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
