"""A roster as people have it: a file from a spreadsheet, or rows pasted from one.

Excel's encodings, semicolons, tabs and quoted commas are understood. Every line that is not is named,
with its number and what to do about it, and given back, so that nothing is lost. Pure.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from board.camp import texts
from board.camp.errors import Invalid
from board.camp.said import say

MARKS = (",", ";", "\t")
LONGEST_ROW = 4  # lines; more is a quotation mark that nobody closed

_NAMES = {
    "name": "name fullname attendee participant person nombre nom nome 姓名 الاسم",
    "first": "first firstname givenname forename prénom prenom vorname",
    "last": "last lastname surname familyname apellido apellidos sobrenome nachname",
    "school": "school schoolname organization organisation building campus site escuela colegio"
    " centro école ecole établissement escola 学校 المدرسة",
    "role": "role position job jobtitle title rol rôle cargo puesto fonction función função 职位",
    "email": "email emailaddress mail correo correoelectrónico courriel 邮箱",
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names.split()}
_UNNAMED = ("name", "school", "role", "email")  # the order without a first line of names


class Line(NamedTuple):
    """Somebody on the roster as the file has them, and the number of the line."""

    number: int
    name: str
    school: str
    role: str
    email: str


class RosterFile(NamedTuple):
    """The people in a file, what is wrong with its other lines, and those lines as they were.

    `unused` are the names of columns that the board has no use for.
    """

    people: tuple[Line, ...]
    complaints: tuple[str, ...]
    rest: str
    unused: tuple[str, ...]


def decoded(raw: bytes) -> str:
    """The text of a file as Excel and others save it: UTF-8, UTF-16, or Windows' own."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if raw[1:2] == b"\0" or raw[3:4] == b"\0":
        return raw.decode("utf-16-le", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def read(text: str) -> RosterFile:
    """The people in a roster's text, one a line."""
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    mark, first = _mark(lines)
    rows = list(_rows(lines, mark, first))
    columns, head = _columns(rows[0].cells if rows else [])
    people, complaints, rest = list[Line](), list[str](), list[str]()
    seen: dict[tuple[str, ...], int] = {}
    for row in rows[1:] if head else rows:
        try:
            person = _person(row, columns if head else None)
            _once(person, seen)
        except Invalid as problem:
            complaints.append(problem.detail)
            rest += row.raw
        else:
            people.append(person)
    if rest and head:
        rest = [*rows[0].raw, *rest]
    titles = zip(rows[0].cells, columns, strict=True) if head else ()
    unused = [title for title, column in titles if title and not column]
    return RosterFile(tuple(people), tuple(complaints), "\n".join(rest), tuple(unused))


def same(name: str, school: str) -> tuple[str, str]:
    """What tells whether two lines without an e-mail address mean the same person."""
    return " ".join(name.casefold().split()), " ".join(school.casefold().split())


class _Row(NamedTuple):
    number: int
    cells: list[str]
    raw: list[str]


def _mark(lines: Iterable[str]) -> tuple[str, int]:
    """What separates cells, and how many lines to skip: Excel may say it in a line of its own."""
    for number, line in enumerate(lines):
        if line.lower().startswith("sep=") and len(line) == 5:
            return line[4], number + 1
        if line.strip():
            outside = "".join(line.split('"')[::2])
            return max(MARKS, key=outside.count), number
    return ",", 0


def _rows(lines: list[str], mark: str, first: int) -> Iterator[_Row]:
    """The rows with a cell that isn't empty; an unclosed quotation mark ends with its line."""
    at = first
    while at < len(lines):
        length = next((n for n in range(1, LONGEST_ROW + 1) if _closed(lines[at : at + n])), 1)
        raw = lines[at : at + length]
        source = io.StringIO("\n".join(raw), newline="")
        cells = next(csv.reader(source, delimiter=mark, skipinitialspace=True), [])
        if any(cell.strip() for cell in cells):
            yield _Row(at + 1, [cell.strip() for cell in cells], raw)
        at += length


def _closed(lines: list[str]) -> bool:
    return "\n".join(lines).count('"') % 2 == 0


def _columns(cells: list[str]) -> tuple[list[str], bool]:
    """What each column is (empty: nothing the board knows), and whether the first line says so."""
    found = [_COLUMNS.get("".join(c for c in cell.lower() if c.isalnum()), "") for cell in cells]
    return found, bool({"name", "first", "last"} & {*found})


def _person(row: _Row, columns: list[str] | None) -> Line:
    number, cells = row.number, row.cells
    if not _closed(row.raw):
        raise Invalid(
            say("Line {number}: a quotation mark is opened and never closed.", number=number)
        )
    if columns is None:
        email = next((cell for cell in cells if "@" in cell), "")
        plain = [cell for cell in cells if "@" not in cell]
        columns, cells = list(_UNNAMED), [*[*plain, "", "", ""][:3], email, *plain[3:]]
    if any(cells[len(columns) :]):
        raise Invalid(
            say(
                "Line {number} has more cells than there are columns: put quotation marks around one"
                " that holds a comma.",
                number=number,
            )
        )
    held = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
    name = held.get("name") or " ".join(filter(None, (held.get("first"), held.get("last"))))
    if not name:
        raise Invalid(say("Line {number}: there is no name.", number=number))
    email = held.get("email", "")
    if email and ("@" not in email[1:-1] or " " in email):
        email = texts.quoted(email)
        raise Invalid(
            say("Line {number}: {email} is no e-mail address.", number=number, email=email)
        )
    return _clean(Line(number, name, held.get("school", ""), held.get("role", ""), email))


def _clean(line: Line) -> Line:
    try:
        return Line(
            number=line.number,
            name=texts.line(line.name, "name", most=texts.NAME),
            school=texts.line(line.school, "school", most=texts.NAME, needed=False),
            role=texts.line(line.role, "role", most=texts.NAME, needed=False),
            email=texts.line(line.email, say("e-mail address"), most=254, needed=False),
        )
    except Invalid as problem:
        what = problem.detail
        raise Invalid(say("Line {number}: {what}", number=line.number, what=what)) from None


def _once(person: Line, seen: dict[tuple[str, ...], int]) -> None:
    key = (person.email.casefold(),) if person.email else same(person.name, person.school)
    before = seen.setdefault(key, person.number)
    if before != person.number:
        raise Invalid(
            say(
                "Line {number}: {name} is on line {before} already. Two people? Add one by hand.",
                number=person.number,
                name=person.name,
                before=before,
            )
        )
