"""The people of the demo's day: who they are, and what they vote for.

Nobody here is real. Everything drawn follows from a seed, so that two people who start the demo
see the same crowd.
"""

import functools
import heapq
import random
from collections.abc import Iterator, Sequence
from typing import Annotated, Final, Literal

import msgspec

from board.demo.district import Discipline, GradeBand, Topic, read_toml

_POPULARITY_EXPONENT: Final = -0.8
_FIRST_DISCIPLINE_WEIGHT: Final = 6
_SECOND_DISCIPLINE_WEIGHT: Final = 3
_TOOK_ANOTHER_NAME: Final = 0.12  # last names from outside the group that the first name is from
_MOST_PEOPLE: Final = 10_000  # unique names get scarce in the smaller groups well beyond this

_Level = Literal["elementary", "middle", "high"]
_BANDS: Final[dict[_Level, tuple[GradeBand, ...]]] = {
    "elementary": ("K-2", "3-5"),
    "middle": ("6-8",),
    "high": ("9-12",),
}


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works in the district.

    `disciplines` are the two they are drawn to, the stronger first; they always differ.
    """

    first_name: str
    last_name: str
    school: str
    role: str
    grade_band: GradeBand
    disciplines: tuple[Discipline, Discipline]

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


def people(n: int, seed: int) -> list[Person]:
    """The first n people of the seed's crowd, no two with the same name.

    The first 1,000 are the whole staff of the nine schools in a random order, with one principal
    each; beyond that comes another district of the same shape. Asking for more people never
    changes those before. Raises ValueError above 10,000.
    """
    if not 0 <= n <= _MOST_PEOPLE:
        raise ValueError(f"people() makes 0 to {_MOST_PEOPLE} people, not {n}")
    rng = random.Random(seed)  # noqa: S311 - a crowd to be repeated, nothing to be kept secret
    names = _unique_names(rng)
    posts = _posts(rng)
    return [_person(next(names), *next(posts), rng) for _ in range(n)]


def ballot(person: Person, topics: Sequence[Topic], votes: int, rng: random.Random) -> list[int]:
    """The indexes of the topics that a person wants, first choice first, none of them twice.

    `topics` come most wanted first: a topic's appeal falls as its rank to the power of -0.8, times
    6 in the person's first discipline and 3 in the second. Gives fewer than `votes` only where
    there are fewer topics.
    """
    # An exponential race, which is the Gumbel top-k trick (Vieira 2014) without its logarithms:
    # the first k arrivals are k draws without replacement, in order.
    arrivals = [
        rng.expovariate(1.0) / _appeal(person, topic, rank)
        for rank, topic in enumerate(topics, start=1)
    ]
    return heapq.nsmallest(votes, range(len(topics)), key=arrivals.__getitem__)


def _appeal(person: Person, topic: Topic, rank: int) -> float:
    first, second = person.disciplines
    liking = {first: _FIRST_DISCIPLINE_WEIGHT, second: _SECOND_DISCIPLINE_WEIGHT}
    return liking.get(topic.discipline, 1) * float(rank**_POPULARITY_EXPONENT)


def _person(name: tuple[str, str], school: "_School", job: "_Job", rng: random.Random) -> Person:
    first = rng.choice(job.first)
    return Person(
        first_name=name[0],
        last_name=name[1],
        school=school.name,
        role=job.title,
        grade_band=rng.choice(job.grade_bands or _BANDS[school.level]),
        disciplines=(first, rng.choice([d for d in job.second if d != first])),
    )


def _posts(rng: random.Random) -> "Iterator[tuple[_School, _Job]]":
    """Every post in every school in a random order, over and over."""
    staff = _staff()
    posts = [
        (school, job)
        for school in staff.schools
        for job in staff.jobs
        for _ in range(job.at(school.level))
    ]
    while True:
        yield from rng.sample(posts, len(posts))


def _unique_names(rng: random.Random) -> Iterator[tuple[str, str]]:
    groups = _staff().names
    shares = [group.share for group in groups]
    taken: set[tuple[str, str]] = set()
    while True:
        [group] = rng.choices(groups, shares)
        [married_into] = rng.choices(groups, shares)
        last_names = married_into if rng.random() < _TOOK_ANOTHER_NAME else group
        name = rng.choice(group.given), rng.choice(last_names.last)
        if name not in taken:
            taken.add(name)
            yield name


@functools.cache
def _staff() -> "_Staff":
    return read_toml("staff.toml", _Staff)


class _School(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    level: _Level


class _Job(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    title: str
    first: Annotated[tuple[Discipline, ...], msgspec.Meta(min_length=1)]
    second: Annotated[tuple[Discipline, ...], msgspec.Meta(min_length=1)]
    grade_bands: tuple[GradeBand, ...] = ()
    elementary: int = 0
    middle: int = 0
    high: int = 0

    def at(self, level: _Level) -> int:
        """How many people do this job in one school of a level."""
        return {"elementary": self.elementary, "middle": self.middle, "high": self.high}[level]


class _NameGroup(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    share: int
    given: tuple[str, ...]
    last: tuple[str, ...]


class _Staff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    schools: tuple[_School, ...]
    jobs: tuple[_Job, ...]
    names: tuple[_NameGroup, ...]
