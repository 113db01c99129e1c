"""How votes came in lately: what rises is what gains while one watches.

A vote's event carries no time, but every entry of the log does. Whoever follows a log keeps the tallies
as they stood when each of the latest minutes began (`board.camp.evolve.paced`); the maps are shared with
the camps of then, so keeping them is free. It follows from the log alone: every process has the same.
"""

from collections.abc import Mapping

from board.camp.model import Camp, TopicId


def gained(camp: Camp) -> Mapping[TopicId, int]:
    """The votes that topics gained in the last minutes before the current one; none that gained nothing.

    It changes when a minute begins and not with each vote.
    """
    if not camp.pace:
        return {}
    then, now = camp.pace[0].tallies, camp.pace[-1].tallies
    more = {topic: count - then.get(topic, 0) for topic, count in now.items()}
    return {topic: count for topic, count in more.items() if count > 0}
