"""What the board says to people: a sentence with names in it, told in each reader's own language.

The core speaks English. What it says remembers its sentence and the names in it, so that whoever shows
it can look the sentence up (`board.languages`); everywhere else it is the English text, a `str`.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

_NAME = re.compile(r"\{(\w+)\}")
_DEEPEST = 16  # sentences within sentences; what the board says has nine


class Said(str):
    """A sentence filled in.

    `sentence` and `plural` (for counts) are what is looked up, `names` what stands in it. Made
    by `say` and `say_n`. Without a `sentence` it is a text that nobody translates.
    """

    __slots__ = ("names", "plural", "sentence")

    sentence: str
    plural: str
    names: Mapping[str, object]

    def __new__(
        cls,
        text: str = "",
        *,
        sentence: str = "",
        plural: str = "",
        names: Mapping[str, object] | None = None,
    ) -> "Said":
        """`text` is the English of it."""
        said = super().__new__(cls, text)
        said.sentence, said.plural, said.names = sentence, plural, names or {}
        return said

    def __reduce__(self) -> tuple[Any, ...]:
        return said_again, (stored(self),)  # as one that is kept, which is no different to read


class Clock(str):
    """A time of day at the camp: `minutes` after midnight, `13:05` in English."""

    __slots__ = ("minutes",)

    minutes: int

    def __new__(cls, minutes: int) -> "Clock":
        """The time of day `minutes` after midnight."""
        clock = super().__new__(cls, f"{minutes // 60}:{minutes % 60:02}")
        clock.minutes = minutes
        return clock

    def __reduce__(self) -> tuple[Any, ...]:
        return Clock, (self.minutes,)


class AllOf(str):
    """Several things in one breath: `Gym, Library and Lab`."""

    __slots__ = ("each",)

    each: tuple[object, ...]

    def __new__(cls, *each: object) -> "AllOf":
        """The things, in order."""
        shown = [_shown(one) for one in each]
        text = (
            " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)
        )
        all_of = super().__new__(cls, text)
        all_of.each = each
        return all_of

    def __reduce__(self) -> tuple[Any, ...]:
        return AllOf, self.each


class Kept(Said):
    """What was said as the log keeps it: with its sentence and names, for readers of any language."""

    __slots__ = ()


# The type of a field that is stored as `kept` has it; one that is a plain `str` holds the English.
if TYPE_CHECKING:
    Text: TypeAlias = str
else:
    Text = Kept


def say(sentence: str, **names: object) -> Said:
    """The sentence with its {names} filled in; `sentence` is always a literal, so that it can be found."""
    return Said(_filled(sentence, names), sentence=sentence, names=names)


def say_n(n: int, one: str, many: str, **names: object) -> Said:
    """The sentence for a count: `one` where {n} is 1, else `many`; other languages have more forms."""
    names = {"n": n, **names}
    text = _filled(one if n == 1 else many, names)
    return Said(text, sentence=one, plural=many, names=names)


def renamed(text: str, named: Callable[[str, str], object]) -> str:
    """What was said with other names in it: `named` gets each plain text and what it is called there.

    A text that is no sentence of the board's is one of which nothing is known; it stays.
    """
    if not isinstance(text, Said) or not text.sentence:
        return text
    names = {name: _renamed(name, value, named) for name, value in text.names.items()}
    if text.plural:
        return say_n(names.pop("n"), text.sentence, text.plural, **names)
    return say(text.sentence, **names)


def kept(text: str) -> Kept:
    """A sentence as the log keeps it, for a field of type `Text`."""
    if isinstance(text, Said):
        return Kept(str(text), sentence=text.sentence, plural=text.plural, names=text.names)
    return Kept(text)


def stored(value: object) -> object:
    """What was said as plain lists, dicts and strings, for the log; anything else as it is."""
    match value:
        case Said(sentence=sentence) if sentence:
            names = {name: stored(named) for name, named in value.names.items()}
            return [sentence, names, value.plural] if value.plural else [sentence, names]
        case Clock(minutes=minutes):
            return {"clock": minutes}
        case AllOf(each=each):
            return {"all": [stored(one) for one in each]}
        case int() | float():
            return value
    return str.__str__(value) if isinstance(value, str) else str(value)


def said_again(told: object) -> Kept:
    """What was said, from what `stored` made of it; ValueError if that isn't it."""
    if isinstance(told, str):  # from before sentences were remembered, or words of a person
        return Kept(told)
    try:
        said = _again(told, _DEEPEST)
    except KeyError as missing:
        raise ValueError(f"this sentence lacks {missing}") from None
    if not isinstance(said, Said):
        raise ValueError("this is not something the board has said")
    return kept(said)


def filled(sentence: str, names: Mapping[str, str]) -> str:
    """The sentence with its {names} filled in; KeyError if one is missing."""
    parts = _parts(sentence)
    if len(parts) == 1:
        return sentence
    return "".join([names[part] if at % 2 else part for at, part in enumerate(parts)])


@lru_cache(maxsize=2048)
def _parts(sentence: str) -> list[str]:
    """What a sentence is made of: every other part is a name."""
    return _NAME.split(sentence)


def _again(told: object, deepest: int) -> object:
    if not deepest:
        raise ValueError("no sentence goes that deep")
    match told:
        case [str(sentence), dict(names)]:
            return say(sentence, **_names_again(names, deepest))
        case [str(one), {"n": int(n), **others}, str(many)]:
            return say_n(n, one, many, **_names_again(others, deepest))
        case {"clock": int(minutes)}:
            return Clock(minutes)
        case {"all": list(each)}:
            return AllOf(*(_again(one, deepest - 1) for one in each))
        case str() | int() | float():
            return told
    raise ValueError("nothing the board says looks like this")


def _renamed(name: str, value: object, named: Callable[[str, str], object]) -> Any:
    match value:
        case Said(sentence=sentence) if sentence:
            return renamed(value, named)
        case AllOf(each=each):
            return AllOf(*(_renamed(name, one, named) for one in each))
        case Clock():
            return value
        case str():
            return named(name, value)
    return value


def _names_again(names: Mapping[Any, object], deepest: int) -> dict[str, Any]:
    return {str(name): _again(named, deepest - 1) for name, named in names.items()}


def _filled(sentence: str, names: Mapping[str, object]) -> str:
    return filled(sentence, {name: _shown(named) for name, named in names.items()})


def _shown(named: object) -> str:
    return f"{named:,}" if isinstance(named, int) else str(named)
