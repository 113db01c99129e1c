"""The figures as a file, with the machine they are from."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from benchmarks.fanout import machine

KEPT = Path(__file__).parents[1] / "results" / "fanout.json"


def keep(path: Path, part: str, found: Sequence[Any]) -> None:
    """Put these figures in the place of older ones of the same part, product and number of phones."""
    all_parts = kept(path)
    figures = [_rounded(to_builtins(each)) for each in found]
    measured = {_key(each) for each in figures}
    older = [
        each for each in all_parts.get(part, {}).get("figures", ()) if _key(each) not in measured
    ]
    all_parts[part] = {
        "measured": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.description(),
        "figures": older + figures,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(all_parts, indent=1) + "\n")


def kept(path: Path) -> dict[str, Any]:
    """What the file holds: for each part when, on what, and its figures; nothing without a file."""
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return found


def _key(figures: dict[str, Any]) -> tuple[str, int]:
    return figures["product"], figures["phones"]


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    """Four digits are more than they are good for."""
    return {
        name: float(f"{value:.4g}") if isinstance(value, float) else value
        for name, value in figures.items()
    }
