"""The roster in the console: a file read as people have it, badges, and somebody at the door."""

from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import pytest

from board.camp import roster_file
from board.camp.model import AttendeeId, TopicId
from board.web import codes
from tests.web.houses import Guest, House, a_house, said, value

LIST = (
    'Name;School;Role;E-Mail;Diet\r\n"Li, May";Lincoln;Teacher;may@x.org;vegan\r\n'
    ";Nowhere;;;\r\nZoë;Lincoln;;nonsense;\r\nNoa;;;;\r\nNoa;;;;\r\n"
)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as house:
        yield house


@pytest.fixture
async def olu(house: House) -> AsyncIterator[Guest]:
    """An organiser's browser."""
    async with house.guest() as guest:
        house.organise(guest)
        yield guest


def people(text: str) -> list[tuple[str, str, str, str]]:
    return [(p.name, p.school, p.role, p.email) for p in roster_file.read(text).people]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_file_is_read_however_a_spreadsheet_saved_it(encoding: str) -> None:
    bom = "\ufeff" if encoding == "utf-16-be" else ""
    raw = (bom + LIST).encode(encoding)
    assert people(roster_file.decoded(raw))[0] == ("Li, May", "Lincoln", "Teacher", "may@x.org")
    assert "Zoë" in roster_file.read(roster_file.decoded(raw)).rest


@pytest.mark.parametrize(
    "text",
    [
        "name,school,role,email\nAda,Hill,Teacher,a@x.org",
        "Email\tSchool\tRole\tFull Name\na@x.org\tHill\tTeacher\tAda",
        "Ada,Hill,Teacher,a@x.org",
        "a@x.org;Ada;Hill;Teacher",
        'sep=;\n"Name";"School";"Role";"Mail"\n"Ada";"Hill";"Teacher";"a@x.org"\n\n',
        "First name,Last name,School,Position,E-mail\nAda,,Hill,Teacher,a@x.org",
        "\ufeffNombre;Escuela;Cargo;Correo\r\n Ada ; Hill ;Teacher; a@x.org \r\n",
    ],
)
def test_columns_are_understood_in_any_order_and_with_any_separator(text: str) -> None:
    assert people(text) == [("Ada", "Hill", "Teacher", "a@x.org")]


def test_every_line_that_is_not_understood_is_named_and_given_back_as_it_was() -> None:
    found = roster_file.read(LIST)
    assert [p.name for p in found.people] == ["Li, May", "Noa"]
    assert [c.partition(":")[0] for c in found.complaints] == ["Line 3", "Line 4", "Line 6"]
    head, *rest = found.rest.split("\n")
    assert head == "Name;School;Role;E-Mail;Diet"
    assert rest == [";Nowhere;;;", "Zoë;Lincoln;;nonsense;", "Noa;;;;"]
    assert found.unused == ("Diet",)


def test_a_quotation_mark_that_nobody_closed_spoils_its_own_line_only() -> None:
    found = roster_file.read('name,school\n"Ada,Hill\nBen,Hill\nCleo,Hill\n' + "Dee,Hill\n" * 1)
    assert [p.name for p in found.people] == ["Ben", "Cleo", "Dee"]
    assert "Line 2" in found.complaints[0]
    assert '"Ada,Hill' in found.rest


def test_a_cell_may_hold_a_line_break() -> None:
    assert people('name,school\n"Ada\nLovelace",Hill\nBen,Hill')[0][0] == "Ada Lovelace"


def test_a_comma_too_many_is_named() -> None:
    found = roster_file.read("name,school\nLi, May,Lincoln")
    assert "quotation marks" in found.complaints[0]
    assert not found.people


async def test_an_imported_list_gives_everybody_a_code_that_lets_them_in(
    house: House, olu: Guest
) -> None:
    await house.lets_in_by("roster")
    page = (await olu.post("/console/roster", people=LIST)).text
    assert "2 people are new on the roster" in page
    assert ";Nowhere;;;" in unescape(page)
    assert {b.name for b in house.camp.roster.values()} == {"Li, May", "Noa"}
    (may,) = [b for b in house.camp.roster.values() if b.name == "Li, May"]
    code = codes.spaced(house.tokens.codes.badge(house.camp.id, may).typed)
    assert code in (await olu.get("/console/roster?q=lincoln+may")).text
    async with house.guest() as phone:
        await phone.joins(code=code)
        assert house.who(phone) == may.id


async def test_a_list_imported_again_doubles_nobody_and_changes_no_code(
    house: House, olu: Guest
) -> None:
    await olu.post("/console/roster", people=LIST)
    before = dict(house.camp.roster)
    page = (await olu.post("/console/roster", people="Noa,Hill\nMay L.,Lincoln,,MAY@x.org")).text
    assert "One person is new on the roster" in page
    after = dict(house.camp.roster)
    assert len(after) == 3  # another Noa, of a school
    (may,) = [b for b in after.values() if b.name == "May L."]
    assert before[may.id].name == "Li, May"
    assert may.edition == 0


async def test_a_file_is_uploaded_as_it_is(house: House, olu: Guest) -> None:
    answer = await olu.client.post(
        "/c/small/console/roster",
        files={"file": ("list.csv", LIST.encode("utf-16"), "text/csv")},
        data={"people": ""},
        headers={"Origin": "http://board.test"},
    )
    assert answer.status_code == 200
    assert len(house.camp.roster) == 2


