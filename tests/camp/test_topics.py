"""Pitching, editing, leading, withdrawing, hiding and merging topics."""

from typing import Any

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import (
    BoardError,
    Conflict,
    Forbidden,
    Invalid,
    Unauthorised,
    Unknown,
    WrongPhase,
)
from board.camp.model import (
    ActorId,
    AttendeeId,
    Camp,
    Organiser,
    Phase,
    Pin,
    TopicId,
)
from board.camp.rules.topics import MOST_EACH, MOST_FACILITATORS, MOST_TOPICS
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    HUT,
    LAB,
    NEW,
    NINE,
    NOBODY,
    NOON,
    OLU,
    PIA,
    POETRY,
    ROBOTS,
    TEN,
    a_camp,
    after,
    did,
    edited,
    pitched,
    planned,
    put,
    undo,
    where,
)


def led(topic: TopicId, who: AttendeeId, *, invited: bool = False) -> c.LeadTopic:
    return c.LeadTopic(topic=topic, attendee=who, invited=invited)


def left(topic: TopicId, who: AttendeeId, by: ActorId) -> c.LeaveTopic:
    return c.LeaveTopic(topic=topic, attendee=who, by=by)


def merged(source: TopicId, target: TopicId) -> c.MergeTopics:
    return did(c.MergeTopics, source=source, target=target)


def voted(who: AttendeeId, *ballot: TopicId) -> c.OrderBallot:
    return c.OrderBallot(attendee=who, ballot=ballot)


# Pitching


def test_an_offer_names_its_pitcher_as_facilitator_and_a_wish_names_nobody() -> None:
    camp = after(a_camp(), pitched(NEW, CLEO, leads=True))
    assert (camp.topics[NEW].facilitators, camp.topics[NEW].wish) == ((CLEO,), False)
    assert (camp.topics[POETRY].facilitators, camp.topics[POETRY].wish) == ((), True)
    assert [camp.topics[t].number for t in (CHESS, ROBOTS, POETRY, NEW)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("phase", "why"), [("setup", "The board isn't open yet"), ("closed", "This camp is closed")]
)
def test_attendees_pitch_while_the_board_is_open(phase: Phase, why: str) -> None:
    with pytest.raises(WrongPhase, match=why):
        decide(a_camp(phase), pitched(NEW, CLEO))


def test_organisers_pitch_for_others_and_before_the_board_opens() -> None:
    pitch = replace(pitched(NEW, OLU), facilitators=(ADA, BEN, ADA))
    assert after(a_camp("setup"), pitch).topics[NEW].facilitators == (ADA, BEN)
    with pytest.raises(WrongPhase):
        decide(a_camp("closed"), pitch)


def test_an_organiser_can_only_name_people_who_are_in() -> None:
    with pytest.raises(Unknown, match=r"Nobody called “nobody” is in\. Let them join first"):
        decide(a_camp(), replace(pitched(NEW, OLU), facilitators=(ADA, NOBODY)))


def test_an_attendee_offers_nobody_else() -> None:
    with pytest.raises(Forbidden, match="You can offer to lead a topic yourself"):
        decide(a_camp(), replace(pitched(NEW, CLEO), facilitators=(CLEO, ADA)))


def test_who_is_not_in_pitches_nothing() -> None:
    with pytest.raises(Unauthorised, match="join this camp first"):
        decide(a_camp(), pitched(NEW, NOBODY))


