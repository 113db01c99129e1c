"""Which language to speak: what the reader chose, else what their browser asks for, else English.

A language here is one the board is translated to, together with the clock its reader is used to:
`13:05` or `1:05 PM`. That is all that regions differ in, so a frame is encoded at most twice for each.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

_LONGEST = 300  # characters of an Accept-Language header that are looked at


class Language(NamedTuple):
    """What to speak: `tag` is BCP 47's, `twelve` whether noon comes twice a day on the clock."""

    tag: str
    twelve: bool = False

    @property
    def key(self) -> str:
        """The language as one tag (RFC 6067) that `asked_for` reads, e.g. `en-u-hc-h12`."""
        usual = _TWELVE.get(self.tag, False)
        return (
            self.tag
            if self.twelve == usual
            else f"{self.tag}-u-hc-{'h12' if self.twelve else 'h23'}"
        )

    @property
    def locale(self) -> Locale:
        """How Babel calls it."""
        return _locale("en-US" if self == Language("en", True) else _LOCALES.get(self.tag, "en-GB"))

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, for the `dir` of a page."""
        return "rtl" if self.tag == "ar" else "ltr"


ENGLISH = Language("en")
PSEUDO = Language("en-XA")  # English with accents, to see which words are not translated

# The languages people can choose, each by its own name, in the order of a list that all can read.
NAMES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt-BR": "Português",
    "ar": "العربية",
    "zh-Hans": "简体中文",
}
TRANSLATED = tuple(tag for tag in NAMES if tag != "en")

_LOCALES = {tag: tag for tag in TRANSLATED}
_TWELVE = {"ar": True}  # without a region; elsewhere it is 24 hours
_BY_SUBTAG = {tag.partition("-")[0]: tag for tag in NAMES}

_speaking: ContextVar[Language] = ContextVar("speaking", default=ENGLISH)


def speaking() -> Language:
    """The language that is spoken now: of this request, or of the screens a frame is drawn for."""
    return _speaking.get()


@contextmanager
def speak(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    token = _speaking.set(language)
    try:
        yield
    finally:
        _speaking.reset(token)


@lru_cache(maxsize=512)
def asked_for(tag: str) -> Language | None:
    """The language for one tag (`es-MX`, `zh-CN`, `en-u-hc-h12`); None where the board doesn't speak it."""
    plain, _, extension = tag.strip().partition("-u-")
    if plain.lower() == PSEUDO.tag.lower():
        return PSEUDO
    known = _BY_SUBTAG.get(plain.partition("-")[0].lower())
    if known is None:
        return None
    if extension in ("hc-h12", "hc-h23"):
        return Language(known, extension == "hc-h12")
    return Language(known, _twelve(plain, known))


@lru_cache(maxsize=1024)
def choose(chosen: str, accepted: str) -> Language:
    """The language for who chose a tag (empty: none) and whose browser sends this Accept-Language."""
    wishes = _wishes(accepted[:_LONGEST])
    language = asked_for(chosen) if chosen else None
    if language is None:
        found = (asked_for(wish) for wish in wishes)
        return next((each for each in found if each not in (None, PSEUDO)), None) or ENGLISH
    if "-" in chosen.removeprefix(language.tag):
        return language  # it says the region, or the clock
    same = (asked_for(wish) for wish in wishes)
    return next((each for each in same if each is not None and each.tag == language.tag), language)


def of_environment(variables: Mapping[str, str]) -> Language:
    """The language of whoever has a terminal (POSIX, 8.2): the first of these that is set decides."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((variables[name] for name in names if variables.get(name)), "")
    tag = locale.partition(".")[0].partition("@")[0].replace("_", "-")
    return asked_for(tag) or ENGLISH


def _wishes(accepted: str) -> list[str]:
    """The tags of an Accept-Language header (RFC 9110, 12.5.4), dearest first."""
    wishes: list[tuple[float, str]] = []
    for item in accepted.split(","):
        tag, _, quality = item.partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and weight > 0:
            wishes.append((-weight, tag.strip()))
    wishes.sort(key=lambda wish: wish[0])
    return [tag for _, tag in wishes]


def _twelve(tag: str, known: str) -> bool:
    """Whether people of a tag's region read a clock of twelve hours."""
    if "-" not in tag or tag == known:
        return _TWELVE.get(known, False)
    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return _TWELVE.get(known, False)
    return locale is not None and "h" in locale.time_formats["short"].pattern.replace(
        "HH 'h' mm", ""
    )


@lru_cache(maxsize=16)
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")
