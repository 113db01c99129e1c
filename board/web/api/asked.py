"""What the API's bodies hold on the way in. Unknown keys are refused, so that a typing error is heard.

`OrganiserAction` is made from the organisers' commands themselves: whatever they learn, the API can.
"""

from typing import Annotated, Any, TypeAlias, Union, get_args

from msgspec import NODEFAULT, UNSET, Meta, Struct, UnsetType, defstruct
from msgspec.structs import FieldInfo, fields

from board.camp import commands as c
from board.camp.model import (
    ActionId,
    Break,
    BreakId,
    GradeBand,
    LobbyMode,
    OfferKind,
    Pitch,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    TopicId,
)

Key: TypeAlias = Annotated[
    str,
    Meta(
        min_length=16,
        max_length=128,
        description="A secret drawn at random by whoever asks, and kept: asking again with it gives"
        " the same attendee a token again.",
    ),
]


Code: TypeAlias = Annotated[
    str,
    Meta(
        max_length=400,
        description="What the camp's doors ask for: the code on the lobby screen or one's badge; or"
        " what one's other device shows, to be the same person on both.",
    ),
]


class _Asked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The shape every body shares."""


class NewRoom(Room, frozen=True, kw_only=True):
    """A room; its id is drawn if it has none."""

    id: RoomId = RoomId("")


class NewSlot(Slot, frozen=True, kw_only=True):
    """A slot: `start` in minutes after midnight; its id is drawn if it has none."""

    id: SlotId = SlotId("")


class NewBreak(Break, frozen=True, kw_only=True):
    """A break: `start` in minutes after midnight; its id is drawn if it has none."""

    id: BreakId = BreakId("")


class NewCamp(_Asked, frozen=True, kw_only=True):
    """A camp to begin: its settings, its first organiser's name, and what is known of its day."""

    settings: Settings
    organiser: str
    rooms: tuple[NewRoom, ...] = ()
    slots: tuple[NewSlot, ...] = ()
    breaks: tuple[NewBreak, ...] = ()


class Joining(_Asked, frozen=True, kw_only=True):
    """Somebody who comes in."""

    name: str = ""
    key: Key | None = None
    code: Code = ""


class Naming(_Asked, frozen=True, kw_only=True):
    """What somebody is called, and what they say about themselves; what is absent stays.

    All but the name is only ever counted. Anything here, an empty text too, is an answer to it.
    """

    name: str | UnsetType = UNSET
    school: str | UnsetType = UNSET
    role: str | UnsetType = UNSET
    grade_bands: tuple[GradeBand, ...] | UnsetType = UNSET


class NewTopic(_Asked, frozen=True, kw_only=True):
    """A topic to pitch: an offer if whoever pitches leads it, else a wish.

    Who draws the id (1-32 of a-z, 0-9 and '-') can ask again safely.
    """

    pitch: Pitch
    lead: bool = False
    id: TopicId = TopicId("")


class Edit(_Asked, frozen=True, kw_only=True):
    """What a topic says about itself from now on."""

    pitch: Pitch


class SteppingUp(_Asked, frozen=True, kw_only=True):
    """Leading a topic: a wish as it is, an offer with the `cofacilitator_key` of who leads it."""

    key: str = ""


class OfferAnswer(_Asked, frozen=True, kw_only=True):
    """Yes or no to an offer, named by its `kind` and `sessions`, so that yes twice is yes once."""

    kind: OfferKind
    sessions: int
    yes: bool


class CompanyAnswer(_Asked, frozen=True, kw_only=True):
    """Yes or no to somebody who asks to help leading a topic."""

    yes: bool


class LobbyWanted(_Asked, frozen=True, kw_only=True):
    """What every projector is to show; without a `topic`, the one in the spotlight stays."""

    mode: LobbyMode
    topic: TopicId | None = None
    paused: bool = False


class MergeAnswer(_Asked, frozen=True, kw_only=True):
    """Yes or no to making a topic part of `into`."""

    into: TopicId
    yes: bool


class WholeBallot(_Asked, frozen=True, kw_only=True):
    """All one's votes, first choice first."""

    ballot: tuple[TopicId, ...]


class Invitation(_Asked, frozen=True, kw_only=True):
    """Somebody to run the day too; asking again with the same `action` gives the same link."""

    name: str
    action: ActionId = ActionId("")


# An invitation has an address of its own, since its answer is a link.
ACTIONS: dict[str, type[c.Action]] = {
    command.__name__: command
    for command in c.Action.__subclasses__()
    if command is not c.InviteOrganiser
}


def _asked(command: type[c.Action]) -> type[Struct]:
    """The command as a body: tagged with its name, without who and when, its `action` optional."""
    own = [
        _as_defined(field)
        for field in fields(command)
        if field.name not in c.Action.__annotations__
    ]
    return defstruct(
        command.__name__,
        [*own, ("action", ActionId, ActionId(""))],
        namespace={"__doc__": command.__doc__},
        tag=True,
        tag_field="type",
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
    )


def _as_defined(field: FieldInfo) -> Any:
    if field.default is NODEFAULT:
        return field.name, field.type
    return field.name, field.type, field.default


OrganiserAction: Any = Union[tuple(map(_asked, ACTIONS.values()))]  # noqa: UP007 - made at run time


def as_command(body: Struct, **signed: Any) -> c.Action:
    """The command that an OrganiserAction comes to; `signed` are the fields every Action has."""
    command = ACTIONS[type(body).__name__]
    own = {
        field.name: getattr(body, field.name) for field in fields(body) if field.name != "action"
    }
    return command(**own, **signed)


def as_body(command: c.Action) -> Struct:
    """The OrganiserAction that comes to a command; whoever sends it draws an action of their own."""
    kinds: dict[str, type[Struct]] = {kind.__name__: kind for kind in get_args(OrganiserAction)}
    kind = kinds[type(command).__name__]
    own = (field.name for field in fields(kind) if field.name != "action")
    return kind(**{name: getattr(command, name) for name in own})
