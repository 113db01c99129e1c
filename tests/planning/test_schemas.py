"""The published JSON Schemas say what the planner reads and writes, no more and no less."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest
from hypothesis import given, settings

from board.planning.instance import Instance, InvalidInstance, parse_instance
from board.planning.plan import Plan
from board.planning.planner import plan
from board.planning.references import MOST
from scripts import schemas
from tests.planning.camps import in_json, instance
from tests.planning.instances import instances

INSTANCE = json.loads((schemas.SCHEMAS / "instance.schema.json").read_text())
PLAN = json.loads((schemas.SCHEMAS / "plan.schema.json").read_text())
PLAIN: dict[str, Any] = {
    "slots": [{"id": "s1"}],
    "rooms": [{"id": "gym", "capacity": 9}],
    "topics": [{"id": "t1"}, {"id": "t2"}],
    "ballots": {"a1": ["t1"], "a2": []},
}


def fits(schema: dict[str, Any], value: Any) -> bool:
    return bool(jsonschema.Draft202012Validator(schema).is_valid(value))


def test_the_schemas_are_what_the_planner_s_types_say_today() -> None:
    """If this fails: `python -m scripts.schemas`, and commit what it writes."""
    for name, text in schemas.schemas().items():
        assert (schemas.SCHEMAS / name).read_text() == text


@pytest.mark.parametrize("schema", [INSTANCE, PLAN], ids=["instance", "plan"])
def test_a_schema_keeps_its_own_rules_and_describes_every_key(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    for thing in (schema, *schema["$defs"].values()):
        assert thing["title"]
        assert thing["additionalProperties"] is False
        for value in (thing, *thing["properties"].values()):
            assert value["description"].endswith(".")


def test_every_field_that_is_described_is_there() -> None:
    kinds = {"Instance": INSTANCE, **INSTANCE["$defs"]}
    kinds |= {"Plan": PLAN, **PLAN["$defs"]}  # whose Placement has all that the other has
    fields = {f"{name}.{field}" for name, kind in kinds.items() for field in kind["properties"]}
    assert fields == set(schemas.FIELDS)
    assert set(schemas.RULES) <= set(kinds)


@settings(deadline=None, max_examples=40)
@given(instances())
def test_any_instance_and_its_plan_fit(camp: Instance) -> None:
    jsonschema.validate(json.loads(msgspec.json.encode(camp)), INSTANCE)
    jsonschema.validate(json.loads(in_json(plan(camp))), PLAN)


def test_the_largest_numbers_fit() -> None:
    raw = {**PLAIN, "rooms": [{"id": "gym", "capacity": MOST}], "seed": -MOST}
    assert parse_instance(json.dumps(raw).encode())
    jsonschema.validate(raw, INSTANCE)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        "camp",
        {},
        {"slots": [], "rooms": [], "topics": []},
        {**PLAIN, "colour": "red"},
        {**PLAIN, "seed": "seven"},
        {**PLAIN, "seed": True},
        {**PLAIN, "seed": 1.5},
        {**PLAIN, "seed": None},
        {**PLAIN, "seed": MOST + 1},
        {**PLAIN, "slots": {"s1": {}}},
        {**PLAIN, "slots": ["s1"]},
        {**PLAIN, "slots": [{"id": 1}]},
        {**PLAIN, "slots": [{}]},
        {**PLAIN, "slots": [{"id": "s1", "start": 540}]},
        {**PLAIN, "rooms": [{"id": "gym"}]},
        {**PLAIN, "rooms": [{"id": "gym", "capacity": -1}]},
        {**PLAIN, "rooms": [{"id": "gym", "capacity": MOST + 1}]},
        {**PLAIN, "rooms": [{"id": "gym", "capacity": "9"}]},
        {**PLAIN, "rooms": [{"id": "gym", "capacity": 9, "closed": "s1"}]},
        {**PLAIN, "rooms": [{"id": "gym", "capacity": 9, "features": [None]}]},
        {**PLAIN, "topics": [{"id": "t1", "max_sessions": 0}]},
        {**PLAIN, "topics": [{"id": "t1", "max_sessions": None}]},
        {**PLAIN, "topics": [{"id": "t1", "max_seats": -1}]},
        {**PLAIN, "topics": [{"id": "t1", "facilitators": ["a1", "a1"]}]},
        {**PLAIN, "topics": [{"id": "t1", "title": "Clay"}]},
        {**PLAIN, "ballots": [["t1"]]},
        {**PLAIN, "ballots": {"a1": "t1"}},
        {**PLAIN, "ballots": {"a1": ["t1", "t1"]}},
        {**PLAIN, "ballots": {"a1": [1]}},
        {**PLAIN, "ballots": {"a1": None}},
        {**PLAIN, "pins": [{"topic": "t1"}]},
        {**PLAIN, "pins": [{"topic": "t1", "slot": None, "room": None}]},
        {**PLAIN, "pins": [{"slot": "s1", "room": "gym"}]},
        {**PLAIN, "current": [{"topic": "t1", "slot": "s1"}]},
        {**PLAIN, "current": [{"topic": "t1", "slot": "s1", "room": None}]},
        {**PLAIN, "frozen": "s1"},
        {**PLAIN, "frozen": [{"id": "s1"}]},
    ],
    ids=lambda wrong: json.dumps(wrong)[-60:],
)
def test_what_the_planner_refuses_for_its_shape_does_not_fit_either(wrong: Any) -> None:
    with pytest.raises(InvalidInstance):
        parse_instance(json.dumps(wrong).encode())
    assert not fits(INSTANCE, wrong)
    assert fits(INSTANCE, PLAIN)


def test_what_is_no_whole_plan_does_not_fit() -> None:
    camp = instance(slots=["s1"], rooms={"gym": 1}, topics=["t1", "t2"], votes={"t1": 2, "t2": 1})
    whole = json.loads(in_json(plan(camp)))
    assert fits(PLAN, whole)
    assert whole["waitlist"]
    assert whole["unplaced"]
    for key in Plan.__struct_fields__:
        assert not fits(PLAN, {each: value for each, value in whole.items() if each != key})
    for part, wrong in (
        ("more", 1),
        ("seconds", -1),
        ("score", {**whole["score"], "fraction": 1.1}),
        ("score", {**whole["score"], "seated": 0.5}),
        ("score", {**whole["score"], "choices": {"4": 0.5}}),
        ("score", {**whole["score"], "more": 1}),
        ("seats", {"a1": ["t1"]}),
        ("waitlist", {"t1@s1": []}),
        ("waitlist", {"t1": ["a1"]}),
        ("placements", [{"topic": "t1", "slot": "s1", "room": "gym"}]),
    ):
        assert not fits(PLAN, {**whole, part: wrong})
