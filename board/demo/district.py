"""Larkhaven Learns: 138 topics, 48 rooms and the five periods of one district's day.

Sizes follow a real day: 1,000 educators, 138 sessions led by 208 people, three breakouts of
75 minutes in one high school. At the opening bell 111 topics are offers and 27 are wishes; by
the end somebody has stepped up for every wish, and only then do the facilitators add up to 208
(70 topics have two).
"""

import functools
import importlib.resources
from typing import Annotated, Literal, TypeVar

import msgspec

GradeBand = Literal["K-2", "3-5", "6-8", "9-12"]

Subject = Literal[
    "literacy",
    "math",
    "science",
    "social studies",
    "arts",
    "music",
    "PE & health",
    "technology",
    "SEL",
    "equity",
    "assessment",
    "languages",
    "special education",
    "leadership",
    "classroom practice",
]

Discipline = Literal[
    "literacy",
    "mathematics",
    "science & engineering",
    "humanities",
    "world languages",
    "arts & music",
    "wellbeing",
    "inclusion",
    "technology & library",
    "teaching practice",
]

Format = Literal[
    "discussion", "workshop", "demonstration", "make & take", "panel", "problem solving"
]

Feature = Literal[
    "projector",
    "computers",
    "piano",
    "string instruments",
    "stage",
    "gym",
    "open floor",
    "workbenches",
    "sink",
    "kitchen",
]

_T = TypeVar("_T")
_Title = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
_Description = Annotated[str, msgspec.Meta(min_length=1, max_length=280)]
_Count = Annotated[int, msgspec.Meta(ge=1)]
_Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


@functools.cache
def topics() -> "tuple[Topic, ...]":
    """All 138 topics, most wanted first: a topic's index is its rank in popularity."""
    return read_toml("topics.toml", _Topics).topic


@functools.cache
def district_day() -> "DistrictDay":
    """The day itself: what it is called, where it is, its periods and its rooms."""
    return read_toml("campus.toml", DistrictDay)


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody pitches on the day.

    `facilitators` is how many people lead it; a wish has none until that many step up.
    `seat_cap` is 0 where the room alone decides. `needs` are features that its room must have.
    `discipline` is what a simulated voter prefers; people never see it.
    """

    title: _Title
    description: _Description
    subjects: Annotated[tuple[Subject, ...], msgspec.Meta(min_length=1, max_length=3)]
    discipline: Discipline
    format: Format
    kind: Literal["offer", "wish"] = "offer"
    grade_bands: tuple[GradeBand, ...] = ("K-2", "3-5", "6-8", "9-12")
    bring: str = ""
    needs: tuple[Feature, ...] = ()
    seat_cap: Annotated[int, msgspec.Meta(ge=0)] = 0
    facilitators: Annotated[int, msgspec.Meta(ge=1, le=2)] = 1
    willing_to_repeat: bool = False


class Room(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A room of the campus; `capacity` is how many people it holds in a session."""

    name: str
    capacity: _Count
    features: tuple[Feature, ...]


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of the day: a "breakout" is a slot for sessions, "together" is for everybody.

    `start` is local time as HH:MM, `minutes` how long it lasts.
    """

    title: str
    kind: Literal["together", "breakout"]
    start: _Clock
    minutes: _Count
    place: str = ""
    about: str = ""

    @property
    def start_minute(self) -> int:
        """Minutes from midnight to the start."""
        hours, minutes = self.start.split(":")
        return int(hours) * 60 + int(minutes)

    @property
    def end(self) -> str:
        """Local time of the end, as HH:MM."""
        hours, minutes = divmod(self.start_minute + self.minutes, 60)
        return f"{hours:02}:{minutes:02}"


class DistrictDay(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One district's day at one campus, its periods in the order of the day."""

    name: str
    district: str
    campus: str
    time_zone: str
    hashtag: str
    periods: tuple[Period, ...]
    rooms: tuple[Room, ...]


def read_toml(name: str, shape: type[_T]) -> _T:
    """One of the TOML files of this package, checked against its shape.

    Raises msgspec.ValidationError, saying where, if a file was edited into something else.
    """
    text = importlib.resources.files("board.demo").joinpath(name).read_bytes()
    return msgspec.toml.decode(text, type=shape)


class _Topics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topic: tuple[Topic, ...]
