import itertools
import random
import re
import zoneinfo
from collections import Counter
from typing import get_args

import msgspec
import pytest

from board.demo.crowd import Person, ballot, people
from board.demo.district import (
    Discipline,
    Feature,
    Format,
    Room,
    Subject,
    Topic,
    district_day,
    topics,
)

SEED = 2026
SPECIAL_FEATURES = {"kitchen", "string instruments"}  # one room of the campus has them


def test_the_day_is_as_large_as_the_real_one() -> None:
    assert len(topics()) == 138
    assert len(district_day().rooms) == 48
    assert Counter(topic.kind for topic in topics()) == {"offer": 111, "wish": 27}
    assert sum(topic.facilitators for topic in topics()) == 208


def test_no_two_topics_share_a_title_or_a_description() -> None:
    assert len({topic.title.casefold() for topic in topics()}) == 138
    assert len({topic.description.casefold() for topic in topics()}) == 138


def test_titles_and_descriptions_fit_a_card() -> None:
    for topic in topics():
        assert 10 <= len(topic.title) <= 80, topic.title
        assert 40 <= len(topic.description) <= 280, topic.title
        assert topic.description.endswith((".", "?")), topic.title
        assert sentences(topic.description) <= 2, topic.title


def test_five_topics_are_about_mindfulness_and_are_capped_and_near_the_top() -> None:
    ranks = [rank for rank, topic in enumerate(topics(), 1) if "mindful" in topic.title.casefold()]

    assert len(ranks) == 5
    assert max(ranks) <= 10
    assert all(topics()[rank - 1].seat_cap > 0 for rank in ranks)


def test_every_topic_of_the_real_day_is_there() -> None:
    titles = " | ".join(topic.title for topic in topics()).casefold()
    for subject in (
        "productive struggle",
        "quality questioning",
        "hamilton",
        "racial justice",
        "robotics",
        "writing fiction",
        "diversity in literature",
        "smart technology",
        "supporting transgender students",
        "badminton",
        "homework",
        "string instrument",
        "standards-based grading",
        "mathematical problem solving",
        "integrated performance assessments",
        "google classroom",
        "first aid",
        "garageband",
        "twitter",
    ):
        assert subject in titles, subject


def test_a_wish_reads_like_a_wish_and_is_never_promised_twice() -> None:
    for topic in topics():
        if topic.kind == "wish":
            assert "wish" in f"{topic.title} {topic.description}".casefold(), topic.title
            assert not topic.willing_to_repeat, topic.title


def test_every_subject_discipline_format_and_feature_is_used() -> None:
    assert {s for topic in topics() for s in topic.subjects} == set(get_args(Subject))
    assert {topic.discipline for topic in topics()} == set(get_args(Discipline))
    assert {topic.format for topic in topics()} == set(get_args(Format))
    assert {need for topic in topics() for need in topic.needs} == set(get_args(Feature))


def test_no_topic_names_a_grade_band_subject_or_need_twice() -> None:
    for topic in topics():
        for named in (topic.grade_bands, topic.subjects, topic.needs):
            assert len(named) == len(set(named)), topic.title


def test_the_rooms_are_those_of_a_large_high_school() -> None:
    rooms = district_day().rooms
    expected = {300: 1, 150: 2, 100: 2, 80: 3, 60: 5, 50: 5, 35: 10, 30: 10, 25: 5, 20: 5}

    assert Counter(room.capacity for room in rooms) == expected
    assert len({room.name for room in rooms}) == 48


def test_every_feature_is_in_two_rooms_unless_it_is_special() -> None:
    for feature in get_args(Feature):
        equipped = sum(feature in room.features for room in district_day().rooms)
        assert equipped == 1 if feature in SPECIAL_FEATURES else equipped >= 2, feature


def test_three_breakouts_can_hold_every_topic_in_a_room_that_suits_it() -> None:
    """Nothing about who wants what: only needs, seat caps and 48 rooms three times over."""
    breakouts = [p for p in district_day().periods if p.kind == "breakout"]
    places = [room for _ in breakouts for room in district_day().rooms]

    assert unplaceable(topics(), places) == []


