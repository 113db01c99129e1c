"""Bun's own publish, and on Node: ws and Socket.IO."""

from pathlib import Path

from benchmarks.fanout import fetching
from benchmarks.fanout.peers.publisher import HERE, Publisher, SocketIoPublisher
from benchmarks.fanout.product import Program


class Bun(Publisher):
    """`server.publish` to a topic, which batches what waits for a socket."""

    name = "Bun publish"

    def fetch(self, cache: Path) -> None:
        """From npm, which has the real program."""
        fetching.npm(cache, "bun")

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """bun.js."""
        bun = cache / "node" / "node_modules" / ".bin" / "bun"
        snapshot = self.keep_snapshot(folder)
        return Program(arguments=[bun, HERE / "bun.js", str(port), snapshot])


class NodeWs(Publisher):
    """ws: a send to every client."""

    name = "Node ws"

    def fetch(self, cache: Path) -> None:
        """From npm."""
        fetching.npm(cache, "ws", "bufferutil")

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """ws.js."""
        return _on_node(cache, "ws.js", port, self.keep_snapshot(folder))


class SocketIo(SocketIoPublisher):
    """Socket.IO: `io.emit`, over WebSocket alone."""

    name = "Socket.IO on Node"

    def fetch(self, cache: Path) -> None:
        """From npm."""
        fetching.npm(cache, "socket.io", "bufferutil")

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """socketio.js."""
        return _on_node(cache, "socketio.js", port, self.keep_snapshot(folder))


def _on_node(cache: Path, script: str, port: int, snapshot: Path) -> Program:
    modules = str(cache / "node" / "node_modules")
    return Program(arguments=["node", HERE / script, str(port), snapshot, modules])
