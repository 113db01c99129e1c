"""The frame of the day: settings, phases, rooms, slots, breaks, organisers."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Conflict, Invalid
from board.camp.model import (
    IDENTITIES,
    PHASES,
    AttendeeId,
    Break,
    Camp,
    Organiser,
    Room,
    RoomId,
    Settings,
    Slot,
    SlotId,
)
from board.camp.rules import grid
from board.camp.said import say

MOST_ROOMS = 300
MOST_SLOTS = 40
MOST_MOVES = 60
DAY = 24 * 60


def create(command: c.CreateCamp) -> tuple[e.Event, ...]:
    """A camp begins with a name, a date, and whatever is known of its rooms and its day."""
    texts.identifier(command.camp, "camp")
    began = e.CampCreated(
        camp=command.camp,
        settings=checked_settings(command.settings),
        organiser=_checked_organiser(command.organiser),
    )
    _each_once(command.slots, "slot")
    slots = _checked_slots(command.slots)
    breaks = _checked_breaks(command.breaks)
    rooms = _checked_rooms(command.rooms, {slot.id for slot in slots}, {})
    return (
        began,
        *(e.SlotSet(slot=slot) for slot in slots),
        *(e.BreakSet(pause=pause) for pause in breaks),
        *(e.RoomSet(room=room) for room in rooms),
    )


def change_settings(camp: Camp, command: c.ChangeSettings) -> tuple[str, tuple[e.Event, ...]]:
    """Settings can change at any time; a smaller budget takes no vote away that was given."""
    settings = checked_settings(command.settings)
    what = "Changed the settings"
    if settings.tallies_shown != camp.settings.tallies_shown:
        what = "Revealed the tallies" if settings.tallies_shown else "Hid the tallies"
    return what, () if settings == camp.settings else (e.SettingsChanged(settings=settings),)


def change_phase(camp: Camp, command: c.ChangePhase) -> tuple[str, tuple[e.Event, ...]]:
    """The day goes on, or back if somebody was too quick."""
    if command.phase not in PHASES:
        phase = texts.quoted(command.phase)
        raise Invalid(f"{phase} is no phase; they are {', '.join(PHASES)}.")
    words = {
        "setup": "Went back to setting up",
        "open": "Opened the board",
        "running": "Started the sessions",
        "closed": "Closed the camp",
    }
    events = () if command.phase == camp.phase else (e.PhaseChanged(phase=command.phase),)
    return words[command.phase], events


def set_rooms(camp: Camp, command: c.SetRooms) -> tuple[str, tuple[e.Event, ...]]:
    """Rooms come and change; a session a room can't hold any more leaves the grid."""
    rooms = _checked_rooms(command.rooms, set(camp.slots), camp.rooms)
    after = {**camp.rooms, **{room.id: room for room in rooms}}
    _all_named_once([room.name for room in after.values()], "room")
    if len(after) > MOST_ROOMS:
        raise Conflict(
            f"A camp can have {MOST_ROOMS} rooms; with these it would have {len(after)}."
        )
    changed = tuple(e.RoomSet(room=r) for r in rooms if camp.rooms.get(r.id) != r)
    return _set([event.room.name for event in changed], "rooms"), grid.settled(camp, changed)


def remove_room(camp: Camp, command: c.RemoveRoom) -> tuple[str, tuple[e.Event, ...]]:
    """What is in the room leaves the grid and is placed anew."""
    if command.room not in camp.rooms:
        return "Removed a room", ()
    room = camp.rooms[command.room]
    return f"Removed {room.name}", grid.settled(camp, (e.RoomRemoved(room=room.id),))


def set_slots(camp: Camp, command: c.SetSlots) -> tuple[str, tuple[e.Event, ...]]:
    """Slots come and change, but never overlap: nobody can be in two at once."""
    _each_once(command.slots, "slot")
    given = {slot.id: slot for slot in command.slots}
    slots = _checked_slots({**camp.slots, **given}.values())
    changed = tuple(e.SlotSet(slot=slot) for slot in slots if camp.slots.get(slot.id) != slot)
    return _set([event.slot.name for event in changed], "slots"), changed


