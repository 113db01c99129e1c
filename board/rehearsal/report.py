"""What a rehearsal found: as a flat object for programs, and in words."""

from statistics import median

from msgspec import Struct

from board.rehearsal.figures import Figures
from board.rehearsal.phone import Phone
from board.rehearsal.verdict import Verdict


class Report(Struct, frozen=True, kw_only=True):
    """One rehearsal. Durations are milliseconds unless named otherwise, None where nothing was timed.

    `own_*`: from a tap to the board's "ok". `seen_*`: from a tap until the vote stands on every other
    phone that is online, over phones and sampled votes; None too where tallies are hidden. Both leave
    out taps made or answered after a loss of Wi-Fi. `lost_votes` are acknowledged changes missing from
    their own ballots, `missing_from_tallies` those missing from the camp's tallies (None: hidden).
    `unanswered` asks had no answer yet when ballots were compared, and say nothing. `bytes_*` is what
    one phone received in all, its first frame included; `first_frame_*` that frame alone. `checked` is
    false where a second Ctrl-C, or a board that went away, left ballots unread.
    """

    url: str
    phones: int
    seconds: float
    joined: int
    topics: int
    pitches: int
    votes: int
    withdrawals: int
    reorderings: int
    refused: int
    unanswered: int
    checked: bool
    lost_votes: int
    missing_from_tallies: int | None
    own_p50: float | None
    own_p99: float | None
    own_max: float | None
    seen_p50: float | None
    seen_p99: float | None
    seen_max: float | None
    seen_samples: int
    bytes_p50: int
    bytes_max: int
    first_frame_p50: int
    first_frame_max: int
    wifi_losses: int
    reconnects: int
    resumed_by_patch: int
    resumed_by_snapshot: int
    errors: dict[str, int]
    refusals: dict[str, int]

    @property
    def lost_anything(self) -> bool:
        """Whether the board broke its promise."""
        return self.lost_votes > 0 or bool(self.missing_from_tallies)


def made_of(
    url: str, seconds: float, figures: Figures, phones: list[Phone], topics: int, verdict: Verdict
) -> Report:
    """The report of what was counted."""
    figures.sightings.finish()
    own = figures.own.milliseconds(0.5, 0.99, 1)
    took = figures.sightings.took
    seen = (
        took.milliseconds(0.5, 0.99, 1)
        if verdict.missing_from_tallies is not None
        else (None, None, None)
    )
    received = [phone.received for phone in phones if phone.received] or [0]
    first = [phone.first_frame for phone in phones if phone.first_frame] or [0]
    return Report(
        url=url,
        phones=len(phones),
        seconds=round(seconds, 1),
        joined=figures.joined,
        topics=topics,
        pitches=figures.pitches,
        votes=figures.votes,
        withdrawals=figures.withdrawals,
        reorderings=figures.reorderings,
        refused=figures.refusals.total(),
        unanswered=figures.unanswered,
        checked=verdict.checked,
        lost_votes=verdict.lost_votes,
        missing_from_tallies=verdict.missing_from_tallies,
        own_p50=own[0],
        own_p99=own[1],
        own_max=own[2],
        seen_p50=seen[0],
        seen_p99=seen[1],
        seen_max=seen[2],
        seen_samples=len(took) if verdict.missing_from_tallies is not None else 0,
        bytes_p50=int(median(received)),
        bytes_max=max(received),
        first_frame_p50=int(median(first)),
        first_frame_max=max(first),
        wifi_losses=figures.losses,
        reconnects=figures.reconnects,
        resumed_by_patch=figures.resumed_by_patch,
        resumed_by_snapshot=figures.resumed_by_snapshot,
        errors=dict(figures.errors.most_common()),
        refusals=dict(figures.refusals.most_common()),
    )


def in_words(report: Report) -> str:
    """The report for people."""
    r = report
    lines = [
        f"{r.joined} of {r.phones} phones joined, {r.seconds:.0f} s, {r.topics} topics"
        f" ({r.pitches} pitched here)",
        f"votes      {r.votes} acknowledged, {r.withdrawals} withdrawn, {r.reorderings} ballots"
        f" reordered, {r.refused} refused{_by_kind(r.refusals)}, {r.unanswered} unanswered",
        f"lost       {_lost(r)}",
        f"tap to ok  {_times(r.own_p50, r.own_p99, r.own_max)}",
        f"all see it {_times(r.seen_p50, r.seen_p99, r.seen_max)} ({r.seen_samples} samples)",
        f"received   {r.bytes_p50 / 1024:.0f} KiB a phone (most: {r.bytes_max / 1024:.0f});"
        f" first frame {r.first_frame_p50 / 1024:.0f} KiB (most: {r.first_frame_max / 1024:.0f})",
        f"Wi-Fi      lost {r.wifi_losses} times, {r.reconnects} reconnects; resumed"
        f" {r.resumed_by_patch} by patch, {r.resumed_by_snapshot} by snapshot",
        f"errors     {sum(r.errors.values())}{_by_kind(r.errors)}",
    ]
    return "\n".join(lines)


def _lost(report: Report) -> str:
    if not report.checked:
        return "not checked"
    tallies = report.missing_from_tallies
    in_tallies = "tallies hidden" if tallies is None else f"{tallies} missing from the tallies"
    return f"{report.lost_votes} from ballots, {in_tallies}"


def _times(*times: float | None) -> str:
    if times[0] is None:
        return "not timed"
    return " · ".join(
        f"{name} {time} ms" for name, time in zip(("p50", "p99", "max"), times, strict=True)
    )


def _by_kind(kinds: dict[str, int]) -> str:
    return f" ({', '.join(f'{kind}: {count}' for kind, count in kinds.items())})" if kinds else ""
