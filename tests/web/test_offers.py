"""More room for a topic, over every wire: the console, a phone without scripts, the API, a socket."""

import re
from html import unescape
from typing import Any

import pytest
from httpx2 import AsyncClient, Response

from board.camp import commands as c
from board.camp.model import Camp, CampId, Offer, OfferKind, TopicId
from board.live.desk import Desk
from tests.web.organisers import Browser, signed_in
from tests.web.programs import HOST, Program
from tests.web.screens import Served

SENTENCE = (
    "62 people have “Robotics” as first or second choice; its room holds 40."
    " Running it twice would win 21 seats."
)


class Phone:
    """The browser of somebody who is in, without scripts."""

    def __init__(self, olu: Browser) -> None:
        self.path = f"/c/{olu.camp_id}"
        self.client = AsyncClient(transport=olu.client._transport, base_url=HOST)

    async def joins(self, name: str) -> "Phone":
        await self.post("/attendees", name=name)
        return self

    async def get(self, path: str = "") -> str:
        return (await self.client.get(self.path + path)).text

    async def post(self, path: str, **form: Any) -> Response:
        return await self.client.post(self.path + path, data=form, headers={"Origin": HOST})


class Scene:
    """Ada leads Robotics, Bo is there too, and the topic is offered another session."""

    def __init__(self, olu: Browser, ada: Phone, bo: Phone) -> None:
        self.olu, self.ada, self.bo = olu, ada, bo

    async def camp(self) -> Camp:
        return await self.olu.camp()

    async def sessions(self) -> int:
        return (await self.olu.topic("robotics")).pitch.sessions


@pytest.fixture
async def scene(organiser: Program) -> Scene:
    olu = await signed_in(organiser)
    ada, bo = await Phone(olu).joins("Ada"), await Phone(olu).joins("Bo")
    await ada.post("/topics", topic="robotics", title="Robotics", kind="offer")
    await make(await desk_of(olu), "robotics")
    return Scene(olu, ada, bo)


async def desk_of(olu: Browser) -> Desk:
    desk: Desk = await olu._app.state.site.desks.open(CampId(olu.camp_id))
    return desk


async def make(desk: Desk, topic: str, kind: OfferKind = "repeat", sessions: int = 1) -> None:
    """Offer a topic more room, as the planner would."""
    offer = Offer(topic=TopicId(topic), kind=kind, sessions=sessions, wanted=62, chairs=40, wins=21)
    await desk.submit(c.OfferMore(offers=(offer,)))


async def test_organisers_see_what_it_would_win_and_run_it_twice(scene: Scene) -> None:
    page = (await scene.olu.get()).text
    assert SENTENCE in said(page)
    assert pressed(page, "Run it twice") == ("robotics/offer/acceptance", "repeat,1")
    after = await scene.olu.done("/topics/robotics/offer/acceptance", offer="repeat,1")
    assert "Let “Robotics” run twice" in after
    assert "wanted beyond any room" not in after
    assert await scene.sessions() == 2
    await scene.olu.done("/undone", action=(await scene.camp()).actions[-1].id)
    assert await scene.sessions() == 1
    assert SENTENCE in said((await scene.olu.get()).text)


async def test_organisers_can_leave_it_as_it_is(scene: Scene) -> None:
    assert pressed((await scene.olu.get()).text, "Not now") == (
        "robotics/offer/refusal",
        "repeat,1",
    )
    after = await scene.olu.done("/topics/robotics/offer/refusal", offer="repeat,1")
    assert "Left “Robotics” as it is" in after
    await make(await desk_of(scene.olu), "robotics")
    assert "wanted beyond any room" not in (await scene.olu.get()).text


@pytest.mark.parametrize("offer", ["", "repeat", "twice,1", "repeat,-1", "repeat,²"])
async def test_a_button_that_was_tampered_with_does_nothing(scene: Scene, offer: str) -> None:
    path = "/topics/robotics/offer/acceptance"
    assert "one of the buttons" in await scene.olu.refused(422, path, offer=offer)


async def test_an_organiser_who_is_late_hears_so(scene: Scene) -> None:
    await scene.ada.post("/topics/robotics/offer", kind="repeat", sessions="1", answer="no")
    path = "/topics/robotics/offer/acceptance"
    assert "not offered any more" in await scene.olu.refused(409, path, offer="repeat,1")


@pytest.mark.parametrize("path", ["", "/choices", "/me", "/pitch", "/topics/robotics"])
async def test_who_leads_it_is_asked_on_every_page_of_their_phone(scene: Scene, path: str) -> None:
    page = await scene.ada.get(path)
    assert SENTENCE in said(page)
    assert "data-yours" in page
    assert ">Yes, twice</button>" in page


async def test_nobody_else_is_shown_the_question(scene: Scene) -> None:
    assert "data-yours" not in await scene.bo.get()


