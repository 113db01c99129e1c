"""Who may lean on whom: what docs and docstrings promise of the code's shape, read off its source."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from board.camp import events

ROOT = Path(__file__).parent.parent
IMPURE = {
    *("asyncio", "starlette", "redis", "sqlite3", "time", "random"),
    *("logging", "os", "pathlib", "secrets", "socket", "subprocess", "threading", "uuid"),
}
SEEDED = "random.Random"  # a generator that is given its seed; the planner's own draw
CLOCKS = {"now", "today", "utcnow"}
EVENTS = {kind.__name__ for kind in get_args(events.Event)}


def modules(folder: str) -> list[str]:
    """The dotted names of all modules in a folder of the project."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]


PURE = [*modules("board/camp"), *modules("board/planning")]


@cache
def tree(module: str) -> ast.Module:
    path = ROOT.joinpath(*module.split("."))
    file = path.with_suffix(".py")
    return ast.parse((file if file.exists() else path / "__init__.py").read_text())


@cache
def imported(module: str) -> frozenset[str]:
    """What a module imports, wherever in it: `a.b` for `import a.b` and also for `from a import b`."""
    found: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def ours(names: frozenset[str]) -> Iterator[str]:
    """The modules of the board among imported names."""
    for name in names:
        for module in (name, name.rpartition(".")[0]):
            if module.startswith("board") and is_module(module):
                yield module


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def leans_on(module: str) -> set[str]:
    """Every name a module imports, and the modules of the board that it imports do, and so on."""
    names, waiting, seen = set[str](), [module], set[str]()
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            names |= imported(one)
            waiting.extend(ours(imported(one)))
    return names


def called(module: str) -> set[str]:
    """The names of all that a module calls."""
    calls = (node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call))
    named = (f.attr if isinstance(f, ast.Attribute) else getattr(f, "id", "") for f in calls)
    return set(named)


def test_there_is_something_to_look_at() -> None:
    assert {"board.camp.decide", "board.camp.rules.grid", "board.planning.planner"} <= set(PURE)
    assert "board.camp.rules.grid" in set(ours(imported("board.camp.decide")))
    assert "asyncio" in leans_on("board.live.planner")


@pytest.mark.parametrize("module", PURE)
def test_the_core_and_the_planner_read_no_clock_draw_no_lots_and_do_no_io(module: str) -> None:
    needed = leans_on(module)
    if module.startswith("board.planning"):
        needed -= {SEEDED}
    assert not {name.partition(".")[0] for name in needed} & IMPURE
    assert not called(module) & {*CLOCKS, "open", "print", "input"}


@pytest.mark.parametrize("module", modules("board/camp"))
def test_the_core_knows_nothing_of_the_rest_of_the_board(module: str) -> None:
    assert {name for name in ours(imported(module)) if not name.startswith("board.camp")} == set()


@pytest.mark.parametrize("module", modules("board/planning"))
def test_the_planner_knows_of_the_rest_of_the_board_at_most_what_a_camp_is_and_how_to_say_why(
    module: str,
) -> None:
    """It says its reasons as the core says things: only what remembers its sentence and the names in it
    can be told in every reader's language. Of languages it knows nothing."""
    others = {name for name in ours(imported(module)) if not name.startswith("board.planning")}
    assert others <= {"board.camp.model", "board.camp.said", "board.camp.joined"}


def _changes_camps(module: str) -> bool:
    return module == "board.camp.evolve" or module.startswith("board.camp.changes")


@pytest.mark.parametrize("module", [m for m in modules("board") if not _changes_camps(m)])
def test_a_camp_changes_nowhere_but_in_evolve(module: str) -> None:
    assert not any(
        name.startswith("board.camp.changes.") and name.endswith(".CHANGES")
        for name in imported(module)
    )
    assert "Camp" not in called(module)
    assert not (module.startswith("board.camp") and "msgspec.structs.replace" in imported(module))


@pytest.mark.parametrize("module", modules("board"))
def test_nothing_happens_that_was_not_decided(module: str) -> None:
    """Only the rules, behind `decide`, say what follows: nobody else makes an event."""
    if not module.startswith(("board.camp.rules", "board.camp.decide")):
        assert not called(module) & EVENTS


def test_every_kind_of_event_can_be_made() -> None:
    """One that nobody makes would be dead; one that only a test makes would go unnoticed."""
    made = set[str]().union(*(called(module) for module in modules("board/camp/rules")))
    assert made | {"ActionTaken"} >= EVENTS
