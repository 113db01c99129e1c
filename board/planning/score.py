"""How good a plan is, in the numbers of its format."""

from collections.abc import Iterable, Sequence

from board.planning.bounds import Bound
from board.planning.choices import Cell, Choices
from board.planning.demand import TOP
from board.planning.plan import Score, Seats
from board.planning.values import Instance


def score(
    instance: Instance, cells: Sequence[Cell], choices: Choices, seats: Seats, bound: Bound
) -> Score:
    """Score a grid and its seats; `Score` says what each number means."""
    seated = sum(len(has) for has in seats.values())
    return Score(
        seated=seated,
        bound=bound.value,
        bound_by=bound.by,
        loose=bound.loose and seated < bound.value,
        fraction=seated / bound.value if bound.value else 1.0,
        choices=_shares(instance, seats),
        without_top3=_without_top(instance, choices, seats),
        short=sum(
            len(has) < len(choices.wishes[each]) and len(has) < choices.alone(each)
            for each, has in seats.items()
        ),
        moved=moved(instance, cells),
    )


def _shares(instance: Instance, seats: Seats) -> dict[str, float]:
    shares = {}
    for n in range(TOP):
        named = [(each, ballot[n]) for each, ballot in instance.ballots.items() if len(ballot) > n]
        if named:
            got = sum(topic in seats[attendee].values() for attendee, topic in named)
            shares[str(n + 1)] = got / len(named)
    return shares


def _without_top(instance: Instance, choices: Choices, seats: Seats) -> int:
    return sum(
        bool(ballot)
        and len(choices.leads[each]) < len(choices.slots)
        and set(ballot[:TOP]).isdisjoint(seats[each].values())
        for each, ballot in instance.ballots.items()
    )


def moved(instance: Instance, cells: Iterable[Cell]) -> int:
    """Count the sessions that people have seen and whose slot is another now."""
    now = {(cell.topic, cell.slot) for cell in cells}
    return len({(shown.topic, shown.slot) for shown in instance.current} - now)
