import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from board.demo.district import district_day, topics
from tests.servers import free_port

PATIENCE = 120.0  # seconds that a thousand educators may take on a busy machine


class Demo:
    """`board demo`, and what it printed so far."""

    def __init__(self, folder: Path, *arguments: str, port: int) -> None:
        self.folder, self.port, self.said = folder, port, ""
        environ = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "TMPDIR": str(folder)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "board", "demo", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environ,
        )

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first match of `pattern` in what it says."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(pattern, self.said)):
            line = self.process.stdout.readline()
            assert line, self.said
            assert time.monotonic() < deadline, self.said
            self.said += line
        return found

    def camp(self) -> Any:
        """Its camp, as the API tells it."""
        code = self.wait_for(rf"http://127\.0\.0\.1:{self.port}/c/(\w+)/lobby")[1]
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/api/camps/{code}") as answer:
            return json.load(answer)

    def interrupt(self) -> int:
        """Ctrl-C; its exit status."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=PATIENCE)
        self.said += said
        return self.process.returncode


@contextmanager
def running_demo(folder: Path, *arguments: str, port: int) -> Iterator[Demo]:
    demo = Demo(folder, *arguments, port=port)
    try:
        yield demo
    finally:
        demo.process.kill()
        demo.process.communicate()


def children(pid: int) -> set[int]:
    """The processes that `pid` started and that are still there."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return {int(child) for task in tasks for child in (task / "children").read_text().split()}


def wait_until_gone(pid: int) -> None:
    """Return when there is no such process."""
    deadline = time.monotonic() + PATIENCE
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_demo_begins_the_district_day_and_leaves_nothing_behind(tmp_path: Path) -> None:
    port = free_port()
    for _ in range(2):  # a second run is as good as the first
        with running_demo(tmp_path, "--minutes", "0.2", "--phones", "20", port=port) as demo:
            camp = demo.camp()
            while not camp["counts"]["votes"]:
                camp = demo.camp()
            assert camp["phase"] == "open"
            assert camp["settings"]["name"] == district_day().name
            assert len(camp["rooms"]) == 48
            assert [slot["minutes"] for slot in camp["slots"]] == [75, 75, 75]
            assert [pause["name"] for pause in camp["breaks"]] == [
                "Opening convocation",
                "Lunch together",
            ]
            demo.wait_for(r"/o/\w+/o\.\S+")
            helpers = children(demo.pid)
            assert len(helpers) == 2  # the planner and the phones
            assert demo.interrupt() == 0
            assert "Traceback" not in demo.said
            assert not [pid for pid in helpers if Path(f"/proc/{pid}").exists()]
            assert not list(tmp_path.iterdir())


def test_by_the_end_a_thousand_educators_have_voted_and_208_lead(tmp_path: Path) -> None:
    with running_demo(tmp_path, "--minutes", "0.05", "--phones", "40", port=free_port()) as demo:
        demo.wait_for("a visit now and then")
        camp = demo.camp()
        assert camp["counts"]["people"] == 1_000
        assert camp["counts"]["votes"] >= 6_000
        assert len(camp["topics"]) == len(topics())
        leaders = {person["id"] for topic in camp["topics"] for person in topic["facilitators"]}
        assert len(leaders) == 208
        assert demo.interrupt() == 0


def test_the_phones_end_even_if_the_demo_is_killed(tmp_path: Path) -> None:
    with running_demo(tmp_path, port=free_port()) as demo:
        demo.wait_for("educators in")
        helpers = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children(demo.pid)}
        [phones] = [pid for pid, command in helpers.items() if b"board.demo.phones" in command]
        demo.process.kill()
        for planner in helpers.keys() - {phones}:
            os.kill(planner, signal.SIGTERM)
        wait_until_gone(phones)


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    port = free_port()
    with running_demo(tmp_path, port=port) as first:
        first.wait_for("Ctrl-C ends the demo")
        with running_demo(tmp_path, port=port) as second:
            said, _ = second.process.communicate(timeout=PATIENCE)
            assert second.process.returncode == 1
            assert said.startswith(f"board: The demo can't listen on port {port}")
        assert first.interrupt() == 0
