"""Who wants what: each topic's attendees as the bits of an integer, and how many they are."""

from board.planning.values import Instance

TOP = 3
"""How many first choices count as such: a plan gives everybody one of them if it can."""


class Demand:
    """The wishes of one instance.

    `voters[t]` has a bit for everyone who has t on their ballot and does not lead it, `first[t]` for
    those of them who have it among their first three choices, `leaders[t]` for each facilitator; an
    attendee's bit is the same in all of them. `people[t]` counts the voters. `attendees`
    counts everybody, `most` is the length of the longest ballot.
    """

    def __init__(self, instance: Instance) -> None:
        bits = {attendee: 1 << n for n, attendee in enumerate(instance.ballots)}
        self.voters = {topic.id: 0 for topic in instance.topics}
        self.first = dict(self.voters)
        self.leaders = dict(self.voters)
        for attendee, ballot in instance.ballots.items():
            bit = bits[attendee]
            for wish in ballot:
                self.voters[wish] |= bit
            for wish in ballot[:TOP]:
                self.first[wish] |= bit
        for topic in instance.topics:
            for facilitator in topic.facilitators:
                self.leaders[topic.id] |= bits[facilitator]
            self.voters[topic.id] &= ~self.leaders[topic.id]
            self.first[topic.id] &= ~self.leaders[topic.id]
        self.people = {topic: voters.bit_count() for topic, voters in self.voters.items()}
        self.attendees = len(bits)
        self.most = max(map(len, instance.ballots.values()), default=0)
