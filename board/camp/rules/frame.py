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
from board.camp.rules import branding, grid
from board.camp.said import say, say_n

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
    _each_once(command.slots)
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
    what = say("Changed the settings")
    if settings.tallies_shown != camp.settings.tallies_shown:
        what = say("Revealed the tallies") if settings.tallies_shown else say("Hid the tallies")
    return what, () if settings == camp.settings else (e.SettingsChanged(settings=settings),)


def change_phase(camp: Camp, command: c.ChangePhase) -> tuple[str, tuple[e.Event, ...]]:
    """The day goes on, or back if somebody was too quick."""
    if command.phase not in PHASES:
        phase = texts.quoted(command.phase)
        raise Invalid(
            say("{phase} is no phase; they are {phases}.", phase=phase, phases=", ".join(PHASES))
        )
    words = {
        "setup": say("Went back to setting up"),
        "open": say("Opened the board"),
        "running": say("Started the sessions"),
        "closed": say("Closed the camp"),
    }
    events = () if command.phase == camp.phase else (e.PhaseChanged(phase=command.phase),)
    return words[command.phase], events


def set_rooms(camp: Camp, command: c.SetRooms) -> tuple[str, tuple[e.Event, ...]]:
    """Rooms come and change; a session a room can't hold any more leaves the grid."""
    rooms = _checked_rooms(command.rooms, set(camp.slots), camp.rooms)
    after = {**camp.rooms, **{room.id: room for room in rooms}}
    _all_named_once([room.name for room in after.values()])
    if len(after) > MOST_ROOMS:
        raise Conflict(
            say(
                "A camp can have {most_rooms} rooms; with these it would have {count}.",
                most_rooms=MOST_ROOMS,
                count=len(after),
            )
        )
    changed = tuple(e.RoomSet(room=r) for r in rooms if camp.rooms.get(r.id) != r)
    names = [event.room.name for event in changed]
    many = say_n(len(names), "Set {n} room", "Set {n} rooms")
    return _set(names, many), grid.settled(camp, changed)


def remove_room(camp: Camp, command: c.RemoveRoom) -> tuple[str, tuple[e.Event, ...]]:
    """What is in the room leaves the grid and is placed anew."""
    if command.room not in camp.rooms:
        return say("Removed a room"), ()
    room = camp.rooms[command.room]
    return say("Removed {room}", room=room.name), grid.settled(camp, (e.RoomRemoved(room=room.id),))


def set_slots(camp: Camp, command: c.SetSlots) -> tuple[str, tuple[e.Event, ...]]:
    """Slots come and change, but never overlap: nobody can be in two at once."""
    _each_once(command.slots)
    given = {slot.id: slot for slot in command.slots}
    slots = _checked_slots({**camp.slots, **given}.values())
    changed = tuple(e.SlotSet(slot=slot) for slot in slots if camp.slots.get(slot.id) != slot)
    names = [event.slot.name for event in changed]
    return _set(names, say_n(len(names), "Set {n} slot", "Set {n} slots")), changed


def remove_slot(camp: Camp, command: c.RemoveSlot) -> tuple[str, tuple[e.Event, ...]]:
    """What is in the slot leaves the grid and is placed anew."""
    if command.slot not in camp.slots:
        return say("Removed a slot"), ()
    slot = camp.slots[command.slot]
    return say("Removed {slot}", slot=slot.name), grid.settled(camp, (e.SlotRemoved(slot=slot.id),))


def set_breaks(camp: Camp, command: c.SetBreaks) -> tuple[str, tuple[e.Event, ...]]:
    """Breaks come and change."""
    breaks = _checked_breaks(command.breaks)
    after = len({*camp.breaks, *(pause.id for pause in breaks)})
    if after > MOST_SLOTS:
        raise Conflict(
            say(
                "A day can have {most_slots} breaks; with these it would have {after}.",
                most_slots=MOST_SLOTS,
                after=after,
            )
        )
    changed = tuple(e.BreakSet(pause=b) for b in breaks if camp.breaks.get(b.id) != b)
    names = [event.pause.name for event in changed]
    return _set(names, say_n(len(names), "Set {n} break", "Set {n} breaks")), changed


def remove_break(camp: Camp, command: c.RemoveBreak) -> tuple[str, tuple[e.Event, ...]]:
    """A break that isn't there is removed already."""
    if command.pause not in camp.breaks:
        return say("Removed a break"), ()
    name = camp.breaks[command.pause].name
    return say("Removed {name}", name=name), (e.BreakRemoved(pause=command.pause),)


def invite(camp: Camp, command: c.InviteOrganiser) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers make more organisers."""
    organiser = _checked_organiser(command.organiser)
    there = organiser.id in camp.organisers
    if camp.who(AttendeeId(organiser.id)) in camp.attendees:
        raise Conflict(
            say("This id belongs to an attendee. Please invite again, with another one.")
        )
    return say("Invited {organiser}", organiser=organiser.name), () if there else (
        e.OrganiserInvited(organiser=organiser),
    )


def remove_organiser(camp: Camp, command: c.RemoveOrganiser) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser's links stop working; the last one stays."""
    found = camp.organisers.get(command.organiser)
    if found is None:
        return say("Removed an organiser"), ()
    if len(camp.organisers) == 1:
        raise Conflict(say("A camp needs an organiser: invite another one first."))
    return say("Removed {found}", found=found.name), (e.OrganiserRemoved(organiser=found.id),)


