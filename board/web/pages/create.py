"""Creating a camp in two minutes: one form, and then the organiser's link, once."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import available_timezones

from msgspec.structs import replace
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from board.camp import commands as c
from board.camp import pasted
from board.camp.defaults import LUNCH
from board.camp.errors import BoardError
from board.camp.model import Camp, CampId, Organiser, OrganiserId, Settings
from board.camp.said import say
from board.languages.told import told
from board.live.desk import Desk
from board.web import identity, site
from board.web.pages import visit
from board.web.pages.offered import as_stored

# What the form starts with: a classic day.
EXAMPLE = {
    "name": "",
    "date": "",
    "zone": "",
    "organiser": "",
    "rooms": "",
    "first": "9:30",
    "count": "4",
    "minutes": "50",
    "gap": "10",
    "breaks": "",
    "budget": "0",
}


class Understood(NamedTuple):
    """What a filled-in form comes to, and all that is wrong with it."""

    settings: Settings
    rooms: pasted.Rooms
    breaks: pasted.Breaks
    day: tuple[int, int, int, int]  # first start, count, minutes, gap
    wrong: tuple[str, ...]


async def form(request: Request) -> Response:
    """The form, with a classic day filled in."""
    today, lunch = datetime.now(UTC).date().isoformat(), f"12:00 45 {told(LUNCH)}"
    return _form(request, EXAMPLE | {"date": today, "breaks": lunch})


async def create(request: Request) -> Response:
    """Begin the camp, or show the form again with every line that has to be put right."""
    identity.check_origin(request, site.site(request).config.origins)
    async with request.form() as given:
        typed = {name: visit.text(given, name) for name in EXAMPLE}
        understood = _understood(given)
    if understood.wrong:
        return _form(request, typed, wrong=understood.wrong, status=422)
    organiser = Organiser(id=OrganiserId(identity.new_id()), name=typed["organiser"])
    try:
        desk = await _created(request, understood, organiser)
    except BoardError as error:
        return _form(request, typed, wrong=(error.detail,), status=error.status)
    return _welcome(request, desk.camp, organiser)


async def _created(request: Request, understood: Understood, organiser: Organiser) -> Desk:
    first, count, minutes, gap = understood.day
    command = c.CreateCamp(
        camp=CampId(""),
        settings=understood.settings,
        organiser=organiser,
        rooms=understood.rooms.rooms,
        slots=pasted.slots(first, count, minutes, gap, understood.breaks.breaks),
        breaks=understood.breaks.breaks,
    )
    return await site.site(request).desks.begin(command, identity.new_code)


def _understood(given: FormData) -> Understood:
    wrong: list[str] = []
    if not visit.text(given, "name").strip():
        wrong.append(say("What is the camp called? Give it a name."))
    if not visit.text(given, "organiser").strip():
        wrong.append(say("Who organises it? Give your name."))
    day = visit.text(given, "date").strip()
    if not _is_date(day):
        wrong.append(say("When is it? Write the date as 2026-03-14."))
    zone = visit.text(given, "zone").strip()
    if zone not in available_timezones():
        wrong.append(say("Which time zone? Choose one from the list, such as America/New_York."))
    rooms = pasted.rooms(visit.text(given, "rooms"))
    breaks = _for_everybody(pasted.breaks(visit.text(given, "breaks")))
    wrong += [say("Rooms. {complaint}", complaint=complaint) for complaint in rooms.complaints]
    wrong += [say("Breaks. {complaint}", complaint=complaint) for complaint in breaks.complaints]
    first = pasted.minutes_of(visit.text(given, "first"))
    if first is None:
        wrong.append(say("When does the first slot begin? Write a time such as 9:30."))
    count = _between(given, "count", say("How many slots?"), 0, 40, wrong)
    minutes = _between(given, "minutes", say("How long is a slot, in minutes?"), 5, 600, wrong)
    gap = _between(given, "gap", say("How many minutes between slots?"), 0, 600, wrong)
    budget = _between(
        given, "budget", say("How many votes each (0: as many as they like)?"), 0, 1000, wrong
    )
    settings = Settings(
        name=visit.text(given, "name"), date=day, zone=zone, vote_budget=max(budget, 0)
    )
    return Understood(settings, rooms, breaks, (first or 0, count, minutes, gap), tuple(wrong))


def _for_everybody(found: pasted.Breaks) -> pasted.Breaks:
    """The form's own break was written in the organiser's language: its name is told in everybody's."""
    named = (replace(b, name=as_stored(b.name, (LUNCH,))) for b in found.breaks)
    return found._replace(breaks=tuple(named))


def _between(
    given: FormData, name: str, question: str, least: int, most: int, wrong: list[str]
) -> int:
    number = visit.number(given, name, -1)
    if not least <= number <= most:
        wrong.append(
            say(
                "{question} Write a number from {least} to {most}.",
                question=question,
                least=least,
                most=most,
            )
        )
    return number


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _form(
    request: Request, typed: dict[str, str], *, wrong: tuple[str, ...] = (), status: int = 200
) -> Response:
    zones = sorted(z for z in available_timezones() if "/" in z and not z.startswith("Etc/"))
    return site.page(request, "new.html", status=status, typed=typed, wrong=wrong, zones=zones)


def _welcome(request: Request, camp: Camp, organiser: Organiser) -> Response:
    """The page that holds the organiser's link; it is never shown again, and never stored."""
    token = site.site(request).tokens.organiser_token(camp.id, organiser.id)
    join_url = site.join_url(request, camp.id)
    response = site.page(
        request,
        "created.html",
        camp=camp,
        join_url=join_url,
        qr=site.qr_svg(join_url),
        organiser_url=f"{site.base_url(request)}/o/{camp.id}/{token}",
    )
    response.headers["Cache-Control"] = "no-store"
    identity.remember(response, request, "organiser", camp.id, token)
    return response
