"""`board plan`: a plan of an instance in a file, without a server or a store.

The first Ctrl-C ends the search, and the best plan so far is written; a second one gives up.
"""

import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import FrameType

from msgspec.structs import replace

from board import plan_text
from board.camp.errors import Invalid
from board.planning.instance import Instance, InvalidInstance, parse_instance
from board.planning.plan import Plan
from board.planning.planner import Planner

MARGIN = 1.25  # to finish a plan may take so many times as long as it did before the search
EVERY = 0.25  # seconds from one look of the progress line to the next
_LINE_START, _CLEAR = "\r", "\x1b[K"


def write(source: str, *, seconds: float, iterations: int | None, out: Path | None) -> int:
    """Plan the instance in the file `source` (`-`: stdin), into `out` or stdout; the exit status.

    The plan is there `seconds` after the call or, if they are given, after so many `iterations`.
    The status is 2 if the instance is wrong, 130 if Ctrl-C left no plan.
    """
    began = monotonic()
    try:
        if out is not None:
            _check_place(out, source)
        instance = parse_instance(_read(source))
        with _stoppable() as stopped:
            plan, done = _search(instance, began, seconds, iterations, stopped)
            _save(plan_text.written(plan), out)
    except InvalidInstance as error:
        name = "the instance" if source == "-" else source
        sys.stderr.write(plan_text.refusal(name, error.problems))
        return 2
    except KeyboardInterrupt:
        return 130
    sys.stderr.write(plan_text.summary(plan.score, len(plan.unplaced), done, monotonic() - began))
    return 0


def _check_place(out: Path, source: str) -> None:
    """Refuse a place that a plan can't be written to, before the time is spent; raises Invalid."""
    try:
        if out.is_dir():
            raise Invalid(f"{out} is a directory. Name a file in it: --out {out / 'plan.json'}")
        if not out.parent.is_dir():
            raise Invalid(f"{out} can't be written: there is no directory {out.parent}.")
        if source != "-" and out.exists() and out.samefile(source):
            raise Invalid(f"{out} is the instance. Give the plan another name.")
    except OSError as error:
        raise Invalid(f"{error.filename} can't be used: {error.strerror}.") from error


def _read(source: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise Invalid(f"{source} can't be read: {error.strerror}.") from error


@contextmanager
def _stoppable() -> Iterator[Callable[[], bool]]:
    """Within, the first Ctrl-C only makes what is given true; a second one interrupts."""
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)


def _search(
    instance: Instance,
    began: float,
    seconds: float,
    iterations: int | None,
    stopped: Callable[[], bool],
) -> tuple[Plan, int]:
    """The best plan that was found, and after how many iterations; there is at least one."""
    planner = Planner(instance)
    started = monotonic()
    bound = planner.plan(prove=True).score.bound
    until = began + seconds - (monotonic() - started) * MARGIN
    if iterations is not None:
        planner.aim(iterations)
    done = 0
    line = _ProgressLine()
    over = False
    begun = monotonic()
    while not over:
        planner.improve()
        done += 1
        now = monotonic()
        if iterations is None:
            planner.aim(round((until - now) * done / (now - begun)))
        if line.is_due(now):
            line.show(plan_text.progress(planner.seats, bound, done, now - began))
        over = stopped() or (now >= until if iterations is None else done >= iterations)
    line.clear()
    plan = planner.plan(prove=True)
    # Whoever asks for iterations wants the same bytes again, and no two runs take the same time.
    return replace(plan, seconds=0.0 if iterations else round(monotonic() - began, 3)), done


class _ProgressLine:
    """Where a terminal shows how far it is, on one line; elsewhere nothing is shown."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._next = 0.0

    def is_due(self, now: float) -> bool:
        """Whether to show something now; it won't be again for a while."""
        due = self._terminal and now >= self._next
        if due:
            self._next = now + EVERY
        return due

    def show(self, text: str) -> None:
        """Write over what is there; what a narrow terminal would break into two lines is cut."""
        width = (os.get_terminal_size(sys.stderr.fileno()).columns or 80) - 1
        sys.stderr.write(f"{_LINE_START}{text[:width]}{_CLEAR}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Leave an empty line for what comes after."""
        if self._terminal:
            sys.stderr.write(f"{_LINE_START}{_CLEAR}")


def _save(body: bytes, out: Path | None) -> None:
    """Write the plan whole, or leave what was there; raises Invalid."""
    try:
        if out is None:
            with os.fdopen(os.dup(1), "wb") as stdout:
                stdout.write(body)
        elif out.exists() and not out.is_file():  # a pipe or a device, which nothing may replace
            out.write_bytes(body)
        else:
            _replace(out.resolve(), body)
    except OSError as error:
        raise Invalid(f"The plan can't be written: {error.strerror}.") from error


def _replace(file: Path, body: bytes) -> None:
    draft = file.with_name(f".board-plan-{secrets.token_hex(6)}")
    try:
        with draft.open("xb") as there:
            there.write(body)
            there.flush()
            os.fsync(there.fileno())
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
