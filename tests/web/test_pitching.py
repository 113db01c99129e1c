"""Pitching, joining a topic that is there instead, and leading together: without scripts, and as they ask."""

import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import pytest

from board.camp import commands as c
from board.camp.model import AttendeeId, Topic, TopicId
from board.camp.rules.company import asking
from board.camp.rules.topics import MOST_FACILITATORS
from board.live.desk import Desk, Desks
from tests.web.visitors import Visitor, browser

OFFER = TopicId("t1")  # "Mindfulness for people who have no time for mindfulness"


@pytest.fixture
async def ana(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[Visitor]:
    async with browser(desks[1]) as client:
        yield await Visitor(client, desk.camp.id).joins("Ana")


@pytest.fixture
async def bo(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[Visitor]:
    async with browser(desks[1]) as client:
        yield await Visitor(client, desk.camp.id).joins("Bo")


def named(desk: Desk, name: str) -> AttendeeId:
    return next(p.id for p in desk.camp.attendees.values() if p.name == name)


def wish(desk: Desk) -> Topic:
    return next(t for t in desk.camp.topics.values() if t.wish)


def pressed(page: str, topic: str) -> str:
    """What the button that joins `topic` instead says."""
    found = re.search(rf'formaction="/c/small/topics/{topic}/joining"[^>]*>([^<]+)<', page)
    assert found is not None
    return unescape(found[1])


async def test_those_alike_are_shown_before_a_pitch_goes_up_and_once_only(
    ana: Visitor, desk: Desk
) -> None:
    before = len(desk.camp.topics)
    form = {"topic": "mine", "kind": "lead", "title": "Mindfulness", "description": "Kept <so>"}
    page = await ana.post("/topics", compare="ask", **form)
    assert len(desk.camp.topics) == before
    assert "Already on the board" in page.text
    assert "Kept &lt;so&gt;" in page.text
    assert 'name="compare" value="shown"' in page.text
    await ana.post("/topics", compare="shown", **form)
    assert desk.camp.topics[TopicId("mine")].pitch.title == "Mindfulness"


async def test_a_pitch_like_no_other_goes_up_at_once(ana: Visitor, desk: Desk) -> None:
    await ana.post("/topics", compare="ask", topic="mine", kind="lead", title="Zorbing")
    assert TopicId("mine") in desk.camp.topics


async def test_who_would_lead_and_joins_an_offer_asks_those_who_lead_it(
    ana: Visitor, desk: Desk
) -> None:
    page = await ana.get("/similar?title=Mindfulness&kind=lead")
    assert pressed(page.text, OFFER) == "Ask to lead it together"
    page = await ana.post(f"/topics/{OFFER}/joining", kind="lead", title="Mindfulness for all")
    assert "Asked." in page.text
    assert asking(desk.camp, OFFER) == (named(desk, "Ana"),)
    back = re.search(r'href="(/c/small/pitch\?[^"]+)"', page.text)
    assert back is not None
    form = await ana.client.get(unescape(back[1]))
    assert 'value="Mindfulness for all"' in form.text


async def test_who_would_lead_and_joins_a_wish_leads_it_at_once(ana: Visitor, desk: Desk) -> None:
    topic = wish(desk)
    page = await ana.get(f"/similar?title={topic.pitch.title}&kind=lead")
    assert pressed(page.text, topic.id) == "Lead this one"
    page = await ana.post(f"/topics/{topic.id}/joining", kind="lead", title="x")
    assert "You lead it now." in page.text
    assert desk.camp.topics[topic.id].facilitators == (named(desk, "Ana"),)


async def test_who_wishes_and_joins_votes_for_it(ana: Visitor, desk: Desk) -> None:
    page = await ana.get("/similar?title=Mindfulness&kind=wish")
    assert pressed(page.text, OFFER) == "Vote for this one"
    page = await ana.post(f"/topics/{OFFER}/joining", kind="wish", title="Mindfulness")
    assert "Your vote is on it." in page.text
    assert desk.camp.ballots[named(desk, "Ana")] == (OFFER,)


async def test_those_who_lead_a_topic_are_asked_and_their_yes_makes_two(
    ana: Visitor, bo: Visitor, desk: Desk
) -> None:
    await ana.post("/topics", topic="knots", kind="lead", title="Knots")
    await bo.post("/topics/knots/company")
    page = await ana.get("/choices")
    assert "Somebody would like to help you lead your topic." in page.text
    assert f'data-for="{named(desk, "Ana")}" data-yours' in page.text
    assert 'href="/c/small/topics/knots#company"' in page.text
    assert "data-yours" not in (await bo.get("/choices")).text
    page = await ana.get("/topics/knots")
    assert "Bo would like to help you lead your topic." in page.text
    assert f'name="attendee" value="{named(desk, "Bo")}"' in page.text
    page = await ana.post("/topics/knots/company/answer", attendee=named(desk, "Bo"), answer="yes")
    assert "with Ana and Bo" in page.text
    assert "would like to help" not in page.text


async def test_who_asks_is_named_to_nobody_but_those_who_lead_the_topic(
    ana: Visitor, bo: Visitor, desk: Desk
) -> None:
    await ana.post(f"/topics/{OFFER}/company")
    assert asking(desk.camp, OFFER)
    for page in ("", "/choices", "/me", f"/topics/{OFFER}", "/pitch"):
        shown = (await bo.get(page)).text
        assert f'id="company-{OFFER}"' in shown
        assert named(desk, "Ana") not in shown
        assert not re.search(r"\bAna\b", shown)
        assert "data-yours" not in shown


async def test_a_question_can_be_taken_back_and_nobody_else_answers_it(
    ana: Visitor, bo: Visitor, desk: Desk
) -> None:
    await ana.post("/topics", topic="knots", kind="lead", title="Knots")
    page = await bo.post("/topics/knots/company")
    assert "You asked to lead this one together." in page.text
    forced = await bo.post("/topics/knots/company/answer", answer="yes")
    assert forced.status_code == 403
    page = await bo.post("/topics/knots/company/answer", answer="no")
    assert asking(desk.camp, TopicId("knots")) == ()
    assert "Ask to lead it together" in page.text


async def test_scripts_are_told_where_to_go_on_and_what_is_alike(ana: Visitor) -> None:
    form = {"topic": "mine", "kind": "wish", "title": "Mindfulness"}
    alike = (await ana.asks("/topics", compare="ask", **form)).json()
    assert "Vote for this one" in alike["similar"]
    assert (await ana.asks("/topics", **form)).json() == {"at": "/c/small/topics/mine?pitched=1"}
    refused = await ana.asks("/topics", topic="no", kind="lead", title=" ")
    assert (refused.status_code, refused.headers["content-type"]) == (
        422,
        "application/problem+json",
    )


async def test_a_pitch_that_was_changed_and_sent_again_says_the_latest(
    ana: Visitor, desk: Desk
) -> None:
    before = len(desk.camp.topics)
    for title in ("Knots", "Better knots"):
        await ana.asks("/topics", topic="mine", kind="lead", title=title, again="yes")
    assert desk.camp.topics[TopicId("mine")].pitch.title == "Better knots"
    assert len(desk.camp.topics) == before + 1


async def test_a_form_that_is_gone_back_to_pitches_another_topic_and_overwrites_none(
    ana: Visitor, desk: Desk
) -> None:
    before = set(desk.camp.topics)
    for title in ("Knots", " Knots "):  # the same words, however they are spaced
        await ana.post("/topics", topic="mine", kind="lead", title=title)
    page = await ana.post("/topics", topic="mine", kind="lead", title="Zorbing")
    assert "Zorbing" in page.text
    new = {id_: topic.pitch.title for id_, topic in desk.camp.topics.items() if id_ not in before}
    assert sorted(new.values()) == ["Knots", "Zorbing"]
    assert new[TopicId("mine")] == "Knots"


async def test_a_form_that_is_gone_back_to_is_compared_with_the_topic_it_pitched(
    ana: Visitor, desk: Desk
) -> None:
    await ana.post("/topics", topic="mine", kind="lead", title="Zorbing in gyms")
    form = {"topic": "mine", "kind": "lead", "title": "Zorbing in a gym"}
    page = await ana.post("/topics", compare="ask", **form)
    assert "Already on the board" in page.text
    assert "Zorbing in gyms" in page.text
    assert desk.camp.topics[TopicId("mine")].pitch.title == "Zorbing in gyms"


async def test_a_form_that_somebody_else_used_on_this_phone_pitches_ones_own_topic(
    ana: Visitor, bo: Visitor, desk: Desk
) -> None:
    await ana.post("/topics", topic="mine", kind="lead", title="Knots")
    await bo.post("/topics", topic="mine", kind="lead", title="Knots for me")
    assert desk.camp.topics[TopicId("mine")].by == named(desk, "Ana")
    (own,) = [t for t in desk.camp.topics.values() if t.by == named(desk, "Bo")]
    assert own.pitch.title == "Knots for me"


async def test_only_who_never_pitched_is_led_step_by_step(ana: Visitor) -> None:
    assert "data-first" in (await ana.get("/pitch")).text
    await ana.post("/topics", topic="mine", kind="wish", title="Knots")
    assert "data-first" not in (await ana.get("/pitch")).text


async def test_an_invited_co_facilitator_comes_through_the_door_back_to_the_invitation(
    desks: tuple[Desks, Any], ana: Visitor
) -> None:
    await ana.post("/topics", topic="knots", kind="lead", title="Knots")
    page = await ana.get("/topics/knots")
    link = unescape(re.findall(r'id="invite" readonly value="([^"]+)"', page.text)[0])
    assert "<svg" in page.text
    async with browser(desks[1]) as client:
        door = await client.get(link, follow_redirects=True)
        wanted = unescape(re.findall(r'name="next" value="([^"]+)"', door.text)[0])
        invited = await client.post(
            "/c/small/attendees", data={"next": wanted}, follow_redirects=True
        )
        assert "Ana would like your company" in unescape(invited.text)
        assert "Yes, I’ll help lead it" in unescape(invited.text)


async def test_an_invitation_says_when_as_many_lead_a_topic_as_can(
    bo: Visitor, ana: Visitor, desk: Desk
) -> None:
    await ana.post("/topics", topic="knots", kind="lead", title="Knots")
    page = await ana.get("/topics/knots")
    link = unescape(re.findall(r'id="invite" readonly value="([^"]+)"', page.text)[0])
    for n in range(MOST_FACILITATORS - 1):
        helper = AttendeeId(f"helper-{n}")
        await desk.submit(c.JoinCamp(attendee=helper))
        await desk.submit(c.LeadTopic(topic=TopicId("knots"), attendee=helper, invited=True))
    page = await bo.client.get(link)
    assert "As many people lead it already as can." in page.text
    assert "Yes, I" not in page.text
    assert 'id="invite"' not in (await ana.get("/topics/knots")).text


async def test_a_topics_number_is_where_paper_voters_look_for_it(ana: Visitor) -> None:
    pages = ("", f"/topics/{OFFER}", "/similar?title=Mindfulness")
    for path in pages:
        assert re.search(r'topic-number"[^>]*>(<[^>]+>[^<]*</span>)?1<', (await ana.get(path)).text)
