"""The board itself, started as the Procfile starts its web process, over SQLite with fsync."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fanout.camp import SECRET, VOTERS, Ready
from benchmarks.fanout.product import Program, Wire

STOCK = Path(__file__).with_name("board_stock.py")
ROOT = Path(__file__).parents[2]


class Board:
    """`board serve --no-planner`; with `protocol`, the same over one of uvicorn's own WebSockets."""

    most_phones = 1_000_000
    most_burst = 1_000_000

    def __init__(self, camp: Ready, protocol: str = "") -> None:
        self.name = f"the board on {protocol}" if protocol else "the board"
        self._camp, self._protocol = camp, protocol

    def fetch(self, cache: Path) -> None:
        """It is here."""

    def program(self, cache: Path, folder: Path, port: int) -> Program:
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
        stock = [sys.executable, STOCK, self._protocol]
        serve = [sys.executable, "-m", "board", "serve", "--no-planner"]
        return Program(arguments=stock if self._protocol else serve, environ=environ)

    def wire(self) -> Wire:
        """Phones that look, and some that vote."""
        return Wire(
            phone=self._camp.phone(fresh=False),
            fresh=self._camp.phone(fresh=True),
            voices=tuple(map(self._camp.voice, range(VOTERS))),
            acks=True,
        )

    def script(self) -> Sequence[tuple[int, str]]:
        """Votes."""
        return self._camp.asks()

    def started(self, port: int, folder: Path) -> None:
        """Nothing is left to do."""
