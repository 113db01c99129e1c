from hashlib import blake2b

from board.planning.draw import lot


def test_anybody_can_check_a_lot_with_the_published_seed() -> None:
    parts = b"7" + bytes([0] * 7) + b"\x09attendees" + bytes([0] * 7) + b"\x02a1"
    expected = int.from_bytes(blake2b(parts, digest_size=16).digest(), "big")
    assert lot(7, "attendees", "a1") == expected


def test_lots_differ_by_seed_purpose_and_id_and_are_not_run_together() -> None:
    lots = {
        lot(7, "attendees", "a1"),
        lot(8, "attendees", "a1"),
        lot(7, "topics", "a1"),
        lot(7, "attendees", "a2"),
        lot(7, "attendees", "a", "1"),
        lot(7, "attendeesa1"),
        lot(7, "attendees", "", "a1"),
    }
    assert len(lots) == 7
