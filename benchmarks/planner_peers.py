"""Timetables made in other ways than the planner's, and what is needed to compare them.

The camps here have no pins, no features and no closed rooms, so none of these looks for any.
"""

import itertools
from collections import Counter
from typing import TypeAlias

from board.camp.model import AttendeeId, SlotId, TopicId
from board.planning.bounds import quick_bound
from board.planning.choices import Choices
from board.planning.draw import lot
from board.planning.plan import Score, Seats
from board.planning.score import score
from board.planning.seats import draw_seats
from board.planning.values import Instance, Placement

Timetable: TypeAlias = dict[TopicId, SlotId]
"""In which slot each topic runs; one that runs nowhere is not in it."""


class Wishes:
    """Who wants and who leads the instance's topics, in its order, as the bits of integers.

    `voters` leave out a topic's own facilitators, `people` counts them.
    """

    def __init__(self, instance: Instance) -> None:
        bits = {attendee: 1 << n for n, attendee in enumerate(instance.ballots)}
        number = {topic.id: n for n, topic in enumerate(instance.topics)}
        self.leaders = [
            sum(bits[facilitator] for facilitator in topic.facilitators)
            for topic in instance.topics
        ]
        self.voters = [0] * len(number)
        for attendee, ballot in instance.ballots.items():
            for topic in ballot:
                self.voters[number[topic]] |= bits[attendee] & ~self.leaders[number[topic]]
        self.people = [voters.bit_count() for voters in self.voters]

    def torn(self) -> list[list[int]]:
        """Count, for each two topics, who wants both, or wants the one and leads the other."""
        everybody = [a | b for a, b in zip(self.voters, self.leaders, strict=True)]
        return [
            [0 if a == b else (them & others).bit_count() for b, others in enumerate(everybody)]
            for a, them in enumerate(everybody)
        ]


def give_rooms(instance: Instance, timetable: Timetable) -> list[Placement]:
    """Give the most wanted topic of each slot the largest room, and so on down."""
    rooms = sorted(instance.rooms, key=lambda room: -room.capacity)
    free = {slot.id: iter(rooms) for slot in instance.slots}
    return [
        Placement(topic=topic, slot=timetable[topic], room=next(free[timetable[topic]]).id)
        for topic in _most_wanted_first(instance)
        if topic in timetable
    ]


def draw(instance: Instance, placements: list[Placement]) -> Seats:
    """Seat everybody by the board's own draw."""
    return draw_seats(instance, Choices(instance, placements))


def first_come(
    instance: Instance, placements: list[Placement], arrivals: list[AttendeeId]
) -> Seats:
    """Seat people as they arrive: each takes, choice by choice, what still has a chair."""
    choices = Choices(instance, placements)
    left = {placement.topic: choices.chairs[placement.slot] for placement in placements}
    slot_of = {placement.topic: placement.slot for placement in placements}
    seats: Seats = {attendee: {} for attendee in instance.ballots}
    for attendee in arrivals:
        taken = seats[attendee]
        for topic in instance.ballots[attendee]:
            slot = slot_of.get(topic)
            if slot is None or slot in taken or slot in choices.leads[attendee]:
                continue
            if left[topic][topic]:
                left[topic][topic] -= 1
                taken[slot] = topic
    return seats


def rate(instance: Instance, placements: list[Placement], seats: Seats) -> Score:
    """Score a grid with its seats as the board does."""
    bound = quick_bound(instance, placements)
    return score(instance, placements, Choices(instance, placements), seats, bound)


def by_popularity(instance: Instance) -> Timetable:
    """Deal the topics out over the slots like cards, most wanted first.

    Where a facilitator already leads something, or no room is left, the next slot takes the topic.
    """
    leaders = dict(
        zip((topic.id for topic in instance.topics), Wishes(instance).leaders, strict=True)
    )
    slots = [slot.id for slot in instance.slots]
    engaged = dict.fromkeys(slots, 0)
    rooms_left = dict.fromkeys(slots, len(instance.rooms))
    timetable: Timetable = {}
    for turn, topic in enumerate(_most_wanted_first(instance)):
        for slot in (*slots[turn % len(slots) :], *slots[: turn % len(slots)]):
            if rooms_left[slot] and not engaged[slot] & leaders[topic]:
                timetable[topic] = slot
                rooms_left[slot] -= 1
                engaged[slot] |= leaders[topic]
                break
    return timetable


def least_moved(timetable: Timetable, instance: Instance) -> Timetable:
    """The same timetable, its slots called so that fewest sessions leave the slot they were shown in.

    Who plans without looking at what was shown is owed that much, slots being all alike here.
    """
    slots = [slot.id for slot in instance.slots]
    stays = Counter(
        (timetable[shown.topic], shown.slot)
        for shown in instance.current
        if shown.topic in timetable
    )
    names = max(
        itertools.permutations(slots),
        key=lambda names: sum(stays[pair] for pair in zip(slots, names, strict=True)),
    )
    name = dict(zip(slots, names, strict=True))
    return {topic: name[slot] for topic, slot in timetable.items()}


def _most_wanted_first(instance: Instance) -> list[TopicId]:
    topics = [topic.id for topic in instance.topics]
    people = dict(zip(topics, Wishes(instance).people, strict=True))
    return sorted(topics, key=lambda topic: (-people[topic], lot(instance.seed, "topics", topic)))
