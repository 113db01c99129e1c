"""A screen that follows a camp, as the hub sees it: where it is, and whether it has room for more."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from sys import intern
from typing import TYPE_CHECKING, NamedTuple

from board.camp.errors import BoardError, Unauthorised
from board.camp.model import AttendeeId, Camp, OrganiserId, Topic, TopicId
from board.camp.said import say
from board.languages.language import ENGLISH, Language
from board.live.framed import Framed
from board.live.parts import Audience

if TYPE_CHECKING:
    from board.live.abreast import Abreast


class Looks(NamedTuple):
    """Who looks at what: the last seq their screen shows, and of which log; nobody known as default."""

    audience: Audience
    language: Language = ENGLISH
    since: int = 0
    epoch: str = ""
    attendee: AttendeeId | None = None
    organiser: OrganiserId | None = None
    edition: int = 0

    @property
    def kind(self) -> str:
        """The same for all who are sent the same frames."""
        return intern(f"{self.audience} {self.language.key}")

    def refusal(self, camp: Camp) -> BoardError | None:
        """Why they may look no longer: an organiser who is none any more, or a badge that was lost."""
        if self.organiser and self.organiser not in camp.organisers:
            return Unauthorised(say("This organiser link works no more. Ask for another one."))
        if edition(camp, self.attendee) != self.edition:
            return Unauthorised(say("This badge was replaced. Please come in with the new one."))
        return None


class Write(NamedTuple):
    """How bytes go out: `now` takes as many as the network does, and says how many; `rest` what is left.

    `now` raises OSError where that is none.
    """

    now: Callable[[bytes], int]
    rest: Callable[[bytes], object]


class Follower(ABC):
    """One screen. It shows entry `at`, -1 for one of which nothing is known.

    Whoever carries its frames keeps `room` false while one is still on its way, and has the hub
    bring more when it has arrived. An attendee's own phone learns of their ballot too.

    A carrier that takes whole messages (`Framed.deflated` with `deflate`, else `Framed.plain`) says so
    by `write`. Its screen goes `abreast` of others for as long as there is room: it has the hub let it
    fall out before `room` becomes false.
    """

    # Thousands of these are alive at once.
    __slots__ = (
        "abreast",
        "at",
        "ballot",
        "deflate",
        "given",
        "kind",
        "looks",
        "own",
        "room",
        "told",
        "topics",
        "write",
    )

    def __init__(self, looks: Looks) -> None:
        self.looks, self.at, self.room = looks, looks.since, True
        self.kind = looks.kind
        self.write: Write | None = None
        self.deflate = False
        self.abreast: Abreast | None = None
        self.told = float("-inf")  # time.monotonic(); one that missed nothing still hears at once
        # The ballot it was told, and what that was made of: None before the first time. `own` is the
        # hub's mark for the camp that it was looked up in.
        self.ballot: tuple[TopicId, ...] = ()
        self.given: tuple[TopicId, ...] | None = None
        self.own: object = None
        self.topics: Mapping[TopicId, Topic] | None = None

    @abstractmethod
    def put(self, frame: Framed) -> None:
        """Send a frame; `room` is false afterwards if it is not on its way yet."""

    @abstractmethod
    def end(self, why: BoardError | None) -> None:
        """Say goodbye: there is no room any more. `why` is None where the board itself is going away."""

    def is_silent(self, now: float) -> bool:  # noqa: ARG002 - carriers that listen know
        """Whether nothing was heard of it for so long that it must be gone; `now` is time.monotonic()."""
        return False


class Pulling(Follower):
    """A screen whose carrier takes one frame after the other, at its own pace."""

    __slots__ = ("_ended", "_held", "_news", "_why")

    def __init__(self, looks: Looks) -> None:
        super().__init__(looks)
        self._held: Framed | None = None
        self._ended = False
        self._why: BoardError | None = None
        self._news = asyncio.Event()

    def put(self, frame: Framed) -> None:
        """Keep it until it is taken."""
        self._held, self.room = frame, False
        self._news.set()

    def end(self, why: BoardError | None) -> None:
        """Have it end after what it holds."""
        self._ended, self._why, self.room = True, why, False
        self._news.set()

    async def next(self) -> Framed | None:
        """The next frame, None after the last; raises what ended it."""
        await self._news.wait()
        self._news.clear()
        frame, self._held = self._held, None
        if self._ended:
            self._news.set()
            if frame is None and self._why is not None:
                raise self._why
        return frame


def edition(camp: Camp, attendee: AttendeeId | None) -> int:
    """Which badge lets somebody in: 0 for the first, and for who has none."""
    badge = camp.roster.get(attendee) if attendee else None
    return badge.edition if badge else 0
