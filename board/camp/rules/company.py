"""Leading a topic together: asking those who lead it, and what they say to that."""

from board.camp import commands as c
from board.camp import events as e
from board.camp.errors import Conflict, Forbidden
from board.camp.model import AttendeeId, Camp, TopicId
from board.camp.rules import lookups, topics
from board.camp.said import say

MOST_ASKING = 8  # people who wait for an answer at one topic


def ask(camp: Camp, command: c.AskToLead) -> tuple[e.Event, ...]:
    """A wish has nobody to ask: it is stepped up for. Who asks twice asks once."""
    topic = lookups.topic_up(camp, command.topic)
    if topic.wish:
        return topics.lead(camp, c.LeadTopic(topic=topic.id, attendee=command.attendee))
    person = lookups.attendee(camp, command.attendee)
    if person.id in topic.facilitators or person.id in camp.company.get(topic.id, ()):
        return ()
    lookups.in_phase(camp, "open", "running")
    if len(topic.facilitators) >= topics.MOST_FACILITATORS:
        raise Conflict(
            say("A topic can have {most} facilitators at most.", most=topics.MOST_FACILITATORS)
        )
    if len(camp.company.get(topic.id, ())) >= MOST_ASKING:
        raise Conflict(say("{most} people ask to help leading this one already.", most=MOST_ASKING))
    return (e.CompanyAsked(topic=topic.id, attendee=person.id),)


def answer(camp: Camp, command: c.AnswerCompany) -> tuple[e.Event, ...]:
    """Any of those who lead it can say yes or no, and so can organisers. An answer counts once."""
    topic = lookups.topic(camp, command.topic)
    leads = command.by in topic.facilitators or lookups.is_organiser(camp, command.by)
    if not leads and (command.yes or command.by != command.attendee):
        raise Forbidden(say("Only those who lead this topic, and organisers, can say so."))
    if command.attendee not in camp.company.get(topic.id, ()):
        return ()
    lookups.in_phase(camp, "setup", "open", "running")
    if not command.yes:
        return (e.CompanyDeclined(topic=topic.id, attendee=command.attendee),)
    invited = c.LeadTopic(topic=topic.id, attendee=command.attendee, invited=True)
    return topics.lead(camp, invited)


def asking(camp: Camp, topic: TopicId) -> tuple[AttendeeId, ...]:
    """Those who wait to be told whether they may help leading a topic, first come first."""
    found = camp.topics[topic]
    if not found.up or found.wish:
        return ()
    return tuple(a for a in camp.company.get(topic, ()) if a not in found.facilitators)
