"""Offers of more room in words: a sentence, and what a yes is called."""

from typing import NamedTuple

from board.camp.model import AttendeeId, Camp, Offer, Topic
from board.camp.rules.offers import askable, standing, times
from board.camp.said import say, say_n


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
            yes = say("Yes, lift it")
            if offer.kind == "repeat":
                yes = say("Yes, {times}", times=times(offer.sessions + 1))
            questions.append(Question(told._replace(yes=yes), leads))
    return tuple(questions)


def _told(camp: Camp, offer: Offer) -> Offered:
    topic = camp.topics[offer.topic]
    who = say_n(offer.wanted, "{n} person has", "{n} people have")
    pinned = any(pin.room is not None for pin in camp.pins.get(topic.id, ()))
    won = say_n(offer.wins, "{n} seat", "{n} seats")
    if offer.kind == "repeat":
        often = times(offer.sessions + 1)
        gain = say("Running it {often} would win {seats}.", often=often, seats=won)
        yes = say("Run it {often}", often=often)
    elif pinned:
        gain = say("A larger room would win {seats}.", seats=won)
        yes = say("Let it have a larger room")
    else:
        gain = say("Without that limit it would win {seats}.", seats=won)
        yes = say("Lift its limit")
    holds = _holds(offer, topic, pinned=pinned)
    after = say("as first or second choice; {holds}. {gain}", holds=holds, gain=gain)
    return Offered(offer, topic.pitch.title, who, after, yes)


def _holds(offer: Offer, topic: Topic, *, pinned: bool) -> str:
    chairs = offer.chairs
    if offer.kind == "larger-room" and pinned:
        return say_n(
            chairs,
            "where it is pinned there is {n} chair",
            "where it is pinned there are {n} chairs",
        )
    if offer.sessions > 1:
        return say("its sessions hold {chairs} together", chairs=chairs)
    if topic.pitch.seat_cap:
        return say("it takes {chairs} at most", chairs=chairs)
    return say("its room holds {chairs}", chairs=chairs)


def _without_numbers(told: Offered) -> Offered:
    if told.offer.kind == "repeat":
        often = times(told.offer.sessions + 1)
        after = say("than there is room for. Could you run it {often}?", often=often)
    else:
        after = say("than it takes. Could you lift its limit?")
    bare = Offer(
        topic=told.offer.topic,
        kind=told.offer.kind,
        sessions=told.offer.sessions,
        wanted=0,
        chairs=0,
        wins=0,
    )
    return Offered(bare, told.title, say("More people want"), after, told.yes)
