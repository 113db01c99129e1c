"""Offers of more room, where a topic's first and second choices are more than any room can hold.

The planner finds them; who leads the topic or an organiser says yes or no. An offer stands while
its topic is as it was when the offer was made: nothing has to take it back.
"""

from collections.abc import Iterator

from board.camp import commands as c
from board.camp import events as e
from board.camp.errors import Conflict, Forbidden
from board.camp.model import (
    OFFER_KINDS,
    AttendeeId,
    Camp,
    Declined,
    Offer,
    OfferKind,
    Pin,
    Topic,
)
from board.camp.rules import grid, lookups
from board.camp.rules.topics import MOST_SESSIONS
from board.camp.said import Said, say, say_n

MOST_COUNTED = 10**6  # people and seats; more is a mistake


def more(camp: Camp, command: c.OfferMore) -> tuple[e.Event, ...]:
    """Of what the planner offers, that which can be said yes to and was not refused yet."""
    lookups.in_phase(camp, "open", "running")
    wanted = {offer.topic: offer for offer in command.offers if _sound(camp, offer)}
    made = tuple(o for topic, o in sorted(wanted.items()) if camp.offers.get(topic) != o)
    gone = tuple(sorted(topic for topic in camp.offers if topic not in wanted))
    return (e.OffersMade(offers=made, gone=gone),) if made or gone else ()


def answer(camp: Camp, command: c.AnswerOffer) -> tuple[e.Event, ...]:
    """Who leads a topic says yes or no for it; what organisers pinned, only they let go."""
    person = lookups.attendee(camp, command.attendee)
    topic = lookups.topic_up(camp, command.topic)
    if person.id not in topic.facilitators:
        raise Forbidden(say("Only those who lead this topic, and organisers, can say so."))
    lookups.in_phase(camp, "setup", "open", "running")
    if not command.yes:
        return _declined(camp, command)
    if command.kind == "larger-room" and _rooms_pinned(camp, topic):
        raise Forbidden(say("An organiser pinned it to its room. Ask one of them to let it move."))
    return _accepted(camp, command)


def accept(camp: Camp, command: c.AcceptOffer) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser says yes, having asked who leads it."""
    title = grid.named(camp, lookups.topic_up(camp, command.topic).id)
    if command.kind == "repeat":
        what = runs(title, command.sessions + 1)
    else:
        what = say("Let {title} have a larger room", title=title)
    return what, _accepted(camp, command)


def decline(camp: Camp, command: c.DeclineOffer) -> tuple[str, tuple[e.Event, ...]]:
    """An organiser says no: it is not offered again while the topic stays as it is."""
    title = grid.named(camp, lookups.topic_up(camp, command.topic).id)
    return say("Left {title} as it is", title=title), _declined(camp, command)


def standing(camp: Camp) -> tuple[Offer, ...]:
    """The offers that somebody can say yes to now, those that win most first."""
    found = [offer for offer in camp.offers.values() if stands(camp, offer)]
    return tuple(sorted(found, key=lambda o: (-o.wins, camp.topics[o.topic].number)))


def stands(camp: Camp, offer: Offer) -> bool:
    """Whether an offer is for a topic as it is now, and was not refused."""
    topic = camp.topics.get(offer.topic)
    if topic is None or not topic.up or topic.pitch.sessions != offer.sessions:
        return False
    if Declined(offer.topic, offer.kind, offer.sessions) in camp.declined:
        return False
    if offer.kind == "repeat":
        return offer.sessions < MOST_SESSIONS
    return bool(topic.pitch.seat_cap or _rooms_pinned(camp, topic))


def askable(camp: Camp, offer: Offer) -> tuple[AttendeeId, ...]:
    """The facilitators who can say yes or no to an offer; none where that is for organisers alone."""
    topic = camp.topics[offer.topic]
    pinned = offer.kind == "larger-room" and _rooms_pinned(camp, topic)
    return () if pinned else topic.facilitators


def times(sessions: int) -> Said:
    """How often, in a word: `once`, `twice`, `3 times`."""
    return {1: say("once"), 2: say("twice")}.get(sessions) or say_n(
        sessions, "{n} time", "{n} times"
    )


def runs(title: str, sessions: int) -> Said:
    """What was done when a topic can run that often from now on."""
    if sessions == 2:
        return say("Let {title} run twice", title=title)
    return say_n(sessions, "Let {title} run once", "Let {title} run {n} times", title=title)


_Answer = c.AnswerOffer | c.AcceptOffer | c.DeclineOffer


def _sound(camp: Camp, offer: Offer) -> bool:
    counts = (offer.wanted, offer.chairs, offer.wins)
    plausible = all(0 <= n <= MOST_COUNTED for n in counts) and offer.wins > 0
    return plausible and offer.kind in OFFER_KINDS and stands(camp, offer)


def _accepted(camp: Camp, answer: _Answer) -> tuple[e.Event, ...]:
    topic = camp.topics[answer.topic]
    if _offered(camp, answer) is None:
        if _has(camp, topic, answer.kind, answer.sessions):
            return ()
        raise Conflict(
            say("This is not offered any more: things have changed. Look at the topic again.")
        )
    accepted = e.OfferAccepted(topic=topic.id, kind=answer.kind)
    return (*_enlarged(camp, topic, answer.kind), accepted)


def _declined(camp: Camp, answer: _Answer) -> tuple[e.Event, ...]:
    offer = _offered(camp, answer)
    if offer is None:
        return ()
    return (e.OfferDeclined(topic=offer.topic, kind=offer.kind, sessions=offer.sessions),)


def _offered(camp: Camp, answer: _Answer) -> Offer | None:
    """The offer that is answered, if it stands."""
    offer = camp.offers.get(answer.topic)
    if offer is None or not stands(camp, offer):
        return None
    return offer if (offer.kind, offer.sessions) == (answer.kind, answer.sessions) else None


def _has(camp: Camp, topic: Topic, kind: OfferKind, sessions: int) -> bool:
    """Whether a topic has what was offered to it when it could run `sessions` times."""
    if kind == "repeat":
        return topic.pitch.sessions > sessions
    return not (topic.pitch.seat_cap or _rooms_pinned(camp, topic))


def _enlarged(camp: Camp, topic: Topic, kind: OfferKind) -> Iterator[e.Event]:
    words = topic.pitch
    if kind == "repeat":
        yield e.TopicSized(topic=topic.id, sessions=words.sessions + 1, seat_cap=words.seat_cap)
    elif pinned := _rooms_pinned(camp, topic):
        for pin in pinned:
            yield e.TopicUnpinned(pin=pin)
            if pin.slot is not None:
                yield e.TopicPinned(pin=Pin(topic=topic.id, slot=pin.slot))
    else:
        yield e.TopicSized(topic=topic.id, sessions=words.sessions)


def _rooms_pinned(camp: Camp, topic: Topic) -> tuple[Pin, ...]:
    """The pins that hold the topic in a room."""
    return tuple(pin for pin in camp.pins.get(topic.id, ()) if pin.room is not None)
