"""Pages over the real application: what they say, what they keep, and whom they believe."""

import gzip
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient, Response

from board import assets
from board.camp import commands as c
from board.camp.model import AttendeeId, Camp, CampId, Pitch, Topic, TopicId
from board.config import Config
from board.demo.day import pitch_of
from board.live.desk import Desk, Desks
from board.web.app import create_app
from board.web.identity import Tokens
from board.web.pages import looks
from board.web.similar import similar
from tests import seed

SECRET = "a secret for tests only"
HOST = "http://board.test"
DAY = {
    "name": "Edcamp Riverside",
    "date": "2031-05-03",
    "zone": "America/New_York",
    "organiser": "Grace",
    "rooms": "Library 40\nGym, 120, stage",
    "first": "9:30",
    "count": "4",
    "minutes": "50",
    "gap": "10",
    "breaks": "12:00 45 Lunch",
    "budget": "5",
}


class Visitor:
    """A browser without scripts: it keeps cookies and follows where forms send it."""

    def __init__(self, client: AsyncClient, camp: str = "") -> None:
        self.client, self.camp = client, f"/c/{camp}"

    async def get(self, path: str = "") -> Response:
        return await self.client.get(self.camp + path, follow_redirects=True)

    async def post(self, path: str, **form: Any) -> Response:
        return await self.client.post(self.camp + path, data=form, follow_redirects=True)

    async def joins(self, name: str = "") -> "Visitor":
        response = await self.post("/attendees", name=name)
        assert response.status_code == 200
        return self


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[tuple[Desks, Any]]:
    app = create_app(
        Config(store=f"sqlite:///{tmp_path}/board.db", secret=SECRET, host="127.0.0.1", port=0)
    )
    async with app.router.lifespan_context(app):
        yield app.state.site.desks, app


@asynccontextmanager
async def browser(app: Any) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(transport=ASGITransport(app=app), base_url=HOST) as client:
        yield client


@pytest.fixture
async def desk(desks: tuple[Desks, Any]) -> Desk:
    return await seed.small_camp(desks[0], "small")


