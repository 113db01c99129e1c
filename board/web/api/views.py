"""A camp as the API shows it to whoever asks: nothing that is hidden from them gets past here."""

from collections.abc import Iterator

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from board.camp.model import AttendeeId, Camp, Move, Organiser, Pin, Placement, Slot, Topic
from board.camp.rules import company, merges
from board.camp.rules.ballots import on_board
from board.camp.rules.offers import askable, standing
from board.live.parts import grid_frame
from board.web.api.answers import (
    BallotAt,
    Board,
    Counts,
    MergeAsked,
    Moved,
    NotPlaced,
    Offered,
    ShownPerson,
    ShownTopic,
    Topics,
)
from board.web.api.operations import Call


def board(call: Call) -> Board:
    """The whole camp, the same for all organisers and the same for everybody else."""
    camp, organises = call.camp, call.by.organiser is not None
    told = organises or camp.settings.tallies_shown
    figures = camp.figures if told else None
    there = {topic.id for topic in _seen_by(call)}
    frame = grid_frame(camp)
    return Board(
        camp=camp.id,
        seq=call.seq,
        epoch=call.by.desk.epoch,
        phase=camp.phase,
        settings=camp.settings,
        rooms=frame.rooms,
        slots=tuple(p for p in frame.periods if isinstance(p, Slot)),
        breaks=tuple(p for p in frame.periods if not isinstance(p, Slot)),
        frozen=tuple(sorted(camp.frozen)),
        topics=_topics(call),
        grid=tuple(p if told else replace(p, why="") for p in _grid(camp) if p.topic in there),
        unplaced=tuple(
            NotPlaced(topic=topic, why=why if told else "")
            for topic, why in sorted(camp.unplaced.items())
            if topic in there
        ),
        offers=tuple(_offered(camp, told=told)),
        merges=tuple(_merges(camp)),
        announcements=camp.announcements,
        timer=camp.timer,
        counts=Counts(
            people=len(camp.attendees),
            topics=sum(topic.up for topic in camp.topics.values()),
            votes=sum(camp.tallies.values()),
            sessions=sum(map(len, camp.placements.values())),
        ),
        moves=tuple(_moved(move, told=told) for move in camp.moves if move.topic in there),
        figures=figures or UNSET,
        counted_at=camp.counted_at if figures else UNSET,
        tallies={t: camp.tallies.get(t, 0) for t in sorted(there)} if told else UNSET,
        seen={t: camp.seen.get(t, 0) for t in sorted(there)} if organises else UNSET,
        pins=_pins(camp) if organises else UNSET,
        troubles=camp.troubles if organises else UNSET,
        organisers=_organisers(camp) if organises else UNSET,
    )


def topics(call: Call) -> Topics:
    """All topics that whoever asks can see."""
    return Topics(seq=call.seq, epoch=call.by.desk.epoch, topics=_topics(call))


def topic(call: Call, shown: Topic) -> ShownTopic:
    """One topic; with what only those who may change it can see, if whoever asks is one of them."""
    key = call.site.tokens.cofacilitator_key(call.camp.id, shown.id)
    return _topic(
        call.camp,
        shown,
        owned=call.owns(shown),
        key=key if call.by.attendee in shown.facilitators else UNSET,
        asking=tuple(
            who
            for who in company.asking(call.camp, shown.id)
            if call.owns(shown) or who == call.by.attendee
        ),
    )


def ballot(call: Call, seq: int) -> BallotAt:
    """The ballot of the attendee who asks."""
    votes = call.camp.ballots.get(call.by.an_attendee(), ())
    return BallotAt(seq=seq, ballot=on_board(call.camp, votes))


def _topics(call: Call) -> tuple[ShownTopic, ...]:
    organises = call.by.organiser is not None
    return tuple(_topic(call.camp, topic, owned=organises) for topic in _seen_by(call))


def _seen_by(call: Call) -> list[Topic]:
    found = [t for t in call.camp.topics.values() if t.up or call.by.organiser is not None]
    return sorted(found, key=lambda topic: topic.number)


def _topic(
    camp: Camp,
    topic: Topic,
    *,
    owned: bool,
    key: str | UnsetType = UNSET,
    asking: tuple[AttendeeId, ...] = (),
) -> ShownTopic:
    return ShownTopic(
        id=topic.id,
        number=topic.number,
        pitch=topic.pitch,
        at=topic.at,
        facilitators=tuple(_person(camp, f) for f in topic.facilitators),
        withdrawn=topic.withdrawn,
        hidden=topic.hidden,
        merged_into=topic.merged_into,
        by=topic.by if owned else UNSET,
        cofacilitator_key=key,
        asking=tuple(_person(camp, who) for who in asking),
    )


def _person(camp: Camp, attendee: AttendeeId) -> ShownPerson:
    return ShownPerson(id=attendee, name=camp.attendees[attendee].name)


def _offered(camp: Camp, *, told: bool) -> Iterator[Offered]:
    for offer in standing(camp) if camp.phase != "closed" else ():
        yield Offered(
            topic=offer.topic,
            kind=offer.kind,
            sessions=offer.sessions,
            facilitators=askable(camp, offer),
            wanted=offer.wanted if told else UNSET,
            chairs=offer.chairs if told else UNSET,
            wins=offer.wins if told else UNSET,
        )


def _merges(camp: Camp) -> Iterator[MergeAsked]:
    for proposal in merges.standing(camp) if camp.phase != "closed" else ():
        leads = [f for topic in merges.waiting_for(camp, proposal) for f in topic.facilitators]
        yield MergeAsked(
            source=proposal.source,
            target=proposal.target,
            facilitators=tuple(dict.fromkeys(leads)),
        )


def _grid(camp: Camp) -> list[Placement]:
    placements = [p for ps in camp.placements.values() for p in ps]
    return sorted(placements, key=lambda p: (camp.slots[p.slot].start, p.room))


def _moved(move: Move, *, told: bool) -> Moved:
    return Moved(
        topic=move.topic,
        at=move.at,
        from_slot=move.source.slot,
        from_room=move.source.room,
        to_slot=move.target.slot if move.target else UNSET,
        to_room=move.target.room if move.target else UNSET,
        why=move.why if told else "",
        forced=move.forced,
    )


def _pins(camp: Camp) -> tuple[Pin, ...]:
    pins = [pin for pins in camp.pins.values() for pin in pins]
    return tuple(sorted(pins, key=lambda pin: (pin.topic, pin.slot or "", pin.room or "")))


def _organisers(camp: Camp) -> tuple[Organiser, ...]:
    return tuple(sorted(camp.organisers.values(), key=lambda organiser: organiser.id))
