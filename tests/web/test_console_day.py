"""The day's frame through the console's forms."""

import pytest

from tests.web.organisers import Browser, signed_in, token_in
from tests.web.programs import Program, begins

SETTINGS = {
    "name": "Autumn Camp",
    "date": "2031-11-08",
    "zone": "Europe/Berlin",
    "vote_budget": "5",
    "freeze_minutes": "15",
    "moves_per_minute": "3",
}


@pytest.fixture
async def olu(organiser: Program) -> Browser:
    """An organiser at the console of an open camp with a gym, a library, and two slots."""
    return await signed_in(organiser)


@pytest.mark.parametrize("page", ["", "/topics", "/grid", "/day", "/people"])
async def test_every_section_stands_before_there_is_anything(organiser: Program, page: str) -> None:
    settings = {"name": "Bare", "date": "2031-05-03", "zone": "UTC"}
    created = {"settings": settings, "organiser": "Olu", "rooms": [], "slots": [], "breaks": []}
    begun = await Program(organiser.client).do("POST", "/api/camps", created)
    browser = await signed_in(Program(organiser.client, begun["camp"], begun["token"]))
    assert (await browser.get(page)).status_code == 200


async def test_the_day_goes_on_phase_by_phase_and_back(organiser: Program) -> None:
    browser = await signed_in(await begins(organiser.client, phase="setup"))
    for button, phase in (
        ("Open the board", "open"),
        ("Start the sessions", "running"),
        ("Close the camp", "closed"),
        ("Open it again", "running"),
    ):
        assert button in (await browser.get()).text
        await browser.done("/phase", phase=phase)
        assert (await browser.camp()).phase == phase


async def test_a_phase_there_is_not_is_refused(olu: Browser) -> None:
    assert "one of the day" in await olu.refused(422, "/phase", phase="lunch")


async def test_tallies_are_hidden_and_revealed(olu: Browser) -> None:
    page = await olu.done("/tallies", shown="no")
    assert not (await olu.camp()).settings.tallies_shown
    assert "Reveal the tallies" in page
    await olu.done("/tallies", shown="yes")
    assert (await olu.camp()).settings.tallies_shown


async def test_the_last_action_is_told_with_its_undo_and_taken_back(olu: Browser) -> None:
    page = await olu.done("/tallies", shown="no")
    action = (await olu.camp()).actions[-1]
    assert (
        page.count(f'name="action" value="{action.id}"') == 2
    )  # in what was just done, and in the list
    await olu.done("/undone", action=action.id)
    assert (await olu.camp()).settings.tallies_shown
    assert "something else" in (await olu.refused(409, "/undone", action=action.id)).lower()


async def test_what_the_address_says_was_done_is_never_believed(olu: Browser) -> None:
    page = await olu.get("?done=<b>pay-me</b>")
    assert page.status_code == 200
    assert "pay-me" not in page.text


async def test_settings_change_and_what_the_form_does_not_show_stays(olu: Browser) -> None:
    await olu.done("/tallies", shown="no")
    await olu.done("/settings", **SETTINGS, leaderless="yes")
    settings = (await olu.camp()).settings
    assert (settings.name, settings.date, settings.zone) == (
        "Autumn Camp",
        "2031-11-08",
        "Europe/Berlin",
    )
    assert (settings.vote_budget, settings.freeze_minutes) == (5, 15)
    assert settings.moves_per_minute == 3
    assert settings.leaderless
    assert not settings.tallies_shown


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("zone", "Mars/Olympus"),
        ("date", "someday"),
        ("vote_budget", "many"),
        ("freeze_minutes", "-1"),
        ("moves_per_minute", "61"),
        ("name", " "),
    ],
)
async def test_settings_that_can_not_be_keep_what_was_typed(
    olu: Browser, field: str, wrong: str
) -> None:
    answer = await olu.post("/settings", **{**SETTINGS, field: wrong})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.text
    kept = [text for name, text in SETTINGS.items() if name != field]
    assert all(f'value="{text}"' in answer.text for text in kept)
    assert (await olu.camp()).settings.name == "Spring Camp"


async def test_rooms_are_pasted_one_a_line_and_never_replace_others(olu: Browser) -> None:
    await olu.done("/rooms/gym", name="Hall", capacity="200", features="stage")
    await olu.done("/rooms", rooms="Gym 40\nRoom 12, 28, projector piano", once="abcd1")
    rooms = {r.name: (r.capacity, r.features) for r in (await olu.camp()).rooms.values()}
    assert rooms == {
        "Hall": (200, ("stage",)),
        "Library": (30, ()),
        "Gym": (40, ()),
        "Room 12": (28, ("projector", "piano")),
    }


async def test_a_line_that_is_no_room_keeps_the_list_for_correction(olu: Browser) -> None:
    answer = await olu.post("/rooms", rooms="Attic 9\nno number here", once="abcd1")
    assert answer.status_code == 422
    assert "Line 2" in answer.text
    assert "Attic 9\nno number here</textarea>" in answer.text
    assert len((await olu.camp()).rooms) == 2


