"""The words of a title that carry it, for titles to be compared by.

Words that every school's topics share would make all of them alike.
"""

import re

from rapidfuzz import utils

_SHARED = frozenset(
    re.findall(
        r"[a-z]+",
        """a an and are at be but by can class classroom do does doing every everybody first for from get
    have how i in is it its kids know lesson make me my new no not of on one or our out people room
    school so start student students teach teacher teachers teaching than that the their them they
    this time to up use using want we what when where who why will with without work you your""",
    )
)


def carrying(title: str) -> str:
    """The words that carry a title, in lower case; all of them if it has no others."""
    words = utils.default_process(title).split()
    return " ".join([word for word in words if word not in _SHARED] or words)
