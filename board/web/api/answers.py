"""What the API's bodies hold on the way out."""

from msgspec import UNSET, Struct, UnsetType

from board.camp.model import (
    ActionId,
    ActorId,
    Announcement,
    AttendeeId,
    Break,
    CampId,
    Figures,
    GradeBand,
    LobbyMode,
    OfferKind,
    Organiser,
    OrganiserId,
    Phase,
    Pin,
    Pitch,
    Placement,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    Timer,
    TopicId,
)
from board.log.protocol import Epoch
from board.planning.whatif import Outcome, Shift
from board.web.api.asked import OrganiserAction


class _Answer(Struct, frozen=True, kw_only=True):
    """The shape every answer shares."""


class Done(_Answer, frozen=True, kw_only=True):
    """It is durably done, at `seq`."""

    seq: int


class LobbyAt(Done, frozen=True, kw_only=True):
    """What organisers have the projectors show, and the topic in the spotlight if they chose one."""

    mode: LobbyMode
    topic: TopicId | None
    paused: bool


class Links(_Answer, frozen=True, kw_only=True):
    """Where people go: `join` is what the QR code says, `organiser` signs a browser in."""

    join: str
    organiser: str


class CampBegun(Done, frozen=True, kw_only=True):
    """A camp, and what its first organiser needs. Whoever has the token runs the day."""

    camp: CampId
    organiser: OrganiserId
    token: str
    links: Links


class Joined(Done, frozen=True, kw_only=True):
    """Somebody who is in, and the token that says so in every further request."""

    attendee: AttendeeId
    name: str
    token: str


class Named(Done, frozen=True, kw_only=True):
    """What somebody is called now, and what they have said about themselves."""

    attendee: AttendeeId
    name: str
    school: str = ""
    role: str = ""
    grade_bands: tuple[GradeBand, ...] = ()


class DeviceCode(_Answer, frozen=True, kw_only=True):
    """What makes another device the same attendee's, for a few minutes: type `code`, or open `link`.

    `key` is the same for a program, to be sent as the `code` of who comes in.
    """

    code: str
    key: str
    link: str


