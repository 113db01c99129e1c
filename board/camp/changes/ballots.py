"""Votes, and what was seen."""

from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes, added, marked
from board.camp.model import (
    Camp,
)


def _vote_cast(camp: Camp, event: e.VoteCast) -> Camp:
    ballot = (*camp.ballots.get(event.attendee, ()), event.topic)
    return replace(
        camp,
        ballots=camp.ballots.set(event.attendee, ballot),
        tallies=added(camp.tallies, event.topic, 1),
    )


def _vote_withdrawn(camp: Camp, event: e.VoteWithdrawn) -> Camp:
    ballot = tuple(t for t in camp.ballots.get(event.attendee, ()) if t != event.topic)
    return replace(
        camp,
        ballots=camp.ballots.set(event.attendee, ballot),
        tallies=added(camp.tallies, event.topic, -1),
    )


def _ballot_ordered(camp: Camp, event: e.BallotOrdered) -> Camp:
    before, tallies = set(camp.ballots.get(event.attendee, ())), camp.tallies
    for topic in event.ballot:
        if topic not in before:
            tallies = added(tallies, topic, 1)
    for topic in before.difference(event.ballot):
        tallies = added(tallies, topic, -1)
    return replace(camp, ballots=camp.ballots.set(event.attendee, event.ballot), tallies=tallies)


def _topics_seen(camp: Camp, event: e.TopicsSeen) -> Camp:
    who, seen = event.attendee, camp.seen
    spent = camp.seen_spent.get(who, 0)
    now = 0
    for topic in event.topics:
        now |= 1 << camp.topics[topic].number
        if not event.spent:
            seen = added(seen, topic, 1)
    return replace(
        camp,
        seen=seen,
        seen_by=camp.seen_by.set(who, camp.seen_by.get(who, 0) | now),
        seen_spent=marked(camp.seen_spent, who, spent | now if event.spent else spent & ~now),
    )


CHANGES: Changes = {
    e.VoteCast: _vote_cast,
    e.VoteWithdrawn: _vote_withdrawn,
    e.BallotOrdered: _ballot_ordered,
    e.TopicsSeen: _topics_seen,
}
