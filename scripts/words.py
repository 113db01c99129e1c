"""Find every sentence the board says, and keep the translations in step with them: `make words`.

Templates say `_("…")` and `{% trans %}`, Python says `say("…")` and `say_n(n, "…", "…")`, scripts say
`t("…")` and `tn(n, "…", "…")`. `--missing` lists what is not translated yet, and changes nothing.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from board.languages import catalogs
from board.languages.language import TRANSLATED

ROOT = Path(__file__).parent.parent
PLACES = (("board", "*.py"), ("templates", "*.html"), ("static/js", "*.js"))
_JINJA = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
_NO_LINE: Any = None  # files change their lines too often to name them
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)  # so that a file changes only with what it says

GLOSSARY = {
    "camp": "one unconference day",
    "board": "this program, and the wall it stands for; it speaks of itself as the board",
    "topic": "what somebody wants to talk about, before it has a slot and a room",
    "pitch": "to put a topic up, and what one says then",
    "offer": "a topic that somebody leads",
    "wish": "a topic that nobody leads yet",
    "choice": "a topic one votes for, in order: first choice, second choice",
    "vote": "one choice of one person",
    "slot": "a period of the day in which sessions run side by side; never a room",
    "room": "a place with chairs",
    "session": "a topic in one slot and one room; a topic may have several",
    "grid": "the day's timetable: slots by rooms",
    "seat": "a chair for one person in one session",
    "pin": "to hold a topic in a slot or a room, so that only an organiser moves it",
    "freeze": "to hold a whole slot as it is, shortly before it begins; not a failure",
    "merge": "to make one topic of two that are alike",
    "lobby": "the projector's page in the entrance hall",
    "console": "the organisers' pages",
    "kiosk": "a shared device for those without a phone",
    "organiser": "who runs the day",
    "facilitator": "who leads a topic: an attendee, no expert",
    "attendee": "anybody who came",
}
"""Our words, for translators: each `.po` says in its header what they are in its language."""

RULES = (
    "{names}, %(names)s and <tags> stay as they are; where in the sentence is yours to say.",
    "Reasons begin small and have no full stop: they follow a time (10:05: 31 people want it).",
    "Sentences are read aloud too: no abbreviations; as short as the English.",
)


class Sentence(NamedTuple):
    """What is said, in which files; `many` is empty where nothing is counted."""

    one: str
    many: str
    file: str


def sentences() -> Iterator[Sentence]:
    """Every sentence in the sources, in the order of their files."""
    for folder, names in PLACES:
        for file in sorted((ROOT / folder).rglob(names)):
            path = file.relative_to(ROOT).as_posix()
            for one, many in _said_in(file):
                yield Sentence(one, many, path)


def template() -> Catalog:
    """All sentences, untranslated."""
    catalog = _empty(None)
    for said in sentences():
        known = catalog.get(said.one)
        if known is not None and said.many and not known.pluralizable:
            catalog.delete(said.one)
            known.locations.append((said.file, _NO_LINE))
            catalog.add((said.one, said.many), locations=known.locations)
            continue
        identity: Any = (said.one, said.many) if said.many else said.one
        catalog.add(identity, locations=[(said.file, _NO_LINE)], flags=_flags(said))
    return catalog


def brought_up_to_date(tag: str, found: Catalog) -> Catalog:
    """A language's translations, of the sentences that are said now."""
    path = catalogs.path(tag)
    catalog = catalogs.read(path) if path.exists() else _empty(tag)
    fresh = _empty(tag, header=catalog.header_comment)
    for message in found:
        if not message.id:
            continue
        known = catalog.get(message.id[0] if message.pluralizable else message.id)
        same = known is not None and known.pluralizable == message.pluralizable and known.string
        fresh.add(
            message.id,
            known.string if known is not None and same else None,
            locations=message.locations,
            flags=message.flags,
        )
    return fresh


def missing(catalog: Catalog) -> list[str]:
    """The sentences without a translation."""
    lacking = []
    for message in catalog:
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not (forms and all(forms)):
            lacking.append(catalogs.identity(message)[0])
    return lacking


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalog, sorted by sentence."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, ignore_obsolete=True)


def main() -> int:
    """Bring all files up to date, or list what is missing; the exit status."""
    options = argparse.ArgumentParser(prog="python -m scripts.words", description=__doc__)
    options.add_argument("--missing", action="store_true", help="only list what is not translated")
    only_list = options.parse_args().missing
    found = template()
    if not only_list:
        write(found, catalogs.TEMPLATE)
    lacking = 0
    for tag in TRANSLATED:
        catalog = brought_up_to_date(tag, found)
        if not only_list:
            write(catalog, catalogs.path(tag))
        for sentence in missing(catalog):
            lacking += 1
            print(f"{tag}\t{sentence}")
    print(f"{len(found)} sentences; {lacking} translations missing", file=sys.stderr)
    return 1 if lacking and only_list else 0


def _said_in(file: Path) -> Iterator[tuple[str, str]]:
    if file.suffix == ".py":
        yield from _said_in_python(file)
        return
    if file.suffix == ".js":
        keywords: dict[str, Any] = {"t": (1,), "tn": (2, 3)}
        found = extract_from_file(
            "javascript", file, keywords, options={"parse_template_string": "true"}
        )
    else:
        keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
        found = extract_from_file("jinja2.ext.babel_extract", file, keywords, options=_JINJA)
    for _, said, *_ in found:
        one, many = said if isinstance(said, tuple) else (said, "")
        yield one, many or ""


def _said_in_python(file: Path) -> Iterator[tuple[str, str]]:
    """What `say` and `say_n` are called with; SyntaxError for what is no literal, and so in no catalog."""
    text = file.read_text()
    if "from board.camp.said import" not in text:
        return
    for node in ast.walk(ast.parse(text)):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if not isinstance(node, ast.Call) or name not in ("say", "say_n"):
            continue
        literals = node.args[:1] if name == "say" else node.args[1:3]
        said = [one.value for one in literals if isinstance(one, ast.Constant)]
        if len(said) != (1 if name == "say" else 2) or not all(isinstance(s, str) for s in said):
            raise SyntaxError(f"{file}:{node.lineno}: {name} takes literals")
        yield str(said[0]), str(said[1]) if name == "say_n" else ""


def _flags(said: Sentence) -> list[str]:
    if said.file.endswith(".html"):
        return ["python-format"] if "%(" in said.one + said.many else []
    return ["python-brace-format"] if "{" in said.one + said.many else []


def _empty(tag: str | None, header: str | None = None) -> Catalog:
    catalog = Catalog(
        locale=tag.replace("-", "_") if tag else None,
        project="the board",
        version="1",
        creation_date=_EPOCH,
        revision_date=_EPOCH,
        last_translator="the board",
        language_team="the board",
        charset="utf-8",
        fuzzy=False,
    )
    if tag in catalogs.PLURALS:
        catalog.mime_headers = [("Plural-Forms", catalogs.PLURALS[tag])]
    catalog.header_comment = header or "\n".join(f"# {line}".rstrip() for line in _header())
    return catalog


def _header() -> Iterator[str]:
    """What a new file says to translators; one that is there keeps its own."""
    yield "What the board says. `make words` brings this file up to date, and leaves these lines alone."
    yield "Our words, and what they are here:"
    yield from (f"- {word}: {meaning}" for word, meaning in GLOSSARY.items())
    yield "For every sentence:"
    yield from (f"- {rule}" for rule in RULES)


if __name__ == "__main__":
    sys.exit(main())
