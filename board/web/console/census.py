"""What those who are in said about themselves, counted: never who said what."""

from board.camp.defaults import role_name
from board.camp.model import Camp
from board.languages.told import told


def census(camp: Camp) -> dict[str, list[tuple[str, int]]]:
    """How many of those who are in said what about themselves, in the reader's language; most said first."""
    counts: dict[str, dict[str, int]] = {"school": {}, "role": {}, "grade_bands": {}}
    for person in camp.attendees.values():
        for said, words in (
            ("school", (person.school,)),
            ("role", (told(role_name(person.role)),)),
            ("grade_bands", person.grade_bands),
        ):
            for word in filter(None, words):
                counts[said][word] = counts[said].get(word, 0) + 1
    return {
        said: sorted(found.items(), key=lambda each: (-each[1], each[0].casefold()))
        for said, found in counts.items()
    }
