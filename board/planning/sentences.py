"""The clauses that reasons are made of, each whole, in as many versions as languages need.

What a room has to have is an empty `needs` where that is nothing; `led` says whether anybody leads the topic.
"""

from collections.abc import Sequence

from board.camp.model import RoomId, SlotId, TopicId
from board.camp.said import AllOf, say, say_n


def named(key: TopicId | SlotId | RoomId) -> str:
    """An id, for whoever shows the reason to put a name there."""
    return f"«{key}»"


def each_of(needs: Sequence[str]) -> AllOf:
    """What a room has to have, once each."""
    return AllOf(*dict.fromkeys(needs))


def wanted_by(people: int) -> str:
    """How many want it."""
    if not people:
        return say("nobody has voted for it yet")
    return say_n(people, "one person wants it", "{n} people want it")


def wanted_alone(alone: int, people: int) -> Sequence[str]:
    """The same, and how many of them want nothing else in its slot."""
    if not alone:
        return (wanted_by(people),)
    if alone < people:
        return wanted_by(people), say_n(
            alone,
            "one of them wants nothing else in this slot",
            "{n} of them want nothing else in this slot",
        )
    all_of_them = say_n(
        people,
        "one person wants it and nothing else in this slot",
        "{n} people want it and nothing else in this slot",
    )
    return (all_of_them,)


def more_alone(here: int, there: int) -> Sequence[str]:
    """How many want nothing else in the slot of a session, and how many that would be where it was."""
    return (
        say_n(
            here,
            "one person wants nothing else in this slot",
            "{n} people want nothing else in this slot",
        ),
        say_n(there, "then it would be one person", "then it would be {n} people")
        if there
        else say("then it would be nobody"),
    )


def displaced_by(topic: TopicId, people: int) -> str:
    """Which session has the old place of this one, and how many want that."""
    if not people:
        return say("{topic} has its place now, which nobody has voted for yet", topic=named(topic))
    return say_n(
        people,
        "{topic} has its place now, which one person wants",
        "{topic} has its place now, which {n} people want",
        topic=named(topic),
    )


def room_went_to(room: RoomId, topic: TopicId, people: int) -> str:
    """Which session has the old room of this one, and how many want that."""
    if not people:
        return say(
            "moved from {room}, which went to {topic}, which nobody has voted for yet",
            room=named(room),
            topic=named(topic),
        )
    return say_n(
        people,
        "moved from {room}, which went to {topic}, which one person wants",
        "moved from {room}, which went to {topic}, which {n} people want",
        room=named(room),
        topic=named(topic),
    )


def too_small(room: RoomId, seats: int, people: int) -> str:
    """How large the old room of a session is, and how many want that session."""
    return say_n(
        seats,
        "moved from {room}, which has one seat: {why}",
        "moved from {room}, which has {n} seats: {why}",
        room=named(room),
        why=wanted_by(people),
    )


def room_had(needs: AllOf, *, largest: bool) -> str:
    """What room a session has."""
    if largest and needs:
        return say("it has the largest free room with {needs}", needs=needs)
    if largest:
        return say("it has the largest free room")
    if needs:
        return say("it has a free room with {needs} and enough seats", needs=needs)
    return say("it has a free room with enough seats")


def no_room(needs: AllOf) -> str:
    """No room is like that."""
    if needs:
        return say("there is no room with {needs}", needs=needs)
    return say("there is no room")


def none_open_then(needs: AllOf) -> str:
    """In the slot in which people have seen it, no such room is open."""
    if needs:
        return say("no room with {needs} is open then", needs=needs)
    return say("no room is open then")


def held_before(sessions: int, chairs: int) -> str:
    """How many chairs the other sessions of a topic have, so many of them, which are not enough."""
    if sessions == 1:
        return say_n(
            chairs,
            "another session of it has only one chair",
            "another session of it has only {n} chairs",
        )
    return say_n(
        chairs,
        "other sessions of it have only one chair",
        "other sessions of it have only {n} chairs",
    )


def both_wanted(rival: TopicId, both: int) -> str:
    """How many want this session and also another one, which runs in the slot that this one left."""
    return say_n(
        both,
        "one person wants both this and {topic}, which runs then",
        "{n} people want both this and {topic}, which runs then",
        topic=named(rival),
    )


def none_to_change(*, led: bool) -> str:
    """Every slot in which it could run is frozen."""
    if led:
        return say("no slot that its facilitators can make is still open to changes")
    return say("no slot that it can run in is still open to changes")


def none_open(needs: AllOf, *, led: bool) -> str:
    """No such room is open in any slot in which it could run."""
    if needs and led:
        return say(
            "no room with {needs} is open in a slot that its facilitators can make", needs=needs
        )
    if led:
        return say("no room is open in a slot that its facilitators can make")
    if needs:
        return say("no room with {needs} is open in a slot that it can run in", needs=needs)
    return say("no room is open in a slot that it can run in")


def all_lead(needs: AllOf) -> str:
    """Where such a room is free, its facilitators are not."""
    if needs:
        return say(
            "its facilitators lead other sessions wherever a room with {needs} is free",
            needs=needs,
        )
    return say("its facilitators lead other sessions wherever a room is free")


def none_free(needs: AllOf, *, led: bool) -> str:
    """No such room is free in any slot in which it could run."""
    if needs and led:
        return say(
            "no room with {needs} is free in a slot that its facilitators can make", needs=needs
        )
    if led:
        return say("no room is free in a slot that its facilitators can make")
    if needs:
        return say("no room with {needs} is free in a slot that it can run in", needs=needs)
    return say("no room is free in a slot that it can run in")