def test_a_pitch_sent_twice_is_one_topic() -> None:
    camp = after(a_camp(), pitched(NEW, CLEO))
    assert decide(camp, pitched(NEW, CLEO, title="Sent again")) == ()
    with pytest.raises(Conflict, match="A topic with this id exists already"):
        decide(camp, pitched(NEW, BEN))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"topic": TopicId("New Topic")}, "The id of the topic must be 1 to 32"),
        ({"at": -1}, "in milliseconds since 1970"),
    ],
)
def test_a_pitch_needs_a_proper_id_and_time(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        decide(a_camp(), replace(pitched(NEW, CLEO), **wrong))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"title": " "}, "Please fill in the title"),
        ({"title": "x" * 121}, "The title is 121 characters long; 120 is the most"),
        ({"title": "a\u202eb"}, r"The title holds a character that can't be shown \(U\+202E\)"),
        ({"description": "x" * 2001}, "The description is 2,001 characters long"),
        (
            {"tags": tuple("abcdefghijklm")},
            "At most 12, please, of this: subject tag. These are 13",
        ),
        ({"needs": ("x" * 41,)}, "The room need is 41 characters long"),
        ({"format": "x" * 41}, "The format is 41 characters long"),
        ({"bring": "x" * 301}, "The list of what to bring is 301 characters long"),
        ({"grade_bands": ("K-2", "13+")}, "“13.” is no grade band; they are K-2, 3-5, 6-8, 9-12"),
        ({"seat_cap": -1}, "The most people a session can take must be 0"),
        ({"seat_cap": 10_001}, "The most people a session can take must be 0"),
        ({"sessions": 0}, "A topic can run 1 to 6 times"),
        ({"sessions": 7}, "A topic can run 1 to 6 times"),
        ({"not_in": ("s99",)}, "The topic names a slot that isn't there: “s99”"),
    ],
)
def test_a_pitch_has_to_make_sense(wrong: dict[str, Any], why: str) -> None:
    camp = a_camp()
    with pytest.raises(Invalid, match=why):
        decide(camp, pitched(NEW, CLEO, **wrong))
    with pytest.raises(Invalid, match=why):
        decide(camp, edited(camp, CHESS, ADA, **wrong))


def test_a_pitch_is_kept_clean_and_its_markup_as_it_was_written() -> None:
    words: dict[str, Any] = {
        "title": " <b>Chess</b>  & “more” ",
        "description": "First.\r\n\r\n<script>alert(1)</script> ",
        "grade_bands": ("9-12", "K-2", "9-12"),
        "tags": ("Games", "games"),
        "not_in": (TEN, NINE, TEN),
    }
    pitch = after(a_camp(), pitched(NEW, CLEO, **words)).topics[NEW].pitch
    assert pitch.title == "<b>Chess</b> & “more”"
    assert pitch.description == "First.\n\n<script>alert(1)</script>"
    assert pitch.grade_bands == ("K-2", "9-12")
    assert (pitch.tags, pitch.not_in) == (("games",), (TEN, NINE))


def test_one_person_has_so_many_topics_on_the_board() -> None:
    mine = [pitched(TopicId(f"m{n}"), BEN) for n in range(MOST_EACH - 1)]
    camp = after(a_camp(), *mine)
    with pytest.raises(Conflict, match=r"You have pitched 20 topics\. Withdraw one"):
        decide(camp, pitched(NEW, BEN))
    camp = after(camp, c.WithdrawTopic(topic=TopicId("m0"), by=BEN), pitched(NEW, BEN))
    assert camp.topics[NEW].up


def test_the_board_holds_so_many_topics() -> None:
    many = [pitched(TopicId(f"m{n}"), OLU) for n in range(MOST_TOPICS - 3)]
    with pytest.raises(Conflict, match="The board is full: it holds 1,000 topics"):
        decide(after(a_camp(), *many), pitched(NEW, OLU))


def crowd() -> tuple[Camp, tuple[AttendeeId, ...]]:
    people = tuple(AttendeeId(f"p{n}") for n in range(MOST_FACILITATORS))
    return after(a_camp(), *(c.JoinCamp(attendee=p) for p in people)), people


def test_a_topic_has_so_many_facilitators() -> None:
    camp, people = crowd()
    why = "A topic can have 8 facilitators at most"
    with pytest.raises(Conflict, match=why):
        decide(camp, replace(pitched(NEW, OLU), facilitators=(*people, ADA)))
    camp = after(camp, replace(pitched(NEW, OLU), facilitators=people))
    with pytest.raises(Conflict, match=why):
        decide(camp, led(NEW, ADA, invited=True))
    with pytest.raises(Conflict, match=why):
        decide(camp, merged(CHESS, NEW))


# Editing


def test_who_leads_a_topic_edits_it_and_so_do_its_co_facilitators_and_organisers() -> None:
    camp = after(a_camp(), led(CHESS, BEN, invited=True))
    owners: tuple[ActorId, ...] = (ADA, BEN, OLU)
    for n, by in enumerate(owners):
        camp = after(camp, edited(camp, CHESS, by, title=f"Chess {n}"))
    assert camp.topics[CHESS].pitch.title == "Chess 2"
    assert decide(camp, edited(camp, CHESS, ADA)) == ()


