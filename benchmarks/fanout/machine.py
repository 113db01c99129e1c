"""What the machine is, and what a server's processes use of it (Linux, from /proc)."""

import os
import platform
import resource
from pathlib import Path
from typing import Any

TICK = 1e-9  # seconds: the unit of /proc/PID/schedstat


def cores() -> tuple[int, int]:
    """The core for servers, and the one for the crowd; the same one if there is only one."""
    usable = sorted(os.sched_getaffinity(0))
    return usable[0], usable[-1]


def cpu_seconds(pid: int) -> float:
    """CPU time of a process, all its threads and children, in seconds."""
    nanoseconds = 0
    for each in _family(pid):
        for task in Path(f"/proc/{each}/task").glob("*/schedstat"):
            try:
                nanoseconds += int(task.read_text().split()[0])
            except OSError:
                continue  # a thread that ended meanwhile
    return nanoseconds * TICK


def resident_bytes(pid: int) -> int:
    """Memory of a process and its children that is in RAM, in bytes."""
    kibibytes = 0
    for each in _family(pid):
        for line in _read(f"/proc/{each}/status").splitlines():
            if line.startswith("VmRSS:"):
                kibibytes += int(line.split()[1])
    return kibibytes * 1024


def load_average() -> float:
    """How many processes wanted a core, on average over the last minute."""
    return round(os.getloadavg()[0], 1)


def description() -> dict[str, Any]:
    """The machine, as far as it matters for the figures."""
    models = [
        line.partition(":")[2].strip()
        for line in _read("/proc/cpuinfo").splitlines()
        if line.startswith("model name")
    ]
    return {
        "processor": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "open_files": resource.getrlimit(resource.RLIMIT_NOFILE)[1],
        "load_average": load_average(),
    }


def most_phones() -> int:
    """How many connections one process may have here, with some files to spare."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1] - 500


def _family(pid: int) -> list[int]:
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            todo += [int(child) for child in _read(str(task)).split()]
    return found


def _read(path: str) -> str:
    try:
        return Path(path).read_text()
    except OSError:
        return ""
