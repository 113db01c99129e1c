"""HTTPS as a proxy adds it (docs/operations.md): a certificate of its own, and the lines nginx writes."""

import asyncio
import base64
import hashlib
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

HOST = "board.school.test"
_MOST = 65536


class SecureProxy:
    """Ends TLS in front of the board; cut off, it is not there at all, as for a phone without Wi-Fi."""

    def __init__(self, board_port: int, folder: Path) -> None:
        self._board_port = board_port
        certificate, key = _certificate(folder)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)
        self.arguments = (
            f"--ignore-certificate-errors-spki-list={_fingerprint(key)}",
            f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
        )  # for Chromium: to find this host here, and to take its certificate for a real one
        self._carrying: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._port = 0

    @property
    def url(self) -> str:
        """Where phones find the board."""
        return f"https://{HOST}:{self._port}"

    async def open(self) -> None:
        """Take connections, at the same port as before."""
        carry = self._carry
        self._server = await asyncio.start_server(carry, "127.0.0.1", self._port, ssl=self._tls)
        self._port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Hang up on everybody, and take nobody any more."""
        assert self._server is not None
        self._server.close()
        carrying = tuple(self._carrying)
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)

    async def _carry(self, phone: asyncio.StreamReader, to_phone: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._carrying.add(task)
        ends = [to_phone]
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = await phone.readuntil(b"\r\n\r\n")
            board, to_board = await asyncio.open_connection("127.0.0.1", self._board_port)
            ends.append(to_board)
            to_board.write(_proxied(head))
            await asyncio.gather(_pump(phone, to_board), _pump(board, to_phone))
        for end in ends:
            end.transport.abort()
        self._carrying.discard(task)


@asynccontextmanager
async def behind_tls(board_url: str, folder: Path) -> AsyncIterator[SecureProxy]:
    """The board at `board_url`, over HTTPS; the certificate is made in `folder`."""
    proxy = SecureProxy(int(board_url.rpartition(":")[2]), folder)
    await proxy.open()
    try:
        yield proxy
    finally:
        await proxy.cut()


def _proxied(head: bytes) -> bytes:
    """A request as a proxy passes it on; one a connection, so that each gets these lines."""
    lines = head.split(b"\r\n")
    if not any(line.lower().startswith(b"upgrade:") for line in lines):
        lines = [line for line in lines if not line.lower().startswith(b"connection:")]
        lines.insert(1, b"Connection: close")
    lines.insert(1, b"X-Forwarded-Proto: https")
    lines.insert(1, b"X-Forwarded-For: 203.0.113.7")
    return b"\r\n".join(lines)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(_MOST):
        writer.write(chunk)
        await writer.drain()
    writer.close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "board.pem", folder / "board.key"
    _openssl(
        *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
        *("-days", "2", "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"),
        *("-keyout", str(key), "-out", str(certificate)),
    )
    return certificate, key


def _fingerprint(key: Path) -> str:
    """SHA-256 of the public key, as RFC 7469 pins it."""
    public = _openssl("pkey", "-in", str(key), "-pubout", "-outform", "der")
    return base64.b64encode(hashlib.sha256(public).digest()).decode()


def _openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout
