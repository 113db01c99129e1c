"""How fairly an order of the topics page treats late pitches: `python -m benchmarks.fair_views`.

A morning as a simulation: 300 phones come in over 45 minutes and look three times on average, each
time from the top of the list for as long as they care, and vote for what they like; attention wears
off along the list. The last fifth of 138 topics is pitched in the second half. All topics are equally
good, so whatever a late one gets less is the order's doing. The board's own order is the real code on a
real camp; `seen` and votes go through the core.
"""

import random
from collections.abc import Callable, Sequence
from statistics import mean
from typing import NamedTuple

from board.camp import events as e
from board.camp.evolve import evolve
from board.camp.model import (
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
from board.web.pages.topics import fair_order

PHONES, TOPICS, LATE = 300, 138, 28
MINUTES = 45.0
LOOKS = 3  # per phone, on average
CARES = 25  # cards a look goes through, on average
LIKES = 0.25  # how often a topic is voted for by who reads its card at the top of the list
WEARS = 0.985  # what is left of that with every further card

Order = Callable[[Camp, AttendeeId, list[Topic]], Sequence[Topic]]


class Outcome(NamedTuple):
    """What a topic got on average: distinct people who saw its card, votes, and votes a view."""

    views: float
    votes: float

    @property
    def per_view(self) -> float:
        """Votes for a topic by each hundred who saw it."""
        return 100 * self.votes / self.views if self.views else 0.0


def morning(order: Order, seed: int = 1) -> tuple[Outcome, Outcome]:
    """What early and late topics have got when the morning is over."""
    rng = random.Random(seed)
    camp = _camp()
    happens: list[tuple[float, int, int]] = []  # when, a topic pitched or -1, a phone looking or -1
    for n in range(TOPICS):
        late = n >= TOPICS - LATE
        happens.append((rng.uniform(MINUTES / 2, MINUTES * 0.9) if late else 0.0, n, -1))
    for phone in range(PHONES):
        came = rng.uniform(0, MINUTES * 0.8)
        happens.append((came, -1, phone))
        happens += [
            (rng.uniform(came, MINUTES), -1, phone) for _ in range(rng.randint(0, 2 * LOOKS - 2))
        ]
    for _, pitched, phone in sorted(happens):
        me = AttendeeId(f"p{phone}")
        camp = _pitch(camp, pitched) if phone < 0 else _look(camp, me, order, rng)
    early = [TopicId(f"t{n}") for n in range(TOPICS - LATE)]
    return _outcome(camp, early), _outcome(camp, [t for t in camp.topics if t not in set(early)])


def _look(camp: Camp, me: AttendeeId, order: Order, rng: random.Random) -> Camp:
    shown = order(camp, me, list(camp.topics.values()))
    read = shown[: 1 + int(rng.expovariate(1 / CARES))]
    liked = [
        topic.id
        for n, topic in enumerate(read)
        if not camp.seen_by.get(me, 0) >> topic.number & 1 and rng.random() < LIKES * WEARS**n
    ]
    new = tuple(t.id for t in read if not camp.seen_by.get(me, 0) >> t.number & 1)
    if new:
        camp = evolve(camp, e.TopicsSeen(attendee=me, topics=new))
    for topic_id in liked:
        camp = evolve(camp, e.VoteCast(attendee=me, topic=topic_id))
    return camp


def _camp() -> Camp:
    created = e.CampCreated(
        camp=CampId("fair"),
        settings=Settings(name="Fair", date="2031-05-03", zone="UTC"),
        organiser=Organiser(id=OrganiserId("o1"), name="Olu"),
    )
    camp = evolve(None, created)
    for n in range(PHONES):
        camp = evolve(camp, e.AttendeeJoined(attendee=AttendeeId(f"p{n}"), name=""))
    return camp


def _pitch(camp: Camp, n: int) -> Camp:
    by = AttendeeId(f"p{n}")
    title = (
        f"{random.Random(n).random():.9f}"  # an alphabet has nothing to do with when it was pitched
    )
    pitched = e.TopicPitched(
        topic=TopicId(f"t{n}"), pitch=Pitch(title=title), by=by, at=n, facilitators=(by,)
    )
    return evolve(camp, pitched)


def _outcome(camp: Camp, topics: list[TopicId]) -> Outcome:
    return Outcome(
        views=mean(camp.seen.get(topic, 0) for topic in topics),
        votes=mean(camp.tallies.get(topic, 0) for topic in topics),
    )


ORDERS: dict[str, Order] = {
    "the board's": fair_order,
    "fewest views first": lambda camp, me, topics: sorted(
        fair_order(camp, me, topics), key=lambda t: camp.seen.get(t.id, 0)
    ),
    "newest first": lambda _, __, topics: sorted(topics, key=lambda t: -t.number),
    "alphabetical": lambda _, __, topics: sorted(topics, key=lambda t: t.pitch.title),
    "most votes first": lambda camp, _, topics: sorted(
        topics, key=lambda t: (-camp.tallies.get(t.id, 0), t.number)
    ),
}


def main(seeds: Sequence[int] = (1, 2, 3, 4, 5, 6)) -> None:
    """Print what early and late topics get in each order."""
    print(
        "| order | views, early | late | votes, early | late | votes per 100 views, early | late |"
    )
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for name, order in ORDERS.items():
        runs = [morning(order, seed) for seed in seeds]
        early, late = (
            Outcome(mean(run[i].views for run in runs), mean(run[i].votes for run in runs))
            for i in (0, 1)
        )
        figures = (
            *(f"{each.views:.0f}" for each in (early, late)),
            *(f"{each.votes:.1f}" for each in (early, late)),
            *(f"{each.per_view:.1f}" for each in (early, late)),
        )
        print(f"| {name} | {' | '.join(figures)} |")


if __name__ == "__main__":
    main()
