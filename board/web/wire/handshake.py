"""The opening handshake of a WebSocket, checked and answered (RFC 6455, 4.2; RFC 7692, 7.1)."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

Headers = Sequence[tuple[bytes, bytes]]  # names in lower case


class Handshake(NamedTuple):
    """What the board answers to an upgrade; `deflate` if messages may be compressed."""

    answer: bytes
    deflate: bool


class NoHandshake(Exception):
    """Raised for what is no request for a WebSocket as RFC 6455 has it; `answer` says so, and why."""

    def __init__(self, status: bytes, why: str, *headers: bytes) -> None:
        super().__init__(why)
        body = why.encode() + b"\n"
        lines = (
            b"HTTP/1.1 " + status,
            b"Content-Type: text/plain; charset=utf-8",
            b"Content-Length: %d" % len(body),
            b"Connection: close",
            *headers,
        )
        self.answer = b"\r\n".join(lines) + b"\r\n\r\n" + body


def agreed(method: bytes, version: str, headers: Headers) -> Handshake:
    """The answer to an upgrade; NoHandshake where it can't be agreed to."""
    single: dict[bytes, bytes] = {}
    tokens: dict[bytes, bytes] = {}
    for name, value in headers:
        if name in _SINGLE:
            if name in single:
                raise NoHandshake(b"400 Bad Request", f"{name.decode()} is there twice.")
            single[name] = value
        elif name in _LISTS:
            tokens[name] = tokens[name] + b"," + value if name in tokens else value
    if method != b"GET" or version != "1.1":
        raise NoHandshake(b"400 Bad Request", "A WebSocket opens with a GET over HTTP/1.1.")
    if b"host" not in single:
        raise NoHandshake(b"400 Bad Request", "The Host header is missing.")
    if not _has(tokens.get(b"upgrade", b""), b"websocket"):
        raise NoHandshake(b"426 Upgrade Required", "This is a WebSocket.", b"Upgrade: websocket")
    if not _has(tokens.get(b"connection", b""), b"upgrade"):
        raise NoHandshake(b"400 Bad Request", "The Connection header must say Upgrade.")
    if single.get(b"sec-websocket-version") != b"13":
        supported = b"Sec-WebSocket-Version: 13"
        raise NoHandshake(b"426 Upgrade Required", "The WebSocket version is 13.", supported)
    key = single.get(b"sec-websocket-key", b"")
    if not _is_nonce(key):
        raise NoHandshake(b"400 Bad Request", "Sec-WebSocket-Key must be 16 bytes in base64.")
    deflate = _may_deflate(tokens.get(b"sec-websocket-extensions", b""))
    return Handshake(_BEGIN[deflate] + _accepted(key) + b"\r\n\r\n", deflate)


_SINGLE = {b"host", b"sec-websocket-key", b"sec-websocket-version"}
_LISTS = {b"upgrade", b"connection", b"sec-websocket-extensions"}

_SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
# Each message is compressed by itself, so that one can be sent to everybody; and neither side
# keeps a window for each socket.
_DEFLATE = (
    b"Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
    b" client_no_context_takeover\r\n"
)
_BEGIN = {
    False: _SWITCHING + b"Sec-WebSocket-Accept: ",
    True: _SWITCHING + _DEFLATE + b"Sec-WebSocket-Accept: ",
}


def _accepted(key: bytes) -> bytes:
    digest = hashlib.sha1(key + GUID, usedforsecurity=False).digest()
    return binascii.b2a_base64(digest, newline=False)


def _is_nonce(key: bytes) -> bool:
    try:
        return len(key) == 24 and len(base64.b64decode(key, validate=True)) == 16
    except binascii.Error:
        return False


@lru_cache(maxsize=256)
def _has(tokens: bytes, wanted: bytes) -> bool:
    return wanted in (token.strip().lower() for token in tokens.split(b","))


@lru_cache(maxsize=256)
def _may_deflate(offered: bytes) -> bool:
    """Whether one of the offers is `permessage-deflate` with nothing the board can't do."""
    return any(_acceptable(offer) for offer in offered.split(b","))


def _acceptable(offer: bytes) -> bool:
    name, *parameters = (part.strip().lower() for part in offer.split(b";"))
    names = [parameter.partition(b"=")[0].strip() for parameter in parameters]
    # A smaller window for what the board sends is not had from zlib for messages made once for all.
    known = {
        b"client_max_window_bits",
        b"client_no_context_takeover",
        b"server_no_context_takeover",
    }
    return name == b"permessage-deflate" and set(names) <= known and len(set(names)) == len(names)
