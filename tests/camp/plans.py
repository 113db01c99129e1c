"""A tiny planner for tests: it fits topics in where they fit, and asks none of the rules."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st

from board.camp.model import Camp, Cell, Placement, TopicId
from tests.camp.sound import covers, fits, held, sessions

Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]


def a_plan(draw: Draw, camp: Camp) -> tuple[Placement, ...]:
    """A plan that `camp` has to take: what must stay, and whatever fits when topics come in some order."""
    plan = [p for p in sessions(camp) if p.slot in camp.frozen or held(camp, p)]
    cells = [Cell(slot, room) for slot in sorted(camp.slots) for room in sorted(camp.rooms)]
    if not cells:
        return tuple(plan)
    first = draw(st.integers(0, len(cells) - 1))
    for topic in draw(st.permutations(sorted(camp.topics))):
        plan += _planned(camp, plan, topic, cells[first:] + cells[:first])
    return tuple(plan)


def _planned(
    camp: Camp, plan: list[Placement], topic_id: TopicId, cells: list[Cell]
) -> list[Placement]:
    """The sessions that a topic gets in `cells` besides those in `plan`: first where its pins say."""
    added: list[Placement] = []
    topic = camp.topics[topic_id]
    for pin in camp.pins.get(topic_id, ()):
        if any(covers(pin, p) for p in plan + added):
            continue
        fitting = [p for p in _free(camp, plan + added, topic_id, cells) if covers(pin, p)]
        added += fitting[:1]
        if not fitting and pin.slot not in camp.frozen:
            return added
    if topic.wish and not camp.settings.leaderless:
        shown = {p.slot for p in camp.placements.get(topic_id, ())}
        cells = [cell for cell in cells if cell.slot in shown]
    for _ in range(topic.pitch.sessions):
        added += list(_free(camp, plan + added, topic_id, cells))[:1]
    return added


def _free(
    camp: Camp, plan: list[Placement], topic: TopicId, cells: list[Cell]
) -> Iterator[Placement]:
    for slot, room in cells:
        placement = Placement(topic=topic, slot=slot, room=room, why="a free room")
        if slot not in camp.frozen and fits(camp, plan, placement):
            yield placement
