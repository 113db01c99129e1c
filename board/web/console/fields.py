"""From a form's fields to the values they stand for, or Invalid with a sentence.

What is sensible is for `board.camp.rules` to say; here only what a field can hold is checked.
"""

from msgspec.structs import replace

from board.camp import joined, pasted
from board.camp.defaults import LUNCH
from board.camp.errors import Invalid, Unknown
from board.camp.model import (
    GRADE_BANDS,
    IDENTITIES,
    Break,
    BreakId,
    Camp,
    Identity,
    Pitch,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
    TopicId,
)
from board.camp.said import say
from board.languages.told import told
from board.live import changes
from board.web import zones
from board.web.console.posts import Asked
from board.web.pages.offered import as_stored

MOST_AT_ONCE = 12  # slots that one form adds


def settings(asked: Asked) -> Settings:
    """The settings in the form; what it doesn't show stays."""
    zones.check(asked.text("zone"))
    return replace(
        asked.camp.settings,
        name=asked.text("name"),
        date=asked.text("date"),
        zone=asked.text("zone"),
        vote_budget=_number(asked, "vote_budget", say("vote budget")),
        freeze_minutes=_number(asked, "freeze_minutes", say("minutes before a slot freezes")),
        leaderless=asked.text("leaderless") == "yes",
        colour=asked.text("colour") if asked.text("own_colour") == "yes" else "",
        moves_per_minute=_number(asked, "moves_per_minute", say("number of sessions")),
        identity=_identity(asked),
    )


def rooms(asked: Asked) -> tuple[Room, ...]:
    """The rooms pasted one a line, with ids that no room of the camp has."""
    found, complaints = pasted.rooms(asked.text("rooms"))
    if complaints:
        raise Invalid(joined.sentences(complaints[:3]))
    if not found:
        raise Invalid(
            say("Write one room a line: its name, and how many people fit in. Library 40")
        )
    taken: set[str] = set(asked.camp.rooms)
    return tuple(replace(room, id=RoomId(_free(room.id, taken))) for room in found)


def room(asked: Asked) -> Room:
    """The room in the path as the form describes it."""
    return Room(
        id=_known(asked.camp, asked.path["room"]).id,
        name=asked.text("name"),
        capacity=_number(asked, "capacity", say("number of people who fit in")),
        features=_words(asked.text("features")),
        closed=tuple(SlotId(slot) for slot in asked.texts("closed")),
    )


def slots(asked: Asked) -> tuple[Slot, ...]:
    """Slots that follow one another, around the camp's breaks, with ids and names not yet taken."""
    count = _number(asked, "count", say("number of slots"))
    if not 1 <= count <= MOST_AT_ONCE:
        raise Invalid(say("Add 1 to {most_at_once} slots at once.", most_at_once=MOST_AT_ONCE))
    minutes = _number(asked, "minutes", say("length of a slot in minutes"))
    gap = _number(asked, "gap", say("minutes between slots"))
    if not 5 <= minutes <= pasted.DAY or gap > pasted.DAY:
        raise Invalid(say("A slot takes 5 minutes or more, and lies within the day."))
    breaks = asked.camp.breaks.values()
    made = pasted.slots(_time(asked, "start"), count, minutes, gap, breaks)
    taken: set[str] = set(asked.camp.slots)
    names = {s.name.lower() for s in asked.camp.slots.values()}
    numbered, number = [], len(asked.camp.slots)
    for each in made:
        number += 1
        while f"slot {number}" in names:
            number += 1
        slot_id = SlotId(_free(f"slot-{number}", taken))
        numbered.append(replace(each, id=slot_id, name=f"Slot {number}"))
    return tuple(numbered)