def test_who_wished_for_a_topic_edits_it_until_somebody_leads_it() -> None:
    camp = after(a_camp(), edited(a_camp(), POETRY, CLEO, title="Poems"), led(POETRY, ADA))
    with pytest.raises(Forbidden, match="Only those who lead this topic, and organisers"):
        decide(camp, edited(camp, POETRY, CLEO, title="Verse"))


def nobody_elses() -> list[tuple[c.Command, type[BoardError]]]:
    edit = edited(a_camp(), CHESS, BEN, title="Mine")
    withdrawal = c.WithdrawTopic(topic=CHESS, by=BEN)
    restoration = c.RestoreTopic(topic=CHESS, by=BEN)
    each = (edit, withdrawal, restoration)
    return [
        *((command, Forbidden) for command in each),
        *((replace(command, by=NOBODY), Unauthorised) for command in each),
        *((replace(command, topic=NEW, by=ADA), Unknown) for command in each),
    ]


@pytest.mark.parametrize(("command", "refusal"), nobody_elses())
def test_a_topic_is_nobody_elses(command: c.Command, refusal: type[BoardError]) -> None:
    with pytest.raises(refusal):
        decide(a_camp(), command)


def test_an_organiser_who_was_removed_no_longer_owns_what_they_wished_for() -> None:
    invited = did(c.InviteOrganiser, organiser=Organiser(id=PIA, name="Pia"))
    camp = after(a_camp(), invited, pitched(NEW, PIA), did(c.RemoveOrganiser, organiser=PIA))
    with pytest.raises(Unauthorised):
        decide(camp, edited(camp, NEW, PIA, title="Still mine"))


@pytest.mark.parametrize(
    "command",
    [
        edited(a_camp(), CHESS, ADA, title="Late"),
        c.WithdrawTopic(topic=CHESS, by=ADA),
        c.RestoreTopic(topic=CHESS, by=ADA),
        led(POETRY, ADA),
        left(CHESS, ADA, ADA),
    ],
)
def test_after_the_day_topics_stay_as_they_are(command: c.Command) -> None:
    with pytest.raises(WrongPhase, match="This camp is closed"):
        decide(a_camp("closed"), command)


def test_a_session_that_no_longer_fits_its_topic_leaves_the_grid() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, HUT)))
    assert where(after(camp, edited(camp, CHESS, ADA, not_in=(NINE,))), CHESS) == []
    assert where(after(camp, edited(camp, CHESS, ADA, needs=("projector",))), CHESS) == []
    assert where(after(camp, edited(camp, CHESS, ADA, not_in=(TEN,))), CHESS) == [(NINE, HUT)]


def test_a_topic_that_runs_fewer_times_gives_up_what_is_neither_frozen_nor_pinned() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=3))
    camp = after(camp, planned((CHESS, NINE, GYM), (CHESS, TEN, GYM), (CHESS, NOON, GYM)))
    camp = after(camp, did(c.FreezeSlot, slot=NOON), edited(camp, CHESS, ADA, sessions=1))
    assert where(camp, CHESS) == [(NOON, GYM)]


def test_what_an_organiser_pinned_is_not_edited_away_but_by_an_organiser() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM))
    wrongs: list[dict[str, Any]] = [{"not_in": (NINE,)}, {"needs": ("piano",)}]
    for wrong in wrongs:
        why = "“Chess” stands firm, and .*. Ask an organiser to move it first"
        with pytest.raises(Conflict, match=why):
            decide(camp, edited(camp, CHESS, ADA, **wrong))
        after_all = after(camp, edited(camp, CHESS, OLU, **wrong))
        assert (where(after_all, CHESS), dict(after_all.pins)) == ([], {})


def test_a_pin_that_holds_no_session_yet_is_not_edited_away_either() -> None:
    camp = after(a_camp(), did(c.PinTopic, pin=Pin(topic=CHESS, slot=NINE)))
    why = "“Chess” is pinned, and its facilitators can't make Nine. Ask an organiser to unpin it"
    with pytest.raises(Conflict, match=why):
        decide(camp, edited(camp, CHESS, ADA, not_in=(NINE,)))
    assert not after(camp, edited(camp, CHESS, OLU, not_in=(NINE,))).pins


