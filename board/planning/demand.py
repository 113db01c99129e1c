"""Who wants what: each topic's attendees as the bits of an integer, and how many they are."""

from board.camp.model import TopicId
from board.planning.draw import lot
from board.planning.values import Instance


class Demand:
    """The wishes of one instance.

    `voters[t]` has a bit for everyone who has t on their ballot and does not lead it, `leaders[t]`
    one for each facilitator; an attendee's bit is the same in all of them. `people[t]` counts the
    voters.
    """

    def __init__(self, instance: Instance) -> None:
        bits = {attendee: 1 << n for n, attendee in enumerate(instance.ballots)}
        self.voters = {topic.id: 0 for topic in instance.topics}
        self.leaders = dict(self.voters)
        for attendee, ballot in instance.ballots.items():
            for wish in ballot:
                self.voters[wish] |= bits[attendee]
        for topic in instance.topics:
            for facilitator in topic.facilitators:
                self.leaders[topic.id] |= bits[facilitator]
            self.voters[topic.id] &= ~self.leaders[topic.id]
        self.people = {topic: voters.bit_count() for topic, voters in self.voters.items()}

    def most_wanted_first(self, seed: int, attempt: int) -> list[TopicId]:
        """Sort all topics by demand; equals by the draw, which differs from attempt to attempt."""
        return sorted(
            self.voters,
            key=lambda topic: (-self.people[topic], lot(seed, "topics", str(attempt), topic)),
        )
