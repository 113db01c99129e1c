"""The roster as organisers see it: who is expected, their codes, and badges to print."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, NamedTuple

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from board.camp import commands as c
from board.camp import roster_file
from board.camp.errors import Invalid
from board.camp.model import AttendeeId, Badge, Camp
from board.camp.roster_file import Line, RosterFile
from board.camp.said import say
from board.web import doors, site
from board.web.codes import spaced
from board.web.console.posts import SAID_ON_THE_PAGE, Asked, read, submit
from board.web.console.views import Refusal, draw
from board.web.site import Visitor

AT_ONCE = 100  # people in the list on a page
SHEET = 200  # badges on a page to print


class Holder(NamedTuple):
    """Somebody on the roster, with the code on their badge, and whether they are in."""

    badge: Badge
    code: str
    inside: bool


class Named(NamedTuple):
    """What to do, and whose badge to show afterwards, if anybody's."""

    command: c.Command
    badge: AttendeeId | None = None


async def page(
    request: Request, visitor: Visitor, refusal: Refusal | None, **found: Any
) -> Response:
    """The roster, or whoever of it was searched for."""
    camp, query = visitor.camp, request.query_params.get("q", "").strip()
    matching = [badge for badge in _sorted(camp) if _matches(badge, query)]
    added = camp.roster.get(AttendeeId(request.query_params.get("badge", "")))
    return await draw(
        request, visitor, "console_roster.html", refusal,
        section="people", query=query, most=AT_ONCE,
        holders=[_holder(request, camp, badge) for badge in matching[:AT_ONCE]],
        matching=len(matching),
        inside=sum(camp.who(badge) in camp.attendees for badge in camp.roster),
        unprinted=sum(not badge.printed for badge in camp.roster.values()),
        added=_holder(request, camp, added) if added else None,
        qr=site.qr_svg(_link(request, camp, added)) if added else "",
        lobby_url=doors.lobby_url(request, camp),
        **{"read": None, "count": 0, **found},
    )  # fmt: skip


async def imported(request: Request) -> Response:
    """Put a file's people, or pasted ones, on the roster; what was not understood comes back."""
    visitor, asked = await read(request)
    upload = asked.form.get("file")
    text = asked.text("people")
    if isinstance(upload, UploadFile) and upload.filename:
        text = roster_file.decoded(await upload.read())
    await asked.form.close()
    found = roster_file.read(text)
    try:
        if not found.people and not found.complaints:
            raise Invalid(
                say("Choose a file, or paste people, one a line: their name, then a comma.")
            )
        badges, count = _badges(asked, found.people), len(visitor.camp.roster)
        if badges:
            await submit(visitor, c.SetBadges(**asked.signed, badges=badges))
        count = len(visitor.camp.roster) - count
    except SAID_ON_THE_PAGE as error:
        found = RosterFile((), (), text, ())
        refusal = Refusal(error, request.url.path, asked.form, in_form=True)
        return await page(request, visitor, refusal, read=found)
    return await page(request, visitor, None, read=found, count=count)


def doing(build: Callable[[Asked], Named]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint that does what `build` makes of a form, and goes back to the roster."""

    async def endpoint(request: Request) -> Response:
        visitor, asked = await read(request)
        try:
            named = build(asked)
            await submit(visitor, named.command)
        except SAID_ON_THE_PAGE as error:
            refusal = Refusal(error, request.url.path, asked.form, in_form=build is at_the_door)
            return await page(request, visitor, refusal)
        shown = f"&badge={named.badge}" if named.badge else ""
        path = f"/c/{asked.camp.id}/console/roster?done={asked.action}{shown}"
        return RedirectResponse(path, 303)

    return endpoint


def at_the_door(asked: Asked) -> Named:
    """Put somebody on the roster who stands there and isn't on it."""
    badge = Badge(
        id=AttendeeId(asked.new_id("p")),
        name=asked.text("name"),
        school=asked.text("school"),
        role=asked.text("role"),
    )
    return Named(c.SetBadges(**asked.signed, badges=(badge,)), badge.id)


def removal(asked: Asked) -> Named:
    """Take somebody off the roster."""
    return Named(c.RemoveBadge(**asked.signed, badge=AttendeeId(asked.path["badge"])))


def replacement(asked: Asked) -> Named:
    """Give somebody a new code for the badge they lost, whose edition the button says."""
    edition, badge = asked.text("edition"), AttendeeId(asked.path["badge"])
    if not (edition.isascii() and edition.isdecimal() and len(edition) < 9):
        raise Invalid(say("Press the button beside the badge that was lost."))
    return Named(c.ReplaceBadge(**asked.signed, badge=badge, edition=int(edition)), badge)


def printed(asked: Asked) -> Named:
    """Say that the badges on a sheet are on paper."""
    there = asked.camp.roster
    badges = tuple(AttendeeId(badge) for badge in asked.text("badges").split() if badge in there)
    return Named(c.PrintBadges(**asked.signed, badges=badges))


async def sheet(request: Request, visitor: Visitor, refusal: Refusal | None) -> Response:
    """Badges to print: those that are not on paper yet, all, or a single one."""
    camp, which = visitor.camp, request.query_params.get("which", "new")
    badges = [
        badge
        for badge in _sorted(camp)
        if which == "all" or badge.id == which or (which == "new" and not badge.printed)
    ]
    start = request.query_params.get("from", "0")
    first = int(start) if start.isascii() and start.isdecimal() and len(start) < 6 else 0
    shown = badges[first : first + SHEET]
    return await draw(
        request, visitor, "badges.html", refusal,
        section="people", which=which, total=len(badges), first=first,
        later=first + SHEET if len(badges) > first + SHEET else 0,
        holders=[_holder(request, camp, badge) for badge in shown],
        codes={badge.id: site.qr_svg(_link(request, camp, badge)) for badge in shown},
        address=site.join_url(request, camp.id).partition("://")[2],
    )  # fmt: skip


def _badges(asked: Asked, people: tuple[Line, ...]) -> tuple[Badge, ...]:
    """The badges of a file's people: those known already keep theirs."""
    by_mail = {b.email.casefold(): b for b in asked.camp.roster.values() if b.email}
    by_name = {roster_file.same(b.name, b.school): b for b in asked.camp.roster.values()}
    taken = set[AttendeeId]()

    def made() -> Iterator[Badge]:
        for person in people:
            known = by_mail.get(person.email.casefold()) if person.email else None
            known = known or by_name.get(roster_file.same(person.name, person.school))
            if known is not None and known.id in taken:
                known = None
            badge = known.id if known else AttendeeId(asked.new_id(f"p{person.number}"))
            taken.add(badge)
            yield Badge(
                id=badge,
                name=person.name,
                school=person.school or (known.school if known else ""),
                role=person.role or (known.role if known else ""),
                email=person.email or (known.email if known else ""),
            )

    return tuple(made())


def _sorted(camp: Camp) -> list[Badge]:
    return sorted(camp.roster.values(), key=lambda badge: (badge.name.casefold(), badge.id))


def _matches(badge: Badge, query: str) -> bool:
    text = f"{badge.name} {badge.school} {badge.role} {badge.email}".casefold()
    return all(word in text for word in query.casefold().split())


def _holder(request: Request, camp: Camp, badge: Badge) -> Holder:
    code = site.site(request).tokens.codes.badge(camp.id, badge)
    return Holder(badge, spaced(code.typed), camp.who(badge.id) in camp.attendees)


def _link(request: Request, camp: Camp, badge: Badge) -> str:
    code = site.site(request).tokens.codes.badge(camp.id, badge)
    return f"{site.join_url(request, camp.id)}/i/{code.key}"
