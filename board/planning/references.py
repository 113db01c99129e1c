"""What is wrong with an instance item by item: ids taken twice, names of nothing, odd numbers."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from board.planning.shape import quoted
from board.planning.values import Instance, Pin, Placement, Room, Topic

MOST = 2**53 - 1
"""The largest number: beyond it, readers of JSON no longer agree (RFC 8259, section 6)."""


def reference_problems(instance: Instance) -> Iterator[str]:
    """Name every id that is taken twice or that names nothing, and every impossible number."""
    slots = {slot.id for slot in instance.slots}
    rooms = {room.id for room in instance.rooms}
    topics = {topic.id for topic in instance.topics}
    yield from _taken_twice("slots", [slot.id for slot in instance.slots])
    yield from _taken_twice("rooms", [room.id for room in instance.rooms])
    yield from _taken_twice("topics", [topic.id for topic in instance.topics])
    for n, room in enumerate(instance.rooms):
        yield from _room_problems(f"rooms[{n}]", room, slots)
    for n, topic in enumerate(instance.topics):
        yield from _topic_problems(f"topics[{n}]", topic, slots, instance.ballots)
    for attendee, ballot in instance.ballots.items():
        if len(topics.intersection(ballot)) == len(ballot):
            continue  # all known, none twice: nearly always
        place = f"ballots[{quoted(attendee)}]"
        yield from _unknown(place, ballot, "topic", topics)
        yield from _repeated(place, ballot)
    for n, pin in enumerate(instance.pins):
        yield from _cell_problems(f"pins[{n}]", pin, topics, slots, rooms)
    for n, placement in enumerate(instance.current):
        yield from _cell_problems(f"current[{n}]", placement, topics, slots, rooms)
    yield from _unknown("frozen", instance.frozen, "slot", slots)
    yield from _out_of_range("seed", instance.seed, -MOST)
    yield from _ambiguous_sessions(topics, slots)


def _room_problems(place: str, room: Room, slots: Collection[str]) -> Iterator[str]:
    yield from _out_of_range(f"{place}.capacity", room.capacity, 0)
    yield from _unknown(f"{place}.closed", room.closed, "slot", slots)


def _topic_problems(
    place: str, topic: Topic, slots: Collection[str], attendees: Collection[str]
) -> Iterator[str]:
    yield from _out_of_range(f"{place}.max_sessions", topic.max_sessions, 1)
    if topic.max_seats is not None:
        yield from _out_of_range(f"{place}.max_seats", topic.max_seats, 0)
    yield from _unknown(f"{place}.facilitators", topic.facilitators, "attendee", attendees)
    yield from _repeated(f"{place}.facilitators", topic.facilitators)
    yield from _unknown(f"{place}.not_in", topic.not_in, "slot", slots)


def _cell_problems(
    place: str,
    cell: Pin | Placement,
    topics: Collection[str],
    slots: Collection[str],
    rooms: Collection[str],
) -> Iterator[str]:
    if cell.slot is None and cell.room is None:
        yield f"{place}: names neither a slot nor a room"
    for kind, named, known in (
        ("topic", cell.topic, topics),
        ("slot", cell.slot, slots),
        ("room", cell.room, rooms),
    ):
        if named is not None and named not in known:
            yield f"{place}.{kind}: no {kind} {quoted(named)}"


def _taken_twice(place: str, ids: Sequence[str]) -> Iterator[str]:
    first: dict[str, int] = {}
    for n, each in enumerate(ids):
        if each in first:
            yield f"{place}[{n}].id: {quoted(each)} is taken by {place}[{first[each]}]"
        first.setdefault(each, n)


def _unknown(place: str, ids: Iterable[str], kind: str, known: Collection[str]) -> Iterator[str]:
    for n, each in enumerate(ids):
        if each not in known:
            yield f"{place}[{n}]: no {kind} {quoted(each)}"


def _repeated(place: str, ids: Sequence[str]) -> Iterator[str]:
    if len(set(ids)) == len(ids):
        return  # nearly always, and a lot faster
    seen: set[str] = set()
    for n, each in enumerate(ids):
        if each in seen:
            yield f"{place}[{n}]: {quoted(each)} is named twice"
        seen.add(each)


def _out_of_range(place: str, number: int, least: int) -> Iterator[str]:
    if number < least:
        yield f"{place}: {number} is below {least}"
    if number > MOST:
        yield f"{place}: over {MOST}"


def _ambiguous_sessions(topics: Collection[str], slots: Collection[str]) -> Iterator[str]:
    """A plan's waitlist names a session `topic@slot`: no two sessions may share that name."""
    longer: dict[str, list[tuple[str, str]]] = {}  # by what a topic has after another topic's id
    for topic in sorted(topics) if any("@" in slot for slot in slots) else ():
        for start, rest in _parted(topic):
            if start in topics:
                longer.setdefault(rest, []).append((start, topic))
    for slot in sorted(slots):
        for start, rest in _parted(slot):
            for shorter, topic in longer.get(start, ()) if rest in slots else ():
                yield (
                    f"topics and slots: {quoted(f'{topic}@{rest}')} would name both"
                    f" {quoted(shorter)} in {quoted(slot)} and {quoted(topic)} in {quoted(rest)}"
                )


def _parted(name: str) -> Iterator[tuple[str, str]]:
    """Part a name at each of its @s in turn."""
    at = name.find("@")
    while at >= 0:
        yield name[:at], name[at + 1 :]
        at = name.find("@", at + 1)
