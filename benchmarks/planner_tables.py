"""What the planner's benchmark found, as Markdown: medians over the seeds, the least in brackets."""

import statistics
from collections.abc import Iterable, Sequence

from benchmarks.planner_runs import AS_SHOWN, OURS, POPULARITY, SEATS_ALONE, Queue, Run

EARLIER: dict[tuple[str, str], dict[float | None, tuple[str, str]]] = {
    ("district, 8 votes", OURS): {
        0.05: ("0.9960", "0.9960"),
        0.2: ("0.9982", "0.9982"),
        1: ("0.9988", "0.9988"),
        10: ("0.9999", "0.9999"),
    },
    ("district, 4 votes", OURS): {
        0.05: ("0.884", "0.884"),
        0.2: ("0.893", "0.893"),
        1: ("0.896", "0.896"),
        10: ("0.899", "0.899"),
    },
    ("real ballots", OURS): {0.05: ("0.988", "0.990"), 10: ("0.993", "0.995")},
    ("district, 8 votes", POPULARITY): {None: ("0.972", "0.972")},
    ("district, 4 votes", POPULARITY): {None: ("0.809", "0.809")},
    ("real ballots", POPULARITY): {None: ("0.935", "0.955")},
}
"""Fractions of the bound, from and to, that an earlier prototype reached: plain annealing, 2 cores.

It counted seats alone, and promised nobody one of their first three choices.
"""


def plans(runs: Sequence[Run], budgets: Sequence[float]) -> str:
    """Every camp, budget and planner."""
    lines = [
        "| camp | search | planner | seats | of the bound | 1st / 2nd / 3rd choice | none of these | seconds"
        " | an earlier prototype |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for group in _groups(run for run in runs if run.budget is None or run.budget in budgets):
        first = group[0]
        lines.append(
            f"| {first.camp} | {_search(first)} | {_name(first)} | {_seats(group)} | {_fractions(group)}"
            f" | {_choices(group)} | {_without(group)} | {_seconds(group)} | {_earlier(group)} |"
        )
    return "\n".join(lines)


def late(runs: Sequence[Run]) -> str:
    """The camp whose last voters came late: what was won, and what had to move for it."""
    lines = [
        "| search | planner | seats | won | sessions moved | of the bound | 1st / 2nd / 3rd choice"
        " | none of these | seconds |",
        "| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    stayed = {run.seed: run.seats for run in runs if run.planner == AS_SHOWN}
    for group in _groups(runs):
        won = statistics.median(run.seats - stayed[run.seed] for run in group)
        moved = statistics.median(run.moved for run in group)
        lines.append(
            f"| {_search(group[0])} | {_name(group[0])} | {_seats(group)} | {won:+g} | {moved:g}"
            f" | {_fractions(group)} | {_choices(group)} | {_without(group)} | {_seconds(group)} |"
        )
    return "\n".join(lines)


def arrivals(queues: Sequence[Queue]) -> str:
    """Who gets a seat, by when they came."""
    lines = [
        "| camp | timetable | seats by | seats | short | 1st choice | first quarter to arrive"
        " | last quarter |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    grouped: dict[tuple[str, str, str], list[Queue]] = {}
    for queue in queues:
        grouped.setdefault((queue.camp, queue.grid, queue.way), []).append(queue)
    for (camp, grid, way), group in grouped.items():
        shares = (
            statistics.median(share)
            for share in (
                [queue.first_choice for queue in group],
                [queue.quarters[0] for queue in group],
                [queue.quarters[-1] for queue in group],
            )
        )
        lines.append(
            f"| {camp} | {grid} | {way} | {statistics.median(q.seats for q in group):,g}"
            f" | {statistics.median(q.short for q in group):g}"
            f" | {' | '.join(f'{share:.0%}' for share in shares)} |"
        )
    return "\n".join(lines)


def _groups(runs: Iterable[Run]) -> list[list[Run]]:
    grouped: dict[tuple[str, bool, float, str], list[Run]] = {}
    for run in runs:
        key = run.camp, run.budget is None, run.budget or 0, run.planner
        grouped.setdefault(key, []).append(run)
    camps = list(dict.fromkeys(camp for camp, *_ in grouped))
    planners = list(dict.fromkeys(planner for *_, planner in grouped))
    order = sorted(
        grouped, key=lambda key: (camps.index(key[0]), *key[1:3], planners.index(key[3]))
    )
    return [grouped[key] for key in order]


def _search(run: Run) -> str:
    if run.budget is None:
        return "none"
    return f"{run.budget * 1000:g} ms" if run.budget < 1 else f"{run.budget:g} s"


def _name(run: Run) -> str:
    left_out = f", {run.unplaced} topics left out" if run.unplaced else ""
    return f"**{OURS}**{left_out}" if run.planner == OURS else f"{run.planner}{left_out}"


def _seats(group: Sequence[Run]) -> str:
    seats = [run.seats for run in group]
    return f"{statistics.median(seats):,g} ({min(seats):,})"


def _fractions(group: Sequence[Run]) -> str:
    fractions = [run.seats / run.bound for run in group]
    return f"{statistics.median(fractions):.4f} ({min(fractions):.4f})"


def _choices(group: Sequence[Run]) -> str:
    shares = ([run.choices[n] for run in group if n in run.choices] for n in ("1", "2", "3"))
    return " / ".join(f"{statistics.median(each):.0%}" if each else "-" for each in shares)


def _without(group: Sequence[Run]) -> str:
    return f"{statistics.median(run.without_top3 for run in group):g}"


def _seconds(group: Sequence[Run]) -> str:
    return f"{statistics.median(run.seconds for run in group):.2f}"


def _earlier(group: Sequence[Run]) -> str:
    """What the earlier prototype reached in this time, and whether the board's median does."""
    run = group[0]
    planner = OURS if run.planner == SEATS_ALONE else run.planner
    reached = EARLIER.get((run.camp, planner), {}).get(run.budget)
    if reached is None:
        return ""
    least, most = reached
    text = least if least == most else f"{least} to {most}"
    if planner != OURS:
        return text
    digits = len(least) - len("0.")
    fraction = round(statistics.median(each.seats / each.bound for each in group), digits)
    if fraction > float(most):
        return f"{text}: beaten"
    return f"{text}: {'matched' if fraction >= float(least) else 'missed'}"
