"""All topics on the board: those that few have seen come sooner, so that late pitches are heard."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import AttendeeId, Camp, Topic, TopicId
from board.web.pages import finding, join, me, personal, visit
from board.web.pages.visit import Visit

LIFTED = 4  # one card of so many is one that fewest have seen


async def show(request: Request) -> Response:
    """The topics for those who are in, the door for everybody else."""
    if await visit.attendee(request) is None:
        return await join.door(request)
    return await _topics(request)


@visit.page
async def _topics(here: Visit) -> Response:
    topics = fair_order(
        here.camp, here.me, (topic for topic in here.camp.topics.values() if topic.up)
    )
    found = finding.find(here.camp, here.me, here.ballot, topics, here.request.query_params)
    drawn = here.hub.renderer.parts(
        "phone", here.screen("phone"), [f"topic-{topic.id}" for topic in topics]
    )
    is_open = here.camp.phase in ("open", "running")
    return visit.camp_page(
        here,
        "topics.html",
        tab="topics",
        cards=personal.without(
            personal.with_votes(drawn, here.ballot, open_=is_open),
            [topic.id for topic in topics if topic.id not in found.topics],
        ),
        found=found,
        person=me.profile(here.camp, here.me),
    )


def fair_order(camp: Camp, me: AttendeeId, topics: Iterable[Topic]) -> list[Topic]:
    """Topics in one attendee's order: by lot, but every fourth is one that fewest have seen so far.

    So a late pitch catches up on views without standing above all others, where it would be voted for
    more often than a better one below (benchmarks/fair_views.py). What somebody has seen and passed by
    comes last: their next look goes to what is new to them.
    """
    key = me.encode()[:64]
    mask, ballot = camp.seen_by.get(me, 0), camp.ballots.get(me, ())

    def passed_by(topic: Topic) -> bool:
        return bool(mask >> topic.number & 1) and topic.id not in ballot

    def lot(topic: Topic) -> bytes:
        return blake2b(topic.id.encode(), key=key, digest_size=8).digest()

    by_lot = sorted(topics, key=lambda topic: (passed_by(topic), lot(topic)))
    by_views = sorted(by_lot, key=lambda topic: (passed_by(topic), camp.seen.get(topic.id, 0)))
    return _every_fourth(by_views, by_lot)


def _every_fourth(lifted: Sequence[Topic], others: Sequence[Topic]) -> list[Topic]:
    """The topics of both, each once: the first of `lifted`, three of `others`, and so on."""
    order: dict[TopicId, Topic] = {}
    turns = [iter(lifted), *[iter(others)] * (LIFTED - 1)]
    while len(order) < len(others):
        for turn in turns:
            topic = next((each for each in turn if each.id not in order), None)
            if topic is not None:
                order[topic.id] = topic
    return list(order.values())
