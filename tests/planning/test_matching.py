from hypothesis import given
from hypothesis import strategies as st

from board.planning.matching import Matching

OPTIONS = st.lists(st.lists(st.integers(0, 3), unique=True, max_size=4), max_size=5)


def most_matched(options: list[list[int]], capacity: list[int], each: int) -> int:
    """The most places that can be held, by trying everything."""
    reached = {tuple(capacity): 0}
    for places in options:
        for place_count in [reached]:
            after: dict[tuple[int, ...], int] = {}
            for left, held in place_count.items():
                for chosen in range(2 ** len(places)):
                    taken = [place for n, place in enumerate(places) if chosen >> n & 1]
                    rest = tuple(room - (place in taken) for place, room in enumerate(left))
                    if len(taken) <= each and min(rest) >= 0:
                        after[rest] = max(after.get(rest, 0), held + len(taken))
            reached = after
    return max(reached.values())


@given(OPTIONS, st.lists(st.integers(0, 3), min_size=4, max_size=4), st.integers(1, 3))
def test_as_many_places_are_held_as_can_be(
    options: list[list[int]], capacity: list[int], each: int
) -> None:
    matching = Matching(dict(enumerate(options)), dict(enumerate(capacity)))
    for left in range(len(options)):
        for _ in range(each):
            matching.add(left)
    held = {left: list(places) for left, places in matching.held.items()}
    assert all(set(places) <= set(options[left]) for left, places in held.items())
    assert all(len(who) <= capacity[place] for place, who in matching.holders.items())
    assert sum(map(len, held.values())) == most_matched(options, capacity, each)


def test_the_best_place_with_room_is_taken_first() -> None:
    matching = Matching({"ann": ["x", "y"], "bob": ["x", "y"]}, {"x": 1, "y": 1})
    assert matching.add("ann")
    assert matching.add("bob")
    assert matching.held == {"ann": {"x": None}, "bob": {"y": None}}


def test_a_place_that_comes_free_is_found_again() -> None:
    matching = Matching({"ann": ["x"], "bob": ["x"]}, {"x": 1})
    assert matching.add("ann")
    assert not matching.add("bob")
    matching.drop("ann", "x")
    matching.forget_failures()
    assert matching.add("bob")
