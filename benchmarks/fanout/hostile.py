"""Good phones beside bad ones: how much later they get updates, and what memory the bad ones take."""

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from benchmarks.fanout import machine
from benchmarks.fanout.crowd import Failed, crowd
from benchmarks.fanout.product import Absent, Product, running
from benchmarks.fanout.shapes import Bench, ready, say
from tests.servers import free_port

COMPARED = ("the board", "bun", "node ws")
BESIDE = ("nobody", "deaf", "slow", "fragments", "huge", "flood", "opener")  # see bad.py
UPDATES, GAP = 200, 0.1
AFTERWARDS = 2.0  # seconds after the bad ones are gone, until memory is read again
BAD = Path(__file__).with_name("bad.py")


class Hostile(Struct, frozen=True, kw_only=True):
    """What one round measured: times of every delivery to the good phones, in milliseconds.

    `lost` are good phones that were thrown out. Memory is the server's in MiB: with the good phones
    alone, at most, and some seconds after the bad ones are gone.
    """

    product: str
    beside: str
    phones: int
    round: int
    load_average: float
    p50_ms: float
    p99_ms: float
    most_ms: float
    lost: int
    memory_start: float
    memory_peak: float
    memory_end: float


def measure(bench: Bench, product: Product, good: int, turn: int) -> Iterator[Hostile]:
    """One product beside every kind of bad ones; beside which it fails is said and left out."""
    for beside in BESIDE:
        if beside == "flood" and not product.wire().acks:
            continue  # what it takes for votes are updates at others, which then are all one can hear
        print(f"; {beside}", end="", flush=True)
        try:
            yield _one(bench, product, beside, good, turn)
        except (Absent, Failed) as why:
            print(f": {why}", end="", flush=True)


def _one(bench: Bench, product: Product, beside: str, good: int, turn: int) -> Hostile:
    with tempfile.TemporaryDirectory() as name:
        port, wire = free_port(), product.wire()
        with (
            running(product, bench.cache, Path(name), bench.server_core, port) as server,
            crowd(
                bench.program, bench.crowd_core, port, acks=wire.acks, socketio=wire.socketio
            ) as them,
        ):
            ready(them, product)
            say(them, product.moves(), Path(name))
            them.cookies(wire.people, Path(name))
            them.phones(good, wire.phone)
            them.steady(5, GAP)
            start = machine.resident_bytes(server.pid)
            with _watched(server.pid) as peak:
                with _bad(beside, bench.crowd_core, port, (wire.fresh, wire.voices[-1])):
                    seen = them.steady(UPDATES, GAP)
                time.sleep(AFTERWARDS)
            end = machine.resident_bytes(server.pid)
    return Hostile(
        product=product.name,
        beside=beside,
        phones=good,
        round=turn,
        load_average=machine.load_average(),
        p50_ms=seen.p50 * 1000,
        p99_ms=seen.p99 * 1000,
        most_ms=seen.most * 1000,
        lost=seen.dead,
        memory_start=start / 2**20,
        memory_peak=max(peak) / 2**20,
        memory_end=end / 2**20,
    )


@contextmanager
def _bad(kind: str, core: int, port: int, paths: tuple[str, str]) -> Iterator[None]:
    """Bad phones at work; on the crowd's core, which they leave to the crowd when it wants it."""
    if kind == "nobody":
        yield
        return
    with subprocess.Popen(
        [
            "taskset",
            "-c",
            str(core),
            "nice",
            "-n",
            "19",
            sys.executable,
            BAD,
            kind,
            str(port),
            *paths,
        ],
        stdout=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout
            process.stdout.readline()  # they have begun
            yield
        finally:
            process.kill()


@contextmanager
def _watched(pid: int) -> Iterator[list[int]]:
    """The server's memory, looked at again and again."""
    seen, over = [machine.resident_bytes(pid)], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            seen.append(machine.resident_bytes(pid))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        watching.join()
