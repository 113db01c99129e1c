"""Who gets into the console, and who doesn't."""

import pytest

from tests.web.organisers import Browser, signed_in
from tests.web.programs import HOST, Program, begins

PAGES = (
    "",
    "/topics",
    "/grid",
    "/day",
    "/people",
    "/settings",
    "/rooms/gym",
    "/slots/s1",
    "/whatif",
)
NOUNS = (
    *("/phase", "/tallies", "/undone", "/rooms", "/slots/s1/freeze", "/organisers", "/topics"),
    *("/whatif", "/changes"),
)


async def test_an_organisers_link_signs_in_and_leads_to_the_console(organiser: Program) -> None:
    browser = Browser(organiser)
    answer = await browser.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, browser.path)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = await browser.get()
    assert page.status_code == 200
    assert "Spring Camp" in page.text
    assert organiser.token not in page.text


@pytest.mark.parametrize("token", ["o.forged", "forged", "o.W10.x.y"])
async def test_a_link_that_is_not_ours_says_what_to_do(organiser: Program, token: str) -> None:
    answer = await Browser(organiser).sign_in(token)
    assert answer.status_code == 401
    assert "Ask another organiser for a new one" in answer.text
    assert "set-cookie" not in answer.headers


async def test_an_attendees_token_is_no_organisers_link(organiser: Program) -> None:
    attendee = await organiser.without_token().joins("Ana")
    for token in (attendee.token, f"o.{attendee.token}"):
        assert (await Browser(organiser).sign_in(token)).status_code == 401


async def test_another_camps_organiser_is_nobody_here(organiser: Program) -> None:
    other = await begins(organiser.client)
    browser = Browser(organiser)
    assert (await browser.sign_in(other.token)).status_code == 401
    await (await signed_in(other)).get()
    assert (await browser.get()).status_code == 401


@pytest.mark.parametrize("page", PAGES)
async def test_nobody_sees_the_console_without_a_link(organiser: Program, page: str) -> None:
    assert (await Browser(organiser).get(page)).status_code == 401


@pytest.mark.parametrize("page", PAGES)
async def test_attendees_are_told_the_console_is_not_theirs(organiser: Program, page: str) -> None:
    attendee = await organiser.without_token().joins("Ana")
    browser = Browser(organiser)
    browser.client.cookies.set(f"board-attendee-{organiser.camp}", attendee.token)
    answer = await browser.get(page)
    assert answer.status_code == 403
    assert "Only organisers" in answer.text


@pytest.mark.parametrize("noun", NOUNS)
async def test_attendees_post_nothing_there(organiser: Program, noun: str) -> None:
    attendee = await organiser.without_token().joins("Ana")
    browser = Browser(organiser)
    before = await browser.camp()
    browser.client.cookies.set(f"board-attendee-{organiser.camp}", attendee.token)
    assert (
        await browser.post(noun, phase="closed", name="Eve", rooms="Attic 9")
    ).status_code == 403
    assert await browser.camp() is before


@pytest.mark.parametrize("noun", NOUNS)
async def test_another_sites_page_posts_nothing_there(organiser: Program, noun: str) -> None:
    browser = await signed_in(organiser)
    before = await browser.camp()
    answer = await browser.client.post(
        browser.path + noun, data={"phase": "closed"}, headers={"Origin": "http://evil.test"}
    )
    assert answer.status_code == 403
    assert await browser.camp() is before


async def test_removing_an_organiser_stops_their_link_and_their_cookie_at_once(
    organiser: Program,
) -> None:
    olu = await signed_in(organiser)
    link = await invited(olu, "Bo")
    bo = Browser(organiser)
    token = link.rpartition("/")[2]
    assert (await bo.sign_in(token)).status_code == 303
    assert (await bo.get()).status_code == 200
    removed = next(o.id for o in (await olu.camp()).organisers.values() if o.name == "Bo")
    await olu.done(f"/organisers/{removed}/removal")
    assert (await bo.get("/grid")).status_code == 401
    assert (await bo.post("/phase", phase="closed")).status_code == 401
    assert (await bo.sign_in(token)).status_code == 401
    assert (await olu.camp()).phase == "open"


async def invited(browser: Browser, name: str) -> str:
    page = (await browser.post("/organisers", name=name, once="abcdefgh")).text
    start = page.index(f"{HOST}/o/")
    return page[start : page.index('"', start)]
