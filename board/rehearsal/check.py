"""Whether the board still holds every vote that it said "ok" to."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from msgspec import Struct

from board.camp.model import TopicId


class Expected(Struct, frozen=True, kw_only=True):
    """What one phone was told is done, and what `doubt` there is about asks without an answer."""

    ballot: tuple[TopicId, ...]
    doubt: frozenset[TopicId] = frozenset()


def lost_from_ballot(expected: Expected, held: Sequence[TopicId], up: Set[TopicId]) -> int:
    """How many acknowledged changes are not in the ballot that the board holds.

    Counts votes that are missing, withdrawn votes that are back, and one for a wrong order. Topics
    that are not `up` (on the board) any more and those in doubt say nothing.
    """
    known = up - expected.doubt
    wanted = [topic for topic in expected.ballot if topic in known]
    there = [topic for topic in held if topic in known]
    both = set(wanted) & set(there)
    in_order = [t for t in wanted if t in both] == [t for t in there if t in both]
    return len(set(wanted) ^ set(there)) + (not in_order)


def missing_from_tallies(
    phones: Iterable[Expected],
    before: Mapping[TopicId, int],
    after: Mapping[TopicId, int],
    up: Set[TopicId],
) -> int:
    """How many acknowledged votes the camp's tallies don't count.

    `before` are the tallies at the start. Votes that others take back meanwhile would count as
    missing: a rehearsal has the camp to itself.
    """
    ours = Counter(topic for phone in phones for topic in phone.ballot if topic not in phone.doubt)
    return sum(
        max(0, before.get(topic, 0) + count - after.get(topic, 0))
        for topic, count in ours.items()
        if topic in up
    )
