"""What voters feel of the planner that runs beside the board: nothing, if it keeps its promise.

    python -m benchmarks.beside_planner [--phones 300] [--minutes 0.5] [--rounds 2]
                                        [--store sqlite|redis] [--json FILE]

`board rehearse` sends phones to a real `board serve` with a camp of a district's size, once with the
planner beside it and once with `--no-planner`. The two take turns, each on a board and a store of its
own, since a machine is never equally quick twice: every number is the median of the rounds, and the
least and the greatest stand behind it. Phones, board and planner share the machine, so what the
planner takes from the processor counts twice here.
"""

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import msgspec

from board.camp.events import PlanAdopted
from board.live.desk import Desks
from board.log import open_log
from board.rehearsal.report import Report
from tests.boards import CAMP, running_board
from tests.seed import district_camp
from tests.servers import running_redis

STORES = ("sqlite", "redis")


class Run(NamedTuple):
    """One rehearsal: what the phones saw, and what the planner did meanwhile."""

    report: Report
    plans: int
    moves: int


def rehearse(store: str, folder: Path, *, planner: bool, phones: int, minutes: float) -> Run:
    """Send phones to a new board over an empty store, and read its log when they have gone home."""
    asyncio.run(_begin(store))
    file = folder / "report.json"
    with running_board(store, folder, planner=planner) as server:
        subprocess.run(
            (
                *(sys.executable, "-m", "board", "rehearse", f"{server.url}/c/{CAMP}"),
                *("--phones", str(phones), "--minutes", str(minutes), "--json", str(file)),
            ),
            stdout=subprocess.DEVNULL,
            check=True,  # it fails if a vote got lost
        )
    return asyncio.run(_run(store, msgspec.json.decode(file.read_bytes(), type=Report)))


async def _begin(store: str) -> None:
    """Begin the district's day: 138 topics on a full grid, and nobody has voted."""
    desks = Desks(log := open_log(store))
    await district_camp(desks, CAMP, voters=0)
    await desks.close()
    await log.close()


async def _run(store: str, report: Report) -> Run:
    desks = Desks(log := open_log(store))
    camp = (await desks.open(CAMP)).camp
    entries = await log.read(CAMP)
    await desks.close()
    await log.close()
    return Run(
        report,
        plans=sum(
            isinstance(event, PlanAdopted)
            and event.figures is not None  # not the grid it began with
            for entry in entries
            for event in entry.events
        ),
        moves=sum(move.across for move in camp.moves),
    )


class Row(NamedTuple):
    """A line of the table: what one run is asked for, and whether a ratio says anything."""

    name: str
    of: Callable[[Run], float | None]
    compared: bool = True


ROWS = (
    Row("votes acknowledged", lambda run: run.report.votes),
    Row("tap to durable, p50 ms", lambda run: run.report.own_p50),
    Row("tap to durable, p99 ms", lambda run: run.report.own_p99),
    Row("everyone sees it, p50 ms", lambda run: run.report.seen_p50),
    Row("everyone sees it, p99 ms", lambda run: run.report.seen_p99),
    Row("plans adopted", lambda run: run.plans, compared=False),
    Row("sessions moved to another slot", lambda run: run.moves, compared=False),
)


def table(store: str, beside: Sequence[Run], alone: Sequence[Run]) -> str:
    """The runs over one store as Markdown."""
    lines = [
        f"| {store} | with planner | without | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    for row in ROWS:
        with_planner, without = _values(row, beside), _values(row, alone)
        ratio = ""
        if row.compared and with_planner and without and median(without):
            ratio = f"{median(with_planner) / median(without):.2f}"
        lines.append(f"| {row.name} | {_told(with_planner)} | {_told(without)} | {ratio} |")
    return "\n".join(lines)


def _values(row: Row, runs: Sequence[Run]) -> list[float]:
    return [value for run in runs if (value := row.of(run)) is not None]


def _told(values: Sequence[float]) -> str:
    """The median, and what it lies between."""
    if not values:
        return "-"
    spread = f" ({min(values):,g}-{max(values):,g})" if len(set(values)) > 1 else ""
    return f"{median(values):,g}{spread}"


@contextmanager
def empty_store(kind: str, folder: Path) -> Iterator[str]:
    """A store of the kind with nothing in it; Redis as an operator should run it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder}/board.db"
    else:
        with running_redis(folder / "redis", appendfsync="always") as server:
            yield server.url


def compare(kind: str, *, rounds: int, phones: int, minutes: float) -> dict[bool, list[Run]]:
    """The runs with the planner (True) and without (False), which take turns."""
    found: dict[bool, list[Run]] = {True: [], False: []}
    for turn in range(2 * rounds):
        planner = turn % 2 == 0
        with tempfile.TemporaryDirectory() as place, empty_store(kind, Path(place)) as store:
            run = rehearse(store, Path(place), planner=planner, phones=phones, minutes=minutes)
            found[planner].append(run)
        print(
            f"{kind}, {'with' if planner else 'without'}: {run.report.votes} votes,"
            f" {run.plans} plans; load {os.getloadavg()[0]:.1f}",
            file=sys.stderr,
        )
    return found


def main() -> None:
    """Measure, print a table for each store, and write the reports to a file where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--phones", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=0.5, help="of each rehearsal")
    parser.add_argument("--rounds", type=int, default=2, help="with and without, each")
    parser.add_argument("--store", choices=STORES, help="one only (default: those that are there)")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    there = STORES if shutil.which("redis-server") else STORES[:1]
    asked = {"rounds": given.rounds, "phones": given.phones, "minutes": given.minutes}
    written: dict[str, Any] = {**asked, "cpus": os.cpu_count(), "load": os.getloadavg()[0]}
    print(
        f"{given.phones} phones for {given.minutes:g} minutes, {given.rounds} rounds,"
        f" on {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} before it began."
    )
    for kind in (given.store,) if given.store else there:
        found = compare(kind, **asked)
        print(f"\n{table(kind, found[True], found[False])}", flush=True)
        written[kind] = {
            name: [{**run._asdict(), "report": msgspec.to_builtins(run.report)} for run in runs]
            for name, runs in (("with", found[True]), ("without", found[False]))
        }
    if given.json:
        given.json.write_text(json.dumps(written, indent=2) + "\n")


if __name__ == "__main__":
    main()
