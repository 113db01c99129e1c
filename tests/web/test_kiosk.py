"""Paper cards and the kiosk that enters them, without scripts and as its scripts ask."""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from html import unescape
from typing import Any

import pytest
from httpx2 import Response

from board.camp import commands as c
from board.camp.errors import Unknown
from board.camp.model import AttendeeId, CampId, Organiser, OrganiserId, Phase, TopicId
from board.live.desk import Desk, Desks
from board.web import cards
from board.web.codes import ALPHABET
from board.web.guesses import Guesser, Guesses
from board.web.identity import Tokens
from board.web.kiosk.gate import Kind, token
from tests import seed
from tests.web.visitors import TOKENS, Visitor, browser

CAMP = CampId("small")


class At(Visitor):
    """A kiosk of the small camp."""

    async def joins(self, name: str = "") -> "At":
        await super().joins(name)
        return self

    async def opens(self, kind: Kind = "helper") -> "At":
        key = token(TOKENS, CAMP, seed.ORGANISER, kind)
        answer = await self.get(f"/kiosk/open/{key}")
        assert answer.status_code == 200
        return self

    async def saves(self, card: object, choices: str, **more: str) -> Response:
        return await self.post("/kiosk/ballots", card=str(card), choices=choices, **more)


@pytest.fixture
async def helper(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[At]:
    async with browser(desks[1]) as client:
        yield await At(client, desk.camp.id).opens()


@pytest.fixture
async def alone(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[At]:
    async with browser(desks[1]) as client:
        yield await At(client, desk.camp.id).opens("everybody")


def holder(number: int) -> AttendeeId:
    return cards.numbered(TOKENS, CAMP, number).holder


def code(number: int) -> str:
    return cards.numbered(TOKENS, CAMP, number).code


async def test_a_card_is_entered_by_its_number_and_the_numbers_of_its_topics(
    helper: At, desk: Desk
) -> None:
    page = await helper.saves(17, "3, 1 2")
    assert "Card 17 is saved, with 3 choices." in page.text
    assert desk.camp.ballots[holder(17)] == ("t3", "t1", "t2")
    assert desk.camp.tallies[TopicId("t3")] == 1


async def test_a_card_entered_twice_is_one_ballot_and_is_shown_before_it_changes(
    helper: At, desk: Desk
) -> None:
    await helper.saves(17, "3 1")
    page = await helper.saves(17, "2")
    assert page.status_code == 409
    assert "Card 17 has these choices already: 3 1." in page.text
    assert desk.camp.ballots[holder(17)] == ("t3", "t1")
    before = re.search(r'name="before" value="([^"]*)"', page.text)
    assert before is not None
    await helper.saves(17, "2", before=before[1])
    assert desk.camp.ballots[holder(17)] == ("t2",)
    assert desk.camp.tallies[TopicId("t2")] == 1
    assert TopicId("t3") not in desk.camp.tallies


async def test_the_same_card_with_the_same_choices_is_saved_again_without_a_question(
    helper: At, desk: Desk
) -> None:
    for _ in range(2):
        page = await helper.saves(17, "3 1")
        assert page.status_code == 200
    assert desk.camp.tallies[TopicId("t3")] == 1


async def test_two_kiosks_at_once_never_undo_each_other_unseen(
    desks: tuple[Desks, Any], helper: At, desk: Desk
) -> None:
    async with browser(desks[1]) as client:
        other = await At(client, CAMP).opens()
        assert (await helper.asks("/kiosk/card", card="17")).json()["choices"] == ""
        assert (await other.asks("/kiosk/card", card="17")).json()["choices"] == ""
        await other.asks("/kiosk/ballots", card="17", choices="4", before="")
        late = await helper.asks("/kiosk/ballots", card="17", choices="5", before="")
        assert late.status_code == 409
        assert late.json()["choices"] == "4"
        assert desk.camp.ballots[holder(17)] == ("t4",)


async def test_a_number_that_no_topic_has_is_said_and_nothing_is_saved(
    helper: At, desk: Desk
) -> None:
    page = await helper.saves(17, "3 99 77")
    assert page.status_code == 422
    assert "No topic has the number 99, 77." in page.text
    assert 'value="3 99 77"' in page.text
    assert holder(17) not in desk.camp.attendees


@pytest.mark.parametrize("typed", ["0", "2001", "99999999999", "-4", "KATZ", "k7mp 2xwx"])
async def test_a_card_that_cannot_be_is_refused_with_a_sentence(
    helper: At, desk: Desk, typed: str
) -> None:
    people = len(desk.camp.attendees)
    page = await helper.saves(typed, "1")
    assert page.status_code in (404, 422)
    assert 'role="alert"' in page.text
    assert len(desk.camp.attendees) == people


async def test_what_left_the_board_is_left_out_and_what_was_merged_counts_where_it_is(
    helper: At, desk: Desk
) -> None:
    merged = c.MergeTopics(
        by=seed.ORGANISER, action=seed.action(50), at=1, source=TopicId("t1"), target=TopicId("t2")
    )
    await desk.submit(merged)
    await desk.submit(
        c.HideTopic(by=seed.ORGANISER, action=seed.action(51), at=1, topic=TopicId("t4"))
    )
    page = await helper.saves(17, "1 4 2 5")
    assert "4 is no longer on the board and is left out." in page.text
    assert "2 is there twice and counts once." in page.text
    assert desk.camp.ballots[holder(17)] == ("t2", "t5")


async def test_a_kiosk_has_no_title_of_what_left_the_board(helper: At, desk: Desk) -> None:
    title = desk.camp.topics[TopicId("t4")].pitch.title
    assert title in unescape((await helper.get("/kiosk")).text)
    await desk.submit(
        c.HideTopic(by=seed.ORGANISER, action=seed.action(52), at=1, topic=TopicId("t4"))
    )
    page = unescape((await helper.get("/kiosk")).text)
    assert title not in page
    known = json.loads(re.findall(r'id="known">(.*?)</script>', page)[0])
    assert {"n": 4, "to": 4, "title": "", "up": False} in known


async def test_more_votes_than_everybody_has_are_refused(desks: tuple[Desks, Any]) -> None:
    desk = await seed.small_camp(desks[0], CAMP, budget=2)
    async with browser(desks[1]) as client:
        helper = await At(client, CAMP).opens()
        page = await helper.saves(17, "1 2 3")
    assert page.status_code == 409
    assert "3 votes" in page.text
    assert holder(17) not in desk.camp.ballots


async def test_who_has_no_card_gets_a_code_and_is_counted_once_however_often_it_is_sent(
    alone: At, desk: Desk
) -> None:
    fresh = unescape(
        re.findall(r'name="fresh" value="([^"]*)"', (await alone.get("/kiosk")).text)[0]
    )
    for _ in range(2):
        page = await alone.saves("", "2 1", walk_in="yes", fresh=fresh)
        assert "is saved, with 2 choices." in page.text
    assert desk.camp.tallies[TopicId("t2")] == 1
    card = cards.by_code(TOKENS, desk.camp, fresh)
    assert card.spelt in page.text
    assert desk.camp.ballots[card.holder] == ("t2", "t1")


async def test_at_a_kiosk_for_everybody_a_card_opens_with_its_code_alone(
    helper: At, alone: At, desk: Desk
) -> None:
    await helper.saves(17, "3 1")
    assert (await alone.asks("/kiosk/card", card="17")).status_code == 422
    assert (await alone.saves(17, "5")).status_code == 422
    seen = await alone.asks("/kiosk/card", card=code(17).upper())
    assert seen.json()["choices"] == "3 1"
    assert desk.camp.ballots[holder(17)] == ("t3", "t1")


async def test_the_kiosk_shows_the_next_person_nothing_of_the_last(helper: At) -> None:
    await helper.saves(17, "3 1")
    page = await helper.get("/kiosk")
    assert page.headers["cache-control"] == "no-store"
    assert 'id="card" name="card" value=""' in page.text
    assert 'name="choices" class="kiosk-numbers" value=""' in page.text


async def test_a_kiosk_runs_nothing_of_the_day_and_is_nobody(helper: At) -> None:
    assert (await helper.get("/console")).status_code == 401
    assert (await helper.post("/console/phase", phase="closed")).status_code == 401
    assert (await helper.post("/ballot", vote="t1")).status_code == 401


async def test_making_ones_own_device_a_kiosk_signs_out_of_the_console(
    desks: tuple[Desks, Any], desk: Desk
) -> None:
    async with browser(desks[1]) as client:
        olu = await At(client, desk.camp.id).organises()
        assert (await olu.get("/console/paper")).status_code == 200
        page = await olu.post("/console/kiosk", kind="everybody")
        assert "Tap what you" in page.text
        assert (await olu.get("/console")).status_code == 401


async def test_nobody_else_gets_at_the_kiosk_or_the_cards(
    desks: tuple[Desks, Any], desk: Desk
) -> None:
    async with browser(desks[1]) as client:
        ana = await At(client, desk.camp.id).joins("Ana")
        assert (await ana.get("/kiosk")).status_code == 401
        assert (await ana.saves(17, "1")).status_code == 401
        assert (await ana.get("/kiosk/open/forged")).status_code == 401
        assert (await ana.get("/console/cards?first=1&last=4")).status_code == 403
        forged = Tokens("another secret").sign("kiosk", CAMP, f"{seed.ORGANISER} helper")
        assert (await ana.get(f"/kiosk/open/{forged}")).status_code == 401


async def test_a_kiosk_is_shut_when_its_organiser_is_removed(helper: At, desk: Desk) -> None:
    pia = OrganiserId("pia")
    invited = Organiser(id=pia, name="Pia")
    await desk.submit(
        c.InviteOrganiser(by=seed.ORGANISER, action=seed.action(60), at=1, organiser=invited)
    )
    await desk.submit(
        c.RemoveOrganiser(by=pia, action=seed.action(61), at=1, organiser=seed.ORGANISER)
    )
    assert (await helper.get("/kiosk")).status_code == 401
    assert (await helper.saves(17, "1")).status_code == 401


@pytest.mark.parametrize("phase", ["setup", "closed"])
async def test_before_the_board_opens_and_after_it_closes_no_card_is_taken(
    helper: At, desk: Desk, phase: Phase
) -> None:
    await desk.submit(c.ChangePhase(by=seed.ORGANISER, action=seed.action(70), at=1, phase=phase))
    page = await helper.saves(17, "1")
    assert page.status_code == 409
    assert holder(17) not in desk.camp.ballots


async def test_a_pitch_from_paper_is_an_offer_by_its_leaders_name_or_card(
    helper: At, desk: Desk
) -> None:
    page = await helper.post("/kiosk/topics", title="Knots", lead="Dana", topic="k1")
    assert "“Knots” is on the board as number 13." in unescape(page.text)
    await helper.post("/kiosk/topics", title="Kites", lead="17 Eli", topic="k2")
    await helper.post("/kiosk/topics", title="Kayaks", lead="", topic="k3")
    leads = [desk.camp.topics[TopicId(k)].facilitators for k in ("k1", "k2", "k3")]
    assert [desk.camp.attendees[lead].name for lead in (*leads[0], *leads[1])] == ["Dana", "Eli"]
    assert leads[1] == (holder(17),)
    assert leads[2] == ()


@pytest.mark.parametrize("spelt", [str.upper, lambda code: f"{code[:4]} {code[4:]}".upper()])
async def test_whoever_leads_a_topic_is_named_by_the_code_as_it_is_printed(
    helper: At, alone: At, desk: Desk, spelt: Callable[[str], str]
) -> None:
    with_digits = next(n for n in range(1, 2001) if any(each.isdecimal() for each in code(n)[:4]))
    without = next(n for n in range(1, 2001) if not any(each.isdecimal() for each in code(n)))
    for at, number, topic in ((helper, with_digits, "k1"), (alone, without, "k2")):
        page = await at.post(
            "/kiosk/topics", title="Knots", lead=f"{spelt(code(number))} Dana", topic=topic
        )
        assert page.status_code == 200
        assert desk.camp.topics[TopicId(topic)].facilitators == (holder(number),)
        assert desk.camp.attendees[holder(number)].name == "Dana"


@pytest.mark.parametrize("name", ["5th grade team", "Fynn Byrd", "R2D2", "#teamrobots"])
async def test_a_name_that_is_no_cards_number_or_code_is_a_name(
    helper: At, desk: Desk, name: str
) -> None:
    await helper.post("/kiosk/topics", title="Knots", lead=name, topic="k1")
    (lead,) = desk.camp.topics[TopicId("k1")].facilitators
    assert desk.camp.attendees[lead].name == name


async def test_a_mistyped_code_is_nobodys_name(helper: At, desk: Desk) -> None:
    page = await helper.post("/kiosk/topics", title="Knots", lead="K7MP 2XWX", topic="k1")
    assert page.status_code == 404
    assert TopicId("k1") not in desk.camp.topics


async def test_looking_at_a_card_keeps_what_was_typed_for_it(helper: At, desk: Desk) -> None:
    await helper.saves(17, "3 1")
    page = await helper.post("/kiosk/card", card="17", choices="5 4")
    assert "Card 17 has choices already: 3 1. Saving replaces them." in page.text
    assert _choices(page) == "5 4"
    await helper.saves(17, "5 4", before="3 1")
    assert desk.camp.ballots[holder(17)] == ("t5", "t4")
    page = await helper.post("/kiosk/card", card="18", choices="5 4", before="5 4")
    assert _choices(page) == "", "those of the card before"


async def test_enter_after_a_cards_number_looks_at_it_and_saves_nothing(
    helper: At, desk: Desk
) -> None:
    page = await helper.saves(17, "", enter="yes")
    assert "Card 17 is new." in page.text
    assert holder(17) not in desk.camp.attendees
    await helper.saves(17, "3 1", enter="yes")
    page = await helper.saves(17, "", enter="yes")
    assert _choices(page) == "3 1"
    await helper.saves(17, "", enter="yes", before="3 1")
    assert desk.camp.ballots[holder(17)] == (), "all were taken out of those that were shown"


def _choices(page: Response) -> str:
    """What stands in the field for a card's choices."""
    (found,) = re.findall(r'<input id="choices"[^>]* value="([^"]*)"', page.text)
    return str(found)


async def test_a_paper_pitch_sent_twice_is_one_topic(helper: At, desk: Desk) -> None:
    for _ in range(2):
        answer = await helper.asks("/kiosk/topics", title="Knots", lead="Dana", topic="k1")
        assert answer.json()["number"] == 13
    assert sum(p.name == "Dana" for p in desk.camp.attendees.values()) == 1


async def test_a_name_at_a_kiosk_for_everybody_is_never_somebody_elses_topic(
    alone: At, desk: Desk
) -> None:
    taken = next(p for p in desk.camp.attendees.values() if p.name)
    await alone.post("/kiosk/topics", title="Knots", lead=taken.name, topic="k1")
    (lead,) = desk.camp.topics[TopicId("k1")].facilitators
    assert lead != taken.id


async def test_a_card_goes_on_on_a_phone_and_stays_the_same_ballot(
    desks: tuple[Desks, Any], helper: At, desk: Desk
) -> None:
    await helper.saves(17, "3 1")
    async with browser(desks[1]) as client:
        phone = Visitor(client, CAMP)
        assert (
            "Go on on this phone"
            in (await phone.get(f"/card/{cards.numbered(TOKENS, CAMP, 17).key}")).text
        )
        page = await phone.post(f"/card/{code(17)}")
        assert re.findall(r'id="choice-(\w+)"', page.text) == ["t3", "t1"]
        await phone.post("/ballot", vote="t5")
    assert desk.camp.ballots[holder(17)] == ("t3", "t1", "t5")
    assert (await helper.asks("/kiosk/card", card="17")).json()["choices"] == "3 1 5"


async def test_a_card_joins_what_its_holder_chose_on_their_phone_before(
    desks: tuple[Desks, Any], helper: At, desk: Desk
) -> None:
    await helper.saves(17, "3 1")
    async with browser(desks[1]) as client:
        ana = await Visitor(client, CAMP).joins("Ana")
        await ana.post("/ballot", vote="t2")
        await ana.post("/ballot", vote="t3")
        await ana.post(f"/card/{code(17)}")
    ballots = [ballot for ballot in desk.camp.ballots.values() if ballot]
    assert ballots == [("t2", "t3", "t1")]
    assert desk.camp.tallies[TopicId("t3")] == 1
    assert (await helper.asks("/kiosk/card", card="17")).json()["choices"] == "2 3 1"


async def test_a_card_nobody_has_opens_nothing(desks: tuple[Desks, Any], desk: Desk) -> None:
    async with browser(desks[1]) as client:
        assert (await Visitor(client, desk.camp.id).get("/card/bcdfghjk")).status_code == 404
        assert (await Visitor(client, CAMP).get("/card/x")).status_code == 422


async def test_a_card_is_not_found_by_trying_codes_and_scanning_goes_on_meanwhile(
    desks: tuple[Desks, Any], desk: Desk
) -> None:
    async with browser(desks[1]) as client:
        guesser = Visitor(client, desk.camp.id)
        found = [(await guesser.get(f"/card/{guess}")).status_code for guess in wrong_codes(70)]
        assert found.count(404) in (60, 61)  # one more for every four seconds it took
        assert set(found) == {404, 429}
        assert (await guesser.get(f"/card/{code(17)}")).status_code == 429
        key = cards.numbered(TOKENS, CAMP, 17).key
        assert (await guesser.get(f"/card/{key}")).status_code == 200
        forged = key[:-1] + ("b" if key[-1] != "b" else "c")
        assert (await guesser.get(f"/card/{forged}")).status_code == 404


async def test_a_thousand_people_behind_one_address_open_their_cards(desk: Desk) -> None:
    guesses, by = Guesses(), Guesser(None, "192.0.2.1")
    for n, guess in zip(range(1, 1001), wrong_codes(1000), strict=True):
        assert cards.guarded(guesses, TOKENS, desk.camp, code(n), by).number == n
        if n % 20 == 0:  # one in twenty has typed it wrong first
            with pytest.raises(Unknown):
                cards.guarded(guesses, TOKENS, desk.camp, guess, by)


def wrong_codes(count: int) -> Iterator[str]:
    """Codes of no card."""
    for n in range(count):
        yield "".join(ALPHABET[n // 28**place % 28] for place in range(8))


def test_every_printed_card_has_a_code_and_a_ballot_of_its_own() -> None:
    drawn = [cards.numbered(TOKENS, CAMP, n) for n in range(1, cards.MOST_CARDS + 1)]
    assert len({card.code for card in drawn}) == len({card.holder for card in drawn}) == len(drawn)
    elsewhere = cards.numbered(TOKENS, CampId("other"), 1)
    assert elsewhere.code not in {card.code for card in drawn}