class ShownPerson(_Answer, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who leads a topic: what they said about themselves beside their name is nobody's."""

    id: AttendeeId
    name: str = ""


class ShownTopic(_Answer, frozen=True, kw_only=True, omit_defaults=True):
    """A topic; without facilitators it is a wish.

    `at` is when it was pitched, in ms since the Unix epoch. `by` is told to organisers and to those
    who may change the topic, `cofacilitator_key` to those who lead it. `asking` are those who asked to
    help leading it and wait: all of them for organisers and those who lead it, for others themselves.
    """

    id: TopicId
    number: int
    pitch: Pitch
    at: int
    facilitators: tuple[ShownPerson, ...] = ()
    withdrawn: bool = False
    hidden: bool = False
    merged_into: TopicId | None = None
    by: ActorId | UnsetType = UNSET
    cofacilitator_key: str | UnsetType = UNSET
    asking: tuple[ShownPerson, ...] = ()


class TopicAt(Done, frozen=True, kw_only=True):
    """A topic as it is at `seq`, or later."""

    topic: ShownTopic


class Topics(_Answer, frozen=True, kw_only=True):
    """The topics on the board in the order they were pitched; for organisers all there ever were."""

    seq: int
    epoch: Epoch
    topics: tuple[ShownTopic, ...]


class NotPlaced(_Answer, frozen=True, kw_only=True, omit_defaults=True):
    """A topic that found no room, and why (not told while tallies are hidden)."""

    topic: TopicId
    why: str = ""


class Moved(_Answer, frozen=True, kw_only=True, omit_defaults=True):
    """A session that the planner took elsewhere after people had seen it, when (ms), and why.

    Without `to_slot` and `to_room` it left the grid. `forced`: it had no choice.
    The reason is not told while tallies are hidden.
    """

    topic: TopicId
    at: int
    from_slot: SlotId
    from_room: RoomId
    to_slot: SlotId | UnsetType = UNSET
    to_room: RoomId | UnsetType = UNSET
    why: str = ""
    forced: bool = False


class Offered(_Answer, frozen=True, kw_only=True):
    """More room that is offered for a topic that can run `sessions` times, until somebody answers.

    `facilitators` can say yes or no; where there are none, only organisers can. `wanted` people have
    the topic as first or second choice, its sessions have `chairs` seats, and yes would win `wins`;
    all three are absent while tallies are hidden from whoever asks.
    """

    topic: TopicId
    kind: OfferKind
    sessions: int
    facilitators: tuple[AttendeeId, ...]
    wanted: int | UnsetType = UNSET
    chairs: int | UnsetType = UNSET
    wins: int | UnsetType = UNSET


class MergeAsked(_Answer, frozen=True, kw_only=True):
    """May `source` become part of `target`? It does when one of `facilitators` said yes for each topic.

    `facilitators` are those who lead a topic nobody said yes for yet; none: organisers merge them, or not.
    """

    source: TopicId
    target: TopicId
    facilitators: tuple[AttendeeId, ...]


class Counts(_Answer, frozen=True, kw_only=True):
    """How many there are: people in, topics on the board, votes, sessions on the grid."""

    people: int
    topics: int
    votes: int
    sessions: int


class Board(_Answer, frozen=True, kw_only=True):
    """All that is to be seen of a camp after entry `seq` of the log `epoch`.

    `tallies` are absent while they are hidden from whoever asks, and so is every `why`, which tells
    how many people want a session. `seen` (how many had a topic on their screen), `pins`,
    `troubles` (what the planner can't do though they asked for it) and `organisers` are for
    organisers. `figures` say how good the grid was when it was counted at `counted_at`, both absent
    before it ever was and while tallies are hidden. `moves` are the planner's latest, newest last.
    `merges` wait for those who lead topics to agree. `announcements` are oldest first; `timer` is
    counted down to, and may be over.
    """

    camp: CampId
    seq: int
    epoch: Epoch
    phase: Phase
    settings: Settings
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    breaks: tuple[Break, ...]
    frozen: tuple[SlotId, ...]
    topics: tuple[ShownTopic, ...]
    grid: tuple[Placement, ...]
    unplaced: tuple[NotPlaced, ...]
    offers: tuple[Offered, ...]
    merges: tuple[MergeAsked, ...]
    announcements: tuple[Announcement, ...]
    timer: Timer | None
    counts: Counts
    moves: tuple[Moved, ...]
    figures: Figures | UnsetType = UNSET
    counted_at: int | UnsetType = UNSET
    tallies: dict[TopicId, int] | UnsetType = UNSET
    seen: dict[TopicId, int] | UnsetType = UNSET
    pins: tuple[Pin, ...] | UnsetType = UNSET
    troubles: tuple[str, ...] | UnsetType = UNSET
    organisers: tuple[Organiser, ...] | UnsetType = UNSET


class BallotAt(Done, frozen=True, kw_only=True):
    """One's own ballot, first choice first: the votes for topics that are on the board."""

    ballot: tuple[TopicId, ...]


class ActionDone(Done, frozen=True, kw_only=True):
    """An organiser's action is durably done, at `seq`; `action` undoes it."""

    action: ActionId


class OrganiserActed(_Answer, frozen=True, kw_only=True):
    """Something an organiser did: by whom, when (ms since the Unix epoch), and what, in words."""

    action: ActionId
    by: OrganiserId
    at: int
    what: str


class Actions(_Answer, frozen=True, kw_only=True):
    """The organisers' latest actions, newest first; only the first can be undone."""

    seq: int
    actions: tuple[OrganiserActed, ...]


class WhatIf(_Answer, frozen=True, kw_only=True):
    """What a change would come to, estimated on the camp at `seq` with so many `seconds` of planning.

    `before` is the best plan found without it, `after` with it. `moves` are of sessions on the grid
    that would otherwise stay where they are, and of new ones; `unplaced` topics would have a room
    without it. `act` is the body of the action that makes the change.
    """

    seq: int
    seconds: float
    before: Outcome
    after: Outcome
    moves: tuple[Shift, ...]
    unplaced: tuple[NotPlaced, ...]
    act: OrganiserAction


class Invited(ActionDone, frozen=True, kw_only=True):
    """Another organiser, and the link that signs a browser in. Whoever has it runs the day."""

    organiser: OrganiserId
    token: str
    link: str
