"""Tiny camps, all the grids that they could have, and how good each is: the plan to compare with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, product
from random import Random

from msgspec.structs import replace

from board.planning.choices import Cell, Choices
from board.planning.instance import (
    AttendeeId,
    Instance,
    Pin,
    Placement,
    Room,
    RoomId,
    Slot,
    SlotId,
    Topic,
    TopicId,
    check,
)
from board.planning.planner import PRICE
from board.planning.seats import draw_seats
from board.planning.worth import HELPED, KEPT, PLACED, REPEATED
from tests.planning.validity import each_has_its_own


def tiny_camps(
    count: int, seed: int, *, chairs: tuple[int, int], most_sessions: int = 1
) -> Iterator[Instance]:
    """Draw camps of two or three slots, two rooms, up to four topics and five people."""
    rng = Random(seed)
    while count:
        camp = _tiny_camp(rng, chairs, most_sessions)
        if not check(camp):
            count -= 1
            yield camp


def best_worth(instance: Instance) -> float:
    """The worth of the best grid there is."""
    return max(worth(instance, cells) for cells in grids(instance))


def worth(instance: Instance, cells: Sequence[Cell]) -> float:
    """How good a grid is once its seats are drawn, in seats, as the timetable counts."""
    placed = {cell.topic for cell in cells}
    seen = {(cell.topic, cell.slot) for cell in instance.current}
    moved = seen - {(cell.topic, cell.slot) for cell in cells}
    value = PLACED * len(placed) + KEPT * len(placed & {topic for topic, _ in seen})
    value += REPEATED * (len(cells) - len(placed)) - PRICE * len(moved)
    for attendee, seats in draw_seats(instance, Choices(instance, cells)).items():
        value += len(seats)
        value += HELPED * (not set(instance.ballots[attendee][:3]).isdisjoint(seats.values()))
    return value


def grids(instance: Instance) -> Iterator[list[Placement]]:
    """All valid grids, even those with empty rooms."""
    topics = {topic.id: topic for topic in instance.topics}
    for slots in product(*(list(_slot_grids(instance, slot.id)) for slot in instance.slots)):
        cells = list(chain.from_iterable(slots))
        times = Counter(cell.topic for cell in cells)
        may_run = all(count <= topics[topic].max_sessions for topic, count in times.items())
        if may_run and each_has_its_own(list(instance.pins), cells):
            yield cells


def _slot_grids(instance: Instance, slot: SlotId) -> Iterator[list[Placement]]:
    if slot in instance.frozen:
        yield [cell for cell in instance.current if cell.slot == slot]
        return
    rooms = [room for room in instance.rooms if slot not in room.closed]
    options = [
        [
            None,
            *(
                t
                for t in instance.topics
                if slot not in t.not_in and {*t.needs} <= {*room.features}
            ),
        ]
        for room in rooms
    ]
    for topics in product(*options):
        inside = [(topic, room) for topic, room in zip(topics, rooms, strict=True) if topic]
        leads = [each for topic, _ in inside for each in topic.facilitators]
        if len({topic.id for topic, _ in inside}) == len(inside) and len({*leads}) == len(leads):
            yield [Placement(topic=topic.id, slot=slot, room=room.id) for topic, room in inside]


def _tiny_camp(rng: Random, chairs: tuple[int, int], most_sessions: int) -> Instance:
    slots = [SlotId(f"s{n}") for n in range(rng.randint(2, 3))]
    people = [AttendeeId(f"a{n}") for n in range(rng.randint(3, 5))]
    topics = [TopicId(f"t{n}") for n in range(rng.randint(2, 4))]
    rooms = [RoomId("r0"), RoomId("r1")]

    def seldom(items: Sequence[SlotId]) -> tuple[SlotId, ...]:
        return (rng.choice(items),) if rng.random() < 0.2 else ()

    camp = Instance(
        slots=tuple(Slot(id=slot) for slot in slots),
        rooms=tuple(
            Room(
                id=room,
                capacity=rng.randint(*chairs),
                features=rng.choice([("piano",), ()]),
                closed=seldom(slots),
            )
            for room in rooms
        ),
        topics=tuple(
            Topic(
                id=topic,
                facilitators=tuple(rng.sample(people, rng.choice([0, 0, 1, 2]))),
                needs=rng.choice([("piano",), (), (), ()]),
                max_sessions=rng.randint(1, most_sessions),
                not_in=seldom(slots),
            )
            for topic in topics
        ),
        ballots={each: tuple(rng.sample(topics, rng.randint(0, len(topics)))) for each in people},
        seed=rng.randint(0, 99),
    )
    if rng.random() < 0.6:
        cells = {(rng.choice(topics), slot): room for slot in slots for room in rooms}
        current = tuple(
            Placement(topic=topic, slot=slot, room=room)
            for (topic, slot), room in cells.items()
            if rng.random() < 0.8
        )
        camp = replace(camp, current=current)
    if rng.random() < 0.3:
        frozen = replace(camp, frozen=(rng.choice(slots),))
        camp = camp if check(frozen) else frozen
    for _ in range(rng.choice([0, 0, 1, 2])):
        pin = Pin(
            topic=rng.choice(topics),
            slot=rng.choice([None, *slots]),
            room=rng.choice([None, *rooms]),
        )
        pinned = replace(camp, pins=(*camp.pins, pin))
        camp = camp if check(pinned) else pinned
    return camp
