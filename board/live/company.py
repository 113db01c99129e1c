"""That somebody asks to help leading a topic, as those who lead it are told; its page says who."""

from collections.abc import Iterator
from typing import NamedTuple

from board.camp.model import AttendeeId, Camp, TopicId
from board.camp.rules.company import asking


class Asking(NamedTuple):
    """How many wait for an answer; everybody's screen gets it, those of `leads` alone show it.

    So it names nobody.
    """

    topic: TopicId
    title: str
    waiting: int
    leads: tuple[AttendeeId, ...]


def for_leads(camp: Camp) -> Iterator[Asking]:
    """The topics at which somebody waits for an answer; none once the camp is closed."""
    if camp.phase == "closed":
        return
    for topic_id in sorted(camp.company):
        topic = camp.topics[topic_id]
        if waiting := len(asking(camp, topic_id)):
            yield Asking(topic_id, topic.pitch.title, waiting, topic.facilitators)
