"""How much of what people have seen may move, so that a grid that gets better can still be relied on.

In any minute at most as many sessions change their slot as the organisers allow, and of a slot that
freezes soon ever fewer. A session that has no choice (a pin takes its place, or nobody leads it any
more) doesn't count, nor does a repeat that leaves the grid for a topic that had no session, nor one
that stays in its slot and changes only its room.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from board.camp.changes.grid import MINUTE
from board.camp.model import Camp, Move, Slot, SlotId
from board.camp.moments import freezes_at
from board.camp.said import say_n

NEAR = 30 * MINUTE  # before a slot freezes: from here on fewer of its sessions may move
LAST = 5 * MINUTE  # before a slot freezes: from here on none


class Allowance(NamedTuple):
    """How many sessions may still change slot: in all, and how many may leave or enter each slot."""

    total: int
    slots: Mapping[SlotId, int]


def allowance(camp: Camp, at: int) -> Allowance:
    """What the planner may still move at a moment, with what it moved in the minute before taken off.

    Clocks differ: what moved within a minute *after* the moment is taken off too, and no more than
    that, so that a clock that is set back holds the planner up for a minute at most.
    """
    lately = [m for m in camp.moves if _counts(m) and abs(at - m.at) < MINUTE]
    touched = _touched(lately)
    return Allowance(
        max(0, camp.settings.moves_per_minute - len(lately)),
        {s.id: max(0, _share(camp, s, at) - touched[s.id]) for s in camp.slots.values()},
    )


def too_many(camp: Camp, at: int, moves: Iterable[Move]) -> str | None:
    """Why `moves` are more than the allowance of the moment; None if they are not."""
    counted = [move for move in moves if _counts(move)]
    allowed = allowance(camp, at)
    if len(counted) > allowed.total:
        return say_n(
            len(counted),
            "It takes {n} session out of its slot; {allowed} may move now.",
            "It takes {n} sessions out of their slots; {allowed} may move now.",
            allowed=allowed.total,
        )
    for slot, count in sorted(_touched(counted).items()):
        if count > allowed.slots[slot]:
            name = camp.slots[slot].name
            return say_n(
                count,
                "It takes {n} session into or out of {slot}, which freezes soon; {allowed} may move now.",
                "It takes {n} sessions into or out of {slot}, which freezes soon; {allowed} may move now.",
                slot=name,
                allowed=allowed.slots[slot],
            )
    return None


def _counts(move: Move) -> bool:
    return move.across and not move.forced


def _touched(moves: Iterable[Move]) -> Counter[SlotId]:
    """How many of `moves` leave or enter each slot."""
    return Counter(
        cell.slot for move in moves for cell in (move.source, move.target) if cell is not None
    )


def _share(camp: Camp, slot: Slot, at: int) -> int:
    """How many sessions may leave or enter a slot within a minute."""
    most = camp.settings.moves_per_minute
    if slot.id in camp.frozen:
        return 0
    freeze = freezes_at(camp, slot)
    if freeze is None:
        return most
    rounded_up = -(-most * (freeze - at - LAST) // (NEAR - LAST))
    return max(0, min(most, rounded_up))
