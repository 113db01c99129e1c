"""Topics that may be one: pointed out to organisers by their titles, never merged by themselves.

What was found is kept for each camp, and only titles that are new or changed are compared again: with
those that have a word in common, as comparing all with all takes seconds at a camp of a thousand topics.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from board.camp.model import Apart, Camp, CampId, Topic, TopicId
from board.live.alike import carrying

ALIKE = 80.0  # of 100: well above what the demo's 138 topics, all different, reach with each other
FEW = 2 * ALIKE - 100  # what two titles must share for that
BEGINNING = 4  # characters of a word that two titles must have in common to be compared
SHORTEST = 4  # characters: a single short word is in many titles
KEPT = 64  # camps


class Double(NamedTuple):
    """Two topics that look alike: `source` would become part of `target`."""

    source: Topic
    target: Topic


def doubles(camp: Camp) -> tuple[Double, ...]:
    """The most alike first. Not those told apart, nor those whose leads are being asked already."""
    asked = {_pair(p.source, p.target) for p in camp.merges.values()}
    found = [
        (-score, *_by_number(camp, pair))
        for pair, score in _alike(camp).items()
        if pair not in camp.apart and pair not in asked
    ]
    found.sort(key=lambda each: (each[0], each[1].number, each[2].number))
    return tuple(_ordered(older, newer) for _, older, newer in found)


class _Known(NamedTuple):
    topics: Any  # the camp's, to see at once that nothing changed
    titles: dict[TopicId, str]
    pairs: dict[Apart, float]


_known: OrderedDict[CampId, _Known] = OrderedDict()


def _alike(camp: Camp) -> dict[Apart, float]:
    known = _known.get(camp.id, _Known(None, {}, {}))
    if known.topics is camp.topics:
        return known.pairs
    titles = {t.id: carrying(t.pitch.title) for t in camp.topics.values() if t.up}
    kept = {t for t, title in titles.items() if known.titles.get(t) == title}
    pairs = {pair: score for pair, score in known.pairs.items() if kept.issuperset(pair)}
    beside = _by_beginnings(titles)
    for topic in titles.keys() - kept:
        pairs.update(_like(topic, titles, beside))
    _known[camp.id] = _Known(camp.topics, titles, pairs)
    _known.move_to_end(camp.id)
    if len(_known) > KEPT:
        _known.popitem(last=False)
    return pairs


def _like(
    topic: TopicId, titles: dict[TopicId, str], beside: dict[str, list[TopicId]]
) -> Iterator[tuple[Apart, float]]:
    mine = titles[topic]
    if len(mine) < SHORTEST:
        return
    for other in {each for key in _beginnings(mine) for each in beside[key]} - {topic}:
        title = titles[other]
        if len(title) < SHORTEST or _other_numbers(mine, title):
            continue
        # A title within another scores full marks for what they share; what they don't counts too.
        shared = fuzz.token_set_ratio(mine, title, score_cutoff=FEW)
        score = (shared + fuzz.token_sort_ratio(mine, title)) / 2 if shared else 0
        if score >= ALIKE:
            yield _pair(topic, other), score


def _by_beginnings(titles: dict[TopicId, str]) -> dict[str, list[TopicId]]:
    """The topics by how their words begin: those that share no beginning are not alike."""
    beside: dict[str, list[TopicId]] = {}
    for topic, title in titles.items():
        for key in _beginnings(title):
            beside.setdefault(key, []).append(topic)
    return beside


def _beginnings(title: str) -> set[str]:
    return {word[:BEGINNING] for word in title.split()}


def _other_numbers(one: str, other: str) -> bool:
    """Whether two titles tell themselves apart by their numbers, as Algebra 1 and Algebra 2 do."""
    numbers = [{word for word in title.split() if word.isdecimal()} for title in (one, other)]
    return all(numbers) and numbers[0] != numbers[1]


def _by_number(camp: Camp, pair: Apart) -> tuple[Topic, Topic]:
    one, other = (camp.topics[topic] for topic in pair)
    return (one, other) if one.number < other.number else (other, one)


def _ordered(older: Topic, newer: Topic) -> Double:
    """A wish becomes part of an offer; else the newer of the two part of the older."""
    if older.wish and not newer.wish:
        return Double(older, newer)
    return Double(newer, older)


def _pair(one: TopicId, other: TopicId) -> Apart:
    return Apart(min(one, other), max(one, other))
