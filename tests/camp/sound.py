"""What is true of every camp, said a second time and the slow way: nothing here asks the rules.

`unsound(camp)` lists whatever isn't so; `fits` tells whether one more session could stand on a grid.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from board.camp.model import Camp, Cell, Pin, Placement


def unsound(camp: Camp) -> list[str]:
    """Whatever is not as it must be in a camp, in words; nothing if all is well."""
    return [
        *_counts(camp),
        *_ballots(camp),
        *_grid(camp),
        *_pins(camp),
        *_frame(camp),
        *_people(camp),
        *_topics(camp),
        *_offers(camp),
        *_merges(camp),
        *_told(camp),
    ]


def fits(camp: Camp, grid: Sequence[Placement], more: Placement) -> bool:
    """Whether `more` could stand on `grid` (which is sound), pins and freezes aside."""
    return not list(_misplaced(camp, [*grid, more]))


def sessions(camp: Camp) -> list[Placement]:
    """Everything on the camp's grid."""
    return [placement for placements in camp.placements.values() for placement in placements]


def covers(pin: Pin, placement: Placement) -> bool:
    """Whether the session is where the pin wants its topic."""
    right_slot = pin.slot is None or pin.slot == placement.slot
    right_room = pin.room is None or pin.room == placement.room
    return pin.topic == placement.topic and right_slot and right_room


def held(camp: Camp, placement: Placement) -> bool:
    """Whether a pin holds the session."""
    return any(covers(pin, placement) for pin in camp.pins.get(placement.topic, ()))


def _counts(camp: Camp) -> Iterator[str]:
    votes = Counter(topic for ballot in camp.ballots.values() for topic in ballot)
    if votes != dict(camp.tallies):
        yield f"the tallies are {dict(camp.tallies)}, the ballots hold {votes}"
    numbers = {topic.number: topic.id for topic in camp.topics.values()}
    seen: Counter[str] = Counter()
    for attendee, mask in camp.seen_by.items():
        bits = [n for n in range(mask.bit_length()) if mask >> n & 1]
        if not set(bits) <= set(numbers):
            yield f"{attendee} has seen a topic that isn't there"
        spent = camp.seen_spent.get(attendee, 0)
        if spent & ~mask:
            yield f"{attendee} saw without a vote left what they never saw"
        seen.update(numbers[n] for n in bits if n in numbers and not spent >> n & 1)
    if seen != dict(camp.seen):
        yield f"the seen counts are {dict(camp.seen)}, the masks hold {seen}"


def _ballots(camp: Camp) -> Iterator[str]:
    for attendee, ballot in camp.ballots.items():
        if attendee not in camp.attendees:
            yield f"{attendee} votes, but never came in"
        if len(set(ballot)) < len(ballot):
            yield f"{attendee} votes twice for a topic"
        if not set(ballot) <= set(camp.topics):
            yield f"{attendee} votes for a topic that isn't there"
        if any(camp.topics[t].merged_into for t in ballot):
            yield f"{attendee} votes for a topic that is part of another"


def _grid(camp: Camp) -> Iterator[str]:
    grid = sessions(camp)
    yield from _misplaced(camp, grid)
    cells = {Cell(p.slot, p.room): p.topic for p in grid}
    if cells != dict(camp.cells):
        yield f"the cells are {dict(camp.cells)}, the placements say {cells}"
    for topic, placements in camp.placements.items():
        if not placements or any(p.topic != topic for p in placements):
            yield f"the placements under {topic} are {placements}"
        if [p.slot for p in placements] != sorted(p.slot for p in placements):
            yield f"the placements of {topic} are out of order"
    if both := set(camp.unplaced) & set(camp.placements):
        yield f"{both} have a session and are unplaced"
    if not set(camp.unplaced) <= set(camp.topics):
        yield "a topic that isn't there is unplaced"


def _misplaced(camp: Camp, grid: Iterable[Placement]) -> Iterator[str]:
    grid = list(grid)
    for placement in grid:
        topic = camp.topics.get(placement.topic)
        slot, room = camp.slots.get(placement.slot), camp.rooms.get(placement.room)
        if topic is None or topic.withdrawn or topic.hidden or topic.merged_into:
            yield f"{placement}: the topic is not on the board"
        elif slot is None or room is None:
            yield f"{placement}: there is no such cell"
        elif slot.id in room.closed or slot.id in topic.pitch.not_in:
            yield f"{placement}: impossible in this slot"
        elif not set(topic.pitch.needs) <= set(room.features):
            yield f"{placement}: the room lacks what it needs"
        elif sum(p.topic == topic.id for p in grid) > topic.pitch.sessions:
            yield f"{placement}: too many sessions"
    for one, other in combinations(grid, 2):
        if one.slot != other.slot or not {one.topic, other.topic} <= set(camp.topics):
            continue
        leaders = set(camp.topics[one.topic].facilitators)
        if one.room == other.room or one.topic == other.topic:
            yield f"{one} and {other}: one cell or one topic"
        elif leaders & set(camp.topics[other.topic].facilitators):
            yield f"{one} and {other}: one facilitator"


