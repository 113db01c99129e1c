"""Topics like the one being typed: pointed out, never merged.

Titles are compared by the words that carry them; words that every school's topics share would make
all of them alike. The cutoff is where the demo's 138 titles stop finding each other by accident.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from board.camp.model import Topic

MOST, ALIKE, SHORTEST = 3, 60.0, 4  # topics, of 100, characters

_SHARED = frozenset(
    """a an and are at be but by can class classroom do does doing every everybody first for from get
    have how i in is it its kids know lesson make me my new no not of on one or our out people room
    school so start student students teach teacher teachers teaching than that the their them they
    this time to up use using want we what when where who why will with without work you your""".split()  # noqa: SIM905 - words are easier to read than a list of them
)


def similar(title: str, topics: Iterable[Topic]) -> list[Topic]:
    """The topics whose titles resemble `title`, the most similar first; three at most."""
    if len(title.strip()) < SHORTEST:
        return []
    by_id = {topic.id: topic for topic in topics}
    hits = process.extract(
        _carrying(title),
        {topic.id: _carrying(topic.pitch.title) for topic in by_id.values()},
        scorer=fuzz.token_set_ratio,
        score_cutoff=ALIKE,
        limit=MOST,
    )
    return [by_id[topic_id] for _, _, topic_id in hits]


def _carrying(title: str) -> str:
    words = utils.default_process(title).split()
    return " ".join([word for word in words if word not in _SHARED] or words)
