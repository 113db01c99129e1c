"""Topics like the one being typed: pointed out, never merged.

The cutoff is where the demo's 138 titles stop finding each other by accident.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from board.camp.model import Topic
from board.live.alike import carrying

MOST, ALIKE, SHORTEST = 3, 60.0, 4  # topics, of 100, characters


def similar(title: str, topics: Iterable[Topic]) -> list[Topic]:
    """The topics whose titles resemble `title`, the most similar first; three at most."""
    if len(title.strip()) < SHORTEST:
        return []
    by_id = {topic.id: topic for topic in topics}
    hits = process.extract(
        carrying(title),
        {topic.id: carrying(topic.pitch.title) for topic in by_id.values()},
        scorer=fuzz.token_set_ratio,
        score_cutoff=ALIKE,
        limit=MOST,
    )
    return [by_id[topic_id] for _, _, topic_id in hits]
