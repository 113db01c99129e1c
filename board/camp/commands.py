"""What people, the clock and the planner can ask of a camp: intents, in the imperative.

Ids and moments come with the command, drawn by whoever sends it, so that sending it twice changes
nothing twice. `decide` judges a command; nothing about it is trusted before.
"""

from msgspec import Struct

from board.camp.events import Unplaced
from board.camp.model import (
    ActionId,
    ActorId,
    AttendeeId,
    Badge,
    Break,
    BreakId,
    CampId,
    Figures,
    GradeBand,
    LobbyMode,
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
    TopicId,
)


class Command(Struct, frozen=True, kw_only=True):
    """The shape every command shares."""


class CreateCamp(Command, frozen=True, kw_only=True):
    """Begin a camp, complete with rooms, slots and breaks where they are known."""

    camp: CampId
    settings: Settings
    organiser: Organiser
    rooms: tuple[Room, ...] = ()
    slots: tuple[Slot, ...] = ()
    breaks: tuple[Break, ...] = ()


# What attendees do


class JoinCamp(Command, frozen=True, kw_only=True):
    """Come in, with a name or without."""

    attendee: AttendeeId
    name: str = ""


class NameAttendee(Command, frozen=True, kw_only=True):
    """Say what one is called."""

    attendee: AttendeeId
    name: str


class DescribeAttendee(Command, frozen=True, kw_only=True):
    """Say where one works, as what, and with which grades; all of it can stay empty."""

    attendee: AttendeeId
    school: str = ""
    role: str = ""
    grade_bands: tuple[GradeBand, ...] = ()


class JoinDevices(Command, frozen=True, kw_only=True):
    """Make `other`, who is the same person on another device, part of an attendee."""

    attendee: AttendeeId
    other: AttendeeId


class CastVote(Command, frozen=True, kw_only=True):
    """Add a topic at the end of one's ballot."""

    attendee: AttendeeId
    topic: TopicId


class WithdrawVote(Command, frozen=True, kw_only=True):
    """Take a topic from one's ballot."""

    attendee: AttendeeId
    topic: TopicId


class OrderBallot(Command, frozen=True, kw_only=True):
    """Make one's ballot exactly this, first choice first; or, with `rest`, only put it in this order.

    Then what isn't on the ballot is left out, and what isn't named follows behind: an order that was
    made without a connection undoes nothing of what another device chose meanwhile.
    """

    attendee: AttendeeId
    ballot: tuple[TopicId, ...]
    rest: bool = False


class SeeTopics(Command, frozen=True, kw_only=True):
    """Say which topics were on one's screen."""

    attendee: AttendeeId
    topics: tuple[TopicId, ...]


class PitchTopic(Command, frozen=True, kw_only=True):
    """Offer a topic, naming oneself as its facilitator, or wish for one; organisers may name others."""

    topic: TopicId
    by: ActorId
    at: int
    pitch: Pitch
    facilitators: tuple[AttendeeId, ...] = ()


class EditTopic(Command, frozen=True, kw_only=True):
    """Say something else about a topic."""

    topic: TopicId
    by: ActorId
    pitch: Pitch


class WithdrawTopic(Command, frozen=True, kw_only=True):
    """Take one's topic back."""

    topic: TopicId
    by: ActorId


class RestoreTopic(Command, frozen=True, kw_only=True):
    """Put one's withdrawn topic on the board again."""

    topic: TopicId
    by: ActorId


class LeadTopic(Command, frozen=True, kw_only=True):
    """Step up to lead a wish; `invited` (by somebody who leads it already) to help leading an offer."""

    topic: TopicId
    attendee: AttendeeId
    invited: bool = False


class AskToLead(Command, frozen=True, kw_only=True):
    """Ask those who lead a topic to lead it with them; a wish is stepped up for at once."""

    topic: TopicId
    attendee: AttendeeId


