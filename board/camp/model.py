"""What a camp is: frozen values in persistent maps, so that the camp of any moment can be kept for free.

Times of day are minutes after midnight in the camp's own time zone; moments are milliseconds since
the Unix epoch. Every map is an `immutables.Map`; its order means nothing.
"""

from typing import Literal, NamedTuple, NewType, TypeAlias

from immutables import Map
from msgspec import Struct

from board.camp.said import Text

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

Identity: TypeAlias = Literal["open", "doors", "roster"]
IDENTITIES: tuple[Identity, ...] = ("open", "doors", "roster")


class Settings(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What organisers choose for their camp.

    `date` is ISO 8601, `zone` an IANA name. A `vote_budget` of 0 means as many votes as one likes.
    A slot freezes `freeze_minutes` before it starts (0: only by hand). Sessions of topics that
    nobody leads are placed only if `leaderless` is on. At most `moves_per_minute` sessions that
    people have seen are taken to another slot by the planner in any minute. `identity` says what it
    takes to come in: nothing, the code that the lobby shows at the time, or one's own badge.
    `colour` is the camp's own (`#1d5140`); empty: the board's.
    """

    name: str
    date: str
    zone: str
    vote_budget: int = 0
    tallies_shown: bool = True
    freeze_minutes: int = 10
    leaderless: bool = False
    moves_per_minute: int = 6
    identity: Identity = "open"
    colour: str = ""


class Logo(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A camp's own picture: its media type, its size in pixels, and the file itself."""

    kind: str
    width: int
    height: int
    content: bytes


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
    """Somebody who is in: everything but their id is empty until they say it.

    Only the name is ever shown to others, on the topics they lead. `described` says that they have
    been asked for the rest and answered, or would rather not.
    """

    id: AttendeeId
    name: str = ""
    school: str = ""
    role: str = ""
    grade_bands: tuple[GradeBand, ...] = ()
    described: bool = False


class Badge(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody on the roster, and the badge that lets them in as the attendee of the same id.

    `edition` counts how often it was replaced: the code on it, which stands nowhere, follows from
    it. `printed` says that this edition is on paper.
    """

    id: AttendeeId
    name: str
    school: str = ""
    role: str = ""
    email: str = ""
    edition: int = 0
    printed: bool = False


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
    """A session: a topic in one slot and one room, since when it is there, and why it was put there.

    `at` is a moment, 0 where nobody said when. The reason is that of this moment, not of now.
    """

    topic: TopicId
    slot: SlotId
    room: RoomId
    why: Text = ""
    at: int = 0


class Pin(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where only an organiser may put a topic: a slot, a room, or both."""

    topic: TopicId
    slot: SlotId | None = None
    room: RoomId | None = None


OfferKind: TypeAlias = Literal["repeat", "larger-room"]
OFFER_KINDS: tuple[OfferKind, ...] = ("repeat", "larger-room")


class Offer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """More room for a topic, for who leads it or an organiser to say yes or no to.

    `wanted` people have it as first or second choice, its sessions have `chairs` seats now, and
    yes would win `wins` seats in all. It is about a topic that can run `sessions` times.
    """

    topic: TopicId
    kind: OfferKind
    sessions: int
    wanted: int
    chairs: int
    wins: int


class Declined(NamedTuple):
    """An offer that somebody said no to: it is not made again while the topic runs as often."""

    topic: TopicId
    kind: OfferKind
    sessions: int


class Cell(NamedTuple):
    """One square of the grid."""

    slot: SlotId
    room: RoomId


class Figures(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How good a grid is, for the ballots of the moment it was planned.

    A seat is one attendee in one session of a topic on their ballot. `seated` are as many seats as
    this grid gives, `bound` is a number that no grid can exceed; `loose` says that it is known to lie
    far above what any grid reaches. `choices` say for the first, second and third choice how many in
    a hundred of those who named one are seated in it (rounded down), as far as anybody named one.
    `without_top3` counts attendees with a ballot, and a slot in which they lead nothing, who are
    seated in none of their first three choices, `won` the seats that this grid has more than the one
    before it has with the same ballots.
    """

    seated: int
    bound: int
    loose: bool = False
    choices: tuple[int, ...] = ()
    without_top3: int = 0
    won: int = 0


class Move(Struct, frozen=True, kw_only=True):
    """A session that the planner took elsewhere after people had seen it; `target` None: off the grid.

    `forced` is one that had no choice: a pin took its place, or nobody leads it any more.
    """

    topic: TopicId
    source: Cell
    target: Cell | None
    at: int
    why: str = ""
    forced: bool = False

    @property
    def across(self) -> bool:
        """Whether it left its slot, and not only its room."""
        return self.target is None or self.target.slot != self.source.slot


LobbyMode: TypeAlias = Literal["auto", "marketplace", "grid", "spotlight", "now", "results"]
LOBBY_MODES: tuple[LobbyMode, ...] = (
    "auto", "marketplace", "grid", "spotlight", "now", "results",
)  # fmt: skip


class Lobby(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What organisers have the projectors show; `auto`: what suits the phase of the day.

    `topic` is the one in the spotlight (None: the latest pitch). `paused`: no page turns by itself.
    """

    mode: LobbyMode = "auto"
    topic: TopicId | None = None
    paused: bool = False


class Mark(NamedTuple):
    """The tallies as they stood when a minute (since the Unix epoch) began."""

    minute: int
    tallies: Map[TopicId, int]


class Won(NamedTuple):
    """Seats that changes of the grid won within one minute (since the Unix epoch)."""

    minute: int
    seats: int


class Announcement(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A sentence that organisers tell everybody: who said it, and at which moment."""

    id: ActionId
    text: str
    by: OrganiserId
    at: int


class Timer(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A count-down on every screen: what it is about, and the moment (ms) at which it ends."""

    what: str
    ends: int


class MergeProposal(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What those who lead two topics are asked: whether `source` may become part of `target`.

    `agreed` are those of the two for which somebody who leads them said yes.
    """

    source: TopicId
    target: TopicId
    by: OrganiserId
    action: ActionId
    agreed: tuple[TopicId, ...] = ()


class Apart(NamedTuple):
    """Two topics that somebody said are not the same, in the order of their ids."""

    first: TopicId
    second: TopicId


class Camp(Struct, frozen=True, kw_only=True):
    """One unconference day.

    `ballots` hold every vote in order of preference, those for topics that are not up included;
    `tallies` count for each topic the ballots it is on; `seen` counts the attendees who had a topic on
    their screen and a vote to give; `seen_by` says which topics somebody saw (bit n stands for the topic
    with number n), `seen_spent` which of them only without a vote left. A count of 0 is left out. A
    topic's placements and its pins are in the order of their slots' ids; `cells` is `placements` the
    other way round. `unplaced` says of topics without a session why the last plan found no room for
    them. `thawed` slots were frozen and let go by hand: the clock leaves them alone. `actions` are the
    organisers' latest, newest last. `offers` are those made last, also where the topic has changed
    since: `board.camp.rules.offers` says which stand. `declined` are those refused. `company` are those
    who asked to help leading a topic and got no answer yet, first come first; `board.camp.rules.company`
    says which of them still wait for one.

    `figures` say how good the grid was at `counted_at`, None before anybody counted. `moves` are the
    planner's latest, `won` what its changes won in the latest minutes that won anything, both newest
    last. `troubles` say in words what the last plan could not do though organisers asked for it.

    `lobby` is what organisers have the projectors show. `pace` marks the latest minutes in which anything
    happened, newest last; whoever follows the log keeps it (`board.camp.evolve.paced`).

    `announcements` are those not taken back, oldest first. `merges` are the proposals by their source,
    also where a topic has changed since: `board.camp.rules.merges` says which stand.

    `roster` are the badges by the attendee they let in, here or not. `became` says of each attendee
    who turned out to be another one's second device whom they are part of.
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
    seen_spent: Map[AttendeeId, int] = Map()
    placements: Map[TopicId, tuple[Placement, ...]] = Map()
    cells: Map[Cell, TopicId] = Map()
    pins: Map[TopicId, tuple[Pin, ...]] = Map()
    unplaced: Map[TopicId, str] = Map()
    frozen: frozenset[SlotId] = frozenset()
    thawed: frozenset[SlotId] = frozenset()
    actions: tuple["Action", ...] = ()
    offers: Map[TopicId, Offer] = Map()
    declined: frozenset[Declined] = frozenset()
    company: Map[TopicId, tuple[AttendeeId, ...]] = Map()
    figures: Figures | None = None
    counted_at: int = 0
    moves: tuple[Move, ...] = ()
    won: tuple[Won, ...] = ()
    troubles: tuple[Text, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    timer: Timer | None = None
    merges: Map[TopicId, MergeProposal] = Map()
    apart: frozenset[Apart] = frozenset()
    lobby: Lobby = Lobby()
    pace: tuple[Mark, ...] = ()
    roster: Map[AttendeeId, Badge] = Map()
    became: Map[AttendeeId, AttendeeId] = Map()
    logo: Logo | None = None

    def who(self, attendee: AttendeeId) -> AttendeeId:
        """The id that whoever once came in as `attendee` has now: devices that were joined share one."""
        while attendee in self.became:
            attendee = self.became[attendee]
        return attendee


class Action(Struct, frozen=True, kw_only=True):
    """Something an organiser did, in words, with the events that take it back."""

    id: ActionId
    by: OrganiserId
    at: int
    what: Text
    undo: tuple[object, ...]
