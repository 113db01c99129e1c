"""The roster: who is expected, and the badges that let them in."""

import pytest
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid, Unknown
from board.camp.model import AttendeeId, Badge, Camp
from board.camp.rules import roster
from tests.camp.scenes import ADA, a_camp, after, did, undo

MAY, NOA = AttendeeId("may"), AttendeeId("noa")
EXPECTED = (Badge(id=MAY, name="May", school="Lincoln", role="Teacher"), Badge(id=NOA, name="Noa"))


def expecting(camp: Camp | None = None) -> Camp:
    return after(camp or a_camp(), did(c.SetBadges, badges=EXPECTED))


def test_a_roster_is_put_on_and_taken_off_at_once() -> None:
    camp = expecting()
    assert set(camp.roster) == {MAY, NOA}
    assert camp.actions[-1].what == "Put 2 people on the roster"
    assert not after(camp, undo(camp)).roster


def test_who_comes_in_by_their_badge_has_said_who_they_are() -> None:
    camp = after(expecting(), c.JoinCamp(attendee=MAY, name="May"), c.JoinCamp(attendee=NOA))
    assert camp.attendees[MAY].school == "Lincoln"
    assert camp.attendees[MAY].described
    assert not camp.attendees[NOA].described


def test_a_badge_that_is_described_anew_keeps_its_code_and_is_printed_again_if_it_reads_otherwise() -> (
    None
):
    camp = after(
        expecting(),
        did(c.ReplaceBadge, badge=MAY, edition=0),
        did(c.PrintBadges, badges=(MAY, NOA)),
        did(c.SetBadges, badges=(Badge(id=MAY, name="May", school="Lincoln", email="m@x.org"),)),
        did(c.SetBadges, badges=(Badge(id=NOA, name="Noa B."),)),
    )
    assert camp.roster[MAY].edition == 1
    assert camp.roster[MAY].printed
    assert not camp.roster[NOA].printed


def test_the_code_of_a_lost_badge_is_replaced_once() -> None:
    camp = after(expecting(), did(c.PrintBadges, badges=(MAY,)))
    camp = after(camp, did(c.ReplaceBadge, badge=MAY, edition=0))
    assert camp.roster[MAY].edition == 1
    assert not camp.roster[MAY].printed
    assert decide(camp, did(c.ReplaceBadge, badge=MAY, edition=0)) == ()


def test_who_is_taken_off_the_roster_stays_in() -> None:
    camp = after(expecting(), c.JoinCamp(attendee=MAY), did(c.RemoveBadge, badge=MAY))
    assert MAY in camp.attendees
    assert MAY not in camp.roster
    camp = after(camp, undo(camp))
    assert camp.roster[MAY] == EXPECTED[0]


def test_everybody_who_is_in_stays_in_whatever_it_takes_to_come_in_from_now_on() -> None:
    camp = a_camp()
    for identity in ("roster", "doors", "open"):
        settings = replace(camp.settings, identity=identity)
        camp = after(camp, did(c.ChangeSettings, settings=settings))
        assert camp.settings.identity == identity
        assert ADA in camp.attendees


def test_there_is_no_other_way_to_come_in() -> None:
    keyhole = replace(a_camp().settings, identity="keyhole")
    with pytest.raises(Invalid, match="keyhole"):
        decide(a_camp(), did(c.ChangeSettings, settings=keyhole))


def test_a_roster_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(Invalid, match="name"):
        decide(a_camp(), did(c.SetBadges, badges=(Badge(id=MAY, name=" "),)))
    with pytest.raises(Invalid, match="twice"):
        decide(a_camp(), did(c.SetBadges, badges=EXPECTED + EXPECTED))
    many = tuple(Badge(id=AttendeeId(f"m{n}"), name="M") for n in range(roster.MOST_BADGES + 1))
    with pytest.raises(Conflict, match="5,000"):
        decide(a_camp(), did(c.SetBadges, badges=many))
    for command in (
        did(c.ReplaceBadge, badge=MAY, edition=0),
        did(c.PrintBadges, badges=(MAY,)),
    ):
        with pytest.raises(Unknown):
            decide(a_camp(), command)
