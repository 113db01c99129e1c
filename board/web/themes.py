"""The themes of the pages: what the device asks for, or what a person chose.

A theme is a list of style sheets that bring the colours of `tokens.css` anew, so that a page is right from
its first paint, without scripts. `?theme=` shows one for one page (a display keeps it in its address), the
cookie that the chooser sets keeps one for all.
"""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.requests import HTTPConnection

COOKIE = "board-theme"
KEPT = 365 * 24 * 3600  # seconds

_DARK = "(prefers-color-scheme: dark)"
_LIGHT = "(prefers-color-scheme: light)"
_MORE = "(prefers-contrast: more)"


class Sheet(NamedTuple):
    """A style sheet of `static/css`, by its name, and the media query that it is for (empty: all)."""

    name: str
    media: str = ""


class Theme(NamedTuple):
    """The sheets after `tokens`, what browsers draw their own parts in, and the colour of their frame."""

    name: str
    sheets: tuple[Sheet, ...]
    scheme: str
    frame: tuple[tuple[str, str], ...]  # colour, media


THEMES: Mapping[str, Theme] = {
    theme.name: theme
    for theme in (
        Theme(
            "system",
            (
                Sheet("dark", _DARK),
                Sheet("contrast", _MORE),
                Sheet("contrast-dark", f"{_MORE} and {_DARK}"),
            ),
            "light dark",
            (("#f3ecdf", _LIGHT), ("#151d1a", _DARK)),
        ),
        Theme("light", (Sheet("contrast", _MORE),), "light", (("#f3ecdf", ""),)),
        Theme("dark", (Sheet("dark"), Sheet("contrast-dark", _MORE)), "dark", (("#151d1a", ""),)),
        Theme(
            "contrast",
            (Sheet("contrast"), Sheet("contrast-dark", _DARK)),
            "light dark",
            (("#ffffff", _LIGHT), ("#000000", _DARK)),
        ),
    )
}


def of(request: HTTPConnection) -> Theme:
    """The theme of a request; the system's for who chose none, or none that there is."""
    for named in (request.query_params.get("theme", ""), request.cookies.get(COOKIE, "")):
        if named in THEMES:
            return THEMES[named]
    return THEMES["system"]
