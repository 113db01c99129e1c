"""From JSON to an instance's values, item by item, so that one mistake does not hide the next."""

import json
from typing import Any, get_args, get_origin

import msgspec

from board.planning.values import Instance


def read_shape(raw: bytes) -> tuple[Instance | None, list[str]]:
    """Read the JSON of an instance and name every place whose shape is wrong.

    What is wrong is left out of the instance that comes back, so that the rest can be checked too.
    It is None where too little is left to check: no JSON, or a whole part missing.
    """
    problems: list[str] = []
    try:
        msgspec.json.decode(raw)  # stricter than json about encoding and numbers ...
        parsed = json.loads(raw, object_pairs_hook=_Object)  # ... which alone shows repeated keys
    except (ValueError, RecursionError) as error:
        return None, [f"not JSON: {error}"]
    instance = _read(Instance, parsed, "", problems)
    return (None if instance is _WRONG else instance), problems


def quoted(text: str) -> str:
    """Quote an id for a message, as JSON would."""
    return json.dumps(text, ensure_ascii=False)


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys came more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.repeated: list[str] = []
        if len(self) < len(pairs):
            names = [name for name, _ in pairs]
            self.repeated = [name for name in self if names.count(name) > 1]


_WRONG: Any = object()


def _read(kind: Any, raw: Any, place: str, problems: list[str]) -> Any:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
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
    problems += [f"{dot}{name}: unknown key" for name in raw if name not in fields]
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
    items = (_read(kind, item, f"{place}[{n}]", problems) for n, item in enumerate(raw))
    return tuple(item for item in items if item is not _WRONG)


def _read_by_id(kind: Any, raw: Any, place: str, problems: list[str]) -> Any:
    if not _is_object(raw, place, problems):
        return _WRONG
    items = {
        key: _read(kind, item, f"{place}[{quoted(key)}]", problems) for key, item in raw.items()
    }
    return {key: () if item is _WRONG else item for key, item in items.items()}


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
