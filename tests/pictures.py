"""The smallest whole pictures of any size, with as much said beside them as a test wants."""

import struct
import zlib


def png(width: int = 8, height: int = 8, *more: tuple[bytes, bytes], size: int = 0) -> bytes:
    """A PNG file with chunks `more` before its end, made `size` bytes long by what comes after it."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height) if width * height < 10**6 else b""
    chunks = [(b"IHDR", head), *more, (b"IDAT", rows), (b"IEND", b"")]
    file = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in chunks)
    return file.ljust(size, b"\0")


def jpeg(width: int, height: int, *more: bytes, after: bytes = b"") -> bytes:
    """A JPEG file of one grey, with whole segments `more` before its tables and `after` behind its end."""
    quantised = b"\xff\xdb" + struct.pack(">H", 67) + b"\0" + b"\1" * 64
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    codes = b"".join(
        b"\xff\xc4" + struct.pack(">HB", 20, kind) + b"\1" + b"\0" * 15 + b"\0" for kind in (0, 16)
    )
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    drawn = b"\0" * ((2 * blocks + 7) // 8 - 1) + b"\x3f"
    scan = b"\xff\xda" + struct.pack(">HB", 8, 1) + b"\1\0\0\x3f\0" + drawn
    return b"\xff\xd8" + b"".join(more) + quantised + frame + codes + scan + b"\xff\xd9" + after


def webp(width: int, height: int, *more: tuple[bytes, bytes], flags: int = 0) -> bytes:
    """An extended WebP file, with chunks `more` behind its picture."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    lossless = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 3
    body = b"WEBP" + b"".join(
        name + struct.pack("<I", len(says)) + says + b"\0" * (len(says) % 2)
        for name, says in ((b"VP8X", bytes([flags, 0, 0, 0]) + size), (b"VP8L", lossless), *more)
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _chunk(name: bytes, says: bytes) -> bytes:
    return struct.pack(">I", len(says)) + name + says + struct.pack(">I", zlib.crc32(name + says))
