"""People through the console's forms: organisers' links, and topics from paper cards."""

import re

import pytest

from tests.web.organisers import Browser, signed_in
from tests.web.programs import HOST, Program


@pytest.fixture
async def olu(organiser: Program) -> Browser:
    """An organiser at the console of an open camp."""
    return await signed_in(organiser)


async def test_another_organisers_link_is_shown_once_and_never_in_an_address(olu: Browser) -> None:
    answer = await olu.post("/organisers", name="Bo <3", once="abcd1")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert "Bo &lt;3" in answer.text
    (link,) = re.findall(rf'value="({HOST}/o/[^"]+)"', answer.text)
    assert "/o/" not in (await olu.get("/people")).text
    bo = Browser(olu.program)
    assert (await bo.sign_in(link.rpartition("/")[2])).status_code == 303
    assert (await bo.get()).status_code == 200


async def test_a_double_tap_invites_one_organiser_with_one_link(olu: Browser) -> None:
    for _ in range(2):
        answer = await olu.post("/organisers", name="Bo", once="abcd1")
        assert "/o/" in answer.text
    assert sorted(o.name for o in (await olu.camp()).organisers.values()) == ["Bo", "Olu"]


async def test_an_invitation_without_a_name_is_refused(olu: Browser) -> None:
    assert "Please fill in" in await olu.refused(422, "/organisers", name=" ", once="abcd1")


async def test_the_last_organiser_stays(olu: Browser) -> None:
    (me,) = (await olu.camp()).organisers
    assert "invite another" in await olu.refused(409, f"/organisers/{me}/removal")


async def test_a_paper_card_is_an_offer_of_somebody_who_comes_in_by_it(olu: Browser) -> None:
    page = await olu.done(
        "/topics", title="Paper planes", lead="Dana", description="Fold.",
        grade_bands=["K-2", "3-5"], needs="Stage", sessions="2", once="abcd1",
    )  # fmt: skip
    assert "Put “Paper planes” on the board" in page
    (topic,) = (await olu.camp()).topics.values()
    (lead,) = topic.facilitators
    assert (await olu.camp()).attendees[lead].name == "Dana"
    assert topic.pitch.grade_bands == ("K-2", "3-5")
    assert (topic.pitch.needs, topic.pitch.sessions) == (("stage",), 2)


async def test_a_paper_card_without_a_name_is_a_wish(olu: Browser) -> None:
    await olu.done("/topics", title="Paper planes", once="abcd1")
    (topic,) = (await olu.camp()).topics.values()
    assert topic.wish


async def test_a_double_tap_on_a_paper_card_pitches_once(olu: Browser) -> None:
    for _ in range(2):
        await olu.done("/topics", title="Paper planes", lead="Dana", once="abcd1")
    await olu.done("/topics", title="Paper boats", lead="Dana", once="abcd1")
    camp = await olu.camp()
    assert sorted(t.pitch.title for t in camp.topics.values()) == ["Paper boats", "Paper planes"]
    assert [p.name for p in camp.attendees.values()] == ["Dana"]


async def test_a_refused_paper_card_brings_nobody_in_and_keeps_what_was_typed(olu: Browser) -> None:
    answer = await olu.post(
        "/topics", title="x" * 121, lead="Dana", description="A long story", once="abcd1"
    )
    assert answer.status_code == 422
    assert "A long story</textarea>" in answer.text
    assert 'value="Dana"' in answer.text
    assert not (await olu.camp()).attendees


async def test_namesakes_are_told_apart(olu: Browser) -> None:
    for _ in range(2):
        await olu.program.without_token().joins("Ana Ruiz")
    refusal = await olu.refused(422, "/topics", title="Paper planes", lead="Ana Ruiz", once="abcd1")
    assert "2 people are called Ana Ruiz" in refusal
    chosen = min((await olu.camp()).attendees)
    await olu.done("/topics", title="Paper planes", lead=f"Ana Ruiz ({chosen})", once="abcd1")
    (topic,) = (await olu.camp()).topics.values()
    assert topic.facilitators == (chosen,)
