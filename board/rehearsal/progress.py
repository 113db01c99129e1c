"""One line that says how it goes: rewritten on a terminal, and now and then a new one elsewhere."""

import sys
from time import monotonic

EVERY = 5.0  # seconds between lines that are kept
_TO_LINE_START, _CLEAR = "\r", "\x1b[K"


class ProgressLine:
    """Where progress is shown; `every` applies where lines can't be rewritten."""

    def __init__(self, every: float = EVERY) -> None:
        self._terminal = sys.stdout.isatty()
        self._every = every
        self._next = 0.0

    def show(self, text: str, *, at_once: bool = False) -> None:
        """Say how it goes now; `at_once` even if lines are kept and the last one is fresh."""
        if self._terminal:
            print(_TO_LINE_START + text + _CLEAR, end="", flush=True)
        elif at_once or monotonic() >= self._next:
            self._next = monotonic() + self._every
            print(text, flush=True)

    def end(self) -> None:
        """Begin a fresh line for what comes after."""
        if self._terminal:
            print(flush=True)


def clock(seconds: float) -> str:
    """Seconds as `1:05`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