async def test_one_tap_is_a_yes(scene: Scene) -> None:
    action, fields = form_in(await scene.ada.get())
    answer = await scene.ada.client.post(action, data={**fields, "answer": "yes"})
    assert answer.status_code == 303
    assert await scene.sessions() == 2
    assert 'class="offer ' not in await scene.ada.get("/topics/robotics")
    assert (await scene.ada.client.post(action, data={**fields, "answer": "yes"})).is_redirect
    assert await scene.sessions() == 2


async def test_one_tap_is_a_no(scene: Scene) -> None:
    action, fields = form_in(await scene.ada.get())
    await scene.ada.client.post(action, data={**fields, "answer": "no"})
    assert await scene.sessions() == 1
    assert 'class="offer ' not in await scene.ada.get()


async def test_nobody_else_answers(scene: Scene) -> None:
    answer = await scene.bo.post(
        "/topics/robotics/offer", kind="repeat", sessions="1", answer="yes"
    )
    assert answer.status_code == 403
    assert await scene.sessions() == 1
    odd = await scene.ada.post("/topics/robotics/offer", kind="odd", sessions="1", answer="yes")
    assert odd.status_code == 422


async def test_programs_see_offers_and_answer_them(organiser: Program) -> None:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topic = await ada.pitches("Robotics")
    await make(await desk_of(await signed_in(organiser)), topic)
    (offer,) = (await bo.board())["offers"]
    me = (await ada.do("PATCH", "/attendees/me", {"name": "Ada"}))["attendee"]
    who = {"topic": topic, "facilitators": [me]}
    numbers = {"sessions": 1, "wanted": 62, "chairs": 40, "wins": 21}
    assert offer == {**who, "kind": "repeat", **numbers}
    path, yes = f"/topics/{topic}/offer/answer", {"kind": "repeat", "sessions": 1, "yes": True}
    assert (await bo.ask("PUT", path, yes)).status_code == 403
    for _ in range(2):
        assert (await ada.do("PUT", path, yes))["topic"]["pitch"]["sessions"] == 2
    assert (await bo.board())["offers"] == []
    no = await ada.ask("PUT", path, {"kind": "repeat", "sessions": 2, "yes": True})
    assert (no.status_code, no.json()["type"]) == (409, "urn:board:conflict")


async def test_organisers_programs_answer_and_undo(organiser: Program) -> None:
    topic = await (await organiser.joins("Ada")).pitches("Robotics")
    await make(await desk_of(await signed_in(organiser)), topic)
    answer = {"topic": topic, "kind": "repeat", "sessions": 1}
    done = await organiser.act("AcceptOffer", **answer)
    assert (await organiser.board())["offers"] == []
    await organiser.do("DELETE", f"/actions/{done['action']}")
    assert len((await organiser.board())["offers"]) == 1
    await organiser.act("DeclineOffer", **answer)
    assert (await organiser.board())["offers"] == []


async def test_while_tallies_are_hidden_only_organisers_see_how_many_want_it(
    organiser: Program,
) -> None:
    camp = (await organiser.board())["settings"]
    await organiser.act("ChangeSettings", settings={**camp, "tallies_shown": False})
    ada = await organiser.joins("Ada")
    topic = await ada.pitches("Robotics")
    await make(await desk_of(await signed_in(organiser)), topic)
    (hidden,), (shown,) = (await ada.board())["offers"], (await organiser.board())["offers"]
    assert not {"wanted", "chairs", "wins"} & set(hidden)
    assert (shown["wanted"], shown["chairs"], shown["wins"]) == (62, 40, 21)


async def test_a_screen_hears_an_offer_come_answers_it_and_sees_it_go(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    topic = await ada.pitches("Robotics")
    async with served.screen(ada) as screen:
        await screen.hear("snapshot")
        await make((await served.hub(olu.camp)).desk, topic)
        ((verb, part, into, html),) = (await screen.hear("patch"))["ops"]
        assert (verb, part, into) == ("put", f"offer-{topic}", "offers")
        assert SENTENCE in said(html)
        asked = {"topic": topic, "kind": "repeat", "sessions": 1, "yes": True}
        answer = await screen.ask("answer", **asked)
        assert answer["t"] == "ok"
        assert (await screen.ask("answer", **asked))["seq"] == answer["seq"]
        assert (await screen.ask("answer", **{**asked, "sessions": 2}))["kind"] == "conflict"
    pitch = (await ada.do("GET", f"/topics/{topic}"))["topic"]["pitch"]
    assert pitch["sessions"] == 2


def said(page: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", page)).split())


def pressed(page: str, words: str) -> tuple[str, str]:
    """What a button of the console posts, and where to."""
    (button,) = re.findall(rf"<button[^>]*>{words}</button>", page)
    found = re.search(r'formaction="[^"]*/console/topics/([^"]*)".* value="([^"]*)"', button)
    assert found
    return found[1], found[2]


def form_in(page: str) -> tuple[str, dict[str, str]]:
    """Where the form of an offer posts to, and its hidden fields."""
    found = re.search(r'<form method="post" action="([^"]*/offer)".*?</form>', page, re.DOTALL)
    assert found
    return found[1], dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[0]))
