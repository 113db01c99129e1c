"""Every change a camp can go through. No change lives elsewhere; no rule lives here.

`evolve(camp, event)` is pure and total: what `decide` let into the log always applies. A vote costs
the same in a camp of ten and of ten thousand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from typing import Any, TypeVar

from immutables import Map
from msgspec.structs import replace

from board.camp import events as e
from board.camp.model import (
    Action,
    Apart,
    Attendee,
    AttendeeId,
    Camp,
    Cell,
    Declined,
    Figures,
    Lobby,
    Mark,
    Move,
    Pin,
    Placement,
    SlotId,
    Topic,
    TopicId,
    Won,
)
from board.camp.said import say

KEPT_ACTIONS = 20
KEPT_MOVES = 100  # of either kind: to another slot, and to another room only
KEPT_MINUTES = 60  # in which something was won
MINUTE = 60_000  # ms
LATELY = 10  # minutes of which the marks are kept

K = TypeVar("K")
V = TypeVar("V")


def evolve(camp: Camp | None, event: e.Event) -> Camp:
    """The camp after `event`; the camp before a `CampCreated` is None."""
    if isinstance(event, e.CampCreated):
        return _created(event)
    assert camp is not None, "a log begins with CampCreated"
    return _CHANGES[type(event)](camp, event)


def fold(camp: Camp | None, events: Iterable[e.Event]) -> Camp:
    """The camp after all of `events`, at least one if there was none before."""
    after = reduce(evolve, events, camp)
    assert after is not None, "there was no camp, and no event began one"
    return after


def paced(before: Camp | None, after: Camp, at: int) -> Camp:
    """`after`, which an entry of the moment `at` made of `before`, with the minute marked if it is a new one.

    An entry of an earlier minute (clocks differ) leaves no mark.
    """
    minute = at // MINUTE
    if before is None or (before.pace and minute <= before.pace[-1].minute):
        return after
    kept = (mark for mark in before.pace if mark.minute >= minute - LATELY)
    return replace(after, pace=(*kept, Mark(minute, before.tallies)))


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


def _created(event: e.CampCreated) -> Camp:
    organiser = event.organiser
    return Camp(id=event.camp, settings=event.settings, organisers=Map({organiser.id: organiser}))


# The frame of the day


def _settings_changed(camp: Camp, event: e.SettingsChanged) -> Camp:
    return replace(camp, settings=event.settings)


def _phase_changed(camp: Camp, event: e.PhaseChanged) -> Camp:
    return replace(camp, phase=event.phase)


def _room_set(camp: Camp, event: e.RoomSet) -> Camp:
    return replace(camp, rooms=camp.rooms.set(event.room.id, event.room))


def _room_removed(camp: Camp, event: e.RoomRemoved) -> Camp:
    return replace(camp, rooms=_without(camp.rooms, event.room))


def _slot_set(camp: Camp, event: e.SlotSet) -> Camp:
    return replace(camp, slots=camp.slots.set(event.slot.id, event.slot))


def _slot_removed(camp: Camp, event: e.SlotRemoved) -> Camp:
    return replace(camp, slots=_without(camp.slots, event.slot), frozen=camp.frozen - {event.slot})


def _break_set(camp: Camp, event: e.BreakSet) -> Camp:
    return replace(camp, breaks=camp.breaks.set(event.pause.id, event.pause))


def _break_removed(camp: Camp, event: e.BreakRemoved) -> Camp:
    return replace(camp, breaks=_without(camp.breaks, event.pause))


def _slot_frozen(camp: Camp, event: e.SlotFrozen) -> Camp:
    return replace(camp, frozen=camp.frozen | {event.slot}, thawed=camp.thawed - {event.slot})


def _slot_thawed(camp: Camp, event: e.SlotThawed) -> Camp:
    thawed = camp.thawed if event.again else camp.thawed | {event.slot}
    return replace(camp, frozen=camp.frozen - {event.slot}, thawed=thawed)


# People


def _organiser_invited(camp: Camp, event: e.OrganiserInvited) -> Camp:
    return replace(camp, organisers=camp.organisers.set(event.organiser.id, event.organiser))


def _organiser_removed(camp: Camp, event: e.OrganiserRemoved) -> Camp:
    return replace(camp, organisers=_without(camp.organisers, event.organiser))


def _attendee_joined(camp: Camp, event: e.AttendeeJoined) -> Camp:
    person = Attendee(id=event.attendee, name=event.name)
    return replace(camp, attendees=camp.attendees.set(person.id, person))


def _attendee_named(camp: Camp, event: e.AttendeeNamed) -> Camp:
    person = replace(camp.attendees[event.attendee], name=event.name)
    return replace(camp, attendees=camp.attendees.set(person.id, person))


def _attendee_described(camp: Camp, event: e.AttendeeDescribed) -> Camp:
    person = replace(
        camp.attendees[event.attendee],
        school=event.school,
        role=event.role,
        grade_bands=event.grade_bands,
        described=True,
    )
    return replace(camp, attendees=camp.attendees.set(person.id, person))


def _devices_joined(camp: Camp, event: e.DevicesJoined) -> Camp:
    actions = tuple(
        replace(action, undo=tuple(_by_one(camp, each, event) for each in action.undo))
        for action in camp.actions
    )
    camp = replace(_counted_once(camp, event), actions=actions)
    for topic in camp.topics.values():
        if event.source in (topic.by, *topic.facilitators):
            by = event.target if topic.by == event.source else topic.by
            leads = (event.target if f == event.source else f for f in topic.facilitators)
            camp = _retopic(camp, topic.id, by=by, facilitators=tuple(dict.fromkeys(leads)))
    for topic_id, asking in camp.company.items():
        if event.source in asking:
            one = dict.fromkeys(event.target if a == event.source else a for a in asking)
            camp = replace(camp, company=camp.company.set(topic_id, tuple(one)))
    left, stays = camp.attendees[event.source], camp.attendees[event.target]
    person = Attendee(
        id=stays.id,
        name=stays.name or left.name,
        school=stays.school or left.school,
        role=stays.role or left.role,
        grade_bands=stays.grade_bands or left.grade_bands,
        described=stays.described or left.described,
    )
    return replace(
        camp,
        attendees=camp.attendees.delete(left.id).set(person.id, person),
        became=camp.became.set(left.id, person.id),
    )


def _badge_set(camp: Camp, event: e.BadgeSet) -> Camp:
    return replace(camp, roster=camp.roster.set(event.badge.id, event.badge))


def _badge_removed(camp: Camp, event: e.BadgeRemoved) -> Camp:
    return replace(camp, roster=_without(camp.roster, event.badge))


def _badges_printed(camp: Camp, event: e.BadgesPrinted) -> Camp:
    roster = camp.roster
    for badge in event.badges:
        if badge in roster:  # or taken off it since
            roster = roster.set(badge, replace(roster[badge], printed=event.printed))
    return replace(camp, roster=roster)


# Topics


def _topic_pitched(camp: Camp, event: e.TopicPitched) -> Camp:
    topic = Topic(
        id=event.topic,
        number=len(camp.topics) + 1,
        pitch=event.pitch,
        by=event.by,
        at=event.at,
        facilitators=event.facilitators,
    )
    return replace(camp, topics=camp.topics.set(topic.id, topic))


def _topic_edited(camp: Camp, event: e.TopicEdited) -> Camp:
    return _retopic(camp, event.topic, pitch=event.pitch)


def _topic_withdrawn(camp: Camp, event: e.TopicWithdrawn) -> Camp:
    return _retopic(camp, event.topic, withdrawn=True)


def _topic_restored(camp: Camp, event: e.TopicRestored) -> Camp:
    return _retopic(camp, event.topic, withdrawn=False)


def _topic_hidden(camp: Camp, event: e.TopicHidden) -> Camp:
    return _retopic(camp, event.topic, hidden=True)


def _topic_shown(camp: Camp, event: e.TopicShown) -> Camp:
    return _retopic(camp, event.topic, hidden=False)


def _facilitator_added(camp: Camp, event: e.FacilitatorAdded) -> Camp:
    facilitators = camp.topics[event.topic].facilitators
    camp = _without_company(camp, event.topic, event.attendee)
    return _retopic(camp, event.topic, facilitators=_joined(facilitators, (event.attendee,)))


def _facilitator_removed(camp: Camp, event: e.FacilitatorRemoved) -> Camp:
    facilitators = camp.topics[event.topic].facilitators
    return _retopic(camp, event.topic, facilitators=_left(facilitators, (event.attendee,)))


def _company_asked(camp: Camp, event: e.CompanyAsked) -> Camp:
    asking = _joined(camp.company.get(event.topic, ()), (event.attendee,))
    return replace(camp, company=camp.company.set(event.topic, asking))


def _company_declined(camp: Camp, event: e.CompanyDeclined) -> Camp:
    return _without_company(camp, event.topic, event.attendee)


def _without_company(camp: Camp, topic: TopicId, attendee: AttendeeId) -> Camp:
    asking = camp.company.get(topic, ())
    if attendee not in asking:
        return camp
    left = _left(asking, (attendee,))
    company = camp.company.set(topic, left) if left else camp.company.delete(topic)
    return replace(camp, company=company)


def _topics_merged(camp: Camp, event: e.TopicsMerged) -> Camp:
    ballots = camp.ballots
    for vote in event.votes:
        ballot = tuple(event.target if t == event.source else t for t in ballots[vote.attendee])
        ballots = ballots.set(vote.attendee, tuple(dict.fromkeys(ballot)))
    gained = sum(vote.target_at < 0 for vote in event.votes)
    tallies = _added(camp.tallies, event.target, gained)
    tallies = _added(tallies, event.source, -len(event.votes))
    facilitators = _joined(camp.topics[event.target].facilitators, event.carried)
    camp = _retopic(camp, event.source, merged_into=event.target)
    camp = _retopic(camp, event.target, facilitators=facilitators)
    return replace(camp, ballots=ballots, tallies=tallies)


def _topics_unmerged(camp: Camp, event: e.TopicsUnmerged) -> Camp:
    ballots, tallies = camp.ballots, camp.tallies
    for vote in event.votes:
        ballot = ballots.get(vote.attendee, ())
        if event.target not in ballot:
            continue  # withdrawn since, and with it what it stood for
        if vote.target_at < 0:
            ballot = tuple(event.source if t == event.target else t for t in ballot)
            tallies = _added(tallies, event.target, -1)
        else:
            ballot = _parted(ballot, event.source, event.target, vote)
        tallies = _added(tallies, event.source, 1)
        ballots = ballots.set(vote.attendee, ballot)
    facilitators = _left(camp.topics[event.target].facilitators, event.carried)
    camp = _retopic(camp, event.source, merged_into=None)
    camp = _retopic(camp, event.target, facilitators=facilitators)
    return replace(camp, ballots=ballots, tallies=tallies)


# Votes


def _vote_cast(camp: Camp, event: e.VoteCast) -> Camp:
    ballot = (*camp.ballots.get(event.attendee, ()), event.topic)
    return replace(
        camp,
        ballots=camp.ballots.set(event.attendee, ballot),
        tallies=_added(camp.tallies, event.topic, 1),
    )


def _vote_withdrawn(camp: Camp, event: e.VoteWithdrawn) -> Camp:
    ballot = tuple(t for t in camp.ballots.get(event.attendee, ()) if t != event.topic)
    return replace(
        camp,
        ballots=camp.ballots.set(event.attendee, ballot),
        tallies=_added(camp.tallies, event.topic, -1),
    )


def _ballot_ordered(camp: Camp, event: e.BallotOrdered) -> Camp:
    before, tallies = set(camp.ballots.get(event.attendee, ())), camp.tallies
    for topic in event.ballot:
        if topic not in before:
            tallies = _added(tallies, topic, 1)
    for topic in before.difference(event.ballot):
        tallies = _added(tallies, topic, -1)
    return replace(camp, ballots=camp.ballots.set(event.attendee, event.ballot), tallies=tallies)


def _topics_seen(camp: Camp, event: e.TopicsSeen) -> Camp:
    mask, seen = camp.seen_by.get(event.attendee, 0), camp.seen
    for topic in event.topics:
        mask |= 1 << camp.topics[topic].number
        seen = _added(seen, topic, 1)
    return replace(camp, seen=seen, seen_by=camp.seen_by.set(event.attendee, mask))


# The grid


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
    return _pinned(camp, event.pin.topic, (*_left(pins, (event.pin,)), event.pin))


def _topic_unpinned(camp: Camp, event: e.TopicUnpinned) -> Camp:
    pins = camp.pins.get(event.pin.topic, ())
    return _pinned(camp, event.pin.topic, _left(pins, (event.pin,)))


# Offers of more room


def _offers_made(camp: Camp, event: e.OffersMade) -> Camp:
    offers, declined = camp.offers, camp.declined
    for topic in event.gone:
        offers = _without(offers, topic)
    for offer in event.offers:
        offers = offers.set(offer.topic, offer)
        declined -= {Declined(offer.topic, offer.kind, offer.sessions)}
    return replace(camp, offers=offers, declined=declined)


def _offer_accepted(camp: Camp, event: e.OfferAccepted) -> Camp:
    return replace(camp, offers=_without(camp.offers, event.topic))


def _offer_declined(camp: Camp, event: e.OfferDeclined) -> Camp:
    declined = Declined(event.topic, event.kind, event.sessions)
    offers = _without(camp.offers, event.topic)
    return replace(camp, offers=offers, declined=camp.declined | {declined})


def _topic_sized(camp: Camp, event: e.TopicSized) -> Camp:
    pitch = camp.topics[event.topic].pitch
    sized = replace(pitch, sessions=event.sessions, seat_cap=event.seat_cap)
    return _retopic(camp, event.topic, pitch=sized)


# What projectors show


def _lobby_directed(camp: Camp, event: e.LobbyDirected) -> Camp:
    lobby = Lobby(mode=event.mode, topic=event.topic, paused=event.paused)
    return replace(camp, lobby=lobby)


# Two topics that may be one


def _merge_proposed(camp: Camp, event: e.MergeProposed) -> Camp:
    return replace(camp, merges=camp.merges.set(event.proposal.source, event.proposal))


def _merge_withdrawn(camp: Camp, event: e.MergeProposalWithdrawn) -> Camp:
    return replace(camp, merges=_without(camp.merges, event.source))


def _merge_agreed(camp: Camp, event: e.MergeAgreed) -> Camp:
    proposal = camp.merges[event.source]
    agreed = replace(proposal, agreed=_joined(proposal.agreed, event.topics))
    return replace(camp, merges=camp.merges.set(event.source, agreed))


def _merge_declined(camp: Camp, event: e.MergeDeclined) -> Camp:
    camp = replace(camp, merges=_without(camp.merges, event.source))
    return replace(camp, apart=camp.apart | {_pair(event.source, event.target)})


def _told_apart(camp: Camp, event: e.TopicsToldApart) -> Camp:
    return replace(camp, apart=camp.apart | {_pair(event.first, event.second)})


def _likened_again(camp: Camp, event: e.TopicsLikenedAgain) -> Camp:
    return replace(camp, apart=camp.apart - {_pair(event.first, event.second)})


# What organisers tell everybody


def _logo_set(camp: Camp, event: e.LogoSet) -> Camp:
    return replace(camp, logo=event.logo)


def _announced(camp: Camp, event: e.Announced) -> Camp:
    there = sorted((*camp.announcements, event.announcement), key=lambda a: (a.at, a.id))
    return replace(camp, announcements=tuple(there))


def _announcement_withdrawn(camp: Camp, event: e.AnnouncementWithdrawn) -> Camp:
    left = tuple(a for a in camp.announcements if a.id != event.announcement)
    return replace(camp, announcements=left)


def _timer_set(camp: Camp, event: e.TimerSet) -> Camp:
    return replace(camp, timer=event.timer)


def _timer_stopped(camp: Camp, event: e.TimerStopped) -> Camp:
    return replace(camp, timer=None)


# What organisers did


def _action_taken(camp: Camp, event: e.ActionTaken) -> Camp:
    action = Action(id=event.action, by=event.by, at=event.at, what=event.what, undo=event.undo)
    return replace(camp, actions=(*camp.actions, action)[-KEPT_ACTIONS:])


def _action_undone(camp: Camp, event: e.ActionUndone) -> Camp:
    return replace(camp, actions=tuple(a for a in camp.actions if a.id != event.action))


# The few shapes these changes are made of


def _counted_once(camp: Camp, event: e.DevicesJoined) -> Camp:
    """The camp with both devices' votes on one ballot, and both devices' sights counted once."""
    ballots, tallies = camp.ballots, camp.tallies
    for topic in ballots.get(event.source, ()):
        if topic not in event.votes:
            tallies = _added(tallies, topic, -1)
    if event.votes:
        ballots = ballots.set(event.target, (*ballots.get(event.target, ()), *event.votes))
    seen, seen_by = camp.seen, camp.seen_by
    others, mask = seen_by.get(event.source, 0), seen_by.get(event.target, 0)
    for known in camp.topics.values() if others & mask else ():
        if (others & mask) >> known.number & 1:
            seen = _added(seen, known.id, -1)
    if others:
        seen_by = seen_by.set(event.target, mask | others)
    return replace(
        camp,
        ballots=_without(ballots, event.source),
        tallies=tallies,
        seen=seen,
        seen_by=_without(seen_by, event.source),
    )


def _by_one(camp: Camp, undo: object, event: e.DevicesJoined) -> object:
    """What takes an action back, where it names somebody who is now part of somebody else."""
    if not isinstance(undo, e.TopicsUnmerged):
        return undo
    both = (event.source, event.target)
    votes = [vote for vote in undo.votes if vote.attendee not in both]
    theirs = {vote.attendee: vote for vote in undo.votes if vote.attendee in both}
    have = [person for person in both if undo.target in camp.ballots.get(person, ())]
    if merged := [theirs[person] for person in have if person in theirs]:
        each = len(have) > len(merged) or any(vote.target_at >= 0 for vote in merged)
        votes.append(
            e.MergedVote(
                attendee=event.target,
                source_at=merged[0].source_at if len(have) == 1 else -1,
                target_at=max(0, merged[0].target_at) if each else -1,
            )
        )
    leads = camp.topics[undo.target].facilitators
    carried = tuple(
        event.target if lead == event.source else lead
        for lead in undo.carried
        if lead != event.source or event.target not in leads
    )
    if event.target in undo.carried and event.source in leads and event.source not in undo.carried:
        carried = tuple(lead for lead in carried if lead != event.target)
    return replace(undo, votes=tuple(votes), carried=tuple(dict.fromkeys(carried)))


def _parted(
    ballot: tuple[TopicId, ...], source: TopicId, target: TopicId, vote: e.MergedVote
) -> tuple[TopicId, ...]:
    """The ballot with both topics where they stood, or side by side if it was reordered since."""
    at = ballot.index(target)
    if at != min(vote.source_at, vote.target_at):
        return (*ballot[: at + 1], source, *ballot[at + 1 :])
    topics = [t for t in ballot if t != target]
    for place, topic in sorted([(vote.source_at, source), (vote.target_at, target)]):
        topics.insert(place, topic)
    return tuple(topics)


def _pair(one: TopicId, other: TopicId) -> Apart:
    return Apart(min(one, other), max(one, other))


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
        unplaced = _without(unplaced, placement.topic)
    return replace(camp, placements=by_topic, cells=cells, unplaced=unplaced)


def _cleared(camp: Camp, sessions: Iterable[tuple[TopicId, SlotId]]) -> Camp:
    by_topic, cells = camp.placements, camp.cells
    for topic, slot in sessions:
        placements = by_topic.get(topic, ())
        kept = tuple(p for p in placements if p.slot != slot)
        for gone in placements:
            if gone.slot == slot:
                cells = _without(cells, Cell(gone.slot, gone.room))
        by_topic = by_topic.set(topic, kept) if kept else _without(by_topic, topic)
    return replace(camp, placements=by_topic, cells=cells)


def _pinned(camp: Camp, topic: TopicId, pins: tuple[Pin, ...]) -> Camp:
    there = tuple(sorted(pins, key=lambda pin: (pin.slot or "", pin.room or "")))
    return replace(camp, pins=camp.pins.set(topic, there) if there else _without(camp.pins, topic))


def _retopic(camp: Camp, topic: TopicId, **changes: Any) -> Camp:
    return replace(camp, topics=camp.topics.set(topic, replace(camp.topics[topic], **changes)))


def _added(counts: Map[TopicId, int], topic: TopicId, count: int) -> Map[TopicId, int]:
    after = counts.get(topic, 0) + count
    return counts.set(topic, after) if after else _without(counts, topic)


def _joined(there: tuple[V, ...], more: tuple[V, ...]) -> tuple[V, ...]:
    return tuple(dict.fromkeys((*there, *more)))


def _left(there: tuple[V, ...], gone: tuple[V, ...]) -> tuple[V, ...]:
    return tuple(item for item in there if item not in gone)


def _without(items: Map[K, V], key: K) -> Map[K, V]:
    return items.delete(key) if key in items else items


_CHANGES: dict[type, Callable[[Camp, Any], Camp]] = {
    e.SettingsChanged: _settings_changed,
    e.PhaseChanged: _phase_changed,
    e.RoomSet: _room_set,
    e.RoomRemoved: _room_removed,
    e.SlotSet: _slot_set,
    e.SlotRemoved: _slot_removed,
    e.BreakSet: _break_set,
    e.BreakRemoved: _break_removed,
    e.SlotFrozen: _slot_frozen,
    e.SlotThawed: _slot_thawed,
    e.OrganiserInvited: _organiser_invited,
    e.OrganiserRemoved: _organiser_removed,
    e.AttendeeJoined: _attendee_joined,
    e.AttendeeNamed: _attendee_named,
    e.AttendeeDescribed: _attendee_described,
    e.DevicesJoined: _devices_joined,
    e.BadgeSet: _badge_set,
    e.BadgeRemoved: _badge_removed,
    e.BadgesPrinted: _badges_printed,
    e.TopicPitched: _topic_pitched,
    e.TopicEdited: _topic_edited,
    e.TopicWithdrawn: _topic_withdrawn,
    e.TopicRestored: _topic_restored,
    e.TopicHidden: _topic_hidden,
    e.TopicShown: _topic_shown,
    e.FacilitatorAdded: _facilitator_added,
    e.FacilitatorRemoved: _facilitator_removed,
    e.CompanyAsked: _company_asked,
    e.CompanyDeclined: _company_declined,
    e.TopicsMerged: _topics_merged,
    e.TopicsUnmerged: _topics_unmerged,
    e.VoteCast: _vote_cast,
    e.VoteWithdrawn: _vote_withdrawn,
    e.BallotOrdered: _ballot_ordered,
    e.TopicsSeen: _topics_seen,
    e.SessionPlaced: _session_placed,
    e.SessionCleared: _session_cleared,
    e.PlanAdopted: _plan_adopted,
    e.OffersMade: _offers_made,
    e.OfferAccepted: _offer_accepted,
    e.OfferDeclined: _offer_declined,
    e.TopicSized: _topic_sized,
    e.LogoSet: _logo_set,
    e.Announced: _announced,
    e.AnnouncementWithdrawn: _announcement_withdrawn,
    e.TimerSet: _timer_set,
    e.TimerStopped: _timer_stopped,
    e.MergeProposed: _merge_proposed,
    e.MergeProposalWithdrawn: _merge_withdrawn,
    e.MergeAgreed: _merge_agreed,
    e.MergeDeclined: _merge_declined,
    e.TopicsToldApart: _told_apart,
    e.TopicsLikenedAgain: _likened_again,
    e.TopicPinned: _topic_pinned,
    e.TopicUnpinned: _topic_unpinned,
    e.LobbyDirected: _lobby_directed,
    e.ActionTaken: _action_taken,
    e.ActionUndone: _action_undone,
}
