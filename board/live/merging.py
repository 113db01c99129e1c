"""Two topics that may become one, in words: for those who lead them, and for organisers who wait."""

from typing import NamedTuple

from board.camp.model import AttendeeId, Camp, MergeProposal, Topic
from board.camp.rules.merges import standing, waiting_for


class Waiting(NamedTuple):
    """One of two topics of which nobody has said yes yet, and the names of those who lead it."""

    topic: Topic
    names: tuple[str, ...]


class Proposed(NamedTuple):
    """What organisers see of a proposal; nobody is waited for where all said yes, or nobody leads."""

    source: Topic
    target: Topic
    waiting: tuple[Waiting, ...]


class MergeQuestion(NamedTuple):
    """What those who lead a topic are asked; everybody's screen gets it, theirs alone show it."""

    source: Topic
    target: Topic
    leads: tuple[AttendeeId, ...]


def proposed(camp: Camp) -> tuple[Proposed, ...]:
    """What organisers asked and can still take back; nothing once the camp is closed."""
    if camp.phase == "closed":
        return ()
    return tuple(_told(camp, proposal) for proposal in standing(camp))


def questions(camp: Camp) -> tuple[MergeQuestion, ...]:
    """What is asked of those who lead topics and have not said anything yet."""
    if camp.phase == "closed":
        return ()
    asked = []
    for proposal in standing(camp):
        waiting = waiting_for(camp, proposal)
        leads = dict.fromkeys(lead for topic in waiting for lead in topic.facilitators)
        if leads:
            source, target = camp.topics[proposal.source], camp.topics[proposal.target]
            asked.append(MergeQuestion(source, target, tuple(leads)))
    return tuple(asked)


def _told(camp: Camp, proposal: MergeProposal) -> Proposed:
    waiting = tuple(
        Waiting(topic, tuple(camp.attendees[lead].name for lead in topic.facilitators))
        for topic in waiting_for(camp, proposal)
    )
    return Proposed(camp.topics[proposal.source], camp.topics[proposal.target], waiting)
