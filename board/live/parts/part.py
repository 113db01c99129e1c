"""What a screen is made of: parts, which are elements of its page, and values within them.

A *part* is an element of the page, known by its id, drawn by one Jinja2 partial from its inputs. Two
camps whose part has equal inputs show the same element, so a patch is found by comparing inputs, and
nothing is drawn twice. *Values* are small texts and numbers (tallies, where a topic is) that change
too often to draw their part anew; an element with `data-v="key"` holds each.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

Audience: TypeAlias = Literal["phone", "grid", "lobby", "organiser"]
AUDIENCES: tuple[Audience, ...] = ("phone", "grid", "lobby", "organiser")

Value: TypeAlias = int | str


class Part(NamedTuple):
    """One element: its id, the id of what it is put into, its partial, and all that it depends on.

    A part `within` another stands inside of that one's element; a part `into` nothing exists only
    there and is never put anywhere by itself.
    """

    id: str
    into: str
    partial: str
    inputs: tuple[Any, ...]
    within: str = ""


class Screen(NamedTuple):
    """All that one audience sees of a camp: its parts by id, in page order, and its values."""

    parts: Mapping[str, Part]
    values: Mapping[str, Value]
