"""The crowd of phones: `wsload.c`, compiled, on a core of its own, told what to do a line at a time."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct, convert

SOURCE = Path(__file__).with_name("wsload.c")
AT_ONCE = (
    256  # handshakes under way: more than fit a server's queue would only measure TCP's retries
)


class Answer(Struct, frozen=True, kw_only=True):
    """What the crowd saw: `p50`, `p99` and `most` in seconds, of what the command says.

    `acked` is the median time until a voice hears that its update is on disk; 0 without acks.
    """

    what: str
    seconds: float
    updates: int
    phones: int
    dead: int
    frames: int
    bytes: int
    p50: float
    p99: float
    most: float
    acked: float


class Failed(Exception):
    """The crowd gave up, and why."""


class Crowd:
    """A running crowd. Every method returns when what it says has happened."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def script(self, path: Path) -> None:
        """Have voices say the lines of this file from now on."""
        self._tell(f"script {path}")

    def voice(self, path: str) -> None:
        """Open one more connection that publishes."""
        self._tell(f"voice {path}")

    def voices(self, paths: Path) -> Answer:
        """Open one for each path in this file."""
        return self._seen(f"voices {paths} {AT_ONCE}")

    def rush(self, times: Path) -> Answer:
        """Say each line of the script when it is due, and write the times of those acknowledged.

        The times of the answer are those until they are.
        """
        return self._seen(f"rush {times}")

    def poster(self, token: str, path: str) -> None:
        """Open one more connection that publishes by posting there, with this token."""
        self._tell(f"poster {token} {path}")

    def cookies(self, people: Sequence[str], folder: Path) -> None:
        """Have each phone that is opened from now on come with one of these cookies, in turn."""
        if people:
            path = folder / "cookies"
            path.write_text("".join(f"{cookie}\n" for cookie in people))
            self._tell(f"cookies {path}")

    def phones(self, count: int, path: str) -> Answer:
        """Open so many that listen."""
        return self._seen(f"phones {count} {AT_ONCE} {path}")

    def wave(self, rounds: int, pause: float) -> Answer:
        """Send updates, each `pause` seconds after the last phone has the one before."""
        return self._seen(f"wave {rounds} {pause * 1000:.0f}")

    def rest(self, seconds: float) -> Answer:
        """Do nothing but listen."""
        return self._seen(f"rest {seconds * 1000:.0f}")

    def burst(self, updates: int) -> Answer:
        """Send updates back to back."""
        return self._seen(f"burst {updates}")

    def steady(self, updates: int, gap: float) -> Answer:
        """Send an update every `gap` seconds; the times are those of every delivery."""
        return self._seen(f"steady {updates} {gap * 1000:.0f}")

    def herd(self, path: str) -> Answer:
        """Cut all phones off and have them back, each with its first frame."""
        return self._seen(f"herd {AT_ONCE} {path}")

    def _seen(self, command: str) -> Answer:
        return convert(self._tell(command), Answer)

    def _tell(self, command: str) -> object:
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(command + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise Failed("the crowd is gone") from None
        told = self._process.stdout.readline()
        found = json.loads(told) if told else {"error": "the crowd is gone"}
        if "error" in found:
            raise Failed(f"{command.split()[0]}: {found['error']}")
        return found


def compiled(folder: Path) -> Path:
    """The crowd's program, compiled into `folder`."""
    program = folder / "wsload"
    subprocess.run(["cc", "-O2", "-o", program, SOURCE], check=True)
    return program


@contextmanager
def crowd(
    program: Path,
    core: int,
    port: int | str,
    *,
    acks: bool,
    socketio: bool,
    deflate: bool = False,
    patience: float = 60,
) -> Iterator[Crowd]:
    """A crowd on a core of its own, against the server at `port` or at several (`8001,8002`) in turn."""
    given = {"--acks": acks, "--socketio": socketio, "--deflate": deflate}
    options = [option for option, wanted in given.items() if wanted]
    with subprocess.Popen(
        ["taskset", "-c", str(core), program, str(port), *options, "--patience", str(patience)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Crowd(process)
        finally:
            process.kill()
