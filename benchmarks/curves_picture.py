"""Many small charts on logarithmic scales as one SVG, in the reader's light or dark colours."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 250, 150  # of one chart
LEFT, TOP, GAP_X, GAP_Y = 56, 64, 50, 62
COLOURS = 5

STYLE = """
  svg { --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --paper: #ffffff; --c0: #0550ae;
        --c1: #bc4c00; --c2: #116329; --c3: #8250df; --c4: #a40e26; font: 12px system-ui, sans-serif }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --faint: #9198a1; --line: #3d444d; --paper: #0d1117; --c0: #58a6ff;
          --c1: #f0883e; --c2: #56d364; --c3: #d2a8ff; --c4: #ff7b72 }
  }
  .paper { fill: var(--paper) }
  text { fill: var(--ink) }
  .scale { fill: var(--faint); font-size: 11px }
  .axis { stroke: var(--line); fill: none }
  .curve { fill: none; stroke-width: 2 }
  .c0 { stroke: var(--c0) } .c1 { stroke: var(--c1) } .c2 { stroke: var(--c2) }
  .c3 { stroke: var(--c3); stroke-dasharray: 6 4 } .c4 { stroke: var(--c4); stroke-dasharray: 6 4 }
  .d0 { fill: var(--c0) } .d1 { fill: var(--c1) } .d2 { fill: var(--c2) } .d3 { fill: var(--c3) }
  .d4 { fill: var(--c4) }
"""

Line = Sequence[tuple[float, float]]


class Chart(NamedTuple):
    """What is drawn over what: a line for each name, the same names in every chart."""

    title: str
    across: str
    lines: Mapping[str, Line]


def picture(rows: Sequence[Sequence[Chart]]) -> str:
    """Draw charts in rows; one whose lines have fewer than two points stays empty."""
    names = list(rows[0][0].lines)
    width = LEFT + max(map(len, rows)) * (WIDTH + GAP_X)
    height = TOP + len(rows) * (HEIGHT + GAP_Y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        ' aria-labelledby="title desc">',
        '<title id="title">How CPU, memory and waiting grow with phones, topics and votes</title>',
        f'<desc id="desc">{escape(_description(rows))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}" rx="6"/>',
    ]
    for n, name in enumerate(names):
        x = LEFT + n * 120
        parts.append(f'<line class="curve c{n % COLOURS}" x1="{x}" y1="20" x2="{x + 24}" y2="20"/>')
        parts.append(f'<text x="{x + 30}" y="24">{escape(name)}</text>')
    for row, charts in enumerate(rows):
        for column, chart in enumerate(charts):
            x, y = LEFT + column * (WIDTH + GAP_X), TOP + row * (HEIGHT + GAP_Y)
            parts.append(f'<g transform="translate({x} {y})">')
            parts += _chart(chart)
            parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _description(rows: Sequence[Sequence[Chart]]) -> str:
    said = [
        f"{chart.title} at {line[-1][0]:g} {chart.across}, {name}: {line[-1][1]:.3g}"
        for charts in rows
        for chart in charts
        for name, line in chart.lines.items()
        if line
    ]
    return "Both scales are logarithmic. " + "; ".join(said) + "."


def _chart(chart: Chart) -> Iterator[str]:
    yield f'<text y="-8">{escape(chart.title)}</text>'
    yield f'<path class="axis" d="M0,0 V{HEIGHT} H{WIDTH}"/>'
    all_points = [point for line in chart.lines.values() for point in line]
    xs, ys = sorted({x for x, _ in all_points}), [max(y, 1e-3) for _, y in all_points]
    if len(xs) < 2:
        return
    wider = max(1.0, (10 * min(ys) / max(ys)) ** 0.5)  # a decade at least: what is flat looks flat
    low, high = min(ys) * 0.9 / wider, max(ys) * 1.1 * wider

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            round(math.log(x / xs[0]) / math.log(xs[-1] / xs[0]) * WIDTH, 1),
            round(HEIGHT - math.log(max(y, 1e-3) / low) / math.log(high / low) * HEIGHT, 1),
        )

    for value in xs:
        x, _ = place(value, low)
        yield f'<text class="scale" x="{x}" y="{HEIGHT + 15}" text-anchor="middle">{value:,.0f}</text>'
    yield f'<text class="scale" x="{WIDTH / 2}" y="{HEIGHT + 30}" text-anchor="middle">{chart.across}</text>'
    for value in _round_values(low, high):
        _, y = place(xs[0], value)
        yield f'<line class="axis" x1="0" y1="{y}" x2="{WIDTH}" y2="{y}"/>'
        yield f'<text class="scale" x="-6" y="{y + 4}" text-anchor="end">{value:g}</text>'
    for n, line in enumerate(chart.lines.values()):
        points = [place(*point) for point in line]
        drawn = " ".join(f"{x},{y}" for x, y in points)
        yield f'<polyline class="curve c{n % COLOURS}" points="{drawn}"/>'
        yield from (
            f'<circle class="d{n % COLOURS}" cx="{x}" cy="{y}" r="2.5"/>' for x, y in points
        )


def _round_values(low: float, high: float) -> list[float]:
    """A few round numbers between two: 1, 2 and 5 with any number of noughts, or only every 1."""
    tens = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    found = [digit * 10.0**ten for ten in tens for digit in (1, 2, 5)]
    inside = [value for value in found if low <= value <= high]
    return inside if len(inside) < 7 else [v for v in inside if math.log10(v) % 1 < 1e-9]
