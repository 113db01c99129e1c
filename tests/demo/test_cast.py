import itertools
import random
from collections import Counter

from board.demo.cast import cast
from board.demo.crowd import people
from board.demo.district import topics

CROWD = people(1_000, 7)


def test_208_different_people_lead_the_138_topics() -> None:
    parts = cast(CROWD, topics(), random.Random(7))
    leaders = Counter(itertools.chain.from_iterable(part.leaders for part in parts))
    assert sorted(part.topic for part in parts) == list(range(138))
    assert len(leaders) == 208
    assert set(leaders.values()) == {1}


def test_offers_are_pitched_by_who_leads_them_and_wishes_by_somebody_else() -> None:
    for part in cast(CROWD, topics(), random.Random(7)):
        assert part.wish == (topics()[part.topic].kind == "wish")
        assert (part.pitcher in part.leaders) != part.wish


def test_all_is_pitched_in_a_third_of_the_time_and_led_by_the_end() -> None:
    parts = cast(CROWD, topics(), random.Random(7))
    moments = [part.pitched for part in parts]
    assert moments == sorted(moments)
    assert moments[-1] <= 1 / 3
    for part in parts:
        assert len(part.leading) == len(part.leaders)
        assert all(part.pitched <= moment < 1 for moment in part.leading)


def test_people_lead_what_they_are_drawn_to() -> None:
    parts = cast(CROWD, topics(), random.Random(7))
    near = sum(
        topics()[part.topic].discipline in CROWD[leader].disciplines
        for part in parts
        for leader in part.leaders
    )
    assert near == 208
