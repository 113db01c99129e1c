"""Real servers for tests: each on a free port, with its files in a directory of its own."""

import asyncio
import socket
import subprocess
import time
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis

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

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start it on what its files hold; returns when it answers."""
        settings = {"port": self.port, "bind": "127.0.0.1", "dir": self.folder, **self.options}
        given = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "redis.out").open("ab") as out:
            # Signals stay as Python has them: a file that may not grow is an error, not a SIGXFSZ.
            self._process = subprocess.Popen(
                ["redis-server", *given], stdout=out, stderr=out, restore_signals=False
            )
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
        server.kill()  # what it would still write nobody wants to read


class RedisCluster:
    """Three redis-servers without replicas that share the 16384 slots of a Redis Cluster evenly."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.nodes = [self._node(f"node-{n}") for n in range(3)]
        self.replicas: list[RedisServer] = []

    @property
    def url(self) -> str:
        """All of it: any node that answers tells of the others."""
        return f"redis://{','.join(f'127.0.0.1:{node.port}' for node in self.nodes)}"

    def start(self) -> None:
        """Start it for the first time; returns when it takes writes."""
        for n, node in enumerate(self.nodes):
            node.start()
            first, last = 16384 * n // 3, 16384 * (n + 1) // 3 - 1
            self.ask(node, "CLUSTER", "ADDSLOTSRANGE", first, last)
        for node in self.nodes[1:]:
            met = (node.port, node.options["cluster-port"])
            self.ask(self.nodes[0], "CLUSTER", "MEET", "127.0.0.1", *met)
        self.wait_until_ok()

    def wait_until_ok(self) -> None:
        """Return when every node says that the cluster is whole."""
        deadline = time.monotonic() + PATIENCE
        while not all(map(self._is_ok, self.nodes)):
            assert time.monotonic() < deadline, "the Redis Cluster does not come together"
            time.sleep(0.02)

    def add_replica(self, primary: RedisServer) -> RedisServer:
        """A node that copies another one, and takes its place when that is gone."""
        replica = self._node(f"replica-{len(self.replicas)}")
        self.replicas.append(replica)
        replica.start()
        met = (primary.port, primary.options["cluster-port"])
        self.ask(replica, "CLUSTER", "MEET", "127.0.0.1", *met)
        identity = self.ask(primary, "CLUSTER", "MYID")
        deadline = time.monotonic() + PATIENCE
        while identity not in self.ask(replica, "CLUSTER", "NODES"):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        self.ask(replica, "CLUSTER", "REPLICATE", identity)
        known = self.ask(replica, "CLUSTER", "MYID")
        while self.ask(replica, "INFO", "replication")["master_link_status"] != "up" or not all(
            any(known in line for line in self.ask(node, "CLUSTER", "REPLICAS", identity))
            for node in self.nodes
        ):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return replica

    def has_copied(self, replica: RedisServer, primary: RedisServer) -> bool:
        """Whether a replica has all that its primary has by now."""
        written = self.ask(primary, "INFO", "replication")["master_repl_offset"]
        copied = self.ask(replica, "INFO", "replication")["slave_repl_offset"]
        return bool(copied >= written)

    def kill(self) -> None:
        """Stop all of it as kill -9 does."""
        for node in [*self.nodes, *self.replicas]:
            node.kill()

    def holds(self, node: RedisServer) -> set[str]:
        """The keys on one node."""
        return {key.decode() for key in self.ask(node, "KEYS", "*")}

    def ask(self, node: RedisServer, *command: str | int | bytes) -> Any:
        """What one node answers, whoever else may know better."""
        with redis.Redis(port=node.port, protocol=2) as client:
            return client.execute_command(*command)

    def _node(self, name: str) -> RedisServer:
        settings: dict[str, str | int] = {
            "cluster-enabled": "yes",
            "cluster-port": free_port(),
            "cluster-node-timeout": 2000,
            "cluster-require-full-coverage": "no",
            "repl-diskless-sync-delay": 0,
        }
        return RedisServer(self._folder / name, **settings)

    def _is_ok(self, node: RedisServer) -> bool:
        said = self.ask(node, "CLUSTER", "INFO")
        return b"cluster_state:ok" in said and b"cluster_known_nodes:3" in said


@contextmanager
def running_redis_cluster(folder: Path) -> Iterator[RedisCluster]:
    """A Redis Cluster of three nodes that takes writes; it's gone afterwards."""
    cluster = RedisCluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.kill()


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LossyProxy:
    """TCP between a client and a server at `port`, which loses what it is told to lose, once.

    A connection on which something was lost is cut; the others go on.
    """

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.lost: bytes | None = None  # the marker of what was lost last
        self._lost_request: bytes | None = None
        self._lost_answer: bytes | None = None
        self._meanwhile: Callable[[], Awaitable[object]] = _nothing

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def lose_request(self, marker: bytes) -> None:
        """Cut the connection instead of passing on the next request with `marker` in it."""
        self._lost_request = marker

    def lose_answer(
        self, marker: bytes, meanwhile: Callable[[], Awaitable[object]] | None = None
    ) -> None:
        """Pass on the next request with `marker` in it, do `meanwhile`, and cut instead of answering."""
        self._lost_answer, self._meanwhile = marker, meanwhile or _nothing

    async def __aenter__(self) -> "LossyProxy":
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port: int = self._listening.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._listening.close()
        await self._listening.wait_closed()

    async def _connected(self, client: StreamReader, to_client: StreamWriter) -> None:
        server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        answers = asyncio.create_task(_pass_on(server, to_client))
        try:
            while request := await client.read(65536):
                if self._lost_request and self._lost_request in request:
                    self.lost, self._lost_request = self._lost_request, None
                    break
                if self._lost_answer and self._lost_answer in request:
                    self.lost, self._lost_answer = self._lost_answer, None
                    answers.cancel()
                    await asyncio.wait([answers])
                    to_server.write(request)
                    await server.read(1)
                    await self._meanwhile()
                    break
                to_server.write(request)
        finally:
            answers.cancel()
            for writer in (to_client, to_server):
                writer.close()


async def _pass_on(reader: StreamReader, writer: StreamWriter) -> None:
    while chunk := await reader.read(65536):
        writer.write(chunk)
    writer.close()


async def _nothing() -> None:
    pass
