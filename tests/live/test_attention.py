"""What organisers are told to look at."""

import pytest

from board.camp import events as e
from board.camp.evolve import fold
from board.camp.model import AttendeeId, Camp, Pitch, TopicId
from board.live.attention import MOST_LISTED, attention
from tests.boards import small_camp


@pytest.fixture
def camp() -> Camp:
    """Open, with slots at 9:00, 10:00 and 11:00 UTC, and rooms for 21 to 24 people."""
    return fold(None, small_camp())


def wishes(count: int, *, voted: bool) -> list[e.Event]:
    events: list[e.Event] = []
    for n in range(count):
        wish = TopicId(f"w{n}")
        events.append(
            e.TopicPitched(topic=wish, pitch=Pitch(title=f"Wish {n}"), by=AttendeeId("a1"), at=1)
        )
        if voted:
            events += [
                e.VoteCast(attendee=AttendeeId(f"a{k}"), topic=wish) for k in range(1, n + 2)
            ]
    return events


def test_only_wishes_that_somebody_wants_are_told_most_wanted_first(camp: Camp) -> None:
    assert attention(fold(camp, wishes(3, voted=False))).wishes.total == 0
    listed = attention(fold(camp, wishes(3, voted=True))).wishes
    assert [topic.id for topic, _ in listed.topics] == ["w2", "w1", "w0"]


def test_long_lists_are_cut_and_counted(camp: Camp) -> None:
    listed = attention(fold(camp, wishes(MOST_LISTED + 3, voted=True))).wishes
    assert (len(listed.topics), listed.more) == (MOST_LISTED, 3)


def test_a_topic_without_a_room_is_told_with_the_planners_reason(camp: Camp) -> None:
    why = e.Unplaced(topic=TopicId("t1"), why="every room with a piano is taken")
    ((topic, reason),) = attention(fold(camp, [e.PlanAdopted(unplaced=(why,))])).homeless.topics
    assert (topic.id, reason) == ("t1", "every room with a piano is taken")


@pytest.mark.parametrize(("voters", "crowded"), [(24, 0), (25, 1)])
def test_more_votes_than_the_largest_room_holds_are_told(voters: int, crowded: int) -> None:
    camp = fold(None, small_camp(attendees=25))
    votes = [
        e.VoteCast(attendee=AttendeeId(f"a{k + 1}"), topic=TopicId("t1")) for k in range(voters)
    ]
    assert attention(fold(camp, votes)).crowded.total == crowded


def test_a_closed_camp_needs_nobody(camp: Camp) -> None:
    camp = fold(camp, [*wishes(3, voted=True), e.PhaseChanged(phase="closed")])
    assert attention(camp).calm
