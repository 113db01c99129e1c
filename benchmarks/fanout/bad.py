"""Bad phones of one kind, until killed: bad.py KIND PORT PATH VOICE_PATH.

deaf       never read what they are sent
slow       read a byte a second
fragments  send a message in fragments that never ends
huge       announce a message of a terabyte, and begin to send it
flood      vote as fast as the line takes it, and read no answer
opener     open 300 sockets a second without end, and read nothing; half of them ask for no upgrade
"""

import errno
import resource
import selectors
import socket
import struct
import sys
import time
from contextlib import suppress

NO_MASK = b"\0\0\0\0"  # frames are masked with it: they travel as they are
MANY, SOME = 300, 20
MOST_OPEN = 4_000
EACH = 1 / 300  # seconds between two that are opened without end

Bad = socket.socket


def main() -> None:
    """Open them, say so on stdout, and misbehave."""
    kind, port, path, voice = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    soft_and_hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft_and_hard[1], soft_and_hard[1]))
    if kind == "opener":
        _open_without_end(port, path)
    if kind in ("deaf", "slow"):
        _hardly_read(port, path, each_second=int(kind == "slow"))
    sent = {"fragments": _fragments, "huge": _huge, "flood": _flood}[kind]()
    _send_without_end(port, voice if kind == "flood" else path, *sent)


def _open_without_end(port: int, path: str) -> None:
    held: list[Bad] = []
    _begun()
    while True:
        if len(held) >= MOST_OPEN:
            held.pop(0).close()
        with suppress(OSError):
            held.append(_opened(port, path) if len(held) % 2 else _connected(port))
        time.sleep(EACH)


def _hardly_read(port: int, path: str, *, each_second: int) -> None:
    all_of_them = [_opened(port, path) for _ in range(MANY)]
    _begun()
    while True:
        time.sleep(1)
        for bad in all_of_them if each_second else ():
            try:
                bad.recv(each_second)
            except OSError:
                continue


def _send_without_end(port: int, path: str, first: bytes, then: bytes) -> None:
    waiting = selectors.DefaultSelector()
    unsent: dict[Bad, bytes] = {}

    def begin() -> None:
        try:
            bad = _opened(port, path)
        except OSError:
            return
        bad.setblocking(False)
        unsent[bad] = first
        waiting.register(bad, selectors.EVENT_WRITE)

    for _ in range(SOME):
        begin()
    _begun()
    while True:
        for key, _ in waiting.select(0.1):
            bad = key.fileobj
            assert isinstance(bad, Bad)
            try:
                done = bad.send(unsent[bad])
                unsent[bad] = unsent[bad][done:] or then
            except OSError as error:
                if error.errno == errno.EAGAIN:
                    continue
                waiting.unregister(bad)
                del unsent[bad]
                bad.close()
        if len(unsent) < SOME:
            begin()


def _fragments() -> tuple[bytes, bytes]:
    text = b"x" * 8192
    head = struct.pack("!BH", 0x80 | 126, len(text)) + NO_MASK + text
    return b"\x01" + head, b"\x00" + head


def _huge() -> tuple[bytes, bytes]:
    return b"\x81" + struct.pack("!BQ", 0x80 | 127, 2**40) + NO_MASK, b"x" * 65536


def _flood() -> tuple[bytes, bytes]:
    asks = [b'{"t":"%s","n":1,"topic":"t9"}' % kind for kind in (b"vote", b"unvote")]
    frames = b"".join(b"\x81" + bytes([0x80 | len(ask)]) + NO_MASK + ask for ask in asks)
    return frames, frames * 50


def _connected(port: int) -> Bad:
    bad = socket.socket()
    bad.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    bad.settimeout(5)
    bad.bind(("127.0.2.1", 0))
    bad.connect(("127.0.0.1", port))
    return bad


def _opened(port: int, path: str) -> Bad:
    bad = _connected(port)
    bad.sendall(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    return bad


def _begun() -> None:
    print("begun", flush=True)


if __name__ == "__main__":
    main()
