"""Everything the board can say no with."""

import re

import pytest

from board.camp import errors
from board.camp.errors import BoardError


def _all(kind: type[BoardError]) -> list[type[BoardError]]:
    return [kind, *(deeper for sub in kind.__subclasses__() for deeper in _all(sub))]


ALL = [kind for kind in _all(BoardError) if kind.__module__ == errors.__name__]


def test_the_tree_at_the_top_of_the_module_names_every_error_with_its_status() -> None:
    drawn = dict(re.findall(r"── (\w+) +(\d+)", errors.__doc__ or ""))
    assert drawn == {kind.__name__: str(kind.status) for kind in ALL if kind is not BoardError}


@pytest.mark.parametrize("kind", ALL)
def test_every_error_carries_its_answer(kind: type[BoardError]) -> None:
    refusal = kind("Please do something else.")
    assert refusal.detail == str(refusal) == "Please do something else."
    assert 400 <= refusal.status < 600
    assert 4000 <= refusal.close < 5000 or refusal.close in (1009, 1011, 1013)
    assert re.fullmatch(r"[a-z-]+", refusal.kind)


def test_no_two_errors_are_of_one_kind() -> None:
    assert len({kind.kind for kind in ALL}) == len({kind.title for kind in ALL}) == len(ALL)
