"""docs/formats.md: its example is run, and it names every key there is."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest
from msgspec import Struct

from board.planning import plan, values
from board.planning.planner import PRICE
from board.planning.references import MOST
from board.planning.worth import HELPED
from scripts import schemas

PAGE = (schemas.SCHEMAS.parent / "formats.md").read_text()
INSTANCE, PLAN = re.findall(r"^```json\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
SAID = re.findall(r"^```text\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)[0]


def test_the_example_gives_the_plan_that_is_shown_and_says_what_is_shown(tmp_path: Path) -> None:
    """If only reasons or numbers have changed: copy what the command writes into the page."""
    (tmp_path / "camp.json").write_text(INSTANCE)
    (call,) = re.findall(r"^board (plan camp.json --iterations .*)$", PAGE, re.MULTILINE)[:1]
    done = subprocess.run(
        [sys.executable, "-m", "board", *shlex.split(call), "--language", "en"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert (tmp_path / "plan.json").read_text() == PLAN
    assert without_time(done.stderr) == without_time(SAID)


def test_the_example_fits_the_schemas() -> None:
    for name, example in (("instance", INSTANCE), ("plan", PLAN)):
        schema = json.loads((schemas.SCHEMAS / f"{name}.schema.json").read_text())
        jsonschema.validate(json.loads(example), schema)


def test_the_example_shows_something_of_everything() -> None:
    example = json.loads(PLAN)
    assert all(example[part] for part in plan.Plan.__struct_fields__ if part != "seconds")
    assert example["score"]["moved"] == 0


@pytest.mark.parametrize(
    "kind", [values.Instance, values.Room, values.Topic, plan.Plan, plan.Score]
)
def test_every_key_is_on_the_page_in_a_row_of_its_own(kind: type[Struct]) -> None:
    for name in kind.__struct_fields__:
        assert re.search(rf"^\| `{name}` \|", PAGE, re.MULTILINE), name


def test_numbers_on_the_page_are_the_planner_s() -> None:
    assert f"up to {MOST} " in PAGE
    assert (HELPED, PRICE) == (8, 3)
    assert "as much as eight seats" in PAGE
    assert "more than three seats" in PAGE


def without_time(said: str) -> str:
    return re.sub(r" in [\d.]+ s\.", "", said)
