"""`board rehearse`: simulated phones at one camp, and whether the board kept what it promised them."""

import asyncio
from pathlib import Path

import msgspec

from board.limits import allow_many_sockets
from board.rehearsal import report as reports
from board.rehearsal.rehearsal import Rehearsal


def rehearse(url: str, *, phones: int, minutes: float, report: Path | None) -> int:
    """Send `phones` to the camp at `url` for so long; 0, or 1 if a vote got lost or nobody got in.

    Ctrl-C ends it early, with the report of what happened so far; a second one skips the check.
    """
    allow_many_sockets()
    found = asyncio.run(Rehearsal(url, phones=phones, seconds=minutes * 60).run())
    print(reports.in_words(found), flush=True)
    if report is not None:
        report.write_bytes(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
    return int(found.lost_anything or not found.joined)
