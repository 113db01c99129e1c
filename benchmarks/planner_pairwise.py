"""The classic objective of timetabling, as a peer: few pairs of topics that tear people in one slot.

Simulated annealing that swaps two sessions, or moves one to an empty cell. A pair's weight is the
number of people who want both, or want the one and lead the other; two topics with a facilitator in
common weigh so much that they never meet. With the conflicts of every topic with every slot kept
up to date, trying a swap costs four look-ups.
"""

import math
import random
import statistics
import time

from benchmarks.planner_peers import Timetable, Wishes, by_popularity
from board.planning.values import Instance

NEVER = 1_000_000
HOT, COLD = 1.0, 0.1
"""Temperature at the start and the end, in mean weights of two topics: what served it best."""
BATCH = 256
EMPTY = -1


def fewest_torn(instance: Instance, seconds: float) -> Timetable:
    """The timetable with least weight found from popularity's in so many seconds."""
    began = time.perf_counter()
    annealing = _Annealing(instance)
    while (spent := (time.perf_counter() - began) / seconds) < 1:
        annealing.attempt(BATCH, HOT * (COLD / HOT) ** spent)
    return annealing.best()


class _Annealing:
    """Cells are numbered slot by slot; `_cell[c]` is the topic in it or EMPTY.

    `_torn[s][t]` is the weight of topic t with all that is in slot s.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._random = random.Random(instance.seed).random
        self._rooms = len(instance.rooms)
        self._weight = _weights(instance)
        self._none = [0] * len(instance.topics)
        self._mean = statistics.fmean(w for row in self._weight for w in row if w != NEVER)
        self._seat(by_popularity(instance))
        self._cost = self._least = 0  # compared with the start
        self._best = self._cell[:]

    def best(self) -> Timetable:
        """The best timetable so far."""
        topics, slots = self._instance.topics, self._instance.slots
        return {
            topics[topic].id: slots[cell // self._rooms].id
            for cell, topic in enumerate(self._best)
            if topic != EMPTY
        }

    def attempt(self, times: int, temperature: float) -> None:
        """Try so many swaps; the temperature is in mean weights."""
        draw, exp, rooms, weight = self._random, math.exp, self._rooms, self._weight
        cells, placed, torn = self._cell, self._placed, self._torn
        degree = temperature * self._mean or 1.0
        for _ in range(times):
            c = placed[int(draw() * len(placed))]
            d = int(draw() * len(cells))
            here, there = c // rooms, d // rooms
            if here == there:
                continue
            a, b = cells[c], cells[d]
            change = torn[there][a] - torn[here][a]
            if b != EMPTY:
                change += torn[here][b] - torn[there][b] - 2 * weight[a][b]
            if change <= 0 or draw() < exp(-change / degree):
                self._swap(c, d)
                self._cost += change
                if self._cost < self._least:
                    self._least, self._best = self._cost, cells[:]

    def _seat(self, timetable: Timetable) -> None:
        number = {topic.id: n for n, topic in enumerate(self._instance.topics)}
        self._cell = [EMPTY] * (len(self._instance.slots) * self._rooms)
        self._torn = [self._none for _ in self._instance.slots]
        for s, slot in enumerate(self._instance.slots):
            topics = [number[topic] for topic, where in timetable.items() if where == slot.id]
            self._cell[s * self._rooms : s * self._rooms + len(topics)] = topics
            for topic in topics:
                self._torn[s] = _sum(self._torn[s], self._weight[topic], self._none)
        self._placed = [cell for cell, topic in enumerate(self._cell) if topic != EMPTY]

    def _swap(self, c: int, d: int) -> None:
        a, b = self._cell[c], self._cell[d]
        here, there = c // self._rooms, d // self._rooms
        of_a = self._weight[a]
        of_b = self._none if b == EMPTY else self._weight[b]
        self._torn[here] = _sum(self._torn[here], of_b, of_a)
        self._torn[there] = _sum(self._torn[there], of_a, of_b)
        self._cell[c], self._cell[d] = b, a
        if b == EMPTY:
            self._placed[self._placed.index(c)] = d


def _weights(instance: Instance) -> list[list[int]]:
    wishes = Wishes(instance)
    weights = wishes.torn()
    for a, one in enumerate(wishes.leaders):
        for b, other in enumerate(wishes.leaders):
            if a != b and one & other:
                weights[a][b] = NEVER
    return weights


def _sum(torn: list[int], more: list[int], less: list[int]) -> list[int]:
    return [t + m - n for t, m, n in zip(torn, more, less, strict=True)]
