"""The figures as Markdown: medians over the rounds, and beside them the median ratio to Bun."""

import statistics
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.fanout.herd import Herd
from benchmarks.fanout.hostile import Hostile
from benchmarks.fanout.peers.javascript import Bun
from benchmarks.fanout.shapes import Shapes


def shapes(found: Sequence[Shapes]) -> str:
    """All shapes, a table for each number of phones."""
    columns = [
        ("calm: last phone ms", "calm_last_ms", "{:.1f}"),
        ("on disk ms", "calm_acked_ms", "{:.1f}"),
        ("CPU s per 100k", "calm_cpu", "{:.2f}"),
        ("wave: deliveries/s", "wave_rate", "{:,.0f}"),
        ("CPU s per 100k", "wave_cpu", "{:.2f}"),
        ("burst: deliveries/s", "burst_rate", "{:,.0f}"),
        ("CPU s per 100k", "burst_cpu", "{:.3f}"),
        ("last phone ms", "burst_last_ms", "{:,.0f}"),
        ("votes: deliveries/s", "votes_rate", "{:,.0f}"),
        ("CPU s per 100k", "votes_cpu", "{:.3f}"),
        ("last phone ms", "votes_last_ms", "{:,.0f}"),
        ("connect CPU ms", "connect_cpu_ms", "{:.3f}"),
        ("idle CPU ms/s", "idle_cpu_ms", "{:.1f}"),
        ("KiB a phone", "memory_kib", "{:.1f}"),
    ]
    return _tables(found, columns)


def herd(found: Sequence[Herd]) -> str:
    """How long a herd takes to come back."""
    columns = [
        ("all back s", "seconds", "{:.2f}"),
        ("half back s", "half", "{:.2f}"),
        ("CPU ms a phone", "cpu_ms", "{:.3f}"),
        ("bytes a phone", "snapshot_bytes", "{:,.0f}"),
        ("MiB before", "memory_before", "{:.0f}"),
        ("MiB after", "memory_after", "{:.0f}"),
    ]
    return _tables(found, columns)


def hostile(found: Sequence[Hostile]) -> str:
    """Good phones, alone and beside each kind of bad ones."""
    lines = [
        "| product | beside | p50 ms | p99 ms | times alone | good lost | MiB start | peak | end |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, group in _grouped(found, lambda each: (each.product, each.beside)):
        alone = [e for e in found if e.product == name[0] and e.beside == "nobody"]
        p99 = _median(group, "p99_ms")
        lines.append(
            f"| {name[0]} | {name[1]} | {_median(group, 'p50_ms'):.1f} | {p99:.1f}"
            f" | {p99 / _median(alone, 'p99_ms'):.2f} | {max(e.lost for e in group)}"
            f" | {_median(group, 'memory_start'):.0f} | {_median(group, 'memory_peak'):.0f}"
            f" | {_median(group, 'memory_end'):.0f} |"
        )
    return "\n".join(lines)


def _tables(found: Sequence[Any], columns: Sequence[tuple[str, str, str]]) -> str:
    texts = []
    for size, group in _grouped(found, lambda each: each.phones):
        texts.append(f"{size:,} phones (in brackets: times {Bun.name})\n")
        texts.append("| server | " + " | ".join(title for title, _, _ in columns) + " |")
        texts.append("| --- |" + " ---: |" * len(columns))
        for name, rounds in _grouped(group, lambda each: each.product):
            cells = [_cell(group, rounds, field, shape) for _, field, shape in columns]
            texts.append(f"| {name} | " + " | ".join(cells) + " |")
        texts.append("")
    return "\n".join(texts)


def _cell(group: Sequence[Any], rounds: Sequence[Any], field: str, shape: str) -> str:
    base = {each.round: getattr(each, field) for each in group if each.product == Bun.name}
    ratios = [getattr(e, field) / base[e.round] for e in rounds if base.get(e.round)]
    text = shape.format(_median(rounds, field))
    return f"{text} ({statistics.median(ratios):.2g})" if ratios else text


def _median(group: Sequence[Any], field: str) -> float:
    return statistics.median(getattr(each, field) for each in group) if group else float("nan")


def _grouped(found: Sequence[Any], key: Callable[[Any], Any]) -> list[tuple[Any, list[Any]]]:
    groups: dict[Any, list[Any]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return list(groups.items())
