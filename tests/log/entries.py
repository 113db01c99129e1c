"""Entries to append, and what to do with many of them."""

import secrets
from collections.abc import AsyncIterator
from contextlib import aclosing

from board.camp.errors import Unavailable
from board.camp.events import VoteCast
from board.camp.model import AttendeeId, CampId, TopicId
from board.log.protocol import Commit, Entry, Log, SeqTaken

CAMP = CampId("spring")


def an_entry(seq: int) -> Entry:
    """An entry like no other."""
    vote = VoteCast(attendee=AttendeeId(f"a{seq}"), topic=TopicId(f"t{seq % 7}"))
    return Entry(seq=seq, commit=Commit(secrets.token_hex(8)), at=1_790_000_000_000, events=(vote,))


async def append_many(log: Log, camp: CampId, count: int, *, after: int = 0) -> list[Entry]:
    """Append `count` entries in a row, with nobody in the way."""
    entries = [an_entry(seq) for seq in range(after + 1, after + count + 1)]
    for entry in entries:
        await log.append(camp, entry)
    return entries


async def race(log: Log, camp: CampId, count: int) -> AsyncIterator[Entry]:
    """Append `count` entries while others append too: learn where the log ends and try again.

    Gives every entry as soon as it was acknowledged.
    """
    last = 0
    while count:
        entry = an_entry(last + 1)
        try:
            await log.append(camp, entry)
        except SeqTaken as taken:
            last = taken.last
        else:
            last, count = entry.seq, count - 1
            yield entry


async def follow_until(log: Log, camp: CampId, last: int, *, after: int = 0) -> list[Entry]:
    """What a follower is given up to the entry `last`; it follows again when the store was away."""
    seen: list[Entry] = []
    while True:
        try:
            async with aclosing(log.follow(camp, after=after + len(seen))) as batches:
                async for batch in batches:
                    assert batch, "a batch is never empty"
                    seen += batch
                    if seen[-1].seq >= last:
                        return seen
        except Unavailable as away:
            if type(away) is not Unavailable:
                raise
