"""A rehearsal from the console: a copy of this camp on a board of its own, and what became of it in words."""

from collections.abc import Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp.errors import BoardError, Conflict, Forbidden, Invalid
from board.camp.said import say
from board.rehearsal.report import Report
from board.web import site
from board.web.console.posts import Asked, read
from board.web.console.views import Refusal, draw
from board.web.site import Visitor

PHONES = (25, 50, 100, 200, 300, 500)
MINUTES = (1, 2, 5)
INSTANT, SLOW = 1_000.0, 3_000.0  # ms until a tap is confirmed, for 99 of 100


class Told(NamedTuple):
    """The verdict: how it went (`good`, `fair` or `bad`), in a sentence, and what it rests on."""

    mood: str
    sentence: str
    lines: tuple[str, ...]


async def page(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """Begin one, see how it goes, or read what it found."""
    here = site.site(request)
    running = here.rehearsals.latest(visitor.camp.id)
    left = 0
    if running is not None and running.going is not None:
        left = max(0, round(running.seconds - running.going.seconds))
    return await draw(
        request, visitor, "console_rehearsal.html", refusal,
        section="now", allowed=here.config.rehearsals,
        running=running, busy=here.rehearsals.busy, left=left,
        told=verdict(running.report) if running is not None and running.report else None,
        phones=PHONES, minutes=MINUTES,
    )  # fmt: skip


async def begin(request: Request) -> Response:
    """Begin a rehearsal of this camp."""
    visitor, asked = await read(request)
    here = site.site(request)
    try:
        if not here.config.rehearsals:
            raise Forbidden(say("Rehearsals are turned off on this server."))
        phones, minutes = _one_of(asked, "phones", PHONES), _one_of(asked, "minutes", MINUTES)
        await here.rehearsals.start(visitor.camp, phones=phones, seconds=minutes * 60)
    except (Conflict, Forbidden, Invalid) as error:
        return await page(request, visitor, _refusal(request, asked, error))
    return _back(visitor)


async def end(request: Request) -> Response:
    """End it early."""
    visitor, _ = await read(request)
    site.site(request).rehearsals.stop(visitor.camp.id)
    return _back(visitor)


def verdict(report: Report) -> Told:
    """What a report comes to."""
    lines = tuple(_lines(report))
    if not report.joined:
        return Told("bad", say("Nobody got in. Look at the board's own log before the day."), lines)
    if report.lost_anything:
        lost = report.lost_votes + (report.missing_from_tallies or 0)
        sentence = say("{n} votes that were confirmed got lost. Don't use this server.", n=lost)
        return Told("bad", sentence, lines)
    if not report.votes:
        return Told("fair", say("It ended before anybody voted."), lines)
    if not report.checked:
        return Told("fair", say("It ended before the votes were compared."), lines)
    if report.own_p99 is not None and report.own_p99 > SLOW:
        sentence = say(
            "Every vote was kept, but this machine is slow for {n} phones. Use a faster one.",
            n=report.phones,
        )
        return Told("fair", sentence, lines)
    return Told("good", say("Every vote was kept. {n} phones are fine.", n=report.joined), lines)


def _lines(report: Report) -> Iterator[str]:
    yield say("{joined} of {phones} phones came in.", joined=report.joined, phones=report.phones)
    yield say(
        "{n} votes were confirmed, and {lost} of them lost.", n=report.votes, lost=report.lost_votes
    )
    if report.own_p99 is not None:
        ms = round(report.own_p99)
        yield say("99 of 100 taps were confirmed within {ms} milliseconds.", ms=ms)
    if report.seen_p99 is not None:
        ms = round(report.seen_p99)
        yield say("Votes stood on all other phones within {ms} milliseconds.", ms=ms)
    if report.wifi_losses:
        yield say(
            "Phones lost their Wi-Fi {n} times, and came back {back} times.",
            n=report.wifi_losses,
            back=report.reconnects,
        )
    if report.errors:
        yield say("{n} calls or connections failed on the way.", n=sum(report.errors.values()))


def _one_of(asked: Asked, name: str, offered: tuple[int, ...]) -> int:
    for each in offered:
        if asked.text(name) == str(each):
            return each
    raise Invalid(say("Choose one of the lengths and numbers of phones that are offered."))


def _refusal(request: Request, asked: Asked, error: BoardError) -> Refusal:
    return Refusal(error, request.url.path, asked.form, in_form=True)


def _back(visitor: Visitor) -> Response:
    return RedirectResponse(f"/c/{visitor.camp.id}/console/rehearsal", 303)
