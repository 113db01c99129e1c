"""The day's frame as forms say it: phases, settings, rooms, slots, breaks, and taking things back."""

from msgspec.structs import replace
from starlette.datastructures import UploadFile

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import PHASES, ActionId, BreakId, RoomId, SlotId
from board.camp.said import say
from board.web.console import fields
from board.web.console.posts import Asked


def phase(asked: Asked) -> c.Command:
    """Go on to the phase named, or back."""
    for known in PHASES:
        if asked.text("phase") == known:
            return c.ChangePhase(**asked.signed, phase=known)
    raise Invalid(say("Choose one of the day's phases."))


def tallies(asked: Asked) -> c.Command:
    """Reveal the tallies, or hide them."""
    settings = replace(asked.camp.settings, tallies_shown=asked.text("shown") == "yes")
    return c.ChangeSettings(**asked.signed, settings=settings)


def undone(asked: Asked) -> c.Command:
    """Take the last action back."""
    return c.UndoAction(by=asked.by, action=ActionId(asked.text("action")))


def settings(asked: Asked) -> c.Command:
    """Choose other settings."""
    return c.ChangeSettings(**asked.signed, settings=fields.settings(asked))


def logo(asked: Asked) -> c.Command:
    """Use the picture sent as the camp's logo, or none any more."""
    content = _sent(asked, "logo")
    if asked.text("remove") == "yes":
        return c.SetLogo(**asked.signed)
    if not content:
        raise Invalid(say("Choose a picture first."))
    return c.SetLogo(**asked.signed, content=content)


def more_rooms(asked: Asked) -> c.Command:
    """Add the rooms pasted one a line."""
    return c.SetRooms(**asked.signed, rooms=fields.rooms(asked))


def room(asked: Asked) -> c.Command:
    """Describe a room anew."""
    return c.SetRooms(**asked.signed, rooms=(fields.room(asked),))


def room_removal(asked: Asked) -> c.Command:
    """Take a room out of the camp."""
    return c.RemoveRoom(**asked.signed, room=RoomId(asked.path["room"]))


def more_slots(asked: Asked) -> c.Command:
    """Add slots that follow one another."""
    return c.SetSlots(**asked.signed, slots=fields.slots(asked))


def slot(asked: Asked) -> c.Command:
    """Describe a slot anew."""
    return c.SetSlots(**asked.signed, slots=(fields.slot(asked),))


def slot_removal(asked: Asked) -> c.Command:
    """Take a slot out of the day."""
    return c.RemoveSlot(**asked.signed, slot=SlotId(asked.path["slot"]))


def freeze(asked: Asked) -> c.Command:
    """Freeze a slot by hand."""
    return c.FreezeSlot(**asked.signed, slot=SlotId(asked.path["slot"]))


def thaw(asked: Asked) -> c.Command:
    """Let a slot move again."""
    return c.ThawSlot(**asked.signed, slot=SlotId(asked.path["slot"]))


def another_break(asked: Asked) -> c.Command:
    """Add a break."""
    return c.SetBreaks(**asked.signed, breaks=(fields.new_break(asked),))


def pause(asked: Asked) -> c.Command:
    """Describe a break anew."""
    return c.SetBreaks(**asked.signed, breaks=(fields.pause(asked),))


def break_removal(asked: Asked) -> c.Command:
    """Take a break out of the day."""
    return c.RemoveBreak(**asked.signed, pause=BreakId(asked.path["pause"]))


def _sent(asked: Asked, name: str) -> bytes:
    """A file in the form; empty if none was chosen. `BodyLimit` has kept it small."""
    sent = asked.form.get(name)
    if not isinstance(sent, UploadFile):
        return b""
    with sent.file as file:
        return file.read()
