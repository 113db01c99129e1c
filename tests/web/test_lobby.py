"""The lobby's page and its remote, as programs and browsers without scripts see them."""

import re
from html import unescape

from board.camp.model import CampId
from board.live.lobby import ROOMS
from board.web.identity import Tokens
from tests.boards import SECRET
from tests.web.organisers import signed_in
from tests.web.programs import Program


async def test_the_remote_of_programs_is_the_remote_of_phones(organiser: Program) -> None:
    topic = await (await organiser.without_token().joins("Ana")).pitches("Robots")
    shown = await organiser.do("PUT", "/lobby", {"mode": "spotlight", "topic": topic})
    assert (shown["mode"], shown["topic"], shown["paused"]) == ("spotlight", topic, False)
    remote = (await (await signed_in(organiser)).get("/remote")).text
    assert re.search(r'value="spotlight"[^>]*aria-pressed="true"', remote)
    again = await organiser.do("PUT", "/lobby", {"mode": "grid", "paused": True})
    assert again == await organiser.without_token().do("GET", "/lobby")
    assert (again["mode"], again["topic"], again["paused"]) == ("grid", topic, True)


async def test_only_organisers_direct_the_lobby(organiser: Program) -> None:
    ana = await organiser.without_token().joins("Ana")
    assert (await ana.ask("PUT", "/lobby", {"mode": "grid"})).status_code == 403
    nobody = organiser.without_token()
    assert (await nobody.ask("PUT", "/lobby", {"mode": "grid"})).status_code == 401
    assert (await organiser.ask("PUT", "/lobby", {"mode": "disco"})).status_code == 422


async def test_a_press_without_scripts_comes_back_to_the_remote(organiser: Program) -> None:
    olu = await signed_in(organiser)
    answer = await olu.post("/lobby", mode="results", paused="yes")
    assert answer.headers["location"] == f"{olu.path}/remote"
    shown = await organiser.do("GET", "/lobby")
    assert (shown["mode"], shown["paused"]) == ("results", True)
    assert (await olu.post("/lobby", mode="disco")).status_code == 422


async def test_an_address_keeps_a_projector_at_one_thing_and_begins_at_a_page(
    organiser: Program,
) -> None:
    await organiser.do("PUT", "/lobby", {"mode": "results"})
    home = f"/c/{organiser.camp}/lobby"
    follows = (await organiser.client.get(home)).text
    assert 'data-scene="results"' in follows
    stays = (await organiser.client.get(f"{home}?mode=marketplace&page=7")).text
    assert 'id="wall" data-scene="market"' in stays
    assert f"url={home}?page=1&amp;mode=marketplace" in stays
    odd = await organiser.client.get(f"{home}?mode=disco&page=-3")
    assert odd.status_code == 200


async def test_without_scripts_a_projector_keeps_what_its_address_says(organiser: Program) -> None:
    home = f"/c/{organiser.camp}/lobby"
    address = f"{home}?lang=ar&theme=dark&mode=spotlight&topic=t1&page=0"
    for _ in range(2):
        text = (await organiser.client.get(address)).text
        assert 'lang="ar"' in text
        assert 'data-theme="dark"' in text
        (found,) = re.findall(r'http-equiv="refresh" content="15;url=([^"]*)"', text)
        address = unescape(found)
        assert address == f"{home}?page=1&mode=spotlight&topic=t1&lang=ar&theme=dark"


async def test_a_link_for_a_screen_leads_to_the_lobby_as_its_address_says(
    organiser: Program,
) -> None:
    key = Tokens(SECRET).sign("display", CampId(organiser.camp), "lobby")
    link, home = f"/c/{organiser.camp}/screen/{key}", f"/c/{organiser.camp}/lobby"
    for asked, kept in (
        ("", ""),
        (
            "?theme=dark&lang=ar&mode=spotlight&topic=t1",
            "?mode=spotlight&topic=t1&lang=ar&theme=dark",
        ),
        (f"?mode=disco&key={key}&theme=light", "?theme=light"),
    ):
        answer = await organiser.client.get(link + asked)
        assert (answer.status_code, answer.headers["location"]) == (303, home + kept)


async def test_a_projector_whose_camp_is_not_there_asks_again_by_itself(
    organiser: Program,
) -> None:
    """A board that comes back without its store for a while leaves nobody in the lobby to reload."""
    html = {"Accept": "text/html"}
    for page in ("lobby?mode=grid", "screen/some.key"):
        address = f"/c/elsewhere/{page}"
        gone = await organiser.client.get(address, headers=html)
        assert gone.status_code == 404
        (wait,) = re.findall(r'<meta http-equiv="refresh" content="(\d+)">', gone.text)
        assert 30 <= int(wait) <= 60
        assert "tries again by itself within a minute" in gone.text
    for page in ("", "/grid", "/lobby/none"):
        gone = await organiser.client.get(f"/c/elsewhere{page}", headers=html)
        assert (gone.status_code, "http-equiv" in gone.text) == (404, False)


async def test_a_page_of_the_grid_shows_its_rooms_and_no_others_without_scripts(
    organiser: Program,
) -> None:
    rooms = [{"id": f"r{n}", "name": f"Room {n}", "capacity": 9} for n in range(12)]
    await organiser.act("SetRooms", rooms=rooms)
    shown = []
    for page in range(2):
        address = f"/c/{organiser.camp}/lobby?mode=grid&page={page}"
        text = (await organiser.client.get(address)).text
        rows = re.findall(r'<li data-page="(\d)"( hidden)?>', text)
        assert {int(own) == page for own, hidden in rows if not hidden} == {True}
        shown.append(sum(not hidden for _, hidden in rows))
    assert shown == [2 * ROOMS, 2 * 2], "in each of two slots"


async def test_a_topics_qr_code_is_there_as_long_as_the_topic_is(organiser: Program) -> None:
    ana = await organiser.without_token().joins("Ana")
    topic = await ana.pitches("Robots")
    path = f"/c/{organiser.camp}/topics/{topic}/qr.svg"
    picture = await organiser.client.get(path)
    assert picture.headers["content-type"] == "image/svg+xml"
    await ana.do("DELETE", f"/topics/{topic}")
    assert (await organiser.client.get(path)).status_code == 422
