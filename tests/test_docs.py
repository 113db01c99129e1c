"""The documentation names everything there is, and its examples are real."""

import argparse
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from starlette.routing import Route

from board import cli, config
from board.camp import errors
from board.camp.errors import BoardError, Conflict
from board.camp.model import TopicId
from board.live import asks, changes, frames
from board.live.parts import AUDIENCES
from board.log.protocol import Epoch
from board.web import pages
from board.web.api.asked import ACTIONS
from board.web.api.table import OPERATIONS
from board.web.problems import Problem
from scripts import screenshots, shots

DOCS = Path(__file__).parent.parent / "docs"
TEMPLATES = DOCS.parent / "templates"
PROTOCOL = (DOCS / "protocol.md").read_text()
OPERATING = (DOCS / "operations.md").read_text()

EXAMPLES = [
    json.loads(line)
    for block in re.findall(r"^```json\n(.*?)^```", PROTOCOL, re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
]

FRAMES = {
    "patch": frames.patch(2, 1, []),
    "snapshot": frames.snapshot(2, Epoch("e"), []),
    "mine": frames.mine(2, (TopicId("t1"),)),
    "beat": frames.beat(2, 3),
    "ok": frames.ok(1, 2),
    "no": frames.no(1, Conflict("No.")),
}


def test_every_frame_is_in_the_protocol_as_it_is() -> None:
    made = {name for name, f in _public(frames) if f.__annotations__.get("return") is bytes}
    assert made == set(FRAMES), "a frame without an example here"
    for kind, frame in FRAMES.items():
        shown = [e for e in EXAMPLES if e.get("t") == kind and set(e) == set(json.loads(frame))]
        assert shown, f"docs/protocol.md has no such {kind} frame"
        assert f"**`{kind}`**" in PROTOCOL


def test_every_ask_is_in_the_protocol_and_its_example_can_be_sent() -> None:
    kinds = {ask.__struct_config__.tag for ask in get_args(asks.Ask)}
    understood = set()
    for example in EXAMPLES:
        if example.get("t") in kinds and "seq" not in example:
            understood.add(type(asks.parse(json.dumps(example))))
            assert f"| `{example['t']}` |" in PROTOCOL
    assert understood == set(get_args(asks.Ask))


def test_every_op_and_audience_is_in_the_protocol() -> None:
    ops = set(re.findall(r'^# \["(\w+)"', inspect.getsource(frames), re.MULTILINE))
    assert len(ops) >= 4
    for op in ops:
        assert f'| `["{op}",' in PROTOCOL
        assert any(op == one[0] for e in EXAMPLES for one in e.get("ops", ()))
    for audience in AUDIENCES:
        assert f"`{audience}`" in PROTOCOL


def test_every_operation_is_in_the_protocol() -> None:
    rows = [f"| `{o.method} {o.path}` | {o.who} | {o.summary} |" for o in OPERATIONS]
    assert [row for row in rows if row not in PROTOCOL] == []
    shown = re.findall(r"^\| `([A-Z]+ /api/[^`]+)` \|", PROTOCOL, re.MULTILINE)
    assert shown == [f"{o.method} {o.path}" for o in OPERATIONS]
    assert [action for action in ACTIONS if f"`{action}`" not in PROTOCOL] == []


def test_every_change_that_can_be_tried_is_in_the_protocol_with_its_fields() -> None:
    for change in get_args(changes.Change):
        (row,) = [li for li in PROTOCOL.splitlines() if li.startswith(f"| `{change.__name__}` |")]
        assert [name for name in change.__struct_fields__ if f"`{name}`" not in row] == []


def test_every_refusal_is_in_the_protocol_with_its_codes() -> None:
    kinds = [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if kind is not BoardError
    ]
    for kind in kinds:
        assert issubclass(kind, BoardError)
        assert f"| `{kind.kind}` | {kind.status} | {kind.close} |" in PROTOCOL
    (shown,) = [example for example in EXAMPLES if "detail" in example and "t" not in example]
    assert msgspec.convert(shown, Problem).type == "urn:board:wrong-phase"


def test_the_commands_of_the_protocol_can_be_sent() -> None:
    bodies = re.findall(r"-d '(\{.*?\})'", PROTOCOL, re.DOTALL)
    paths = re.findall(r"curl -s(?: -X (\w+))? localhost:8000/api/camps(/k7m2q/\w+)?", PROTOCOL)
    assert len(bodies) == len(paths) >= 7
    for body, (method, path) in zip(bodies, paths, strict=True):
        whole = "/api/camps" + path.replace("k7m2q", "{camp}")
        (asked,) = [o.asked for o in OPERATIONS if (o.method, o.path) == (method or "POST", whole)]
        assert msgspec.json.decode(body, type=asked)


def test_every_page_for_attendees_is_in_the_protocol() -> None:
    shown = set(re.findall(r"^\| `(/[^`]*)` \|", PROTOCOL, re.MULTILINE))
    forms = ("/edit", "/lead", "/similar")  # reached from a page that is there
    paths = {
        route.path
        for route in pages.routes
        if isinstance(route, Route)
        and "GET" in (route.methods or ())
        and not route.path.endswith(forms)
    }
    assert paths - shown == set()


def test_every_setting_is_in_the_operations_with_its_default() -> None:
    for name, default, _ in config.SETTINGS:
        cell = f" `{default}` " if default else " "
        assert f"| `{name}` |{cell}|" in OPERATING


def test_every_command_and_option_is_in_the_operations() -> None:
    lines = OPERATING.splitlines()
    for name, command in _commands().items():
        (row,) = [line for line in lines if re.match(rf"\| `board {name}\b", line)]
        for action in command._actions:
            for option in set(action.option_strings) - {"-h", "--help"}:
                assert f"`{option}" in row, f"board {name} {option}"
            if not action.option_strings and action.dest != "help":
                assert re.match(rf"\| `board {name} [A-Z]+`", row)


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / link).exists(), link


def test_the_page_of_screens_says_what_is_drawn() -> None:
    assert (DOCS / "screens.md").read_text() == screenshots.page_of_all()


def test_every_page_is_drawn_on_every_screen() -> None:
    pages_there = {page.stem: page.read_text() for page in TEMPLATES.glob("*.html")}
    bases = {
        base
        for words in pages_there.values()
        for base in re.findall(r'{% extends "(\w+)\.html" %}', words)
    }
    assert {shot.template for shot in shots.SHOTS} == set(pages_there) - bases
    for shot in shots.SHOTS:
        assert set(shot.sizes) == set(screenshots.SIZES), shot.name


def test_every_picture_in_the_documentation_is_there() -> None:
    for page in [DOCS.parent / "README.md", *DOCS.glob("*.md")]:
        for picture in re.findall(r"\bimages/[\w.-]+", page.read_text()):
            assert (DOCS / picture).exists(), f"{page.name}: {picture}"


def _public(module: Any) -> Iterator[tuple[str, Any]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not name.startswith("_") and function.__module__ == module.__name__:
            yield name, function


def _commands() -> dict[str, argparse.ArgumentParser]:
    """Every subcommand of the command line."""
    for action in cli.parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    raise AssertionError("the command line has no subcommands")