def test_the_day_runs_from_the_convocation_to_the_last_breakout_without_overlap() -> None:
    periods = district_day().periods

    assert [p.kind for p in periods] == [
        "together", "breakout", "breakout", "together", "breakout",
    ]  # fmt: skip
    assert [p.minutes for p in periods if p.kind == "breakout"] == [75, 75, 75]
    for earlier, later in itertools.pairwise(periods):
        assert earlier.start_minute + earlier.minutes <= later.start_minute
        assert earlier.end <= later.start
    assert (periods[0].start, periods[-1].end) == ("08:00", "14:15")
    assert "flash mob" in periods[0].about


def test_the_day_has_a_hashtag_and_a_real_time_zone() -> None:
    assert re.fullmatch(r"#\w+", district_day().hashtag)
    assert zoneinfo.ZoneInfo(district_day().time_zone).key == "America/New_York"


def test_a_thousand_people_all_have_different_names() -> None:
    assert len({person.name for person in people(1000, SEED)}) == 1000


def test_the_crowd_follows_from_its_seed_and_more_people_never_change_the_first() -> None:
    assert people(1000, SEED) == people(1000, SEED)
    assert people(60, SEED) == people(1000, SEED)[:60]
    assert people(1000, SEED) != people(1000, SEED + 1)


def test_a_thousand_people_staff_nine_schools_with_one_principal_each() -> None:
    crowd = people(1000, SEED)
    sizes = Counter(person.school for person in crowd)
    principals = Counter(person.school for person in crowd if person.role == "Principal")

    assert sorted(sizes.values()) == [85] * 6 + [130] * 2 + [230]
    assert principals == dict.fromkeys(sizes, 1)
    assert district_day().campus in sizes


def test_everybody_works_in_a_grade_band_of_their_school_and_likes_two_disciplines() -> None:
    bands = {85: {"K-2", "3-5"}, 130: {"6-8"}, 230: {"9-12"}}
    crowd = people(1000, SEED)
    sizes = Counter(person.school for person in crowd)

    for person in crowd:
        assert person.grade_band in bands[sizes[person.school]]
        assert len(set(person.disciplines)) == 2
    assert {p.disciplines[0] for p in crowd} == set(get_args(Discipline))


def test_more_people_than_there_are_names_are_refused() -> None:
    for n in (-1, 10_001):
        with pytest.raises(ValueError, match=f"not {n}$"):
            people(n, SEED)


def test_a_ballot_names_each_topic_once_and_follows_from_its_seed() -> None:
    [person] = people(1, SEED)
    drawn = ballot(person, topics(), 12, random.Random(7))

    assert drawn == ballot(person, topics(), 12, random.Random(7))
    assert len(set(drawn)) == len(drawn) == 12
    assert sorted(ballot(person, topics(), 500, random.Random(7))) == list(range(138))


def test_a_first_choice_is_drawn_as_often_as_its_rank_and_discipline_say() -> None:
    person = drawn_to("inclusion", "mathematics")
    wanted = [topic_in("inclusion"), topic_in("mathematics"), topic_in("humanities")]
    weights = [6 * 1, 3 * 2**-0.8, 1 * 3**-0.8]
    rng = random.Random(SEED)
    draws = 20_000

    firsts = Counter(ballot(person, wanted, 1, rng)[0] for _ in range(draws))

    for index, weight in enumerate(weights):
        assert abs(firsts[index] / draws - weight / sum(weights)) < 0.02


def drawn_to(first: Discipline, second: Discipline) -> Person:
    [somebody] = people(1, SEED)
    return msgspec.structs.replace(somebody, disciplines=(first, second))


def topic_in(discipline: Discipline) -> Topic:
    return next(topic for topic in topics() if topic.discipline == discipline)


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?=\s+[A-Z]|$)", text))


def unplaceable(wanted: tuple[Topic, ...], places: list[Room]) -> list[str]:
    """Titles left over by a largest matching of topics with places (augmenting paths)."""
    holder: dict[int, Topic] = {}

    def place(topic: Topic, tried: set[int]) -> bool:
        for index, room in enumerate(places):
            if index in tried or not suits(topic, room):
                continue
            tried.add(index)
            if index not in holder or place(holder[index], tried):
                holder[index] = topic
                return True
        return False

    return [topic.title for topic in wanted if not place(topic, set())]


def suits(topic: Topic, room: Room) -> bool:
    return set(topic.needs) <= set(room.features) and room.capacity >= topic.seat_cap
