"""Topics: pitched, edited, led, off the board and on it again."""

from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes, joined, left, retopic
from board.camp.model import (
    AttendeeId,
    Camp,
    Topic,
    TopicId,
)


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
    return retopic(camp, event.topic, pitch=event.pitch)


def _topic_withdrawn(camp: Camp, event: e.TopicWithdrawn) -> Camp:
    return retopic(camp, event.topic, withdrawn=True)


def _topic_restored(camp: Camp, event: e.TopicRestored) -> Camp:
    return retopic(camp, event.topic, withdrawn=False)


def _topic_hidden(camp: Camp, event: e.TopicHidden) -> Camp:
    return retopic(camp, event.topic, hidden=True)


def _topic_shown(camp: Camp, event: e.TopicShown) -> Camp:
    return retopic(camp, event.topic, hidden=False)


def _facilitator_added(camp: Camp, event: e.FacilitatorAdded) -> Camp:
    facilitators = camp.topics[event.topic].facilitators
    camp = _without_company(camp, event.topic, event.attendee)
    return retopic(camp, event.topic, facilitators=joined(facilitators, (event.attendee,)))


def _facilitator_removed(camp: Camp, event: e.FacilitatorRemoved) -> Camp:
    facilitators = camp.topics[event.topic].facilitators
    return retopic(camp, event.topic, facilitators=left(facilitators, (event.attendee,)))


def _company_asked(camp: Camp, event: e.CompanyAsked) -> Camp:
    asking = joined(camp.company.get(event.topic, ()), (event.attendee,))
    return replace(camp, company=camp.company.set(event.topic, asking))


def _company_declined(camp: Camp, event: e.CompanyDeclined) -> Camp:
    return _without_company(camp, event.topic, event.attendee)


def _without_company(camp: Camp, topic: TopicId, attendee: AttendeeId) -> Camp:
    asking = camp.company.get(topic, ())
    if attendee not in asking:
        return camp
    others = left(asking, (attendee,))
    company = camp.company.set(topic, others) if others else camp.company.delete(topic)
    return replace(camp, company=company)


def _topic_sized(camp: Camp, event: e.TopicSized) -> Camp:
    pitch = camp.topics[event.topic].pitch
    sized = replace(pitch, sessions=event.sessions, seat_cap=event.seat_cap)
    return retopic(camp, event.topic, pitch=sized)


CHANGES: Changes = {
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
    e.TopicSized: _topic_sized,
}
