"""How good the board's plans are, how quickly, and what other ways of planning reach in the same time.

    python -m benchmarks.planner [--quick] [--ballots FILE.pb] [--json FILE] [--picture FILE.svg]

Every planner searches for the same time on the same camps; only the timetable differs, as rooms by
demand, seats by the board's draw and the score are the same for all. `conference-scheduler` and
scipy (which proves the optimum of a small camp) are optional: `pip install -e '.[bench]'`; without
them their part is left out, and the output says so. Real ballots come in pabulib's format.
"""

import argparse
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import camps, planner_conference, planner_optimum, planner_tables
from benchmarks.planner_conference import conference
from benchmarks.planner_optimum import most_seats
from benchmarks.planner_picture import Curve, picture
from benchmarks.planner_runs import (
    CONFERENCE,
    OURS,
    PAIRWISE,
    POPULARITY,
    Camp,
    Queue,
    Run,
    measure,
    measure_late,
    queues,
)
from board.planning.values import Instance

BUDGETS = (0.05, 0.2, 1.0, 10.0)
PICTURED = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)
"""Seconds of search in the table, and of the points in the picture."""

SMALL, LATE, LATE_VOTERS = "small Edcamp", "200 late voters", 200
DISTRICT = "district, 8 votes"
CAMPS: dict[str, Callable[[int], Instance]] = {
    DISTRICT: camps.district,
    "district, 4 votes": partial(camps.district, votes=4),
    "district, tight rooms": partial(camps.district, rooms=camps.TIGHT_ROOMS),
    SMALL: camps.small_edcamp,
}


class Effort(NamedTuple):
    """How much is measured."""

    budgets: Sequence[float]
    pictured: Sequence[float]
    seeds: range
    conference: float  # seconds for each of its camps
    conference_on: Sequence[str]
    proof: float  # seconds


class Found(NamedTuple):
    """All that was measured, and what the reader has to know about it."""

    runs: list[Run]
    late: list[Run]
    queues: list[Queue]
    optima: list[dict[str, Any]]
    notes: list[str]


def measure_all(makers: dict[str, Callable[[int], Instance]], effort: Effort) -> Found:
    """Measure every camp with every seed."""
    found = Found([], [], [], [], _missing())
    measure(Camp("warming up", 0, camps.small_edcamp(0)), (0.02,))  # what is made once is made now
    for name, make in makers.items():
        conferring = planner_conference.is_installed() and name in effort.conference_on
        for seed in effort.seeds:
            _progress(f"{name}, seed {seed}")
            camp = Camp(name, seed, make(seed))
            measure(camp, sorted({*effort.budgets, *(effort.pictured if name == DISTRICT else ())}))
            found.queues.extend(queues(camp))
            if conferring:
                found.notes.extend(_confer(camp, effort.conference))
                conferring = name == SMALL  # the others take too long for every seed
            if name == SMALL and planner_optimum.is_installed():
                found.optima.extend(_prove(camp, effort.proof))
            found.runs.extend(camp.runs)
    for seed in effort.seeds:
        _progress(f"{LATE}, seed {seed}")
        camp = Camp(LATE, seed, camps.district(seed))
        measure_late(camp, effort.budgets, LATE_VOTERS)
        found.late.extend(camp.runs)
    return found


def _missing() -> list[str]:
    return [
        f"{peer} is not installed and was left out; `pip install -e '.[bench]'` installs it."
        for peer, installed in (
            (CONFERENCE, planner_conference.is_installed()),
            ("scipy, which proves the small camp's optimum,", planner_optimum.is_installed()),
        )
        if not installed
    ]


def _confer(camp: Camp, seconds: float) -> Iterator[str]:
    _progress(f"{camp.name}, seed {camp.seed}: {CONFERENCE}, up to {seconds:g} s")
    if not camp.compare(CONFERENCE, seconds, partial(conference, camp.instance, seconds)):
        yield f"{CONFERENCE} on {camp.name}, seed {camp.seed}: no plan in {seconds:g} s."
    elif camp.name != SMALL:
        yield f"{CONFERENCE} on {camp.name}: seed {camp.seed} only."