def test_what_is_frozen_is_not_edited_away_but_by_an_organiser() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), c.FreezeDueSlot(slot=NINE))
    with pytest.raises(Conflict, match="“Chess” stands firm, and its facilitators can't make Nine"):
        decide(camp, edited(camp, CHESS, ADA, not_in=(NINE,)))
    assert where(after(camp, edited(camp, CHESS, OLU, not_in=(NINE,))), CHESS) == []


def test_a_slot_that_is_gone_does_not_stand_in_the_way_of_an_edit() -> None:
    camp = after(a_camp(), edited(a_camp(), CHESS, ADA, not_in=(NINE,)))
    camp = after(camp, did(c.RemoveSlot, slot=NINE))
    camp = after(camp, edited(camp, CHESS, ADA, title="Chess again"))
    assert camp.topics[CHESS].pitch.not_in == (NINE,)
    with pytest.raises(Invalid, match="names a slot that isn't there: “s9”"):
        decide(camp, edited(camp, ROBOTS, BEN, not_in=(NINE,)))
    camp = after(camp, edited(camp, CHESS, ADA, not_in=()))
    assert camp.topics[CHESS].pitch.not_in == ()


# Withdrawing, hiding


def test_a_withdrawn_topic_leaves_the_grid_and_its_votes_wait() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), voted(BEN, CHESS, ROBOTS))
    camp = after(camp, did(c.FreezeSlot, slot=NINE), c.WithdrawTopic(topic=CHESS, by=ADA))
    assert (camp.topics[CHESS].up, where(camp, CHESS), dict(camp.pins)) == (False, [], {})
    assert decide(camp, c.WithdrawTopic(topic=CHESS, by=ADA)) == ()
    camp = after(camp, c.RestoreTopic(topic=CHESS, by=ADA))
    assert (camp.topics[CHESS].up, camp.ballots[BEN]) == (True, (CHESS, ROBOTS))
    assert decide(camp, c.RestoreTopic(topic=CHESS, by=ADA)) == ()


def test_a_hidden_topic_leaves_the_grid_and_its_votes_wait() -> None:
    camp = after(a_camp(), put(CHESS, NINE, GYM), voted(BEN, CHESS, ROBOTS))
    camp = after(camp, did(c.HideTopic, topic=CHESS))
    assert (camp.topics[CHESS].up, where(camp, CHESS), dict(camp.pins)) == (False, [], {})
    assert decide(camp, did(c.HideTopic, topic=CHESS)) == ()
    camp = after(camp, did(c.ShowTopic, topic=CHESS))
    assert (camp.topics[CHESS].up, camp.ballots[BEN]) == (True, (CHESS, ROBOTS))
    assert camp.actions[-1].what == "Showed “Chess” again"
    assert decide(camp, did(c.ShowTopic, topic=CHESS)) == ()


# Leading


def test_a_wish_becomes_an_offer_when_somebody_steps_up() -> None:
    camp = after(a_camp(), led(POETRY, ADA))
    assert camp.topics[POETRY].facilitators == (ADA,)
    assert decide(camp, led(POETRY, ADA)) == ()


def test_an_offer_gains_a_co_facilitator_by_invitation_only() -> None:
    with pytest.raises(Forbidden, match="Ask them for their co-facilitator link"):
        decide(a_camp(), led(CHESS, CLEO))
    camp = after(a_camp(), led(CHESS, CLEO, invited=True))
    assert camp.topics[CHESS].facilitators == (ADA, CLEO)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (led(POETRY, NOBODY), Unauthorised),
        (led(NEW, ADA), Unknown),
        (led(ROBOTS, ADA, invited=True), Invalid),
    ],
)
def test_people_who_are_in_lead_what_is_on_the_board(
    command: c.Command, refusal: type[BoardError]
) -> None:
    with pytest.raises(refusal):
        decide(after(a_camp(), did(c.HideTopic, topic=ROBOTS)), command)


def test_who_steps_up_while_leading_in_the_same_slot_moves_the_wish_not_the_offer() -> None:
    camp = after(a_camp(leaderless=True), planned((POETRY, NINE, LAB), (CHESS, NINE, GYM)))
    camp = after(camp, led(POETRY, ADA))
    assert (where(camp, POETRY), where(camp, CHESS)) == ([], [(NINE, GYM)])


