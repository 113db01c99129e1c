"""The language of pages, refusals, wires and programs' answers: asked for, chosen, kept apart."""

import json

import pytest
from httpx2 import ASGITransport, AsyncClient, Response
from websockets.asyncio.client import connect

from board.languages import browser
from board.languages.language import Language
from board.web.languages import COOKIE
from tests.web.programs import HOST, Program
from tests.web.screens import Screen, Served

HTML = {"Accept": "text/html"}


async def door(program: Program, path: str = "", **headers: str) -> Response:
    """What somebody without cookies sees at the door."""
    transport = program.client._transport
    assert isinstance(transport, ASGITransport)
    async with AsyncClient(transport=transport, base_url=HOST) as stranger:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await stranger.get(f"/c/{program.camp}{path}", headers={**HTML, **named})


async def test_a_page_speaks_what_the_browser_asks_for_and_says_so(organiser: Program) -> None:
    shown = await door(organiser, accept_language="ar-EG,ar;q=0.9,en;q=0.5")
    assert '<html lang="ar" dir="rtl"' in shown.text
    assert "أنا معكم" in shown.text
    assert shown.headers["content-language"] == "ar"
    assert {"Accept-Language", "Cookie"} <= set(shown.headers["vary"].replace(" ", "").split(","))


async def test_an_address_can_name_a_language_for_once(organiser: Program) -> None:
    shown = await door(organiser, "?lang=fr", accept_language="es")
    assert '<html lang="fr" dir="ltr"' in shown.text
    assert COOKIE not in shown.headers.get("set-cookie", "")
    assert '<html lang="es"' in (await door(organiser, "?lang=tlh", accept_language="es")).text


async def test_a_language_that_was_chosen_stays_and_leads_back_to_the_page(
    organiser: Program,
) -> None:
    here = f"/c/{organiser.camp}?next=x"
    transport = organiser.client._transport
    assert isinstance(transport, ASGITransport)
    async with AsyncClient(transport=transport, base_url=HOST) as somebody:
        chosen = await somebody.post("/language", data={"lang": "pt-BR", "back": here})
        assert (chosen.status_code, chosen.headers["location"]) == (303, here)
        assert somebody.cookies[COOKIE] == "pt-BR"
        shown = await somebody.get(here, headers={**HTML, "Accept-Language": "fr"})
        assert '<html lang="pt-BR"' in shown.text


@pytest.mark.parametrize(
    "back", ["https://elsewhere.test/", "//elsewhere.test", "/\\elsewhere.test", "no/where", ""]
)
async def test_choosing_a_language_leads_nobody_to_another_site(
    organiser: Program, back: str
) -> None:
    chosen = await organiser.client.post("/language", data={"lang": "es", "back": back})
    organiser.client.cookies.clear()
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/")


async def test_a_language_the_board_does_not_speak_is_refused(organiser: Program) -> None:
    chosen = await organiser.client.post("/language", data={"lang": "tlh"}, headers=HTML)
    assert chosen.status_code == 422
    assert COOKIE not in chosen.cookies


async def test_a_refusal_is_told_in_the_language_of_who_asked(organiser: Program) -> None:
    missing = f"{organiser.path}/topics/nothing"
    spanish = await organiser.ask("GET", missing, headers={"Accept-Language": "es"})
    english = await organiser.ask("GET", missing)
    assert spanish.json()["title"] == "Aquí no hay nada"
    assert english.json()["title"] == "There is nothing here"
    assert spanish.json()["type"] == english.json()["type"]
    nowhere = await door(organiser, "/nowhere", accept_language="zh-CN")
    assert "没有这个页面" in nowhere.text


async def test_what_organisers_did_is_told_in_the_language_of_who_reads_it(
    organiser: Program,
) -> None:
    done = {"type": "FreezeSlot", "slot": "s1"}
    await organiser.do("POST", "/actions", done)
    spanish = await organiser.ask("GET", "/actions", headers={"Accept-Language": "es"})
    english = await organiser.ask("GET", "/actions")
    assert spanish.text != english.text
    assert "congelada" in spanish.text
    assert "Froze" in english.text


async def test_a_program_that_knows_an_answer_in_one_language_is_given_it_in_another(
    organiser: Program,
) -> None:
    known = (await organiser.ask("GET", "")).headers["etag"]
    again = await organiser.ask("GET", "", headers={"If-None-Match": known})
    french = {"If-None-Match": known, "Accept-Language": "fr"}
    assert (again.status_code, (await organiser.ask("GET", "", headers=french)).status_code) == (
        304,
        200,
    )


async def test_the_words_of_scripts_are_kept_for_a_year_at_an_address_of_their_own(
    organiser: Program,
) -> None:
    spanish = browser.address(Language("es"))
    assert f'<script defer src="{spanish}"' in (await door(organiser, accept_language="es")).text
    assert "/words/" not in (await door(organiser, accept_language="en-US")).text
    told = await organiser.client.get(spanish)
    assert "immutable" in told.headers["cache-control"]
    assert "Guardado" in told.text
    assert (await organiser.client.get("/words/x/tlh.js")).status_code == 404


async def test_two_phones_hear_of_the_same_pitch_each_in_its_own_language(
    served: Served, olu: Program
) -> None:
    ada = await olu.joins("Ada")
    wires = f"ws://{served.address}/c/{olu.camp}/live?audience=phone&token={ada.token}&lang="
    async with connect(wires + "es", proxy=None) as one, connect(wires + "fr", proxy=None) as two:
        spanish, french = Screen(one), Screen(two)
        await spanish.hear("snapshot")
        await french.hear("snapshot")
        await ada.pitches("Robots")
        assert "con Ada" in json.dumps(await spanish.hear("patch"))
        assert "avec Ada" in json.dumps(await french.hear("patch"))
        refused = await spanish.ask("vote", topic="nothing")
        assert (refused["t"], refused["detail"]) == (
            "no",
            "No hay ningún tema “nothing” en este encuentro.",
        )
