"""A picture's file without what a picture needn't say: where and when it was taken, with what, by whom.

Whatever isn't known to be needed for drawing is left out: Exif with its GPS position, XMP, IPTC, comments,
texts, embedded thumbnails, and anything after the picture's end. What stays is moved byte for byte: nothing
is decoded, so nothing is lost and no image library is needed. Of Exif only the way up is kept.
Sources: W3C PNG (third edition) 5 and 11, ITU-T T.81 B.1 and JFIF 1.02, Exif 2.32 4.6, the WebP container
specification.
"""

import re
import struct

_PNG = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT",
    b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_WEBP = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"}
_WEBP_PICTURES = {b"VP8 ", b"VP8L", b"ANMF"}
_WEBP_TELLS = 0x08 | 0x04  # the flags in VP8X that say there is Exif, and XMP
_START_OF_SCAN, _END, _COMMENT = 0xDA, 0xD9, 0xFE
_ALONE = {0x01, *range(0xD0, 0xD8)}  # markers without a length
_AFTER_SCAN = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def bare(kind: str, content: bytes) -> bytes | None:
    """The file of a PNG, JPEG or WebP picture with the picture only; None if it isn't whole."""
    try:
        return {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp}[kind](content)
    except (struct.error, IndexError):
        return None


def _png(content: bytes) -> bytes | None:
    kept, at, name = [content[:8]], 8, b""
    while name != b"IEND":
        length, name = struct.unpack(">I4s", content[at : at + 8])
        end = at + 12 + length
        if end > len(content):
            return None
        if name in _PNG:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes | None:
    kept, at = [content[:2]], 2
    while content[at] == 0xFF:
        mark = content[at + 1]
        if mark == 0xFF:  # a fill byte
            at += 1
        elif mark == _END:
            return b"".join(kept) + b"\xff\xd9"
        elif mark in _ALONE:
            kept.append(content[at : at + 2])
            at += 2
        else:
            end = at + 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
            kept.append(_segment(mark, content[at:end]))
            at = end
            if mark == _START_OF_SCAN:
                after = _AFTER_SCAN.search(content, at)
                if after is None:
                    return None
                kept.append(content[at : after.start()])
                at = after.start()
    return None


def _segment(mark: int, segment: bytes) -> bytes:
    """What stays of a segment of a JPEG file."""
    says = segment[4:]
    if mark == 0xE0 and says.startswith(b"JFIF\0"):
        return b"\xff\xe0\x00\x10" + says[:12] + b"\0\0"  # without its thumbnail
    if mark == 0xE1 and says.startswith(b"Exif\0\0"):
        return _turned(_way_up(says[6:]))
    colours = says.startswith((b"ICC_PROFILE\0", b"Adobe"))
    return segment if colours or not (0xE0 <= mark <= 0xEF or mark == _COMMENT) else b""


def _way_up(tiff: bytes) -> int:
    """The orientation that an Exif block gives, 1 to 8; 1, upright, if it gives none."""
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (at,) = struct.unpack(order + "I", tiff[4:8])
        (entries,) = struct.unpack(order + "H", tiff[at : at + 2])
        for n in range(entries):
            entry = tiff[at + 2 + 12 * n :][:10]
            tag, kind, count, value = struct.unpack(order + "HHIH", entry)
            if (tag, kind, count) == (0x0112, 3, 1) and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass
    return 1


def _turned(way_up: int) -> bytes:
    """An Exif segment that says which way is up and nothing else; none where it is as it is."""
    if way_up == 1:
        return b""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, way_up, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def _webp(content: bytes) -> bytes | None:
    last = 8 + int(struct.unpack("<I", content[4:8])[0])
    kept, there, at = [], set(), 12
    while at < last:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        end = at + 8 + length + length % 2
        if end > min(last, len(content)):
            return None
        chunk = content[at:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_TELLS]) + chunk[9:]
        if name in _WEBP:
            kept.append(chunk)
        there.add(name)
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body if there & _WEBP_PICTURES else None
