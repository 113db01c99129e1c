"""Getting peers from the registries they are published in, once, into a folder outside of the tree."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fanout.product import Absent


def npm(cache: Path, *packages: str) -> Path:
    """The folder with these packages from npm in its node_modules."""
    folder = cache / "node"
    if not all((folder / "node_modules" / package).is_dir() for package in packages):
        folder.mkdir(parents=True, exist_ok=True)
        _run(["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *packages])
    return folder / "node_modules"


def pypi(cache: Path, *packages: str) -> Path:
    """A Python with these packages, in a virtual environment of the peers' own."""
    folder = cache / "python"
    python = folder / "bin" / "python"
    if not python.exists():
        _run([sys.executable, "-m", "venv", folder])
    probe: list[str | Path] = [python, "-m", "pip", "show", "--quiet", *packages]
    if subprocess.run(probe, capture_output=True).returncode:
        _run([python, "-m", "pip", "install", "--quiet", *packages])
    return python


def debian(cache: Path, *packages: str) -> Path:
    """The folder in which these Debian packages are unpacked; nothing is installed."""
    folder = cache / "debian"
    unpacked = folder / ("." + "-".join(packages))
    if not unpacked.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _run(["apt-get", "download", *packages], cwd=folder)
        for archive in folder.glob("*.deb"):
            _run(["dpkg-deb", "-x", archive, folder])
        unpacked.touch()
    return folder


def _run(arguments: Sequence[str | Path], cwd: Path | None = None) -> None:
    if shutil.which(arguments[0]) is None:
        raise Absent(f"there is no {arguments[0]} here")
    ended = subprocess.run(arguments, cwd=cwd, capture_output=True, text=True)
    if ended.returncode:
        said = (ended.stderr or ended.stdout).strip().split("\n")
        raise Absent(said[-1] if said else f"{arguments[0]} failed")
