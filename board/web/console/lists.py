"""What the console's forms offer to choose from."""

from collections import Counter

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from board.camp.model import Camp, Room, Slot, Topic
from board.live.parts import grid_frame

SIMILAR = 6
ALIKE = 55  # of 100: below, titles share no more than common words


def names(camp: Camp) -> list[str]:
    """Everybody who gave a name; namesakes with their ids, to tell them apart."""
    named = sorted((p.name, p.id) for p in camp.attendees.values() if p.name)
    how_often = Counter(name for name, _ in named)
    return [f"{name} ({i})" if how_often[name] > 1 else name for name, i in named]


def topics(camp: Camp) -> list[Topic]:
    """The topics on the board, most wanted first."""
    up = (t for t in camp.topics.values() if t.up)
    return sorted(up, key=lambda t: (-camp.tallies.get(t.id, 0), t.number))


def similar(camp: Camp, topic: Topic) -> list[Topic]:
    """The topics on the board whose titles are most like this one's, at most SIMILAR of them."""
    others = {t.id: t.pitch.title for t in topics(camp) if t.id != topic.id}
    found = process.extract(
        topic.pitch.title,
        others,
        scorer=fuzz.token_set_ratio,
        processor=default_process,
        score_cutoff=ALIKE,
        limit=SIMILAR,
    )
    return [camp.topics[topic_id] for _, _, topic_id in found]


def rooms(camp: Camp) -> tuple[Room, ...]:
    """The rooms, largest first."""
    return grid_frame(camp).rooms


def slots(camp: Camp) -> list[Slot]:
    """The slots in the order of the day."""
    return sorted(camp.slots.values(), key=lambda s: s.start)
