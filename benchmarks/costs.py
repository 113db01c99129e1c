"""What one of everything costs, measured with the real code: the numbers that `benchmarks.scaling` adds up.

    python -m benchmarks.costs [--json benchmarks/results/costs.json]

Costs are CPU time, so that a busy machine changes them little. What the log, the core and the planner
cost is measured in this process; what sockets, pages and patches cost, at a real `board serve`, from the
difference between two sizes.
"""

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from benchmarks.deployment import Point
from benchmarks.fanout import machine
from benchmarks.measured import Measured, measure
from board.camp.commands import CastVote
from board.camp.decide import decide
from board.camp.events import VoteCast
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, CampId, TopicId
from board.live.desk import Desks, replay
from board.live.hub import QUICKEST
from board.live.instances import instance_of
from board.log import open_log
from board.log.codec import checksum, decode, encode
from board.log.protocol import Commit, Entry, SeqTaken
from board.planning.planner import Planner
from tests.boards import CAMP, small_camp
from tests.servers import RedisServer, running_redis

KEPT = Path(__file__).parent / "results" / "costs.json"
TOPICS = 138
GROUPED = 50  # votes in a larger entry
ENTRIES = 400
FOLLOWERS = 8
CAMPS = 100
QUIET = 8.0  # seconds for which nothing happens in many camps


class Costs(Struct, frozen=True, kw_only=True):
    """CPU in seconds of one core, memory and traffic in bytes.

    Of a web process: `join` a phone that comes in and is shown everything, `ask` a vote's frame in and its
    answer out, `decide` a vote; `append` an entry; `follow` an entry, whoever wrote it; `apply` one
    vote of it; `tick` to see what changed for screens, and `look` for each screen at that; `change` to
    draw an urgent change and `deliver` it to one phone; `idle_camp` a second of a camp that is open. Of
    Redis: `store_append` an entry, `store_refuse` one that another process has overtaken,
    `store_follow` to hand it to one process, `store_idle_camp` a second for each process that
    follows; `store_sync` is how long it waits for the disk with an entry, which costs no CPU. Of the
    planner: `plan_begin` for 1,000 ballots, before it searches; `plan_search` a step of that.
    """

    join: float
    join_bytes: float
    ask: float
    decide: float
    append: float
    follow: float
    apply: float
    tick: float
    look: float
    change: float
    deliver: float
    deliver_bytes: float
    tally_bytes_per_second: float
    idle_camp: float
    store_append: float
    store_sync: float
    store_refuse: float
    store_follow: float
    store_idle_camp: float
    plan_begin: float
    plan_search: float
    process_bytes: float
    phone_bytes: float
    camp_bytes: float
    vote_stored_bytes: float


def measured(points: tuple[Measured, Measured, Measured] | None = None) -> Costs:
    """All of them; takes about two minutes. `points` are real runs: few phones, many, many votes."""
    few, many, voting = points or real_runs()
    with tempfile.TemporaryDirectory() as name, running_redis(Path(name)) as redis:
        core = _core()
        log = asyncio.run(_log(redis))
        idle = asyncio.run(_idle(redis))
    phones = many.point.phones - few.point.phones
    drawn, all_drawn = (m.deliver_cpu_us * m.point.phones / 1e6 for m in (few, many))
    deliver = max(0.0, all_drawn - drawn) / phones
    each = core["decide"], log["append"] + log["follow"]
    ask, tick = _ask_and_tick(few, voting, *each)
    look = max(0.0, many.voted.web_cpu[0] - few.voted.web_cpu[0]) / (phones * _ticks(many))
    return Costs(
        join=many.join_cpu_ms / 1e3,
        join_bytes=many.join_bytes,
        ask=ask,
        tick=tick,
        look=look,
        change=max(0.0, drawn - deliver * few.point.phones),
        deliver=deliver,
        deliver_bytes=many.deliver_bytes,
        tally_bytes_per_second=many.voted.phone_bytes,
        process_bytes=few.process_mib * 2**20 - few.point.phones * few.memory_kib * 1024,
        phone_bytes=many.memory_kib * 1024,
        **core,
        **log,
        **idle,
        **_planner(),
    )


