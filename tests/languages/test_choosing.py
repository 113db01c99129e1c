"""Which language somebody is spoken to in."""

import pytest

from board.languages.language import ENGLISH, PSEUDO, Language, asked_for, choose


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es-u-hc-h12"),
        ("es-ES", "es"),
        ("de-DE,de;q=0.9,fr;q=0.7,en;q=0.5", "fr"),
        ("en;q=0.5, pt-PT", "pt-BR"),
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-TW", "zh-Hans-u-hc-h12"),
        ("ar-MA", "ar-u-hc-h23"),
        ("ar-EG", "ar"),
        ("en-US,en;q=0.9", "en-u-hc-h12"),
        ("en-GB", "en"),
        ("fr;q=0", "en"),
        ("ja,ko;q=0.5,*;q=0.1", "en"),
        ("en-XA", "en"),
        (";;;,q=,fr;q=lots,\x00" + "x" * 100_000, "en"),
    ],
)
def test_the_browser_is_asked_which_language_and_which_clock(accepted: str, spoken: str) -> None:
    assert choose("", accepted).key == spoken


def test_who_chose_a_language_is_spoken_to_in_it_whatever_the_browser_asks_for() -> None:
    assert choose("fr", "es-MX,en-US") == Language("fr")
    assert choose("tlh", "es-ES") == Language("es")


def test_who_chose_a_language_keeps_the_clock_of_their_region() -> None:
    assert choose("en", "es-MX,en-US;q=0.5") == Language("en", twelve=True)
    assert choose("en", "en-GB") == ENGLISH


def test_the_language_nobody_speaks_is_spoken_only_to_who_asks_for_it_by_name() -> None:
    assert choose("en-XA", "fr") == PSEUDO
    assert choose("", "en-XA,fr") == Language("fr")


@pytest.mark.parametrize(
    "key", ["en", "en-u-hc-h12", "ar", "ar-u-hc-h23", "zh-Hans", "pt-BR", "en-XA"]
)
def test_a_screen_asks_on_in_the_language_its_page_was_drawn_in(key: str) -> None:
    language = asked_for(key)
    assert language is not None
    assert language.key == key
    assert choose(key, "fr-FR") == language


def test_only_arabic_is_written_from_the_right() -> None:
    assert Language("ar").direction == "rtl"
    assert {Language(tag).direction for tag in ("en", "es", "fr", "pt-BR", "zh-Hans")} == {"ltr"}
