"""Writers killed with kill -9 in the midst of appending, one after the other, each overlapping the next.

    python -m tests.log.killing URL CAMP ROUNDS

Prints `seq commit` for all that any of them was told. They are forked, so that a round is short.
"""

import os
import random
import signal
import sys
from typing import IO

from board.camp.model import CampId
from tests.log.storm import storm


def kill_many(url: str, camp: CampId, rounds: int) -> None:
    running = _fork(url, camp)
    for _ in range(rounds):
        following = _fork(url, camp)
        _pass_on(following, random.randint(1, 5))  # while the one to be killed goes on appending
        _kill(running)
        running = following
    _kill(running)


def _fork(url: str, camp: CampId) -> tuple[int, IO[bytes]]:
    reads, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        return child, os.fdopen(reads, "rb")
    os.dup2(writes, 1)
    storm(url, camp)
    os._exit(1)


def _kill(running: tuple[int, IO[bytes]]) -> None:
    pid, _ = running
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    _pass_on(running, sys.maxsize)


def _pass_on(running: tuple[int, IO[bytes]], most: int) -> None:
    _, told = running
    while most and (line := told.readline()).endswith(b"\n"):
        sys.stdout.write(line.decode())
        most -= 1


if __name__ == "__main__":
    kill_many(sys.argv[1], CampId(sys.argv[2]), int(sys.argv[3]))
