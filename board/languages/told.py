"""What the board says, told in the language that is spoken now (`board.languages.language.speaking`)."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup

from board.camp.said import AllOf, Clock, Said, filled
from board.languages.catalogs import translations
from board.languages.language import ENGLISH, PSEUDO, Language, speaking
from board.languages.pseudo import pseudo

_ISOLATE, _POP = (
    "\u2068",
    "\u2069",
)  # Unicode's UAX 9: a text whose own direction harms nothing around it


def told(value: object) -> str:
    """Anything as people read it: what was said translated, numbers and times as one writes them there."""
    match value:
        case Said(sentence=sentence) if sentence:
            return _sentence(value)
        case Clock(minutes=minutes):
            return clock(minutes)
        case AllOf(each=each):
            return all_of([str(_name(one)) for one in each])
        case bool():
            return str(value)
        case int():
            return number(value)
    return str(value)


def number(value: int) -> str:
    """A whole number: `10,037` in English, `10.037` in Portuguese."""
    if -1000 < value < 1000:
        return str(value)
    return format_decimal(value, locale=speaking().locale)


def clock(minutes: int) -> str:
    """Minutes after midnight: `13:05`, or `1:05 PM`."""
    language = speaking()
    if language in (ENGLISH, PSEUDO):
        return Clock(minutes)
    return _clock(language, minutes)


def long_date(iso: str) -> str:
    """`Saturday, 14 March 2026` for `2026-03-14`."""
    text = format_date(date.fromisoformat(iso), "full", locale=speaking().locale)
    return pseudo_too(text)


def all_of(texts: list[str]) -> str:
    """`Ana, Bo and Cy`."""
    language = speaking()
    if language == PSEUDO and len(texts) > 1:
        return f"{', '.join(texts[:-1])} & {texts[-1]}"
    return format_list(texts, locale=language.locale)


def isolated(text: str) -> str:
    """Words of a person, in a sentence that may run the other way."""
    language = speaking()
    if language.direction == "ltr" and (text.isascii() or not _has_rtl(text)):
        return text
    return f"{_ISOLATE}{text}{_POP}"


def in_template(text: str, names: Mapping[str, Any]) -> Markup:
    """A template's sentence, already translated, with its %(names)s filled in."""
    safe = Markup(text)  # noqa: S704 - ours, or a translator's; a test looks through those
    if names or "%%" in text:
        return safe % {name: _name(value) for name, value in names.items()}
    return safe


def to_json(value: Any) -> bytes:
    """JSON in which what the board says is told in the language that is spoken now."""
    return _encoder.encode(value)


def _told_hook(value: object) -> str:
    if isinstance(value, str):
        return told(value)
    raise TypeError(f"{type(value).__name__} can't be told")


_encoder = msgspec.json.Encoder(enc_hook=_told_hook)


def _sentence(said: Said) -> str:
    language = speaking()
    if language == ENGLISH:
        return str.__str__(said)
    words = translations(language)
    n = said.names.get("n")
    if said.plural and isinstance(n, int):
        sentence = words.counted(said.sentence, said.plural, n)
    else:
        sentence = words.one(said.sentence)
    return filled(sentence, {name: str(_name(value)) for name, value in said.names.items()})


def _name(value: object) -> object:
    if isinstance(value, Markup):
        return value
    if isinstance(value, Said | Clock | AllOf | int):
        return told(value)
    return isolated(value) if isinstance(value, str) else value


@lru_cache(maxsize=4096)
def _clock(language: Language, minutes: int) -> str:
    pattern, before_noon, after_noon = clock_pattern(language)
    hour, minute = divmod(minutes, 60)
    twelve = (hour + 11) % 12 + 1
    marks = {"HH": f"{hour:02}", "H": str(hour), "hh": f"{twelve:02}", "h": str(twelve)}
    marks |= {"mm": f"{minute:02}", "a": after_noon if hour % 24 >= 12 else before_noon}
    return "".join(marks.get(piece, piece) for piece in _pieces(pattern))


@lru_cache(maxsize=32)
def clock_pattern(language: Language) -> tuple[str, str, str]:
    """How the language writes the time of day (CLDR): pattern, and words for before and after noon."""
    if not language.twelve and language in (ENGLISH, PSEUDO):
        return "H:mm", "", ""
    pattern = language.locale.datetime_skeletons["hm" if language.twelve else "Hm"].pattern
    halves = language.locale.day_periods["format"]["abbreviated"]
    return _plain(pattern), _plain(halves["am"]), _plain(halves["pm"])


def _plain(text: str) -> str:
    """With spaces that older fonts have, at which no line ends."""
    return text.replace("\u202f", "\xa0").replace(" ", "\xa0")


def _pieces(pattern: str) -> list[str]:
    pieces: list[str] = []
    for letter in pattern:
        if pieces and pieces[-1][0] == letter:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _has_rtl(text: str) -> bool:
    return any("\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufeff" for letter in text)


def pseudo_too(text: str) -> str:
    """A text Babel made, marked as told where the pseudo-locale is spoken."""
    return pseudo(text) if speaking() == PSEUDO else text
