"""A language nobody speaks: English with accents, longer, and in brackets.

A page drawn in it shows which words were never given to a translator (they have no accents), and what breaks
when a text is longer than in English.
"""

import re

OPENS, CLOSES = "⟦", "⟧"
LONGER = 0.4  # of its length a sentence grows by; what CLDR's own pseudo-locale adds

# What must stay: {names}, %(names)s, doubled percent signs, tags and entities.
_KEPT = re.compile(r"(\{\w+\}|%\(\w+\)s|%%|<[^>]*>|&\w+;)")
_ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝĥíĵķĺɱñóþɋřšťúṽŵẋýžÅƁÇĐÉƑĜĤÎĴĶĻṀÑÖÞɊŘŠŤÛṼŴẊÝŽ",
)


def pseudo(sentence: str) -> str:
    """The sentence as nobody says it: `⟦Šáṽé ··⟧`."""
    parts = _KEPT.split(sentence)
    accented = "".join(part if i % 2 else part.translate(_ACCENTED) for i, part in enumerate(parts))
    longer = "·" * round(LONGER * len("".join(parts[::2])))
    words = [longer[at : at + 8] for at in range(0, len(longer), 8)]  # where lines can break
    return f"{OPENS}{' '.join([accented, *words])}{CLOSES}"
