"""A camp's own colour on every page: the tokens that follow from it, readable whatever it is.

The colour is taken as it is where one can read it, and else made darker (or lighter, in the dark) until
everything that is written in it or on it has the contrast that WCAG 2.2 asks for: 4.5:1 for text, which
edges and marks (3:1) need less of, and 7:1 where somebody wants more contrast (1.4.3, 1.4.6, 1.4.11).
"""

import re
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

Colour: TypeAlias = tuple[int, int, int]  # red, green, blue: 0 to 255

TEXT, MORE = 4.5, 7.0  # contrast ratios
_HEX = re.compile(r"#[0-9a-f]{6}")
_STEPS = 50  # from the colour itself to black or white


class Ground(NamedTuple):
    """What a theme writes on, and where its colours go to be read: to black by day, to white by night.

    `tint` is the share of the colour in the ground of what is chosen; `on` is what is written on the
    colour, `soft` the quietest ink on the tint.
    """

    grounds: tuple[Colour, ...]
    soft: Colour
    card: Colour
    on: Colour
    end: Colour
    tint: float
    ratio: float


def parse(text: str) -> Colour | None:
    """`#1d5140` as a colour; None for anything else."""
    if not _HEX.fullmatch(text):
        return None
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def hexed(colour: Colour) -> str:
    """A colour as style sheets write it."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2.2, "relative luminance")."""
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tokens(colour: Colour, ground: Ground) -> dict[str, Colour]:
    """The tokens of `static/css/tokens.css` that follow from a camp's colour."""
    for step in range(_STEPS + 1):
        board = mixed(colour, ground.end, step / _STEPS)
        tint = mixed(ground.card, board, ground.tint)
        if _readable(board, tint, ground):
            break
    return {
        "board": board,
        "board-deep": mixed(board, ground.end, 0.3),
        "on-board": ground.on,
        "board-tint": tint,
        "link": board,
    }


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share (0 to 1) of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def chalk(colour: Colour, ground: Ground) -> dict[str, Colour]:
    """The tokens of the lobby's chalkboard, dark in every theme: `ground` is one of the light ones."""
    found = tokens(colour, ground)
    return {
        "chalk": found["board"],
        "chalk-deep": found["board-deep"],
        "on-chalk": found["on-board"],
    }


def style_sheet(colour: Colour) -> str:
    """The tokens for every theme, by the marks that `base.html` puts on a page."""
    sheet = ""
    for name, opening, closing in _RULES:
        light = GROUNDS["contrast" if name.startswith("contrast") else "light"]
        found = tokens(colour, GROUNDS[name]) | chalk(colour, light)
        sheet += f"{opening}{{{_declared(found)}}}{closing}\n"
    return sheet


def _readable(board: Colour, tint: Colour, ground: Ground) -> bool:
    written = [(board, on) for on in (*ground.grounds, tint)]
    written += [(ground.on, board), (ground.soft, tint)]
    return all(contrast(one, other) >= ground.ratio for one, other in written)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _declared(found: Mapping[str, Colour]) -> str:
    return "".join(f"--{name}:{hexed(colour)};" for name, colour in found.items())


_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)

# What tokens.css, dark.css, contrast.css and contrast-dark.css write on; a test compares them.
GROUNDS: Mapping[str, Ground] = {
    "light": Ground(
        grounds=((0xF3, 0xEC, 0xDF), (0xE8, 0xDE, 0xCA), (0xFF, 0xFD, 0xF7), (0xFD, 0xF0, 0xC3)),
        soft=(0x5A, 0x54, 0x46),
        card=(0xFF, 0xFD, 0xF7),
        on=(0xFB, 0xF8, 0xEE),
        end=_BLACK,
        tint=0.14,
        ratio=TEXT,
    ),
    "dark": Ground(
        grounds=((0x15, 0x1D, 0x1A), (0x0F, 0x15, 0x13), (0x20, 0x2A, 0x26), (0x3A, 0x33, 0x1A)),
        soft=(0xB9, 0xBB, 0xAC),
        card=(0x20, 0x2A, 0x26),
        on=(0x0D, 0x1F, 0x18),
        end=_WHITE,
        tint=0.16,
        ratio=TEXT,
    ),
    "contrast": Ground(
        grounds=(_WHITE, (0xF2, 0xF2, 0xF2), (0xFF, 0xF9, 0xDC)),
        soft=(0x26, 0x26, 0x26),
        card=_WHITE,
        on=_WHITE,
        end=_BLACK,
        tint=0.1,
        ratio=MORE,
    ),
    "contrast-dark": Ground(
        grounds=(_BLACK, (0x0D, 0x0D, 0x0D), (0x2B, 0x25, 0x00)),
        soft=(0xE6, 0xE6, 0xE6),
        card=_BLACK,
        on=_BLACK,
        end=_WHITE,
        tint=0.18,
        ratio=MORE,
    ),
}

_DARK, _MORE = "(prefers-color-scheme:dark)", "(prefers-contrast:more)"
_RULES = (
    ("light", ":root", ""),
    ("dark", f'@media {_DARK}{{:root[data-theme="system"]', "}"),
    ("dark", ':root[data-theme="dark"]', ""),
    ("contrast", f"@media {_MORE}{{:root", "}"),
    ("contrast", ':root[data-theme="contrast"]', ""),
    ("contrast-dark", f'@media {_MORE} and {_DARK}{{:root[data-theme="system"]', "}"),
    ("contrast-dark", f'@media {_MORE}{{:root[data-theme="dark"]', "}"),
    ("contrast-dark", f'@media {_DARK}{{:root[data-theme="contrast"]', "}"),
)
