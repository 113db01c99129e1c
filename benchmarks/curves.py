"""How CPU, memory and waiting grow with phones, topics and votes, over one and more web processes.

    python -m benchmarks.curves [--small] [--only phones] [--with redis-1,sqlite-1] [--most 10000]
                                [--json benchmarks/results/curves.json] [--svg docs/images/curves.svg]
    python -m benchmarks.curves --more      go on where it was stopped
    python -m benchmarks.curves --again     draw and judge what was measured

Each point is a short run of the product (`benchmarks.measured`): about 20 seconds. How something grows
is judged by the slope of a straight line through its points on logarithmic scales: 1 is in proportion,
less than 1 is slower, 2 would be the square. The slope of the last step shows what a large fixed part
hides.
"""

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from benchmarks.curves_picture import Chart, picture
from benchmarks.deployment import Point, Store
from benchmarks.fanout import machine
from benchmarks.fanout.crowd import compiled
from benchmarks.measured import Measured, measure

RESULTS = Path(__file__).parent / "results" / "curves.json"
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "curves.svg"
Axis = Literal["phones", "topics", "votes"]
AXES: dict[Axis, Sequence[int]] = {
    "phones": (100, 300, 1_000, 3_000, 10_000),
    "topics": (20, 60, 138, 300, 500),
    "votes": (10, 30, 100, 300),
}
SMALL: dict[Axis, Sequence[int]] = {
    "phones": (100, 300, 1_000),
    "topics": (20, 138),
    "votes": (10, 100),
}
REST = Point(phones=300, topics=60, votes=20)  # what doesn't vary along an axis


class Deployed(NamedTuple):
    """What runs: a store, and how many web processes."""

    store: Store
    processes: int

    def __str__(self) -> str:
        return f"{self.store}-{self.processes}"


DEPLOYED = (
    *(Deployed("redis", processes) for processes in (1, 2, 4)),
    *(Deployed("sqlite", processes) for processes in (1, 2)),
)


class Figure(NamedTuple):
    """Something that is measured, all web processes together."""

    name: str
    of: Callable[[Measured], float]


FIGURES = (
    Figure("CPU while people vote, % of a core", lambda m: 100 * sum(m.voted.web_cpu)),
    Figure("CPU for an urgent change, ms", lambda m: m.deliver_cpu_us * m.point.phones / 1e3),
    Figure("memory, MiB", lambda m: m.process_mib * m.point.processes),
    Figure("urgent change to the last phone, ms", lambda m: m.last_ms),
    Figure("vote to durable, median, ms", lambda m: m.voted.ack_p50_ms),
)


def points(
    axes: dict[Axis, Sequence[int]], deployed: Iterable[Deployed], most: int
) -> Iterator[tuple[Axis, Point]]:
    """Every point to measure, in an order that spreads a machine's moods over all curves."""
    for axis, values in axes.items():
        for value in values:
            if value <= most:
                for each in deployed:
                    changes: dict[str, Any] = {**each._asdict(), axis: value}
                    yield axis, msgspec.structs.replace(REST, **changes)


class Verdict(NamedTuple):
    """How a figure grows along an axis: its exponent, that of its last step, its first and last value."""

    axis: str
    deployed: Deployed
    figure: str
    exponent: float
    at_the_end: float
    first: float
    last: float

    @property
    def in_words(self) -> str:
        """The same for a reader."""
        if self.exponent > 1.15:
            return "faster than in proportion"
        if self.exponent > 0.85:
            return "in proportion"
        return "slower than in proportion" if self.exponent > 0.15 else "hardly"


def verdicts(found: Sequence[tuple[Axis, Measured]]) -> list[Verdict]:
    """How everything that was measured at two places or more grows."""
    judged = []
    for axis in AXES:
        for each in DEPLOYED:
            runs = [m for a, m in found if a == axis and _deployed(m) == each]
            if len(runs) < 2:
                continue
            for figure in FIGURES:
                line = [(float(getattr(run.point, axis)), figure.of(run)) for run in runs]
                slope = exponent(line)
                ends = exponent(line[-2:]), line[0][1], line[-1][1]
                judged.append(Verdict(axis, each, figure.name, slope, *ends))
    return judged


