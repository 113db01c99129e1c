"""The camps that the planner is measured on: drawn from a seed, or from real ballots.

Nothing here is needed to run the board. The real ballots are a file in pabulib's format
(http://pabulib.org/format), for example that of Warsaw's district Wawer, 2020.
"""

import random
from collections.abc import Callable
from pathlib import Path

from board.camp.model import AttendeeId, RoomId, SlotId, TopicId
from board.planning.values import Instance, Room, Slot, Topic

DISTRICT_ROOMS = (
    *(300, 150, 150, 100, 100, 80, 80, 80),
    *([60] * 5 + [50] * 5 + [35] * 10 + [30] * 10 + [25] * 5 + [20] * 5),
)
TIGHT_ROOMS = (300, 60, 60, *([30] * 5), *([20] * 40))
DISCIPLINES = 10


def district(seed: int = 1, *, votes: int = 8, rooms: tuple[int, ...] = DISTRICT_ROOMS) -> Instance:
    """A district's day: 1,000 people, 138 topics, 208 facilitators, three slots of 48 rooms."""
    return _drawn(
        seed, people=1_000, topics=138, slots=3, rooms=rooms, votes=lambda _: votes, leaders=208
    )


def small_edcamp(seed: int = 1) -> Instance:
    """An ordinary Edcamp: 60 people, 24 topics, four slots of six rooms; 5 to 10 votes each."""
    return _drawn(
        seed,
        people=60,
        topics=24,
        slots=4,
        rooms=(30, 24, 24, 16, 16, 12),
        votes=lambda rng: rng.randint(5, 10),
        leaders=24,
    )


def from_ballots(path: Path, seed: int = 1, *, people: int = 1_000) -> Instance:
    """`people` ballots drawn from a pabulib file, its projects as topics in the district's rooms.

    A ballot there has no order; it gets one by lot. The topics' facilitators are the first people
    drawn, one each.
    """
    rng = random.Random(seed)
    head, _, tail = path.read_text(encoding="utf-8").partition("VOTES\n")
    projects = [line.split(";")[0] for line in head.partition("PROJECTS\n")[2].splitlines()[1:]]
    columns, *rows = tail.splitlines()
    chosen = columns.split(";").index("vote")
    ballots = {}
    for n, row in enumerate(rng.sample(rows, people)):
        ballot = [TopicId(project) for project in row.split(";")[chosen].split(",") if project]
        rng.shuffle(ballot)
        ballots[AttendeeId(f"a{n}")] = tuple(ballot)
    topics = tuple(
        Topic(id=TopicId(project), facilitators=(AttendeeId(f"a{n}"),))
        for n, project in enumerate(projects)
    )
    return Instance(
        slots=_slots(3),
        rooms=_rooms(DISTRICT_ROOMS),
        topics=topics,
        ballots=ballots,
        seed=seed,
    )


def _drawn(
    seed: int,
    *,
    people: int,
    topics: int,
    slots: int,
    rooms: tuple[int, ...],
    votes: Callable[[random.Random], int],
    leaders: int,
) -> Instance:
    """Draw a camp whose topics' popularity falls as rank^-0.8.

    Everybody prefers topics of one discipline six times and of a second three times as much, and
    draws topics without replacement. Every topic is led by one or two, about one facilitator in
    eight leads a second one.
    """
    rng = random.Random(seed)
    discipline = [rng.randrange(DISCIPLINES) for _ in range(topics)]
    ballots = {}
    for person in range(people):
        first, second = rng.sample(range(DISCIPLINES), 2)
        arrivals = [
            rng.expovariate(1.0)
            / ((rank + 1) ** -0.8 * (6 if field == first else 3 if field == second else 1))
            for rank, field in enumerate(discipline)
        ]
        order = sorted(range(topics), key=arrivals.__getitem__)[: votes(rng)]
        ballots[AttendeeId(f"a{person}")] = tuple(TopicId(f"t{n}") for n in order)
    leads = _leads(rng, topics, leaders)
    return Instance(
        slots=_slots(slots),
        rooms=_rooms(rooms),
        topics=tuple(
            Topic(
                id=TopicId(f"t{n}"), facilitators=tuple(AttendeeId(f"a{leader}") for leader in led)
            )
            for n, led in enumerate(leads)
        ),
        ballots=ballots,
        seed=seed,
    )


def _leads(rng: random.Random, topics: int, leaders: int) -> list[list[int]]:
    """Give every topic one or two leaders, one leader in eight a second topic."""
    posts = [*range(leaders), *rng.sample(range(leaders), leaders // 8)]
    leads: list[list[int]] = [[posts[n]] for n in range(topics)]
    for leader in posts[topics:]:
        open_topics = [n for n, led in enumerate(leads) if len(led) == 1 and leader not in led]
        if not open_topics:
            break
        leads[rng.choice(open_topics)].append(leader)
    return leads


def _slots(count: int) -> tuple[Slot, ...]:
    return tuple(Slot(id=SlotId(f"s{n}")) for n in range(count))


def _rooms(capacities: tuple[int, ...]) -> tuple[Room, ...]:
    return tuple(
        Room(id=RoomId(f"r{n}"), capacity=capacity) for n, capacity in enumerate(capacities)
    )
