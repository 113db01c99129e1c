"""What `board plan` writes: a plan's JSON, a line or so for each thing it says, and its score in words."""

from collections.abc import Iterator, Sequence

import msgspec

from board.languages.told import told
from board.planning.plan import Plan, Score

INDENT = "  "
ORDINALS = {"1": "first", "2": "second", "3": "third"}


def written(plan: Plan) -> bytes:
    """The plan's JSON with one session, topic, attendee or waitlist a line, so that two can be compared.

    Its reasons are in the language that is spoken now.
    """
    return "\n".join(_lines(msgspec.to_builtins(plan, enc_hook=told))).encode() + b"\n"


def progress(seats: int, bound: int, iterations: int, seconds: float) -> str:
    """How far a search is; whether there are chairs for all of the seats may still be open."""
    return (
        f"{_seats(min(seats, bound), bound)}, {_counted(iterations, 'iteration')}, {seconds:.1f} s"
    )


def summary(score: Score, unplaced: int, iterations: int, seconds: float) -> str:
    """What the plan has come to, in a few lines."""
    loose = "The bound is loose: so few votes each leave no plan near it.\n" if score.loose else ""
    return (
        f"{_seats(score.seated, score.bound)}; the bound is {score.bound_by}.\n"
        f"{loose}{_choices(score)}"
        f"{_counted(unplaced, 'topic')} unplaced, {_counted(score.moved, 'session')} moved;"
        f" {_counted(iterations, 'iteration')} in {seconds:.1f} s.\n"
    )


def refusal(name: str, problems: Sequence[str]) -> str:
    """All that is wrong with the instance called `name`, a line each."""
    head = f"board: {name} can't be planned, for {_counted(len(problems), 'reason')}:"
    return "".join(f"{line}\n" for line in (head, *map(told, problems)))


def _lines(plan: dict[str, object]) -> Iterator[str]:
    yield "{"
    for n, (key, value) in enumerate(plan.items(), 1):
        yield from _part(key, value, "," if n < len(plan) else "")
    yield "}"


def _part(key: str, value: object, comma: str) -> Iterator[str]:
    match value:
        case [_, *_]:
            items, brackets = [_json(item) for item in value], "[]"
        case dict() if key != "score" and value:
            items, brackets = [f"{_json(name)}: {_json(it)}" for name, it in value.items()], "{}"
        case _:
            yield f"{INDENT}{_json(key)}: {_json(value)}{comma}"
            return
    yield f"{INDENT}{_json(key)}: {brackets[0]}"
    yield from (f"{INDENT * 2}{item}," for item in items[:-1])
    yield f"{INDENT * 2}{items[-1]}"
    yield f"{INDENT}{brackets[1]}{comma}"


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=0).decode()


def _seats(seats: int, bound: int) -> str:
    """Seats of the bound; the share is rounded down, so that only all of it is 100%."""
    share = f" ({seats * 10_000 // bound / 100:.2f}%)" if bound else ""
    return f"{seats:,} of at most {bound:,} seats{share}"


def _choices(score: Score) -> str:
    met = [f"{share:.1%} have their {ORDINALS[n]}" for n, share in score.choices.items()]
    return f"Of those who named one, {', '.join(met)} choice.\n" if met else ""


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
