"""Finding a topic: by words, grade band, tag and what is new to me; static/js/finder.js does the same."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from board.camp.defaults import format_name
from board.camp.model import GRADE_BANDS, AttendeeId, Camp, Topic, TopicId
from board.languages.told import told

TAGS = 40  # the most that are offered to choose from
SHOWN = 170  # characters of a description that a card shows: nobody finds what they can't see

SHOWS = ("", "unseen", "offer", "wish", "mine")


class Option(NamedTuple):
    """One choice of a filter, and how many topics it leaves of what the other filters let through."""

    value: str
    label: str
    left: int


class Found(NamedTuple):
    """What was looked for, what there is of it, and what else could be chosen."""

    words: str
    grade: str
    tag: str
    show: str
    topics: frozenset[TopicId]
    all: int
    unseen: tuple[TopicId, ...]
    grades: tuple[Option, ...]
    tags: tuple[Option, ...]
    shows: tuple[Option, ...]

    @property
    def asked(self) -> bool:
        """Whether anything was looked for at all."""
        return bool(self.words or self.grade or self.tag or self.show)


def find(
    camp: Camp,
    me: AttendeeId,
    ballot: Sequence[TopicId],
    topics: Sequence[Topic],
    query: Mapping[str, str],
) -> Found:
    """The topics that fit a query; a grade band or a kind that there isn't filters nothing."""
    words = query.get("q", "").strip()
    grade = _known(query.get("grade", ""), GRADE_BANDS)
    show = _known(query.get("show", ""), SHOWS)
    tag = folded(query.get("tag", "").strip())
    mask = camp.seen_by.get(me, 0)
    unseen = tuple(t.id for t in topics if not mask >> t.number & 1)
    kinds: dict[str, Callable[[Topic], bool]] = {
        "": lambda _: True,
        "unseen": lambda topic: topic.id in unseen,
        "offer": lambda topic: not topic.wish,
        "wish": lambda topic: topic.wish,
        "mine": lambda topic: topic.id in ballot,
    }
    said = [topic for topic in topics if _says(camp, topic, folded(words).split())]
    by_grade = {t.id for t in topics if not grade or _suits(t, grade)}
    by_tag = {t.id for t in topics if not tag or tag in _tags(t)}
    by_kind = {t.id for t in topics if kinds[show](t)}
    for_grades = [t for t in said if t.id in by_tag & by_kind]
    for_tags = [t for t in said if t.id in by_grade & by_kind]
    for_shows = [t for t in said if t.id in by_grade & by_tag]
    return Found(
        words=words,
        grade=grade,
        tag=tag,
        show=show,
        topics=frozenset(t.id for t in for_tags if t.id in by_tag),
        all=len(topics),
        unseen=unseen,
        grades=tuple(Option(band, band, _count(for_grades, band)) for band in GRADE_BANDS),
        tags=_tag_options(topics, for_tags, tag),
        shows=tuple(Option(kind, kind, sum(map(kinds[kind], for_shows))) for kind in SHOWS),
    )


def folded(text: str) -> str:
    """Text as it is compared: small letters without accents."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(each for each in plain if not "\u0300" <= each <= "\u036f")


def _known(value: str, among: Iterable[str]) -> str:
    return value if value in among else ""


def _says(camp: Camp, topic: Topic, words: Iterable[str]) -> bool:
    pitch = topic.pitch
    leads = (camp.attendees[lead].name for lead in topic.facilitators)
    text = " ".join(
        (
            str(topic.number),
            pitch.title,
            *leads,
            pitch.description[:SHOWN],
            told(format_name(pitch.format)),
            *pitch.tags,
            *pitch.grade_bands,
        )
    )
    return all(word in folded(text) for word in words)


def _suits(topic: Topic, grade: str) -> bool:
    return not topic.pitch.grade_bands or grade in topic.pitch.grade_bands


def _tags(topic: Topic) -> set[str]:
    return {folded(tag) for tag in _written(topic)}


def _written(topic: Topic) -> tuple[str, ...]:
    """All that stands on a card as a tag: its format is one more."""
    return (*topic.pitch.tags, *([topic.pitch.format] if topic.pitch.format else []))


def _count(topics: Iterable[Topic], grade: str) -> int:
    return sum(_suits(topic, grade) for topic in topics)


def _tag_options(topics: Sequence[Topic], left: Sequence[Topic], chosen: str) -> tuple[Option, ...]:
    """The tags used most, and the chosen one, in the order of the alphabet, as they were first written."""
    written: dict[str, str] = {}
    for topic in topics:
        for tag in _written(topic):
            written.setdefault(folded(tag), told(format_name(tag)))
    used = Counter(tag for topic in topics for tag in _tags(topic))
    most = sorted(used, key=lambda tag: (-used[tag], tag))[:TAGS]
    offered = sorted({*most, *([chosen] if chosen else [])})
    counts = Counter(tag for topic in left for tag in _tags(topic))
    return tuple(Option(tag, written.get(tag, tag), counts[tag]) for tag in offered)
