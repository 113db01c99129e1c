"""A process that appends to one log as fast as it can, whoever else does, until it's killed.

    python -m tests.log.storm URL CAMP [COUNT]

Writes `seq commit` for every append that was acknowledged.
"""

import asyncio
import os
import sys

from board.camp.model import CampId
from board.log import open_log
from tests.log.entries import race


def storm(url: str, camp: CampId, count: int = sys.maxsize) -> None:
    asyncio.run(_storm(url, camp, count))


async def _storm(url: str, camp: CampId, count: int) -> None:
    log = open_log(url)
    async for entry in race(log, camp, count):
        os.write(1, f"{entry.seq} {entry.commit}\n".encode())
    await log.close()


if __name__ == "__main__":
    url, camp, *count = sys.argv[1:]
    storm(url, CampId(camp), *map(int, count))
