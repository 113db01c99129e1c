"""A process that appends to one log as fast as it can, whoever else does, until it's killed.

    python -m tests.log.storm URL CAMP [COUNT]

Prints `seq commit` for every append that was acknowledged.
"""

import asyncio
import os
import sys

from board.camp.model import CampId
from board.log import open_log
from tests.log.entries import race


async def storm(url: str, camp: CampId, count: int) -> None:
    log = open_log(url)
    async for entry in race(log, camp, count):
        os.write(1, f"{entry.seq} {entry.commit}\n".encode())
    await log.close()


if __name__ == "__main__":
    url, camp, *count = sys.argv[1:]
    asyncio.run(storm(url, CampId(camp), int(count[0]) if count else sys.maxsize))
