"""Offers of more room as screens tell them: to organisers with all numbers, to those who lead a topic."""

import pytest

from board.camp import commands as c
from board.camp.model import Camp, Offer, OfferKind, Room, TopicId
from board.live.attention import attention
from board.live.frames import changes, everything
from board.live.offered import Offered, for_facilitators, for_organisers
from board.live.parts import screen
from board.live.render import Renderer
from tests.camp.scenes import (
    ADA,
    BEN,
    CHESS,
    CLEO,
    GYM,
    HUT,
    LAB,
    NINE,
    POETRY,
    a_camp,
    after,
    did,
    edited,
    put,
)


def offered(
    camp: Camp | None = None, kind: OfferKind = "repeat", *, topic: TopicId = CHESS, wins: int = 21
) -> Camp:
    """A camp where 62 people want a topic (Chess, led by Ada) for which there are 40 chairs."""
    camp = camp or a_camp()
    sessions = camp.topics[topic].pitch.sessions
    offer = Offer(topic=topic, kind=kind, sessions=sessions, wanted=62, chairs=40, wins=wins)
    return after(camp, c.OfferMore(offers=(offer,)))


def sentence(told: Offered) -> str:
    return f"{told.before} “{told.title}” {told.after}"


def test_organisers_are_told_who_wants_it_what_there_is_and_what_it_would_win() -> None:
    (told,) = for_organisers(offered())
    assert sentence(told) == (
        "62 people have “Chess” as first or second choice; its room holds 40."
        " Running it twice would win 21 seats."
    )
    assert told.yes == "Run it twice"


def test_a_third_session_is_called_so() -> None:
    (told,) = for_organisers(offered(after(a_camp(), edited(a_camp(), CHESS, ADA, sessions=2))))
    assert "its sessions hold 40 together. Running it 3 times would" in told.after
    assert told.yes == "Run it 3 times"


def test_one_seat_is_not_seats() -> None:
    (told,) = for_organisers(offered(wins=1))
    assert told.after.endswith("would win 1 seat.")


def test_a_limit_and_a_pin_are_called_what_they_are() -> None:
    capped = after(a_camp(), edited(a_camp(), CHESS, ADA, seat_cap=40))
    (told,) = for_organisers(offered(capped, "larger-room"))
    assert told.after.endswith("it takes 40 at most. Without that limit it would win 21 seats.")
    assert told.yes == "Lift its limit"
    (told,) = for_organisers(offered(after(a_camp(), put(CHESS, NINE, LAB)), "larger-room"))
    assert "where it is pinned there are 40 chairs. A larger room would win" in told.after
    assert told.yes == "Let it have a larger room"


def test_who_leads_a_topic_is_asked_and_nobody_else() -> None:
    camp = after(a_camp(), c.LeadTopic(topic=CHESS, attendee=BEN, invited=True))
    (question,) = for_facilitators(offered(camp))
    assert question.leads == (ADA, BEN)
    assert question.offered.yes == "Yes, twice"


def test_what_is_for_organisers_alone_is_asked_of_nobody_else() -> None:
    pinned = offered(after(a_camp(), put(CHESS, NINE, LAB)), "larger-room")
    assert for_facilitators(pinned) == ()
    assert for_facilitators(offered(topic=POETRY)) == ()
    assert len(for_organisers(pinned)) == 1


@pytest.mark.parametrize("kind", ["repeat", "larger-room"])
def test_while_tallies_are_hidden_no_number_reaches_a_phone(kind: OfferKind) -> None:
    camp = a_camp(tallies_shown=False)
    camp = offered(after(camp, edited(camp, CHESS, ADA, seat_cap=40)), kind, wins=21)
    (question,) = for_facilitators(camp)
    assert "More people want “Chess” than" in sentence(question.offered)
    shown = screen(camp, "phone")
    html = Renderer(camp.id).part("phone", shown, f"offer-{CHESS}")
    assert not any(number in html for number in ("62", "40", "21"))
    assert "62 people" in sentence(for_organisers(camp)[0])


def test_a_closed_camp_asks_nobody() -> None:
    camp = after(offered(), did(c.ChangePhase, phase="closed"))
    assert for_organisers(camp) == ()
    assert for_facilitators(camp) == ()


def test_an_offer_needs_attention_and_is_not_told_as_a_crowd_besides() -> None:
    camp = after(a_camp(), *(did(c.RemoveRoom, room=room) for room in (GYM, HUT, LAB)))
    camp = after(camp, did(c.SetRooms, rooms=(Room(id=LAB, name="Lab", capacity=1),)))
    for voter in (BEN, CLEO):
        camp = after(camp, c.CastVote(attendee=voter, topic=CHESS))
    assert attention(camp).crowded.total == 1
    found = attention(offered(camp))
    assert [each.offer.topic for each in found.offers] == [CHESS]
    assert found.crowded.total == 0
    assert not found.calm


def test_a_phone_is_patched_when_an_offer_comes_and_goes() -> None:
    before, camp = a_camp(), offered()
    renderer = Renderer(camp.id)
    then, now = screen(before, "phone"), screen(camp, "phone")
    ((verb, part, into, html),) = changes("phone", then, now, renderer)
    assert (verb, part, into) == ("put", "offer-chess", "offers")
    assert 'data-for="ada"' in html
    assert changes("phone", now, then, renderer) == [("del", "offer-chess")]
    assert ("keep", "offers", []) in everything("phone", then, renderer)


def test_the_lobby_shows_no_offers() -> None:
    assert screen(offered(), "lobby").parts == screen(a_camp(), "lobby").parts
