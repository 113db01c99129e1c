"""What voters feel when all of them vote at once: a thousand phones, ten votes each, within seconds.

    python -m benchmarks.stampede [--phones N --seconds S] [--rounds 1] [--store sqlite|redis]
                                  [--no-planner] [--ahead] [--json FILE]

The board as it is started for a camp, its planner beside it: `board serve` over SQLite with fsync, and
over a Redis of the benchmark's own with `appendfsync always`. In the camp is a district's day, 138
topics on a full grid, and its lobby and an organiser look on. Every phone is somebody else's, on a
WebSocket of its own, and gives its ten votes at random moments, whether it has heard of the last one
or not. A vote takes from the moment it is due, so that a crowd that is late counts too, until its phone
reads the `ok`. Afterwards the log is read again: each vote that was acknowledged must be in it.

The web process has one core, the crowd (`benchmarks/fanout/wsload.c`) another; the planner and Redis may
run on both, as on any machine. Whoever else wants these cores makes everybody wait: read the load
average beside the times, how long the web process was ready to run and was not let (`starved`), and
how long the disk took meanwhile to make a few bytes durable that have nothing to do with the board.
`--ahead` (for root) has the board, its store and the crowd run ahead of everything else on the machine
while they vote, and the planner get the most of what they leave, as on a machine of their own.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

from msgspec import Struct, to_builtins

from benchmarks.beside_planner import STORES, empty_store
from benchmarks.fanout import machine
from benchmarks.fanout.crowd import Crowd, compiled, crowd
from board.camp.commands import JoinCamp
from board.camp.events import PlanAdopted, VoteCast
from board.camp.model import AttendeeId, TopicId
from board.demo import district
from board.demo.crowd import ballot, people
from board.live.desk import Desks
from board.live.planner import NICE
from board.log import open_log
from board.web.identity import Tokens
from tests import seed
from tests.boards import CAMP, SECRET, BoardServer

KEPT = Path(__file__).parent / "results" / "stampede.json"
CHOICES = 10
LOBBIES = 2
EVERY = 0.05  # seconds between looks at the disk
PATIENCE = 90.0  # seconds until a vote that has no answer is given up

Vote = tuple[AttendeeId, TopicId]


class Shape(NamedTuple):
    """So many phones, and the seconds in which they vote."""

    phones: int
    seconds: float


SHAPES = (Shape(1_000, 5), Shape(1_000, 1), Shape(5_000, 30))


class Stampede(Struct, frozen=True, kw_only=True):
    """What one stampede took.

    Times are in milliseconds from when a vote was due until its phone read the `ok`; `late_p99_ms`
    is how late the crowd itself was. `lost` are votes that were acknowledged and are not in the log.
    CPU is in seconds while they voted, `web_share` that of the web process over the time, and `starved`
    the share of the time in which it was ready to run and had no core; memory in MiB.
    """

    store: str
    phones: int
    seconds: float
    planner: bool
    votes: int
    acknowledged: int
    lost: int
    p50_ms: float
    p99_ms: float
    p999_ms: float
    most_ms: float
    late_p99_ms: float
    took: float
    entries: int
    plans: int
    web_cpu: float
    web_share: float
    web_us_a_vote: float
    starved: float
    planner_cpu: float
    kib_a_phone: float
    web_mib: float
    disk_p50_ms: float
    disk_p99_ms: float
    disk_most_ms: float
    load_before: float
    load_after: float


class Told(NamedTuple):
    """A vote that was acknowledged: when it was due, said and answered, in seconds since the beginning."""

    number: int
    due: float
    said: float
    heard: float


class Disk:
    """How long the disk takes, as long as it is asked: `times` in seconds, shortest first."""

    def __init__(self, path: Path) -> None:
        self._path, self._done, self.times = path, threading.Event(), list[float]()
        self._asking = threading.Thread(target=self._ask)

    def __enter__(self) -> Self:
        self._asking.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._asking.join()
        self.times.sort()

    def _ask(self) -> None:
        with self._path.open("ab", buffering=0) as file:
            while not self._done.wait(EVERY):
                file.write(b"x" * 512)
                began = time.perf_counter()
                os.fdatasync(file.fileno())
                self.times.append(time.perf_counter() - began)


def main() -> None:
    """Measure, print a table, and keep the figures."""
    given = _arguments()
    shapes = [Shape(given.phones, given.seconds)] if given.phones else SHAPES
    found = []
    with tempfile.TemporaryDirectory() as name:
        program = compiled(Path(name))
        for turn in range(given.rounds):
            for shape in shapes:
                for store in (given.store,) if given.store else STORES:
                    one = stampede(program, store, shape, given, turn)
                    found.append(one)
                    print(json.dumps(to_builtins(one)), file=sys.stderr, flush=True)
    print(table(found))
    if any(one.lost or one.acknowledged < one.votes for one in found):
        sys.exit("votes were lost, or not acknowledged")
    if given.json:
        _keep(given.json, found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stampede", description=__doc__)
    parser.add_argument(
        "--phones", type=int, default=0, help="one shape instead of the usual three"
    )
    parser.add_argument("--seconds", type=float, default=5.0, help="in which all of them vote")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--store", choices=STORES, help="one only (default: both)")
    parser.add_argument("--no-planner", action="store_true")
    parser.add_argument("--ahead", action="store_true", help="of everything else on the machine")
    parser.add_argument("--json", type=Path, default=KEPT, metavar="FILE")
    given = parser.parse_args()
    if given.phones > machine.most_phones():
        parser.error(f"only {machine.most_phones()} phones fit the limit of open files (ulimit -n)")
    return given


def stampede(
    program: Path, store: str, shape: Shape, given: argparse.Namespace, turn: int
) -> Stampede:
    """One stampede at a board and a store of its own."""
    planner = not given.no_planner
    with tempfile.TemporaryDirectory() as name, empty_store(store, Path(name)) as url:
        folder = Path(name)
        before = os.getloadavg()[0]
        asyncio.run(_begin(url, folder, shape, random.Random(turn)))
        entries = len(asyncio.run(_logged(url))[0])
        with _serving(url, folder, shape, program, planner=planner) as (board, beside, them):
            if given.ahead:
                _put_ahead(beside)
            memory = machine.resident_bytes(board.pid)
            them.voices(folder / "phones")
            memory = machine.resident_bytes(board.pid) - memory
            them.script(folder / "script")
            web, other = _cpu(board.pid, beside)
            starved = _starved(board.pid)
            with Disk(folder / "disk") as disk:
                took = them.rush(folder / "times").seconds
            web, other = (b - a for a, b in zip((web, other), _cpu(board.pid, beside), strict=True))
            starved = _starved(board.pid) - starved
            resident = machine.resident_bytes(board.pid) - _resident(beside)
        told = [_told(line) for line in (folder / "times").read_text().splitlines()]
        asked = [_vote(line) for line in (folder / "script").read_text().splitlines()]
        log, plans = asyncio.run(_logged(url))
    times = sorted(each.heard - each.due for each in told)
    late = sorted(each.said - each.due for each in told)
    logged = {vote for entry in log for vote in entry}
    return Stampede(
        store=store,
        phones=shape.phones,
        seconds=shape.seconds,
        planner=planner,
        votes=len(asked),
        acknowledged=len(told),
        lost=sum(asked[each.number] not in logged for each in told),
        p50_ms=_at(times, 0.5),
        p99_ms=_at(times, 0.99),
        p999_ms=_at(times, 0.999),
        most_ms=_at(times, 1),
        late_p99_ms=_at(late, 0.99),
        took=took,
        entries=len(log) - entries,
        plans=plans,
        web_cpu=web,
        web_share=web / took,
        web_us_a_vote=web / len(asked) * 1e6,
        starved=starved / took,
        planner_cpu=other,
        kib_a_phone=memory / 1024 / shape.phones,
        web_mib=resident / 2**20,
        disk_p50_ms=_at(disk.times, 0.5),
        disk_p99_ms=_at(disk.times, 0.99),
        disk_most_ms=_at(disk.times, 1),
        load_before=before,
        load_after=os.getloadavg()[0],
    )


async def _begin(store: str, folder: Path, shape: Shape, rng: random.Random) -> None:
    """Begin the camp, let everybody in, and write down where they listen and what they will say."""
    desks, tokens = Desks(log := open_log(store)), Tokens(SECRET)
    desk = await seed.district_camp(desks, CAMP)
    comers = [AttendeeId(f"phone-{n}") for n in range(shape.phones)]
    crowd = people(shape.phones, seed=5)
    await asyncio.gather(
        *(
            desk.submit(JoinCamp(attendee=a, name=p.name))
            for a, p in zip(comers, crowd, strict=True)
        )
    )
    wire = f"/c/{CAMP}/live?since={desk.seq}&epoch={desk.epoch}&audience="
    organiser = tokens.organiser_token(CAMP, seed.ORGANISER)
    paths = [f"{wire}phone&token={tokens.attendee_token(desk.camp, comer)}" for comer in comers]
    paths += [f"{wire}lobby"] * LOBBIES + [f"{wire}organiser&token={organiser}"]
    (folder / "phones").write_text("".join(f"{path}\n" for path in paths))
    topics = district.topics()
    said = []
    for voice, person in enumerate(crowd):
        due = sorted(rng.uniform(0, shape.seconds) for _ in range(CHOICES))
        chosen = ballot(person, topics, CHOICES, rng)
        said += [(at, voice, f"t{n + 1}") for at, n in zip(due, chosen, strict=True)]
    lines = []
    for n, (at, voice, topic) in enumerate(sorted(said)):
        ask = json.dumps({"t": "vote", "n": n, "topic": topic})
        lines.append(f"{voice}@{at * 1000:.3f}\t{ask}\n")
    (folder / "script").write_text("".join(lines))
    await desks.close()
    await log.close()


async def _logged(store: str) -> tuple[list[list[Vote]], int]:
    """The votes of every entry, as the store has them now, and how many plans the camp adopted."""
    log = open_log(store)
    entries = await log.read(CAMP)
    await log.close()
    votes = [
        [(event.attendee, event.topic) for event in entry.events if isinstance(event, VoteCast)]
        for entry in entries
    ]
    events = (event for entry in entries for event in entry.events)
    return votes, sum(isinstance(event, PlanAdopted) and bool(event.figures) for event in events)


@contextmanager
def _serving(
    store: str, folder: Path, shape: Shape, program: Path, *, planner: bool
) -> Iterator[tuple[BoardServer, int, Crowd]]:
    """The board on one core, its planner (its pid; 0 for none) on any, and the crowd on another."""
    core, crowds = machine.cores()
    board = BoardServer(store, folder, planner=planner)
    with ExitStack() as stack:
        board.start(limits=("taskset", "-c", str(core)))
        stack.callback(board.stop)
        beside = _set_free(board.pid) if planner else 0
        them = stack.enter_context(
            crowd(
                program,
                crowds,
                board.port,
                acks=True,
                socketio=False,
                patience=PATIENCE + shape.seconds,
            )
        )
        yield board, beside, them


def _set_free(pid: int) -> int:
    """Let the planner of this board run on any core; its pid."""
    (planner,) = map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    for task in Path(f"/proc/{planner}/task").iterdir():
        os.sched_setaffinity(int(task.name), range(os.cpu_count() or 1))
    return planner


def _put_ahead(planner: int) -> None:
    """Have all that was started here run ahead of others, and the planner next."""
    for started in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        for task in Path(f"/proc/{started}/task").iterdir():
            os.sched_setscheduler(int(task.name), os.SCHED_FIFO, os.sched_param(1))
    if planner:
        while os.getpriority(os.PRIO_PROCESS, planner) != NICE:  # it steps back when it begins
            time.sleep(0.05)
        time.sleep(0.1)
        Path(f"/proc/{planner}/autogroup").write_text("-20")


def _cpu(web: int, planner: int) -> tuple[float, float]:
    """CPU seconds of the web process alone, and of the planner."""
    beside = machine.cpu_seconds(planner) if planner else 0.0
    return machine.cpu_seconds(web) - beside, beside


def _starved(pid: int) -> float:
    """Seconds for which its main thread was ready to run and had no core (Linux, schedstat)."""
    return int(Path(f"/proc/{pid}/task/{pid}/schedstat").read_text().split()[1]) * machine.TICK


def _resident(planner: int) -> int:
    return machine.resident_bytes(planner) if planner else 0


def _told(line: str) -> Told:
    number, due, said, heard = line.split()
    return Told(int(number), float(due), float(said), float(heard))


def _vote(line: str) -> Vote:
    voice, ask = line.split("\t")
    return AttendeeId(f"phone-{voice.partition('@')[0]}"), TopicId(json.loads(ask)["topic"])


def _at(times: Sequence[float], share: float) -> float:
    """The time within which this share of them is, in milliseconds."""
    return times[round((len(times) - 1) * share)] * 1000 if times else 0.0


def table(found: Sequence[Stampede]) -> str:
    """The medians of the rounds as Markdown."""
    lines = [
        "| phones, seconds | store | acknowledged | lost | p50 ms | p99 ms | most ms | CPU | starved"
        " | disk p99 ms | load |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for key in dict.fromkeys((one.phones, one.seconds, one.store, one.planner) for one in found):
        runs = [one for one in found if (one.phones, one.seconds, one.store, one.planner) == key]
        phones, seconds, store, planner = key
        p50, p99, most, share, starved, disk, load = (
            statistics.median(getattr(one, name) for one in runs)
            for name in (
                "p50_ms",
                "p99_ms",
                "most_ms",
                "web_share",
                "starved",
                "disk_p99_ms",
                "load_after",
            )
        )
        lines.append(
            f"| {phones:,}, {seconds:g}{'' if planner else ', no planner'} | {store}"
            f" | {sum(one.acknowledged for one in runs):,} of {sum(one.votes for one in runs):,}"
            f" | {sum(one.lost for one in runs)} | {p50:.1f} | {p99:.1f} | {most:.0f} | {share:.0%}"
            f" | {starved:.0%} | {disk:.1f} | {load:.1f} |"
        )
    return "\n".join(lines)


def _keep(path: Path, found: Sequence[Stampede]) -> None:
    kept = {
        "measured": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.description(),
        "figures": [
            {k: round(v, 3) if isinstance(v, float) else v for k, v in to_builtins(one).items()}
            for one in found
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
