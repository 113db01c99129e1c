"""What the board knows of the visitor: what they said, what they lead, and their other devices."""

from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from board.camp import commands as c
from board.camp.defaults import ROLES, role_name
from board.camp.errors import BoardError
from board.camp.model import GRADE_BANDS, AttendeeId, Camp
from board.web.pages import visit
from board.web.pages.offered import as_stored
from board.web.pages.visit import Visit

ASKED_AFTER = 3  # votes; by then one knows what the board is good for


@visit.page
async def show(here: Visit) -> Response:
    """The page; all of it can be changed."""
    return _page(here)


@visit.post
async def change(here: Visit, form: FormData) -> Response:
    """Say something else about oneself, or say that one would rather not be asked."""
    person = here.camp.attendees[here.me]
    if visit.text(form, "skip"):
        kept = (person.school, person.role, person.grade_bands)
        await here.submit(_described(here.me, *kept))
        return visit.back(here.camp, form)
    given: dict[str, Any] = {
        "name": visit.text(form, "name") if "name" in form else person.name,
        "school": visit.text(form, "school"),
        "role": visit.text(form, "role"),
        "grade_bands": tuple(
            band for band in GRADE_BANDS if band in visit.texts(form, "grade_bands")
        ),
    }
    try:
        await here.submit(c.NameAttendee(attendee=here.me, name=given["name"]))
        role = as_stored(given["role"], ROLES)
        await here.submit(_described(here.me, given["school"], role, given["grade_bands"]))
    except BoardError as error:
        return _page(here, wrong=error.detail, status_code=error.status, **given)
    if visit.text(form, "back"):
        return visit.back(here.camp, form)
    return visit.to(here.camp, "/me?saved=1")


def profile(camp: Camp, me: AttendeeId) -> dict[str, Any] | None:
    """What the card on the topics page needs to ask somebody who they are; None if it isn't time."""
    if camp.attendees[me].described or camp.phase == "closed":
        return None
    if len(camp.ballots.get(me, ())) < ASKED_AFTER:
        return None
    return fields(camp, me)


def fields(camp: Camp, me: AttendeeId) -> dict[str, Any]:
    """What the fields hold, and what the organisers' roster suggests for them."""
    person = camp.attendees[me]
    return {
        "name": person.name,
        "school": person.school,
        "role": role_name(person.role),
        "roles": ROLES,
        "grade_bands": person.grade_bands,
        "bands": GRADE_BANDS,
        "schools": sorted({badge.school for badge in camp.roster.values()} - {""})[:200],
    }


def _page(here: Visit, *, wrong: str = "", **typed: Any) -> Response:
    mine = [t for t in here.camp.topics.values() if here.me in (t.by, *t.facilitators)]
    mine.sort(key=lambda topic: -topic.number)
    status = typed.pop("status_code", 200)
    person = fields(here.camp, here.me) | typed
    return visit.camp_page(
        here, "me.html", tab="", mine=mine, wrong=wrong, person=person, status_code=status
    )


def _described(me: AttendeeId, school: str, role: str, grade_bands: Any) -> c.DescribeAttendee:
    return c.DescribeAttendee(attendee=me, school=school, role=role, grade_bands=grade_bands)
