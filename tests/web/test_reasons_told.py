"""The planner's reasons, and the names the board itself gives, on every page in its reader's language."""

import re
from html import unescape
from typing import Any

import pytest

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import CampId, Placement, RoomId, SlotId, TopicId
from board.camp.said import kept
from board.live.naming import in_names
from board.planning.sentences import all_lead, each_of, too_small, wanted_by
from tests.web.organisers import Browser, signed_in
from tests.web.programs import HOST, Program

EIGHT = 8 * 3_600_000
SPANISH = {"Accept-Language": "es"}


class Told:
    """A camp with Robots moved and Lace nowhere, and what is read of it in Spanish."""

    def __init__(self, organiser: Program, olu: Browser, ada: Program, topics: list[str]) -> None:
        self.organiser, self.olu, self.ada = organiser, olu, ada
        self.robots, self.lace = (TopicId(topic) for topic in topics)

    async def desk(self) -> Any:
        """The camp's desk."""
        return await self.olu._app.state.site.desks.open(CampId(self.organiser.camp))

    async def console(self, page: str) -> str:
        """The words of one of the console's pages."""
        return words((await self.olu.client.get(self.olu.path + page, headers=SPANISH)).text)

    async def page(self, page: str) -> str:
        """The words of a page as Ada sees it."""
        cookie = f"board-attendee-{self.organiser.camp}={self.ada.token}"
        address = f"{HOST}/c/{self.organiser.camp}{page}"
        shown = await self.organiser.client.get(address, headers={**SPANISH, "Cookie": cookie})
        return words(shown.text)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
async def told(organiser: Program) -> Told:
    ada, bo = await organiser.joins("Ada"), await organiser.joins("Bo")
    topics = [await ada.pitches("Robots"), await bo.pitches("Lace")]
    found = Told(organiser, await signed_in(organiser), ada, topics)
    desk = await found.desk()
    in_library = placed(found.robots, "library", str(wanted_by(41)))
    await desk.submit(c.AdoptPlan(placements=(in_library,)))
    why = in_names(desk.camp, too_small(RoomId("library"), 30, 41))
    lost = Unplaced(topic=found.lace, why=kept(all_lead(each_of(("stage", "piano")))))
    moved = placed(found.robots, "gym", why)
    await desk.submit(c.AdoptPlan(placements=(moved,), unplaced=(lost,), at=EIGHT))
    return found


def placed(topic: TopicId, room: str, why: str) -> Placement:
    return Placement(topic=topic, slot=SlotId("s1"), room=RoomId(room), why=kept(why))


WHY = "se movió desde Library, que tiene 30 asientos: lo quieren 41 personas"
NOWHERE = "quienes lo guían llevan otras sesiones siempre que hay libre una sala con stage y piano"


async def test_every_page_that_tells_a_reason_tells_it_in_its_readers_language(told: Told) -> None:
    shown = await told.page(f"/topics/{told.robots}")
    assert re.search(rf"¿Por qué aquí\? \d+:00: {WHY}", shown)
    assert WHY in await told.page("/lobby?mode=grid")
    assert WHY in await told.console("/topics")
    assert WHY in await told.console("")  # what moved
    assert WHY in await told.console(f"/topics/{told.robots}")
    assert NOWHERE in await told.console("/topics")
    assert NOWHERE in await told.page(f"/topics/{told.lace}")
    english = (await told.olu.get("/topics")).text
    assert "moved from Library, which has 30 seats: 41 people want it" in english


async def test_a_program_is_told_reasons_in_the_language_it_asks_for(told: Told) -> None:
    board = (await told.organiser.ask("GET", "", headers=SPANISH)).json()
    assert [each["why"] for each in board["grid"]] == [WHY]
    assert [each["why"] for each in board["moves"]] == [WHY]
    assert [each["why"] for each in board["unplaced"]] == [NOWHERE]
    english = (await told.organiser.ask("GET", "")).json()
    assert english["grid"][0]["why"].startswith("moved from Library, which has 30 seats")


async def test_what_if_tells_its_reasons_in_the_language_of_who_asks(told: Told) -> None:
    desk = await told.desk()
    await desk.submit(c.AdoptPlan(placements=(placed(told.robots, "gym", "x"),), at=EIGHT + 1))
    change = {"type": "CloseRoom", "room": "gym"}
    french = {"Accept-Language": "fr"}
    found = await told.organiser.ask("POST", "/whatif", change, headers=french)
    (move,) = found.json()["moves"]
    assert "personne n’a encore voté pour lui" in move["why"] or "fermée" in move["why"]
    asked = {"kind": "close-room", "room": "gym"}
    origin = {"Origin": HOST, **SPANISH}
    shown = await told.olu.client.post(told.olu.path + "/whatif", data=asked, headers=origin)
    assert "que está cerrada en esta franja" in words(shown.text)


async def test_a_format_is_one_word_in_every_language(told: Told) -> None:
    cookie = f"board-attendee-{told.organiser.camp}={told.ada.token}"
    form = {"topic": "knots", "kind": "lead", "title": "Knots", "format": "Taller"}
    headers = {**SPANISH, "Cookie": cookie, "Origin": HOST}
    address = f"{HOST}/c/{told.organiser.camp}/topics"
    await told.organiser.client.post(address, data=form, headers=headers)
    camp = (await told.desk()).camp
    assert camp.topics[TopicId("knots")].pitch.format == "workshop"
    assert "taller" in await told.page("/topics/knots")
    found = await told.page("?tag=workshop")
    assert "taller (1)" in found
    assert "Knots" in found
    assert "Knots" in await told.page("?q=taller")
    own = {**form, "topic": "ropes", "title": "Ropes", "format": "Fishbowl"}
    await told.organiser.client.post(address, data=own, headers=headers)
    assert "Fishbowl" in await told.page("/topics/ropes")


async def test_a_slot_that_nobody_named_is_told_by_number_and_stays_so_when_it_is_changed(
    told: Told,
) -> None:
    await told.olu.done("/slots", start="13:00", minutes="50", gap="10", count="1", once="abcd1")
    assert "Franja 3" in await told.page("/grid")
    assert "Slot 3" in (await told.olu.get("/grid")).text
    (slot,) = (s for s in (await told.desk()).camp.slots.values() if s.name == "Slot 3")
    changed = {"name": "Franja 3", "start": "13:10", "minutes": "40"}
    path = f"{told.olu.path}/slots/{slot.id}"
    origin = {"Origin": HOST, **SPANISH}
    assert (await told.olu.client.post(path, data=changed, headers=origin)).status_code == 303
    assert "Slot 3" in (await told.olu.get("/grid")).text
    await told.olu.done(f"/slots/{slot.id}", **{**changed, "name": "Siesta"})
    assert "Siesta" in await told.page("/grid")
