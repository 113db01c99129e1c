"""What the scripts of a page say, in its language: one small script that is kept for a year.

It sets `boardWords` before any module runs (see `static/js/words.js`). English needs none: the sentences
in the scripts are the words.
"""

from functools import cache
from hashlib import blake2b

import msgspec

from board.languages.catalogs import FORMS, TEMPLATE, identity, read, translations
from board.languages.language import ENGLISH, Language


def address(language: Language) -> str:
    """Where a page finds the words of its scripts; empty where it needs none."""
    return "" if language.tag == ENGLISH.tag else f"/words/{_digest(language)}/{language.key}.js"


@cache
def script(language: Language) -> bytes:
    """The script: sentences as strings, those with a count as a form for each of CLDR's plural categories."""
    words = translations(language)
    said: dict[str, str | dict[str, str]] = {}
    for sentence, many in sentences():
        if not many:
            said[sentence] = words.one(sentence)
        elif language.tag in FORMS:
            said[sentence] = dict(zip(FORMS[language.tag], words.forms(sentence), strict=False))
        else:
            said[sentence] = {
                "one": words.counted(sentence, many, 1),
                "other": words.counted(sentence, many, 2),
            }
    said = {sentence: told for sentence, told in said.items() if told and told != sentence}
    return b"boardWords=" + msgspec.json.encode({"said": said}) + b";\n"


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """What scripts say: each sentence, and its plural where it has a count (else empty)."""
    return tuple(
        identity(message)
        for message in read(TEMPLATE)
        if message.id and any(file.startswith("static/js/") for file, _ in message.locations)
    )


@cache
def _digest(language: Language) -> str:
    return blake2b(script(language), digest_size=6).hexdigest()
