"""The table as an OpenAPI 3.1 document, for people who write clients and for programs that check them."""

import inspect
import re
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec

from board.web.api.operations import Operation
from board.web.api.table import OPERATIONS
from board.web.problems import Problem

PATH = "/api/openapi.json"

_REF = "#/components/schemas/{name}"
_PARAMETERS = {
    "camp": "the camp's code",
    "topic": "a topic's id",
    "facilitator": "an attendee's id, or `me`",
    "asking": "the id of an attendee who asks to help leading, or `me`",
    "action": "an action's id",
}


@cache
def encoded() -> bytes:
    """The document as JSON."""
    return msgspec.json.encode(_document())


def _document() -> dict[str, Any]:
    types = [Problem, *(t for o in OPERATIONS for t in (o.asked, o.answer) if t is not None)]
    schemas, components = msgspec.json.schema_components(
        types, schema_hook=_schema, ref_template=_REF
    )
    schema_of = dict(zip(map(repr, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        path = paths.setdefault(operation.path, {"parameters": _parameters(operation.path)})
        path[operation.method.lower()] = _described(operation, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The board",
            "version": version("edcamp-board"),
            "description": "The live board for Edcamp-style unconferences. Tokens come from joining a"
            " camp, beginning one, or an organiser's link. What changes reaches a program over the"
            " socket /c/{camp}/live, which docs/protocol.md describes.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {name: _cleaned(schema) for name, schema in components.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(operation: Operation, schema_of: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.handler.__name__,
        "summary": operation.summary,
        "description": f"For: {operation.who}.",
        "security": _security(operation),
        "responses": {
            str(operation.status): _content("Done.", schema_of[repr(operation.answer)]),
            "default": _content("Refused.", schema_of[repr(Problem)], "application/problem+json"),
        },
    }
    if operation.cached:
        described["responses"]["304"] = {"description": "As the ETag in If-None-Match says."}
    if operation.asked is not None:
        body = _content("", schema_of[repr(operation.asked)])["content"]
        described["requestBody"] = {"required": True, "content": body}
    return described


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    token: dict[str, list[str]] = {"token": []}
    if operation.who != "anyone":
        return [token]
    return [{}, token] if operation.of_camp else []


def _parameters(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARAMETERS[name],
            "schema": {"type": "string"},
        }
        for name in re.findall(r"{(\w+)}", path)
    ]


def _content(
    description: str, schema: dict[str, Any], media_type: str = "application/json"
) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _cleaned(schema: dict[str, Any]) -> dict[str, Any]:
    if "description" not in schema:
        return schema
    return {**schema, "description": inspect.cleandoc(schema["description"])}


def _schema(kind: type) -> dict[str, Any]:
    """A type that is ours: sentences travel as strings."""
    if issubclass(kind, str):
        return {"type": "string"}
    raise NotImplementedError(kind)
