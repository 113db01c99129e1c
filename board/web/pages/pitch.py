"""Pitching a topic, and saying it differently later."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.responses import JSONResponse, Response

from board.camp import commands as c
from board.camp.defaults import FORMATS
from board.camp.errors import BoardError
from board.camp.model import GRADE_BANDS, Camp, GradeBand, Pitch, SlotId, Topic, TopicId
from board.camp.rules.lookups import own_topic
from board.camp.rules.topics import MOST_SESSIONS, checked
from board.camp.texts import BRING, DESCRIPTION, TITLE
from board.live.parts import card
from board.web import identity, site
from board.web.pages import visit
from board.web.pages.offered import as_stored
from board.web.pages.visit import Visit
from board.web.problems import wants_json
from board.web.similar import similar as similar_to


@visit.page
async def form(here: Visit) -> Response:
    """An empty card. Its topic's id is drawn here, so that sending it twice pitches once."""
    query = here.request.query_params
    words = Pitch(title=query.get("title", "")[:TITLE])
    return _form(here, words, topic=identity.new_id(), leading=query.get("kind") != "wish")


@visit.post
async def pitch(here: Visit, form: FormData) -> Response:
    """Put the topic on the board, and show it there; first ask whether one of those alike is the same."""
    words = _pitch(form)
    leading = visit.text(form, "kind") != "wish"
    topic = visit.text(form, "topic") or identity.new_id()
    again = visit.text(form, "again") == "yes"  # see static/js/pitch.js
    try:
        topic = _its_own(here, TopicId(topic), words, again=again)
        if visit.text(form, "compare") == "ask" and (found := _alike(here, words.title, topic)):
            return _compare(here, words, topic=topic, leading=leading, found=found)
        await here.submit(
            c.PitchTopic(
                topic=TopicId(topic),
                by=here.me,
                at=visit.now(),
                pitch=words,
                facilitators=(here.me,) if leading else (),
            )
        )
        if here.hub.desk.camp.topics[TopicId(topic)].pitch != words:
            # It was up already: sent before, with an answer that was never heard, and changed since.
            await here.submit(c.EditTopic(topic=TopicId(topic), by=here.me, pitch=words))
    except BoardError as error:
        if wants_json(here.request):
            raise
        return _form(here, words, topic=topic, leading=leading, error=error)
    return visit.on(here, f"/topics/{topic}?pitched=1")


@visit.page
async def edit_form(here: Visit) -> Response:
    """The topic's card, to be changed by those who lead it."""
    topic = own_topic(here.camp, TopicId(here.request.path_params["topic"]), here.me)
    return _form(here, topic.pitch, topic=topic.id, leading=not topic.wish, editing=True)


@visit.post
async def edit(here: Visit, form: FormData) -> Response:
    """Change what the card says."""
    words, topic = _pitch(form), TopicId(here.request.path_params["topic"])
    try:
        await here.submit(c.EditTopic(topic=topic, by=here.me, pitch=words))
    except BoardError as error:
        if wants_json(here.request):
            raise
        return _form(here, words, topic=topic, leading=True, editing=True, error=error)
    return visit.on(here, f"/topics/{topic}")


@visit.page
async def similar(here: Visit) -> Response:
    """Topics with titles like the one being typed, as a piece of a page."""
    query = here.request.query_params
    found = _alike(here, query.get("title", "")[:TITLE], query.get("topic", ""))
    return _similar(here, found, leading=query.get("kind") != "wish")


def _its_own(here: Visit, topic: TopicId, words: Pitch, *, again: bool) -> TopicId:
    """The id that came with the form; another one where a topic that says something else has it.

    A form can be used twice: by going back to it, or as a phone kept it. Only who never heard what
    became of a pitch, and says so (`again`), means the topic that is there.
    """
    there = here.camp.topics.get(topic)
    if there is None:
        return topic
    slots = {*here.camp.slots, *there.pitch.not_in}
    mine = there.by == here.me and (again or there.pitch == checked(words, slots))
    return topic if mine else TopicId(identity.new_id())


def _compare(
    here: Visit, words: Pitch, *, topic: str, leading: bool, found: list[Topic]
) -> Response:
    """Those alike, before a pitch goes up that nobody was shown them for."""
    if wants_json(here.request):
        html = bytes(_similar(here, found, leading=leading).body).decode()
        return JSONResponse({"similar": html})
    return _form(here, words, topic=topic, leading=leading, found=found)


def _alike(here: Visit, title: str, but: str) -> list[Topic]:
    return similar_to(title, (t for t in here.camp.topics.values() if t.up and t.id != but))


def _similar(here: Visit, found: list[Topic], *, leading: bool) -> Response:
    return site.page(
        here.request,
        "_partials/similar.html",
        camp=here.camp,
        found=[card(here.camp, topic) for topic in found],
        leading=leading,
        me=here.me,
    )


def _form(
    here: Visit,
    words: Pitch,
    *,
    topic: str,
    leading: bool,
    editing: bool = False,
    found: Sequence[Topic] = (),
    error: BoardError | None = None,
) -> Response:
    return visit.camp_page(
        here,
        "pitch.html",
        tab="pitch",
        status_code=error.status if error else 200,
        pitch=words,
        topic=topic,
        leading=leading,
        editing=editing,
        found=[card(here.camp, each) for each in found],
        first=not editing and _never_pitched(here),
        wrong=error.detail if error else "",
        grades=GRADE_BANDS,
        formats=FORMATS,
        features=features(here.camp),
        slots=sorted(here.camp.slots.values(), key=lambda slot: slot.start),
        most={"title": TITLE, "description": DESCRIPTION, "bring": BRING, "times": MOST_SESSIONS},
    )


def _never_pitched(here: Visit) -> bool:
    return all(here.me not in (t.by, *t.facilitators) for t in here.camp.topics.values())


def features(camp: Camp) -> list[str]:
    """What rooms of this camp have, and topics can need."""
    return sorted({feature for room in camp.rooms.values() for feature in room.features})


def _pitch(form: FormData) -> Pitch:
    chosen: tuple[GradeBand, ...] = tuple(b for b in GRADE_BANDS if b in visit.texts(form, "grade"))
    return Pitch(
        title=visit.text(form, "title"),
        description=visit.text(form, "description"),
        grade_bands=chosen,
        tags=tuple(visit.text(form, "tags").replace(";", ",").split(",")),
        format=as_stored(visit.text(form, "format"), FORMATS),
        bring=visit.text(form, "bring"),
        needs=visit.texts(form, "needs"),
        seat_cap=visit.number(form, "seat_cap", 0),
        not_in=tuple(SlotId(slot) for slot in visit.texts(form, "not_in")),
        sessions=visit.number(form, "sessions", 1),
    )
