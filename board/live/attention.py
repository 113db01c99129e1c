"""What organisers should look at: found in the camp, most pressing first."""

from typing import NamedTuple

from board.camp.model import Camp, Room, Topic
from board.camp.rules.offers import times
from board.camp.said import say
from board.live.doubles import Double, doubles
from board.live.merging import Proposed, proposed
from board.live.offered import Offered, for_organisers

MOST_LISTED = 6  # of each kind; the topics page lists them all


class Listed(NamedTuple):
    """The most pressing topics of a kind, each with what is the matter, and how many more there are."""

    topics: tuple[tuple[Topic, str], ...]
    more: int

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.topics) + self.more


class Attention(NamedTuple):
    """What needs somebody: wishes that people want, topics without a room, topics too large for any.

    `troubles` say what organisers asked of the planner and it can't do, `offers` what more room for a
    topic would win, `proposed` which merges somebody is asked about, `doubles` which topics may be one.
    """

    wishes: Listed
    homeless: Listed
    crowded: Listed
    troubles: tuple[str, ...] = ()
    offers: tuple[Offered, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    doubles: tuple[Double, ...] = ()

    @property
    def calm(self) -> bool:
        """Whether there is nothing to do."""
        listed = self.wishes.total + self.homeless.total + self.crowded.total
        return not (listed or self.troubles or self.offers or self.proposed or self.doubles)


def attention(camp: Camp) -> Attention:
    """What needs attention at `camp` now; nothing once it is closed."""
    if camp.phase == "closed":
        return Attention(_NONE, _NONE, _NONE)
    up = [topic for topic in camp.topics.values() if topic.up]
    up.sort(key=lambda t: (-camp.tallies.get(t.id, 0), t.number))
    offers = for_organisers(camp)
    offered = {each.offer.topic for each in offers}
    return Attention(
        _listed([(t, "") for t in up if t.wish and camp.tallies.get(t.id, 0)]),
        _listed([(t, camp.unplaced[t.id]) for t in up if t.id in camp.unplaced and not t.wish]),
        _listed(_crowded(camp, [t for t in up if t.id not in offered])),
        troubles=camp.troubles,
        offers=offers,
        proposed=proposed(camp),
        doubles=doubles(camp)[:MOST_LISTED],
    )


def _crowded(camp: Camp, up: list[Topic]) -> list[tuple[Topic, str]]:
    if not camp.rooms:
        return []
    largest = max(camp.rooms.values(), key=lambda room: (room.capacity, room.name))
    return [
        (topic, _holds(largest, topic.pitch.sessions))
        for topic in up
        if camp.tallies.get(topic.id, 0) > largest.capacity * topic.pitch.sessions
    ]


def _holds(room: Room, sessions: int) -> str:
    if sessions > 1:
        return say(
            "{room} holds {chairs}, {times}",
            room=room.name,
            chairs=room.capacity,
            times=times(sessions),
        )
    return say("{room} holds {chairs}", room=room.name, chairs=room.capacity)


def _listed(topics: list[tuple[Topic, str]]) -> Listed:
    return Listed(tuple(topics[:MOST_LISTED]), max(0, len(topics) - MOST_LISTED))


_NONE = Listed((), 0)