@pytest.fixture
async def ana(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[Visitor]:
    async with browser(desks[1]) as client:
        yield await Visitor(client, desk.camp.id).joins("Ana")


@pytest.fixture
async def stranger(desks: tuple[Desks, Any], desk: Desk) -> AsyncIterator[Visitor]:
    async with browser(desks[1]) as client:
        yield Visitor(client, desk.camp.id)


async def test_a_code_is_found_however_it_is_typed(stranger: Visitor) -> None:
    answer = await stranger.client.get("/?code=%20SmAlL%20")
    assert (answer.status_code, answer.headers["location"]) == (303, "/c/small")


@pytest.mark.parametrize("typed", ["nosuch", "../../etc", "é", "x" * 200, "a%00b"])
async def test_a_wrong_code_is_explained_and_kept(stranger: Visitor, typed: str) -> None:
    answer = await stranger.client.get("/", params={"code": typed})
    assert answer.status_code == 404
    assert 'role="alert"' in answer.text
    assert unescape(_value(answer.text, "code")) == typed


async def test_a_camp_is_created_and_its_organiser_link_shown_once(stranger: Visitor) -> None:
    answer = await stranger.client.post("/new", data=DAY)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    link = re.search(r"http://board\.test/o/(\w+)/(o\.[^<\s]+)", answer.text)
    assert link is not None
    code, token = link[1], link[2]
    assert Tokens(SECRET).read("organiser", CampId(code), token.removeprefix("o."))
    assert f"board-organiser-{code}" in stranger.client.cookies
    assert code.upper() in answer.text
    assert "<svg" in answer.text


async def test_the_created_camp_is_what_was_typed(
    stranger: Visitor, desks: tuple[Desks, Any]
) -> None:
    answer = await stranger.client.post("/new", data=DAY)
    code = re.search(r"/o/(\w+)/", answer.text)
    assert code is not None
    camp = (await desks[0].open(CampId(code[1]))).camp
    assert sorted(r.name for r in camp.rooms.values()) == ["Gym", "Library"]
    assert sorted(s.start for s in camp.slots.values()) == [570, 630, 765, 825]
    assert camp.settings.vote_budget == 5
    assert [o.name for o in camp.organisers.values()] == ["Grace"]


async def test_the_break_of_a_new_camp_is_told_in_each_readers_language(
    stranger: Visitor, desks: tuple[Desks, Any]
) -> None:
    form = (await stranger.client.get("/new?lang=es")).text
    (breaks,) = re.findall(r'<textarea[^>]*id="breaks"[^>]*>([^<]*)<', form)
    assert breaks.strip() == "12:00 45 Almuerzo"
    answer = await stranger.client.post("/new?lang=es", data=DAY | {"breaks": breaks})
    code = re.search(r"/o/(\w+)/", answer.text)
    assert code is not None
    camp = (await desks[0].open(CampId(code[1]))).camp
    (pause,) = camp.breaks.values()
    assert str.__str__(pause.name) == "Lunch"
    sheet = f"/c/{camp.id}/console/breaks/{pause.id}?lang=fr"
    assert _value((await stranger.client.get(sheet)).text, "name") == "Déjeuner"
    moved = {"name": "Déjeuner", "start": "12:30", "minutes": "45"}
    await stranger.client.post(sheet, data=moved)
    (pause,) = (await desks[0].open(camp.id)).camp.breaks.values()
    assert (pause.start, str.__str__(pause.name)) == (750, "Lunch")


async def test_everything_wrong_with_a_new_camp_is_told_at_once_and_nothing_typed_is_lost(
    stranger: Visitor,
) -> None:
    wrong = DAY | {"zone": "Mars/Olympus", "rooms": "Library\nGym 120", "count": "many", "date": ""}
    answer = await stranger.client.post("/new", data=wrong)
    assert answer.status_code == 422
    for sentence in ("time zone", "Line 1, “Library”", "How many slots?", "When is it?"):
        assert sentence in answer.text
    assert "Library\nGym 120</textarea>" in answer.text
    assert _value(answer.text, "zone") == "Mars/Olympus"


async def test_slots_that_run_past_midnight_are_refused_with_a_sentence(stranger: Visitor) -> None:
    answer = await stranger.client.post("/new", data=DAY | {"count": "30"})
    assert answer.status_code == 422
    assert "must" in answer.text


async def test_whoever_is_not_in_sees_the_door_and_comes_back_to_where_they_wanted(
    stranger: Visitor,
) -> None:
    door = await stranger.get("/topics/t3")
    assert "I\u2019m in" in door.text
    assert _value(door.text, "next") == "/c/small/topics/t3"
    inside = await stranger.post("/attendees", next="/c/small/topics/t3")
    assert inside.url.path == "/c/small/topics/t3"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "https://evil.example",
        "/c/other",
        "/c/small/../../x",
        "/c/small\\x",
        "/c/small\n",
    ],
)
async def test_a_form_never_leads_out_of_its_camp(stranger: Visitor, path: str) -> None:
    answer = await stranger.client.post("/c/small/attendees", data={"next": path})
    assert answer.headers["location"] == "/c/small"
    voted = await stranger.client.post("/c/small/ballot", data={"vote": "t1", "back": path})
    assert voted.headers["location"] == "/c/small#topic-t1"


async def test_joining_twice_makes_one_attendee(ana: Visitor, desk: Desk) -> None:
    before = len(desk.camp.attendees)
    await ana.post("/attendees", name="Ana again")
    assert len(desk.camp.attendees) == before


async def test_a_stale_cookie_shows_the_door(stranger: Visitor) -> None:
    gone = Tokens(SECRET).sign("attendee", CampId("small"), "nobody")
    for value in (gone, "forged"):
        stranger.client.cookies.set("board-attendee-small", value)
        assert "I\u2019m in" in (await stranger.get()).text
        stranger.client.cookies.clear()


