"""Parts as HTML: drawn once per change, whoever needs them next.

Partials get `inputs` (the part's), `camp` (its id), and two functions: `value(key)` marks where a
value's text goes, `part(id)` where the element of a part within this one goes.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from board import assets
from board.camp.model import CampId
from board.live import words
from board.live.parts import Audience, Part, Screen, clock

# No text people write can hold these: `board.camp.texts` refuses control characters.
_VALUE, _PART, _END = "\x02", "\x03", "\x04"
_MARK = re.compile(f"([{_VALUE}{_PART}])([^{_END}]*){_END}")


class Renderer:
    """Draws one camp's parts, and remembers each until its inputs change."""

    def __init__(self, camp: CampId) -> None:
        self._camp = camp
        self._drawn: dict[tuple[Audience, str], tuple[tuple[Any, ...], str]] = {}

    def part(self, audience: Audience, screen: Screen, part_id: str) -> str:
        """The element of a part, with what is within it and all values filled in."""
        return fill(self._draw(audience, screen.parts[part_id]), self, audience, screen)

    def parts(self, audience: Audience, screen: Screen, ids: Iterator[str] | list[str]) -> Markup:
        """Several parts one after the other, for a page."""
        return Markup("".join(self.part(audience, screen, part_id) for part_id in ids))  # noqa: S704 - drawn with autoescape

    def _draw(self, audience: Audience, part: Part) -> str:
        known = self._drawn.get((audience, part.id))
        if known is not None and known[0] == part.inputs:
            return known[1]
        template = environment().get_template(f"_partials/{part.partial}")
        html = template.render(inputs=part.inputs, camp=self._camp, id=part.id).strip()
        self._drawn[audience, part.id] = (part.inputs, html)
        return html


def fill(html: str, renderer: Renderer, audience: Audience, screen: Screen) -> str:
    """`html` with every mark replaced by its value, or by its part."""

    def mark(found: re.Match[str]) -> str:
        kind, key = found.groups()
        if kind == _VALUE:
            return str(escape(words.shown(screen.values.get(key, ""))))
        return renderer.part(audience, screen, key)

    return _MARK.sub(mark, html)


@cache
def environment() -> Environment:
    """The templates: escaping always on, an unknown name an error."""
    env = Environment(
        loader=FileSystemLoader(assets.folder("templates")),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_null_translations(newstyle=True)  # type: ignore[attr-defined] # by jinja2.ext.i18n
    env.globals.update(value=_value, part=_part, static=assets.static_url())
    env.filters.update(
        clock=clock,
        long_date=words.long_date,
        ordinal=words.ordinal,
        people=words.people,
        shown=words.shown,
    )
    env.tests.update(slot=words.is_slot)
    return env


def _value(key: str) -> Markup:
    return Markup('data-v="{}">{}').format(key, f"{_VALUE}{key}{_END}")


def _part(part_id: str) -> Markup:
    return Markup("{}").format(f"{_PART}{part_id}{_END}")
