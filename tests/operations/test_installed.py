"""The board where nobody works on it: installed from its wheel, and run by its Procfile."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from board.live.desk import Desks
from board.log import open_log
from tests.boards import CAMP, SECRET, put_camp, small_camp
from tests.patience import until
from tests.servers import PATIENCE, free_port, running_redis

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the board as `pip install` lays it out, away from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--root-user-action=ignore", "--target", folder, ROOT],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return folder


def test_an_installed_board_serves_pages_and_their_styles(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    environ = {"PYTHONPATH": str(installed), "PORT": str(port), "HOST": "127.0.0.1"}
    where = [sys.executable, "-c", "import board; print(board.__file__)"]
    with process([sys.executable, "-P", "-m", "board", "serve"], environ, tmp_path):
        wait_for(f"http://127.0.0.1:{port}/readyz")
        front = fetch(f"http://127.0.0.1:{port}/")
        assert "The board" in front
        assert "El tablero" in fetch(f"http://127.0.0.1:{port}/?lang=es")
        assert "--" in fetch(f"http://127.0.0.1:{port}/static/css/tokens.css")
        found = subprocess.run(
            where,
            env={**os.environ, **environ},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
    assert found.stdout.startswith(str(installed))
    assert (tmp_path / "board.db").exists()  # the store it uses when none is given


async def test_the_procfile_runs_web_and_planner_over_redis(tmp_path: Path) -> None:
    port = free_port()
    with running_redis(tmp_path / "redis") as redis:
        await put_camp(redis.url, small_camp(topics=5))
        environ = {
            "BOARD_STORE": redis.url,
            "BOARD_SECRET": SECRET,
            "HOST": "127.0.0.1",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        honcho = [
            sys.executable,
            "-m",
            "honcho",
            "-f",
            str(ROOT / "Procfile"),
            "start",
            "-p",
            str(port),
        ]
        with process(honcho, environ, tmp_path):
            wait_for(f"http://127.0.0.1:{port}/readyz")
            desks = Desks(log := open_log(redis.url))
            desk = await desks.open(CAMP)
            await until(lambda: len(desk.camp.placements) == 5)
            await desks.close()
            await log.close()


@contextmanager
def process(
    command: Sequence[str], environ: Mapping[str, str], folder: Path
) -> Iterator[subprocess.Popen[bytes]]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("BOARD_")}
    with (folder / "process.out").open("wb") as out:
        running = subprocess.Popen(
            command, env={**inherited, **environ}, cwd=folder, stdout=out, stderr=out
        )
        try:
            yield running
        finally:
            running.terminate()
            running.wait(PATIENCE)


def wait_for(url: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            fetch(url)
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer")


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read().decode())
