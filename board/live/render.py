"""Parts as HTML: drawn once per change, whoever needs them next.

Partials get `inputs` (the part's), `camp` (its id), and two functions: `value(key)` marks where a
value's text goes, `part(id)` where the element of a part within this one goes.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from board import assets
from board.camp.model import CampId
from board.languages import browser, told
from board.languages.catalogs import translations
from board.languages.language import NAMES, Language, speaking
from board.live import words
from board.live.parts import Audience, Part, Screen

# No text people write can hold these: `board.camp.texts` refuses control characters.
_VALUE, _PART, _END = "\x02", "\x03", "\x04"
_MARK = re.compile(f"([{_VALUE}{_PART}])([^{_END}]*){_END}")


class Renderer:
    """Draws one camp's parts in the language spoken, and remembers each until its inputs change."""

    def __init__(self, camp: CampId) -> None:
        self._camp = camp
        self._drawn: dict[tuple[Language, Audience, str], tuple[tuple[Any, ...], str]] = {}

    def part(self, audience: Audience, screen: Screen, part_id: str) -> str:
        """The element of a part, with what is within it and all values filled in."""
        return fill(self._draw(audience, screen.parts[part_id]), self, audience, screen)

    def parts(self, audience: Audience, screen: Screen, ids: Iterator[str] | list[str]) -> Markup:
        """Several parts one after the other, for a page."""
        return Markup("".join(self.part(audience, screen, part_id) for part_id in ids))  # noqa: S704 - drawn with autoescape

    def _draw(self, audience: Audience, part: Part) -> str:
        key = (speaking(), audience, part.id)
        known = self._drawn.get(key)
        if known is not None and known[0] == part.inputs:
            return known[1]
        template = environment().get_template(f"_partials/{part.partial}")
        html = template.render(inputs=part.inputs, camp=self._camp, id=part.id).strip()
        self._drawn[key] = (part.inputs, html)
        return html


def fill(html: str, renderer: Renderer, audience: Audience, screen: Screen) -> str:
    """`html` with every mark replaced by its value, or by its part."""

    def mark(found: re.Match[str]) -> str:
        kind, key = found.groups()
        if kind == _VALUE:
            return str(escape(told.told(screen.values.get(key, ""))))
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
        finalize=_told,
    )
    env.newstyle_gettext = True  # type: ignore[attr-defined] # of jinja2.ext.i18n: names go into the call
    env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
    env.globals.update(value=_value, part=_part, static=assets.static_url())
    env.globals.update(
        language=speaking, languages=NAMES, words_url=_words_url, clock_marks=_clock_marks
    )
    env.filters.update(
        clock=_drawn_anew(told.clock),
        format_name=_drawn_anew(words.format_name),
        long_date=_drawn_anew(told.long_date),
        ordinal=_drawn_anew(words.ordinal),
        people=_drawn_anew(words.people),
        shown=_drawn_anew(told.told),
    )
    env.tests.update(slot=words.is_slot)
    return env


@pass_context
def _told(_: Context, value: object) -> object:
    """What a template prints: sentences of the board in the language that is spoken."""
    return told.told(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@pass_context
def _gettext(_: Context, sentence: str, /, **names: object) -> Markup:
    return told.in_template(translations(speaking()).one(sentence), names)


@pass_context
def _ngettext(_: Context, one: str, many: str, n: int, /, **names: object) -> Markup:
    return told.in_template(translations(speaking()).counted(one, many, n), {"num": n, **names})


def _drawn_anew(shown: Callable[[Any], str]) -> Callable[..., str]:
    """A filter that Jinja never works out when it compiles a template: its answer depends on the language."""

    @pass_context
    def drawn(_: Context, value: Any) -> str:
        return shown(value)

    return drawn


def _words_url() -> str:
    return browser.address(speaking())


def _clock_marks() -> str:
    return "|".join(told.clock_pattern(speaking()))


def _value(key: str) -> Markup:
    return Markup('data-v="{}">{}').format(key, f"{_VALUE}{key}{_END}")


def _part(part_id: str) -> Markup:
    return Markup("{}").format(f"{_PART}{part_id}{_END}")
