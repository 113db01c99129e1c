"""What can have happened at a camp: facts, in the past tense, as they stand in its log.

An event says what changed, never why it was allowed. Names and fields are part of the stored format:
changing one needs an upcast in `board.log.codec`.
"""

from typing import TypeAlias

from msgspec import Struct

from board.camp.model import (
    ActionId,
    ActorId,
    Announcement,
    AttendeeId,
    Badge,
    Break,
    BreakId,
    CampId,
    Figures,
    GradeBand,
    LobbyMode,
    Logo,
    MergeProposal,
    Offer,
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
from board.camp.said import Text


class _Event(Struct, frozen=True, kw_only=True, omit_defaults=True, tag=True, gc=False):
    """The shape every event shares: a tagged value whose tag is its class's name."""


class CampCreated(_Event, frozen=True, kw_only=True):
    """A camp began, with its first organiser."""

    camp: CampId
    settings: Settings
    organiser: Organiser


class SettingsChanged(_Event, frozen=True, kw_only=True):
    """Organisers chose other settings; these replace the old ones as a whole."""

    settings: Settings


class PhaseChanged(_Event, frozen=True, kw_only=True):
    """The day went on to another phase, or back."""

    phase: Phase


class RoomSet(_Event, frozen=True, kw_only=True):
    """A room was added, or described anew."""

    room: Room


class RoomRemoved(_Event, frozen=True, kw_only=True):
    """A room is no longer part of the camp. Nothing was left placed or pinned in it."""

    room: RoomId


class SlotSet(_Event, frozen=True, kw_only=True):
    """A slot was added, or described anew."""

    slot: Slot


class SlotRemoved(_Event, frozen=True, kw_only=True):
    """A slot is no longer part of the camp. Nothing was left placed or pinned in it."""

    slot: SlotId


class BreakSet(_Event, frozen=True, kw_only=True):
    """A break was added, or described anew."""

    pause: Break


class BreakRemoved(_Event, frozen=True, kw_only=True):
    """A break is no longer part of the camp."""

    pause: BreakId


class OrganiserInvited(_Event, frozen=True, kw_only=True):
    """Somebody else may run the day too."""

    organiser: Organiser


class OrganiserRemoved(_Event, frozen=True, kw_only=True):
    """Somebody no longer runs the day."""

    organiser: OrganiserId


class AttendeeJoined(_Event, frozen=True, kw_only=True):
    """Somebody is in."""

    attendee: AttendeeId
    name: str = ""


class AttendeeNamed(_Event, frozen=True, kw_only=True):
    """Somebody gave a name, or another one."""

    attendee: AttendeeId
    name: str


class AttendeeDescribed(_Event, frozen=True, kw_only=True):
    """Somebody said where they work, as what, and with which grades, or that they'd rather not."""

    attendee: AttendeeId
    school: str = ""
    role: str = ""
    grade_bands: tuple[GradeBand, ...] = ()


class DevicesJoined(_Event, frozen=True, kw_only=True):
    """`source` turned out to be `target` on another device, and is part of them from now on.

    `votes` are those of `source` that `target` had not given, in order: they end `target`'s ballot.
    """

    source: AttendeeId
    target: AttendeeId
    votes: tuple[TopicId, ...] = ()


class BadgeSet(_Event, frozen=True, kw_only=True):
    """Somebody is on the roster, or described anew, or has another edition of their badge."""

    badge: Badge


class BadgeRemoved(_Event, frozen=True, kw_only=True):
    """Somebody is no longer on the roster."""

    badge: AttendeeId


class BadgesPrinted(_Event, frozen=True, kw_only=True):
    """Badges are on paper, or are not after all."""

    badges: tuple[AttendeeId, ...]
    printed: bool = True


class TopicPitched(_Event, frozen=True, kw_only=True):
    """A topic was offered (with a facilitator) or wished for (without)."""

    topic: TopicId
    pitch: Pitch
    by: ActorId
    at: int
    facilitators: tuple[AttendeeId, ...] = ()


class TopicEdited(_Event, frozen=True, kw_only=True):
    """A topic says something else about itself."""

    topic: TopicId
    pitch: Pitch


class TopicWithdrawn(_Event, frozen=True, kw_only=True):
    """Its pitcher took a topic back."""

    topic: TopicId


class TopicRestored(_Event, frozen=True, kw_only=True):
    """A withdrawn topic is on the board again."""

    topic: TopicId


class TopicHidden(_Event, frozen=True, kw_only=True):
    """An organiser took a topic off the board."""

    topic: TopicId


class TopicShown(_Event, frozen=True, kw_only=True):
    """A hidden topic is on the board again."""

    topic: TopicId


class FacilitatorAdded(_Event, frozen=True, kw_only=True):
    """Somebody stepped up to lead a topic, or to help leading it."""

    topic: TopicId
    attendee: AttendeeId


class FacilitatorRemoved(_Event, frozen=True, kw_only=True):
    """Somebody no longer leads a topic; without the last one it is a wish."""

    topic: TopicId
    attendee: AttendeeId


class MergedVote(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Where `source` stood on somebody's ballot, and `target` if they had both (else -1)."""

    attendee: AttendeeId
    source_at: int
    target_at: int = -1


class CompanyAsked(_Event, frozen=True, kw_only=True):
    """Somebody asked to help leading a topic; who leads it says yes or no."""

    topic: TopicId
    attendee: AttendeeId


class CompanyDeclined(_Event, frozen=True, kw_only=True):
    """The answer was no, or who asked took it back."""

    topic: TopicId
    attendee: AttendeeId


class TopicsMerged(_Event, frozen=True, kw_only=True):
    """`source` became part of `target`: its votes and its facilitators count there now.

    Who had voted for both keeps the better place. `carried` are the facilitators `target` gained.
    """

    source: TopicId
    target: TopicId
    votes: tuple[MergedVote, ...] = ()
    carried: tuple[AttendeeId, ...] = ()


class TopicsUnmerged(_Event, frozen=True, kw_only=True):
    """A merge was taken back, with the votes and facilitators that came with it."""

    source: TopicId
    target: TopicId
    votes: tuple[MergedVote, ...] = ()
    carried: tuple[AttendeeId, ...] = ()


class VoteCast(_Event, frozen=True, kw_only=True):
    """A topic was added at the end of somebody's ballot."""

    attendee: AttendeeId
    topic: TopicId


class VoteWithdrawn(_Event, frozen=True, kw_only=True):
    """A topic was taken from somebody's ballot."""

    attendee: AttendeeId
    topic: TopicId


class BallotOrdered(_Event, frozen=True, kw_only=True):
    """Somebody's ballot is now exactly this, first choice first."""

    attendee: AttendeeId
    ballot: tuple[TopicId, ...]


class TopicsSeen(_Event, frozen=True, kw_only=True):
    """Topics were on somebody's screen for the first time.

    `spent` says that they had no vote left to give: such a sight doesn't count, and if they take a vote
    back and see a topic again, that is the first that does.
    """

    attendee: AttendeeId
    topics: tuple[TopicId, ...]
    spent: bool = False


class SessionPlaced(_Event, frozen=True, kw_only=True):
    """A topic was put into one cell."""

    placement: Placement


class SessionCleared(_Event, frozen=True, kw_only=True):
    """A topic's session in a slot was taken from the grid.

    Where that takes a placement back, `unplaced` is why the topic had been nowhere before.
    """

    topic: TopicId
    slot: SlotId
    unplaced: Text = ""


class TopicPinned(_Event, frozen=True, kw_only=True):
    """Only organisers may move the topic from here."""

    pin: Pin


class TopicUnpinned(_Event, frozen=True, kw_only=True):
    """A pin was taken out."""

    pin: Pin


class SlotFrozen(_Event, frozen=True, kw_only=True):
    """From now on only organisers move what is in this slot."""

    slot: SlotId


class SlotThawed(_Event, frozen=True, kw_only=True):
    """The slot's sessions may move again; `again`: until the clock freezes it, as if it had never been."""

    slot: SlotId
    again: bool = False


class Unplaced(Struct, frozen=True, kw_only=True, gc=False):
    """A topic that found no room, and why."""

    topic: TopicId
    why: Text


class PlanAdopted(_Event, frozen=True, kw_only=True):
    """The grid changed to what the planner proposed: first `cleared`, then `placed`.

    `unplaced` are all topics the plan found no room for at all, with the reasons. `forced` are those
    of `cleared` that had no choice. What `figures` and `troubles` say holds for the new grid.
    """

    cleared: tuple[tuple[TopicId, SlotId], ...] = ()
    placed: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    forced: tuple[tuple[TopicId, SlotId], ...] = ()
    at: int = 0
    figures: Figures | None = None
    troubles: tuple[Text, ...] = ()


class OffersMade(_Event, frozen=True, kw_only=True):
    """More room is offered for topics: `offers` stand from now on, what was offered to `gone` does not."""

    offers: tuple[Offer, ...] = ()
    gone: tuple[TopicId, ...] = ()


class OfferAccepted(_Event, frozen=True, kw_only=True):
    """Somebody said yes to what was offered for a topic; what follows from it is told apart."""

    topic: TopicId
    kind: OfferKind


class OfferDeclined(_Event, frozen=True, kw_only=True):
    """Somebody said no to it: it is not offered again while the topic can run `sessions` times."""

    topic: TopicId
    kind: OfferKind
    sessions: int


class TopicSized(_Event, frozen=True, kw_only=True):
    """A topic can run so often from now on, for so many people each time (0: as many as fit)."""

    topic: TopicId
    sessions: int
    seat_cap: int = 0


class LobbyDirected(_Event, frozen=True, kw_only=True):
    """The projectors show this from now on, and `topic` in the spotlight."""

    mode: LobbyMode = "auto"
    topic: TopicId | None = None
    paused: bool = False


class Announced(_Event, frozen=True, kw_only=True):
    """Organisers told everybody something: all screens show it (the part `said`) until it is taken back."""

    announcement: Announcement


class AnnouncementWithdrawn(_Event, frozen=True, kw_only=True):
    """An announcement was taken back: no screen shows it any more."""

    announcement: ActionId


class LogoSet(_Event, frozen=True, kw_only=True):
    """The camp has another logo, or none."""

    logo: Logo | None


class TimerSet(_Event, frozen=True, kw_only=True):
    """A count-down began, or ends at another moment: all screens show it (the part `timer`)."""

    timer: Timer


class TimerStopped(_Event, frozen=True, kw_only=True):
    """There is no count-down any more."""


class MergeProposed(_Event, frozen=True, kw_only=True):
    """Those who lead two topics are asked whether they may become one."""

    proposal: MergeProposal


class MergeProposalWithdrawn(_Event, frozen=True, kw_only=True):
    """They are not asked any more."""

    source: TopicId


class MergeAgreed(_Event, frozen=True, kw_only=True):
    """Somebody who leads `topics` said yes to what is asked about `source`."""

    source: TopicId
    topics: tuple[TopicId, ...]


class MergeDeclined(_Event, frozen=True, kw_only=True):
    """Somebody who leads one of them said no: they stay two topics."""

    source: TopicId
    target: TopicId


class TopicsToldApart(_Event, frozen=True, kw_only=True):
    """An organiser said that two topics are not the same, however alike they look."""

    first: TopicId
    second: TopicId


class TopicsLikenedAgain(_Event, frozen=True, kw_only=True):
    """That was taken back."""

    first: TopicId
    second: TopicId


class ActionTaken(_Event, frozen=True, kw_only=True):
    """The events before it in the same entry are what an organiser did; `undo` takes them back."""

    action: ActionId
    by: OrganiserId
    at: int
    what: Text
    undo: "tuple[Event, ...]" = ()


class ActionUndone(_Event, frozen=True, kw_only=True):
    """The events before it in the same entry took an organiser's action back."""

    action: ActionId
    by: OrganiserId


Event: TypeAlias = (
    CampCreated
    | SettingsChanged
    | PhaseChanged
    | RoomSet
    | RoomRemoved
    | SlotSet
    | SlotRemoved
    | BreakSet
    | BreakRemoved
    | OrganiserInvited
    | OrganiserRemoved
    | AttendeeJoined
    | AttendeeNamed
    | AttendeeDescribed
    | DevicesJoined
    | BadgeSet
    | BadgeRemoved
    | BadgesPrinted
    | TopicPitched
    | TopicEdited
    | TopicWithdrawn
    | TopicRestored
    | TopicHidden
    | TopicShown
    | FacilitatorAdded
    | FacilitatorRemoved
    | CompanyAsked
    | CompanyDeclined
    | TopicsMerged
    | TopicsUnmerged
    | VoteCast
    | VoteWithdrawn
    | BallotOrdered
    | TopicsSeen
    | SessionPlaced
    | SessionCleared
    | TopicPinned
    | TopicUnpinned
    | SlotFrozen
    | SlotThawed
    | PlanAdopted
    | OffersMade
    | OfferAccepted
    | OfferDeclined
    | TopicSized
    | Announced
    | LogoSet
    | AnnouncementWithdrawn
    | TimerSet
    | TimerStopped
    | MergeProposed
    | MergeProposalWithdrawn
    | MergeAgreed
    | MergeDeclined
    | TopicsToldApart
    | TopicsLikenedAgain
    | LobbyDirected
    | ActionTaken
    | ActionUndone
)
