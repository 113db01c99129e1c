"""From an instance to a plan: the same plan for the same instance, always."""

from board.planning.arrangement import arrange
from board.planning.choices import Choices
from board.planning.claims import find_claims
from board.planning.demand import Demand
from board.planning.grid import Grid
from board.planning.instance import Instance, InvalidInstance, check
from board.planning.plan import Placement, Plan, Unplaced
from board.planning.reasons import why_placed, why_unplaced
from board.planning.rooms import improve_rooms
from board.planning.rules import Rules
from board.planning.score import score
from board.planning.seats import draw_seats
from board.planning.shown import keep_claims, keep_shown, loosened
from board.planning.timetable import Timetable
from board.planning.waitlist import queue_up


def plan(instance: Instance, *, iterations: int = 1) -> Plan:
    """Plan the camp; raises InvalidInstance if its own pins or references can't be kept.

    Each of `iterations` breaks ties by a draw of its own, and the best of these plans counts.
    `seconds` is left at 0, as there is no clock in here.
    """
    if iterations < 1:
        raise ValueError(f"iterations must be at least 1, not {iterations}")
    problems = check(instance)
    if problems:
        raise InvalidInstance(problems)
    best = _best(instance, instance, iterations)
    if best.unplaced and instance.current:
        looser = _best(instance, loosened(instance, best.unplaced), iterations)
        if len(looser.unplaced) < len(best.unplaced):  # nothing less is worth so many moves
            best = looser
    return best


def _best(instance: Instance, shown: Instance, iterations: int) -> Plan:
    rules, demand = Rules(shown), Demand(shown)
    plans = (_attempt(instance, shown, rules, demand, attempt) for attempt in range(iterations))
    return min(plans, key=_badness)


def _attempt(
    instance: Instance, shown: Instance, rules: Rules, demand: Demand, attempt: int
) -> Plan:
    """A plan for `instance` that keeps what `shown`, the same with less on the grid, has there."""
    grid = _fill(shown, rules, demand, attempt)
    placements = tuple(
        Placement(
            topic=session.topic,
            slot=session.slot,
            room=grid.room(session),
            why=why_placed(grid, session),
        )
        for slot in rules.slots
        for session in sorted(grid.in_slot(slot), key=grid.room)
    )
    choices = Choices(instance, placements)
    seats = draw_seats(instance, choices)
    return Plan(
        placements=placements,
        unplaced=tuple(
            Unplaced(topic=topic, why=why_unplaced(grid, topic))
            for topic in sorted(rules.topics)
            if not grid.times(topic)
        ),
        seats=seats,
        waitlist=queue_up(instance, choices, seats),
        score=score(instance, placements, choices, seats),
    )


def _fill(instance: Instance, rules: Rules, demand: Demand, attempt: int) -> Grid:
    """Fill the grid: what must be, what was shown, every topic once, then repeats."""
    grid = Grid(instance, rules, demand)
    cells = arrange(instance, rules, find_claims(instance, rules))
    assert cells is not None, "a checked instance has an arrangement"
    keep_claims(grid, instance, cells)
    lost = keep_shown(grid, instance)
    timetable = Timetable(grid, seed=instance.seed, attempt=attempt)
    timetable.place_topics(lost)
    improve_rooms(grid, instance.seed)
    # A room that changed hands may have made place, and repeats take what no topic could have.
    while timetable.place_topics(lost) or timetable.place_repeats():
        improve_rooms(grid, instance.seed)
    return grid


def _badness(plan: Plan) -> tuple[int, int, int, int, float, int]:
    """Order plans, best least: topics left out, people not helped, seats, people short, ranks."""
    score = plan.score
    ranks = sum(score.choices.values())
    return len(plan.unplaced), score.without_top3, -score.seated, score.short, -ranks, score.moved
