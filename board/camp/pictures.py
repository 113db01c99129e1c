"""What a picture file is, by its own bytes: PNG, JPEG or WebP, and how large it draws itself.

Nothing else is a picture here. An SVG can hold scripts; a name or a header can say anything.
Sources: W3C PNG (third edition) 11.2.1, ITU-T T.81 B.2.2 (JPEG), the WebP container specification.
"""

import struct
from typing import NamedTuple


class Picture(NamedTuple):
    """A media type, and a size in pixels."""

    kind: str
    width: int
    height: int


def read(content: bytes) -> Picture | None:
    """The picture that these bytes are; None if they are none of the three."""
    for kind, size in (("png", _png), ("jpeg", _jpeg), ("webp", _webp)):
        try:
            found = size(content)
        except (struct.error, IndexError):
            found = None
        if found is not None:
            return Picture(f"image/{kind}", *found)
    return None


def _png(content: bytes) -> tuple[int, int] | None:
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    if content[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while content[at] == 0xFF:
        mark, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if mark in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        return None
    form, body = content[12:16], content[20:30]
    if form == b"VP8X":
        return _three(body[4:7]) + 1, _three(body[7:10]) + 1
    if form == b"VP8L" and body[0] == 0x2F:
        bits = struct.unpack("<I", body[1:5])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack("<HH", body[6:10])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _three(content: bytes) -> int:
    low, high = struct.unpack("<HB", content)
    return int(low | high << 16)


_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # the markers of a frame's header
