"""The grid: sessions, plans, pins, and offers of more room."""

from collections import Counter
from collections.abc import Iterable, Iterator

from immutables import Map
from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes, left, without
from board.camp.model import (
    Camp,
    Cell,
    Declined,
    Figures,
    Move,
    Pin,
    Placement,
    SlotId,
    TopicId,
    Won,
)
from board.camp.said import say

KEPT_MOVES = 100  # of either kind: to another slot, and to another room only
KEPT_MINUTES = 60  # in which something was won
MINUTE = 60_000  # ms


def moves_of(camp: Camp, event: e.PlanAdopted) -> Iterator[Move]:
    """The sessions on `camp`'s grid that a plan takes elsewhere or off it.

    Of a topic with several sessions, one that stays in its slot is the same session as before.
    """
    coming: dict[TopicId, list[Placement]] = {}
    for placement in event.placed:
        coming.setdefault(placement.topic, []).append(placement)
    stays = {(p.topic, p.slot) for p in event.placed}
    whys = {unplaced.topic: unplaced.why for unplaced in event.unplaced}
    for topic, slot in sorted(event.cleared, key=lambda session: session not in stays):
        there = coming.get(topic, [])
        to = next((p for p in there if p.slot == slot), there[0] if there else None)
        if to is not None:
            there.remove(to)
        source = next(Cell(p.slot, p.room) for p in camp.placements[topic] if p.slot == slot)
        yield Move(
            topic=topic,
            source=source,
            target=Cell(to.slot, to.room) if to else None,
            at=event.at,
            why=to.why if to else whys.get(topic) or _why_fewer(camp, event, topic, source),
            forced=(topic, slot) in event.forced,
        )


def _session_placed(camp: Camp, event: e.SessionPlaced) -> Camp:
    return _placed(camp, (event.placement,))


def _session_cleared(camp: Camp, event: e.SessionCleared) -> Camp:
    camp = _cleared(camp, ((event.topic, event.slot),))
    if not event.unplaced or event.topic in camp.placements:
        return camp
    return replace(camp, unplaced=camp.unplaced.set(event.topic, event.unplaced))


def _plan_adopted(camp: Camp, event: e.PlanAdopted) -> Camp:
    moves = _latest((*camp.moves, *moves_of(camp, event)))
    camp = _placed(_cleared(camp, event.cleared), event.placed)
    unplaced = Map({u.topic: u.why for u in event.unplaced})
    if unplaced == camp.unplaced:
        unplaced = camp.unplaced  # so that whoever compares camps sees at once that it stayed
    camp = replace(camp, unplaced=unplaced, moves=moves, troubles=event.troubles)
    return camp if event.figures is None else _counted(camp, event, event.figures)


def _topic_pinned(camp: Camp, event: e.TopicPinned) -> Camp:
    pins = camp.pins.get(event.pin.topic, ())
    return _pinned(camp, event.pin.topic, (*left(pins, (event.pin,)), event.pin))


def _topic_unpinned(camp: Camp, event: e.TopicUnpinned) -> Camp:
    pins = camp.pins.get(event.pin.topic, ())
    return _pinned(camp, event.pin.topic, left(pins, (event.pin,)))


def _offers_made(camp: Camp, event: e.OffersMade) -> Camp:
    offers, declined = camp.offers, camp.declined
    for topic in event.gone:
        offers = without(offers, topic)
    for offer in event.offers:
        offers = offers.set(offer.topic, offer)
        declined -= {Declined(offer.topic, offer.kind, offer.sessions)}
    return replace(camp, offers=offers, declined=declined)


def _offer_accepted(camp: Camp, event: e.OfferAccepted) -> Camp:
    return replace(camp, offers=without(camp.offers, event.topic))


def _offer_declined(camp: Camp, event: e.OfferDeclined) -> Camp:
    declined = Declined(event.topic, event.kind, event.sessions)
    offers = without(camp.offers, event.topic)
    return replace(camp, offers=offers, declined=camp.declined | {declined})


def _why_fewer(camp: Camp, event: e.PlanAdopted, topic: TopicId, cell: Cell) -> str:
    """Why one of several sessions of a topic left the grid; empty if all of them did."""
    stay = {(p.topic, p.slot) for p in camp.placements[topic]} - {*event.cleared}
    if not stay and all(p.topic != topic for p in event.placed):
        return ""
    other = next((p.topic for p in event.placed if (p.slot, p.room) == cell), None)
    if other is None:
        return say("it runs once less now")
    return say(
        "“{title}” has its place now; it still runs at another time",
        title=camp.topics[other].pitch.title,
    )


def _latest(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    counted, kept = Counter[bool](), list[Move]()
    for move in reversed(moves):
        counted[move.across] += 1
        if counted[move.across] <= KEPT_MOVES:
            kept.append(move)
    return tuple(reversed(kept))


def _counted(camp: Camp, event: e.PlanAdopted, figures: Figures) -> Camp:
    won, minute, seats = camp.won, event.at // MINUTE, figures.won
    if seats and (event.cleared or event.placed):
        if won and won[-1].minute == minute:
            seats += won[-1].seats
            won = won[:-1]
        won = (*won, Won(minute, seats))[-KEPT_MINUTES:]
    return replace(camp, figures=figures, counted_at=event.at, won=won)


def _placed(camp: Camp, placements: Iterable[Placement]) -> Camp:
    by_topic, cells, unplaced = camp.placements, camp.cells, camp.unplaced
    for placement in placements:
        others = by_topic.get(placement.topic, ())
        there = sorted((*others, placement), key=lambda p: p.slot)
        by_topic = by_topic.set(placement.topic, tuple(there))
        cells = cells.set(Cell(placement.slot, placement.room), placement.topic)
        unplaced = without(unplaced, placement.topic)
    return replace(camp, placements=by_topic, cells=cells, unplaced=unplaced)


def _cleared(camp: Camp, sessions: Iterable[tuple[TopicId, SlotId]]) -> Camp:
    by_topic, cells = camp.placements, camp.cells
    for topic, slot in sessions:
        placements = by_topic.get(topic, ())
        kept = tuple(p for p in placements if p.slot != slot)
        for gone in placements:
            if gone.slot == slot:
                cells = without(cells, Cell(gone.slot, gone.room))
        by_topic = by_topic.set(topic, kept) if kept else without(by_topic, topic)
    return replace(camp, placements=by_topic, cells=cells)


def _pinned(camp: Camp, topic: TopicId, pins: tuple[Pin, ...]) -> Camp:
    there = tuple(sorted(pins, key=lambda pin: (pin.slot or "", pin.room or "")))
    return replace(camp, pins=camp.pins.set(topic, there) if there else without(camp.pins, topic))


CHANGES: Changes = {
    e.SessionPlaced: _session_placed,
    e.SessionCleared: _session_cleared,
    e.PlanAdopted: _plan_adopted,
    e.OffersMade: _offers_made,
    e.OfferAccepted: _offer_accepted,
    e.OfferDeclined: _offer_declined,
    e.TopicPinned: _topic_pinned,
    e.TopicUnpinned: _topic_unpinned,
}