class AnswerCompany(Command, frozen=True, kw_only=True):
    """Say yes or no to somebody who asked to help leading; who asked can only take it back."""

    topic: TopicId
    attendee: AttendeeId
    by: ActorId
    yes: bool


class LeaveTopic(Command, frozen=True, kw_only=True):
    """Stop somebody leading a topic: oneself, or another if `by` leads it first or organises."""

    topic: TopicId
    attendee: AttendeeId
    by: ActorId


class AnswerOffer(Command, frozen=True, kw_only=True):
    """Say yes or no to what is offered for a topic one leads.

    `sessions` is how often the topic can run, as the offer says: yes twice is yes once.
    """

    topic: TopicId
    attendee: AttendeeId
    kind: OfferKind
    sessions: int
    yes: bool


class AnswerMerge(Command, frozen=True, kw_only=True):
    """Say yes or no, for all of two topics that one leads, to making `source` part of `target`."""

    source: TopicId
    target: TopicId
    attendee: AttendeeId
    at: int
    yes: bool


# What organisers do: each names the action it is part of, so that it can be told and undone


class Action(Command, frozen=True, kw_only=True):
    """The shape every organiser's command shares."""

    by: OrganiserId
    action: ActionId
    at: int


class ChangeSettings(Action, frozen=True, kw_only=True):
    """Choose other settings."""

    settings: Settings


class ChangePhase(Action, frozen=True, kw_only=True):
    """Go on to another phase of the day, or back."""

    phase: Phase


class SetRooms(Action, frozen=True, kw_only=True):
    """Add rooms, or describe them anew."""

    rooms: tuple[Room, ...]


class RemoveRoom(Action, frozen=True, kw_only=True):
    """Take a room out of the camp, and what is in it off the grid."""

    room: RoomId


class SetSlots(Action, frozen=True, kw_only=True):
    """Add slots, or describe them anew."""

    slots: tuple[Slot, ...]


class RemoveSlot(Action, frozen=True, kw_only=True):
    """Take a slot out of the camp, and what is in it off the grid."""

    slot: SlotId


class SetBreaks(Action, frozen=True, kw_only=True):
    """Add breaks, or describe them anew."""

    breaks: tuple[Break, ...]


class RemoveBreak(Action, frozen=True, kw_only=True):
    """Take a break out of the day."""

    pause: BreakId


class InviteOrganiser(Action, frozen=True, kw_only=True):
    """Let somebody else run the day too."""

    organiser: Organiser


class RemoveOrganiser(Action, frozen=True, kw_only=True):
    """Stop somebody running the day."""

    organiser: OrganiserId


class SetBadges(Action, frozen=True, kw_only=True):
    """Put people on the roster, or describe them anew; their codes stay what they are."""

    badges: tuple[Badge, ...]


class RemoveBadge(Action, frozen=True, kw_only=True):
    """Take somebody off the roster: their code stops; who is in stays in."""

    badge: AttendeeId


class ReplaceBadge(Action, frozen=True, kw_only=True):
    """Give somebody who lost this edition of their badge another code; the old one stops.

    It stops wherever it was used: a device that came in by it is out.
    """

    badge: AttendeeId
    edition: int


class PrintBadges(Action, frozen=True, kw_only=True):
    """Say that these badges are on paper."""

    badges: tuple[AttendeeId, ...]


class HideTopic(Action, frozen=True, kw_only=True):
    """Take a topic off the board."""

    topic: TopicId


class ShowTopic(Action, frozen=True, kw_only=True):
    """Put a hidden topic on the board again."""

    topic: TopicId


class MergeTopics(Action, frozen=True, kw_only=True):
    """Make `source` part of `target`, with its votes and its facilitators."""

    source: TopicId
    target: TopicId


class ProposeMerge(Action, frozen=True, kw_only=True):
    """Ask those who lead them whether `source` may become part of `target`.

    It does as soon as somebody who leads it has said yes for each; at once if nobody leads either.
    """

    source: TopicId
    target: TopicId


