"""The running demo, for scripts that look at its pages."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Links(NamedTuple):
    """Where the demo says its pages are."""

    lobby: str
    phone: str
    organiser: str


@contextmanager
def running_demo(minutes: float = 0.6) -> Iterator[Links]:
    """The demo, from the moment its thousand educators have voted, which takes `minutes`."""
    environ = {"HOST": "127.0.0.1", **os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "board", "demo", "--minutes", str(minutes), "--phones", "20"]
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        said: dict[str, str] = {}
        for line in demo.stdout:
            if found := re.match(r"\s+(Lobby|Phone|Organiser)\s+(http\S+)", line):
                said.setdefault(found[1].lower(), found[2])
            if "now and then" in line:
                break
        try:
            yield Links(**said)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.communicate()