@pytest.mark.parametrize("how", ["pinned", "frozen"])
def test_nobody_steps_up_for_what_stands_firm_in_a_slot_in_which_they_lead(how: str) -> None:
    camp = after(a_camp(leaderless=True), planned((POETRY, NINE, LAB), (CHESS, NINE, GYM)))
    firm = {"pinned": put(POETRY, NINE, LAB), "frozen": did(c.FreezeSlot, slot=NINE)}
    why = "“Poetry” stands firm, and Ada leads “Chess” then. Ask an organiser to move it first"
    with pytest.raises(Conflict, match=why):
        decide(after(camp, firm[how]), led(POETRY, ADA))


def test_a_facilitator_without_a_name_is_called_so() -> None:
    camp = after(a_camp(leaderless=True), c.NameAttendee(attendee=ADA, name=""))
    camp = after(camp, put(POETRY, NINE, LAB), put(CHESS, NINE, GYM))
    with pytest.raises(Conflict, match="a facilitator leads “Chess” then"):
        decide(camp, led(POETRY, ADA))


def test_nobody_steps_up_for_what_is_pinned_to_a_slot_in_which_they_are_pinned() -> None:
    pins = [did(c.PinTopic, pin=Pin(topic=t, slot=NINE)) for t in (CHESS, POETRY)]
    why = "“Poetry” is pinned, and one of its facilitators leads “Chess”, which is pinned to that"
    with pytest.raises(Conflict, match=why):
        decide(after(a_camp(), *pins), led(POETRY, ADA))


def test_people_step_back_and_who_leads_first_thanks_others() -> None:
    camp = after(a_camp(), led(CHESS, BEN, invited=True), led(CHESS, CLEO, invited=True))
    assert after(camp, left(CHESS, BEN, BEN)).topics[CHESS].facilitators == (ADA, CLEO)
    assert after(camp, left(CHESS, BEN, ADA)).topics[CHESS].facilitators == (ADA, CLEO)
    assert after(camp, left(CHESS, ADA, OLU)).topics[CHESS].facilitators == (BEN, CLEO)
    for by in (BEN, NOBODY):
        with pytest.raises(Forbidden, match="Only they themselves, and who leads the topic"):
            decide(camp, left(CHESS, CLEO, by))


def test_a_topic_that_its_last_facilitator_left_is_a_wish_where_it_stands() -> None:
    camp = after(a_camp(), planned((CHESS, NINE, GYM)), left(CHESS, ADA, ADA))
    assert (camp.topics[CHESS].wish, where(camp, CHESS)) == (True, [(NINE, GYM)])
    assert decide(camp, left(CHESS, ADA, ADA)) == ()
    with pytest.raises(Unknown):
        decide(camp, left(NEW, ADA, ADA))


# Merging


def test_a_merged_topic_brings_its_votes_and_nobody_counts_twice() -> None:
    camp = after(a_camp(), voted(ADA, ROBOTS, POETRY), voted(BEN, POETRY, CHESS, ROBOTS))
    camp = after(camp, voted(CLEO, CHESS), merged(ROBOTS, CHESS))
    assert camp.ballots[ADA] == (CHESS, POETRY)
    assert camp.ballots[BEN] == (POETRY, CHESS)
    assert camp.ballots[CLEO] == (CHESS,)
    assert dict(camp.tallies) == {CHESS: 3, POETRY: 2}
    assert camp.topics[ROBOTS].merged_into == CHESS
    assert camp.actions[-1].what == "Merged “Robots” into “Chess”"


def test_who_wanted_both_keeps_the_better_place() -> None:
    camp = after(a_camp(), voted(ADA, ROBOTS, POETRY, CHESS), voted(BEN, CHESS, POETRY, ROBOTS))
    camp = after(camp, merged(ROBOTS, CHESS))
    assert camp.ballots[ADA] == camp.ballots[BEN] == (CHESS, POETRY)


def test_a_merged_topic_brings_its_facilitators() -> None:
    camp = after(a_camp(), led(ROBOTS, ADA, invited=True))
    assert after(camp, merged(ROBOTS, CHESS)).topics[CHESS].facilitators == (ADA, BEN)
    camp = after(camp, merged(ROBOTS, POETRY))
    assert camp.topics[POETRY].facilitators == (BEN, ADA)


