"""What if an organiser did this? The answer, before anything is done.

A change is tried as the very command that would do it: decided by the same rules, folded into a camp
that nobody keeps, and planned beside the camp as it is. So what is tried is what would be done.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from board.camp import commands as c
from board.camp import events as e
from board.camp.decide import decide
from board.camp.errors import Conflict, Invalid
from board.camp.evolve import fold
from board.camp.joined import sentences
from board.camp.model import Camp, TopicId
from board.camp.rules import lookups
from board.camp.said import say
from board.live.instances import instance_of
from board.live.naming import in_names, in_words, pinned_to, title
from board.live.parts import clock
from board.live.trial import CanNotBe, Question
from board.live.trials import Trials
from board.planning.whatif import Difference

ITERATIONS, SECONDS = 160, 0.6  # at most, for each of three plans


class Tried(NamedTuple):
    """What a command would come to.

    `camp` is the camp as it would be, `difference` tells its reasons in names, and `seconds` is how
    long it was planned for.
    """

    camp: Camp
    difference: Difference
    seconds: float


class Against(NamedTuple):
    """A sentence that says what stands against a change, and the topic it is about if it is one."""

    why: str
    topic: TopicId | None = None


class Impossible(Conflict):
    """What organisers pinned, or what is frozen, stands against it: `conflicts` say what."""

    def __init__(self, conflicts: Sequence[Against]) -> None:
        super().__init__(sentences(conflict.why for conflict in conflicts))
        self.conflicts = tuple(conflicts)


async def what_if(
    trials: Trials, camp: Camp, seed: int, command: c.Action, *, iterations: int = ITERATIONS
) -> Tried:
    """Try a command on a camp whose draws have this seed.

    Raises what `decide` would, Impossible where the command would undo what organisers pinned or
    what is frozen, and whatever `Trials.ask` raises.
    """
    after = _decided(camp, command)
    for new_pins in (True, False):
        # Camps are values, so another thread may look at one while this one serves people.
        question = await asyncio.to_thread(_question, camp, after, seed, iterations, new_pins)
        answer = await trials.ask(question)
        if not isinstance(answer, CanNotBe):
            return Tried(after, _in_names(after, answer.difference), answer.seconds)
        if not answer.already:
            words = [in_words(after, question.after, each) for each in answer.problems]
            raise Impossible([Against(each) for each in words])
    raise AssertionError("without new pins every camp can be planned")


def _decided(camp: Camp, command: c.Action) -> Camp:
    lookups.in_phase(camp, "setup", "open", "running")
    events = decide(camp, command)
    if not events:
        raise Invalid(say("That is so already."))
    if conflicts := [conflict for event in events if (conflict := _against(camp, event))]:
        raise Impossible(conflicts)
    return fold(camp, events)


def _question(camp: Camp, after: Camp, seed: int, iterations: int, new_pins: bool) -> Question:
    return Question(
        before=instance_of(camp, seed, new_pins=new_pins),
        after=replace(instance_of(after, seed, new_pins=new_pins), current=()),
        iterations=iterations,
        seconds=SECONDS,
    )


# What stands against it


def _against(camp: Camp, event: e.Event) -> Against | None:
    """What stands against an event: it would undo what only organisers may. None if nothing does."""
    match event:
        case e.TopicUnpinned(pin=pin):
            what, there = title(camp, pin.topic), pinned_to(camp, pin)
            return Against(
                say("{what} is pinned to {there}. Unpin it first.", what=what, there=there),
                pin.topic,
            )
        case e.SessionCleared(topic=topic, slot=slot) if slot in camp.frozen:
            (room,) = (p.room for p in camp.placements[topic] if p.slot == slot)
            where = say(
                "{room} at {time}", room=camp.rooms[room].name, time=clock(camp.slots[slot].start)
            )
            why = say(
                "{topic} is in {where}, which is frozen. Put it elsewhere first.",
                topic=title(camp, topic),
                where=where,
            )
            return Against(why, topic)
    return None


# What would come of it


def _in_names(camp: Camp, difference: Difference) -> Difference:
    return replace(
        difference,
        moves=tuple(replace(m, why=in_names(camp, m.why)) for m in difference.moves),
        unplaced=tuple(replace(u, why=in_names(camp, u.why)) for u in difference.unplaced),
    )