def exponent(line: Sequence[tuple[float, float]]) -> float:
    """The slope of the straight line through points on logarithmic scales, by least squares."""
    logs = [(math.log(x), math.log(max(y, 1e-6))) for x, y in line]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    spread = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / spread


def _deployed(found: Measured) -> Deployed:
    return Deployed(found.point.store, found.point.processes)


def charts(found: Sequence[tuple[Axis, Measured]]) -> list[list[Chart]]:
    """A row for each figure, a column for each axis."""
    return [
        [
            Chart(
                figure.name,
                axis if axis != "votes" else "votes a second",
                {
                    str(each): [
                        (float(getattr(m.point, axis)), figure.of(m))
                        for a, m in found
                        if a == axis and _deployed(m) == each
                    ]
                    for each in DEPLOYED
                },
            )
            for axis in AXES
        ]
        for figure in FIGURES
    ]


def table(judged: Sequence[Verdict]) -> str:
    """The verdicts as Markdown."""
    lines = [
        "| along | over | what | from | to | exponent | of the last step | grows |",
        "| --- | --- | --- | --: | --: | --: | --: | --- |",
    ]
    lines += [
        f"| {v.axis} | {v.deployed} | {v.figure} | {v.first:,.1f} | {v.last:,.1f}"
        f" | {v.exponent:.2f} | {v.at_the_end:.2f} | {v.in_words} |"
        for v in judged
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure what was asked for, keep it, judge it, draw it."""
    given = _arguments()
    found: list[tuple[Axis, Measured]] = []
    if given.again or given.more:
        kept = json.loads(given.json.read_text())["points"]
        found = msgspec.convert(kept, list[tuple[Axis, Measured]], strict=False)
    if not given.again:
        given.json.parent.mkdir(exist_ok=True)
        for one in _measured(given, {(axis, each.point) for axis, each in found}):
            found.append(one)
            kept = {"machine": machine.description(), "points": msgspec.to_builtins(found)}
            given.json.write_text(json.dumps(kept, indent=1) + "\n")
    print(table(verdicts(found)))
    given.svg.write_text(picture(charts(found)))


def _measured(
    given: argparse.Namespace, known: Collection[tuple[Axis, Point]]
) -> Iterator[tuple[Axis, Measured]]:
    axes = SMALL if given.small else AXES
    wanted = {axis: axes[axis] for axis in given.only or axes}
    deployed = [each for each in DEPLOYED if not given.over or str(each) in given.over]
    with tempfile.TemporaryDirectory() as folder:
        program = compiled(Path(folder))
        for axis, point in points(wanted, deployed, given.most):
            if (axis, point) in known:
                continue
            one = measure(point, program)
            told = ", ".join(f"{figure.name} {figure.of(one):.1f}" for figure in FIGURES)
            of = f"{_deployed(one)}: {getattr(point, axis):g} {axis}"
            print(f"{of}: {told}; load {one.load_average}", flush=True)
            yield axis, one


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.curves", description=__doc__)
    parser.add_argument("--small", action="store_true", help="few and small points")
    parser.add_argument("--only", nargs="+", choices=list(AXES), metavar="AXIS")
    parser.add_argument("--with", dest="over", type=lambda text: text.split(","), metavar="A,B")
    parser.add_argument("--most", type=int, default=machine.most_phones(), metavar="N")
    parser.add_argument("--more", action="store_true", help="only what is not kept yet")
    parser.add_argument("--again", action="store_true", help="judge and draw what is kept")
    parser.add_argument("--json", type=Path, default=RESULTS, metavar="FILE")
    parser.add_argument("--svg", type=Path, default=PICTURE, metavar="FILE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