def remove_slot(camp: Camp, command: c.RemoveSlot) -> tuple[str, tuple[e.Event, ...]]:
    """What is in the slot leaves the grid and is placed anew."""
    if command.slot not in camp.slots:
        return "Removed a slot", ()
    slot = camp.slots[command.slot]
    return f"Removed {slot.name}", grid.settled(camp, (e.SlotRemoved(slot=slot.id),))


def set_breaks(camp: Camp, command: c.SetBreaks) -> tuple[str, tuple[e.Event, ...]]:
    """Breaks come and change."""
    breaks = _checked_breaks(command.breaks)
    after = len({*camp.breaks, *(pause.id for pause in breaks)})
    if after > MOST_SLOTS:
        raise Conflict(f"A day can have {MOST_SLOTS} breaks; with these it would have {after}.")
    changed = tuple(e.BreakSet(pause=b) for b in breaks if camp.breaks.get(b.id) != b)
    return _set([event.pause.name for event in changed], "breaks"), changed


def remove_break(camp: Camp, command: c.RemoveBreak) -> tuple[str, tuple[e.Event, ...]]:
    """A break that isn't there is removed already."""
    if command.pause not in camp.breaks:
        return "Removed a break", ()
    name = camp.breaks[command.pause].name
    return f"Removed {name}", (e.BreakRemoved(pause=command.pause),)


def invite(camp: Camp, command: c.InviteOrganiser) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers make more organisers."""
    organiser = _checked_organiser(command.organiser)
    there = organiser.id in camp.organisers
    if camp.who(AttendeeId(organiser.id)) in camp.attendees:
        raise Conflict("This id belongs to an attendee. Please invite again, with another one.")
    return f"Invited {organiser.name}", () if there else (e.OrganiserInvited(organiser=organiser),)


def remove_organiser(camp: Camp, command: c.RemoveOrganiser) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser's links stop working; the last one stays."""
    found = camp.organisers.get(command.organiser)
    if found is None:
        return "Removed an organiser", ()
    if len(camp.organisers) == 1:
        raise Conflict("A camp needs an organiser: invite another one first.")
    return f"Removed {found.name}", (e.OrganiserRemoved(organiser=found.id),)


def checked_settings(given: Settings) -> Settings:
    """Settings with clean texts and sensible numbers, or Invalid.

    That the time zone exists is for the caller to know; it takes a database to tell.
    """
    try:
        day = date.fromisoformat(given.date)
    except ValueError:
        given_date = texts.quoted(given.date)
        raise Invalid(f"{given_date} is no date. Write it as 2026-03-14.") from None
    if not 0 <= given.vote_budget <= 1_000:
        raise Invalid("The vote budget must be 0 (as many as one likes) to 1,000.")
    if not 0 <= given.freeze_minutes <= DAY:
        raise Invalid("A slot can freeze 0 (only by hand) to 1,440 minutes before it starts.")
    if not 0 <= given.moves_per_minute <= MOST_MOVES:
        raise Invalid(f"In a minute 0 (none) to {MOST_MOVES} sessions may change their slot.")
    if given.identity not in IDENTITIES:
        raise Invalid(
            say("{mode} is no way to come in; there is {modes}.",
                mode=texts.quoted(given.identity), modes=", ".join(IDENTITIES))
        )  # fmt: skip
    return Settings(
        name=texts.line(given.name, "name of the camp", most=texts.NAME),
        date=day.isoformat(),
        zone=texts.line(given.zone, "time zone", most=texts.NAME),
        vote_budget=given.vote_budget,
        tallies_shown=given.tallies_shown,
        freeze_minutes=given.freeze_minutes,
        leaderless=given.leaderless,
        moves_per_minute=given.moves_per_minute,
        identity=given.identity,
    )


