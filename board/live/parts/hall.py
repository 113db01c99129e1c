"""What hangs in the lobby: every scene of the projector, whichever is on."""

from collections.abc import Iterator

from board.camp.model import Camp, Topic
from board.live import lobby
from board.live.parts import grid
from board.live.parts.part import Part, Value
from board.live.parts.said import counts, head, leads, newest_first

NEWEST, MOST_WANTED = 8, 10  # how many the lobby lists


def parts(camp: Camp) -> Iterator[Part]:
    """What a projector shows."""
    yield from head(camp)
    yield Part("program", "", "lobby/program.html", (lobby.program(camp), lobby.ROOMS))
    yield Part("news", "", "lobby/news.html", (lobby.news(camp),))
    yield from grid.drawn(camp, "lobby", lobby.ROOMS, lobby.SLOTS)
    newest = tuple((topic, leads(camp, topic)) for topic in newest_first(camp)[:NEWEST])
    yield Part("newest", "", "lobby/newest.html", newest)
    wishes = () if camp.settings.tallies_shown else lobby.wishes(camp)  # instead of what is wanted
    yield Part("wishes", "", "lobby/wishes.html", wishes)
    yield Part("spotlight", "", "lobby/spotlight.html", (lobby.spotlight(camp),))
    yield from by_votes(camp)


def by_votes(camp: Camp) -> Iterator[Part]:
    """The parts that change with votes, or with what the planner makes of them."""
    yield Part("wanted", "", "lobby/wanted.html", most_wanted(camp))
    yield Part("rising", "", "lobby/rising.html", lobby.rising(camp))
    yield Part("ticker", "", "lobby/ticker.html", lobby.moves(camp))
    yield Part("results", "", "lobby/results.html", (lobby.results(camp),))


def values(camp: Camp) -> Iterator[tuple[str, Value]]:
    """The camp's name, the counts, and the tallies unless they are hidden."""
    yield "name", camp.settings.name
    yield from counts(camp)
    if camp.settings.tallies_shown:
        for topic in camp.topics.values():
            if topic.up:
                yield f"n-{topic.id}", camp.tallies.get(topic.id, 0)


def most_wanted(camp: Camp) -> tuple[Topic, ...]:
    """The topics with the most votes, none while tallies are hidden."""
    if not camp.settings.tallies_shown:
        return ()
    voted = [t for t in camp.topics.values() if t.up and camp.tallies.get(t.id, 0)]
    voted.sort(key=lambda t: (-camp.tallies[t.id], t.number))
    return tuple(voted[:MOST_WANTED])
