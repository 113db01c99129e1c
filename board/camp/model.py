"""What a camp is: frozen values in persistent maps, so that the camp of any moment can be kept for free.

Times of day are minutes after midnight in the camp's own time zone; moments are milliseconds since
the Unix epoch. Every map is an `immutables.Map`; its order means nothing.
"""

from typing import Literal, NamedTuple, NewType, TypeAlias

from immutables import Map
from msgspec import Struct

CampId = NewType("CampId", str)  # also the short code people type to get in
RoomId = NewType("RoomId", str)
SlotId = NewType("SlotId", str)
BreakId = NewType("BreakId", str)
TopicId = NewType("TopicId", str)
AttendeeId = NewType("AttendeeId", str)
OrganiserId = NewType("OrganiserId", str)
ActionId = NewType("ActionId", str)
ActorId: TypeAlias = AttendeeId | OrganiserId

Phase: TypeAlias = Literal["setup", "open", "running", "closed"]
PHASES: tuple[Phase, ...] = ("setup", "open", "running", "closed")

GradeBand: TypeAlias = Literal["K-2", "3-5", "6-8", "9-12"]
GRADE_BANDS: tuple[GradeBand, ...] = ("K-2", "3-5", "6-8", "9-12")


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What organisers choose for their camp.

    `date` is ISO 8601, `zone` an IANA name. A `vote_budget` of 0 means as many votes as one likes.
    A slot freezes `freeze_minutes` before it starts (0: only by hand). Sessions of topics that
    nobody leads are placed only if `leaderless` is on.
    """

    name: str
    date: str
    zone: str
    vote_budget: int = 0
    tallies_shown: bool = True
    freeze_minutes: int = 10
    leaderless: bool = False


class Room(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A place with a capacity in people, features, and the slots in which it is closed."""

    id: RoomId
    name: str
    capacity: int
    features: tuple[str, ...] = ()
    closed: tuple[SlotId, ...] = ()


class Slot(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A period of the day in which sessions run in parallel: `start` in minutes after midnight."""

    id: SlotId
    name: str
    start: int
    minutes: int

    @property
    def end(self) -> int:
        """Minutes after midnight at which the slot is over."""
        return self.start + self.minutes


class Break(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """A period without sessions: lunch, a convocation."""

    id: BreakId
    name: str
    start: int
    minutes: int

    @property
    def end(self) -> int:
        """Minutes after midnight at which the break is over."""
        return self.start + self.minutes


class Attendee(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who is in: `name` is empty until they give one."""

    id: AttendeeId
    name: str = ""


class Organiser(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who runs the day."""

    id: OrganiserId
    name: str


class Pitch(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a topic says about itself, in its pitchers' words.

    `needs` are features its room must have, `seat_cap` the most people it can take (0: as many as
    the room holds), `not_in` the slots its facilitators can't make, `sessions` how often they are
    willing to run it.
    """

    title: str
    description: str = ""
    grade_bands: tuple[GradeBand, ...] = ()
    tags: tuple[str, ...] = ()
    format: str = ""
    bring: str = ""
    needs: tuple[str, ...] = ()
    seat_cap: int = 0
    not_in: tuple[SlotId, ...] = ()
    sessions: int = 1


class Topic(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody pitched. The first facilitator leads, the others co-facilitate; none: a wish.

    `number` counts a camp's topics from 1 in the order they were pitched.
    """

    id: TopicId
    number: int
    pitch: Pitch
    by: ActorId
    at: int
    facilitators: tuple[AttendeeId, ...] = ()
    withdrawn: bool = False
    hidden: bool = False
    merged_into: TopicId | None = None

    @property
    def wish(self) -> bool:
        """Whether it still needs somebody to lead it."""
        return not self.facilitators

    @property
    def up(self) -> bool:
        """Whether it is on the board: people can see it and vote for it."""
        return not (self.withdrawn or self.hidden or self.merged_into)


class Placement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A session: a topic in one slot and one room, and why it is there."""

    topic: TopicId
    slot: SlotId
    room: RoomId
    why: str = ""


class Pin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where only an organiser may put a topic: a slot, a room, or both."""

    topic: TopicId
    slot: SlotId | None = None
    room: RoomId | None = None


class Cell(NamedTuple):
    """One square of the grid."""

    slot: SlotId
    room: RoomId


class Camp(Struct, frozen=True, kw_only=True):
    """One unconference day.

    `ballots` hold every vote in order of preference, those for topics that are not up included;
    `tallies` count for each topic the ballots it is on; `seen` counts the attendees who had a topic
    on their screen, `seen_by` says which (bit n stands for the topic with number n). A count of 0 is
    left out. A topic's placements and its pins are in the order of their slots' ids; `cells` is
    `placements` the other way round. `unplaced` says of topics without a session why the last plan
    found no room for them. `thawed` slots were frozen and let go by hand: the clock leaves them alone.
    `actions` are the organisers' latest, newest last.
    """

    id: CampId
    settings: Settings
    phase: Phase = "setup"
    rooms: Map[RoomId, Room] = Map()
    slots: Map[SlotId, Slot] = Map()
    breaks: Map[BreakId, Break] = Map()
    organisers: Map[OrganiserId, Organiser] = Map()
    attendees: Map[AttendeeId, Attendee] = Map()
    topics: Map[TopicId, Topic] = Map()
    ballots: Map[AttendeeId, tuple[TopicId, ...]] = Map()
    tallies: Map[TopicId, int] = Map()
    seen: Map[TopicId, int] = Map()
    seen_by: Map[AttendeeId, int] = Map()
    placements: Map[TopicId, tuple[Placement, ...]] = Map()
    cells: Map[Cell, TopicId] = Map()
    pins: Map[TopicId, tuple[Pin, ...]] = Map()
    unplaced: Map[TopicId, str] = Map()
    frozen: frozenset[SlotId] = frozenset()
    thawed: frozenset[SlotId] = frozenset()
    actions: tuple["Action", ...] = ()


class Action(Struct, frozen=True, kw_only=True):
    """Something an organiser did, in words, with the events that take it back."""

    id: ActionId
    by: OrganiserId
    at: int
    what: str
    undo: tuple[object, ...]