async def test_a_form_sent_twice_counts_once_and_another_counts_again(olu: Browser) -> None:
    once = token_in((await olu.get("/day")).text)
    for _ in range(2):
        await olu.done("/rooms", rooms="Attic 9", once=once)
    await olu.done("/rooms", rooms="Cellar 8", once=once)
    names = sorted(room.name for room in (await olu.camp()).rooms.values())
    assert names == ["Attic", "Cellar", "Gym", "Library"]


async def test_a_room_is_described_anew(olu: Browser) -> None:
    await olu.done(
        "/rooms/gym", name="Big gym", capacity="120", features="Stage, piano", closed="s2"
    )
    room = next(r for r in (await olu.camp()).rooms.values() if r.id == "gym")
    assert (room.name, room.capacity) == ("Big gym", 120)
    assert (room.features, room.closed) == (("stage", "piano"), ("s2",))


async def test_a_room_refused_keeps_what_was_typed(olu: Browser) -> None:
    answer = await olu.post("/rooms/gym", name="Library", capacity="77", closed="s2")
    assert answer.status_code == 409
    assert 'value="77"' in answer.text
    assert 'value="s2" checked' in answer.text


async def test_removing_a_room_says_beforehand_what_leaves_the_grid(olu: Browser) -> None:
    topic = await olu.program.without_token().joins("Ana")
    pitched = await topic.pitches("Maker spaces")
    await olu.done(f"/topics/{pitched}/sessions", slot="s1", room="gym")
    sheet = (await olu.get("/rooms/gym")).text
    assert "1 session leaves" in sheet
    assert "<li>Maker spaces</li>" in sheet
    await olu.done("/rooms/gym/removal")
    assert [r.name for r in (await olu.camp()).rooms.values()] == ["Library"]
    assert await olu.where(pitched) == []


async def test_slots_are_added_around_the_breaks(olu: Browser) -> None:
    await olu.done("/slots", start="11:00", minutes="50", gap="10", count="2", once="abcd1")
    slots = sorted((s.start, s.name) for s in (await olu.camp()).slots.values())
    assert slots == [(540, "First"), (600, "Second"), (705, "Slot 3"), (765, "Slot 4")]


@pytest.mark.parametrize(
    "wrong", [{"start": "noonish"}, {"count": "0"}, {"minutes": "1"}, {"gap": "x"}]
)
async def test_slots_that_can_not_be_are_refused(olu: Browser, wrong: dict[str, str]) -> None:
    fields = {"start": "13:00", "minutes": "50", "gap": "10", "count": "2", **wrong}
    await olu.refused(422, "/slots", **fields)
    assert len((await olu.camp()).slots) == 2


async def test_slots_that_overlap_are_refused_with_a_sentence(olu: Browser) -> None:
    fields = {"start": "9:10", "minutes": "50", "gap": "10", "count": "1"}
    assert "is over" in await olu.refused(409, "/slots", **fields)


async def test_a_slot_is_edited_frozen_thawed_and_removed(olu: Browser) -> None:
    await olu.done("/slots/s1", name="Early", start="08:30", minutes="60")
    assert (await olu.camp()).slots.get("s1").start == 510  # type: ignore[call-overload]
    await olu.done("/slots/s1/freeze")
    assert (await olu.camp()).frozen == {"s1"}
    await olu.done("/slots/s1/thaw")
    assert not (await olu.camp()).frozen
    await olu.done("/slots/s1/removal")
    assert set((await olu.camp()).slots) == {"s2"}


async def test_breaks_are_added_edited_and_removed(olu: Browser) -> None:
    await olu.done("/breaks", name="Recess", start="10:50", minutes="10", once="abcd1")
    added = next(b for b in (await olu.camp()).breaks.values() if b.name == "Recess")
    await olu.done(f"/breaks/{added.id}", name="Coffee", start="10:50", minutes="10")
    names = sorted(b.name for b in (await olu.camp()).breaks.values())
    assert names == ["Coffee", "Lunch"]
    await olu.done(f"/breaks/{added.id}/removal")
    assert [b.name for b in (await olu.camp()).breaks.values()] == ["Lunch"]


@pytest.mark.parametrize(
    "page", ["/rooms/attic", "/slots/s9", "/breaks/tea", "/topics/t9", "/cells/s9/gym"]
)
async def test_a_sheet_for_what_is_not_there_says_so(olu: Browser, page: str) -> None:
    assert (await olu.get(page)).status_code == 404


async def test_a_script_gets_the_sentence_and_the_way_back_as_json(olu: Browser) -> None:
    headers = {"Accept": "application/json"}
    path = f"{olu.path}/tallies"
    answer = (await olu.client.post(path, data={"shown": "no"}, headers=headers)).json()
    assert answer["said"] == "Hid the tallies"
    assert answer["action"] == (await olu.camp()).actions[-1].id
    refused = await olu.client.post(f"{olu.path}/phase", data={"phase": "lunch"}, headers=headers)
    assert refused.status_code == 422
    assert "phases" in refused.json()["detail"]
