"""Where demand could make supply: topics wanted beyond any room, and what more room for them would win.

Wanted is what people have as their first or second choice. Each possibility is planned like the camp
itself, starting from what people see, and counts only for what it wins over planning on without it.
"""

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple, TypeAlias

from msgspec.structs import replace

from board.camp.model import RoomId, TopicId
from board.planning.draw import lot
from board.planning.plan import Plan, Seats
from board.planning.planner import Planner
from board.planning.rules import Rules
from board.planning.values import Instance, Pin, Placement

Kind: TypeAlias = Literal["repeat", "larger-room"]

FIRST = 2  # choices that count


class Overwhelmed(NamedTuple):
    """A topic, the people who have it as first or second choice, and the seats in its sessions."""

    topic: TopicId
    wanted: int
    chairs: int


class Won(NamedTuple):
    """What one more session, or a larger room, would win.

    `wins` counts seats in all of the camp, `top` people who get their first or second choice though
    without it they would get neither (less those the other way round).
    """

    topic: TopicId
    kind: Kind
    wanted: int
    chairs: int
    wins: int
    top: int


def overwhelmed(instance: Instance, shown: Plan) -> tuple[Overwhelmed, ...]:
    """The topics on the grid that more people want than their sessions seat, or any room they could have.

    Those with the most people too many come first. Facilitators don't count for their own topics.
    """
    rules = Rules(instance)
    wanted, chairs = _wanted(instance), _chairs(rules, shown)
    found = [
        Overwhelmed(topic, wanted[topic], seats)
        for topic, seats in chairs.items()
        if wanted[topic] > max(seats, _largest(instance, rules, topic))
    ]
    found.sort(
        key=lambda each: (each.chairs - each.wanted, lot(instance.seed, "offers", each.topic))
    )
    return tuple(found)


def offers(
    instance: Instance,
    shown: Plan,
    iterations: int,
    most: int = 5,
    *,
    without: Collection[tuple[TopicId, Kind]] = (),
) -> tuple[Won, ...]:
    """What more room would win for the `most` topics that are most overwhelmed on the grid `shown`.

    At most one possibility for each, the one that wins more; none that wins no seat, and none of
    those `without`. Takes a plan of so many `iterations` (30 do in most camps) for each possibility,
    and one more.
    """
    rules, possible = Rules(instance), list[tuple[Overwhelmed, list[tuple[Kind, Instance]]]]()
    now = replace(instance, current=_cells(shown))
    for topic in overwhelmed(instance, shown):
        changed = [
            (kind, other)
            for kind, other in _possibilities(now, rules, topic.topic)
            if (topic.topic, kind) not in without
        ]
        if changed and len(possible) < most:
            possible.append((topic, changed))
    if not possible:
        return ()
    # Planning on may win seats by itself; that is nobody's merit.
    before = _planned(now, iterations)
    won = [_best(instance, topic, before, changed, iterations) for topic, changed in possible]
    return tuple(each for each in won if each.wins > 0)


def _best(
    instance: Instance,
    topic: Overwhelmed,
    before: Plan,
    changed: list[tuple[Kind, Instance]],
    iterations: int,
) -> Won:
    had, tried = _top(instance, before.seats), list[Won]()
    for kind, other in changed:
        after = _planned(other, iterations)
        wins = after.score.seated - before.score.seated
        top = _top(instance, after.seats) - had
        tried.append(Won(topic.topic, kind, topic.wanted, topic.chairs, wins, top))
    # A larger room, which comes first, asks less of who leads the topic.
    return max(tried, key=lambda each: each.wins)


def _planned(instance: Instance, iterations: int) -> Plan:
    # In several rounds, as nobody aims: the first one finds out that the chairs are too few.
    planner = Planner(instance)
    for _ in range(iterations):
        planner.improve()
    return planner.plan()


def _possibilities(
    instance: Instance, rules: Rules, topic_id: TopicId
) -> Iterator[tuple[Kind, Instance]]:
    """The instance with more room for a topic, in every way there is."""
    topic = rules.topics[topic_id]
    if _pinned_rooms(instance, topic_id):
        loose = tuple(_loosened(instance.pins, topic_id))
        larger = replace(instance, pins=loose)
    else:
        larger = _with(instance, topic_id, max_seats=None)
    if _largest(larger, Rules(larger), topic_id) > _largest(instance, rules, topic_id):
        yield "larger-room", larger
    runs = {p.slot for p in instance.current if p.topic == topic_id}
    others = set(rules.slots) - rules.frozen - runs
    free = any(rules.can_make(topic_id, slot) for slot in others)
    if free and len(runs) == topic.max_sessions:
        yield "repeat", _with(instance, topic_id, max_sessions=topic.max_sessions + 1)


def _with(instance: Instance, topic_id: TopicId, **changes: int | None) -> Instance:
    topics = (replace(t, **changes) if t.id == topic_id else t for t in instance.topics)
    return replace(instance, topics=tuple(topics))


def _loosened(pins: tuple[Pin, ...], topic: TopicId) -> Iterator[Pin]:
    """The pins without the rooms that they hold the topic in."""
    for pin in pins:
        if pin.topic != topic or pin.room is None:
            yield pin
        elif pin.slot is not None:
            yield replace(pin, room=None)


def _largest(instance: Instance, rules: Rules, topic: TopicId) -> int:
    """How many seats a session of the topic could have at most."""
    rooms = _pinned_rooms(instance, topic) or {room.id for room in rules.suitable_rooms(topic)}
    return max((rules.chairs(topic, room) for room in rooms), default=0)


def _pinned_rooms(instance: Instance, topic: TopicId) -> set[RoomId]:
    return {pin.room for pin in instance.pins if pin.topic == topic and pin.room is not None}


def _wanted(instance: Instance) -> dict[TopicId, int]:
    leads = {topic.id: frozenset(topic.facilitators) for topic in instance.topics}
    wanted = dict.fromkeys(leads, 0)
    for attendee, ballot in instance.ballots.items():
        for topic in ballot[:FIRST]:
            wanted[topic] += attendee not in leads[topic]
    return wanted


def _chairs(rules: Rules, shown: Plan) -> dict[TopicId, int]:
    """The seats in all sessions of every topic on the grid."""
    chairs: dict[TopicId, int] = {}
    for p in shown.placements:
        chairs[p.topic] = chairs.get(p.topic, 0) + rules.chairs(p.topic, p.room)
    return chairs


def _cells(shown: Plan) -> tuple[Placement, ...]:
    return tuple(Placement(topic=p.topic, slot=p.slot, room=p.room) for p in shown.placements)


def _top(instance: Instance, seats: Seats) -> int:
    """How many people have a seat in their first or second choice."""
    return sum(
        not set(ballot[:FIRST]).isdisjoint(seats[attendee].values())
        for attendee, ballot in instance.ballots.items()
    )