def _prove(camp: Camp, seconds: float) -> Iterator[dict[str, Any]]:
    _progress(f"{camp.name}, seed {camp.seed}: the optimum, up to {seconds:g} s")
    ours = [run for run in camp.runs if run.planner == OURS]
    most = most_seats(camp.instance, camp.best(), seconds)
    if most is not None:
        yield {
            "camp": camp.name,
            "seed": camp.seed,
            "most": most,
            "ours": {f"{run.budget:g}": run.seats for run in ours if run.budget is not None},
        }


def report(found: Found, effort: Effort) -> str:
    """Everything as Markdown."""
    parts = [
        f"{len(effort.seeds)} seed(s): medians, the least in brackets. `search` is the time a planner"
        " may search, `seconds` what really passed until its plan was ready, `none of these` the people"
        " with a ballot who got none of their first three choices.",
        planner_tables.plans(found.runs, [*effort.budgets, effort.conference]),
        f"### {LATE}: the district's day, shown when they had not voted, planned again with everybody",
        planner_tables.late(found.late),
        "### Who gets a seat, by when they came",
        planner_tables.arrivals(found.queues),
        *(_optimum(each) for each in found.optima),
        *found.notes,
    ]
    return "\n\n".join(parts)


def _optimum(proved: dict[str, Any]) -> str:
    reached = ", ".join(f"{seats:,} in {budget} s" for budget, seats in proved["ours"].items())
    return (
        f"{proved['camp']}, seed {proved['seed']}: no timetable seats more than {proved['most']:,},"
        f" which is proved by set partition; the board seats {reached}."
    )


def draw_picture(runs: Sequence[Run], budgets: Sequence[float]) -> str:
    """The district's day: quality over time."""
    here = [run for run in runs if run.camp == DISTRICT]

    def curve(planner: str, searched: Sequence[float | None]) -> Curve:
        points = []
        for budget in searched:
            group = [run for run in here if run.planner == planner and run.budget == budget]
            seconds = statistics.median(run.seconds for run in group)
            points.append((seconds, statistics.median(run.seats / run.bound for run in group)))
        return Curve(planner, sorted(points))

    return picture(
        "1,000 people, 138 topics, 3 × 48 rooms: how good a plan, how soon",
        [curve(OURS, budgets), curve(PAIRWISE, budgets)],
        curve(POPULARITY, [None]),
    )


def machine() -> dict[str, Any]:
    """Where it was measured."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return {
        "cpu": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load": [round(load, 2) for load in os.getloadavg()],
        "packages": {
            name: version(name)
            for name, installed in (
                ("conference-scheduler", planner_conference.is_installed()),
                ("scipy", planner_optimum.is_installed()),
            )
            if installed
        },
    }


def _progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="one seed and little time: a try")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--ballots", type=Path, metavar="FILE.pb", help="real ballots, of pabulib")
    parser.add_argument("--conference", type=float, default=120, metavar="SECONDS")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg")
    return parser.parse_args()


def main() -> None:
    """Measure, print the tables, and write what was asked for."""
    given = _given()
    makers = dict(CAMPS)
    if given.ballots:
        makers["real ballots"] = partial(camps.from_ballots, given.ballots)
    pictured = PICTURED if given.picture else ()
    effort = Effort(BUDGETS, pictured, range(1, given.seeds + 1), given.conference, [*makers], 120)
    if given.quick:
        effort = Effort(BUDGETS[:2], pictured[:4], range(1, 2), 3, [SMALL], 5)
    where = machine()
    found = measure_all(makers, effort)
    print(report(found, effort))
    if given.json:
        measured = {
            "machine": where,
            **{
                name: [asdict(each) for each in getattr(found, name)]
                for name in ("runs", "late", "queues")
            },
            "optima": found.optima,
            "notes": found.notes,
        }
        given.json.write_text(json.dumps(measured, indent=1) + "\n")
    if given.picture:
        given.picture.write_text(draw_picture(found.runs, effort.pictured), encoding="utf-8")


if __name__ == "__main__":
    main()
