"""Topics through the API: offers, wishes, and who may change them."""

from tests.web.programs import Program


async def test_a_wish_becomes_an_offer_when_somebody_steps_up(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topic = await ada.pitches("Robots", lead=False)
    assert "facilitators" not in (await ada.do("GET", f"/topics/{topic}"))["topic"]
    led = await bo.do("POST", f"/topics/{topic}/facilitators", {})
    assert [person["name"] for person in led["topic"]["facilitators"]] == ["Bo"]
    left = await bo.do("DELETE", f"/topics/{topic}/facilitators/me")
    assert "facilitators" not in left["topic"]


async def test_an_offer_is_joined_with_its_own_key_only(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topic, other = await ada.pitches("Robots"), await ada.pitches("Lace")
    path = f"/topics/{topic}"
    key = (await ada.do("GET", path))["topic"]["cofacilitator_key"]
    assert "cofacilitator_key" not in (await bo.do("GET", path))["topic"]
    assert "cofacilitator_key" not in (await organiser.do("GET", path))["topic"]
    wrong = (await ada.do("GET", f"/topics/{other}"))["topic"]["cofacilitator_key"]
    for given, status in (("", 403), (wrong, 403), ("forged", 401), (key, 201), (key, 201)):
        answer = await bo.ask("POST", path + "/facilitators", {"key": given})
        assert answer.status_code == status, given
    assert len((await ada.do("GET", path))["topic"]["facilitators"]) == 2


async def test_who_asks_to_lead_too_waits_for_a_yes_of_those_who_lead(organiser: Program) -> None:
    ada, bo, cy = [await organiser.joins(name) for name in ("Ada", "Bo", "Cy")]
    path = f"/topics/{await ada.pitches('Robots')}"
    asked = (await bo.do("POST", path + "/company"))["topic"]
    assert (await bo.do("POST", path + "/company"))["topic"] == asked  # asking twice is asking once
    assert [person["name"] for person in asked["asking"]] == ["Bo"]
    answer = f"{path}/company/{asked['asking'][0]['id']}/answer"
    for who, told in ((ada, True), (organiser, True), (cy, False)):
        assert ("asking" in (await who.do("GET", path))["topic"]) == told
    assert (await bo.ask("PUT", path + "/company/me/answer", {"yes": True})).status_code == 403
    for yes in (True, False):
        assert (await cy.ask("PUT", answer, {"yes": yes})).status_code == 403
    led = (await ada.do("PUT", answer, {"yes": True}))["topic"]
    assert [person["name"] for person in led["facilitators"]] == ["Ada", "Bo"]
    assert "asking" not in led
    await cy.do("POST", path + "/company")
    back = (await cy.do("PUT", path + "/company/me/answer", {"yes": False}))["topic"]
    assert "asking" not in back
    assert len(back["facilitators"]) == 2


async def test_only_who_leads_first_and_organisers_thank_a_facilitator(organiser: Program) -> None:
    ada, bo, cy = [await organiser.joins(name) for name in ("Ada", "Bo", "Cy")]
    topic = await ada.pitches("Robots")
    path = f"/topics/{topic}/facilitators"
    key = (await ada.do("GET", f"/topics/{topic}"))["topic"]["cofacilitator_key"]
    led = await bo.do("POST", path, {"key": key})
    first, second = (person["id"] for person in led["topic"]["facilitators"])
    for who, whom, status in ((cy, first, 403), (bo, first, 403), (ada, second, 200)):
        assert (await who.ask("DELETE", f"{path}/{whom}")).status_code == status
    thanked = await organiser.do("DELETE", f"{path}/{first}")
    assert "facilitators" not in thanked["topic"]


async def test_a_pitch_sent_twice_is_one_topic(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    asked = {"id": "drawn-by-ada", "pitch": {"title": "Robots"}, "lead": True}
    first = await ada.do("POST", "/topics", asked)
    assert await ada.do("POST", "/topics", asked) == first
    assert (await bo.ask("POST", "/topics", asked)).status_code == 409
    assert [t["id"] for t in (await ada.board())["topics"]] == ["drawn-by-ada"]


async def test_only_its_own_people_and_organisers_change_a_topic(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    path = f"/topics/{await ada.pitches('Robots')}"
    for who, status in ((bo, 403), (ada, 200), (organiser, 200)):
        edited = await who.ask("PUT", path, {"pitch": {"title": f"Robots {status}"}})
        assert edited.status_code == status
        assert (await who.ask("DELETE", path)).status_code == status
        if status == 200:
            back = await who.do("DELETE", path + "/withdrawal")
            assert not back["topic"].get("withdrawn", False)
    assert (await organiser.without_token().ask("DELETE", path)).status_code == 401


async def test_a_withdrawn_topic_comes_back_with_its_votes(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topic = await ada.pitches("Robots")
    await bo.votes(topic)
    await ada.do("DELETE", f"/topics/{topic}")
    assert (await bo.do("GET", "/ballot"))["ballot"] == []
    await ada.do("DELETE", f"/topics/{topic}/withdrawal")
    assert (await bo.do("GET", "/ballot"))["ballot"] == [topic]


async def test_organisers_pitch_before_the_board_opens_but_lead_nothing(organiser: Program) -> None:
    await organiser.act("ChangePhase", phase="setup")
    topic = await organiser.pitches("Welcome", lead=False)
    assert (await organiser.do("GET", f"/topics/{topic}"))["topic"]["by"].startswith("o")
    asked = {"pitch": {"title": "Mine"}, "lead": True}
    assert (await organiser.ask("POST", "/topics", asked)).status_code == 401
