"""What a rehearsal aside is told: a camp without its people, and how many phones come for how long."""

from msgspec import Struct
from msgspec.structs import replace

from board.camp.model import Break, Camp, Pitch, Room, Settings, Slot


class CopiedTopic(Struct, frozen=True, kw_only=True):
    """A topic without its people: what it says, and whether anybody leads it."""

    pitch: Pitch
    led: bool


class Copy(Struct, frozen=True, kw_only=True):
    """What of a camp a rehearsal needs: nobody's name, and nobody's vote."""

    settings: Settings
    rooms: tuple[Room, ...]
    slots: tuple[Slot, ...]
    breaks: tuple[Break, ...]
    topics: tuple[CopiedTopic, ...]


class Assignment(Struct, frozen=True, kw_only=True):
    """What to rehearse with how many phones for how long; `folder`: whose disk to use, if it lets us."""

    copy: Copy
    phones: int
    seconds: float
    folder: str = ""


def copy_of(camp: Camp) -> Copy:
    """A camp as anybody's phone can come into it; its slots freeze by hand only."""
    return Copy(
        settings=replace(camp.settings, freeze_minutes=0, identity="open"),
        rooms=tuple(camp.rooms.values()),
        slots=tuple(replace(slot, name=str.__str__(slot.name)) for slot in camp.slots.values()),
        breaks=tuple(replace(each, name=str.__str__(each.name)) for each in camp.breaks.values()),
        topics=tuple(
            CopiedTopic(pitch=topic.pitch, led=not topic.wish)
            for topic in sorted(camp.topics.values(), key=lambda topic: topic.number)
            if topic.up
        ),
    )