def _checked_rooms(
    rooms: tuple[Room, ...], slots: set[SlotId], before: Mapping[RoomId, Room]
) -> tuple[Room, ...]:
    _each_once(rooms, "room")
    checked = []
    for room in rooms:
        texts.identifier(room.id, "room")
        name = texts.line(room.name, "name of the room", most=texts.NAME)
        if not 1 <= room.capacity <= 100_000:
            raise Invalid(f"How many people fit into {name}? Give a number from 1 to 100,000.")
        # A slot it was closed in may be gone by now, and come back: that may stay.
        known = {*slots, *before[room.id].closed} if room.id in before else slots
        if missing := [slot for slot in room.closed if slot not in known]:
            gone = texts.quoted(missing[0])
            raise Invalid(f"{name} is closed in a slot that isn't there: {gone}.")
        features = texts.words(room.features, "room feature")
        closed = tuple(dict.fromkeys(room.closed))
        checked.append(
            Room(id=room.id, name=name, capacity=room.capacity, features=features, closed=closed)
        )
    _all_named_once([room.name for room in checked], "room")
    if len(checked) > MOST_ROOMS:
        raise Conflict(f"A camp can have {MOST_ROOMS} rooms; these are {len(checked)}.")
    return tuple(checked)


def _checked_slots(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    checked = []
    for slot in slots:
        texts.identifier(slot.id, "slot")
        name = texts.line(slot.name, "name of the slot", most=texts.NAME)
        _checked_time(slot, name)
        checked.append(Slot(id=slot.id, name=name, start=slot.start, minutes=slot.minutes))
    checked.sort(key=lambda slot: slot.start)
    for earlier, later in pairwise(checked):
        if later.start < earlier.end:
            raise Conflict(
                f"{later.name} begins before {earlier.name} is over. Sessions that run at the same"
                " time belong into one slot; slots follow one another."
            )
    if len(checked) > MOST_SLOTS:
        raise Conflict(f"A camp can have {MOST_SLOTS} slots; these are {len(checked)}.")
    return tuple(checked)


def _checked_breaks(breaks: tuple[Break, ...]) -> tuple[Break, ...]:
    _each_once(breaks, "break")
    checked = []
    for pause in breaks:
        texts.identifier(pause.id, "break")
        name = texts.line(pause.name, "name of the break", most=texts.NAME)
        _checked_time(pause, name)
        checked.append(Break(id=pause.id, name=name, start=pause.start, minutes=pause.minutes))
    if len(checked) > MOST_SLOTS:
        raise Conflict(f"A day can have {MOST_SLOTS} breaks; these are {len(checked)}.")
    return tuple(checked)


def _checked_time(period: Slot | Break, name: str) -> None:
    if not (0 <= period.start < DAY and period.minutes >= 5 and period.end <= DAY):
        raise Invalid(f"{name} must take 5 minutes or more, and lie within the day.")


def _checked_organiser(organiser: Organiser) -> Organiser:
    texts.identifier(organiser.id, "organiser")
    return Organiser(
        id=organiser.id, name=texts.line(organiser.name, "name of the organiser", most=texts.NAME)
    )


def _each_once(given: Iterable[Room | Slot | Break], what: str) -> None:
    seen: set[str] = set()
    for each in given:
        if each.id in seen:
            raise Invalid(f"The {what} {texts.quoted(each.name)} is given twice.")
        seen.add(each.id)


def _set(names: list[str], what: str) -> str:
    return f"Set {', '.join(names)}" if len(names) <= 3 else f"Set {len(names)} {what}"


def _all_named_once(names: list[str], what: str) -> None:
    lowered = [name.lower() for name in names]
    for name in names:
        if lowered.count(name.lower()) > 1:
            raise Conflict(f"Two {what}s are called “{name}”. Give each its own name.")
