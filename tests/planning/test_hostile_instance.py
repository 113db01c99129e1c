"""Files that are broken, strange, or meant to be a burden: each is refused in words that help."""

import json
from typing import Any

import pytest

from board.planning.instance import InvalidInstance, parse_instance
from board.planning.references import MOST

EMPTY: dict[str, Any] = {"slots": [], "rooms": [], "topics": [], "ballots": {}}


def problems(raw: bytes) -> list[str]:
    with pytest.raises(InvalidInstance) as refusal:
        parse_instance(raw)
    return refusal.value.problems


def problems_with(**parts: object) -> list[str]:
    return problems(json.dumps({**EMPTY, **parts}).encode())


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "it is empty"),
        (b'{\n"slots": [1,]}', "line 2, column 13: expecting value"),
        (b'{"slots": [], }', "line 1, column 15: expecting property name"),
        (b'{"seed": 07}', "line 1, column 11: expecting ',' delimiter"),
        (b'{"seed": NaN}', "NaN is no number"),
        (b'{"seed": -Infinity}', "-Infinity is no number"),
        (b'{"frozen": ["\x01"]}', "line 1, column 14: invalid control character at"),
        (b'{"frozen": ["\\ud800"]}', "a \\u escape in it is half a character"),
        (b'{"frozen":\n["caf\xe9"]}', "line 2 is not UTF-8"),
        (b"\xef\xbb\xbf{}", "it begins with a byte order mark; save it as UTF-8"),
        ("{}".encode("utf-16"), "it looks like UTF-16; save it as UTF-8"),
        ("{}".encode("utf-16-le"), "it looks like UTF-16-LE; save it as UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "line 1 is not UTF-8"),
        (b"[" * 100_000, "its brackets are nested too deeply"),
        (b'{"slots": ' + b"[" * 9_999 + b"]" * 9_999 + b"}", "its brackets are nested too deeply"),
        (b'{"a":' * 9_999 + b"1" + b"}" * 9_999, "its brackets are nested too deeply"),
    ],
)
def test_what_is_no_json_is_told_what_it_is_and_where(raw: bytes, said: str) -> None:
    (problem,) = problems(raw)
    assert problem.startswith(f"not JSON: {said}")


@pytest.mark.parametrize("zeros", [16, 40, 400, 9_000])
def test_numbers_beyond_what_json_can_agree_on_are_named_with_their_place(zeros: int) -> None:
    digits = "1" + "0" * zeros
    raw = f"""{{"slots": [], "ballots": {{}}, "seed": -{digits},
        "rooms": [{{"id": "gym", "capacity": {digits}}}],
        "topics": [{{"id": "t", "max_sessions": {digits}, "max_seats": {digits}}}]}}"""
    *found, seed = problems(raw.encode())
    assert found == [
        f"rooms[0].capacity: over {MOST}",
        f"topics[0].max_sessions: over {MOST}",
        f"topics[0].max_seats: over {MOST}",
    ]
    assert seed.startswith("seed: -1000000000")
    assert seed.endswith(f" is below -{MOST}")


def test_a_number_beyond_all_bounds_does_not_hide_other_mistakes() -> None:
    raw = b'{"slots": [], "rooms": [], "topics": [], "seed": 1e999, "frozen": ["s"]}'
    assert problems(raw) == ["ballots: missing", "seed: expected `int`, got `float`"]


def test_the_largest_numbers_are_taken() -> None:
    rooms = [{"id": "gym", "capacity": MOST}]
    topics = [{"id": "t", "max_sessions": MOST, "max_seats": MOST}]
    for seed in (MOST, -MOST):
        raw = json.dumps({**EMPTY, "rooms": rooms, "topics": topics, "seed": seed})
        assert parse_instance(raw.encode()).seed == seed


def test_ids_of_any_letters_are_taken_as_they_are() -> None:
    for slot in ("", " ", "s 1", "\n", "\x00\x1b[2J", "\u202e", "Zürich", "🎹", "a" * 10_000):
        raw = json.dumps({**EMPTY, "slots": [{"id": slot}], "frozen": [slot]})
        assert parse_instance(raw.encode()).frozen == (slot,)


def test_a_message_is_one_line_whatever_an_id_holds_and_writes_nothing_on_the_terminal() -> None:
    found = problems_with(
        frozen=["one\ntwo", "\x1b[2J", "\x9b2J", "\u202egnol", "\u2028", "\x7f", "Zürich 🎹"],
        **{"new\nline": 1, "max-seats": 2, "": 3, "größe": 4},
    )
    assert found == [
        '"new\\nline": unknown key',
        '"max-seats": unknown key',
        '"": unknown key',
        "größe: unknown key",
        'frozen[0]: no slot "one\\ntwo"',
        'frozen[1]: no slot "\\u001b[2J"',
        'frozen[2]: no slot "\\u009b2J"',
        'frozen[3]: no slot "\\u202egnol"',
        'frozen[4]: no slot "\\u2028"',
        'frozen[5]: no slot "\\u007f"',
        'frozen[6]: no slot "Zürich 🎹"',
    ]


def test_the_end_of_a_very_long_id_is_cut_off_in_messages() -> None:
    found = problems_with(frozen=["a" * 80, "b" * 81], **{"c" * 99: 1})
    assert found == [
        f'"{"c" * 79}…": unknown key',
        f'frozen[0]: no slot "{"a" * 80}"',
        f'frozen[1]: no slot "{"b" * 79}…"',
    ]


def test_keys_that_come_twice_are_named_at_any_depth() -> None:
    raw = (
        b'{"slots": [{"id": "s1", "id": "s2"}], "rooms": [], "topics": [], "seed": 1, "seed": 1,'
        b' "seed": 2, "ballots": {"a\\n": [], "a\\n": []}}'
    )
    assert problems(raw) == [
        'the instance: the key "seed" comes twice',
        'slots[0]: the key "id" comes twice',
        'ballots: the key "a\\n" comes twice',
    ]


def test_many_repeated_keys_do_not_take_the_square_of_their_number() -> None:
    keys = ", ".join(f'"a{n % 50_000}": []' for n in range(100_000))
    found = problems(f'{{"slots":[],"rooms":[],"topics":[],"ballots":{{{keys}}}}}'.encode())
    assert len(found) == 50_000
    assert found[0] == 'ballots: the key "a0" comes twice'


def test_many_names_with_an_at_sign_do_not_take_the_square_of_their_number() -> None:
    slots = [{"id": f"x@{n}"} for n in range(30_000)] + [{"id": "7"}]
    topics = [{"id": f"t{n}@x"} for n in range(30_000)] + [{"id": "t5"}]
    assert problems_with(slots=slots, topics=topics) == [
        'topics and slots: "t5@x@7" would name both "t5" in "x@7" and "t5@x" in "7"'
    ]


def test_a_very_large_file_is_read_and_every_mistake_in_it_named() -> None:
    ballot = json.dumps([f"t{n}" for n in range(1_000)])
    ballots = ",".join(f'"a{n}": {ballot}' for n in range(1_500))
    topics = json.dumps([{"id": f"t{n}"} for n in range(999)])
    raw = f'{{"slots":[],"rooms":[],"topics":{topics},"ballots":{{{ballots}}}}}'.encode()
    assert len(raw) > 10_000_000
    found = problems(raw)
    assert len(found) == 1_500
    assert found[-1] == 'ballots["a1499"][999]: no topic "t999"'
