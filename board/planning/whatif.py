"""What a change would come to: the camp planned without it and with it, alike, and the difference.

Both plans start from the same grid, with the same seed and as many iterations. That grid is not
quite the one people see but what the planner would make of it now: else a change would be credited
with what the latest votes alone would bring about.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from board.camp.model import RoomId, SlotId, TopicId
from board.camp.said import Text, kept
from board.planning.plan import Plan
from board.planning.planner import plan
from board.planning.values import Instance, Placement

TOP = 3  # choices that are counted


class _Told(Struct, frozen=True, kw_only=True):
    pass


class Outcome(_Told, frozen=True):
    """How good a plan is.

    No plan has more seats than `bound`. `choices` count the people seated in their first, second and
    third choice, `without_top3` those with a ballot who are seated in none of the three.
    """

    seats: int
    bound: int
    choices: tuple[int, ...]
    without_top3: int


class Where(_Told, frozen=True):
    """A square of the grid."""

    slot: SlotId
    room: RoomId


class Shift(_Told, frozen=True):
    """A session that would be elsewhere, and why.

    Without a `source` it would be new; without a `target` it would be gone, its topic running less.
    """

    topic: TopicId
    source: Where | None
    target: Where | None
    why: Text = ""


class LeftOut(_Told, frozen=True):
    """A topic that would run nowhere, and why."""

    topic: TopicId
    why: Text


class Difference(_Told, frozen=True):
    """What becomes of a camp with a change and without.

    `moves` are of sessions that people see and that would otherwise stay where they are, and of new
    ones; the most wanted topics come first. `unplaced` are topics that would have a room without it.
    """

    before: Outcome
    after: Outcome
    moves: tuple[Shift, ...]
    unplaced: tuple[LeftOut, ...]


def compare(
    before: Instance, after: Instance, *, iterations: int, settled: Plan | None = None
) -> Difference:
    """Plan both and say how they differ; raises InvalidInstance if either can't be planned.

    `after` is `before` with something changed; its own `current` is left aside. Both start from
    `settled`, a plan of `before` (made here if there is none), and take `iterations` each. Then the
    worse of them may also have what the better one found, as far as it can: else luck might have it
    that a closed room wins seats.
    """
    start = _cells(settled or plan(before, iterations=iterations))
    without = plan(_from(before, start), iterations=iterations)
    with_it = plan(_from(after, start), iterations=iterations)
    best_without = without
    if _badness(with_it) < _badness(without):
        best_without = min(
            without, plan(_from(before, _cells(with_it)), iterations=1), key=_badness
        )
    elif _badness(with_it) > _badness(without):
        with_it = min(with_it, plan(_from(after, _cells(without)), iterations=1), key=_badness)
    wanted = Counter(topic for ballot in before.ballots.values() for topic in ballot)
    missing = {u.topic for u in without.unplaced}
    moves = _moves(before.current, without, with_it)
    unplaced = (
        LeftOut(topic=u.topic, why=kept(u.why)) for u in with_it.unplaced if u.topic not in missing
    )
    return Difference(
        before=_outcome(before, best_without),
        after=_outcome(after, with_it),
        moves=tuple(sorted(moves, key=lambda move: (-wanted[move.topic], move.topic))),
        unplaced=tuple(sorted(unplaced, key=lambda u: (-wanted[u.topic], u.topic))),
    )


def _from(instance: Instance, cells: tuple[Placement, ...]) -> Instance:
    """The instance as if people saw `cells`, as far as they name nothing that it hasn't."""
    topics = {topic.id for topic in instance.topics}
    slots = {slot.id for slot in instance.slots}
    rooms = {room.id for room in instance.rooms}
    there = (p for p in cells if p.topic in topics and p.slot in slots and p.room in rooms)
    return replace(instance, current=tuple(there))


def _badness(planned: Plan) -> tuple[int, int, int]:
    """Orders plans as the planner does, best least: topics left out, people not helped, seats."""
    score = planned.score
    return len(planned.unplaced), score.without_top3, -score.seated


def _outcome(instance: Instance, planned: Plan) -> Outcome:
    seats = {attendee: set(has.values()) for attendee, has in planned.seats.items()}
    ballots = instance.ballots.items()
    return Outcome(
        seats=planned.score.seated,
        bound=planned.score.bound,
        choices=tuple(
            sum(len(ballot) > n and ballot[n] in seats[each] for each, ballot in ballots)
            for n in range(TOP)
        ),
        without_top3=planned.score.without_top3,
    )


def _moves(shown: Sequence[Placement], without: Plan, with_it: Plan) -> Iterator[Shift]:
    """What is elsewhere `with_it`; of what would move anyway, or what nobody sees yet, nothing is said."""
    seen = {(p.topic, p.slot, p.room) for p in shown}
    reasons = {(p.topic, p.slot): kept(p.why) for p in with_it.placements}
    now, then = _by_topic(without), _by_topic(with_it)
    for topic, there in now.items():
        for source, target in _matched(there, then.get(topic, [])):
            if source is not None and (topic, source.slot, source.room) not in seen:
                continue
            if source != target and topic in then:
                why = reasons[topic, target.slot] if target else kept("")
                yield Shift(topic=topic, source=source, target=target, why=why)
    for topic in then.keys() - now.keys():
        for target in then[topic]:
            why = reasons[topic, target.slot]
            yield Shift(topic=topic, source=None, target=target, why=why)


def _matched(
    sources: list[Where], targets: list[Where]
) -> Iterator[tuple[Where | None, Where | None]]:
    """Each session of a topic with what becomes of it: those that stay first, then those in their slot."""
    sources, targets = sources.copy(), targets.copy()
    for same in (lambda a, b: a == b, lambda a, b: a.slot == b.slot, lambda _a, _b: True):
        for source in sources.copy():
            target = next((t for t in targets if same(source, t)), None)
            if target is not None:
                sources.remove(source)
                targets.remove(target)
                yield source, target
    yield from ((source, None) for source in sources)
    yield from ((None, target) for target in targets)


def _by_topic(planned: Plan) -> dict[TopicId, list[Where]]:
    found: dict[TopicId, list[Where]] = {}
    for p in planned.placements:
        found.setdefault(p.topic, []).append(Where(slot=p.slot, room=p.room))
    return found


def _cells(planned: Plan) -> tuple[Placement, ...]:
    return tuple(Placement(topic=p.topic, slot=p.slot, room=p.room) for p in planned.placements)
