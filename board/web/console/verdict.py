"""What a trial found, in the words of its page: one sentence to see it at a glance, then the figures."""

from collections.abc import Iterator
from typing import NamedTuple

from board.camp.model import Camp, TopicId
from board.live.parts import clock
from board.live.whatif import Tried
from board.live.words import shown
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
            Line(u.topic, tried.camp.topics[u.topic].pitch.title, _now(camp, u.topic), "", u.why)
            for u in tried.difference.unplaced
        ),
    )
    sentence = "; ".join(_clauses(verdict))
    return verdict._replace(glance=sentence[:1].upper() + sentence[1:] + ".")


def _figures(tried: Tried) -> tuple[Figure, ...]:
    before, after = tried.difference.before, tried.difference.after
    choices = zip(before.choices, after.choices, strict=True)
    first, second, third = (
        Figure(f"{n} choices", *each) for n, each in zip(_NTH, choices, strict=True)
    )
    return (
        Figure("Seats", before.seats, after.seats),
        first,
        second,
        third,
        Figure(
            "People with none of their first three", before.without_top3, after.without_top3, False
        ),
        Figure("Seats that no plan can exceed", before.bound, after.bound, None),
    )


_NTH = ("First", "Second", "Third")


def _clauses(verdict: Verdict) -> Iterator[str]:
    seats, firsts, _, _, without, bound = verdict.figures
    if not (bound.before or bound.after):
        yield "nobody has voted yet, so nobody would notice"
        return
    now = shown(seats.before)
    yield (
        f"{_more(seats, 'seat')} ({now} → {shown(seats.after)})"
        if seats.change
        else f"as many seats ({now})"
    )
    if firsts.change:
        yield _more(firsts, "first choice")
    if without.change:
        people = "people" if abs(without.change) != 1 else "person"
        yield f"{_amount(without.change)} {people} with none of their first three"
    yield from _sessions(verdict)
    if verdict.homeless:
        yield f"{_titles(verdict.homeless, 'topics')} would have no room"


def _sessions(verdict: Verdict) -> Iterator[str]:
    moves, rooms = len(verdict.moves), len(verdict.rooms)
    if moves:
        yield f"{_count(moves, 'session')} would move"
    if rooms:
        yield (
            f"{rooms} more would change rooms"
            if moves
            else f"{_count(rooms, 'session')} would change rooms"
        )
    if not moves and not rooms:
        yield "no session would move"
    if verdict.more:
        yield f"{_count(len(verdict.more), 'session')} would be added"
    if verdict.fewer:
        yield f"{_count(len(verdict.fewer), 'repeat')} would be dropped"


def _more(figure: Figure, what: str) -> str:
    return f"{_amount(figure.change)} {what}{'s' if abs(figure.change) != 1 else ''}"


def _amount(change: int) -> str:
    return f"{shown(abs(change))} {'more' if change > 0 else 'fewer'}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"


def _titles(lines: tuple[Line, ...], what: str) -> str:
    if len(lines) > 2:
        return f"{len(lines)} {what}"
    return " and ".join(f"“{line.title}”" for line in lines)


def _line(camp: Camp, move: Shift) -> Line:
    title = camp.topics[move.topic].pitch.title
    return Line(move.topic, title, _at(camp, move.source), _at(camp, move.target), move.why)


def _at(camp: Camp, where: Where | None) -> str:
    if where is None:
        return ""
    return f"{clock(camp.slots[where.slot].start)} {camp.rooms[where.room].name}"


def _now(camp: Camp, topic: TopicId) -> str:
    there = camp.placements.get(topic, ())
    return ", ".join(_at(camp, Where(slot=p.slot, room=p.room)) for p in there)
