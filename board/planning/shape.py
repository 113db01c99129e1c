"""From JSON to an instance's values, item by item, so that one mistake does not hide the next."""

import json
from collections import Counter
from typing import Any, get_args, get_origin

import msgspec

from board.planning.values import Instance

LONGEST = 80
"""How many characters of an id a message shows."""


def read_shape(raw: bytes) -> tuple[Instance | None, list[str]]:
    """Read the JSON of an instance and name every place whose shape is wrong.

    What is wrong is left out of the instance that comes back, so that the rest can be checked too.
    It is None where too little is left to check: no JSON, or a whole part missing.
    """
    problems: list[str] = []
    try:
        parsed = _parse(raw)
    except RecursionError:
        return None, ["not JSON: its brackets are nested too deeply"]
    except ValueError as error:
        return None, [f"not JSON: {error}"]
    instance = _read(Instance, parsed, "", problems)
    return (None if instance is _WRONG else instance), problems


def quoted(text: str) -> str:
    """Quote an id for a message, as JSON would; what can't be seen is escaped, the end cut off."""
    shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    letters = json.dumps(shown, ensure_ascii=False)
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in letters)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys came more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            times = Counter(name for name, _ in pairs)
            self.repeated = [name for name in self if times[name] > 1]


_WRONG: Any = object()


def _parse(raw: bytes) -> Any:
    """Parse strict JSON in UTF-8 (RFC 8259); ValueError says what else it is, and where."""
    if not raw:
        raise ValueError("it is empty")
    text = _decode(raw)
    try:
        parsed = json.loads(
            text, object_pairs_hook=_Object, parse_int=_parse_int, parse_constant=_refuse
        )
    except json.JSONDecodeError as error:
        problem = f"{error.msg[:1].lower()}{error.msg[1:]}"
        raise ValueError(f"line {error.lineno}, column {error.colno}: {problem}") from error
    try:
        msgspec.json.decode(text)
    except msgspec.ValidationError:
        pass  # a number out of range, which is named with its place when that is read
    except msgspec.DecodeError as error:  # the one thing that json lets pass
        raise ValueError("a \\u escape in it is half a character") from error
    return parsed


def _decode(raw: bytes) -> str:
    encoding = json.detect_encoding(raw)
    if encoding == "utf-8-sig":
        raise ValueError("it begins with a byte order mark; save it as UTF-8 without one (no BOM)")
    if encoding != "utf-8":
        raise ValueError(f"it looks like {encoding.upper()}; save it as UTF-8")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8") from error


def _parse_int(digits: str) -> int:
    return int(digits[:40])  # of thousands, which Python refuses, enough to be as far out of range


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _read(kind: Any, raw: Any, place: str, problems: list[str]) -> Any:
    if _is_struct(kind):
        return _read_struct(kind, raw, place, problems)
    if get_origin(kind) is tuple:
        return _read_list(get_args(kind)[0], raw, place, problems)
    if get_origin(kind) is dict:
        return _read_by_id(get_args(kind)[1], raw, place, problems)
    return _convert(kind, raw, place, problems)


def _read_struct(kind: type[msgspec.Struct], raw: Any, place: str, problems: list[str]) -> Any:
    if not _is_object(raw, place, problems):
        return _WRONG
    dot = f"{place}." if place else ""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    problems += [f"{dot}{_key(name)}: unknown key" for name in raw if name not in fields]
    values: dict[str, Any] = {}
    usable = True
    for name, field in fields.items():
        if name in raw:
            value = _read(field.type, raw[name], f"{dot}{name}", problems)
        elif field.required:
            problems.append(f"{dot}{name}: missing")
            value = _WRONG
        else:
            continue
        if value is not _WRONG:
            values[name] = value
        elif field.required and field.type is int:
            values[name] = 0  # a room whose capacity is unreadable can still be referred to
        elif field.required:
            usable = False
    return kind(**values) if usable else _WRONG


def _read_list(kind: Any, raw: Any, place: str, problems: list[str]) -> Any:
    if not isinstance(raw, list):
        return _convert(list[Any], raw, place, problems)
    if not _is_struct(kind):
        try:
            return msgspec.convert(raw, tuple[kind, ...])  # all at once, which is a lot faster
        except msgspec.ValidationError:
            pass  # which one is wrong is found below
    items = (_read(kind, item, f"{place}[{n}]", problems) for n, item in enumerate(raw))
    return tuple(item for item in items if item is not _WRONG)


def _read_by_id(kind: Any, raw: Any, place: str, problems: list[str]) -> Any:
    if not _is_object(raw, place, problems):
        return _WRONG
    items = {
        key: _read(kind, item, f"{place}[{quoted(key)}]", problems) for key, item in raw.items()
    }
    return {key: () if item is _WRONG else item for key, item in items.items()}


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _key(name: str) -> str:
    return name if name.isidentifier() and len(name) <= LONGEST else quoted(name)


def _is_object(raw: Any, place: str, problems: list[str]) -> bool:
    if not isinstance(raw, _Object):
        _convert(dict[str, Any], raw, place, problems)
        return False
    problems += [
        f"{place or 'the instance'}: the key {quoted(name)} comes twice" for name in raw.repeated
    ]
    return True


def _convert(kind: Any, raw: Any, place: str, problems: list[str]) -> Any:
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        problems.append(f"{place or 'the instance'}: {text[:1].lower()}{text[1:]}")
        return _WRONG
