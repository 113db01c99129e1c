"""The translations: one `.po` file a language, read as it is when it is first needed.

There is nothing to compile after a change, and nothing that can be stale: reading the longest takes less than
a tenth of a second, once in the life of a process.
"""

from collections.abc import Callable
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from board.languages.language import ENGLISH, PSEUDO, Language
from board.languages.pseudo import pseudo

FOLDER = Path(__file__).parent.parent / "translations"
TEMPLATE = FOLDER / "messages.pot"  # every sentence there is, in English

# The plural forms of each language in the order of its file, as Unicode calls them (CLDR's plural rules).
FORMS = {
    "es": ("one", "other"),
    "fr": ("one", "other"),
    "pt-BR": ("one", "other"),
    "zh-Hans": ("other",),
    "ar": ("zero", "one", "two", "few", "many", "other"),
}

# How a file says which form a count takes, where Babel would have the forms in another order than the above.
PLURALS = {
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
    " n%100>=11 ? 4 : 5);",
}


class Translations:
    """What one language makes of each sentence."""

    def __init__(self, catalog: Catalog) -> None:
        self._form: Callable[[int], int] = c2py(catalog.plural_expr)
        self._one: dict[str, str] = {}
        self._many: dict[str, tuple[str, ...]] = {}
        for message in catalog:
            if message.fuzzy or not message.id:
                continue
            one, many = identity(message)
            told = message.string
            if many and isinstance(told, tuple | list):
                if all(told):
                    self._many[one] = tuple(told)
            elif told:
                self._one[one] = str(told)

    def one(self, sentence: str) -> str:
        """A sentence translated; itself where nobody has."""
        return self._one.get(sentence, sentence)

    def counted(self, one: str, many: str, n: int) -> str:
        """The form of a sentence for a count."""
        forms = self._many.get(one)
        if forms is None:
            return one if n == 1 else many
        return forms[min(self._form(abs(n)), len(forms) - 1)]

    def forms(self, one: str) -> tuple[str, ...]:
        """All forms of a sentence with a count; none where nobody has translated it."""
        return self._many.get(one, ())


def identity(message: Message) -> tuple[str, str]:
    """The sentence of a message, and its plural; empty where it counts nothing."""
    if isinstance(message.id, tuple | list):
        return message.id[0], message.id[1]
    return message.id, ""


class _English(Translations):
    """Nothing to translate."""

    def __init__(self) -> None:
        super().__init__(Catalog(locale="en"))


class _Pseudo(_English):
    """See `board.languages.pseudo`."""

    def one(self, sentence: str) -> str:
        return pseudo(sentence)

    def counted(self, one: str, many: str, n: int) -> str:
        return pseudo(one if n == 1 else many)


def translations(language: Language) -> Translations:
    """What a language makes of each sentence."""
    return _translations(language.tag)


@cache
def _translations(tag: str) -> Translations:
    if tag == ENGLISH.tag:
        return _English()
    if tag == PSEUDO.tag:
        return _Pseudo()
    return Translations(read(path(tag)))


def path(tag: str) -> Path:
    """The file of a language."""
    return FOLDER / tag.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def read(file: Path) -> Catalog:
    """A `.po` or `.pot` file."""
    with file.open("rb") as opened:
        return read_po(opened)