async def test_another_sites_page_can_do_nothing(ana: Visitor, desk: Desk) -> None:
    seq = desk.seq
    for path, form in (
        ("/ballot", {"vote": "t1"}),
        ("/topics", {"title": "x", "topic": "x1"}),
        ("/me", {"name": "x"}),
        ("/attendees", {}),
        ("/topics/t1/lead", {}),
    ):
        answer = await ana.client.post(
            ana.camp + path, data=form, headers={"Origin": "http://evil.example"}
        )
        assert answer.status_code == 403
    assert (await ana.client.post("/new", data=DAY, headers={"Origin": "null"})).status_code == 403
    assert desk.seq == seq


def an_order(camp: Camp, me: AttendeeId, lot: str) -> list[TopicId]:
    topics = [*camp.topics.values()]
    return [t.id for t in looks.fair_order(topics, looks.begin(camp, me, topics, lot))]


async def test_each_look_has_another_order_and_sooner_what_few_have_seen(desk: Desk) -> None:
    *seen, rare = desk.camp.topics
    for person in [*desk.camp.attendees][:5]:
        await desk.submit(c.SeeTopics(attendee=person, topics=tuple(seen)))
    orders = [an_order(desk.camp, AttendeeId("new"), f"{n:08x}") for n in range(200)]
    assert len({*map(tuple, orders)}) > 190
    assert {frozenset(order) for order in orders} == {frozenset(desk.camp.topics)}
    places = [order.index(rare) for order in orders]
    assert sum(places) / 200 < 4.5 < 11 / 2  # where it would be on average by lot alone
    assert len({*places}) > 3  # and not always in the same place, least of all the best


async def test_what_i_passed_by_comes_last_and_what_i_chose_does_not(desk: Desk) -> None:
    me, topics = next(iter(desk.camp.attendees)), list(desk.camp.topics.values())
    passed = [t.id for t in topics[:4]]
    await desk.submit(c.SeeTopics(attendee=me, topics=tuple(passed)))
    await desk.submit(c.CastVote(attendee=me, topic=passed[0]))
    assert {*an_order(desk.camp, me, "0000000a")[-3:]} == {*passed[1:]}


async def test_the_order_stays_while_somebody_looks(ana: Visitor, desk: Desk) -> None:
    def shown(page: str) -> list[str]:
        return re.findall(r'data-topic="([^"]+)"', page)

    first = shown((await ana.get("")).text)
    await ana.post("/ballot", vote=first[2], back="/c/small")
    me = next(who for who, ballot in desk.camp.ballots.items() if first[2] in ballot)
    await desk.submit(c.SeeTopics(attendee=me, topics=tuple(map(TopicId, first[:5]))))
    assert shown((await ana.get("")).text) == first
    for odd in ("x", "0.0.0.0", "00000000.1.1", "g" * 8 + ".1.1.1"):
        ana.client.cookies.set("board-look-small", odd, path="/c/small")
        assert {*shown((await ana.get("")).text)} == {*first}


async def test_votes_given_by_form_show_their_place_and_can_be_moved(
    ana: Visitor, desk: Desk
) -> None:
    for topic in ("t1", "t2", "t3"):
        page = await ana.post("/ballot", vote=topic, back="/c/small")
    assert re.search(r'name="unvote" value="t2" aria-pressed="true".{0,120}2nd choice', page.text)
    await ana.post("/ballot", up="t3", back="/c/small/choices")
    await ana.post("/ballot", down="t1", back="/c/small/choices")
    page = await ana.get("/choices")
    assert re.findall(r'id="choice-(\w+)"', page.text) == ["t3", "t1", "t2"]
    await ana.post("/ballot", unvote="t3")
    assert list(desk.camp.ballots.values()) == [("t1", "t2")]


async def test_a_pitch_sent_twice_is_one_topic(ana: Visitor, desk: Desk) -> None:
    form = await ana.get("/pitch")
    topic = _value(form.text, "topic")
    before = len(desk.camp.topics)
    for _ in range(2):
        page = await ana.post("/topics", topic=topic, kind="lead", title="Knots")
        assert "Knots" in page.text
    assert len(desk.camp.topics) == before + 1


