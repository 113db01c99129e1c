"""The day's frame: settings, phases, rooms, slots, breaks, organisers."""

from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes, without
from board.camp.defaults import break_name, slot_name
from board.camp.model import (
    Camp,
)


def _settings_changed(camp: Camp, event: e.SettingsChanged) -> Camp:
    return replace(camp, settings=event.settings)


def _phase_changed(camp: Camp, event: e.PhaseChanged) -> Camp:
    return replace(camp, phase=event.phase)


def _room_set(camp: Camp, event: e.RoomSet) -> Camp:
    return replace(camp, rooms=camp.rooms.set(event.room.id, event.room))


def _room_removed(camp: Camp, event: e.RoomRemoved) -> Camp:
    return replace(camp, rooms=without(camp.rooms, event.room))


def _slot_set(camp: Camp, event: e.SlotSet) -> Camp:
    slot = replace(event.slot, name=slot_name(event.slot.name))
    return replace(camp, slots=camp.slots.set(slot.id, slot))


def _slot_removed(camp: Camp, event: e.SlotRemoved) -> Camp:
    return replace(camp, slots=without(camp.slots, event.slot), frozen=camp.frozen - {event.slot})


def _break_set(camp: Camp, event: e.BreakSet) -> Camp:
    pause = replace(event.pause, name=break_name(event.pause.name))
    return replace(camp, breaks=camp.breaks.set(pause.id, pause))


def _break_removed(camp: Camp, event: e.BreakRemoved) -> Camp:
    return replace(camp, breaks=without(camp.breaks, event.pause))


def _slot_frozen(camp: Camp, event: e.SlotFrozen) -> Camp:
    return replace(camp, frozen=camp.frozen | {event.slot}, thawed=camp.thawed - {event.slot})


def _slot_thawed(camp: Camp, event: e.SlotThawed) -> Camp:
    thawed = camp.thawed if event.again else camp.thawed | {event.slot}
    return replace(camp, frozen=camp.frozen - {event.slot}, thawed=thawed)


def _organiser_invited(camp: Camp, event: e.OrganiserInvited) -> Camp:
    return replace(camp, organisers=camp.organisers.set(event.organiser.id, event.organiser))


def _organiser_removed(camp: Camp, event: e.OrganiserRemoved) -> Camp:
    return replace(camp, organisers=without(camp.organisers, event.organiser))


def _logo_set(camp: Camp, event: e.LogoSet) -> Camp:
    return replace(camp, logo=event.logo)


CHANGES: Changes = {
    e.SettingsChanged: _settings_changed,
    e.PhaseChanged: _phase_changed,
    e.RoomSet: _room_set,
    e.RoomRemoved: _room_removed,
    e.SlotSet: _slot_set,
    e.SlotRemoved: _slot_removed,
    e.BreakSet: _break_set,
    e.BreakRemoved: _break_removed,
    e.SlotFrozen: _slot_frozen,
    e.SlotThawed: _slot_thawed,
    e.OrganiserInvited: _organiser_invited,
    e.OrganiserRemoved: _organiser_removed,
    e.LogoSet: _logo_set,
}
