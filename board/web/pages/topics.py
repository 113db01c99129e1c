"""All topics on the board: those that few have seen come first, so that late pitches are heard."""

from collections.abc import Iterable
from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from board.camp.model import GRADE_BANDS, AttendeeId, Camp, Topic
from board.web.pages import join, personal, visit
from board.web.pages.visit import Visit


async def show(request: Request) -> Response:
    """The topics for those who are in, the door for everybody else."""
    if await visit.attendee(request) is None:
        return await join.door(request)
    return await _topics(request)


@visit.page
async def _topics(here: Visit) -> Response:
    query = here.request.query_params
    words, grade = query.get("q", "").strip(), query.get("grade", "")
    topics = fewest_seen_first(here.camp, here.me, _matching(here.camp, words, grade))
    drawn = here.hub.renderer.parts(
        "phone", here.screen("phone"), [f"topic-{topic.id}" for topic in topics]
    )
    is_open = here.camp.phase in ("open", "running")
    return visit.camp_page(
        here,
        "topics.html",
        tab="topics",
        cards=personal.with_votes(drawn, here.ballot, open_=is_open),
        shown=len(topics),
        words=words,
        grade=grade,
        grades=GRADE_BANDS,
    )


def fewest_seen_first(camp: Camp, me: AttendeeId, topics: Iterable[Topic]) -> list[Topic]:
    """Topics in one attendee's order; among equally rarely seen ones it differs for everybody."""
    key = me.encode()[:64]

    def rank(topic: Topic) -> tuple[int, bytes]:
        lot = blake2b(topic.id.encode(), key=key, digest_size=8).digest()
        return camp.seen.get(topic.id, 0), lot

    return sorted(topics, key=rank)


def _matching(camp: Camp, words: str, grade: str) -> list[Topic]:
    wanted = words.lower().split()
    return [
        topic
        for topic in camp.topics.values()
        if topic.up
        and (not topic.pitch.grade_bands or grade in ("", *topic.pitch.grade_bands))
        and all(word in _text(topic) for word in wanted)
    ]


def _text(topic: Topic) -> str:
    pitch = topic.pitch
    return " ".join((pitch.title, pitch.description, pitch.format, *pitch.tags)).lower()
