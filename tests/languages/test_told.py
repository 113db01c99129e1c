"""Sentences, counts, numbers, times and lists, told in the language that is spoken."""

import pytest
from markupsafe import Markup

from board.camp.said import AllOf, Clock, kept, said_again, say, say_n, stored
from board.languages.language import Language, asked_for, speak
from board.languages.told import in_template, long_date, number, to_json, told
from board.live import words
from board.live.render import environment


def spoken(key: str, value: object) -> str:
    language = asked_for(key)
    assert language is not None
    with speak(language):
        return told(value)


def test_a_sentence_is_english_until_it_is_shown_and_then_it_is_the_readers() -> None:
    said = say("This camp is full: {most_attendees} people are in.", most_attendees=3000)
    assert said == "This camp is full: 3,000 people are in."
    assert spoken("es", said) == "Este encuentro está lleno: ya hay 3.000 personas."
    assert spoken("en", said) == said


def test_sentences_within_sentences_are_told_too() -> None:
    said = say(
        "{title} can't be there: {why}.", title="“Chess”", why=say("the room is not there any more")
    )
    assert spoken("fr", said) == "“Chess” ne peut pas y être : la salle n’existe plus."


@pytest.mark.parametrize(
    ("n", "arabic"),
    [
        (1, "حدّد قاعة"),
        (2, "حدّد قاعتين"),
        (3, "حدّد 3 قاعات"),
        (11, "حدّد 11 قاعة"),
        (100, "حدّد 100 قاعة"),
        (103, "حدّد 103 قاعات"),
    ],
)
def test_arabic_counts_in_its_own_forms(n: int, arabic: str) -> None:
    assert spoken("ar", say_n(n, "Set {n} room", "Set {n} rooms")) == arabic


def test_arabic_counts_from_eleven_in_the_form_for_many() -> None:
    assert spoken("ar", say_n(13, "one person wants it", "{n} people want it")) == "يريده 13 شخصًا"
    assert spoken("ar", say_n(100, "one person wants it", "{n} people want it")) == "يريده 100 شخص"


def test_nought_is_one_in_french_and_many_in_spanish() -> None:
    none = say_n(0, "Set {n} room", "Set {n} rooms")
    assert none == "Set 0 rooms"
    assert (spoken("fr", none), spoken("es", none)) == ("A défini 0 salle", "Se definieron 0 salas")
    assert spoken("zh-Hans", none) == "设置了 0 间教室"


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("en", "13:05"),
        ("en-US", "1:05\xa0PM"),
        ("es", "13:05"),
        ("es-MX", "1:05\xa0p.\xa0m."),
        ("fr", "13:05"),
        ("ar", "1:05\xa0م"),
        ("ar-MA", "13:05"),
        ("zh-Hans", "13:05"),
    ],
)
def test_the_time_of_day_is_written_as_people_write_it_there(key: str, shown: str) -> None:
    assert spoken(key, Clock(13 * 60 + 5)) == shown


def test_midnight_and_noon_are_twelve() -> None:
    assert spoken("en-US", Clock(0)) == "12:00\xa0AM"
    assert spoken("en-US", Clock(12 * 60)) == "12:00\xa0PM"


def test_numbers_dates_and_lists_are_the_readers_too() -> None:
    with speak(Language("pt-BR")):
        assert number(10037) == "10.037"
        assert long_date("2026-03-14") == "sábado, 14 de março de 2026"
        assert told(AllOf("Ana", "Bo", "Cy")) == "Ana, Bo e Cy"
    assert long_date("2026-03-14") == "Saturday, 14 March 2026"


def test_a_title_that_runs_the_other_way_is_kept_apart() -> None:
    said = say("“{title}” is on the board now.", title="Chess")
    assert "\u2068Chess\u2069" in spoken("ar", said)
    assert "\u2068شطرنج\u2069" in spoken("en-u-hc-h12", say("“{title}” is there.", title="شطرنج"))
    assert "\u2068" not in spoken("es", said)


def test_what_is_kept_in_a_log_can_be_told_in_any_language_later() -> None:
    why = say("{time}: {reason}", time=Clock(605), reason=say("put here by an organiser"))
    again = said_again(stored(kept(why)))
    assert again == "10:05: put here by an organiser"
    assert spoken("es", again) == "10:05: la organización lo puso aquí"
    assert spoken("es", said_again("31 people want it")) == "31 people want it"


def test_what_people_wrote_never_becomes_a_sentence_or_a_tag() -> None:
    title = "{n} %(n)s <b>%%"
    assert title in spoken("es", say("“{title}” is on the board now.", title=title))
    drawn = in_template("Hi %(name)s, 100%%", {"name": title})
    assert drawn == Markup("Hi {n} %(n)s &lt;b&gt;%%, 100%")


def test_json_for_a_screen_is_told_in_its_language() -> None:
    with speak(Language("fr")):
        told_them = to_json({"detail": say("Not Found"), "at": Clock(605)})
    assert told_them == b'{"detail":"Introuvable","at":"10:05"}'


def test_names_and_places_on_a_ballot_are_told_by_templates() -> None:
    with speak(Language("es")):
        assert words.people(["Ana", "", ""]) == "Ana y 2 más"
        assert words.ordinal(1) == "1.ª opción"
        shown = environment().from_string("{{ 3|ordinal }} {{ _('Saved.') }} {{ said }}")
        assert shown.render(said=say("Not Found")) == "3.ª opción Guardado. No encontrado"
