"""Topics and the grid through the console's forms."""

import pytest

from board.camp.model import Pin, RoomId, SlotId, TopicId
from tests.web.organisers import Browser, signed_in
from tests.web.programs import Program


class Wall:
    """A console, and two topics on the board: Ana's with two votes, Bo's with one."""

    def __init__(self, olu: Browser, ana: str, bo: str) -> None:
        self.olu, self.ana, self.bo = olu, ana, bo


@pytest.fixture
async def wall(organiser: Program) -> Wall:
    ana = await organiser.without_token().joins("Ana")
    bo = await organiser.without_token().joins("Bo")
    first = await ana.pitches("Maker spaces <on> a cart")
    second = await bo.pitches("Makerspaces on carts")
    await ana.votes(first)
    await bo.votes(first, second)
    return Wall(await signed_in(organiser), first, second)


async def test_the_table_shows_every_topic_newest_or_most_wanted_first(wall: Wall) -> None:
    newest = (await wall.olu.get("/topics")).text
    assert newest.index(f"row-{wall.bo}") < newest.index(f"row-{wall.ana}")
    assert "Maker spaces &lt;on&gt; a cart" in newest
    wanted = (await wall.olu.get("/topics?sort=votes")).text
    assert wanted.index(f"row-{wall.ana}") < wanted.index(f"row-{wall.bo}")


async def test_a_topic_is_hidden_and_shown(wall: Wall) -> None:
    page = await wall.olu.done(f"/topics/{wall.ana}/hiding", back="topics", sort="votes")
    assert (await wall.olu.topic(wall.ana)).hidden
    assert "Hid “Maker spaces" in page
    assert 'name="sort" value="votes"' in page
    await wall.olu.done(f"/topics/{wall.ana}/showing")
    assert not (await wall.olu.topic(wall.ana)).hidden


async def test_a_merge_offers_similar_titles_with_their_votes_and_is_undone(wall: Wall) -> None:
    sheet = (await wall.olu.get(f"/topics/{wall.bo}")).text
    assert '<optgroup label="Similar titles"' in sheet
    assert "Maker spaces &lt;on&gt; a cart (2 votes)" in sheet
    assert "This one has 1 vote." in sheet
    await wall.olu.done(f"/topics/{wall.bo}/merge", into=wall.ana)
    assert (await wall.olu.topic(wall.bo)).merged_into == wall.ana
    assert "merged into Maker spaces" in (await wall.olu.get("/topics")).text
    await wall.olu.done("/undone", action=(await wall.olu.camp()).actions[-1].id)
    assert (await wall.olu.topic(wall.bo)).merged_into is None


async def test_a_merge_with_nothing_or_itself_is_refused(wall: Wall) -> None:
    assert "Choose a topic" in await wall.olu.refused(422, f"/topics/{wall.bo}/merge")
    assert "itself" in await wall.olu.refused(422, f"/topics/{wall.bo}/merge", into=wall.bo)


async def test_a_session_is_put_moved_and_taken_off(wall: Wall) -> None:
    sessions = f"/topics/{wall.ana}/sessions"
    await wall.olu.done(sessions, slot="s1", room="gym")
    assert await wall.olu.where(wall.ana) == [("s1", "gym")]
    await wall.olu.done(sessions, slot="s2", room="library", instead_of="s1")
    assert await wall.olu.where(wall.ana) == [("s2", "library")]
    grid = (await wall.olu.get("/grid")).text
    assert 'class="square taken pinned"' in grid
    await wall.olu.done(f"{sessions}/removal", slot="s2")
    assert await wall.olu.where(wall.ana) == []


async def test_a_session_that_moved_meanwhile_is_not_moved_again(wall: Wall) -> None:
    sessions = f"/topics/{wall.ana}/sessions"
    await wall.olu.done(sessions, slot="s1", room="gym")
    refusal = await wall.olu.refused(409, sessions, slot="s1", room="library", instead_of="s2")
    assert "no longer where it was" in refusal
    assert await wall.olu.where(wall.ana) == [("s1", "gym")]


