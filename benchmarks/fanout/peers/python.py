"""Python's own: websockets, Starlette, python-socketio, Django Channels; the first three on uvloop."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.fanout import fetching
from benchmarks.fanout.peers.publisher import HERE, Publisher, SocketIoPublisher
from benchmarks.fanout.product import Program


class _FromPypi(Publisher):
    """A server script and what it imports."""

    packages: tuple[str, ...]
    script_name: str

    def fetch(self, cache: Path) -> None:
        """From PyPI, into a virtual environment that all of them share."""
        fetching.pypi(cache, *self.packages)

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """The script, with the port and the file of the snapshot."""
        return _script(cache, self.script_name, port, self.keep_snapshot(folder))


class WebsocketsBroadcast(_FromPypi):
    """`websockets.broadcast()`."""

    name = "websockets broadcast()"
    packages = ("websockets", "uvloop")
    script_name = "serve_websockets.py"


class PlainStarlette(_FromPypi):
    """`await websocket.send_text()` to each, on uvicorn: what most tutorials show."""

    name = "plain Starlette"
    packages = ("starlette", "uvicorn", "uvloop", "httptools", "websockets")
    script_name = "serve_starlette.py"


class PythonSocketIo(SocketIoPublisher):
    """`sio.emit()` of python-socketio."""

    name = "python-socketio"
    most_phones = 1_000
    most_burst = 40

    def fetch(self, cache: Path) -> None:
        """From PyPI."""
        fetching.pypi(cache, "python-socketio", "uvicorn", "uvloop", "httptools", "websockets")

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """serve_socketio.py."""
        return _script(cache, "serve_socketio.py", port, self.keep_snapshot(folder))


class Channels(_FromPypi):
    """`group_send` of Django Channels, in memory, on Daphne."""

    name = "Django Channels"
    most_phones = 1_000
    most_burst = 10
    packages = ("channels", "daphne", "django")
    script_name = "serve_channels.py"


def _script(cache: Path, name: str, port: int, snapshot: Path) -> Program:
    python: Sequence[str | Path] = [cache / "python" / "bin" / "python"]
    return Program(arguments=[*python, HERE / name, str(port), snapshot])
