"""What people may write."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from board.camp import texts
from board.camp.errors import Invalid
from tests.camp.strategies import often

_ANYTHING = st.text(st.characters(categories=None) | st.sampled_from(" \t\n\u0130\u0301\ufb01"))


def test_a_line_is_one_line_with_its_spaces_folded() -> None:
    assert texts.line("  Maps\n\tand \r\n legends ", "title", most=80) == "Maps and legends"


def test_letters_are_kept_in_their_composed_form_and_counted_so() -> None:
    assert texts.line("e\u0301" * 80, "title", most=80) == "é" * 80


def test_paragraphs_keep_their_line_breaks() -> None:
    text = "\n  First  \r\nsecond\r\rthird \n\n"
    assert texts.paragraphs(text, "description", most=80) == "First\nsecond\n\nthird"


def test_markup_is_kept_as_it_was_written() -> None:
    markup = "<script>alert('&amp;')</script> {{ x }} %s"
    assert texts.line(markup, "title", most=120) == markup
    assert texts.paragraphs(markup, "description", most=120) == markup


@pytest.mark.parametrize("script", ["数学と芸術", "שלום", "السلام عليكم", "हिन्दी", "👩🏽‍🏫 🇩🇪"])
def test_every_script_can_be_written(script: str) -> None:
    assert texts.line(script, "title", most=80) == script


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u202e", "\u2066", "\ud800"]
)
def test_what_cannot_be_shown_is_refused_with_its_number(char: str) -> None:
    number = re.escape(f"(U+{ord(char):04X})")
    with pytest.raises(Invalid, match=f"The title holds a character that can't be shown {number}"):
        texts.line(f"a{char}b", "title", most=80)
    with pytest.raises(Invalid, match="Please retype it"):
        texts.paragraphs(f"a{char}b", "description", most=80)


@pytest.mark.parametrize("nothing", ["", "  ", "\n", "\u200b", "\u2060 \u200d", "\u3000", "\u0301"])
def test_what_shows_nothing_is_no_title(nothing: str) -> None:
    with pytest.raises(Invalid, match="Please fill in the title"):
        texts.line(nothing, "title", most=80)


def test_what_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(
        Invalid, match=r"The title is 81 characters long; 80 is the most\. Please shorten"
    ):
        texts.line("x" * 81, "title", most=80)
    with pytest.raises(Invalid, match="The description is 81 characters long"):
        texts.paragraphs("x" * 81, "description", most=80)


def test_words_are_lower_case_and_none_is_there_twice() -> None:
    given_ = ["Math", " math ", "", "Open  Floor", "ΜΑΘΗΜΑ"]
    assert texts.words(given_, "tag") == ("math", "open floor", "μαθημα")


def test_there_are_only_so_many_words_of_only_such_a_length() -> None:
    assert len(texts.words([f"tag {n}" for n in range(12)], "tag")) == 12
    with pytest.raises(Invalid, match=r"At most 12, please, of this: tag\. These are 13"):
        texts.words([f"tag {n}" for n in range(13)], "tag")
    with pytest.raises(Invalid, match="The tag is 41 characters long"):
        texts.words(["x" * 41], "tag")
    with pytest.raises(Invalid, match="The tag is 42 characters long"):
        texts.words(["\u0130" * 21], "tag")  # in lower case it takes two characters each


@pytest.mark.parametrize("proper", ["a", "a-1", "0", "x" * 32])
def test_ids_are_short_and_plain(proper: str) -> None:
    texts.identifier(proper, "topic")


@pytest.mark.parametrize("wrong", ["", "-", "A", "x" * 33, "é", "a b", "a_b", "a\n", "²", "\ud800"])
def test_other_ids_are_refused(wrong: str) -> None:
    with pytest.raises(Invalid, match="The id of the topic must be 1 to 32 of a-z, 0-9 and '-'"):
        texts.identifier(wrong, "topic")


def test_what_is_quoted_fits_into_a_sentence() -> None:
    assert texts.quoted("s9") == "“s9”"
    assert texts.quoted("a\n\u202e\ud800b") == "“a\ufffd\ufffd\ufffdb”"
    assert texts.quoted("x" * 40) == f"“{'x' * 40}”"
    assert texts.quoted("x" * 41) == f"“{'x' * 40}…”"


@often
@given(_ANYTHING)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    for clean in (_line, _paragraphs, _words):
        try:
            once = clean(text)
        except Invalid:
            assume(False)
        assert clean(once) == once


def _line(text: str) -> str:
    return texts.line(text, "title", most=80)


def _paragraphs(text: str) -> str:
    return texts.paragraphs(text, "description", most=80)


def _words(text: str) -> str:
    return ",".join(texts.words(text.split(","), "tag"))
