"""Marks on what was drawn already: attributes of our own, put in where a pattern stands."""

import re
from collections.abc import Callable

from markupsafe import Markup


def marked(
    html: Markup, places: re.Pattern[str], mark: Callable[[re.Match[str]], Markup | None]
) -> Markup:
    """`html` with what `mark` answers behind every place that is found; None leaves it as it is."""
    pieces, at = [], 0
    for found in places.finditer(html):
        pieces.append(html[at : found.end()])
        pieces.append(mark(found) or Markup())
        at = found.end()
    return Markup().join([*pieces, html[at:]])