class WithdrawMergeProposal(Action, frozen=True, kw_only=True):
    """Ask no longer whether `source` may become part of another topic."""

    source: TopicId


class TellApart(Action, frozen=True, kw_only=True):
    """Say that two topics are not the same."""

    first: TopicId
    second: TopicId


class SizeTopic(Action, frozen=True, kw_only=True):
    """Say how often a topic can run, or how many people each session takes (0: as many as fit).

    None leaves it as it is.
    """

    topic: TopicId
    sessions: int | None = None
    seat_cap: int | None = None


class PlaceSession(Action, frozen=True, kw_only=True):
    """Put a topic into a cell and pin it there; `instead_of`: the slot its session comes from.

    What stood in the cell changes places with it where that is allowed, else it leaves the grid.
    """

    topic: TopicId
    slot: SlotId
    room: RoomId
    instead_of: SlotId | None = None


class ClearSession(Action, frozen=True, kw_only=True):
    """Take a session, and a pin that held it, off the grid."""

    topic: TopicId
    slot: SlotId


class PinTopic(Action, frozen=True, kw_only=True):
    """Say where a topic has to be: a slot, a room, or both."""

    pin: Pin


class UnpinTopic(Action, frozen=True, kw_only=True):
    """Take a pin out."""

    pin: Pin


class FreezeSlot(Action, frozen=True, kw_only=True):
    """Freeze a slot by hand."""

    slot: SlotId


class ThawSlot(Action, frozen=True, kw_only=True):
    """Let a frozen slot's sessions move again."""

    slot: SlotId


class AcceptOffer(Action, frozen=True, kw_only=True):
    """Say yes to what is offered for a topic that can run `sessions` times."""

    topic: TopicId
    kind: OfferKind
    sessions: int


class DeclineOffer(Action, frozen=True, kw_only=True):
    """Say no to what is offered for a topic that can run `sessions` times."""

    topic: TopicId
    kind: OfferKind
    sessions: int


class DirectLobby(Command, frozen=True, kw_only=True):
    """Have every projector show something else; without a topic, the one in the spotlight stays."""

    by: OrganiserId
    mode: LobbyMode = "auto"
    topic: TopicId | None = None
    paused: bool = False


class Announce(Action, frozen=True, kw_only=True):
    """Tell everybody something, on every screen."""

    text: str


class WithdrawAnnouncement(Action, frozen=True, kw_only=True):
    """Take back what was announced by the action of this id."""

    announcement: ActionId


class SetLogo(Action, frozen=True, kw_only=True):
    """Give the camp a logo: the bytes of a PNG, JPEG or WebP file; none takes it away."""

    content: bytes = b""


class SetTimer(Action, frozen=True, kw_only=True):
    """Count down to the moment `ends` on every screen, whatever was counted down to before."""

    ends: int
    what: str = ""


class StopTimer(Action, frozen=True, kw_only=True):
    """Count down no more."""


class UndoAction(Command, frozen=True, kw_only=True):
    """Take back the organisers' last action, which must be this one."""

    by: OrganiserId
    action: ActionId


# What the clock and the planner do; never made from anything that came over the network


class FreezeDueSlot(Command, frozen=True, kw_only=True):
    """Freeze a slot because its time has come."""

    slot: SlotId


class AdoptPlan(Command, frozen=True, kw_only=True):
    """Make the grid exactly this, frozen slots included, and say why what found no room did not.

    `figures` say how good it is, `troubles` what organisers asked for and it can't do. With `at` (0:
    unknown) it moves no more of what people have seen than `board.camp.rules.moves` allows then.
    """

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...] = ()
    at: int = 0
    figures: Figures | None = None
    troubles: tuple[str, ...] = ()


class OfferMore(Command, frozen=True, kw_only=True):
    """Offer exactly these topics more room, and no others."""

    offers: tuple[Offer, ...]
