"""Who people are: what they say about themselves, and two devices that are one person's."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import BoardError, Conflict, Invalid, Unauthorised, WrongPhase
from board.camp.evolve import fold
from board.camp.model import Attendee, AttendeeId, Camp, TopicId
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    LAB,
    NINE,
    NOBODY,
    POETRY,
    ROBOTS,
    a_camp,
    after,
    did,
    pitched,
    put,
    undo,
    where,
)
from tests.camp.strategies import a_day, often, rarely

TABLET = AttendeeId("tablet")


def joined(camp: Camp, attendee: AttendeeId = ADA, other: AttendeeId = BEN) -> Camp:
    return after(camp, c.JoinDevices(attendee=attendee, other=other))


def voted(camp: Camp, attendee: AttendeeId, *topics: TopicId) -> Camp:
    return after(camp, *(c.CastVote(attendee=attendee, topic=topic) for topic in topics))


def test_two_devices_have_one_ballot_that_holds_every_vote_of_both_once() -> None:
    camp = voted(voted(a_camp(), ADA, CHESS, ROBOTS), BEN, POETRY, CHESS)
    camp = joined(camp)
    assert camp.ballots[ADA] == (CHESS, ROBOTS, POETRY)
    assert BEN not in camp.ballots
    assert dict(camp.tallies) == {CHESS: 1, ROBOTS: 1, POETRY: 1}


def test_a_topic_that_both_devices_saw_was_seen_once() -> None:
    camp = after(
        a_camp(),
        c.SeeTopics(attendee=ADA, topics=(CHESS, ROBOTS)),
        c.SeeTopics(attendee=BEN, topics=(CHESS, POETRY)),
    )
    assert camp.seen[CHESS] == 2
    assert dict(joined(camp).seen) == {CHESS: 1, ROBOTS: 1, POETRY: 1}


def test_a_sight_without_a_vote_left_counts_on_neither_device() -> None:
    camp = after(
        voted(voted(a_camp(vote_budget=1), ADA, POETRY), BEN, POETRY),
        c.SeeTopics(attendee=ADA, topics=(CHESS,)),
        c.SeeTopics(attendee=BEN, topics=(CHESS, ROBOTS)),
    )
    camp = joined(after(camp, c.WithdrawVote(attendee=BEN, topic=POETRY)))
    assert dict(camp.seen) == {POETRY: 1}
    free = c.WithdrawVote(attendee=ADA, topic=POETRY)
    again = after(camp, free, c.SeeTopics(attendee=ADA, topics=(CHESS, ROBOTS)))
    assert dict(again.seen) == {POETRY: 1, CHESS: 1, ROBOTS: 1}


def test_what_was_pitched_on_the_other_device_is_led_by_the_same_person() -> None:
    camp = joined(a_camp())
    assert camp.topics[ROBOTS].facilitators == (ADA,)
    assert camp.topics[ROBOTS].by == ADA
    assert after(camp, c.WithdrawTopic(topic=ROBOTS, by=ADA)).topics[ROBOTS].withdrawn


def test_the_name_that_only_one_of_the_devices_knew_stays() -> None:
    camp = after(a_camp(), c.JoinCamp(attendee=TABLET))
    camp = after(camp, c.DescribeAttendee(attendee=ADA, school="Lincoln"))
    assert joined(camp, TABLET, ADA).attendees[TABLET] == Attendee(
        id=TABLET, name="Ada", school="Lincoln", described=True
    )


def test_votes_go_on_coming_from_a_device_that_was_joined() -> None:
    camp = voted(joined(a_camp()), BEN, CHESS)
    assert camp.ballots[ADA] == (CHESS,)
    camp = after(camp, pitched(TopicId("late"), BEN, leads=True))
    assert camp.topics[TopicId("late")].facilitators == (ADA,)


def test_a_joined_device_stays_itself_when_it_is_joined_again() -> None:
    camp = joined(a_camp())
    for again in (c.JoinDevices(attendee=ADA, other=BEN), c.JoinDevices(attendee=BEN, other=ADA)):
        assert decide(camp, again) == ()
    assert decide(camp, c.JoinCamp(attendee=BEN)) == ()
    camp = joined(camp, CLEO, BEN)
    assert camp.who(BEN) == camp.who(ADA) == CLEO
    assert set(camp.attendees) == {CLEO}


def test_two_devices_have_no_more_votes_than_one() -> None:
    camp = voted(voted(a_camp(vote_budget=2), ADA, CHESS), BEN, POETRY, ROBOTS)
    camp = joined(camp)
    assert camp.ballots[ADA] == (CHESS, POETRY)
    assert dict(camp.tallies) == {CHESS: 1, POETRY: 1}


def test_a_vote_that_waits_for_its_topic_to_come_back_is_carried_over_too() -> None:
    camp = after(voted(a_camp(), BEN, ROBOTS), c.WithdrawTopic(topic=ROBOTS, by=BEN))
    camp = after(joined(camp), c.RestoreTopic(topic=ROBOTS, by=ADA))
    assert camp.ballots[ADA] == (ROBOTS,)


def test_of_two_sessions_that_one_person_now_leads_at_once_none_is_pushed_off_its_pin() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), put(ROBOTS, NINE, LAB))
    with pytest.raises(Conflict, match="Ask an organiser"):
        decide(camp, c.JoinDevices(attendee=ADA, other=BEN))


def test_devices_are_joined_only_while_the_board_changes() -> None:
    with pytest.raises(WrongPhase):
        decide(a_camp("closed"), c.JoinDevices(attendee=ADA, other=BEN))
    with pytest.raises(Unauthorised):
        decide(a_camp(), c.JoinDevices(attendee=ADA, other=NOBODY))
    with pytest.raises(Unauthorised):
        decide(a_camp(), c.JoinDevices(attendee=NOBODY, other=ADA))


def test_undoing_a_merge_of_topics_gives_one_person_back_the_votes_of_both_devices() -> None:
    camp = voted(voted(a_camp(), ADA, POETRY, CHESS), BEN, ROBOTS, CHESS)
    camp = after(camp, did(c.MergeTopics, source=CHESS, target=ROBOTS))
    camp = joined(camp)
    assert camp.ballots[ADA] == (POETRY, ROBOTS)
    camp = after(camp, undo(camp))
    assert set(camp.ballots[ADA]) == {POETRY, CHESS, ROBOTS}
    assert dict(camp.tallies) == {POETRY: 1, CHESS: 1, ROBOTS: 1}


def test_undoing_a_merge_of_topics_takes_nobody_a_topic_that_they_led_before() -> None:
    camp = after(a_camp(), did(c.MergeTopics, source=CHESS, target=ROBOTS))
    assert camp.topics[ROBOTS].facilitators == (BEN, ADA)
    camp = joined(camp, BEN, ADA)
    camp = after(camp, undo(camp))
    assert camp.topics[ROBOTS].facilitators == (BEN,)
    assert camp.topics[CHESS].facilitators == (BEN,)


def test_people_say_about_themselves_what_they_like_and_can_take_it_back() -> None:
    camp = after(
        a_camp(),
        c.DescribeAttendee(
            attendee=ADA, school=" Lincoln  MS ", role="Teacher", grade_bands=("6-8",)
        ),
    )
    assert camp.attendees[ADA] == Attendee(
        id=ADA,
        name="Ada",
        school="Lincoln MS",
        role="Teacher",
        grade_bands=("6-8",),
        described=True,
    )
    camp = after(camp, c.DescribeAttendee(attendee=ADA))
    assert camp.attendees[ADA] == Attendee(id=ADA, name="Ada", described=True)


def test_to_say_nothing_is_an_answer_that_is_given_once() -> None:
    skip = c.DescribeAttendee(attendee=ADA)
    camp = after(a_camp(), skip)
    assert camp.attendees[ADA].described
    assert decide(camp, skip) == ()


def test_a_new_name_leaves_the_rest_as_it_was() -> None:
    camp = after(a_camp(), c.DescribeAttendee(attendee=ADA, school="Lincoln"))
    camp = after(camp, c.NameAttendee(attendee=ADA, name="Ada L."))
    assert camp.attendees[ADA].school == "Lincoln"


def test_a_grade_band_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Invalid, match="13"):
        decide(a_camp(), c.DescribeAttendee(attendee=ADA, grade_bands=("13",)))  # type: ignore[arg-type]


@often
@given(st.data())
def test_joining_devices_loses_no_vote_and_counts_none_twice(data: st.DataObject) -> None:
    for camp in _camps(data):
        one, other = _two(data, camp)
        try:
            now = fold(camp, decide(camp, c.JoinDevices(attendee=one, other=other)))
        except BoardError:
            continue
        mine, theirs = camp.ballots.get(one, ()), camp.ballots.get(other, ())
        ballot = now.ballots.get(one, ())
        assert ballot[: len(mine)] == mine
        assert len(set(ballot)) == len(ballot)
        assert set(ballot) <= {*mine, *theirs}
        if not camp.settings.vote_budget:
            assert set(ballot) == {*mine, *theirs}
        for topic in camp.topics:
            voters = sum(topic in each for each in now.ballots.values())
            assert now.tallies.get(topic, 0) == voters


@rarely
@given(st.data())
def test_no_undo_after_devices_were_joined_loses_a_vote(data: st.DataObject) -> None:
    """As if there had been one device from the start: the votes that come back are the person's."""
    for camp in _camps(data):
        one, other = _two(data, camp)
        if camp.settings.vote_budget or not camp.actions:
            continue
        last = c.UndoAction(by=min(camp.organisers), action=camp.actions[-1].id)
        joining = c.JoinDevices(attendee=one, other=other)
        try:
            apart = fold(camp, decide(camp, last))
            first = fold(camp, decide(camp, joining))
            together = fold(first, decide(first, last))
        except BoardError:
            continue
        votes = {*apart.ballots.get(one, ()), *apart.ballots.get(other, ())}
        assert set(together.ballots.get(one, ())) == votes


def _camps(data: st.DataObject) -> Iterator[Camp]:
    for step in a_day(data.draw):
        if len(step.after.attendees) > 1:
            yield step.after


def _two(data: st.DataObject, camp: Camp) -> tuple[AttendeeId, AttendeeId]:
    people = st.permutations(sorted(camp.attendees))
    one, other, *_ = data.draw(people)
    return one, other


def test_the_session_of_somebody_who_was_joined_stays_where_it_is() -> None:
    camp = joined(after(a_camp(), put(ROBOTS, NINE, LAB)))
    assert where(camp, ROBOTS) == [(NINE, LAB)]
