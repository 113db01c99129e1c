"""Finding what a command names, or refusing it with a sentence."""

from board.camp import texts
from board.camp.errors import Forbidden, Invalid, Unauthorised, Unknown, WrongPhase
from board.camp.model import (
    ActorId,
    Attendee,
    AttendeeId,
    Camp,
    OrganiserId,
    Phase,
    Room,
    RoomId,
    Slot,
    SlotId,
    Topic,
    TopicId,
)
from board.camp.said import say

_NOT_IN_PHASE = {
    "setup": say("The board isn't open yet. Please wait for the organisers to open it."),
    "open": say("The sessions haven't begun yet."),
    "running": say("The sessions are running already."),
    "closed": say("This camp is closed; nothing on its board changes any more."),
}


def in_phase(camp: Camp, *phases: Phase) -> None:
    """Refuse with WrongPhase outside of `phases`."""
    if camp.phase not in phases:
        raise WrongPhase(_NOT_IN_PHASE[camp.phase])


def attendee(camp: Camp, attendee_id: AttendeeId) -> Attendee:
    """The attendee, or Unauthorised: whoever names one that isn't there is not in."""
    found = camp.attendees.get(attendee_id)
    if found is None:
        raise Unauthorised(say("You are not in yet: join this camp first."))
    return found


def organiser(camp: Camp, organiser_id: OrganiserId) -> None:
    """Refuse with Forbidden whoever doesn't run the day."""
    if organiser_id not in camp.organisers:
        raise Forbidden(say("Only organisers can do this. Ask one for an organiser link."))


def is_organiser(camp: Camp, actor: ActorId) -> bool:
    """Whether somebody runs the day."""
    return OrganiserId(actor) in camp.organisers


def topic(camp: Camp, topic_id: TopicId) -> Topic:
    """The topic, on the board or not, or Unknown."""
    found = camp.topics.get(topic_id)
    if found is None:
        raise Unknown(
            say("There is no topic {topic_id} at this camp.", topic_id=texts.quoted(topic_id))
        )
    return found


def topic_up(camp: Camp, topic_id: TopicId) -> Topic:
    """The topic if it is on the board; Unknown or Invalid, saying what became of it, if not."""
    found = topic(camp, topic_id)
    into = found
    while into.merged_into is not None:
        into = camp.topics[into.merged_into]
    if into is not found and into.up:
        raise Invalid(
            say(
                "“{found}” is now part of “{into}”. Please choose that one.",
                found=found.pitch.title,
                into=into.pitch.title,
            )
        )
    if not found.up:
        raise Invalid(say("“{found}” is no longer on the board.", found=found.pitch.title))
    return found


def own_topic(camp: Camp, topic_id: TopicId, by: ActorId) -> Topic:
    """The topic if `by` may change it: who leads it, who wished for it if nobody leads, organisers."""
    found = topic(camp, topic_id)
    if is_organiser(camp, by):
        return found
    if attendee(camp, AttendeeId(by)).id not in (found.facilitators or (found.by,)):
        raise Forbidden(say("Only those who lead this topic, and organisers, can change it."))
    return found


def room(camp: Camp, room_id: RoomId) -> Room:
    """The room, or Unknown."""
    found = camp.rooms.get(room_id)
    if found is None:
        raise Unknown(
            say("There is no room {room_id} at this camp.", room_id=texts.quoted(room_id))
        )
    return found


def slot(camp: Camp, slot_id: SlotId) -> Slot:
    """The slot, or Unknown."""
    found = camp.slots.get(slot_id)
    if found is None:
        raise Unknown(
            say("There is no slot {slot_id} at this camp.", slot_id=texts.quoted(slot_id))
        )
    return found
