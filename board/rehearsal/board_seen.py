"""The topics on the board, read off the same frames a phone gets, once for all phones."""

import random
import re
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from board.camp.model import TopicId
from board.rehearsal.heard import Drawn

_CARD = "topic-"
_TALLY = "n-"
_NUMBER = re.compile(r'class="topic-number">(\d+)<')
_EXPONENT = -0.8  # how popularity falls with rank


class BoardSeen:
    """What a phone's page shows: its topics by popularity drawn at random, and their tallies.

    `tallies` is empty where the camp hides them.
    """

    def __init__(self, rng: random.Random) -> None:
        self.topics: dict[TopicId, float] = {}
        self.tallies: dict[TopicId, int] = {}
        self._rng = rng
        self._by_number: dict[int, TopicId] = {}
        self._order: list[TopicId] = []
        self._weights: list[float] = []

    def draw(self, count: int) -> list[TopicId]:
        """Topics somebody might vote for, popular ones more often; maybe one twice."""
        if not self._order:
            return []
        return self._rng.choices(self._order, cum_weights=self._weights, k=count)

    def take(self, drawn: Drawn) -> None:
        """Bring the page up to date."""
        for verb, *rest in drawn.ops:
            if verb == "put":
                self._put(*rest)
            elif verb == "del":
                self._remove(rest[0])
            elif verb == "keep" and rest[0] == "topics":
                for card in {_CARD + topic for topic in self.topics} - set(rest[1]):
                    self._remove(card)
            elif verb == "set":
                self._set(rest[0])
            elif verb == "votes":
                self._count(rest[0])

    def _put(self, card: str, into: str, html: str) -> None:
        topic = TopicId(card.removeprefix(_CARD))
        if number := _NUMBER.search(html):
            self._by_number[int(number[1])] = topic
        if into == "topics" and topic not in self.topics:
            self.topics[topic] = self._rng.randint(1, 150) ** _EXPONENT
            self._reorder()

    def _remove(self, card: str) -> None:
        if self.topics.pop(TopicId(card.removeprefix(_CARD)), None) is not None:
            self._reorder()

    def _set(self, values: Mapping[str, Any]) -> None:
        for key, value in values.items():
            if key.startswith(_TALLY):
                topic = TopicId(key.removeprefix(_TALLY))
                if isinstance(value, int):
                    self.tallies[topic] = value
                else:
                    self.tallies.pop(topic, None)

    def _count(self, votes: list[int]) -> None:
        """Take tallies of topics by their numbers, each told as what it is more than the one before."""
        for number, tally in zip(accumulate(votes[::2]), votes[1::2], strict=True):
            if topic := self._by_number.get(number):
                self.tallies[topic] = tally

    def _reorder(self) -> None:
        self._order = list(self.topics)
        self._weights = list(accumulate(self.topics.values()))
