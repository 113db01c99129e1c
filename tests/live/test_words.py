"""How pages say numbers, places and people."""

import pytest

from board.live.words import ordinal, people, shown


@pytest.mark.parametrize(
    ("value", "said"), [(0, "0"), (999, "999"), (10_037, "10,037"), ("9:05 Gym", "9:05 Gym")]
)
def test_a_large_number_is_shown_with_separators_and_a_text_as_it_is(
    value: int | str, said: str
) -> None:
    assert shown(value) == said


def test_places_on_a_ballot_end_as_one_says_them() -> None:
    assert [ordinal(place) for place in (0, 1, 2, 3, 11, 22)] == [
        "", "1st choice", "2nd choice", "3rd choice", "11th choice", "22nd choice",
    ]  # fmt: skip


def test_people_without_a_name_are_counted() -> None:
    assert people(["Ana", "Bo", "Cy"]) == "Ana, Bo and Cy"
    assert people(["Ana", "", ""]) == "Ana and 2 others"
    assert people([""]) == "someone here"
