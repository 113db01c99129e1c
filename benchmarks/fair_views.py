"""How fairly an order of the topics page treats late pitches: `python -m benchmarks.fair_views`.

A morning as a simulation, through the core and the page's real order. 138 topics, the last fifth of them
pitched in the second half; both parts hold equally good ones, from dull to sought after. 300 people come
in over 36 of 45 minutes and look one to five times, from the top of the list for as long as they care:

- Most looks are short and some are long (exponential, 25 cards on average).
- Attention wears off along a list, in two ways. A card is scrolled past more and more often: it is on the
  screen, but nobody reads it (1 % more with each card); of those a few stand still long enough to
  count as seen. And who still reads says yes less readily (half a percent less with each card).
- The first sight of a topic decides. A topic that somebody passed by or voted for is not read again.
- Who has the page open when a topic is pitched is told so ("1 new topic"); every third goes and reads it.

What a late topic gets more or less than an early one, per view, is the order's doing: by where in the list it
stands, who is shown it, and whether they have a vote left. `CROWDS` are people of other kinds.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from math import sqrt
from statistics import mean, stdev
from typing import NamedTuple

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import fold
from board.camp.model import (
    ActionId,
    AttendeeId,
    Camp,
    CampId,
    Organiser,
    OrganiserId,
    Pitch,
    Settings,
    Topic,
    TopicId,
)
from board.web.pages.looks import LASTS, Look, begin, fair_order

PHONES, TOPICS, LATE = 300, 138, 28
MINUTES = 45.0
LIKES = 0.25  # how often an average topic is voted for by who reads its card at the top of a list
DULLEST, BEST = 0.4, 1.6  # times that, for the worst and the best topic
A_CARD = 3.0  # seconds
OPEN = 1.0  # minutes for which a page stays open after its last card was read
GO = 1 / 3  # of those who are told of a new topic go and read it
SCREEN = 8  # cards


class Crowd(NamedTuple):
    """What people are like.

    `cards` a look goes through on average; `first_screen` of them look at the first screen only. With each
    card they still read `reads` and say yes `judges` as often as before; of what they scroll past, `skimmed`
    counts as seen. `hurried` people come late, look less often and leave early. Who has given all of
    `votes` (0: as many as they like) gives the last one to a better topic if they are one of `swap`.
    """

    cards: float = 25
    reads: float = 0.99
    judges: float = 0.995
    skimmed: float = 0.15
    first_screen: float = 0
    hurried: bool = False
    votes: int = 0
    swap: float = 0.25


CROWDS: dict[str, Crowd] = {
    "as described": Crowd(),
    "all read, and judge ever more harshly": Crowd(reads=1, judges=0.985),
    "half look at the first screen only": Crowd(first_screen=0.5),
    "come late, leave early": Crowd(hurried=True),
    "short looks (12 cards)": Crowd(cards=12),
    "five votes each": Crowd(votes=5),
    "five votes, hurried, half see a screen": Crowd(votes=5, hurried=True, first_screen=0.5),
}


class Seen(NamedTuple):
    """What an order goes by."""

    camp: Camp
    me: AttendeeId
    topics: list[Topic]
    look: Look


Order = Callable[[Seen, random.Random], Sequence[Topic]]


class Outcome(NamedTuple):
    """What a topic got on average: people who saw it with a vote to give, and votes."""

    views: float
    votes: float

    @property
    def per_view(self) -> float:
        """Votes for a topic by each hundred who saw it."""
        return 100 * self.votes / self.views if self.views else 0.0


class Person:
    """Somebody with a phone, and what they are at."""

    def __init__(self, n: int, crowd: Crowd, rng: random.Random) -> None:
        self.id = AttendeeId(f"p{n}")
        self.first_screen = rng.random() < crowd.first_screen
        self.swaps = rng.random() < crowd.swap
        if crowd.hurried:
            came = rng.triangular(0, MINUTES * 0.95, MINUTES * 0.6)
            leaves, more = min(MINUTES, came + rng.expovariate(1 / 10)), rng.randint(0, 2)
        else:
            came, leaves, more = rng.uniform(0, MINUTES * 0.8), MINUTES, rng.randint(0, 4)
        self.looks_at = sorted([came, *(rng.uniform(came, leaves) for _ in range(more))])
        self.look: Look | None = None
        self.asked = self.open_until = -1.0


class Morning:
    """One morning with one order."""

    def __init__(self, order: Order, crowd: Crowd, seed: int) -> None:
        self.order, self.crowd, self.rng = order, crowd, random.Random(seed)
        self.people = [Person(n, crowd, self.rng) for n in range(PHONES)]
        self.camp = _camp(crowd, self.people)
        self.good = [*_goodness(TOPICS - LATE, self.rng), *_goodness(LATE, self.rng)]

    def run(self) -> tuple[Outcome, Outcome]:
        """What early and late topics have got when it is over."""
        late = [self.rng.uniform(MINUTES / 2, MINUTES * 0.9) for _ in range(LATE)]
        for n in range(TOPICS - LATE):
            self._pitch(n)
        happens = [(at, n) for n, person in enumerate(self.people) for at in person.looks_at]
        happens += [(at, -1) for at in late]
        for at, n in sorted(happens):
            if n < 0:
                self._told(self._pitch(len(self.camp.topics)), at)
            else:
                self._looks(self.people[n], at)
        early = [topic for topic in self.camp.topics.values() if topic.number <= TOPICS - LATE]
        later = [topic for topic in self.camp.topics.values() if topic.number > TOPICS - LATE]
        return self._outcome(early), self._outcome(later)

    def _looks(self, person: Person, at: float) -> None:
        topics = [*self.camp.topics.values()]
        if person.look is None or (at - person.asked) * 60 > LASTS:
            person.look = begin(self.camp, person.id, topics, self.rng.randbytes(4).hex())
        person.asked = at
        shown = self.order(Seen(self.camp, person.id, topics, person.look), self.rng)
        cards = 1 + int(self.rng.expovariate(1 / self.crowd.cards))
        if person.first_screen:
            cards = min(cards, SCREEN)
        person.open_until = at + cards * A_CARD / 60 + OPEN
        for n, topic in enumerate(shown[:cards]):
            self._meets(person, topic, n)

    def _told(self, topic: Topic, at: float) -> None:
        for person in self.people:
            if person.asked < at < person.open_until and self.rng.random() < GO:
                self._meets(person, topic, 0)

    def _meets(self, person: Person, topic: Topic, n: int) -> None:
        """Somebody comes to a card, the n-th of their look."""
        me, crowd, rng = person.id, self.crowd, self.rng
        ballot = self.camp.ballots.get(me, ())
        known = self.camp.seen_by.get(me, 0) & ~self.camp.seen_spent.get(me, 0)
        if topic.id in ballot or known >> topic.number & 1:
            return
        reads = rng.random() < crowd.reads**n
        if reads or rng.random() < crowd.skimmed:
            self._does(c.SeeTopics(attendee=me, topics=(topic.id,)))
        if not reads or rng.random() >= LIKES * self.good[topic.number - 1] * crowd.judges**n:
            return
        if crowd.votes and len(ballot) >= crowd.votes:
            if not person.swaps:
                return
            self._does(c.WithdrawVote(attendee=me, topic=ballot[-1]))
        self._does(c.CastVote(attendee=me, topic=topic.id))

    def _pitch(self, n: int) -> Topic:
        by = AttendeeId(f"p{n}")
        pitch = Pitch(title=f"{self.rng.random():.9f}")  # an alphabet says nothing of when
        command = c.PitchTopic(topic=TopicId(f"t{n}"), pitch=pitch, by=by, at=n, facilitators=(by,))
        self._does(command)
        return self.camp.topics[command.topic]

    def _does(self, command: c.Command) -> None:
        self.camp = fold(self.camp, decide(self.camp, command))

    def _outcome(self, topics: list[Topic]) -> Outcome:
        return Outcome(
            views=mean(self.camp.seen.get(topic.id, 0) for topic in topics),
            votes=mean(self.camp.tallies.get(topic.id, 0) for topic in topics),
        )


def _goodness(topics: int, rng: random.Random) -> list[float]:
    """How good each is: evenly from dull to sought after, in no order."""
    good = [DULLEST + (BEST - DULLEST) * (n + 0.5) / topics for n in range(topics)]
    rng.shuffle(good)
    return good


def _camp(crowd: Crowd, people: list[Person]) -> Camp:
    organiser = Organiser(id=OrganiserId("o1"), name="Olu")
    settings = Settings(name="Fair", date="2031-05-03", zone="UTC", vote_budget=crowd.votes)
    created = c.CreateCamp(camp=CampId("fair"), settings=settings, organiser=organiser)
    camp = fold(None, decide(None, created))
    opened = c.ChangePhase(by=organiser.id, action=ActionId("open"), at=0, phase="open")
    for command in (opened, *(c.JoinCamp(attendee=person.id) for person in people)):
        camp = fold(camp, decide(camp, command))
    return camp


def _by_lot(seen: Seen, rng: random.Random) -> list[Topic]:
    return rng.sample(seen.topics, len(seen.topics))


ORDERS: dict[str, Order] = {
    "the board's": lambda seen, _: fair_order(seen.topics, seen.look),
    "by lot": _by_lot,
    "fewest views first": lambda seen, rng: sorted(
        _by_lot(seen, rng), key=lambda topic: seen.camp.seen.get(topic.id, 0)
    ),
    "newest first": lambda seen, _: sorted(seen.topics, key=lambda topic: -topic.number),
    "most votes first": lambda seen, _: sorted(
        seen.topics, key=lambda topic: (-seen.camp.tallies.get(topic.id, 0), topic.number)
    ),
}


class Compared(NamedTuple):
    """Early and late topics over many mornings, and how much more votes per view a late one gets.

    `more` is in percent, `within` half of its 95 % confidence interval.
    """

    early: Outcome
    late: Outcome
    more: float
    within: float


def compared(order: str, crowd: str, mornings: int) -> Compared:
    """As many mornings of a crowd with an order."""
    runs = [Morning(ORDERS[order], CROWDS[crowd], seed).run() for seed in range(mornings)]
    early, late = (
        Outcome(mean(run[i].views for run in runs), mean(run[i].votes for run in runs))
        for i in (0, 1)
    )
    more = [100 * (late.per_view / early.per_view - 1) for early, late in runs]
    return Compared(early, late, mean(more), 1.96 * stdev(more) / sqrt(mornings))


def main() -> None:
    """Print what early and late topics get in each order, and in the board's by each crowd."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--mornings", type=int, default=40)
    mornings = parser.parse_args().mornings
    for crowd in CROWDS:
        print(f"\n{crowd.capitalize()}:\n")
        print(
            "| order | views, early | late | votes, early | late | votes per 100 views, early | late"
            " | a late one's are |"
        )
        print("| --- | --: | --: | --: | --: | --: | --: | --: |")
        for order in ORDERS:
            found = compared(order, crowd, mornings)
            figures = (
                *(f"{each.views:.0f}" for each in found[:2]),
                *(f"{each.votes:.1f}" for each in found[:2]),
                *(f"{each.per_view:.1f}" for each in found[:2]),
                f"{found.more:+.1f} % ± {found.within:.1f}",
            )
            print(f"| {order} | {' | '.join(figures)} |", flush=True)


if __name__ == "__main__":
    main()
