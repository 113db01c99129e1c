"""Taking back what organisers did."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.evolve import KEPT_ACTIONS, fold
from board.camp.model import Camp
from tests.camp.strategies import a_day, often, rarely, taken


@often
@given(st.data())
def test_undoing_an_action_at_once_restores_the_camp_exactly(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events and isinstance(step.command, c.Action):
            after = _undone(step.after)
            kept = step.before.actions[-KEPT_ACTIONS + 1 :]
            assert replace(after, actions=kept) == replace(step.before, actions=kept), step.command
            assert after.actions == kept


@rarely
@given(st.data())
def test_all_that_organisers_did_can_be_undone_one_by_one(data: st.DataObject) -> None:
    camps: list[Camp] = []
    for step in a_day(data.draw):
        if isinstance(step.command, c.Action):
            after = taken(camps[-1] if camps else step.before, step.command)
            if not camps:
                camps.append(step.before)
            if after.events:
                camps.append(after.after)
    for before, after_ in zip(camps[-2::-1], camps[:0:-1], strict=True):
        assert replace(_undone(after_), actions=()) == replace(before, actions=())


def _undone(camp: Camp) -> Camp:
    organiser, last = min(camp.organisers), camp.actions[-1].id
    return fold(camp, decide(camp, c.UndoAction(by=organiser, action=last)))
