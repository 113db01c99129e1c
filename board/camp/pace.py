"""How votes came in lately, minute by minute: what rises is what gains while one watches.

A vote's event carries no time, but every entry of the log does. Whoever follows a log keeps the tallies
as they stood when each of the latest minutes began; the maps are shared with the camps of then, so
keeping them is free. It follows from the log alone: every process has the same.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from board.camp.evolve import MINUTE
from board.camp.model import Camp, Mark, TopicId

LATELY = 10  # minutes


def paced(before: Camp | None, after: Camp, at: int) -> Camp:
    """`after`, which an entry of the moment `at` made of `before`, with what it is to remember.

    The first entry of a minute leaves a mark. An entry of an earlier minute (clocks differ) leaves none.
    """
    if before is None:
        return after
    minute = at // MINUTE
    if before.pace and minute <= before.pace[-1].minute:
        return after
    kept = (mark for mark in before.pace if mark.minute >= minute - LATELY)
    return replace(after, pace=(*kept, Mark(minute, before.tallies)))


def gained(camp: Camp) -> Mapping[TopicId, int]:
    """The votes that topics gained in the last minutes before the current one; none that gained nothing.

    It changes when a minute begins and not with each vote.
    """
    if not camp.pace:
        return {}
    then, now = camp.pace[0].tallies, camp.pace[-1].tallies
    more = {topic: count - then.get(topic, 0) for topic, count in now.items()}
    return {topic: count for topic, count in more.items() if count > 0}
