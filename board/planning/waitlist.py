"""Who is next for a chair in a full session."""

from board.camp.model import AttendeeId, SlotId, TopicId
from board.planning.choices import Choices
from board.planning.demand import TOP
from board.planning.draw import lot
from board.planning.plan import Seats
from board.planning.values import Instance


def queue_up(
    instance: Instance, choices: Choices, seats: Seats
) -> dict[str, tuple[AttendeeId, ...]]:
    """List, by `topic@slot`, who wants a session more than what they have in that slot.

    First comes who has none of their first three choices, then who has fewest seats, then who
    wants it most, then the draw.
    """
    waiting: dict[tuple[SlotId, TopicId], list[tuple[tuple[bool, int, int, int], AttendeeId]]] = {}
    for attendee, wishes in choices.wishes.items():
        ballot, has = instance.ballots[attendee], seats[attendee]
        helped = not set(ballot[:TOP]).isdisjoint(has.values())
        for slot, wanted in wishes.items():
            for topic in wanted:
                if topic == has.get(slot):
                    break
                if topic not in has.values():
                    drawn = lot(instance.seed, "attendees", attendee)
                    key = (helped, len(has), ballot.index(topic), drawn)
                    waiting.setdefault((slot, topic), []).append((key, attendee))
    order = {slot: n for n, slot in enumerate(choices.slots)}
    return {
        f"{topic}@{slot}": tuple(attendee for _, attendee in sorted(waiting[slot, topic]))
        for slot, topic in sorted(waiting, key=lambda each: (order[each[0]], each[1]))
    }
