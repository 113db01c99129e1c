"""Who is there: coming in, names, badges, and one person's two devices."""

from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes, added, marked, retopic, without
from board.camp.model import (
    Attendee,
    Camp,
)


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
            camp = retopic(camp, topic.id, by=by, facilitators=tuple(dict.fromkeys(leads)))
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
    return replace(camp, roster=without(camp.roster, event.badge))


def _badges_printed(camp: Camp, event: e.BadgesPrinted) -> Camp:
    roster = camp.roster
    for badge in event.badges:
        if badge in roster:  # or taken off it since
            roster = roster.set(badge, replace(roster[badge], printed=event.printed))
    return replace(camp, roster=roster)


def _counted_once(camp: Camp, event: e.DevicesJoined) -> Camp:
    """The camp with both devices' votes on one ballot, and both devices' sights counted once."""
    ballots, tallies = camp.ballots, camp.tallies
    for topic in ballots.get(event.source, ()):
        if topic not in event.votes:
            tallies = added(tallies, topic, -1)
    if event.votes:
        ballots = ballots.set(event.target, (*ballots.get(event.target, ()), *event.votes))
    seen, spent = camp.seen, camp.seen_spent
    others, mask = (camp.seen_by.get(who, 0) for who in (event.source, event.target))
    counted = (others & ~spent.get(event.source, 0), mask & ~spent.get(event.target, 0))
    twice = counted[0] & counted[1]
    for known in camp.topics.values() if twice else ():
        if twice >> known.number & 1:
            seen = added(seen, known.id, -1)
    never = (others | mask) & ~(counted[0] | counted[1])
    return replace(
        camp,
        ballots=without(ballots, event.source),
        tallies=tallies,
        seen=seen,
        seen_by=marked(without(camp.seen_by, event.source), event.target, others | mask),
        seen_spent=marked(without(spent, event.source), event.target, never),
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


CHANGES: Changes = {
    e.AttendeeJoined: _attendee_joined,
    e.AttendeeNamed: _attendee_named,
    e.AttendeeDescribed: _attendee_described,
    e.DevicesJoined: _devices_joined,
    e.BadgeSet: _badge_set,
    e.BadgeRemoved: _badge_removed,
    e.BadgesPrinted: _badges_printed,
}
