"""How many votes a second one process takes in durably, and how long each voter waits for its yes.

    python -m benchmarks.intake [--seconds 3] [--rounds 3] [--json FILE]

The desk lets votes that wait at the same time share an append; beside it, the same desk with one
append per vote. Both stores are as an operator should run them: SQLite fsyncs every commit, Redis
(a server of the benchmark's own) has `appendfsync always`. Every number is the median of the rounds,
which take turns, since a machine is never equally quick twice. `no desk` is the store alone: one
writer that appends entries of one vote back to back.
"""

import argparse
import asyncio
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from board.camp.commands import CastVote, WithdrawVote
from board.camp.events import VoteCast
from board.camp.model import AttendeeId, TopicId
from board.live import desk as desks
from board.log import open_log
from board.log.protocol import Commit, Entry
from tests.boards import CAMP, put_camp, small_camp
from tests.servers import running_redis

TOPICS = 40
VOTERS = (50, 500)
GROUPED = desks.MOST_IN_ENTRY

Latencies = list[float]  # seconds from asking to the yes, one for each vote


class Way(NamedTuple):
    """One way of taking votes in: what it's called, how many vote at once, and the most in an append."""

    name: str
    voters: int
    grouped: int


WAYS = (
    Way("no desk", 1, 0),
    *(
        way
        for voters in VOTERS
        for way in (Way("one append a vote", voters, 1), Way("desk", voters, GROUPED))
    ),
)


class Result(NamedTuple):
    """Medians over the rounds: votes a second, and milliseconds until the yes."""

    store: str
    way: str
    voters: int
    votes_per_second: float
    p50_ms: float
    p99_ms: float


async def measure(url: str, way: Way, seconds: float) -> tuple[float, Latencies]:
    """Votes a second, and how long each of them took."""
    await put_camp(url, small_camp(attendees=max(VOTERS), topics=TOPICS))
    log = open_log(url)
    if way.grouped:
        desks.MOST_IN_ENTRY = way.grouped
        opened = desks.Desks(log)
        desk = await opened.open(CAMP)
        votes = [_votes(desk, AttendeeId(f"a{n + 1}"), n) for n in range(way.voters)]
    else:
        votes = [_bare(log.append)]
    latencies: Latencies = []
    began = time.perf_counter()
    await asyncio.gather(*(_vote_until(began + seconds, vote, latencies) for vote in votes))
    rate = len(latencies) / (time.perf_counter() - began)
    if way.grouped:
        await opened.close()
    await log.close()
    return rate, latencies


Vote = Callable[[], Awaitable[object]]


async def _vote_until(end: float, vote: Vote, latencies: Latencies) -> None:
    while (began := time.perf_counter()) < end:
        await vote()
        latencies.append(time.perf_counter() - began)


def _votes(desk: desks.Desk, me: AttendeeId, first: int) -> Vote:
    """Goes through the topics, giving each a vote, then through them again, taking it back."""
    kinds = itertools.cycle([*[CastVote] * TOPICS, *[WithdrawVote] * TOPICS])
    topics = itertools.cycle(TopicId(f"t{(first + n) % TOPICS + 1}") for n in range(TOPICS))
    return lambda: desk.submit(next(kinds)(attendee=me, topic=next(topics)))


def _bare(append: Callable[..., Awaitable[None]]) -> Vote:
    events = (VoteCast(attendee=AttendeeId("a1"), topic=TopicId("t1")),)
    seqs = itertools.count(2)

    def vote() -> Awaitable[None]:
        seq = next(seqs)
        return append(CAMP, Entry(seq=seq, commit=Commit(f"c{seq}"), at=0, events=events))

    return vote


async def compare(seconds: float, rounds: int, folder: Path) -> list[Result]:
    """Every way on every store, the rounds taking turns."""
    found: dict[tuple[str, Way], list[tuple[float, Latencies]]] = {}
    for turn in range(rounds):
        for way in WAYS:
            path = folder / f"{turn}-{way.voters}-{way.grouped}"
            sqlite = await measure(f"sqlite:///{path}.db", way, seconds)
            found.setdefault(("SQLite", way), []).append(sqlite)
            with running_redis(path, appendfsync="always") as server:
                redis = await measure(server.url, way, seconds)
            found.setdefault(("Redis", way), []).append(redis)
    order = sorted(found.items(), key=lambda item: (item[0][0] == "Redis", WAYS.index(item[0][1])))
    return [_result(store, way, measured) for (store, way), measured in order]


def _result(store: str, way: Way, measured: Sequence[tuple[float, Latencies]]) -> Result:
    rates, p50s, p99s = [], [], []
    for rate, latencies in measured:
        hundredths = statistics.quantiles(latencies, n=100)
        rates.append(rate)
        p50s.append(hundredths[49] * 1000)
        p99s.append(hundredths[98] * 1000)
    medians = [round(statistics.median(values), 2) for values in (rates, p50s, p99s)]
    return Result(store, way.name, way.voters, *medians)


def table(results: Sequence[Result]) -> str:
    """The results as Markdown; `times` compares with one append a vote at as many voters."""
    alone = {(r.store, r.voters): r for r in results if r.way == "one append a vote"}
    lines = [
        "| store | way | voters at once | votes/s | times | p50 ms | p99 ms |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for result in results:
        base = alone.get((result.store, result.voters))
        times = f"{result.votes_per_second / base.votes_per_second:.1f}" if base else ""
        lines.append(
            f"| {result.store} | {result.way} | {result.voters} | {result.votes_per_second:,.0f}"
            f" | {times} | {result.p50_ms:.1f} | {result.p99_ms:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure, print the table, and write the numbers to a file where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=3, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = asyncio.run(compare(given.seconds, given.rounds, Path(folder)))
    print(table(results))
    if given.json:
        given.json.write_text(json.dumps([result._asdict() for result in results], indent=2) + "\n")


if __name__ == "__main__":
    main()
