"""Who sits where: a fair draw, the same for everybody, that nobody can win by being early.

First everybody gets one of their first three choices, as many people as can be. Then slot by slot
the chairs that are left go to as many as can be, those who lost earlier first. Last, whoever can
move to something they want more without taking anybody's chair does.
"""

from collections.abc import Sequence

from board.camp.model import AttendeeId, SlotId, TopicId
from board.planning.choices import Choices
from board.planning.demand import TOP
from board.planning.draw import lot
from board.planning.matching import Matching
from board.planning.plan import Seats
from board.planning.values import Instance


def draw_seats(instance: Instance, choices: Choices) -> Seats:
    """Seat everybody; attendees by id, slots in order."""
    return _SeatDraw(instance, choices).result()


class _SeatDraw:
    def __init__(self, instance: Instance, choices: Choices) -> None:
        self._choices = choices
        self._ballots = instance.ballots
        lots = {each: lot(instance.seed, "attendees", each) for each in instance.ballots}
        self._queue = sorted(instance.ballots, key=lots.__getitem__)
        self._seats: Seats = {each: {} for each in self._queue}
        self._losses = dict.fromkeys(self._queue, 0)
        self._rank = {
            attendee: {topic: rank for rank, topic in enumerate(ballot)}
            for attendee, ballot in instance.ballots.items()
        }

    def result(self) -> Seats:
        self._give_first_choices()
        for slot in self._choices.slots:
            self._fill(slot)
        while sum(self._fill_again(slot) for slot in self._choices.slots):
            pass  # every change seats one more
        self._count_chairs_left()
        if self._choices.repeated:
            self._rearrange()
            while sum(self._make_way(attendee) for attendee in self._queue):
                pass  # every change seats one more
        self._upgrade()
        return {
            attendee: {
                slot: self._seats[attendee][slot]
                for slot in self._choices.slots
                if slot in self._seats[attendee]
            }
            for attendee in sorted(self._seats)
        }

    def _give_first_choices(self) -> None:
        """Seat as many as can be in one of their first three choices, in the draw's order."""
        options = {attendee: self._first_choices(attendee) for attendee in self._queue}
        chairs = {
            (slot, topic): seats
            for slot, topics in self._choices.chairs.items()
            for topic, seats in topics.items()
        }
        matching = Matching(options, chairs)
        for attendee in self._queue:
            matching.add(attendee)
        for attendee, held in matching.held.items():
            for slot, topic in held:
                self._seats[attendee][slot] = topic
                self._losses[attendee] = self._rank[attendee][topic]
        for attendee, wanted in options.items():
            if wanted and not self._seats[attendee]:
                self._losses[attendee] = TOP

    def _first_choices(self, attendee: AttendeeId) -> list[tuple[SlotId, TopicId]]:
        wishes = self._choices.wishes[attendee]
        return [
            (slot, topic)
            for topic in self._ballots[attendee][:TOP]
            for slot in self._choices.slots
            if topic in wishes.get(slot, ())
        ]

    def _fill(self, slot: SlotId) -> None:
        """Seat as many as can be in the slot; who has a seat in it keeps one as promised."""
        options = self._match(slot)
        for attendee, wanted in options.items():
            if wanted:
                got = self._seats[attendee].get(slot)
                self._losses[attendee] += 2 if got is None else int(got != wanted[0])

    def _fill_again(self, slot: SlotId) -> bool:
        """Seat more, now that many have one of their first choices elsewhere too."""
        before = self._waiting(slot)
        if before:
            self._match(slot)
        return self._waiting(slot) < before

    def _waiting(self, slot: SlotId) -> int:
        wishes = self._choices.wishes
        return sum(slot in wishes[who] and slot not in has for who, has in self._seats.items())

    def _match(self, slot: SlotId) -> dict[AttendeeId, Sequence[TopicId]]:
        options = {attendee: self._options(attendee, slot) for attendee in self._queue}
        matching = Matching(options, self._choices.chairs[slot])
        for attendee in self._queue:
            if slot in self._seats[attendee]:
                matching.put(attendee, self._seats[attendee][slot])
        for attendee in sorted(self._queue, key=lambda each: -self._losses[each]):
            if options[attendee] and slot not in self._seats[attendee]:
                matching.add(attendee)
        for attendee, held in matching.held.items():
            for topic in held:
                self._seats[attendee][slot] = topic
        return options

    def _options(self, attendee: AttendeeId, slot: SlotId) -> Sequence[TopicId]:
        seats, wanted = self._seats[attendee], self._choices.wishes[attendee].get(slot, ())
        if not seats or not wanted:
            return wanted
        elsewhere = [topic for other, topic in seats.items() if other != slot]
        if slot in seats:
            rank = self._rank[attendee]
            if rank[seats[slot]] < TOP and not any(rank[topic] < TOP for topic in elsewhere):
                return [topic for topic in wanted if rank[topic] < TOP]  # as promised
        return [topic for topic in wanted if topic not in elsewhere] if elsewhere else wanted

    def _count_chairs_left(self) -> None:
        self._left = {slot: dict(topics) for slot, topics in self._choices.chairs.items()}
        for seats in self._seats.values():
            for slot, topic in seats.items():
                self._left[slot][topic] -= 1

    def _rearrange(self) -> None:
        """Let who lacks a seat take a topic in another of its slots, so that one more fits in."""
        for attendee in self._queue:
            seats, wishes = self._seats[attendee], self._choices.wishes[attendee]
            if len(seats) == len(wishes):
                continue
            options = {
                slot: [topic for topic in wanted if self._left[slot][topic]]
                for slot, wanted in wishes.items()
            }
            topics = {topic: 1 for wanted in wishes.values() for topic in wanted}
            matching = Matching(options, topics)
            for slot, topic in seats.items():
                matching.put(slot, topic)
            for slot in wishes:
                if slot not in seats:
                    matching.add(slot)
            for slot, held in matching.held.items():
                for topic in held:
                    self._sit(attendee, slot, topic)

    def _make_way(self, attendee: AttendeeId) -> bool:
        """Seat somebody more if another of their topic can have it in a slot that they have free."""
        seats = self._seats[attendee]
        for slot, wanted in self._choices.wishes[attendee].items():
            for topic in () if slot in seats else wanted:
                if topic in seats.values() or topic not in self._choices.repeated:
                    continue
                for other in self._queue:
                    if self._seats[other].get(slot) == topic and self._sit_elsewhere(other, topic):
                        self._left[slot][topic] += 1
                        del self._seats[other][slot]
                        self._sit(attendee, slot, topic)
                        return True
        return False

    def _sit_elsewhere(self, attendee: AttendeeId, topic: TopicId) -> bool:
        for slot, wanted in self._choices.wishes[attendee].items():
            if slot not in self._seats[attendee] and topic in wanted and self._left[slot][topic]:
                self._sit(attendee, slot, topic)
                return True
        return False

    def _upgrade(self) -> None:
        """Let everybody move up to empty chairs until nobody can."""
        while sum(self._move_up(attendee) for attendee in self._queue):
            pass

    def _move_up(self, attendee: AttendeeId) -> bool:
        seats, moved = self._seats[attendee], False
        for slot, wanted in self._choices.wishes[attendee].items():
            for topic in wanted:
                if topic == seats.get(slot):
                    break
                if self._left[slot][topic] and topic not in seats.values():
                    self._sit(attendee, slot, topic)
                    moved = True
                    break
        return moved

    def _sit(self, attendee: AttendeeId, slot: SlotId, topic: TopicId) -> None:
        seats = self._seats[attendee]
        if slot in seats:
            self._left[slot][seats[slot]] += 1
        self._left[slot][topic] -= 1
        seats[slot] = topic
