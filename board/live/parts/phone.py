"""What people hold in their hands: the topics, and what those who lead them are asked."""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from board.camp.model import Camp, Topic
from board.live import merging
from board.live.company import for_leads
from board.live.offered import for_facilitators
from board.live.parts.part import Part, Value
from board.live.parts.said import head, leads, newest_first, told, where


class Card(NamedTuple):
    """A topic as attendees see it: `leads` are its facilitators' names."""

    topic: Topic
    leads: tuple[str, ...]
    open: bool


def parts(camp: Camp) -> Iterator[Part]:
    """What a phone shows."""
    yield from head(camp)
    yield from told(camp)
    for question in for_facilitators(camp):
        offered = question.offered.offer.topic
        yield Part(f"offer-{offered}", "offers", "offer.html", (question,))
    for merge in merging.questions(camp):
        yield Part(f"merge-{merge.source.id}", "offers", "merge.html", (merge,))
    for asked in for_leads(camp):
        yield Part(f"company-{asked.topic}", "offers", "company.html", (asked,))
    for topic in newest_first(camp):
        part_id, led = f"topic-{topic.id}", card(camp, topic)
        alone = replace(topic, facilitators=topic.facilitators[:1])
        yield Part(part_id, "topics", "topic.html", (Card(alone, (), led.open),))
        # Helpers come in all morning: a line of the card is enough to tell of them.
        yield Part(f"by-{topic.id}", "", "by.html", (topic.number, led.leads), within=part_id)


def values(camp: Camp) -> Iterator[tuple[str, Value]]:
    """How many would go to each topic, and where it is."""
    # No counts of people and votes: they would cost every phone air time with every vote.
    for topic in camp.topics.values():
        if topic.up:
            if camp.settings.tallies_shown:
                yield f"n-{topic.id}", camp.tallies.get(topic.id, 0)
            yield f"at-{topic.id}", where(camp, topic.id)


def card(camp: Camp, topic: Topic) -> Card:
    """What a topic's card depends on."""
    return Card(topic, leads(camp, topic), camp.phase in ("open", "running"))
