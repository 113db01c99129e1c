"""What a deployment takes: CPU, memory, bytes and time, for phones that come in, look and vote.

Phones are the C crowd of `benchmarks.fanout`, spread over the web processes in turn. Read CPU seconds as
they are, and times as what this machine made of them while it ran phones, board and store at once.
"""

import asyncio
import json
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct
from websockets.asyncio.client import connect

from benchmarks.deployment import Deployment, Point, running
from benchmarks.fanout import machine
from benchmarks.fanout.crowd import Crowd, compiled, crowd
from benchmarks.voting import Voted, vote

PITCHES = 8  # urgent changes, each until the last phone shows it
VOICES = ("a1", "a2")  # nobody pitches without end
SETTLED = 1.0  # seconds until what a change set going is done


class Measured(Struct, frozen=True, kw_only=True):
    """What a point took, all web processes together unless they are told apart.

    `join_*` are for each phone that comes in and is shown everything; `deliver_*` for one urgent change to
    one phone; `last_ms` is until the last phone shows it, `most_ms` the worst of them. `idle_cpu` is
    cores in use by each process when nothing happens.
    """

    point: Point
    join_cpu_ms: float
    join_bytes: float
    memory_kib: float
    deliver_cpu_us: float
    deliver_bytes: float
    last_ms: float
    most_ms: float
    idle_cpu: tuple[float, ...]
    voted: Voted
    process_mib: float
    load_average: float


def measure(point: Point, program: Path | None = None) -> Measured:
    """Run it for a few seconds and read off what it took."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        deployment = stack.enter_context(running(point, folder))
        for web in deployment.webs:
            web.answers(f"/c/{deployment.camp}")  # opens the camp, draws its page
        program = program or compiled(folder)
        core = machine.cores()[1]
        them = stack.enter_context(
            crowd(program, core, deployment.ports, acks=True, socketio=False, patience=120)
        )
        return _measured(point, deployment, them, folder)


def _measured(point: Point, deployment: Deployment, them: Crowd, folder: Path) -> Measured:
    asyncio.run(_open_once(deployment))
    script = folder / "script"
    lines = (f"{n % len(VOICES)}\t{_pitch(n)}\n" for n in range(PITCHES + 2))
    script.write_text("".join(lines))
    them.script(script)
    for voter in VOICES:
        them.voice(deployment.phone(fresh=False, voter=voter))
    before, memory = deployment.cpu(), deployment.memory()
    them.cookies(deployment.people(), folder)
    joined = them.phones(point.phones, deployment.phone(fresh=True))
    time.sleep(SETTLED)
    join_cpu = sum(deployment.cpu()) - sum(before)
    grown = deployment.memory() - memory
    pause = 300 + point.phones * 0.2
    them.wave(2, pause / 1000)
    before = deployment.cpu()
    began = time.monotonic()
    waves = them.wave(PITCHES, pause / 1000)
    wave_seconds = time.monotonic() - began
    wave_cpu = sum(deployment.cpu()) - sum(before)
    idle = _idle(deployment)
    deliver_cpu = max(0.0, wave_cpu - sum(idle) * wave_seconds) / (PITCHES * point.phones)
    voted = vote(point, deployment)
    return Measured(
        point=point,
        join_cpu_ms=join_cpu / point.phones * 1000,
        join_bytes=joined.bytes / point.phones,
        memory_kib=grown / point.phones / 1024,
        deliver_cpu_us=deliver_cpu * 1e6,
        deliver_bytes=waves.bytes / (PITCHES * point.phones),
        last_ms=waves.p50 * 1000,
        most_ms=waves.most * 1000,
        idle_cpu=idle,
        voted=voted,
        process_mib=deployment.memory() / 2**20 / len(deployment.webs),
        load_average=machine.load_average(),
    )


def _pitch(n: int) -> str:
    topic = f"pitched-{n}"
    pitch = {"title": f"A late idea, the {n}th of this morning"}
    return json.dumps({"t": "pitch", "n": n, "topic": topic, "pitch": pitch, "lead": True})


async def _open_once(deployment: Deployment) -> None:
    """Have every process do everything once, so that nothing is measured for the first time."""
    for web in deployment.webs:
        address = f"ws://127.0.0.1:{web.port}{deployment.phone(fresh=True)}"
        for _ in range(20):
            async with connect(address, compression=None, max_size=None) as phone:
                await phone.recv()


def _idle(deployment: Deployment) -> tuple[float, ...]:
    before, began = deployment.cpu(), time.monotonic()
    time.sleep(2 * SETTLED)
    took = time.monotonic() - began
    return tuple((b - a) / took for a, b in zip(before, deployment.cpu(), strict=True))
