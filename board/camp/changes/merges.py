"""Topics that are one, or were taken for one."""

from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes, added, joined, left, retopic, without
from board.camp.model import (
    Apart,
    Camp,
    TopicId,
)


def _topics_merged(camp: Camp, event: e.TopicsMerged) -> Camp:
    ballots = camp.ballots
    for vote in event.votes:
        ballot = tuple(event.target if t == event.source else t for t in ballots[vote.attendee])
        ballots = ballots.set(vote.attendee, tuple(dict.fromkeys(ballot)))
    gained = sum(vote.target_at < 0 for vote in event.votes)
    tallies = added(camp.tallies, event.target, gained)
    tallies = added(tallies, event.source, -len(event.votes))
    facilitators = joined(camp.topics[event.target].facilitators, event.carried)
    camp = retopic(camp, event.source, merged_into=event.target)
    camp = retopic(camp, event.target, facilitators=facilitators)
    return replace(camp, ballots=ballots, tallies=tallies)


def _topics_unmerged(camp: Camp, event: e.TopicsUnmerged) -> Camp:
    ballots, tallies = camp.ballots, camp.tallies
    for vote in event.votes:
        ballot = ballots.get(vote.attendee, ())
        if event.target not in ballot:
            continue  # withdrawn since, and with it what it stood for
        if vote.target_at < 0:
            ballot = tuple(event.source if t == event.target else t for t in ballot)
            tallies = added(tallies, event.target, -1)
        else:
            ballot = _parted(ballot, event.source, event.target, vote)
        tallies = added(tallies, event.source, 1)
        ballots = ballots.set(vote.attendee, ballot)
    facilitators = left(camp.topics[event.target].facilitators, event.carried)
    camp = retopic(camp, event.source, merged_into=None)
    camp = retopic(camp, event.target, facilitators=facilitators)
    return replace(camp, ballots=ballots, tallies=tallies)


def _merge_proposed(camp: Camp, event: e.MergeProposed) -> Camp:
    return replace(camp, merges=camp.merges.set(event.proposal.source, event.proposal))


def _merge_withdrawn(camp: Camp, event: e.MergeProposalWithdrawn) -> Camp:
    return replace(camp, merges=without(camp.merges, event.source))


def _merge_agreed(camp: Camp, event: e.MergeAgreed) -> Camp:
    proposal = camp.merges[event.source]
    agreed = replace(proposal, agreed=joined(proposal.agreed, event.topics))
    return replace(camp, merges=camp.merges.set(event.source, agreed))


def _merge_declined(camp: Camp, event: e.MergeDeclined) -> Camp:
    camp = replace(camp, merges=without(camp.merges, event.source))
    return replace(camp, apart=camp.apart | {_pair(event.source, event.target)})


def _told_apart(camp: Camp, event: e.TopicsToldApart) -> Camp:
    return replace(camp, apart=camp.apart | {_pair(event.first, event.second)})


def _likened_again(camp: Camp, event: e.TopicsLikenedAgain) -> Camp:
    return replace(camp, apart=camp.apart - {_pair(event.first, event.second)})


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


CHANGES: Changes = {
    e.TopicsMerged: _topics_merged,
    e.TopicsUnmerged: _topics_unmerged,
    e.MergeProposed: _merge_proposed,
    e.MergeProposalWithdrawn: _merge_withdrawn,
    e.MergeAgreed: _merge_agreed,
    e.MergeDeclined: _merge_declined,
    e.TopicsToldApart: _told_apart,
    e.TopicsLikenedAgain: _likened_again,
}
