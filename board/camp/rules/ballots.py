"""Coming in, voting, and having seen a topic."""

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Conflict, Invalid
from board.camp.model import Attendee, AttendeeId, Camp, TopicId
from board.camp.rules import lookups, people
from board.camp.said import say

MOST_ATTENDEES = 50_000


def join(camp: Camp, command: c.JoinCamp) -> tuple[e.Event, ...]:
    """Anyone can come in until the camp is closed; coming in twice changes nothing."""
    if command.attendee in camp.attendees:
        return ()
    lookups.in_phase(camp, "setup", "open", "running")
    texts.identifier(command.attendee, "attendee")
    if lookups.is_organiser(camp, command.attendee):
        raise Conflict(say("This id belongs to an organiser. Please join again, with another one."))
    if len(camp.attendees) >= MOST_ATTENDEES:
        raise Conflict(
            say("This camp is full: {most_attendees} people are in.", most_attendees=MOST_ATTENDEES)
        )
    name = texts.line(command.name, "name", most=texts.NAME, needed=False)
    joined = e.AttendeeJoined(attendee=command.attendee, name=name)
    badge = camp.roster.get(command.attendee)
    if badge is None or not (badge.school or badge.role):
        return (joined,)
    return joined, people.described(command.attendee, badge.school, badge.role)


def name(camp: Camp, command: c.NameAttendee) -> tuple[e.Event, ...]:
    """People can say what they are called whenever they like."""
    person = lookups.attendee(camp, command.attendee)
    name = texts.line(command.name, "name", most=texts.NAME, needed=False)
    if name == person.name:
        return ()
    return (e.AttendeeNamed(attendee=person.id, name=name),)


def cast(camp: Camp, command: c.CastVote) -> tuple[e.Event, ...]:
    """A vote goes to the end of the ballot; a second vote for the same topic changes nothing."""
    voter = _voter(camp, command.attendee)
    ballot = camp.ballots.get(voter.id, ())
    if command.topic in ballot:
        return ()
    lookups.topic_up(camp, command.topic)
    budget = camp.settings.vote_budget
    if budget and len(on_board(camp, ballot)) >= budget:
        raise Conflict(
            say(
                "All {budget} of your votes are given. Take one back to give it to this topic.",
                budget=budget,
            )
        )
    cast = e.VoteCast(attendee=voter.id, topic=command.topic)
    return (cast, *_seen(camp, voter.id, (command.topic,)))


def withdraw(camp: Camp, command: c.WithdrawVote) -> tuple[e.Event, ...]:
    """A vote that isn't there is withdrawn already."""
    voter = _voter(camp, command.attendee)
    lookups.topic(camp, command.topic)
    if command.topic not in camp.ballots.get(voter.id, ()):
        return ()
    return (e.VoteWithdrawn(attendee=voter.id, topic=command.topic),)


def order(camp: Camp, command: c.OrderBallot) -> tuple[e.Event, ...]:
    """A whole ballot replaces the old one; votes for topics off the board wait at its end."""
    voter = _voter(camp, command.attendee)
    before = camp.ballots.get(voter.id, ())
    if len(set(command.ballot)) != len(command.ballot):
        raise Invalid(say("The ballot names a topic twice. Each topic can be on it once."))
    if command.rest:
        return _in_order(voter.id, before, tuple(t for t in command.ballot if t in before))
    for topic_id in command.ballot:
        if topic_id not in before:
            lookups.topic_up(camp, topic_id)
    budget, votes = camp.settings.vote_budget, len(on_board(camp, command.ballot))
    if budget and votes > max(budget, len(on_board(camp, before))):
        raise Conflict(
            say(
                "The ballot has {votes} votes; everybody has {budget} at this camp.",
                votes=votes,
                budget=budget,
            )
        )
    waiting = tuple(t for t in before if not camp.topics[t].up and t not in command.ballot)
    ballot = (*command.ballot, *waiting)
    if ballot == before:
        return ()
    ordered = e.BallotOrdered(attendee=voter.id, ballot=ballot)
    return (ordered, *_seen(camp, voter.id, command.ballot))


def _in_order(
    voter: AttendeeId, before: tuple[TopicId, ...], named: tuple[TopicId, ...]
) -> tuple[e.Event, ...]:
    ballot = (*named, *(t for t in before if t not in named))
    return (e.BallotOrdered(attendee=voter, ballot=ballot),) if ballot != before else ()


def see(camp: Camp, command: c.SeeTopics) -> tuple[e.Event, ...]:
    """Only the first sight of a topic counts, by somebody who has a vote left to give it."""
    voter = lookups.attendee(camp, command.attendee)
    if camp.phase == "closed":
        return ()
    budget = camp.settings.vote_budget
    spent = 0 < budget <= len(on_board(camp, camp.ballots.get(voter.id, ())))
    return _seen(camp, voter.id, command.topics, spent=spent)


def on_board(camp: Camp, ballot: tuple[TopicId, ...]) -> tuple[TopicId, ...]:
    """The part of a ballot that counts now: its topics that are on the board."""
    return tuple(t for t in ballot if camp.topics[t].up)


def _voter(camp: Camp, attendee: AttendeeId) -> Attendee:
    voter = lookups.attendee(camp, attendee)
    lookups.in_phase(camp, "open", "running")
    return voter


def _seen(
    camp: Camp, attendee: AttendeeId, topics: tuple[TopicId, ...], *, spent: bool = False
) -> tuple[e.Event, ...]:
    mask = camp.seen_by.get(attendee, 0)
    if not spent:
        mask &= ~camp.seen_spent.get(attendee, 0)
    new = tuple(
        t
        for t in dict.fromkeys(topics)
        if (topic := camp.topics.get(t)) is not None and not mask >> topic.number & 1
    )
    return (e.TopicsSeen(attendee=attendee, topics=new, spent=spent),) if new else ()
