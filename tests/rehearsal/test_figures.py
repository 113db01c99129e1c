import pytest

from board.camp.errors import Invalid
from board.rehearsal.address import parse
from board.rehearsal.figures import FORGET, Latencies, Sightings


def test_a_vote_is_seen_with_the_first_patch_that_holds_its_entry() -> None:
    sightings = Sightings(every=0)
    sightings.patched(3, 4, 9.9)  # too early
    sightings.voted(10.0, 5)
    sightings.patched(4, 6, 10.1)
    sightings.patched(4, 6, 10.2)
    sightings.patched(3, 5, 10.4)  # a slower phone, by another patch
    sightings.patched(6, 7, 10.9)  # too late
    sightings.finish()
    assert len(sightings.took) == 3
    assert sightings.took.milliseconds(0, 0.5, 1) == pytest.approx((100, 200, 400), abs=0.2)


def test_votes_are_settled_only_when_all_had_time_to_see_them() -> None:
    sightings = Sightings(every=0)
    sightings.voted(10.0, 1)
    sightings.patched(0, 1, 10.5)
    sightings.settle(10.0 + FORGET - 1)
    assert len(sightings.took) == 0
    sightings.settle(10.0 + FORGET + 1)
    assert len(sightings.took) == 1


def test_only_one_vote_in_a_while_is_taken_as_a_sample() -> None:
    sightings = Sightings(every=1)
    for tenth in range(20):
        sightings.voted(tenth / 10, tenth + 1)
    sightings.patched(0, 20, 3.0)
    sightings.finish()
    assert len(sightings.took) == 2


def test_without_a_duration_there_is_no_percentile() -> None:
    assert Latencies().milliseconds(0.5, 0.99) == (None, None)


def test_a_camps_address_is_what_its_qr_code_says() -> None:
    found = parse("https://board.example.org/c/ABCDE?from=card")
    assert (found.host, found.port, found.secure, found.camp) == (
        "board.example.org", 443, True, "abcde",
    )  # fmt: skip
    assert parse("localhost:8000/c/x7").port == 8000


@pytest.mark.parametrize("url", ["http://host", "ftp://host/c/abcde", "http://host:x/c/abcde", ""])
def test_any_other_address_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Invalid):
        parse(url)
