"""The translations: whole, and fit to be filled in."""

import re
from collections.abc import Iterator
from gettext import c2py

import pytest
from babel.messages.catalog import Catalog, Message

from board.languages import catalogs
from board.languages.browser import address, script
from board.languages.language import TRANSLATED, Language
from board.languages.pseudo import pseudo
from scripts import words

FOUND = words.template()
NAMED = re.compile(r"\{\w+\}|%\(\w+\)s")
TAGS = re.compile(r"<[^>]*>|&#\d+;")


@pytest.fixture(params=TRANSLATED)
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return catalogs.read(catalogs.path(request.param))


def said(catalog: Catalog) -> Iterator[tuple[Message, str, str, tuple[str, ...]]]:
    """Each message with its sentence, its plural, and all it is translated to."""
    for message in catalog:
        if message.id:
            one, many = catalogs.identity(message)
            told = message.string
            forms = told if isinstance(told, tuple | list) else (str(told),)
            yield message, one, many, tuple(forms)


def test_every_sentence_is_translated_and_none_is_left_over(catalog: Catalog) -> None:
    """Where this fails, `make words` finds what is new, and lists it."""
    wanted = {catalogs.identity(message) for message in FOUND if message.id}
    assert {catalogs.identity(message) for message in catalog if message.id} == wanted
    assert words.missing(catalog) == []


def test_every_file_tells_translators_what_our_words_are_and_make_words_keeps_it(
    catalog: Catalog,
) -> None:
    lines = catalog.header_comment.splitlines()
    told = {line.split(":")[0].removeprefix("# - ") for line in lines if line.startswith("# - ")}
    assert set(words.GLOSSARY) <= told
    tag = str(catalog.locale).replace("_", "-")
    assert words.brought_up_to_date(tag, FOUND).header_comment == catalog.header_comment


def test_the_list_of_all_sentences_is_the_latest() -> None:
    def said_where(found: Catalog) -> dict[tuple[str, str], set[str]]:
        return {
            catalogs.identity(message): {file for file, _ in message.locations}
            for message in found
            if message.id
        }

    assert said_where(catalogs.read(catalogs.TEMPLATE)) == said_where(FOUND)


def test_every_translation_has_the_names_of_its_sentence(catalog: Catalog) -> None:
    wrong = []
    for _, one, many, told in said(catalog):
        named = set(NAMED.findall(one + many))
        counts = {"{n}", "%(n)s", "%(count)s"} if many else set()
        for form in told:
            has = set(NAMED.findall(form))
            if not (named - counts <= has <= named):
                wrong.append((one, form))
    assert wrong == []


def test_every_translation_has_the_tags_of_its_sentence_and_no_quote_that_ends_an_attribute(
    catalog: Catalog,
) -> None:
    for _, one, many, told in said(catalog):
        for form in told:
            assert sorted(TAGS.findall(form)) == sorted(TAGS.findall(many or one)), form
            assert TAGS.sub("", form).count('"') == TAGS.sub("", one).count('"'), form
            assert not set("<>") & set(TAGS.sub("", form)), form


def test_a_template_can_fill_in_every_translation(catalog: Catalog) -> None:
    for message, one, many, told in said(catalog):
        if any(file.startswith("templates/") for file, _ in message.locations):
            names = {name[2:-2]: "x" for name in NAMED.findall(one + many) if name[0] == "%"}
            for form in told:
                assert form % names if names else form


def test_every_language_has_its_forms(catalog: Catalog) -> None:
    tag = next(
        t
        for t in TRANSLATED
        if catalogs.path(t).exists() and str(catalog.locale) == t.replace("-", "_")
    )
    for _, _, many, told in said(catalog):
        if many:
            assert len(told) == len(catalogs.FORMS[tag])


def test_every_count_takes_the_form_that_unicode_says(catalog: Catalog) -> None:
    tag = str(catalog.locale).replace("_", "-")
    form, locale = c2py(catalog.plural_expr), Language(tag).locale
    wrong = [n for n in range(1200) if catalogs.FORMS[tag][form(n)] != locale.plural_form(n)]
    assert wrong == []


def test_scripts_are_given_what_they_say_in_every_language() -> None:
    for tag in TRANSLATED:
        told = script(Language(tag)).decode()
        assert told.startswith("boardWords={")
        assert "Reconnecting… last updated {time}" in told
    assert address(Language("en", twelve=True)) == ""  # what stands in the scripts is English


def test_the_language_nobody_speaks_keeps_names_and_tags() -> None:
    assert pseudo("Hi {name}, <b>%(n)s</b> of 100%%").startswith(
        "⟦Ĥí {name}, <b>%(n)s</b> óƒ 100%%"
    )
