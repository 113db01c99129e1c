"""A camp's own colour and logo."""

import re

from board.camp import commands as c
from board.camp import events as e
from board.camp import pictures
from board.camp.bare import bare
from board.camp.errors import Invalid
from board.camp.model import Camp, Logo
from board.camp.said import say

LOGO_SIZE = 128 * 1024  # bytes
WIDEST = 4_096  # pixels; a small file can draw itself larger than a phone's memory
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def set_logo(camp: Camp, command: c.SetLogo) -> tuple[str, tuple[e.Event, ...]]:
    """A logo is what its own bytes say it is, and tells no more; none takes the old one away."""
    what = say("Changed the logo") if command.content else say("Removed the logo")
    logo = _checked(command.content) if command.content else None
    return what, () if logo == camp.logo else (e.LogoSet(logo=logo),)


def checked_colour(given: str) -> str:
    """A colour as `#1d5140`, or none, which is the board's own; Invalid for anything else."""
    colour = given.strip().lower()
    if colour and not _COLOUR.fullmatch(colour):
        raise Invalid(say("Write the colour as # and six digits or letters a to f: #1d5140."))
    return colour


def _checked(content: bytes) -> Logo:
    if len(content) > LOGO_SIZE:
        raise Invalid(say("The logo is too large. It can have {most} KB.", most=LOGO_SIZE // 1024))
    picture = pictures.read(content)
    if picture is None:
        raise Invalid(say("The logo must be a picture: a PNG, JPEG or WebP file."))
    if not (0 < picture.width <= WIDEST and 0 < picture.height <= WIDEST):
        raise Invalid(say("The logo can have {most} pixels in each direction.", most=WIDEST))
    only = bare(picture.kind, content)
    if only is None:
        raise Invalid(say("The logo must be a picture: a PNG, JPEG or WebP file."))
    return Logo(kind=picture.kind, width=picture.width, height=picture.height, content=only)
