"""What is counted and timed while phones are about. Times are in seconds of `time.perf_counter`."""

from array import array
from collections import Counter

FORGET = 10.0  # seconds after which every phone has seen a vote, or is away
MOST_SAMPLES = 1_000_000  # of how long votes took to be seen


class Figures:
    """The counts of one rehearsal, shared by all its phones.

    `errors` count by kind what went wrong below the board's rules, `refusals` what the rules refused.
    """

    def __init__(self, *, phones: int, seconds: float) -> None:
        self.joined = 0
        self.online = 0
        self.votes = 0
        self.withdrawals = 0
        self.reorderings = 0
        self.pitches = 0
        self.unanswered = 0
        self.losses = 0
        self.reconnects = 0
        self.resumed_by_patch = 0
        self.resumed_by_snapshot = 0
        self.errors: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.own = Latencies()
        self.sightings = Sightings(every=max(0.1, phones * seconds / MOST_SAMPLES))

    @property
    def voters_changes(self) -> int:
        """Everything that people were told is done to their ballots."""
        return self.votes + self.withdrawals + self.reorderings


class Latencies:
    """Many durations, of which percentiles are wanted."""

    def __init__(self) -> None:
        self._seconds = array("f")

    def __len__(self) -> int:
        return len(self._seconds)

    def add(self, seconds: float) -> None:
        """One more."""
        self._seconds.append(seconds)

    def milliseconds(self, *shares: float) -> tuple[float | None, ...]:
        """The durations that these shares (0 to 1) do not exceed, in ms; None where there are none."""
        ordered = sorted(self._seconds)
        if not ordered:
            return (None,) * len(shares)
        return tuple(
            round(ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000, 1)
            for share in shares
        )


class Sightings:
    """From the tap on one phone to the moment its vote stands on every other one.

    A phone sees the vote of entry s with the patch that goes from before s to s or later. Patches are
    the same for all, so that it is enough to note when each (from, to) came in, on whichever phone;
    no phone needs to remember anything. One vote `every` so many seconds is taken as a sample.
    """

    def __init__(self, every: float) -> None:
        self.took = Latencies()
        self._every = every
        self._next = 0.0
        self._votes: list[tuple[float, int]] = []
        self._patches: dict[tuple[int, int], array[float]] = {}

    def voted(self, tapped: float, seq: int) -> None:
        """A vote tapped at `tapped` stands at entry `seq`."""
        if tapped >= self._next:
            self._next = tapped + self._every
            self._votes.append((tapped, seq))

    def patched(self, since: int, seq: int, now: float) -> None:
        """Some phone got a patch."""
        span = since, seq
        if span not in self._patches:
            self._patches[span] = array("d")
        self._patches[span].append(now)

    def settle(self, now: float) -> None:
        """Work out the votes that are old enough for all to have seen them, and forget the rest."""
        while self._votes and self._votes[0][0] < now - FORGET:
            self._work_out(*self._votes.pop(0))
        for span, times in list(self._patches.items()):
            if times[-1] < now - 2 * FORGET:
                del self._patches[span]

    def finish(self) -> None:
        """Work out what is left."""
        while self._votes:
            self._work_out(*self._votes.pop(0))

    def _work_out(self, tapped: float, voted: int) -> None:
        for (since, seq), times in self._patches.items():
            if since < voted <= seq:
                for time in times:
                    self.took.add(max(0.0, time - tapped))
