"""Who pitches and who leads what, and when: drawn so that 208 different people lead the 138 topics.

Moments are shares of the demo's time, from 0 to 1.
"""

import random
from collections.abc import Iterator, Sequence

from msgspec import Struct

from board.demo.crowd import Person
from board.demo.district import Topic

PITCHING = (0.01, 0.33)
STEPPING_UP = (0.4, 0.75)  # for a wish
HELPING = (0.45, 0.85)  # as a co-facilitator


class Part(Struct, frozen=True, kw_only=True):
    """One topic's people, as indexes: `leaders` are all who lead it by the end, the first one first.

    Of an offer, the first leader is who pitches it.
    """

    topic: int
    wish: bool
    pitcher: int
    pitched: float
    leaders: tuple[int, ...]
    leading: tuple[float, ...]


def cast(crowd: Sequence[Person], topics: Sequence[Topic], rng: random.Random) -> list[Part]:
    """A part for each topic, in the order in which they are pitched."""
    free = rng.sample(range(len(crowd)), len(crowd))
    moments = sorted(rng.uniform(*PITCHING) for _ in topics)
    leaders = [tuple(_leaders(free, crowd, topic)) for topic in topics]
    parts = []
    for moment, index in zip(moments, rng.sample(range(len(topics)), len(topics)), strict=True):
        topic, leads = topics[index], leaders[index]
        wish = topic.kind == "wish"
        first = rng.uniform(*STEPPING_UP) if wish else moment
        others = sorted(rng.uniform(max(first, HELPING[0]), HELPING[1]) for _ in leads[1:])
        parts.append(
            Part(
                topic=index,
                wish=wish,
                pitcher=rng.choice(free) if wish else leads[0],
                pitched=moment,
                leaders=leads,
                leading=(first, *others),
            )
        )
    return parts


def _leaders(free: list[int], crowd: Sequence[Person], topic: Topic) -> Iterator[int]:
    """Take from `free` who leads a topic: somebody drawn to its discipline, while there are any."""
    for _ in range(topic.facilitators):
        near = (i for i in free if topic.discipline in crowd[i].disciplines)
        leader = next(near, free[-1])
        free.remove(leader)
        yield leader