async def test_an_empty_import_says_what_to_do(house: House, olu: Guest) -> None:
    answer = await olu.post("/console/roster", people="  ")
    assert answer.status_code == 422
    assert "Choose a file" in said(answer.text)
    assert not house.camp.roster


async def test_somebody_at_the_door_gets_a_badge_at_once(house: House, olu: Guest) -> None:
    await house.lets_in_by("roster")
    page = (await olu.post("/console/roster/door", name="Ada Lovelace")).text
    (ada,) = house.camp.roster.values()
    code = house.tokens.codes.badge(house.camp.id, ada)
    assert codes.spaced(code.typed) in page
    async with house.guest() as phone:
        await phone.post(f"/i/{code.key}")
        assert await phone.is_in()
    assert (await olu.post("/console/roster/door", name=" ")).status_code == 422


async def test_badges_are_printed_once_and_again_when_they_are_replaced(
    house: House, olu: Guest
) -> None:
    await house.expects("May", "Noa")
    sheet = (await olu.get("/console/badges")).text
    assert sheet.count('class="badge"') == 2
    await olu.post("/console/badges", badges=value(sheet, "badges"))
    assert 'class="badge"' not in (await olu.get("/console/badges")).text
    await olu.post("/console/roster/p-may/replacement", edition="0")
    sheet = (await olu.get("/console/badges")).text
    assert sheet.count('class="badge"') == 1
    assert "May" in sheet
    assert (await olu.get("/console/badges?which=all")).text.count('class="badge"') == 2


async def test_a_badge_is_replaced_once_however_often_the_button_is_pressed(
    house: House, olu: Guest
) -> None:
    await house.expects("May")
    for _ in range(2):
        await olu.post("/console/roster/p-may/replacement", edition="0")
    assert house.camp.roster[AttendeeId("p-may")].edition == 1
    await olu.post("/console/roster/p-may/removal")
    assert not house.camp.roster
    answer = await olu.post("/console/roster/p-may/replacement", edition="1")
    assert answer.status_code == 404


async def test_only_organisers_see_the_roster_and_its_codes(house: House) -> None:
    await house.expects("Maribel")
    async with house.guest() as eve:
        for path in ("/console/roster", "/console/badges", "/console/people"):
            assert (await eve.get(path)).status_code == 401
        assert (await eve.post("/console/roster", people="Eve")).status_code == 401
        await eve.joins()
        assert (await eve.get("/console/roster")).status_code == 403
        for page in ("", "/me", "/devices", "/lobby", "/door", "/api"):
            assert "Maribel" not in (await eve.get(page)).text


async def test_what_people_say_about_themselves_is_asked_once_and_counted(
    house: House, olu: Guest
) -> None:
    async with house.guest() as ana:
        await ana.joins()
        assert "Who are you, by the way?" not in (await ana.get()).text
        await house.votes(house.who(ana), *(TopicId(f"t{n}") for n in (1, 2, 3)))
        assert "Who are you, by the way?" in (await ana.get()).text
        page = await ana.post(
            "/me", back="/c/small", name="Ana", school="Lincoln", role="Teacher", grade_bands="6-8"
        )
        assert "Who are you, by the way?" not in page.text
        assert house.camp.attendees[house.who(ana)].school == "Lincoln"
        mine = (await ana.get("/me")).text
        assert value(mine, "school") == "Lincoln"
        await ana.post("/me", name="Ana", school="", role="")
        assert house.camp.attendees[house.who(ana)].school == ""
        await ana.post("/me", name="Ana", school="Lincoln MS")
    assert "Lincoln MS <b>1</b>" in (await olu.get("/console/people")).text


async def test_a_role_that_was_chosen_in_any_language_is_one_role(house: House, olu: Guest) -> None:
    for language, role in (
        ("en", "teacher"),
        ("es", "Docente"),
        ("fr", "documentaliste"),
        ("fr", "chef"),
    ):
        async with house.guest() as guest:
            await guest.joins()
            await guest.post(f"/me?lang={language}", name="", school="", role=role)
            mine = (await guest.get(f"/me?lang={language}")).text
            assert value(mine, "role").casefold() == role.casefold()
    roles = sorted(person.role for person in house.camp.attendees.values() if person.role)
    assert roles == ["Librarian", "Teacher", "Teacher", "chef"]
    people = (await olu.get("/console/people?lang=es")).text
    assert "Docente <b>2</b>" in people
    assert "Biblioteca <b>1</b>" in people
    assert "chef <b>1</b>" in people


async def test_who_would_rather_not_say_is_never_asked_again(house: House) -> None:
    async with house.guest() as ana:
        await ana.joins()
        await house.votes(house.who(ana), *(TopicId(f"t{n}") for n in (1, 2, 3)))
        page = await ana.post("/me", skip="yes", back="/c/small")
        assert "Who are you, by the way?" not in page.text


async def test_a_school_is_told_to_nobody_with_a_name(house: House) -> None:
    async with house.guest() as ana, house.guest() as eve:
        await ana.joins()
        await ana.post("/me", name="Ana", school="A Secret School", role="A Secret Role")
        await ana.post("/topics", title="Chess", kind="lead", compare="shown", topic="chess")
        assert any("Chess" in t.pitch.title for t in house.camp.topics.values())
        await eve.joins()
        for page in ("", "/topics/t1", "/grid", "/lobby"):
            assert "A Secret" not in (await eve.get(page)).text
        api = await eve.client.get("/api/camps/small")
        assert "Ana" in api.text
        assert "A Secret" not in api.text
