"""A deployment as a discrete-event simulation: every process and Redis is a queue in front of one core.

What waits for what is as in the product: a vote is asked of a process, waits for the append that is
under way there, and is decided with all that wait; of several processes that append at once one wins, the
others read what it wrote and decide again; every process follows the log, applies each entry, and brings
its screens what changed in ticks. How long each step takes are the `Costs`.
"""

import heapq
import itertools
import random
import statistics
from collections.abc import Callable
from functools import partial

from msgspec import Struct

from benchmarks.costs import Costs
from board.live.desk import MOST_IN_ENTRY
from board.live.hub import AT_ONCE, QUICKEST, REST, SLOWEST

LAN = 0.0002  # seconds that a message is on its way between two machines
GIGABIT = 1e9 / 8  # bytes a second
OVERHEAD = 66  # bytes of headers on Ethernet, IP and TCP for each frame


class Load(Struct, frozen=True, kw_only=True):
    """What one camp has to bear: `votes` and `urgent` changes a second, for `seconds`."""

    processes: int
    phones: int
    votes: float
    urgent: float = 0.5
    seconds: float = 20.0
    wire: float = GIGABIT  # of one process' share of its machine
    lan: float = LAN


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of it. CPU is in cores; times in seconds; bytes a second are those a process sends."""

    web_cpu: float
    busiest_web_cpu: float
    store_cpu: float
    votes: float
    entries: float
    refused: float  # appends a second that another process had overtaken
    ack_p50: float
    ack_p99: float
    last_p50: float
    last_most: float
    bytes_per_process: float

    @property
    def keeps_up(self) -> bool:
        """Whether nothing grows without end: every core has some time left, and votes get their yes."""
        return self.busiest_web_cpu < 0.95 and self.store_cpu < 0.95


class Clock:
    """What happens next."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def at(self, when: float, then: Callable[[], None]) -> None:
        """Do it then."""
        heapq.heappush(self._due, (when, next(self._order), then))

    def run(self, until: float) -> None:
        """Let everything happen that is due until then."""
        while self._due and self._due[0][0] <= until:
            self.now, _, then = heapq.heappop(self._due)
            then()


