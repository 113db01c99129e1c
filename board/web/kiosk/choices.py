"""From what somebody wrote on a card, "17, 4, 52", to topics in that order."""

import re
from typing import NamedTuple

from board.camp.errors import Invalid
from board.camp.model import Camp, Topic, TopicId
from board.camp.said import say

LONGEST = 400  # characters of a list of numbers that anybody writes


class Choices(NamedTuple):
    """Topics on the board, first choice first, and what was left out of the list and why."""

    topics: tuple[Topic, ...]
    notes: tuple[str, ...]

    @property
    def ids(self) -> tuple[TopicId, ...]:
        """The ballot that they are."""
        return tuple(topic.id for topic in self.topics)


def read(camp: Camp, typed: str) -> Choices:
    """The topics with these numbers; Invalid, naming them, for numbers that no topic has.

    One that became part of another stands for that one, once; one that left the board is left out.
    """
    numbers = _numbers(typed)
    by_number = {topic.number: topic for topic in camp.topics.values()}
    if unknown := [str(n) for n in numbers if n not in by_number]:
        raise Invalid(say("No topic has the number {numbers}.", numbers=", ".join(unknown)))
    chosen: dict[TopicId, Topic] = {}
    notes = []
    for number in numbers:
        topic = meant(camp, by_number[number])
        if not topic.up:
            notes.append(say("{n} is no longer on the board and is left out.", n=number))
        elif topic.id in chosen:
            notes.append(say("{n} is there twice and counts once.", n=number))
        else:
            chosen[topic.id] = topic
    return Choices(tuple(chosen.values()), tuple(notes))


def meant(camp: Camp, topic: Topic) -> Topic:
    """The topic that votes for `topic` count for now."""
    while topic.merged_into is not None:
        topic = camp.topics[topic.merged_into]
    return topic


def _numbers(typed: str) -> list[int]:
    if len(typed) > LONGEST:
        raise Invalid(say("These are more numbers than there are topics. Please check them."))
    if odd := re.search(r"[^\W\d_]+|\d{5,}", typed):
        raise Invalid(
            say("“{what}” is no topic’s number. Write numbers only: 17 4 52", what=odd[0])
        )
    return [int(found) for found in re.findall(r"[0-9]+", typed)]
