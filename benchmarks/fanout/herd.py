"""A herd: all phones are cut off at once, and come back at once, each to be told everything."""

import tempfile
from pathlib import Path

from msgspec import Struct

from benchmarks.fanout import machine
from benchmarks.fanout.crowd import Failed, crowd
from benchmarks.fanout.product import Product, running
from benchmarks.fanout.shapes import Bench, ready, timed
from tests.servers import free_port

PATIENCE = 120.0


class Herd(Struct, frozen=True, kw_only=True):
    """What one round measured.

    `seconds` until the last phone has its snapshot, of `snapshot_bytes` and a handshake; `half` until
    half of them do. CPU is milliseconds of the server's for each phone. Memory is MiB: before, and
    after they are back.
    """

    product: str
    phones: int
    round: int
    load_average: float
    seconds: float
    half: float
    cpu_ms: float
    snapshot_bytes: float
    memory_before: float
    memory_after: float


def measure(bench: Bench, product: Product, phones: int, turn: int) -> tuple[Herd]:
    """Start the product, open the phones, cut them off, and wait until they are back.

    They offer compression, as browsers do; of these servers only the board takes it, since it
    compresses a frame once for all.
    """
    with tempfile.TemporaryDirectory() as name:
        port, wire = free_port(), product.wire()
        with (
            running(product, bench.cache, Path(name), bench.server_core, port) as server,
            crowd(
                bench.program,
                bench.crowd_core,
                port,
                acks=wire.acks,
                socketio=wire.socketio,
                deflate=True,
                patience=PATIENCE,
            ) as them,
        ):
            ready(them, product)
            them.cookies(wire.people, Path(name))
            them.phones(phones, wire.phone)
            before = machine.resident_bytes(server.pid)
            cpu, seen = timed(server.pid, lambda: them.herd(wire.fresh))
            after = machine.resident_bytes(server.pid)
    if seen.dead:
        raise Failed(f"it lost {seen.dead} phones")
    found = Herd(
        product=product.name,
        phones=phones,
        round=turn,
        load_average=machine.load_average(),
        seconds=seen.seconds,
        half=seen.p50,
        cpu_ms=cpu / phones * 1000,
        snapshot_bytes=seen.bytes / phones,
        memory_before=before / 2**20,
        memory_after=after / 2**20,
    )
    return (found,)
