"""The planner's process: it stands behind whoever answers people, and never keeps the board from ending."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.boards import running_board


def test_the_planner_steps_back_and_is_not_waited_for(tmp_path: Path) -> None:
    with running_board(f"sqlite:///{tmp_path}/board.db", tmp_path, planner=True) as board:
        children = Path(f"/proc/{board.pid}/task/{board.pid}/children")
        _until(lambda: children.read_text().strip())
        planner = int(children.read_text())
        _until(lambda: os.getpriority(os.PRIO_PROCESS, planner) == 10)
        session = Path(f"/proc/{planner}/autogroup")  # where the system has sessions share evenly
        _until(lambda: not session.exists() or session.read_text().endswith("nice 10\n"))
        os.kill(planner, signal.SIGSTOP)  # as one that is in the midst of something
        assert board.stop() == 0
        assert not Path(f"/proc/{planner}").exists()


def _until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
