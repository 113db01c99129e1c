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
    try:
        kept: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        kept = {}
    figures = [_rounded(to_builtins(each)) for each in found]
    measured = {_key(each) for each in figures}
    older = [each for each in kept.get(part, {}).get("figures", ()) if _key(each) not in measured]
    kept[part] = {
        "measured": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.description(),
        "figures": older + figures,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1) + "\n")


def _key(figures: dict[str, Any]) -> tuple[str, int]:
    return figures["product"], figures["phones"]


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    """Four digits are more than they are good for."""
    return {
        name: float(f"{value:.4g}") if isinstance(value, float) else value
        for name, value in figures.items()
    }
