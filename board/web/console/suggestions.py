"""What organisers may want to tell everybody: a sentence to begin with, to be changed as they like."""

from board.camp.model import Camp, SlotId, TopicId
from board.camp.said import say
from board.live.parts import clock


def suggested(camp: Camp, about: str) -> str:
    """A sentence to begin an announcement with: about a slot, about a topic that needs a lead, or thanks."""
    if about == "thanks":
        return say("Thank you all for a wonderful day!")
    if (slot := camp.slots.get(SlotId(about))) is not None:
        return say("{slot} begins at {time}.", slot=slot.name, time=clock(slot.start))
    topic = camp.topics.get(TopicId(about))
    if topic is not None and topic.up:
        return say("Who could lead “{topic}”? People would like to go.", topic=topic.pitch.title)
    return ""