def _pins(camp: Camp) -> Iterator[str]:
    every = [pin for pins in camp.pins.values() for pin in pins]
    for topic, pins in camp.pins.items():
        if not pins or any(pin.topic != topic for pin in pins) or len(set(pins)) < len(pins):
            yield f"the pins under {topic} are {pins}"
        elif not camp.topics[topic].up or len(pins) > camp.topics[topic].pitch.sessions:
            yield f"{topic} has pins {pins} and can't"
    for pin in every:
        pitch, room = camp.topics[pin.topic].pitch, pin.room and camp.rooms.get(pin.room)
        if pin.slot is None and pin.room is None:
            yield f"{pin} says nothing"
        if pin.slot is not None and (pin.slot not in camp.slots or pin.slot in pitch.not_in):
            yield f"{pin}: impossible slot"
        if pin.room is None:
            continue
        if not room or not set(pitch.needs) <= set(room.features) or pin.slot in room.closed:
            yield f"{pin}: impossible room"
    for one, other in combinations(every, 2):
        if one.slot is None or one.slot != other.slot:
            continue
        leaders = set(camp.topics[one.topic].facilitators)
        shared = leaders & set(camp.topics[other.topic].facilitators)
        if one.topic == other.topic or shared or (one.room and one.room == other.room):
            yield f"{one} and {other} contradict each other"


def _frame(camp: Camp) -> Iterator[str]:
    slots = sorted(camp.slots.values(), key=lambda slot: slot.start)
    for earlier, later in combinations(slots, 2):
        if later.start < earlier.start + earlier.minutes:
            yield f"{earlier} and {later} overlap"
    names = Counter(room.name.lower() for room in camp.rooms.values())
    if any(count > 1 for count in names.values()):
        yield f"rooms share a name: {names}"
    if not camp.frozen <= set(camp.slots):
        yield "a slot that isn't there is frozen"
    if camp.frozen & camp.thawed:
        yield "a slot is frozen and thawed"


def _people(camp: Camp) -> Iterator[str]:
    if not camp.organisers:
        yield "nobody runs the day"
    if set[str](camp.organisers) & set[str](camp.attendees):
        yield "somebody is an organiser and an attendee"
    for left in camp.became:
        if left in camp.attendees or camp.who(left) not in camp.attendees:
            yield f"{left} is part of {camp.who(left)}, and one of them should not be there"
    for there in (camp.ballots, camp.seen_by, camp.seen_spent):
        if not set(there) <= set(camp.attendees):
            yield "somebody who isn't in has votes, or has seen something"
    for badge_id, badge in camp.roster.items():
        if badge.id != badge_id or not badge.name or badge.edition < 0:
            yield f"the badge of {badge_id} is {badge}"


def _topics(camp: Camp) -> Iterator[str]:
    numbers = sorted(topic.number for topic in camp.topics.values())
    if numbers != list(range(1, len(camp.topics) + 1)):
        yield f"the topics' numbers are {numbers}"
    for topic in camp.topics.values():
        if len(set(topic.facilitators)) < len(topic.facilitators):
            yield f"{topic.id} names a facilitator twice"
        if not set(topic.facilitators) <= set(camp.attendees):
            yield f"somebody leads {topic.id} who never came in"
        into, steps = topic, 0
        while into.merged_into is not None and steps <= len(camp.topics):
            into, steps = camp.topics[into.merged_into], steps + 1
        if steps > len(camp.topics):
            yield f"{topic.id} is part of itself"


def _offers(camp: Camp) -> Iterator[str]:
    for topic, offer in camp.offers.items():
        if offer.topic != topic or topic not in camp.topics:
            yield f"the offer under {topic} is {offer}"
        if offer.kind not in ("repeat", "larger-room") or offer.wins < 1:
            yield f"{offer} offers nothing"
        if (topic, offer.kind, offer.sessions) in camp.declined:
            yield f"{offer} was refused"
    for topic, asking in camp.company.items():
        if topic not in camp.topics or not asking or len(set(asking)) < len(asking):
            yield f"those who ask to help leading {topic} are {asking}"
        if not set(asking) <= set(camp.attendees):
            yield f"somebody asks to help leading {topic} who never came in"
    for topic, _, sessions in camp.declined:
        if topic not in camp.topics or not 1 <= sessions <= 6:
            yield f"an offer to {topic} with {sessions} sessions was refused"
    for each in camp.topics.values():
        if not 1 <= each.pitch.sessions <= 6:
            yield f"{each.id} can run {each.pitch.sessions} times"


def _merges(camp: Camp) -> Iterator[str]:
    for source, proposal in camp.merges.items():
        both = {proposal.source, proposal.target}
        if source != proposal.source or len(both) < 2 or not both <= set(camp.topics):
            yield f"the proposal under {source} is {proposal}"
        if not set(proposal.agreed) <= both or len(set(proposal.agreed)) < len(proposal.agreed):
            yield f"{proposal} was agreed to for other topics"
    for first, second in camp.apart:
        if not first < second or not {first, second} <= set(camp.topics):
            yield f"{first} and {second} are told apart"


def _told(camp: Camp) -> Iterator[str]:
    told = [(each.at, each.id) for each in camp.announcements]
    if told != sorted(set(told)) or len({each.text for each in camp.announcements}) < len(told):
        yield f"the announcements are {camp.announcements}"
    if any(not each.text.strip() for each in camp.announcements):
        yield "nothing is announced"
    if camp.timer is not None and camp.timer.ends < 0:
        yield f"the timer is {camp.timer}"
