"""Quality over time as an SVG: it follows the reader's light or dark colours, and says what it shows."""

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 20, 64, 56
SHORTEST_GAP = 18

STYLE = """
  svg { --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --paper: #ffffff;
        --c0: #0550ae; --c1: #bc4c00; --c2: #59636e; font: 14px system-ui, sans-serif }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --faint: #9198a1; --line: #3d444d; --paper: #0d1117;
          --c0: #58a6ff; --c1: #f0883e; --c2: #9198a1 }
  }
  .paper { fill: var(--paper) }
  text { fill: var(--ink) }
  .scale { fill: var(--faint); font-size: 12px }
  .grid { stroke: var(--line) }
  .curve { fill: none; stroke-width: 2.5 }
  .c0 { stroke: var(--c0) } .c1 { stroke: var(--c1) } .c2 { stroke: var(--c2); stroke-dasharray: 6 5 }
  .dot0 { fill: var(--c0) } .dot1 { fill: var(--c1) }
  .name { font-weight: 600; stroke: var(--paper); stroke-width: 4px; paint-order: stroke }
  .name0 { fill: var(--c0) } .name1 { fill: var(--c1) } .name2 { fill: var(--c2) }
"""


class Curve(NamedTuple):
    """A planner's measured points, (seconds, fraction of the bound), by time."""

    name: str
    points: Sequence[tuple[float, float]]


class _Frame(NamedTuple):
    """The part of the plane that is drawn: seconds on a log scale, fractions up to the bound."""

    shortest: float
    longest: float
    lowest: float

    def x(self, seconds: float) -> float:
        share = math.log(seconds / self.shortest) / math.log(self.longest / self.shortest)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, fraction: float) -> float:
        share = (fraction - self.lowest) / (1 - self.lowest)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def picture(title: str, curves: Sequence[Curve], flat: Curve) -> str:
    """Draw two curves and, dashed, what needs no search (only its last point counts)."""
    frame = _frame([*(point for curve in curves for point in curve.points), flat.points[-1]])
    across = [(frame.shortest, flat.points[-1][1]), (frame.longest, flat.points[-1][1])]
    drawn = [*curves, Curve(flat.name, across)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' aria-labelledby="title desc">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(_description(curves, flat))}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        f'<text class="name" x="{LEFT}" y="28">{escape(title)}</text>',
        *_scales(frame),
        *(part for n, curve in enumerate(drawn) for part in _curve(frame, n, curve)),
        *_names(frame, drawn),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(points: Iterable[tuple[float, float]]) -> _Frame:
    points = list(points)
    seconds = [time for time, _ in points]
    lowest = math.floor(min(fraction for _, fraction in points) * 100 - 0.2) / 100
    return _Frame(min(seconds) * 0.9, max(seconds) * 1.1, min(lowest, 0.98))


def _description(curves: Iterable[Curve], flat: Curve) -> str:
    said = [
        f"{curve.name}: "
        + ", ".join(f"{fraction:.2%} after {time:.2g} s" for time, fraction in curve.points)
        for curve in curves
    ]
    said.append(f"{flat.name}, which does not search: {flat.points[-1][1]:.2%}")
    return (
        "Share of the proved bound on seats by the seconds until the plan was ready. "
        + ". ".join([*said, ""]).strip()
    )


def _scales(frame: _Frame) -> list[str]:
    left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = [
        f'<text class="scale" x="{LEFT}" y="48">seats, as a share of the most that any plan'
        " could give (the proved bound)</text>",
        f'<text class="scale" x="{(left + right) // 2}" y="{HEIGHT - 12}" text-anchor="middle">'
        "seconds until the plan is ready (logarithmic)</text>",
    ]
    step = 0.01 if frame.lowest >= 0.9 else 0.02
    for n in range(round((1 - frame.lowest) / step) + 1):
        y = frame.y(1 - n * step)
        parts.append(f'<line class="grid" x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>')
        parts.append(
            f'<text class="scale" x="{left - 8}" y="{y + 4}" text-anchor="end">{1 - n * step:.0%}</text>'
        )
    for seconds in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20):
        if frame.shortest <= seconds <= frame.longest:
            x = frame.x(seconds)
            parts.append(f'<line class="grid" x1="{x}" y1="{bottom}" x2="{x}" y2="{bottom + 5}"/>')
            parts.append(
                f'<text class="scale" x="{x}" y="{bottom + 20}" text-anchor="middle">{seconds:g}</text>'
            )
    return parts


def _curve(frame: _Frame, number: int, curve: Curve) -> list[str]:
    points = [(frame.x(time), frame.y(fraction)) for time, fraction in curve.points]
    line = " ".join(f"{x},{y}" for x, y in points)
    dots = [f'<circle class="dot{number}" cx="{x}" cy="{y}" r="3.5"/>' for x, y in points]
    return [
        f'<polyline class="curve c{number}" points="{line}"/>',
        *([] if number == 2 else dots),
    ]


def _names(frame: _Frame, curves: Sequence[Curve]) -> list[str]:
    """Write each name at its curve's right end, above it where there is space, else below."""
    ends = [frame.y(curve.points[-1][1]) for curve in curves]
    parts, taken = [], list[float]()
    for number, (curve, end) in enumerate(zip(curves, ends, strict=True)):
        y = (
            end + 22
            if end - 12 < TOP or any(abs(end - 10 - t) < SHORTEST_GAP for t in taken)
            else end - 10
        )
        taken.append(y)
        parts.append(
            f'<text class="name name{number}" x="{WIDTH - RIGHT - 4}" y="{round(y, 1)}"'
            f' text-anchor="end">{escape(curve.name)}</text>'
        )
    return parts
