"""Topics that may be one, found by their titles."""

import pytest

from board.camp import events as e
from board.camp.evolve import fold
from board.camp.model import ActionId, AttendeeId, Camp, MergeProposal, OrganiserId, Pitch, TopicId
from board.demo.district import topics
from board.live.doubles import doubles
from tests.boards import small_camp


@pytest.fixture
def camp() -> Camp:
    return fold(None, small_camp(topics=0))


def with_titles(camp: Camp, *titles: str, led: bool = True) -> Camp:
    leads = (AttendeeId("a1"),) if led else ()
    return fold(
        camp,
        [
            e.TopicPitched(
                topic=TopicId(f"d{n}"), pitch=Pitch(title=title), by=AttendeeId("a1"), at=n,
                facilitators=leads,
            )
            for n, title in enumerate(titles)
        ],
    )  # fmt: skip


def pairs(camp: Camp) -> list[tuple[str, str]]:
    return [(found.source.id, found.target.id) for found in doubles(camp)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mindfulness for kids", "Mindfulness with students"),
        ("Google Classroom tips", "Tips for Google Classroom"),
        ("Restorative circles in middle school", "Restorative circles"),
        ("Grading less, learning more", "Grading less"),
    ],
)
def test_titles_that_say_the_same_are_found(camp: Camp, one: str, other: str) -> None:
    assert pairs(with_titles(camp, one, other)) == [("d1", "d0")]


def test_the_topics_of_a_whole_district_are_not_taken_for_one_another(camp: Camp) -> None:
    assert pairs(with_titles(camp, *(topic.title for topic in topics()))) == []


def test_what_differs_by_its_number_is_not_the_same(camp: Camp) -> None:
    assert pairs(with_titles(camp, "Algebra 1 for everybody", "Algebra 2 for everybody")) == []


def test_a_wish_would_become_part_of_an_offer_whichever_came_first(camp: Camp) -> None:
    camp = with_titles(camp, "Sewing circle", led=False)
    offer = e.TopicPitched(
        topic=TopicId("offer"), pitch=Pitch(title="Sewing circle"), by=AttendeeId("a1"), at=9,
        facilitators=(AttendeeId("a1"),),
    )  # fmt: skip
    assert pairs(fold(camp, [offer])) == [("d0", "offer")]


def test_those_told_apart_and_those_asked_about_are_not_pointed_out(camp: Camp) -> None:
    camp = with_titles(camp, "Sewing circle", "Sewing circle")
    apart = e.TopicsToldApart(first=TopicId("d0"), second=TopicId("d1"))
    assert pairs(fold(camp, [apart])) == []
    asked = MergeProposal(
        source=TopicId("d1"), target=TopicId("d0"), by=OrganiserId("o1"), action=ActionId("x")
    )
    assert pairs(fold(camp, [e.MergeProposed(proposal=asked)])) == []


def test_what_changes_is_compared_anew(camp: Camp) -> None:
    camp = with_titles(camp, "Sewing circle", "Chess for all", "Baking bread")
    assert pairs(camp) == []
    camp = fold(camp, [e.TopicEdited(topic=TopicId("d2"), pitch=Pitch(title="Sewing circle"))])
    assert pairs(camp) == [("d2", "d0")]
    camp = fold(camp, [e.TopicHidden(topic=TopicId("d0"))])
    assert pairs(camp) == []
    camp = fold(camp, [e.TopicShown(topic=TopicId("d0"))])
    assert pairs(camp) == [("d2", "d0")]


def test_the_most_alike_come_first(camp: Camp) -> None:
    camp = with_titles(
        camp, "Restorative circles in middle school", "Restorative circles", "Baking", "Baking"
    )
    assert pairs(camp) == [("d3", "d2"), ("d1", "d0")]
