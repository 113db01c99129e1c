"""What organisers tell everybody: announcements, and the count-down."""

import pytest

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Forbidden, Invalid
from board.camp.model import ActionId, Camp, OrganiserId
from board.camp.rules.announcing import LONGEST, MOST_STANDING, SENTENCE
from tests.camp.scenes import OLU, a_camp, after, did, undo

NOON = 1_773_486_000_000  # ms since the epoch


def announced(text: str) -> c.Announce:
    return did(c.Announce, text=text)


def timer(ends: int, what: str = "", at: int = NOON) -> c.SetTimer:
    return c.SetTimer(
        by=OLU, action=ActionId(f"t{ends}{what[:3].lower()}"), at=at, ends=ends, what=what
    )


def texts(camp: Camp) -> list[str]:
    return [each.text for each in camp.announcements]


def test_an_announcement_says_who_said_it_and_when() -> None:
    command = announced("  Lunch is in\nthe gym ")
    (said,) = after(a_camp(), command).announcements
    assert (said.text, said.by, said.at) == ("Lunch is in the gym", OLU, command.at)


@pytest.mark.parametrize("phase", ["setup", "open", "running", "closed"])
def test_organisers_can_tell_everybody_something_all_day(phase: str) -> None:
    camp = a_camp()
    if phase != "open":
        camp = after(camp, did(c.ChangePhase, phase=phase))
    assert texts(after(camp, announced("Hello"))) == ["Hello"]


def test_what_stands_already_is_not_announced_twice() -> None:
    camp = after(a_camp(), announced("Hello"))
    assert decide(camp, announced("Hello")) == ()


def test_an_announcement_is_taken_back_and_that_too_can_be_undone() -> None:
    camp = after(a_camp(), announced("One"), announced("Two"))
    first = camp.announcements[0].id
    camp = after(camp, did(c.WithdrawAnnouncement, announcement=first))
    assert texts(camp) == ["Two"]
    assert texts(after(camp, undo(camp))) == ["One", "Two"]


def test_an_announcement_is_undone_like_anything_else() -> None:
    camp = after(a_camp(), announced("One"), announced("Two"))
    camp = after(camp, undo(camp))
    assert texts(camp) == ["One"]
    assert [action.what for action in camp.actions][-1:] == ["Announced “One”"]


def test_an_announcement_is_one_sentence_and_not_an_essay() -> None:
    for text in ("", " \n", "x" * (SENTENCE + 1), "a\u202eb"):
        with pytest.raises(Invalid):
            decide(a_camp(), announced(text))


def test_too_many_announcements_at_once_are_refused() -> None:
    camp = after(a_camp(), *(announced(f"Number {n}") for n in range(MOST_STANDING)))
    with pytest.raises(Conflict):
        decide(camp, announced("One too many"))


def test_only_organisers_announce() -> None:
    with pytest.raises(Forbidden):
        decide(a_camp(), did(c.Announce, by=OrganiserId("ada"), text="Hello"))


def test_a_timer_is_the_moment_it_ends_at() -> None:
    camp = after(a_camp(), timer(NOON + 300_000, "Pitching ends"))
    assert camp.timer is not None
    assert (camp.timer.what, camp.timer.ends) == ("Pitching ends", NOON + 300_000)


def test_a_timer_is_prolonged_stopped_and_each_of_that_undone() -> None:
    camp = after(a_camp(), timer(NOON + 300_000, "Lunch"))
    first = camp.timer
    camp = after(camp, timer(NOON + 360_000, "Lunch"))
    longer = camp.timer
    camp = after(camp, did(c.StopTimer))
    assert camp.timer is None
    camp = after(camp, undo(camp))
    assert camp.timer == longer
    camp = after(camp, undo(camp))
    assert camp.timer == first
    assert after(camp, undo(camp)).timer is None


def test_pressing_twice_adds_one_minute() -> None:
    camp = after(a_camp(), timer(NOON + 300_000, "Lunch"))
    camp = after(camp, timer(NOON + 360_000, "Lunch"))
    again = c.SetTimer(by=OLU, action=ActionId("again"), at=NOON, ends=NOON + 360_000, what="Lunch")
    assert decide(camp, again) == ()


@pytest.mark.parametrize("ends", [NOON, NOON - 1, NOON + LONGEST + 1])
def test_a_timer_ends_after_now_and_before_the_day_is_over(ends: int) -> None:
    with pytest.raises(Invalid):
        decide(a_camp(), timer(ends))


def test_without_a_timer_there_is_nothing_to_stop() -> None:
    assert decide(a_camp(), did(c.StopTimer)) == ()
