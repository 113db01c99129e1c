"""Making one topic of two with the consent of those who lead them.

Organisers ask; for each of the two topics that anybody leads, one of its facilitators says yes. A
proposal stands while both topics are on the board: nothing has to take it back.
"""

from board.camp import commands as c
from board.camp import events as e
from board.camp.errors import Conflict, Forbidden, Invalid
from board.camp.evolve import evolve
from board.camp.model import ActionId, Apart, Camp, MergeProposal, Topic, TopicId
from board.camp.rules import lookups, topics, undo
from board.camp.said import kept, say

_SUFFIX = "-m"  # tells the merge apart from the action that proposed it


def propose(camp: Camp, command: c.ProposeMerge) -> tuple[str, tuple[e.Event, ...]]:
    """Those who lead the two topics are asked; where nobody does, there is nobody to ask."""
    merge = c.MergeTopics(
        by=command.by, action=command.action, at=command.at,
        source=command.source, target=command.target,
    )  # fmt: skip
    merged = topics.merge(camp, merge)  # refuses what can't be merged anyway
    source, target = camp.topics[command.source], camp.topics[command.target]
    if source.wish and target.wish:
        return merged
    what = say(
        "Asked whether “{source}” may become part of “{target}”",
        source=source.pitch.title,
        target=target.pitch.title,
    )
    standing = camp.merges.get(source.id)
    if standing is not None and standing.target == target.id:
        return what, ()
    other_way = camp.merges.get(target.id)
    if other_way is not None and other_way.target == source.id:
        raise Conflict(say("They are being asked the other way round. Take that back first."))
    proposal = MergeProposal(
        source=source.id, target=target.id, by=command.by, action=command.action
    )
    return what, (e.MergeProposed(proposal=proposal),)


def withdraw(camp: Camp, command: c.WithdrawMergeProposal) -> tuple[str, tuple[e.Event, ...]]:
    """What nobody is asked needs no taking back."""
    topic = lookups.topic(camp, command.source)
    what = say("Asked no longer to merge “{topic}”", topic=topic.pitch.title)
    there = topic.id in camp.merges
    return what, (e.MergeProposalWithdrawn(source=topic.id),) if there else ()


def tell_apart(camp: Camp, command: c.TellApart) -> tuple[str, tuple[e.Event, ...]]:
    """Two topics that look alike are not pointed out again."""
    one, other = lookups.topic(camp, command.first), lookups.topic(camp, command.second)
    if one.id == other.id:
        raise Invalid(say("These are one and the same topic. Choose two."))
    what = say("Told “{one}” from “{other}”", one=one.pitch.title, other=other.pitch.title)
    first, second = pair = Apart(min(one.id, other.id), max(one.id, other.id))
    return what, () if pair in camp.apart else (e.TopicsToldApart(first=first, second=second),)


def answer(camp: Camp, command: c.AnswerMerge) -> tuple[e.Event, ...]:
    """One of those who lead a topic speaks for it; the last yes merges, any no ends the question."""
    person = lookups.attendee(camp, command.attendee)
    proposal = camp.merges.get(command.source)
    asked = proposal is not None and proposal.target == command.target and stands(camp, proposal)
    if proposal is None or not asked:
        if _so_already(camp, command):
            return ()
        raise Conflict(say("This is not asked any more: things have changed. Look at the topic."))
    both = (camp.topics[proposal.source], camp.topics[proposal.target])
    mine = tuple(topic.id for topic in both if person.id in topic.facilitators)
    if not mine:
        raise Forbidden(say("Only those who lead one of these topics, and organisers, can say so."))
    lookups.in_phase(camp, "setup", "open", "running")
    if not command.yes:
        return (e.MergeDeclined(source=proposal.source, target=proposal.target),)
    new = tuple(topic for topic in mine if topic not in proposal.agreed)
    if not new:
        return ()
    agreed = e.MergeAgreed(source=proposal.source, topics=new)
    after = evolve(camp, agreed)
    if waiting_for(after, after.merges[proposal.source]):
        return (agreed,)
    return (agreed, *_merged(after, proposal, command.at))


def standing(camp: Camp) -> tuple[MergeProposal, ...]:
    """The proposals that are about topics as they are now, in the order of their sources' numbers."""
    found = [proposal for proposal in camp.merges.values() if stands(camp, proposal)]
    return tuple(sorted(found, key=lambda p: camp.topics[p.source].number))


def stands(camp: Camp, proposal: MergeProposal) -> bool:
    """Whether both topics are still on the board."""
    return camp.topics[proposal.source].up and camp.topics[proposal.target].up


def waiting_for(camp: Camp, proposal: MergeProposal) -> tuple[Topic, ...]:
    """The topics of the two for which nobody who leads them has said yes yet."""
    both = (camp.topics[proposal.source], camp.topics[proposal.target])
    return tuple(topic for topic in both if not topic.wish and topic.id not in proposal.agreed)


def _merged(camp: Camp, proposal: MergeProposal, at: int) -> tuple[e.Event, ...]:
    """The merge as the action of who proposed it, so that it is told and can be undone."""
    merge = c.MergeTopics(
        by=proposal.by, action=ActionId(proposal.action[: 32 - len(_SUFFIX)] + _SUFFIX), at=at,
        source=proposal.source, target=proposal.target,
    )  # fmt: skip
    what, events = topics.merge(camp, merge)
    taken = e.ActionTaken(
        action=merge.action, by=merge.by, at=at, what=kept(what), undo=undo.inverse(camp, events)
    )
    return (*events, taken)


def _so_already(camp: Camp, answer: c.AnswerMerge) -> bool:
    """Whether what the answer asks for has come to pass."""
    source: Topic | None = camp.topics.get(answer.source)
    if source is None:
        return False
    if answer.yes:
        return source.merged_into == answer.target
    pair: tuple[TopicId, ...] = (answer.source, answer.target)
    return Apart(min(pair), max(pair)) in camp.apart
