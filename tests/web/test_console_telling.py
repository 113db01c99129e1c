"""Announcements and the timer: said from the console, shown on phones without scripts, and over the API."""

import re
import time
from html import unescape

import pytest

from tests.web.organisers import Browser, signed_in
from tests.web.programs import Program
from tests.web.test_offers import Phone

LUNCH = "Lunch is in the gym today."


@pytest.fixture
async def olu(organiser: Program) -> Browser:
    return await signed_in(organiser)


@pytest.fixture
async def ada(olu: Browser) -> Phone:
    return await Phone(olu).joins("Ada")


def banners(page: str) -> list[str]:
    """The announcements that a page shows, in order."""
    shown = re.findall(r'<li class="said-one" data-said="[^"]*">\s*<p[^>]*>(.*?)</p>', page)
    return [unescape(text) for text in shown]


async def announcement(olu: Browser) -> str:
    return (await olu.camp()).announcements[-1].id


@pytest.mark.parametrize("page", ["", "/choices", "/grid", "/pitch", "/me", "/announcements"])
async def test_every_page_shows_what_was_announced_and_who_said_it(
    olu: Browser, ada: Phone, page: str
) -> None:
    await olu.done("/announcements", text=LUNCH)
    shown = await ada.get(page)
    assert LUNCH in banners(shown)
    assert "<bdi>Olu</bdi>" in shown


async def test_what_is_taken_back_is_shown_nowhere_and_undo_brings_it_back(
    olu: Browser, ada: Phone
) -> None:
    await olu.done("/announcements", text=LUNCH)
    page = await olu.done(f"/announcements/{await announcement(olu)}/removal")
    assert "Took back" in page
    assert banners(await ada.get()) == []
    await olu.done("/undone", action=(await olu.camp()).actions[-1].id)
    assert banners(await ada.get()) == [LUNCH]


async def test_what_one_dismissed_stays_away_and_can_be_found(olu: Browser, ada: Phone) -> None:
    await olu.done("/announcements", text=LUNCH)
    here = f"{ada.path}/choices"
    answer = await ada.post(f"/announcements/{await announcement(olu)}/dismissal", back=here)
    assert answer.headers["location"] == here
    assert banners(await ada.get()) == []
    assert LUNCH in await ada.get("/announcements")
    await olu.done("/announcements", text="Doors close at four.")
    assert banners(await ada.get()) == ["Doors close at four."]


async def test_nothing_but_an_id_goes_into_the_cookie(ada: Phone) -> None:
    answer = await ada.post("/announcements/a%3Bb%20c/dismissal")
    assert "set-cookie" not in answer.headers


async def test_an_announcement_that_says_nothing_is_refused_beside_its_form(olu: Browser) -> None:
    assert "announcement" in await olu.refused(422, "/announcements", text=" ")


@pytest.mark.parametrize(
    ("about", "sentence"),
    [("s1", "First begins at 9:00"), ("thanks", "Thank you"), ("nothing", None)],
)
async def test_a_sentence_to_begin_with_waits_in_the_field(
    olu: Browser, about: str, sentence: str | None
) -> None:
    page = (await olu.get(f"?announce={about}")).text
    (text,) = re.findall(r'<textarea id="announce-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert (sentence in unescape(text)) if sentence else text == ""


async def test_a_timer_runs_on_every_page_by_its_end(olu: Browser, ada: Phone) -> None:
    before = time.time_ns() // 1_000_000
    await olu.done("/timer", minutes="5", what="Pitching ends")
    timer = (await olu.camp()).timer
    assert timer is not None
    assert before + 300_000 <= timer.ends <= time.time_ns() // 1_000_000 + 300_000
    for page in ("", "/grid"):
        shown = await ada.get(page)
        assert f'data-ends="{timer.ends}"' in shown
        assert "Pitching ends" in shown


async def test_a_minute_more_pressed_twice_is_one_minute(olu: Browser) -> None:
    await olu.done("/timer", minutes="5", what="Pitching ends")
    first = (await olu.camp()).timer
    assert first is not None
    for _ in range(2):
        await olu.done("/timer", later=first.ends)
    later = (await olu.camp()).timer
    assert later is not None
    assert (later.what, later.ends) == ("Pitching ends", first.ends + 60_000)


async def test_a_timer_is_stopped_and_cannot_be_prolonged_then(olu: Browser, ada: Phone) -> None:
    await olu.done("/timer", start="10,Pitching ends")
    await olu.done("/timer/removal")
    assert (await olu.camp()).timer is None
    assert "data-ends" not in await ada.get()
    assert "no timer" in await olu.refused(422, "/timer", later="1790000000000")


@pytest.mark.parametrize("minutes", ["", "0", "ten", "-5", "100000"])
async def test_a_timer_of_no_length_is_refused(olu: Browser, minutes: str) -> None:
    assert "minutes" in await olu.refused(422, "/timer", other=minutes)


async def test_programs_announce_and_count_down_too(organiser: Program) -> None:
    said = await organiser.act("Announce", text=LUNCH)
    ends = time.time_ns() // 1_000_000 + 60_000
    await organiser.act("SetTimer", ends=ends, what="Pitching ends")
    board = await organiser.without_token().board()
    assert [(a["id"], a["text"]) for a in board["announcements"]] == [(said["action"], LUNCH)]
    assert board["timer"] == {"what": "Pitching ends", "ends": ends}
    await organiser.act("WithdrawAnnouncement", announcement=said["action"])
    await organiser.act("StopTimer")
    board = await organiser.board()
    assert (board["announcements"], board["timer"]) == ([], None)
