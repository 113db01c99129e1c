"""Writes docs/schemas/: what an instance and a plan look like, as JSON Schema 2020-12.

`python -m scripts.schemas` writes them again; a test fails when they are out of date. Their shape
comes from the planner's own types. What those don't say, FIELDS and RULES below add.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from board.planning.plan import Plan
from board.planning.references import MOST
from board.planning.values import Instance

SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

COUNT = {"minimum": 0, "maximum": MOST}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
ONCE_EACH = {"uniqueItems": True}

FIELDS: dict[str, dict[str, Any]] = {
    "Instance.slots": {"description": "The slots of the day, in time order."},
    "Instance.rooms": {"description": "The rooms there are."},
    "Instance.topics": {"description": "The topics that may be placed."},
    "Instance.ballots": {
        "description": "Every attendee, facilitators too: the topics they want, first choice first.",
        "additionalProperties": {"type": "array", "items": {"type": "string"}, **ONCE_EACH},
    },
    "Instance.pins": {"description": "Sessions that must lie where the pin says."},
    "Instance.current": {"description": "The grid that people have already seen."},
    "Instance.frozen": {
        "description": "Slots that stay exactly as they are in `current`: nothing is added to them."
    },
    "Instance.seed": {
        "description": "Decides every tie and every draw.",
        "minimum": -MOST,
        "maximum": MOST,
    },
    "Slot.id": {"description": "Names the slot; no other slot has it."},
    "Room.id": {"description": "Names the room; no other room has it."},
    "Room.capacity": {"description": "How many chairs the room has.", **COUNT},
    "Room.features": {"description": "What the room offers, in words that topics' `needs` use."},
    "Room.closed": {"description": "Slots in which the room can't be used."},
    "Topic.id": {"description": "Names the topic; no other topic has it."},
    "Topic.facilitators": {
        "description": "Attendees who lead it; none of them can be anywhere else meanwhile.",
        **ONCE_EACH,
    },
    "Topic.needs": {"description": "Features that its room must have, all of them."},
    "Topic.max_sessions": {
        "description": "How often it may run, each time in another slot.",
        "minimum": 1,
        "maximum": MOST,
    },
    "Topic.max_seats": {
        "description": "The most seats of a session, if its room has more; null: as many as that has.",
        **COUNT,
    },
    "Topic.not_in": {"description": "Slots in which its facilitators can't make it."},
    "Pin.topic": {"description": "The topic of the session."},
    "Pin.slot": {"description": "The slot it must lie in; null: any."},
    "Pin.room": {"description": "The room it must lie in; null: any."},
    "Placement.topic": {"description": "The topic of the session."},
    "Placement.slot": {"description": "The slot it lies in."},
    "Placement.room": {"description": "The room it lies in."},
    "Placement.why": {"description": "Why it lies there, in a sentence."},
    "Unplaced.topic": {"description": "The topic."},
    "Unplaced.why": {"description": "Why it runs nowhere, in a sentence."},
    "Plan.placements": {
        "description": "Every session, by slot in the instance's order, then by room."
    },
    "Plan.unplaced": {"description": "The topics that run nowhere, by id."},
    "Plan.seats": {"description": "Every attendee's seats: by slot, the topic they sit in."},
    "Plan.waitlist": {
        "description": "By session, as `topic@slot`: who waits for a seat there, the next one first.",
        "additionalProperties": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            **ONCE_EACH,
        },
        "propertyNames": {"pattern": "@"},
    },
    "Plan.score": {"description": "How good the plan is."},
    "Plan.seconds": {
        "description": "How long planning took; 0 if a number of iterations was asked for.",
        "minimum": 0,
    },
    "Score.seated": {"description": "How many seats are taken.", **COUNT},
    "Score.bound": {
        "description": "A number of seats that no plan with these sessions can pass.",
        **COUNT,
    },
    "Score.bound_by": {"description": "Which proof the bound has."},
    "Score.loose": {
        "description": "Whether the bound is known to be far from what any plan can reach."
    },
    "Score.fraction": {
        "description": "`seated` of `bound`; 1 if there is nothing to seat.",
        **SHARE,
    },
    "Score.choices": {
        "description": "Of those who named a first (second, third) choice, the share with a seat in it.",
        "properties": {"1": SHARE, "2": SHARE, "3": SHARE},
        "additionalProperties": False,
    },
    "Score.without_top3": {
        "description": "How many, with a ballot and a slot in which they lead nothing, got none of"
        " their first three choices.",
        **COUNT,
    },
    "Score.short": {
        "description": "How many have fewer seats than they could have had alone in this grid.",
        **COUNT,
    },
    "Score.moved": {
        "description": "How many sessions of `current` no longer lie in their slot.",
        **COUNT,
    },
}
"""What is said of each field, and of its value beyond its type."""

RULES: dict[str, dict[str, Any]] = {
    "Pin": {
        "anyOf": [
            {"required": [either], "properties": {either: {"type": "string"}}}
            for either in ("slot", "room")
        ]
    },
}
"""What holds for an object as a whole."""


def schemas() -> dict[str, str]:
    """Each schema's file name and its text."""
    return {
        "instance.schema.json": _text(_schema(Instance)),
        "plan.schema.json": _text(_schema(Plan, always_written=True)),
    }


def main() -> int:
    """Write the schemas; the exit status."""
    SCHEMAS.mkdir(exist_ok=True)
    for name, text in schemas().items():
        (SCHEMAS / name).write_text(text, encoding="utf-8")
        print(f"docs/schemas/{name}")
    return 0


def _schema(kind: type[msgspec.Struct], *, always_written: bool = False) -> dict[str, Any]:
    """The schema of a struct; of one whose every key is `always_written`, every key is required."""
    raw = msgspec.json.schema(kind)
    for name, struct in raw["$defs"].items():
        struct["description"] = " ".join(struct["description"].split())
        struct |= RULES.get(name, {})
        for field, value in struct["properties"].items():
            value |= FIELDS[f"{name}.{field}"]
            if always_written:
                value.pop("default", None)
        if always_written:
            struct["required"] = list(struct["properties"])
    top = raw["$defs"].pop(kind.__name__)
    return {"$schema": DIALECT, **top, "$defs": raw["$defs"]}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.exit(main())