def real_runs() -> tuple[Measured, Measured, Measured]:
    """The runs of a real board that costs are read from: few phones, many phones, many votes."""
    few = Point(processes=1, phones=100, topics=TOPICS, votes=10, seconds=6)
    many = msgspec.structs.replace(few, phones=1_000)
    voting = msgspec.structs.replace(few, votes=150)
    return measure(few), measure(many), measure(voting)


def load() -> Costs:
    """Those that were kept, or measured now."""
    if KEPT.exists():
        return msgspec.convert(json.loads(KEPT.read_text())["costs"], Costs)
    return measured()


def _ask_and_tick(
    few: Measured, many: Measured, decide: float, entry: float
) -> tuple[float, float]:
    """What a vote's frames cost and what a tick does, from a run with few votes and one with many."""
    left = [
        run.voted.web_cpu[0]
        - run.idle_cpu[0]
        - run.voted.votes * decide
        - run.voted.entries * entry
        for run in (few, many)
    ]
    (votes, more_votes), (ticks, more_ticks) = (
        (few.voted.votes, many.voted.votes),
        (_ticks(few), _ticks(many)),
    )
    ask = (left[1] * ticks - left[0] * more_ticks) / (more_votes * ticks - votes * more_ticks)
    return max(0.0, ask), max(0.0, (left[0] - votes * ask) / ticks)


def _ticks(run: Measured) -> float:
    """Ticks a second: one for each entry, as far as there is time for them."""
    return 1 / (QUICKEST + 1 / run.voted.entries)


# In this process


