"""One person, several devices: what carries somebody over, and what becomes of who was there before."""

import time

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board import assets
from board.camp import commands as c
from board.camp.errors import BoardError, Invalid, Unauthorised
from board.camp.model import AttendeeId, Camp
from board.camp.rules.ballots import on_board
from board.camp.rules.people import carried_over
from board.camp.said import say
from board.live.desk import Desk
from board.web import doors, identity, site
from board.web.codes import scanned, spaced
from board.web.pages import join, visit
from board.web.pages.visit import Visit


@visit.page
async def show(here: Visit) -> Response:
    """A QR code, a link and a code to type that make another device one's own, for a few minutes."""
    return _shown(here)


@visit.post
async def typed(here: Visit, form: FormData) -> Response:
    """Follow the code that one's other device shows."""
    code = visit.text(form, "code")
    try:
        if not code.strip():
            raise Invalid(say("Type the code that your other device shows."))
        person = doors.let_in(here.request, here.camp, code)
    except BoardError as error:
        return _shown(here, wrong=error.detail, code=code, status_code=error.status)
    if person is None:
        return _shown(here, wrong=say("This code is for the doors; you are in."), status_code=422)
    tokens = site.site(here.request).tokens
    if here.camp.who(person) not in here.camp.attendees:  # a badge, not used yet: it comes in first
        badge = tokens.codes.badge(here.camp.id, here.camp.roster[person])
        return visit.to(here.camp, f"/i/{badge.key}")
    return visit.to(here.camp, f"/devices/{tokens.device_key(here.camp, person)}")


async def arrival(request: Request) -> Response:
    """Where a device's link leads: it asks whether this device is the same person's."""
    desk = await site.desk_of(request)
    person = site.site(request).tokens.carried(desk.camp, str(request.path_params["key"]))
    return await _asked(request, desk.camp, person, desk.camp.attendees[person].name)


async def arrive(request: Request) -> Response:
    """Make this device the same person's."""
    return await _arrive(request, device=True)


async def badge(request: Request) -> Response:
    """Where the QR code on a badge leads: it asks whether to come in as whom it names."""
    camp = (await site.desk_of(request)).camp
    holder = _holder(request, camp)
    return await _asked(request, camp, holder, camp.roster[holder].name)


async def show_badge(request: Request) -> Response:
    """Come in by one's badge."""
    return await _arrive(request, device=False)


async def _arrive(request: Request, *, device: bool) -> Response:
    identity.check_origin(request, site.site(request).config.origins)
    desk = await site.desk_of(request)
    async with request.form() as form:
        bring = visit.text(form, "bring")
    if device:
        key = str(request.path_params["key"])
        person = site.site(request).tokens.carried(desk.camp, key)
    else:
        person = _holder(request, desk.camp)
        await join.come_in(desk, person)
    before = await visit.attendee(request)
    if before is not None and (bring == "yes" or _nobody(desk.camp, before)):
        await _joined(desk, desk.camp.who(person), before)
    answer = join.on(desk.camp)
    join.remember(request, answer, desk.camp, person)
    return answer


async def _joined(desk: Desk, person: AttendeeId, before: AttendeeId) -> None:
    """Bring along what was done on this device so far, if anything can still change."""
    if before != person and desk.camp.phase != "closed":
        await desk.submit(c.JoinDevices(attendee=person, other=before))


async def _asked(request: Request, camp: Camp, person: AttendeeId, name: str) -> Response:
    before = await visit.attendee(request)
    if before == camp.who(person):
        return RedirectResponse(f"/c/{camp.id}", 303)
    here = before if before is not None and not _nobody(camp, before) else None
    votes = on_board(camp, camp.ballots.get(here, ())) if here else ()
    there = camp.who(person)
    response = site.page(
        request,
        "arrive.html",
        camp=camp,
        name=name,
        here=camp.attendees[here] if here else None,
        votes=len(votes),
        topics=sum(here in (t.by, *t.facilitators) for t in camp.topics.values()) if here else 0,
        more=len(on_board(camp, carried_over(camp, there, here))) if here else 0,
        budget=camp.settings.vote_budget,
        scripts=assets.modules(*visit.SCRIPTS),
        badged=bool(here) and any(camp.who(each) == here for each in camp.roster),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _nobody(camp: Camp, attendee: AttendeeId) -> bool:
    """Whether an attendee has left no trace: no name, no badge, no vote, no topic."""
    person = camp.attendees[attendee]
    return not (
        person.name
        or person.described
        or camp.ballots.get(attendee)
        or any(attendee in (t.by, *t.facilitators) for t in camp.topics.values())
    )


def _holder(request: Request, camp: Camp) -> AttendeeId:
    key = str(request.path_params["key"])
    holder = site.site(request).tokens.codes.holder(camp, key) if scanned(key) else None
    if holder is None:
        raise Unauthorised(
            say(
                "This badge opens nothing here: it belongs to another camp, or it was replaced by a"
                " new one. Ask an organiser."
            )
        )
    return holder


def _shown(here: Visit, *, wrong: str = "", code: str = "", status_code: int = 200) -> Response:
    tokens, camp = site.site(here.request).tokens, here.camp
    link = f"{site.join_url(here.request, camp.id)}/devices/{tokens.device_key(camp, here.me)}"
    response = visit.camp_page(
        here,
        "devices.html",
        tab="",
        link=link,
        qr=site.qr_svg(link),
        shown_code=spaced(tokens.codes.device(camp.id, here.me, time.time())),
        join_url=site.join_url(here.request, camp.id),
        wrong=wrong,
        code=code,
        status_code=status_code,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
