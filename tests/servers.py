"""Real servers for tests: each on a free port, with its files in a directory of its own."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 20.0  # seconds a server may take to come up on a busy machine


class RedisServer:
    """A redis-server with its append-only file in `folder`; `options` are its settings."""

    def __init__(self, folder: Path, **options: str | int) -> None:
        self.folder, self.port = folder, free_port()
        self.options = {"appendonly": "yes", "appendfsync": "always", "save": "", **options}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it on what its files hold; returns when it answers."""
        settings = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, **self.options}
        given = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "redis.out").open("ab") as out:
            self._process = subprocess.Popen(["redis-server", *given], stdout=out, stderr=out)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise AssertionError((self.folder / "redis.out").read_text())
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it as an operator would."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()

    def kill(self) -> None:
        """Stop it as kill -9 does: nothing is written any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        """Kill it and start it again on its append-only file."""
        self.kill()
        self.start()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False


@contextmanager
def running_redis(folder: Path, **options: str | int) -> Iterator[RedisServer]:
    """A redis-server that answers; it's gone afterwards."""
    server = RedisServer(folder, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
