"""Who asks to help leading a topic, as it is told to those who lead it."""

from collections.abc import Iterator
from typing import NamedTuple

from board.camp.model import AttendeeId, Camp, TopicId
from board.camp.rules.company import asking


class Asking(NamedTuple):
    """Somebody who waits for an answer; everybody's screen gets it, those of `leads` alone show it."""

    topic: TopicId
    title: str
    attendee: AttendeeId
    name: str
    leads: tuple[AttendeeId, ...]


def for_leads(camp: Camp) -> Iterator[Asking]:
    """All who wait for an answer; nobody once the camp is closed."""
    if camp.phase == "closed":
        return
    for topic_id in sorted(camp.company):
        topic = camp.topics[topic_id]
        for attendee in asking(camp, topic_id):
            name = camp.attendees[attendee].name
            yield Asking(topic_id, topic.pitch.title, attendee, name, topic.facilitators)