def _core() -> dict[str, float]:
    """Deciding a vote, and applying one that another process decided."""
    camp = fold(None, small_camp(attendees=500, topics=TOPICS, rooms=TOPICS // 3))
    people = [AttendeeId(f"a{n}") for n in range(1, 501)]
    commands = [
        CastVote(attendee=person, topic=TopicId(f"t{n}")) for n in range(1, 9) for person in people
    ]
    voting, began = camp, time.process_time()
    for command in commands:
        voting = fold(voting, decide(voting, command))
    decided = (time.process_time() - began) / len(commands)
    entries = [
        Entry(seq=n, commit=Commit(f"c{n}"), at=n, events=tuple(_votes(commands, n)))
        for n in range(2, 2 + len(commands) // GROUPED)
    ]
    rows = [(entry.seq, encode(entry)) for entry in entries]
    began = time.process_time()
    again = [decode(CAMP, seq, body, checksum(CAMP, seq, body)) for seq, body in rows]
    for _ in replay(CAMP, again, camp):
        pass
    applied = (time.process_time() - began) / len(commands)
    stored = sum(len(body) for _, body in rows) / len(commands)
    return {"decide": decided, "apply": applied, "vote_stored_bytes": stored}


def _votes(commands: list[CastVote], n: int) -> list[VoteCast]:
    return [
        VoteCast(attendee=each.attendee, topic=each.topic)
        for each in commands[(n - 2) * GROUPED : (n - 1) * GROUPED]
    ]


async def _log(redis: RedisServer) -> dict[str, float]:
    """Appending an entry of one vote, and following it, here and in Redis."""
    alone = await _appending(redis, CampId("alone"), followers=0)
    one = await _appending(redis, CampId("one"), followers=1)
    crowd = await _appending(redis, CampId("crowd"), followers=FOLLOWERS)
    return {
        "append": alone[0],
        "follow": max(one[0] - alone[0], (crowd[0] - alone[0]) / FOLLOWERS),
        "store_append": alone[1],
        "store_sync": max(0.0, alone[2] - alone[0] - alone[1]),
        "store_refuse": await _refusing(redis, CampId("alone")),
        "store_follow": max(0.0, crowd[1] - alone[1]) / FOLLOWERS,
    }


async def _appending(
    redis: RedisServer, camp: CampId, *, followers: int
) -> tuple[float, float, float]:
    """CPU seconds an entry, of this process and of Redis; and how long it takes, a median."""
    log = open_log(redis.url)
    event = VoteCast(attendee=AttendeeId("a1"), topic=TopicId("t1"))
    entries = [
        Entry(seq=n, commit=Commit(f"commit-{n}"), at=0, events=(event,))
        for n in range(1, ENTRIES + 2)
    ]
    await log.append(camp, entries[0])

    async def follow() -> None:
        async with aclosing(log.follow(camp, after=1)) as batches:
            async for batch in batches:
                if batch[-1].seq > ENTRIES:
                    return

    following = [asyncio.create_task(follow()) for _ in range(followers)]
    await asyncio.sleep(0.2)

    took = list[float]()

    async def append() -> None:
        for entry in entries[1:]:
            began = time.perf_counter()
            await log.append(camp, entry)
            took.append(time.perf_counter() - began)
        await asyncio.gather(*following)

    here, there = await _cpu(redis, append)
    await log.close()
    return here / ENTRIES, there / ENTRIES, statistics.median(took)


async def _refusing(redis: RedisServer, camp: CampId) -> float:
    """CPU seconds of Redis for an append that it refuses."""
    log = open_log(redis.url)
    event = VoteCast(attendee=AttendeeId("a2"), topic=TopicId("t1"))
    late = Entry(seq=ENTRIES, commit=Commit("late"), at=0, events=(event,))

    async def append() -> None:
        for _ in range(ENTRIES):
            with suppress(SeqTaken):
                await log.append(camp, late)

    _, there = await _cpu(redis, append)
    await log.close()
    return there / ENTRIES


async def _idle(redis: RedisServer) -> dict[str, float]:
    """A camp that is open and in which nothing happens, a second long."""
    desks = Desks(log := open_log(redis.url))
    events = small_camp(attendees=100, topics=30, rooms=8)
    for n in range(CAMPS):
        camp = CampId(f"idle-{n}")
        begun = Entry(
            seq=1,
            commit=Commit(f"begun-{n}"),
            at=0,
            events=(msgspec.structs.replace(events[0], camp=camp), *events[1:]),
        )
        await log.append(camp, begun)
    before = machine.resident_bytes(os.getpid())
    for n in range(CAMPS):
        await desks.open(CampId(f"idle-{n}"))
    memory = machine.resident_bytes(os.getpid()) - before
    await asyncio.sleep(QUIET)  # until each waits as long as it ever does
    here, there = await _cpu(redis, lambda: asyncio.sleep(QUIET))
    await desks.close()
    await log.close()
    return {
        "idle_camp": here / QUIET / CAMPS,
        "store_idle_camp": there / QUIET / CAMPS,
        "camp_bytes": memory / CAMPS,
    }


async def _cpu(redis: RedisServer, doing: Callable[[], Awaitable[Any]]) -> tuple[float, float]:
    here, there = time.process_time(), machine.cpu_seconds(redis.pid)
    await doing()
    return time.process_time() - here, machine.cpu_seconds(redis.pid) - there


def _planner() -> dict[str, float]:
    """What the planner does before it can search, and one step of the search."""
    camp = voted(1_000)
    began = time.process_time()
    planner = Planner(instance_of(camp, 1))
    begun = time.process_time()
    planner.improve()
    return {"plan_begin": begun - began, "plan_search": time.process_time() - begun}


def voted(people: int) -> Camp:
    """A camp in which so many people have given eight votes each."""
    camp = fold(None, small_camp(attendees=people, topics=TOPICS, rooms=TOPICS // 3))
    votes = (
        VoteCast(attendee=AttendeeId(f"a{n}"), topic=TopicId(f"t{(n * 7 + k * k) % TOPICS + 1}"))
        for n in range(1, people + 1)
        for k in range(8)
    )
    return fold(camp, tuple(dict.fromkeys(votes)))


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.costs", description=__doc__)
    parser.add_argument("--json", type=Path, default=KEPT, metavar="FILE")
    given = parser.parse_args()
    found = measured()
    kept = {"machine": machine.description(), "costs": msgspec.to_builtins(found)}
    given.json.parent.mkdir(exist_ok=True)
    given.json.write_text(json.dumps(kept, indent=2) + "\n")
    print(table(found))


def table(costs: Costs) -> str:
    """The costs as Markdown."""
    lines = ["| what | costs |", "| --- | --: |"]
    for name, value in msgspec.structs.asdict(costs).items():
        told = f"{value:,.0f} bytes" if "bytes" in name else f"{value * 1e6:,.1f} µs"
        lines.append(f"| {name.replace('_', ' ')} | {told} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
