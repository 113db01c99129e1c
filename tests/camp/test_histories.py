"""What holds for every camp, whatever happened to it."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from immutables import Map
from msgspec.structs import asdict, replace

from board.camp import commands as c
from board.camp.decide import decide
from board.camp.errors import BoardError
from board.camp.evolve import evolve, fold
from board.camp.model import Camp, Placement, SlotId
from board.camp.rules import grid, pins
from board.log import codec
from board.log.protocol import Commit, Entry
from tests.camp.sound import held, sessions, unsound
from tests.camp.strategies import History, a_day, a_plan, histories, often, rarely


@often
@given(st.data())
def test_a_camp_is_sound_after_every_command(data: st.DataObject) -> None:
    for step in a_day(data.draw, 40):
        assert unsound(step.after) == [], step.command


@rarely
@given(st.data())
def test_the_rules_find_no_fault_with_a_grid_that_they_allowed(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        assert grid.problems(step.after) == []
        assert pins.clashes(step.after) == []


@rarely
@given(histories(40))
def test_replaying_a_log_gives_the_same_camp(history: History) -> None:
    replayed: Camp | None = None
    for events in history.entries:
        for event in events:
            replayed = evolve(replayed, event)
    assert replayed == history.camp


@rarely
@given(histories(40))
def test_replaying_a_stored_log_gives_the_same_camp(history: History) -> None:
    camp, replayed = history.camp.id, None
    for seq, events in enumerate(history.entries, start=1):
        entry = Entry(seq=seq, commit=Commit("c"), at=seq, events=tuple(events))
        body = codec.encode(entry)
        read = codec.decode(camp, seq, body, codec.checksum(camp, seq, body))
        assert read == entry
        replayed = fold(replayed, read.events)
    assert replayed == history.camp


@rarely
@given(st.data())
def test_a_camp_of_the_past_never_changes(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        remembered = {name: _copied(value) for name, value in asdict(step.before).items()}
        camp = step.before
        for event in step.events or ():
            camp = evolve(camp, event)
        assert camp == step.after
        now = {name: _copied(value) for name, value in asdict(step.before).items()}
        assert now == remembered


@often
@given(st.data())
def test_saying_something_twice_changes_nothing_twice(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events is not None:
            try:
                again = decide(step.after, step.command)
            except BoardError:
                continue
            assert again == ()


@rarely
@given(st.data())
def test_doing_the_same_again_as_another_action_changes_nothing(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events and isinstance(step.command, c.Action):
            again = replace(step.command, action="another")
            try:
                assert decide(step.after, again) == ()
            except BoardError:
                continue


@rarely
@given(st.data())
def test_every_action_that_is_told_of_changed_something(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events and isinstance(step.command, c.Action):
            assert replace(step.before, actions=()) != replace(step.after, actions=())


@often
@given(st.data())
def test_a_plan_that_keeps_every_rule_becomes_the_grid(data: st.DataObject) -> None:
    for step in a_day(data.draw, 20):
        if step.after.phase in ("open", "running"):
            plan = a_plan(data.draw, step.after)
            after = fold(step.after, decide(step.after, c.AdoptPlan(placements=plan)))
            assert _cells(sessions(after)) == _cells(plan)


@often
@given(st.data())
def test_no_plan_moves_what_is_frozen_or_takes_what_a_pin_holds(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        if step.events and isinstance(step.command, c.AdoptPlan):
            assert _frozen(step.after) == _frozen(step.before)
            for pin in (pin for pins_ in step.before.pins.values() for pin in pins_):
                was = any(pins.covers(pin, p) for p in step.before.placements.get(pin.topic, ()))
                now = any(pins.covers(pin, p) for p in step.after.placements.get(pin.topic, ()))
                assert now or not was


@rarely
@given(st.data())
def test_only_organisers_move_what_is_pinned_or_frozen(data: st.DataObject) -> None:
    for step in a_day(data.draw):
        asked = isinstance(step.command, c.EditTopic | c.LeadTopic)
        if asked and getattr(step.command, "by", None) not in step.before.organisers:
            firm = [p for p in sessions(step.before) if held(step.before, p)]
            firm += [p for p in sessions(step.before) if p.slot in step.before.frozen]
            assert set(firm) <= set(sessions(step.after))
            assert step.before.pins == step.after.pins


@rarely
@given(st.data())
def test_a_vote_leaves_all_but_the_counts_as_it_was(data: st.DataObject) -> None:
    counts = {"ballots", "tallies", "seen", "seen_by", "seen_spent"}
    for step in a_day(data.draw):
        if isinstance(step.command, c.CastVote | c.WithdrawVote | c.OrderBallot | c.SeeTopics):
            for name in set(step.before.__struct_fields__) - counts:
                assert getattr(step.after, name) is getattr(step.before, name)


def _cells(placements: tuple[Placement, ...] | list[Placement]) -> set[tuple[str, str, str]]:
    return {(p.topic, p.slot, p.room) for p in placements}


def _frozen(camp: Camp) -> set[Placement]:
    slots: frozenset[SlotId] = camp.frozen
    return {p for p in sessions(camp) if p.slot in slots}


def _copied(value: Any) -> Any:
    return dict(value) if isinstance(value, Map) else value
