"""The planner needs nothing but its instance."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import board.planning

MODULES = sorted(Path(board.planning.__path__[0]).glob("*.py"))
ALLOWED = {
    "board.camp.joined",
    "board.camp.said",  # how the board says things: a planner's reasons are for readers of any language
    "board.planning",
    "collections",
    "copy",
    "dataclasses",
    "enum",
    "functools",
    "hashlib",
    "itertools",
    "json",
    "math",
    "msgspec",
    "random.Random",  # a generator that is given its seed; all else in there is chance
    "typing",
}


IDS = {f"board.camp.model.{kind}Id" for kind in ("Attendee", "Room", "Slot", "Topic")}


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{each.name}" for each in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_no_module_reaches_for_a_clock_chance_the_outside_or_the_rest_of_the_board(
    module: Path,
) -> None:
    for name in imports(module):
        assert name in IDS or any(f"{name}.".startswith(f"{each}.") for each in ALLOWED), name


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 10