def test_a_merged_topic_leaves_the_grid_and_so_does_what_is_then_double_booked() -> None:
    grid = planned((CHESS, NINE, GYM), (ROBOTS, TEN, GYM), (NEW, NINE, LAB))
    camp = after(a_camp(), pitched(NEW, BEN, leads=True), grid, merged(ROBOTS, CHESS))
    assert where(camp, ROBOTS) == []
    assert sorted([where(camp, CHESS), where(camp, NEW)]) == [[], [(NINE, GYM)]]


def test_a_topic_is_not_merged_with_itself_or_with_what_is_off_the_board() -> None:
    with pytest.raises(Invalid, match="A topic can't be merged with itself"):
        decide(a_camp(), merged(CHESS, CHESS))
    camp = after(a_camp(), merged(CHESS, ROBOTS))
    for again in (merged(CHESS, POETRY), merged(POETRY, CHESS)):
        with pytest.raises(Invalid, match="“Chess” is now part of “Robots”"):
            decide(camp, again)


def test_undoing_a_merge_gives_every_vote_back_its_place() -> None:
    camp = after(a_camp(), voted(ADA, ROBOTS, POETRY, CHESS), voted(BEN, CHESS, POETRY, ROBOTS))
    merge = after(camp, voted(CLEO, POETRY, ROBOTS), merged(ROBOTS, CHESS))
    camp = after(merge, undo(merge))
    assert camp.ballots[ADA] == (ROBOTS, POETRY, CHESS)
    assert camp.ballots[BEN] == (CHESS, POETRY, ROBOTS)
    assert camp.ballots[CLEO] == (POETRY, ROBOTS)
    assert dict(camp.tallies) == {CHESS: 2, POETRY: 3, ROBOTS: 3}


def test_undoing_a_merge_puts_both_side_by_side_on_a_ballot_reordered_since() -> None:
    camp = after(a_camp(), voted(ADA, ROBOTS, POETRY, CHESS), merged(ROBOTS, CHESS))
    camp = after(camp, voted(ADA, POETRY, CHESS))
    assert after(camp, undo(camp)).ballots[ADA] == (POETRY, CHESS, ROBOTS)


def test_a_vote_withdrawn_since_a_merge_stays_withdrawn_when_it_is_undone() -> None:
    camp = after(a_camp(), voted(ADA, ROBOTS, POETRY), voted(BEN, ROBOTS), merged(ROBOTS, CHESS))
    camp = after(camp, c.WithdrawVote(attendee=ADA, topic=CHESS))
    camp = after(camp, undo(camp))
    assert (camp.ballots[ADA], camp.ballots[BEN]) == ((POETRY,), (ROBOTS,))
    assert dict(camp.tallies) == {POETRY: 1, ROBOTS: 1}


def test_a_vote_cast_since_a_merge_stays_where_it_was_cast_when_it_is_undone() -> None:
    camp = after(a_camp(), voted(ADA, ROBOTS), merged(ROBOTS, CHESS), voted(CLEO, CHESS))
    camp = after(camp, undo(camp))
    assert dict(camp.tallies) == {ROBOTS: 1, CHESS: 1}
    assert camp.ballots[CLEO] == (CHESS,)


def test_undoing_a_merge_gives_the_facilitators_back_but_not_those_who_left_since() -> None:
    camp = after(a_camp(), led(ROBOTS, CLEO, invited=True), merged(ROBOTS, CHESS))
    camp = after(camp, left(ROBOTS, CLEO, CLEO))
    camp = after(camp, undo(camp))
    assert camp.topics[CHESS].facilitators == (ADA,)
    assert camp.topics[ROBOTS].facilitators == (BEN,)


def test_who_led_both_before_a_merge_leads_both_after_it_is_undone() -> None:
    begun = after(a_camp(), led(ROBOTS, ADA, invited=True))
    camp = after(begun, merged(ROBOTS, CHESS))
    assert camp.topics[CHESS].facilitators == (ADA, BEN)
    assert after(camp, undo(camp)).topics == begun.topics


def test_merges_are_undone_one_after_the_other() -> None:
    begun = after(a_camp(), voted(ADA, CHESS, ROBOTS, POETRY))
    camp = after(begun, merged(ROBOTS, CHESS), merged(CHESS, POETRY))
    assert camp.ballots[ADA] == (POETRY,)
    camp = after(camp, undo(camp))
    camp = after(camp, undo(camp))
    assert replace(camp, actions=begun.actions) == begun