async def test_a_pitch_says_all_it_can(ana: Visitor, desk: Desk) -> None:
    await ana.post(
        "/topics",
        topic="knots",
        kind="lead",
        title="Knots",
        description="Two of them.\r\n\r\nReally.",
        grade=["K-2", "6-8"],
        tags="Outdoors, hands; outdoors",
        format="workshop",
        bring="a rope",
        needs=["gym"],
        seat_cap="12",
        not_in=["s1"],
        sessions="2",
    )
    topic = desk.camp.topics[TopicId("knots")]
    assert topic.pitch == Pitch(
        title="Knots",
        description="Two of them.\n\nReally.",
        grade_bands=("K-2", "6-8"),
        tags=("outdoors", "hands"),
        format="workshop",
        bring="a rope",
        needs=("gym",),
        seat_cap=12,
        not_in=("s1",),  # type: ignore[arg-type]
        sessions=2,
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("title", ""),
        ("title", "x" * 121),
        ("seat_cap", "lots"),
        ("sessions", "99"),
        ("title", "a\x07b"),
    ],
)
async def test_a_refused_pitch_keeps_what_was_typed(ana: Visitor, field: str, typed: str) -> None:
    form = {"topic": "bad", "kind": "wish", "title": "Knots", "description": "Kept <as> typed"}
    answer = await ana.post("/topics", **(form | {field: typed}))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Kept &lt;as&gt; typed" in answer.text
    assert re.search(r'value="wish" checked', answer.text)


async def test_only_those_who_lead_a_topic_can_change_it(
    ana: Visitor, desks: tuple[Desks, Any], desk: Desk
) -> None:
    await ana.post("/topics", topic="mine", kind="lead", title="Mine")
    async with browser(desks[1]) as client:
        bo = await Visitor(client, desk.camp.id).joins("Bo")
        assert "Withdraw" not in (await bo.get("/topics/mine")).text
        assert (await bo.get("/topics/mine/edit")).status_code == 403
        assert (await bo.post("/topics/mine/edit", title="Bo\u2019s")).status_code == 403
        assert (await bo.post("/topics/mine/withdrawal", withdrawn="yes")).status_code == 403
    await ana.post("/topics/mine/edit", title="Still mine")
    await ana.post("/topics/mine/withdrawal", withdrawn="yes")
    assert desk.camp.topics[TopicId("mine")].withdrawn
    page = await ana.post("/topics/mine/withdrawal", withdrawn="no")
    assert "Still mine" in page.text
    assert desk.camp.topics[TopicId("mine")].up


async def test_a_co_facilitator_comes_by_a_link_and_no_other_way(
    ana: Visitor, desks: tuple[Desks, Any], desk: Desk
) -> None:
    await ana.post("/topics", topic="mine", kind="lead", title="Mine")
    link = unescape(_value((await ana.get("/topics/mine")).text, None, after='id="invite"'))
    key = link.partition("?key=")[2]
    async with browser(desks[1]) as client:
        bo = await Visitor(client, desk.camp.id).joins("Bo")
        assert (await bo.post("/topics/mine/lead")).status_code == 403
        assert (await bo.post("/topics/mine/lead", key="forged")).status_code == 401
        assert (await bo.post("/topics/t1/lead", key=key)).status_code == 403
        invited = await client.get(link)
        assert "Yes, I\u2019ll help lead it" in invited.text
        page = await bo.post("/topics/mine/lead", key=key)
        assert "with Ana and Bo" in page.text
        await bo.post("/topics/mine/leave")
    assert len(desk.camp.topics[TopicId("mine")].facilitators) == 1


async def test_a_wish_is_led_by_whoever_steps_up(ana: Visitor, desk: Desk) -> None:
    wish = next(t.id for t in desk.camp.topics.values() if t.wish)
    page = await ana.post(f"/topics/{wish}/lead")
    assert "with Ana" in page.text
    assert not desk.camp.topics[wish].wish


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Mindfulness for busy teachers", True),
        ("mindful", True),
        ("Chatbots and essays", True),
        ("Teaching students in the classroom", False),
        ("Zorbing", False),
        ("Min", False),
    ],
)
def test_similar_titles_are_pointed_out(title: str, found: bool) -> None:
    topics = [
        Topic(id=TopicId(f"t{n}"), number=n, by=AttendeeId("a"), at=1, pitch=pitch_of(topic))
        for n, topic in enumerate(seed.district.topics(), start=1)
    ]
    alike = similar(title, topics)
    assert bool(alike) is found
    assert len(alike) <= 3


