"""Who may begin a camp, and what every organiser's command has in common."""

import pytest

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.errors import Conflict, Forbidden, Invalid, Unknown
from board.camp.evolve import KEPT_ACTIONS
from board.camp.model import ActionId, OrganiserId
from tests.camp.scenes import ADA, BEGIN, CHESS, NOBODY, OLU, a_camp, after, did, undo


def test_a_camp_begins_with_its_slots_before_the_rooms_that_may_be_closed_in_them() -> None:
    kinds = [type(event) for event in decide(None, BEGIN)]
    assert kinds == [e.CampCreated, *[e.SlotSet] * 3, *[e.RoomSet] * 3]


def test_a_camp_begins_once() -> None:
    with pytest.raises(Conflict, match="There is a camp with this code already"):
        decide(a_camp(), BEGIN)


def test_nothing_can_be_asked_of_a_camp_that_is_not_there() -> None:
    with pytest.raises(Unknown, match="There is no camp with this code"):
        decide(None, c.JoinCamp(attendee=NOBODY))


def test_only_organisers_run_the_day() -> None:
    with pytest.raises(Forbidden, match="Only organisers can do this"):
        decide(a_camp(), did(c.HideTopic, topic=CHESS, by=OrganiserId(ADA)))


def test_an_action_is_told_in_words_after_what_it_did() -> None:
    hide = did(c.HideTopic, topic=CHESS)
    hidden, taken = decide(a_camp(), hide)
    assert hidden == e.TopicHidden(topic=CHESS)
    assert isinstance(taken, e.ActionTaken)
    assert (taken.action, taken.by, taken.at) == (hide.action, OLU, hide.at)
    assert taken.what == "Hid “Chess”"
    assert taken.undo == (e.TopicShown(topic=CHESS),)


def test_an_action_repeated_by_a_phone_that_heard_no_answer_changes_nothing() -> None:
    hide = did(c.HideTopic, topic=CHESS)
    camp = after(a_camp(), hide)
    assert decide(camp, hide) == ()
    shown = after(camp, did(c.ShowTopic, topic=CHESS))
    assert decide(shown, hide) == ()


def test_an_action_that_changes_nothing_is_not_told() -> None:
    camp = a_camp()
    assert decide(camp, did(c.ChangePhase, phase="open")) == ()


@pytest.mark.parametrize("wrong", ["", "UPPER", "x" * 33, "a b", "\ud800"])
def test_an_action_needs_a_proper_id(wrong: str) -> None:
    command = c.HideTopic(by=OLU, action=ActionId(wrong), at=1, topic=CHESS)
    with pytest.raises(Invalid, match="The id of the action must be 1 to 32"):
        decide(a_camp(), command)


@pytest.mark.parametrize("wrong", [-1, 2**53])
def test_an_action_needs_a_moment_in_time(wrong: int) -> None:
    command = c.HideTopic(by=OLU, action=ActionId("x"), at=wrong, topic=CHESS)
    with pytest.raises(Invalid, match="in milliseconds since 1970"):
        decide(a_camp(), command)


def test_the_latest_actions_are_kept() -> None:
    camp = a_camp()
    for n in range(KEPT_ACTIONS):
        camp = after(camp, did(c.HideTopic if n % 2 == 0 else c.ShowTopic, topic=CHESS))
    assert len(camp.actions) == KEPT_ACTIONS
    assert {action.what for action in camp.actions} == {"Hid “Chess”", "Showed “Chess” again"}
    for _ in range(KEPT_ACTIONS):
        camp = after(camp, undo(camp))
    assert camp.actions == ()