async def test_a_move_without_a_place_is_refused(wall: Wall) -> None:
    refusal = await wall.olu.refused(422, f"/topics/{wall.ana}/sessions", slot="s1", room="")
    assert "slot and a room" in refusal


async def test_an_empty_cell_takes_the_topic_chosen_for_it(wall: Wall) -> None:
    assert "Makerspaces on carts" in (await wall.olu.get("/cells/s2/gym")).text
    await wall.olu.done("/cells/s2/gym", topic=wall.bo)
    assert await wall.olu.where(wall.bo) == [("s2", "gym")]
    assert "Choose a topic" in await wall.olu.refused(422, "/cells/s1/gym", topic="")


async def test_a_refused_cell_keeps_the_topic_that_was_chosen(wall: Wall) -> None:
    await wall.olu.done(f"/topics/{wall.ana}/sessions", slot="s2", room="gym")
    answer = await wall.olu.post("/cells/s2/gym", topic=wall.bo)
    assert answer.status_code == 409
    assert f'value="{wall.bo}" selected' in answer.text


async def test_a_pin_holds_a_slot_a_room_or_both_and_comes_out(wall: Wall) -> None:
    topic = TopicId(wall.ana)
    await wall.olu.done(f"/topics/{wall.ana}/pins", slot="", room="gym")
    assert (await wall.olu.camp()).pins[topic] == (Pin(topic=topic, room=RoomId("gym")),)
    await wall.olu.done(f"/topics/{wall.ana}/pins/removal", pin=",gym")
    assert topic not in (await wall.olu.camp()).pins
    await wall.olu.done(f"/topics/{wall.ana}/pins", slot="s1", room="gym")
    both = Pin(topic=topic, slot=SlotId("s1"), room=RoomId("gym"))
    assert (await wall.olu.camp()).pins[topic] == (both,)
    await wall.olu.done(f"/topics/{wall.ana}/pins/removal", pin="s1,gym")
    assert topic not in (await wall.olu.camp()).pins


async def test_a_pin_to_nowhere_is_refused(wall: Wall) -> None:
    assert "a slot, a room, or both" in await wall.olu.refused(422, f"/topics/{wall.ana}/pins")


async def test_a_closed_room_takes_nothing_and_looks_closed(wall: Wall) -> None:
    await wall.olu.done("/rooms/gym", name="Gym", capacity="90", closed="s1")
    refusal = await wall.olu.refused(409, f"/topics/{wall.ana}/sessions", slot="s1", room="gym")
    assert "closed" in refusal
    assert 'class="square free shut"' in (await wall.olu.get("/grid")).text


async def test_a_frozen_slot_looks_frozen_and_organisers_still_move_in_it(wall: Wall) -> None:
    await wall.olu.done(f"/topics/{wall.ana}/sessions", slot="s1", room="gym")
    page = await wall.olu.done("/slots/s1/freeze")
    assert 'class="square taken pinned frozen"' in page
    sessions = f"/topics/{wall.ana}/sessions"
    await wall.olu.done(sessions, slot="s1", room="library", instead_of="s1")
    assert await wall.olu.where(wall.ana) == [("s1", "library")]


async def test_wishes_that_people_want_need_attention_until_somebody_leads(wall: Wall) -> None:
    cy = await wall.olu.program.without_token().joins("Cy")
    wish = await cy.pitches("Explain the new gradebook", lead=False)
    assert "wish without a lead" not in (await wall.olu.get()).text
    await cy.votes(wish)
    assert "wish without a lead" in (await wall.olu.get()).text
    await wall.olu.done(f"/topics/{wish}/leads", lead="Dana", once="abcd1")
    assert "wish without a lead" not in (await wall.olu.get()).text


async def test_more_votes_than_any_room_holds_need_attention(wall: Wall) -> None:
    assert "larger than any room" not in (await wall.olu.get()).text
    await wall.olu.done("/rooms/gym", name="Gym", capacity="1")
    await wall.olu.done("/rooms/library", name="Library", capacity="1")
    page = (await wall.olu.get()).text
    assert "larger than any room" in page
    assert "Gym holds 1" in page or "Library holds 1" in page
