"""A process whose disk is full for a while: the kernel refuses to make any of its files longer.

python -m tests.log.full_disk PATH
"""

import asyncio
import resource
import sys
from pathlib import Path

from board.camp.errors import StoreDamaged, Unavailable
from board.log.sqlite import SqliteLog
from tests.log.entries import CAMP, an_entry, append_many

ROOM = 80_000  # bytes


async def fill(path: Path) -> None:
    log = SqliteLog(path)
    entries = await append_many(log, CAMP, 2)

    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, most))
    refused_in_a_row = 0
    while refused_in_a_row < 3:  # a single refusal may make SQLite tidy up, and find room once more
        entry = an_entry(len(entries) + 1)
        try:
            await log.append(CAMP, entry)
        except StoreDamaged:
            raise
        except Unavailable:
            refused_in_a_row += 1
        else:
            entries.append(entry)
            refused_in_a_row = 0
    assert await log.read(CAMP) == entries

    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    entries += await append_many(log, CAMP, 50, after=len(entries))
    assert await log.read(CAMP) == entries
    await log.close()

    again = SqliteLog(path)
    assert await again.read(CAMP) == entries
    assert await again.warnings() == []
    await again.close()


if __name__ == "__main__":
    asyncio.run(fill(Path(sys.argv[1])))
    sys.stdout.write("refused, kept, appended again\n")
