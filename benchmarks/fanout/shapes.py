"""One product with so many phones: sessions that move, now and then or many at once, and votes.

The board has moves go out at once, and gathers those of one moment in one frame; the numbers of votes it
holds back for up to some seconds, to spare the air that a thousand phones share.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from benchmarks.fanout import machine
from benchmarks.fanout.crowd import Answer, Crowd, Failed, crowd
from benchmarks.fanout.product import Product, Said, running
from tests.servers import free_port

CALM, WAVES, BURSTS = 20, 20, 3  # how many of each in a round
IDLE = 10.0  # seconds in which nothing happens
BURST = 200  # updates back to back
SETTLED = 0.5  # seconds after which memory is read


class Bench(Struct, frozen=True):
    """What every measurement needs: the crowd's program, the peers' folder, and a core for each side."""

    program: Path
    cache: Path
    server_core: int
    crowd_core: int


class Shapes(Struct, frozen=True, kw_only=True):
    """What one round measured.

    A delivery is one update at one phone, be it in a frame of its own or in one with others. CPU is
    that of the server in seconds for 100,000 deliveries, without what it takes while nothing happens:
    `idle_cpu_ms`, milliseconds a second with all phones there. Only that of votes has it in it, half a
    minute of it at the board. Other times are in milliseconds until the last phone has the update
    (`calm_acked_ms`: until it is on disk, where it is kept at all), memory in KiB a phone.
    """

    product: str
    phones: int
    round: int
    load_average: float
    calm_last_ms: float
    calm_acked_ms: float
    calm_cpu: float
    wave_rate: float
    wave_cpu: float
    wave_last_ms: float
    burst_rate: float
    burst_cpu: float
    burst_last_ms: float
    burst_bytes: float
    votes_rate: float
    votes_cpu: float
    votes_last_ms: float
    idle_cpu_ms: float
    connect_cpu_ms: float
    memory_kib: float


def measure(bench: Bench, product: Product, phones: int, turn: int) -> tuple[Shapes]:
    """Start the product, open the phones, and send them updates in every shape."""
    burst = min(BURST, product.most_burst)
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
            before = machine.resident_bytes(server.pid)
            connect, connected = timed(server.pid, lambda: them.phones(phones, wire.phone))
            time.sleep(SETTLED)
            memory = machine.resident_bytes(server.pid) - before
            them.wave(2, 0.2)  # nothing is done for the first time any more
            pause = 0.1 + phones * 0.00005  # the board's own pause between updates, and more
            idle, _ = timed(server.pid, lambda: them.rest(IDLE), 0.0)
            idle /= IDLE
            calm_cpu, calm = timed(server.pid, lambda: them.wave(CALM, pause), idle)
            wave_cpu, wave = timed(server.pid, lambda: them.wave(WAVES, 0), idle)
            bursts = _bursts(server.pid, them, burst, pause, idle)
            say(them, product.votes(), Path(name))
            votes = _bursts(server.pid, them, burst, pause, 0.0)
    if votes.dead or connected.dead:
        raise Failed(f"it lost {votes.dead or connected.dead} phones")
    found = Shapes(
        product=product.name,
        phones=phones,
        round=turn,
        load_average=machine.load_average(),
        calm_last_ms=calm.p50 * 1000,
        calm_acked_ms=calm.acked * 1000,
        calm_cpu=calm_cpu / (CALM * phones) * 1e5,
        wave_rate=WAVES * phones / wave.seconds,
        wave_cpu=wave_cpu / (WAVES * phones) * 1e5,
        wave_last_ms=wave.p50 * 1000,
        burst_rate=bursts.deliveries / bursts.seconds,
        burst_cpu=bursts.cpu / bursts.deliveries * 1e5,
        burst_last_ms=bursts.median * 1000,
        burst_bytes=bursts.bytes / bursts.deliveries,
        votes_rate=votes.deliveries / votes.seconds,
        votes_cpu=votes.cpu / votes.deliveries * 1e5,
        votes_last_ms=votes.median * 1000,
        idle_cpu_ms=idle * 1000,
        connect_cpu_ms=connect / phones * 1000,
        memory_kib=memory / phones / 1024,
    )
    return (found,)


class _Bursts(NamedTuple):
    """Several bursts: seconds, CPU seconds, bytes and deliveries of all, and the median of the seconds.

    `dead` are the phones that were lost until then.
    """

    seconds: float
    median: float
    cpu: float
    bytes: int
    deliveries: int
    dead: int


def _bursts(pid: int, them: Crowd, updates: int, pause: float, idle: float) -> _Bursts:
    found = []
    for _ in range(BURSTS):
        found.append(timed(pid, lambda: them.burst(updates), idle))
        time.sleep(pause)
    return _Bursts(
        seconds=sum(seen.seconds for _, seen in found),
        median=statistics.median(seen.seconds for _, seen in found),
        cpu=sum(cpu for cpu, _ in found),
        bytes=sum(seen.bytes for _, seen in found),
        deliveries=sum(seen.updates * seen.phones for _, seen in found),
        dead=max(seen.dead for _, seen in found),
    )


def ready(them: Crowd, product: Product) -> None:
    """Give the crowd its voices."""
    for token, path in product.wire().posters:
        them.poster(token, path)
    for path in product.wire().voices:
        them.voice(path)


def say(them: Crowd, script: Sequence[Said], folder: Path) -> None:
    """Have its voices say this from now on."""
    path = folder / "script"
    path.write_text("".join(f"{voice}\t{text}\n" for voice, text in script), encoding="utf-8")
    them.script(path)


def timed(pid: int, doing: Callable[[], Answer], idle: float = 0.0) -> tuple[float, Answer]:
    """The server's CPU seconds while the crowd does something, and what the crowd saw.

    `idle` is what the server takes in a second while nobody does anything, and isn't counted.
    """
    before, began = machine.cpu_seconds(pid), time.monotonic()
    seen = doing()
    took = machine.cpu_seconds(pid) - before
    return max(0.0, took - idle * (time.monotonic() - began)), seen
