"""A frame as it travels: encoded once, framed and compressed once, to however many screens it goes.

Over a WebSocket the same bytes are written to every socket: a whole text message with its header
(RFC 6455, 5.2), compressed by itself (RFC 7692, 7.2.1, `server_no_context_takeover`) for screens
that agreed to it.
"""

import struct
import zlib
from functools import cached_property

SMALL = 120  # bytes; below, compression hardly saves any
_FIN_TEXT = 0x81
_COMPRESSED = 0x40  # RSV1
_EMPTY_BLOCK = b"\x00\x00\xff\xff"


class Framed:
    """One frame: `json` is what it says, as UTF-8 JSON text."""

    def __init__(self, json: bytes) -> None:
        self.json = json

    @cached_property
    def plain(self) -> bytes:
        """It as one WebSocket message."""
        return message(self.json)

    @cached_property
    def deflated(self) -> bytes:
        """The same for a screen that takes compressed messages."""
        return self.plain if len(self.json) < SMALL else compressed(self.json)


def message(text: bytes) -> bytes:
    """A text message in one frame, not masked: from a server."""
    return _header(_FIN_TEXT, len(text)) + text


def compressed(text: bytes) -> bytes:
    """The same, compressed independently of all messages before it."""
    deflate = zlib.compressobj(wbits=-15)
    packed = deflate.compress(text) + deflate.flush(zlib.Z_SYNC_FLUSH)
    packed = packed.removesuffix(_EMPTY_BLOCK)
    return _header(_FIN_TEXT | _COMPRESSED, len(packed)) + packed


def _header(first: int, size: int) -> bytes:
    if size < 126:
        return bytes((first, size))
    if size < 65_536:
        return struct.pack("!BBH", first, 126, size)
    return struct.pack("!BBQ", first, 127, size)
