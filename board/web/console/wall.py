"""What stands on the wall as forms say it: topics shown, merged and pinned, sessions put and taken off."""

from typing import Any

from board.camp import commands as c
from board.camp.errors import Invalid
from board.camp.model import OFFER_KINDS, Pin, RoomId, SlotId, TopicId
from board.camp.said import say
from board.web.console.posts import Asked


def hiding(asked: Asked) -> c.Command:
    """Take a topic off the board."""
    return c.HideTopic(**asked.signed, topic=_topic(asked))


def showing(asked: Asked) -> c.Command:
    """Put a hidden topic on the board again."""
    return c.ShowTopic(**asked.signed, topic=_topic(asked))


def merge(asked: Asked) -> c.Command:
    """Make a topic part of the one chosen."""
    into = _chosen(asked, "into")
    return c.MergeTopics(**asked.signed, source=_topic(asked), target=into)


def pin(asked: Asked) -> c.Command:
    """Say which slot, room or both a topic has to be in."""
    return c.PinTopic(**asked.signed, pin=_pin(asked, asked.text("slot"), asked.text("room")))


def unpin(asked: Asked) -> c.Command:
    """Take out the pin that a button names as `slot,room`."""
    slot, _, room = asked.text("pin").partition(",")
    return c.UnpinTopic(**asked.signed, pin=_pin(asked, slot, room))


def session(asked: Asked) -> c.Command:
    """Put a topic's session into a cell; `instead_of` says which session moves."""
    if not asked.text("slot") or not asked.text("room"):
        raise Invalid(say("Choose a slot and a room to put it into."))
    return c.PlaceSession(
        **asked.signed,
        topic=_topic(asked),
        slot=SlotId(asked.text("slot")),
        room=RoomId(asked.text("room")),
        instead_of=SlotId(asked.text("instead_of")) if asked.text("instead_of") else None,
    )


def cell(asked: Asked) -> c.Command:
    """Put the topic chosen into this cell."""
    return c.PlaceSession(
        **asked.signed,
        topic=_chosen(asked, "topic"),
        slot=SlotId(asked.path["slot"]),
        room=RoomId(asked.path["room"]),
    )


def session_removal(asked: Asked) -> c.Command:
    """Take a session off the grid."""
    return c.ClearSession(**asked.signed, topic=_topic(asked), slot=SlotId(asked.text("slot")))


def offer_acceptance(asked: Asked) -> c.Command:
    """Say yes to what a button names as `kind,sessions`."""
    return c.AcceptOffer(**asked.signed, **_offered(asked))


def offer_refusal(asked: Asked) -> c.Command:
    """Say no to what a button names as `kind,sessions`."""
    return c.DeclineOffer(**asked.signed, **_offered(asked))


def _offered(asked: Asked) -> dict[str, Any]:
    kind, _, sessions = asked.text("offer").partition(",")
    if kind not in OFFER_KINDS or not (sessions.isascii() and sessions.isdecimal()):
        raise Invalid(say("Press one of the buttons beside the offer."))
    return {"topic": _topic(asked), "kind": kind, "sessions": int(sessions[:9])}


def _topic(asked: Asked) -> TopicId:
    return TopicId(asked.path["topic"])


def _chosen(asked: Asked, name: str) -> TopicId:
    if not asked.text(name):
        raise Invalid(say("Choose a topic from the list."))
    return TopicId(asked.text(name))


def _pin(asked: Asked, slot: str, room: str) -> Pin:
    return Pin(
        topic=_topic(asked),
        slot=SlotId(slot) if slot else None,
        room=RoomId(room) if room else None,
    )
