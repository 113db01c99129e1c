"""What every product in the comparison has to say: how to get it, how to start it, how to talk to it."""

import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeAlias

from msgspec import Struct

Said: TypeAlias = tuple[int, str]  # which voice, and what it says

PATIENCE = 30.0  # seconds a server may take to come up on a busy machine


class Absent(Exception):
    """Why a product can't take part, in words."""


class Wire(Struct, frozen=True, kw_only=True):
    """How the crowd talks to a server; see `wsload.c` for `acks`.

    Voices are numbered through: first those that post, each a bearer token and a path, then those
    with a WebSocket. Phones come with the cookies of `people`, one each.
    """

    phone: str = "/sub"
    fresh: str = "/fresh"  # where a phone is first told everything
    posters: tuple[tuple[str, str], ...] = ()
    voices: tuple[str, ...] = ("/pub",)
    people: tuple[str, ...] = ()
    acks: bool = False
    socketio: bool = False


class Program(Struct, frozen=True, kw_only=True):
    """A server's command line, and what it needs in its environment."""

    arguments: Sequence[str | Path]
    environ: Mapping[str, str] = {}


class Product(Protocol):
    """One server of the comparison.

    `most_phones` and `most_burst` spare a slow one sizes at which it would need minutes.
    """

    name: str
    most_phones: int
    most_burst: int

    def fetch(self, cache: Path) -> None:
        """Get it into `cache` if it isn't there; Absent if it isn't to be had."""

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """How it is started on `port`; `folder` is its own, with `snapshot.json` in it."""

    def wire(self) -> Wire:
        """How the crowd talks to it."""

    def moves(self) -> Sequence[Said]:
        """What voices say for sessions to move."""

    def votes(self) -> Sequence[Said]:
        """What they say for people to vote."""

    def started(self, port: int, folder: Path) -> None:
        """Do what is left to do once it answers."""


@contextmanager
def running(
    product: Product, cache: Path, folder: Path, core: int, port: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """The product's server, answering, on one core; gone afterwards."""
    program = product.program(cache, folder, port)
    with (
        (folder / "server.out").open("wb") as out,
        subprocess.Popen(
            ["taskset", "-c", str(core), *program.arguments],
            env=program.environ or None,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        ) as process,
    ):
        try:
            _await(process, port, folder)
            product.started(port, folder)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(process: "subprocess.Popen[bytes]", port: int, folder: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise Absent(_last_words(folder)) from None
            time.sleep(0.05)
        else:
            return


def _last_words(folder: Path) -> str:
    said = (folder / "server.out").read_text(errors="replace").split("\n")
    return " ".join(filter(None, said))[-200:] or "it doesn't start"