async def test_similar_topics_come_as_a_piece_of_a_page(ana: Visitor) -> None:
    answer = await ana.get("/similar?title=Mindfulness")
    assert answer.text.lstrip().startswith("<div")
    assert "/c/small/topics/t1" in answer.text


async def test_the_first_page_of_a_district_is_small(desks: tuple[Desks, Any]) -> None:
    desk = await seed.district_camp(desks[0], voters=20)
    async with browser(desks[1]) as client:
        ana = await Visitor(client, desk.camp.id).joins()
        answer = await ana.get()
    assert answer.text.count('class="card topic') == 138
    assert answer.headers["content-encoding"] == "gzip"
    assert len(gzip.compress(answer.content, 5)) < 60 * 1024


async def test_the_grid_marks_what_is_mine_without_scripts(desks: tuple[Desks, Any]) -> None:
    desk = await seed.district_camp(desks[0], voters=5)
    placed = next(iter(desk.camp.cells.values()))
    async with browser(desks[1]) as client:
        ana = await Visitor(client, desk.camp.id).joins()
        await ana.post("/ballot", vote=placed)
        page = (await ana.get("/grid")).text
    assert page.count("data-mine>") == len(desk.camp.placements[placed]) > 0


async def test_the_lobby_needs_no_token_and_counts_what_there_is(stranger: Visitor) -> None:
    page = (await stranger.get("/lobby")).text
    assert '<b data-v="topics">12</b>' in page
    assert "SMALL" in page
    assert 'http-equiv="refresh"' in page


async def test_the_lobby_takes_a_stale_cookie_away_so_that_its_wire_is_not_refused(
    stranger: Visitor,
) -> None:
    stranger.client.cookies.set("board-attendee-small", "forged", domain="board.test", path="/")
    await stranger.get("/lobby")
    assert "board-attendee-small" not in stranger.client.cookies


async def test_static_files_are_kept_for_ever_under_an_address_that_changes_with_them(
    stranger: Visitor,
) -> None:
    page = (await stranger.get("/lobby")).text
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) > 4
    for file in files:
        answer = await stranger.client.get(file)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


async def test_style_sheets_come_together_and_scripts_without_their_comments(
    stranger: Visitor,
) -> None:
    root = assets.static_url()
    both = await stranger.client.get(f"{root}/css/button+form.css")
    each = [
        (await stranger.client.get(f"{root}/css/{name}.css")).text for name in ("button", "form")
    ]
    assert both.text == "".join(each)
    assert "/*" not in both.text
    assert "\n// " not in (await stranger.client.get(f"{root}/js/wire.js")).text
    assert (await stranger.client.get(f"{root}/css/button+nothing.css")).status_code == 404
    assert (await stranger.client.get(f"{root}/css/button+..%2f..%2fx.css")).status_code == 404


async def test_the_qr_code_is_a_picture(stranger: Visitor) -> None:
    answer = await stranger.get("/qr.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")


async def test_no_page_holds_a_script_or_a_style_of_its_own(ana: Visitor) -> None:
    for path in ("", "/choices", "/pitch", "/grid", "/lobby", "/me", "/topics/t1"):
        page = (await ana.get(path)).text
        inline = re.findall(r"<script(?![^>]*(?:src=|application/json))", page)
        assert inline == []
        assert not re.search(r'<style|\sstyle="|\son\w+="', page)


async def test_an_error_page_says_what_to_do(stranger: Visitor) -> None:
    answer = await stranger.client.get("/c/nosuch", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Check it and try again" in answer.text


def _value(page: str, name: str | None, *, after: str = "") -> str:
    """The value of the input called `name`, or of the first one after some text."""
    at = page.index(after or f'name="{name}"')
    tag = page[page.rindex("<", 0, at + 1) : page.index(">", at)]
    found = re.search(r'value="([^"]*)"', tag)
    return found[1] if found else ""
