"""Taking back the organisers' last action."""

from collections.abc import Iterable

from board.camp import commands as c
from board.camp import events as e
from board.camp.errors import Conflict
from board.camp.evolve import evolve, fold
from board.camp.model import AttendeeId, Camp, Placement, TopicId
from board.camp.rules import grid, lookups
from board.camp.said import say


def undo(camp: Camp, command: c.UndoAction) -> tuple[e.Event, ...]:
    """The last action is taken back. A session goes back to its old cell if that is still possible.

    What has happened since stays: votes, pitches, and sessions the planner placed meanwhile.
    """
    lookups.organiser(camp, command.by)
    last = camp.actions[-1] if camp.actions else None
    if last is None or last.id != command.action:
        raise Conflict(
            say("Something else happened since, or it is undone already. Look at the list.")
        )
    frame = [x for x in last.undo if not isinstance(x, e.SessionPlaced)]
    back = [x.placement for x in last.undo if isinstance(x, e.SessionPlaced)]
    events = grid.settled(camp, tuple(frame))  # type: ignore[arg-type]
    after = fold(camp, events)
    if any(after.who(AttendeeId(organiser)) in after.attendees for organiser in after.organisers):
        raise Conflict(say("Somebody who came in since has the organiser's id. Invite them anew."))
    returned = []
    for placement in back:
        trial = evolve(after, e.SessionPlaced(placement=placement))
        if not _crowded(trial, placement):
            returned.append(e.SessionPlaced(placement=placement))
            after = trial
    return (*events, *returned, e.ActionUndone(action=last.id, by=command.by))


def inverse(camp: Camp, events: Iterable[e.Event]) -> tuple[e.Event, ...]:
    """The events that take `events`, which happen to `camp` now, back again, in the order to apply them."""
    taken_back: list[e.Event] = []
    for event in events:
        taken_back[:0] = _inverse(camp, event)
        camp = evolve(camp, event)
    return tuple(taken_back)


def _crowded(trial: Camp, placement: Placement) -> bool:
    in_slot = [p for ps in trial.placements.values() for p in ps if p.slot == placement.slot]
    others = [p for p in trial.placements[placement.topic] if p.slot != placement.slot]
    return bool(grid.problems(trial, [*in_slot, *others]))


def _inverse(camp: Camp, event: e.Event) -> tuple[e.Event, ...]:
    match event:
        case e.SettingsChanged():
            return (e.SettingsChanged(settings=camp.settings),)
        case e.PhaseChanged():
            return (e.PhaseChanged(phase=camp.phase),)
        case e.RoomSet(room=room):
            old_room = camp.rooms.get(room.id)
            return (e.RoomSet(room=old_room) if old_room else e.RoomRemoved(room=room.id),)
        case e.RoomRemoved(room=room_id):
            return (e.RoomSet(room=camp.rooms[room_id]),)
        case e.SlotSet(slot=slot):
            old_slot = camp.slots.get(slot.id)
            return (e.SlotSet(slot=old_slot) if old_slot else e.SlotRemoved(slot=slot.id),)
        case e.SlotRemoved(slot=slot_id):
            thawed = e.SlotSet(slot=camp.slots[slot_id])
            return (thawed, e.SlotFrozen(slot=slot_id)) if slot_id in camp.frozen else (thawed,)
        case e.BreakSet(pause=pause):
            old = camp.breaks.get(pause.id)
            return (e.BreakSet(pause=old) if old else e.BreakRemoved(pause=pause.id),)
        case e.BreakRemoved(pause=pause_id):
            return (e.BreakSet(pause=camp.breaks[pause_id]),)
        case e.OrganiserInvited(organiser=organiser):
            return (e.OrganiserRemoved(organiser=organiser.id),)
        case e.OrganiserRemoved(organiser=organiser_id):
            return (e.OrganiserInvited(organiser=camp.organisers[organiser_id]),)
        case e.BadgeSet(badge=badge):
            old_badge = camp.roster.get(badge.id)
            return (e.BadgeSet(badge=old_badge) if old_badge else e.BadgeRemoved(badge=badge.id),)
        case e.BadgeRemoved(badge=badge_id):
            return (e.BadgeSet(badge=camp.roster[badge_id]),)
        case e.BadgesPrinted(badges=badges, printed=printed):
            return (e.BadgesPrinted(badges=badges, printed=not printed),)
        case e.LogoSet():
            return (e.LogoSet(logo=camp.logo),)
        case e.Announced(announcement=said):
            return (e.AnnouncementWithdrawn(announcement=said.id),)
        case e.AnnouncementWithdrawn(announcement=said_id):
            there = (a for a in camp.announcements if a.id == said_id)
            return tuple(e.Announced(announcement=a) for a in there)
        case e.TimerSet() | e.TimerStopped():
            return (e.TimerSet(timer=camp.timer) if camp.timer else e.TimerStopped(),)
        case _:
            return _topic_inverse(camp, event)


def _topic_inverse(camp: Camp, event: e.Event) -> tuple[e.Event, ...]:
    match event:
        case e.TopicHidden(topic=topic):
            return (e.TopicShown(topic=topic),)
        case e.TopicShown(topic=topic):
            return (e.TopicHidden(topic=topic),)
        case e.TopicsMerged(source=source, target=target, votes=votes, carried=carried):
            return (e.TopicsUnmerged(source=source, target=target, votes=votes, carried=carried),)
        case e.MergeProposed(proposal=proposal):
            return (_merge_asked(camp, proposal.source),)
        case e.MergeProposalWithdrawn(source=source):
            return (_merge_asked(camp, source),)
        case e.TopicsToldApart(first=first, second=second):
            return (e.TopicsLikenedAgain(first=first, second=second),)
        case e.SessionPlaced(placement=placed):
            before = camp.unplaced.get(placed.topic, "")
            return (e.SessionCleared(topic=placed.topic, slot=placed.slot, unplaced=before),)
        case e.SessionCleared(topic=topic, slot=slot):
            there = camp.placements.get(topic, ())
            return tuple(e.SessionPlaced(placement=p) for p in there if p.slot == slot)
        case e.TopicPinned(pin=pin):
            return (e.TopicUnpinned(pin=pin),)
        case e.TopicUnpinned(pin=pin):
            return (e.TopicPinned(pin=pin),)
        case e.TopicSized(topic=topic):
            old = camp.topics[topic].pitch
            return (e.TopicSized(topic=topic, sessions=old.sessions, seat_cap=old.seat_cap),)
        case e.OfferAccepted(topic=topic) | e.OfferDeclined(topic=topic):
            return (e.OffersMade(offers=(camp.offers[topic],)),)
        case e.SlotFrozen(slot=slot):
            return (e.SlotThawed(slot=slot, again=slot not in camp.thawed),)
        case e.SlotThawed(slot=slot):
            return (e.SlotFrozen(slot=slot),)
        case _:
            raise AssertionError(f"organisers never cause {type(event).__name__}")


def _merge_asked(camp: Camp, source: TopicId) -> e.Event:
    """What has those who lead `source` be asked again what they are asked now, if anything."""
    proposal = camp.merges.get(source)
    return (
        e.MergeProposed(proposal=proposal) if proposal else e.MergeProposalWithdrawn(source=source)
    )
