"""What one delivery costs each server, as bars in an SVG, in the reader's light or dark colours."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 760, 190, 70, 76, 46, 15

STYLE = """
  svg { --ink: #1f2328; --faint: #59636e; --paper: #ffffff; --c0: #0550ae; --c1: #bc4c00;
        font: 14px system-ui, sans-serif }
  @media (prefers-color-scheme: dark) {
    svg { --ink: #f0f6fc; --faint: #9198a1; --paper: #0d1117; --c0: #58a6ff; --c1: #f0883e }
  }
  .paper { fill: var(--paper) }
  text { fill: var(--ink) }
  .scale { fill: var(--faint); font-size: 12px }
  .bar0 { fill: var(--c0) } .bar1 { fill: var(--c1) }
  .name { font-weight: 600 }
"""

SHAPES = {"wave_cpu": "one update at a time", "burst_cpu": "200 updates back to back"}


class Bars(NamedTuple):
    """A server, and µs of CPU for a delivery in each of the SHAPES."""

    name: str
    costs: tuple[float, ...]


def bars(figures: Sequence[Mapping[str, Any]], phones: int) -> list[Bars]:
    """The servers of the kept figures at so many phones, the cheapest first."""
    names = dict.fromkeys(each["product"] for each in figures if each["phones"] == phones)
    found = []
    for name in names:
        rounds = [e for e in figures if (e["product"], e["phones"]) == (name, phones)]
        costs = tuple(statistics.median(e[shape] for e in rounds) * 10 for shape in SHAPES)
        found.append(Bars(name, costs))
    return sorted(found, key=lambda each: sum(each.costs))


def picture(found: Sequence[Bars], phones: int) -> str:
    """Draw them."""
    title = f"CPU for one delivery to one of {phones:,} phones"
    said = ". ".join(
        f"{each.name}: "
        + ", ".join(
            f"{cost:.2g} µs for {what}"
            for cost, what in zip(each.costs, SHAPES.values(), strict=True)
        )
        for each in found
    )
    height = TOP + ROW * len(found) + 12
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
            ' aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(said)}.</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
            f'<text class="name" x="16" y="28">{escape(title)}, µs</text>',
            *_key(),
            *_rows(found),
            "</svg>",
            "",
        ]
    )


def _key() -> Iterator[str]:
    for n, what in enumerate(SHAPES.values()):
        x = LEFT + n * 220
        yield f'<rect class="bar{n}" x="{x}" y="42" width="12" height="12"/>'
        yield f'<text class="scale" x="{x + 18}" y="53">{escape(what)}</text>'


def _rows(found: Sequence[Bars]) -> Iterator[str]:
    most = max(cost for each in found for cost in each.costs)
    for n, each in enumerate(found):
        y = TOP + n * ROW
        yield f'<text x="{LEFT - 12}" y="{y + 20}" text-anchor="end">{escape(each.name)}</text>'
        for bar, cost in enumerate(each.costs):
            width, top = (WIDTH - LEFT - RIGHT) * cost / most, y + bar * (BAR + 2)
            yield (
                f'<rect class="bar{bar}" x="{LEFT}" y="{top}" width="{max(1, width):.1f}" height="{BAR}"/>'
            )
            yield (
                f'<text class="scale" x="{LEFT + width + 6:.1f}" y="{top + 12}">{cost:.2g}</text>'
            )
