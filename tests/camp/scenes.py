"""A small camp to tell examples with: its people, its places, and ways to act in it."""

from itertools import count
from typing import Any, TypeVar

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import (
    ActionId,
    ActorId,
    AttendeeId,
    Camp,
    CampId,
    Organiser,
    OrganiserId,
    Phase,
    Pitch,
    Placement,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    TopicId,
)

OLU, PIA = OrganiserId("o1"), OrganiserId("o2")
ADA, BEN, CLEO, NOBODY = (AttendeeId(a) for a in ("ada", "ben", "cleo", "nobody"))
GYM, LAB, HUT = RoomId("gym"), RoomId("lab"), RoomId("hut")
NINE, TEN, NOON = SlotId("s9"), SlotId("s10"), SlotId("s12")
CHESS, ROBOTS, POETRY, NEW = (TopicId(t) for t in ("chess", "robots", "poetry", "new"))

SETTINGS = Settings(name="Spring", date="2026-03-14", zone="Europe/Berlin")

BEGIN = c.CreateCamp(
    camp=CampId("spring"),
    settings=SETTINGS,
    organiser=Organiser(id=OLU, name="Olu"),
    slots=(
        Slot(id=NINE, name="Nine", start=540, minutes=50),
        Slot(id=TEN, name="Ten", start=600, minutes=50),
        Slot(id=NOON, name="Noon", start=720, minutes=50),
    ),
    rooms=(
        Room(id=GYM, name="Gym", capacity=80, features=("projector",)),
        Room(id=LAB, name="Lab", capacity=30, features=("projector", "sink")),
        Room(id=HUT, name="Hut", capacity=12),
    ),
)

_Did = TypeVar("_Did", bound=c.Action)
_numbers = count(1)


def a_camp(phase: Phase = "open", **settings: Any) -> Camp:
    """Ada leads Chess, Ben leads Robots, and Cleo wishes for Poetry; nothing is placed."""
    camp = fold(None, decide(None, BEGIN))
    camp = after(
        camp,
        *(c.JoinCamp(attendee=a, name=a.title()) for a in (ADA, BEN, CLEO)),
        did(c.ChangePhase, phase="open"),
        pitched(CHESS, ADA, leads=True),
        pitched(ROBOTS, BEN, leads=True),
        pitched(POETRY, CLEO),
    )
    if settings:
        chosen = Settings(
            **{**{f: getattr(SETTINGS, f) for f in ("name", "date", "zone")}, **settings}
        )
        camp = after(camp, did(c.ChangeSettings, settings=chosen))
    return camp if phase == "open" else after(camp, did(c.ChangePhase, phase=phase))


def after(camp: Camp, *commands: c.Command) -> Camp:
    """The camp after `commands`, each of which changes something."""
    for command in commands:
        events = decide(camp, command)
        assert events, f"{command} changes nothing"
        camp = fold(camp, events)
    return camp


def did(kind: type[_Did], /, by: OrganiserId = OLU, **what: Any) -> _Did:
    """An organiser's command, as an action of its own."""
    number = next(_numbers)
    return kind(by=by, action=ActionId(f"act{number}"), at=number, **what)


def pitched(topic: TopicId, by: ActorId, *, leads: bool = False, **words: Any) -> c.PitchTopic:
    """A pitch, for an offer if its pitcher `leads` it."""
    pitch = Pitch(**{"title": topic.title(), **words})
    leaders = (AttendeeId(by),) if leads else ()
    return c.PitchTopic(topic=topic, by=by, at=1, pitch=pitch, facilitators=leaders)


def edited(camp: Camp, topic: TopicId, by: ActorId, **words: Any) -> c.EditTopic:
    """An edit of some of a topic's words."""
    pitch = camp.topics[topic].pitch
    kept = {name: getattr(pitch, name) for name in pitch.__struct_fields__}
    return c.EditTopic(topic=topic, by=by, pitch=Pitch(**{**kept, **words}))


def put(
    topic: TopicId, slot: SlotId, room: RoomId, instead_of: SlotId | None = None
) -> c.PlaceSession:
    """A session put into a cell by hand, and so pinned."""
    return did(c.PlaceSession, topic=topic, slot=slot, room=room, instead_of=instead_of)


def planned(*cells: tuple[TopicId, SlotId, RoomId]) -> c.AdoptPlan:
    """A plan that is exactly these sessions."""
    return c.AdoptPlan(placements=tuple(at(*cell) for cell in cells))


def at(topic: TopicId, slot: SlotId, room: RoomId) -> Placement:
    """A session where the planner put it."""
    return Placement(topic=topic, slot=slot, room=room, why="a free room")


def undo(camp: Camp) -> c.UndoAction:
    """The command that takes the last action back."""
    return c.UndoAction(by=OLU, action=camp.actions[-1].id)


def where(camp: Camp, topic: TopicId) -> list[tuple[SlotId, RoomId]]:
    """The cells that a topic is in."""
    return [(p.slot, p.room) for p in camp.placements.get(topic, ())]
