"""Offers of more room in words: a sentence, and what a yes is called."""

from typing import NamedTuple

from board.camp.model import AttendeeId, Camp, Offer, Topic
from board.camp.rules.offers import askable, standing, times


class Offered(NamedTuple):
    """An offer as it is told: `before` and `after` the topic's title, with the word for a yes."""

    offer: Offer
    title: str
    before: str
    after: str
    yes: str


class Question(NamedTuple):
    """The same for those who lead the topic; everybody's screen gets it, theirs alone show it."""

    offered: Offered
    leads: tuple[AttendeeId, ...]


def for_organisers(camp: Camp) -> tuple[Offered, ...]:
    """What organisers can say yes to, with its numbers; nothing once the camp is closed."""
    if camp.phase == "closed":
        return ()
    return tuple(_told(camp, offer) for offer in standing(camp))


def for_facilitators(camp: Camp) -> tuple[Question, ...]:
    """What those who lead a topic are asked; while tallies are hidden, so is how many want it."""
    if camp.phase == "closed":
        return ()
    questions = []
    for offer in standing(camp):
        if leads := askable(camp, offer):
            told = _told(camp, offer)
            if not camp.settings.tallies_shown:
                told = _without_numbers(told)
            yes = f"Yes, {times(offer.sessions + 1)}" if offer.kind == "repeat" else "Yes, lift it"
            questions.append(Question(told._replace(yes=yes), leads))
    return tuple(questions)


def _told(camp: Camp, offer: Offer) -> Offered:
    topic = camp.topics[offer.topic]
    who = "1 person has" if offer.wanted == 1 else f"{offer.wanted:,} people have"
    pinned = any(pin.room is not None for pin in camp.pins.get(topic.id, ()))
    won = "1 seat" if offer.wins == 1 else f"{offer.wins:,} seats"
    if offer.kind == "repeat":
        often = times(offer.sessions + 1)
        gain, yes = f"Running it {often} would win {won}.", f"Run it {often}"
    elif pinned:
        gain, yes = f"A larger room would win {won}.", "Let it have a larger room"
    else:
        gain, yes = f"Without that limit it would win {won}.", "Lift its limit"
    holds = _holds(offer, topic, pinned=pinned)
    after = f"as first or second choice; {holds}. {gain}"
    return Offered(offer, topic.pitch.title, who, after, yes)


def _holds(offer: Offer, topic: Topic, *, pinned: bool) -> str:
    chairs = f"{offer.chairs:,}"
    if offer.kind == "larger-room" and pinned:
        return f"where it is pinned there are {chairs} chairs"
    if offer.sessions > 1:
        return f"its sessions hold {chairs} together"
    return f"it takes {chairs} at most" if topic.pitch.seat_cap else f"its room holds {chairs}"


def _without_numbers(told: Offered) -> Offered:
    if told.offer.kind == "repeat":
        often = times(told.offer.sessions + 1)
        after = f"than there is room for. Could you run it {often}?"
    else:
        after = "than it takes. Could you lift its limit?"
    bare = Offer(
        topic=told.offer.topic,
        kind=told.offer.kind,
        sessions=told.offer.sessions,
        wanted=0,
        chairs=0,
        wins=0,
    )
    return Offered(bare, told.title, "More people want", after, told.yes)
