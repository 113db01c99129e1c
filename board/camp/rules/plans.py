"""What a plan has to keep to become the grid."""

from collections.abc import Iterable, Iterator

from board.camp import commands as c
from board.camp import events as e
from board.camp import joined, texts
from board.camp.changes.grid import moves_of
from board.camp.errors import PlanRefused
from board.camp.model import Camp, Figures, Placement, SlotId, TopicId
from board.camp.rules import grid, lookups, moves, pins
from board.camp.said import say

MOST_TROUBLES = 20

_Session = tuple[TopicId, SlotId]
_Sessions = dict[_Session, Placement]


def adopt(camp: Camp, command: c.AdoptPlan) -> tuple[e.Event, ...]:
    """A plan becomes the grid if it breaks no rule, keeps every pin and leaves frozen slots alone.

    A plan of a known moment also moves no more of what people have seen than may move then.
    """
    lookups.in_phase(camp, "open", "running")
    texts.moment(command.at)
    _check_figures(command.figures)
    plan = {(p.topic, p.slot): p for p in command.placements}
    now = {(p.topic, p.slot): p for ps in camp.placements.values() for p in ps}
    if len(plan) != len(command.placements):
        raise PlanRefused(say("It places a topic twice in one slot."))
    if _in_frozen(camp, plan.values()) != _in_frozen(camp, now.values()):
        raise PlanRefused(say("It changes a frozen slot."))
    broken = [(p.placement.topic, p.why) for p in grid.problems(camp, plan.values())]
    broken = broken or [*_leaderless(camp, plan, now), *_pins_broken(camp, plan)]
    if broken:
        told = [
            say("{topic}: {why}", topic=grid.named(camp, topic), why=why)
            for topic, why in broken[:5]
        ]
        raise PlanRefused(joined.sentence(joined.clauses(told)))
    cleared = sorted(k for k, p in now.items() if k not in plan or plan[k].room != p.room)
    placed = [p for k, p in sorted(plan.items()) if k not in now or now[k].room != p.room]
    unplaced = tuple(_still_unplaced(camp, command))
    troubles = command.troubles[:MOST_TROUBLES]
    same = {u.topic: u.why for u in unplaced} == dict(camp.unplaced) and troubles == camp.troubles
    if not cleared and not placed and same and not _tell_more(camp.figures, command.figures):
        return ()
    adopted = e.PlanAdopted(
        cleared=tuple(cleared),
        placed=tuple(_since(placement, command.at) for placement in placed),
        unplaced=unplaced,
        forced=tuple(sorted({*_forced(camp, now, cleared), *_make_way(camp, plan, cleared)})),
        at=command.at,
        figures=command.figures,
        troubles=troubles,
    )
    if command.at and (refusal := moves.too_many(camp, command.at, moves_of(camp, adopted))):
        raise PlanRefused(refusal)
    return (adopted,)


def _forced(camp: Camp, now: _Sessions, cleared: list[_Session]) -> Iterator[_Session]:
    """Sessions that can't be expected to stay: a pin takes their place, or nobody leads them any more."""
    for session in cleared:
        led = camp.settings.leaderless or not camp.topics[session[0]].wish
        if not led or pins.displaced(camp, now[session]):
            yield session


def _make_way(camp: Camp, plan: _Sessions, cleared: list[_Session]) -> list[_Session]:
    """Repeats that leave the grid for topics that had no session: one for each of these."""
    there = {topic for topic, _ in plan}
    joined = {topic for topic, slot in plan if (topic, slot) not in _sessions(camp, topic)}
    new = sum(topic not in camp.placements for topic in there)
    dropped = [each for each in cleared if each not in plan and each[0] in there - joined]
    return dropped[:new]


def _sessions(camp: Camp, topic: TopicId) -> set[_Session]:
    return {(topic, p.slot) for p in camp.placements.get(topic, ())}


def _since(placement: Placement, at: int) -> Placement:
    return Placement(
        topic=placement.topic, slot=placement.slot, room=placement.room, why=placement.why, at=at
    )


def _check_figures(figures: Figures | None) -> None:
    """Refuse what can't have been counted."""
    if figures is None:
        return
    counts = (figures.seated, figures.bound, figures.without_top3, *figures.choices)
    small = all(0 <= count < 2**53 for count in (*counts, abs(figures.won)))
    percent = len(figures.choices) <= 3 and all(share <= 100 for share in figures.choices)
    if not small or not percent or figures.seated > figures.bound:
        raise PlanRefused(say("Its figures can't be right."))


def _tell_more(known: Figures | None, told: Figures | None) -> bool:
    """Whether `told` says anything new of a grid that stays: it won nothing, whatever it says."""
    if told is None:
        return False
    return known is None or _standing(known) != _standing(told)


def _standing(figures: Figures) -> tuple[object, ...]:
    return (
        figures.seated, figures.bound, figures.loose, figures.choices, figures.without_top3,
    )  # fmt: skip


def _in_frozen(camp: Camp, placements: Iterable[Placement]) -> set[tuple[str, str, str]]:
    return {(p.topic, p.slot, p.room) for p in placements if p.slot in camp.frozen}


def _leaderless(camp: Camp, plan: _Sessions, now: _Sessions) -> Iterator[tuple[TopicId, str]]:
    """Wishes that the plan newly places, though no organiser pinned them there."""
    if camp.settings.leaderless:
        return
    for session, placement in plan.items():
        wish = camp.topics[placement.topic].wish
        if wish and session not in now and not grid.firm(camp, placement):
            yield placement.topic, say("nobody leads it")


def _pins_broken(camp: Camp, plan: _Sessions) -> Iterator[tuple[TopicId, str]]:
    """Pins the plan leaves, and pins it could keep with a session that it puts elsewhere.

    A plan may have to do without a session that has yet to come to its pin; it may never take one
    away from there.
    """
    for topic, there in camp.pins.items():
        loose = any(p.topic == topic and not grid.firm(camp, p) for p in plan.values())
        for pin in there:
            if any(pins.covers(pin, p) for p in plan.values()):
                continue
            kept_now = any(pins.covers(pin, p) for p in pins.sessions(camp, topic))
            if kept_now or (loose and pin.slot not in camp.frozen):
                yield topic, say("it is not where it is pinned")


def _still_unplaced(camp: Camp, command: c.AdoptPlan) -> Iterator[e.Unplaced]:
    placed = {p.topic for p in command.placements}
    for unplaced in command.unplaced:
        topic = camp.topics.get(unplaced.topic)
        if topic is not None and topic.up and topic.id not in placed:
            yield unplaced
