"""Whatever is sent: a camp takes it and stays sound, or says no with a sentence, and nothing else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import BoardError
from board.camp.evolve import fold
from board.camp.model import Camp
from board.log import codec
from board.log.protocol import Commit, Entry
from tests.camp.sound import unsound
from tests.camp.strategies import a_command, a_day, creations, often, spoiled

_SENTENCE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]{10,900}[.?]")


@often
@given(st.data())
def test_no_command_does_harm_whatever_it_holds(data: st.DataObject) -> None:
    for turn, step in enumerate(a_day(data.draw)):
        _harmless(step.after, spoiled(data.draw, a_command(data.draw, step.after, turn)))


@often
@given(st.data())
def test_no_beginning_does_harm_whatever_it_holds(data: st.DataObject) -> None:
    _harmless(None, spoiled(data.draw, data.draw(creations())))


@often
@given(st.data())
def test_every_refusal_is_a_sentence(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        _harmless(step.before, step.command)


def _harmless(camp: Camp | None, command: c.Command) -> None:
    try:
        events = decide(camp, command)
    except BoardError as refusal:
        said = refusal.detail
    else:
        codec.encode(Entry(seq=1, commit=Commit("c"), at=1, events=events))
        assert unsound(fold(camp, events)) == []
        return
    assert _SENTENCE.fullmatch(said), said
