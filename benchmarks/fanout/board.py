"""The board itself, started as the Procfile starts its web process, over SQLite with fsync."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fanout.camp import ACTIONS, SECRET, VOTERS, Ready
from benchmarks.fanout.product import Program, Said, Wire

ROOT = Path(__file__).parents[2]
POSTERS = 3  # one for each slot, since the moves of a slot have an order


class Board:
    """`board serve --no-planner`; with `protocol`, the same over one of uvicorn's own WebSockets."""

    most_phones = 1_000_000
    most_burst = 1_000_000

    def __init__(self, camp: Ready, protocol: str = "") -> None:
        self.name = f"the board on {protocol}" if protocol else "the board"
        self._camp, self._protocol = camp, protocol

    def fetch(self, cache: Path) -> None:
        """It is here."""

    def program(
        self,
        cache: Path,  # noqa: ARG002 - it is not in there
        folder: Path,
        port: int,
    ) -> Program:
        """On a copy of the camp of its own."""
        store = folder / "camp.db"
        shutil.copy(self._camp.store, store)
        environ = {
            **os.environ,
            "BOARD_STORE": f"sqlite:///{store}",
            "BOARD_SECRET": SECRET,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "BOARD_LOG_LEVEL": "warning",
            "PYTHONPATH": str(ROOT),
        }
        stock = ("benchmarks.fanout.board_stock", self._protocol)
        started = stock if self._protocol else ("board", "serve", "--no-planner")
        return Program(arguments=[sys.executable, "-m", *started], environ=environ)

    def wire(self) -> Wire:
        """Phones that look, each somebody else's, some that vote, and an organiser."""
        return Wire(
            phone=self._camp.phone(fresh=False),
            fresh=self._camp.phone(fresh=True),
            posters=((self._camp.organiser, ACTIONS),) * POSTERS,
            voices=tuple(map(self._camp.voice, range(VOTERS))),
            people=self._camp.people,
            acks=True,
        )

    def moves(self) -> Sequence[Said]:
        """An organiser moves sessions, by the API."""
        return self._camp.moves

    def votes(self) -> Sequence[Said]:
        """People vote, over their sockets."""
        return [(voter + POSTERS, vote) for voter, vote in self._camp.votes()]

    def started(self, port: int, folder: Path) -> None:
        """Nothing is left to do."""
