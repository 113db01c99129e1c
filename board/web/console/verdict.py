"""What a trial found, in the words of its page: one sentence to see it at a glance, then the figures."""

from collections.abc import Iterator
from typing import NamedTuple

from board.camp import joined
from board.camp.model import Camp, TopicId
from board.camp.said import AllOf, say, say_n
from board.live.parts import clock, where
from board.live.whatif import Tried
from board.planning.whatif import Shift, Where


class Figure(NamedTuple):
    """One line of the table; `good` is whether more of it is better, None if it is neither."""

    name: str
    before: int
    after: int
    good: bool | None = True

    @property
    def change(self) -> int:
        """How many more."""
        return self.after - self.before

    @property
    def mood(self) -> str:
        """Whether it got `better` or `worse`; empty if neither."""
        if not self.change or self.good is None:
            return ""
        return "better" if (self.change > 0) == self.good else "worse"


class Line(NamedTuple):
    """Something that would happen to a topic: where it is, where it would be, and why."""

    topic: TopicId
    title: str
    source: str
    target: str
    why: str


class Verdict(NamedTuple):
    """All that the page says: `glance` is one sentence.

    The lines are of sessions at another time (`moves`), in another room only (`rooms`), new ones
    (`more`), repeats that would be gone (`fewer`), and topics without a room (`homeless`).
    """

    glance: str
    figures: tuple[Figure, ...]
    moves: tuple[Line, ...]
    rooms: tuple[Line, ...]
    more: tuple[Line, ...]
    fewer: tuple[Line, ...]
    homeless: tuple[Line, ...]


def of(camp: Camp, tried: Tried) -> Verdict:
    """The verdict on what was tried on `camp`."""
    moves = [(move, _line(tried.camp, move)) for move in tried.difference.moves]
    both = [(move.source, move.target, line) for move, line in moves if move.source and move.target]
    verdict = Verdict(
        glance="",
        figures=_figures(tried),
        moves=tuple(line for source, target, line in both if source.slot != target.slot),
        rooms=tuple(line for source, target, line in both if source.slot == target.slot),
        more=tuple(line for move, line in moves if move.source is None),
        fewer=tuple(line for move, line in moves if move.target is None),
        homeless=tuple(
            Line(u.topic, tried.camp.topics[u.topic].pitch.title, where(camp, u.topic), "", u.why)
            for u in tried.difference.unplaced
        ),
    )
    return verdict._replace(glance=joined.sentence(joined.clauses(_clauses(verdict))))


def _figures(tried: Tried) -> tuple[Figure, ...]:
    before, after = tried.difference.before, tried.difference.after
    first, second, third = zip(before.choices, after.choices, strict=True)
    return (
        Figure(say("Seats"), before.seats, after.seats),
        Figure(say("First choices"), *first),
        Figure(say("Second choices"), *second),
        Figure(say("Third choices"), *third),
        Figure(
            say("People with none of their first three"),
            before.without_top3,
            after.without_top3,
            False,
        ),
        Figure(say("Seats that no plan can exceed"), before.bound, after.bound, None),
    )


def _clauses(verdict: Verdict) -> Iterator[str]:
    seats, firsts, _, _, without, bound = verdict.figures
    if not (bound.before or bound.after):
        yield say("Nobody has voted yet, so nobody would notice")
        return
    yield _seats(seats)
    if firsts.change > 0:
        yield say_n(firsts.change, "{n} more first choice", "{n} more first choices")
    elif firsts.change < 0:
        yield say_n(-firsts.change, "{n} fewer first choice", "{n} fewer first choices")
    if without.change > 0:
        yield say_n(
            without.change,
            "{n} more person with none of their first three",
            "{n} more people with none of their first three",
        )
    elif without.change < 0:
        yield say_n(
            -without.change,
            "{n} fewer person with none of their first three",
            "{n} fewer people with none of their first three",
        )
    yield from _sessions(verdict)
    if verdict.homeless:
        yield _without_room(verdict.homeless)


def _seats(seats: Figure) -> str:
    now, then = seats.before, seats.after
    if seats.change > 0:
        return say_n(
            seats.change,
            "{n} more seat ({now} → {then})",
            "{n} more seats ({now} → {then})",
            now=now,
            then=then,
        )
    if seats.change < 0:
        return say_n(
            -seats.change,
            "{n} fewer seat ({now} → {then})",
            "{n} fewer seats ({now} → {then})",
            now=now,
            then=then,
        )
    return say("As many seats ({now})", now=now)


def _sessions(verdict: Verdict) -> Iterator[str]:
    moves, rooms = len(verdict.moves), len(verdict.rooms)
    if moves:
        yield say_n(moves, "{n} session would move", "{n} sessions would move")
    if rooms and moves:
        yield say_n(rooms, "{n} more would change rooms", "{n} more would change rooms")
    elif rooms:
        yield say_n(rooms, "{n} session would change rooms", "{n} sessions would change rooms")
    if not moves and not rooms:
        yield say("no session would move")
    if verdict.more:
        added = len(verdict.more)
        yield say_n(added, "{n} session would be added", "{n} sessions would be added")
    if verdict.fewer:
        dropped = len(verdict.fewer)
        yield say_n(dropped, "{n} repeat would be dropped", "{n} repeats would be dropped")


def _without_room(homeless: tuple[Line, ...]) -> str:
    if len(homeless) > 2:
        return say_n(len(homeless), "{n} topic would have no room", "{n} topics would have no room")
    titles = AllOf(*(say("“{title}”", title=line.title) for line in homeless))
    return say("{titles} would have no room", titles=titles)


def _line(camp: Camp, move: Shift) -> Line:
    title = camp.topics[move.topic].pitch.title
    return Line(move.topic, title, _at(camp, move.source), _at(camp, move.target), move.why)


def _at(camp: Camp, there: Where | None) -> str:
    if there is None:
        return ""
    time, room = clock(camp.slots[there.slot].start), camp.rooms[there.room].name
    return say("{time} {room}", time=time, room=room)
