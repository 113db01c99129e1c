"""A camp's own marks on its pages: where its colours and its logo are.

Their addresses change with what they hold, so that browsers keep them for a year.
"""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from board.camp.model import Camp, CampId, Logo
from board.live import brand


class Marks(NamedTuple):
    """Where a camp's style sheet and logo are, empty if there is none; the logo's size in pixels."""

    sheet: str = ""
    logo: str = ""
    width: int = 0
    height: int = 0


def of(camp: object) -> Marks:
    """The marks of a camp; none for a page of no camp."""
    if not isinstance(camp, Camp):
        return Marks()
    sheet = sheet_address(camp.id, camp.settings.colour) if camp.settings.colour else ""
    if camp.logo is None:
        return Marks(sheet)
    return Marks(sheet, logo_address(camp.id, camp.logo), camp.logo.width, camp.logo.height)


def sheet_address(camp: CampId, colour: str) -> str:
    """Where the style sheet for a camp's colour is."""
    return f"/c/{camp}/brand.{_digest(_MADE_BY + colour.encode())}.css"


def logo_address(camp: CampId, logo: Logo) -> str:
    """Where a camp's logo is."""
    return f"/c/{camp}/logo.{_digest(logo.content)}"


@lru_cache(maxsize=256)
def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=6).hexdigest()


_MADE_BY = Path(brand.__file__).read_bytes()  # another way to make a sheet makes another sheet
