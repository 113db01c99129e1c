"""A picture's file keeps the picture, and tells nothing else."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.camp import pictures
from board.camp.bare import bare
from tests.pictures import jpeg, png, webp

SECRET = b"GPS 52.5200 N 13.4050 E, Dana's phone"
XMP = b"http://ns.adobe.com/xap/1.0/\0" + SECRET
ICC = b"ICC_PROFILE\0\1\1" + b"p" * 20
ADOBE = b"Adobe\0\x64\0\0\0\0\0"


def segment(mark: int, says: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(says) + 2) + says


def exif(order: str, way_up: int) -> bytes:
    """Exif with an orientation among others, and something secret behind it."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(order + "HHIHH", 0x0112, 3, 1, way_up, 0)
    entries += struct.pack(order + "HHII", 0x8825, 4, 1, 64)
    return b"Exif\0\0" + mark + struct.pack(order + "IH", 8, 2) + entries + b"\0\0\0\0" + SECRET


def test_a_png_loses_its_texts_and_keeps_its_colours() -> None:
    told = [(name, SECRET) for name in (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"prVt")]
    colours = [(b"gAMA", b"\0\0\xb1\x8f"), (b"pHYs", b"\0" * 9)]
    assert bare("image/png", png(8, 8, *told, *colours) + SECRET) == png(8, 8, *colours)


def test_a_jpeg_loses_exif_xmp_iptc_comments_and_what_comes_after_it() -> None:
    jfif = b"JFIF\0\1\1\0\0\1\0\1\0\0"
    thumb = b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"rgb"
    file = jpeg(
        8, 8, segment(0xE0, thumb), segment(0xE1, exif("<", 1)), segment(0xE1, XMP),
        segment(0xE2, ICC), segment(0xE2, b"MPF\0" + SECRET), segment(0xED, SECRET),
        segment(0xEE, ADOBE), segment(0xFE, SECRET), segment(0xE0, b"JFXX\0" + SECRET), after=SECRET,
    )  # fmt: skip
    kept = segment(0xE0, jfif), segment(0xE2, ICC), segment(0xEE, ADOBE)
    assert bare("image/jpeg", file) == jpeg(8, 8, *kept)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("way_up", [3, 6, 8])
def test_a_photo_stays_the_right_way_up(order: str, way_up: int) -> None:
    file = bare("image/jpeg", jpeg(8, 8, segment(0xE1, exif(order, way_up))))
    assert file is not None
    assert SECRET not in file
    assert bare("image/jpeg", file) == file
    at = file.index(b"Exif\0\0")
    assert file[at:].startswith(
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([way_up])
    )


def test_a_progressive_jpeg_keeps_all_its_scans() -> None:
    whole = jpeg(8, 8)
    scans = whole[: whole.index(b"\xff\xda")] + 2 * (
        b"\xff\xda\0\x08\1\1\0\0\x3f\0" + b"\x12\xff\0\x34\xff\xd0\x56" + segment(0xFE, SECRET)
    )
    kept = bare("image/jpeg", scans + b"\xff\xff\xd9")
    assert kept == scans.replace(segment(0xFE, SECRET), b"") + b"\xff\xd9"


def test_a_webp_loses_exif_and_xmp_and_says_so() -> None:
    told = (b"EXIF", SECRET), (b"XMP ", SECRET), (b"odd ", SECRET)
    icc = (b"ICCP", b"p" * 7)
    assert bare("image/webp", webp(300, 200, *told, icc, flags=0x2C) + SECRET) == webp(
        300, 200, icc, flags=0x20
    )


@given(st.sampled_from([png(9, 7), jpeg(9, 7), webp(9, 7)]), st.data())
def test_a_picture_cut_short_is_none_and_a_broken_one_harms_nothing(
    whole: bytes, data: st.DataObject
) -> None:
    picture = pictures.read(whole)
    assert picture is not None
    assert bare(picture.kind, whole) == whole
    assert bare(picture.kind, whole[: data.draw(st.integers(0, len(whole) - 1))]) is None
    at = data.draw(st.integers(8, len(whole) - 1))
    broken = whole[:at] + bytes([data.draw(st.integers(0, 255))]) + whole[at + 1 :]
    again = bare(picture.kind, broken)
    assert again is None or len(again) <= len(whole)