def slot(asked: Asked) -> Slot:
    """The slot in the path as the form describes it."""
    found = asked.camp.slots.get(SlotId(asked.path["slot"]))
    if found is None:
        raise Unknown(say("This slot is not there any more. Look at the day again."))
    name = asked.text("name")
    return Slot(
        id=found.id,
        # The board's own name, which was shown in the organiser's language, stays everybody's.
        name=str.__str__(found.name) if name == told(found.name) else name,
        start=_time(asked, "start"),
        minutes=_number(asked, "minutes", say("length in minutes")),
    )


def new_break(asked: Asked) -> Break:
    """A break that isn't there yet."""
    return _break(asked, BreakId(asked.new_id("break")))


def pause(asked: Asked) -> Break:
    """The break in the path as the form describes it."""
    found = asked.camp.breaks.get(BreakId(asked.path["pause"]))
    if found is None:
        raise Unknown(say("This break is not there any more. Look at the day again."))
    return _break(asked, found.id)


def pitch(asked: Asked) -> Pitch:
    """A topic from a paper card."""
    return Pitch(
        title=asked.text("title"),
        description=asked.text("description"),
        grade_bands=tuple(band for band in GRADE_BANDS if band in asked.texts("grade_bands")),
        needs=_words(asked.text("needs")),
        sessions=_number(asked, "sessions", say("number of times it can run"), default=1),
    )


def change(asked: Asked) -> changes.Change:
    """What the form wants to try; `kind` says which of its fields count."""
    match asked.text("kind"):
        case "close-room":
            slots = _closing(asked.camp, asked.text("when"))
            return changes.CloseRoom(room=_known(asked.camp, asked.text("room")).id, slots=slots)
        case "add-slot":
            minutes = _number(asked, "minutes", say("length of a slot in minutes"))
            return changes.AddSlot(start=_time(asked, "start"), minutes=minutes)
        case "add-room":
            capacity = _number(asked, "capacity", say("number of people who fit in"))
            features = _words(asked.text("features"))
            return changes.AddRoom(name=asked.text("name"), capacity=capacity, features=features)
        case "cap-topic":
            seats = _number(asked, "seats", say("number of people"), default=0)
            return changes.CapTopic(topic=TopicId(asked.text("topic")), seats=seats)
        case "repeat-topic":
            return changes.RepeatTopic(topic=TopicId(asked.text("topic")))
    raise Invalid(say("Choose what you would change."))


def _identity(asked: Asked) -> Identity:
    """How people come in; a form that doesn't ask leaves it as it is."""
    given = asked.text("identity") or asked.camp.settings.identity
    return next((each for each in IDENTITIES if each == given), "open")


def _closing(camp: Camp, when: str) -> tuple[SlotId, ...]:
    if when != "rest":
        return (SlotId(when),) if when else ()
    if rest := tuple(slot for slot in sorted(camp.slots) if slot not in camp.frozen):
        return rest
    raise Invalid(say("Every slot is frozen, so nothing is left of the day."))


def _break(asked: Asked, break_id: BreakId) -> Break:
    return Break(
        id=break_id,
        name=as_stored(asked.text("name"), (LUNCH,)),
        start=_time(asked, "start"),
        minutes=_number(asked, "minutes", say("length in minutes")),
    )


def _known(camp: Camp, room_id: str) -> Room:
    found = camp.rooms.get(RoomId(room_id))
    if found is None:
        raise Unknown(say("This room is not there any more. Look at the rooms again."))
    return found


def _number(asked: Asked, name: str, what: str, *, default: int | None = None) -> int:
    given = asked.text(name)
    if not given and default is not None:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) <= 9):
        raise Invalid(say("“{given}” is no {what}. Write a whole number.", given=given, what=what))
    return int(given)


def _time(asked: Asked, name: str) -> int:
    minutes = pasted.minutes_of(asked.text(name))
    if minutes is None:
        raise Invalid(
            say("“{name}” is no time of day. Write it as 9:05 or 13:05.", name=asked.text(name))
        )
    return minutes


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _free(wanted: str, taken: set[str]) -> str:
    free, number = wanted, 1
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    taken.add(free)
    return free