class Core:
    """One processor core: does one thing after the other, in the order they came."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.free, self.busy = clock, 0.0, 0.0

    def do(self, seconds: float, then: Callable[[], None], waits: float = 0.0) -> None:
        """Do something that takes so long when its turn comes, wait for a disk, go on with `then`."""
        self.free = max(self.clock.now, self.free) + seconds + waits
        self.busy += seconds
        self.clock.at(self.free, then)


class Store:
    """Redis, and the one log in it: how many votes each entry has, and since when it is urgent."""

    def __init__(self, clock: Clock, costs: Costs, load: Load) -> None:
        self.clock, self.costs, self.lan, self.core = clock, costs, load.lan, Core(clock)
        self.entries: list[tuple[int, float | None]] = [(0, None)]
        self.refused = 0
        self.readers: list[Callable[[], None]] = []  # who waits for something new

    def append(
        self, seq: int, votes: int, urgent: float | None, answer: Callable[[bool], None]
    ) -> None:
        """Compare and append; `answer` hears whether it won, back at the process."""

        def reached() -> None:
            won = seq == len(self.entries)
            if won:
                self.core.do(self.costs.store_append, appended, self.costs.store_sync)
            else:
                self.core.do(self.costs.store_refuse, appended)

        def appended() -> None:
            won = seq == len(self.entries)
            if won:
                self.entries.append((votes, urgent))
                waiting, self.readers = self.readers, []
                for reader in waiting:
                    self.hand_out(reader)
            else:
                self.refused += 1
            self.clock.at(self.clock.now + self.lan, lambda: answer(won))

        self.clock.at(self.clock.now + self.lan, reached)

    def hand_out(self, reader: Callable[[], None]) -> None:
        """Send a process what is new."""
        arrive = lambda: self.clock.at(self.clock.now + self.lan, reader)  # noqa: E731
        self.core.do(self.costs.store_follow, arrive)


class Web:
    """One web process: its desk, its follower, and its hub with `phones` screens."""

    def __init__(self, clock: Clock, costs: Costs, store: Store, load: Load) -> None:
        self.clock, self.costs, self.store = clock, costs, store
        self.phones, self.wire = load.phones // load.processes, load.wire
        self.core = Core(clock)
        self.seq = 0  # how far its camp is
        self.waiting: list[
            tuple[float, int]
        ] = []  # since when, 1 for a vote or -1 for what is urgent
        self.acks: list[float] = []
        self.shown: dict[int, float] = {}  # when its last phone showed an urgent entry
        self.sent = 0.0  # bytes
        self.appending = self.ticking = False
        self.told = 0  # the entry that its screens show
        self.tallied = 0.0
        store.readers.append(self.follow)

    def ask(self, kind: int) -> None:
        """A vote, or an urgent change, is asked for here."""
        began = self.clock.now
        self.core.do(self.costs.ask, lambda: self._asked(began, kind))

    def _asked(self, began: float, kind: int) -> None:
        self.waiting.append((began, kind))
        if not self.appending:
            self.appending = True
            self._decide([])

    def _decide(self, again: list[tuple[float, int]]) -> None:
        batch = again or self.waiting[:MOST_IN_ENTRY]
        if not again:
            del self.waiting[:MOST_IN_ENTRY]
        urgent = min((began for began, kind in batch if kind < 0), default=None)
        seq = self.seq + 1
        cost = self.costs.decide * len(batch) + self.costs.append
        self.core.do(
            cost,
            lambda: self.store.append(
                seq, len(batch), urgent, lambda won: self._answered(batch, seq, won)
            ),
        )

    def _answered(self, batch: list[tuple[float, int]], seq: int, won: bool) -> None:
        if not won:  # read what the others wrote, and decide again
            back = lambda: self._read(lambda: self._decide(batch))  # noqa: E731
            self.clock.at(self.clock.now + self.store.lan, lambda: self.store.hand_out(back))
            return
        self._advance(seq)
        self.acks += [self.clock.now - began for began, kind in batch if kind > 0]
        self.appending = bool(self.waiting)
        if self.appending:
            self._decide([])

    def follow(self) -> None:
        """Something new has come from the log."""
        self._read(self._wait)

    def _wait(self) -> None:
        if len(self.store.entries) - 1 > self.seq:
            self.store.hand_out(self.follow)
        else:
            self.store.readers.append(self.follow)

    def _read(self, then: Callable[[], None]) -> None:
        last = len(self.store.entries) - 1
        votes = sum(votes for votes, _ in self.store.entries[self.seq + 1 : last + 1])

        def applied() -> None:
            self._advance(last)
            then()

        self.core.do(self.costs.follow + self.costs.apply * votes, applied)

    def _advance(self, seq: int) -> None:
        if seq > self.seq:
            self.seq = seq
            if not self.ticking:
                self.ticking = True
                self._tick()

    # Bringing screens what changed

    def _tick(self) -> None:
        news = range(self.told + 1, self.seq + 1)
        urgent = [seq for seq in news if self.store.entries[seq][1] is not None]
        tallies = self.clock.now - self.tallied >= SLOWEST
        if tallies:
            self.tallied = self.clock.now
        frames = 1 if urgent or tallies else 0
        self.told, began = self.seq, self.clock.now
        cost = self.costs.tick + (self.costs.change if urgent else 0.0)
        self.core.do(cost, lambda: self._bring(self.phones, frames, urgent, began))

    def _bring(self, left: int, frames: int, urgent: list[int], began: float) -> None:
        if left > 0:
            now = min(left, AT_ONCE)
            self.sent += now * frames * (self.costs.deliver_bytes + OVERHEAD)
            cost = now * (self.costs.look + frames * self.costs.deliver)
            self.core.do(cost, lambda: self._bring(left - now, frames, urgent, began))
            return
        took = self.clock.now - began
        on_the_wire = self.phones * frames * (self.costs.deliver_bytes + OVERHEAD) / self.wire
        for seq in urgent:
            self.shown[seq] = max(self.clock.now, began + on_the_wire)
        self.clock.at(self.clock.now + max(QUICKEST, REST * took), self._rested)

    def _rested(self) -> None:
        self.ticking = self.seq > self.told
        if self.ticking:
            self._tick()


def simulate(costs: Costs, load: Load, seed: int = 1) -> Outcome:
    """Let a camp bear its load, votes and urgent changes at random moments, spread over all processes."""
    clock, rng = Clock(), random.Random(seed)
    store = Store(clock, costs, load)
    webs = [Web(clock, costs, store, load) for _ in range(load.processes)]
    for rate, kind in ((load.votes, 1), (load.urgent, -1)):
        when = rng.expovariate(rate)
        while when < load.seconds:
            clock.at(when, partial(rng.choice(webs).ask, kind))
            when += rng.expovariate(rate)
    took = load.seconds
    clock.run(took)
    acks = sorted(itertools.chain.from_iterable(web.acks for web in webs)) or [float("inf")]
    lasts = [
        max(web.shown.get(seq, float("inf")) for web in webs) - began
        for seq, (_, began) in enumerate(store.entries)
        if began is not None and began < took * 0.8  # later ones may still be on their way
    ] or [float("inf")]
    cpus = [web.core.busy / took for web in webs]
    return Outcome(
        web_cpu=statistics.mean(cpus),
        busiest_web_cpu=max(cpus),
        store_cpu=store.core.busy / took,
        votes=len(acks) / took,
        entries=(len(store.entries) - 1) / took,
        refused=store.refused / took,
        ack_p50=acks[len(acks) // 2],
        ack_p99=acks[len(acks) * 99 // 100],
        last_p50=statistics.median(lasts),
        last_most=max(lasts),
        bytes_per_process=statistics.mean(web.sent for web in webs) / took,
    )