def checked_settings(given: Settings) -> Settings:
    """Settings with clean texts and sensible numbers, or Invalid.

    That the time zone exists is for the caller to know; it takes a database to tell.
    """
    try:
        day = date.fromisoformat(given.date)
    except ValueError:
        given_date = texts.quoted(given.date)
        raise Invalid(
            say("{given_date} is no date. Write it as 2026-03-14.", given_date=given_date)
        ) from None
    if not 0 <= given.vote_budget <= 1_000:
        raise Invalid(say("The vote budget must be 0 (as many as one likes) to 1,000."))
    if not 0 <= given.freeze_minutes <= DAY:
        raise Invalid(say("A slot can freeze 0 (only by hand) to 1,440 minutes before it starts."))
    if not 0 <= given.moves_per_minute <= MOST_MOVES:
        raise Invalid(
            say(
                "In a minute 0 (none) to {most_moves} sessions may change their slot.",
                most_moves=MOST_MOVES,
            )
        )
    if given.identity not in IDENTITIES:
        raise Invalid(
            say("{mode} is no way to come in; there is {modes}.",
                mode=texts.quoted(given.identity), modes=", ".join(IDENTITIES))
        )  # fmt: skip
    return Settings(
        name=texts.line(given.name, say("name of the camp"), most=texts.NAME),
        date=day.isoformat(),
        zone=texts.line(given.zone, say("time zone"), most=texts.NAME),
        vote_budget=given.vote_budget,
        tallies_shown=given.tallies_shown,
        freeze_minutes=given.freeze_minutes,
        leaderless=given.leaderless,
        moves_per_minute=given.moves_per_minute,
        colour=branding.checked_colour(given.colour),
        identity=given.identity,
    )


def _checked_rooms(
    rooms: tuple[Room, ...], slots: set[SlotId], before: Mapping[RoomId, Room]
) -> tuple[Room, ...]:
    _each_once(rooms)
    checked = []
    for room in rooms:
        texts.identifier(room.id, "room")
        name = texts.line(room.name, say("name of the room"), most=texts.NAME)
        if not 1 <= room.capacity <= 100_000:
            raise Invalid(
                say("How many people fit into {name}? Give a number from 1 to 100,000.", name=name)
            )
        # A slot it was closed in may be gone by now, and come back: that may stay.
        known = {*slots, *before[room.id].closed} if room.id in before else slots
        if missing := [slot for slot in room.closed if slot not in known]:
            gone = texts.quoted(missing[0])
            raise Invalid(
                say("{name} is closed in a slot that isn't there: {gone}.", name=name, gone=gone)
            )
        features = texts.words(room.features, say("room feature"))
        closed = tuple(dict.fromkeys(room.closed))
        checked.append(
            Room(id=room.id, name=name, capacity=room.capacity, features=features, closed=closed)
        )
    _all_named_once([room.name for room in checked])
    if len(checked) > MOST_ROOMS:
        raise Conflict(
            say(
                "A camp can have {most_rooms} rooms; these are {count}.",
                most_rooms=MOST_ROOMS,
                count=len(checked),
            )
        )
    return tuple(checked)


def _checked_slots(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    checked = []
    for slot in slots:
        texts.identifier(slot.id, "slot")
        name = texts.line(slot.name, say("name of the slot"), most=texts.NAME)
        _checked_time(slot, name)
        checked.append(Slot(id=slot.id, name=name, start=slot.start, minutes=slot.minutes))
    checked.sort(key=lambda slot: slot.start)
    for earlier, later in pairwise(checked):
        if later.start < earlier.end:
            raise Conflict(
                say(
                    "{later} begins before {earlier} is over. Sessions that run at the same time belong"
                    " into one slot; slots follow one another.",
                    later=later.name,
                    earlier=earlier.name,
                )
            )
    if len(checked) > MOST_SLOTS:
        raise Conflict(
            say(
                "A camp can have {most_slots} slots; these are {count}.",
                most_slots=MOST_SLOTS,
                count=len(checked),
            )
        )
    return tuple(checked)


def _checked_breaks(breaks: tuple[Break, ...]) -> tuple[Break, ...]:
    _each_once(breaks)
    checked = []
    for pause in breaks:
        texts.identifier(pause.id, "break")
        name = texts.line(pause.name, say("name of the break"), most=texts.NAME)
        _checked_time(pause, name)
        checked.append(Break(id=pause.id, name=name, start=pause.start, minutes=pause.minutes))
    if len(checked) > MOST_SLOTS:
        raise Conflict(
            say(
                "A day can have {most_slots} breaks; these are {count}.",
                most_slots=MOST_SLOTS,
                count=len(checked),
            )
        )
    return tuple(checked)


def _checked_time(period: Slot | Break, name: str) -> None:
    if not (0 <= period.start < DAY and period.minutes >= 5 and period.end <= DAY):
        raise Invalid(say("{name} must take 5 minutes or more, and lie within the day.", name=name))


def _checked_organiser(organiser: Organiser) -> Organiser:
    texts.identifier(organiser.id, "organiser")
    return Organiser(
        id=organiser.id,
        name=texts.line(organiser.name, say("name of the organiser"), most=texts.NAME),
    )


def _each_once(given: Iterable[Room | Slot | Break]) -> None:
    seen: set[str] = set()
    for each in given:
        if each.id in seen:
            raise Invalid(say("{name} is given twice.", name=texts.quoted(each.name)))
        seen.add(each.id)


def _set(names: list[str], many: str) -> str:
    return say("Set {names}", names=", ".join(names)) if len(names) <= 3 else many


def _all_named_once(names: list[str]) -> None:
    lowered = [name.lower() for name in names]
    for name in names:
        if lowered.count(name.lower()) > 1:
            raise Conflict(say("Two rooms are called “{name}”. Give each its own name.", name=name))
