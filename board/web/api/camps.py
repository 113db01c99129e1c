"""Camps, the people in them, and their ballots."""

import time

from msgspec import UNSET
from msgspec.structs import replace

from board.camp import commands as c
from board.camp.model import (
    AttendeeId,
    BreakId,
    CampId,
    Organiser,
    OrganiserId,
    RoomId,
    SlotId,
)
from board.live.desk import Desk
from board.web import doors, identity, site, zones
from board.web.api import views
from board.web.api.answers import BallotAt, Board, CampBegun, DeviceCode, Joined, Links, Named
from board.web.api.asked import Joining, Naming, NewCamp, WholeBallot
from board.web.api.operations import Call


async def begin(call: Call, asked: NewCamp) -> CampBegun:
    """Begin a camp under a fresh code."""
    zones.check(asked.settings.zone)
    organiser = Organiser(id=OrganiserId(identity.new_id("o")), name=asked.organiser)
    desk = await _begun(call, asked, organiser)
    camp = desk.camp.id
    token = call.site.tokens.organiser_token(camp, organiser.id)
    links = Links(
        join=site.join_url(call.request, camp),
        organiser=site.organiser_url(call.request, camp, token),
    )
    return CampBegun(camp=camp, seq=1, organiser=organiser.id, token=token, links=links)


async def _begun(call: Call, asked: NewCamp, organiser: Organiser) -> Desk:
    command = c.CreateCamp(
        camp=CampId(""),
        settings=asked.settings,
        organiser=organiser,
        rooms=tuple(replace(r, id=r.id or RoomId(identity.new_id("r"))) for r in asked.rooms),
        slots=tuple(replace(s, id=s.id or SlotId(identity.new_id("s"))) for s in asked.slots),
        breaks=tuple(replace(b, id=b.id or BreakId(identity.new_id("b"))) for b in asked.breaks),
    )
    return await call.site.desks.begin(command, identity.new_code)


async def board(call: Call, _: None) -> Board:
    """Look at the whole camp."""
    return views.board(call)


async def join(call: Call, asked: Joining) -> Joined:
    """Come in; with the same key as before, as the same person. Who is in joins their other device."""
    tokens, camp = call.site.tokens, call.camp.id
    before = call.by.attendee
    drawn = tokens.derived_id("a", camp, asked.key) if asked.key else identity.new_id("a")
    attendee = AttendeeId(drawn)
    if asked.code or call.camp.who(attendee) not in call.camp.attendees:
        attendee = doors.let_in(call.request, call.camp, asked.code) or attendee
    badge = call.camp.roster.get(attendee)
    name = asked.name or (badge.name if badge else "")
    seq = await call.submit(c.JoinCamp(attendee=attendee, name=name))
    now = call.camp.who(attendee)
    if asked.code and before is not None and before != now:
        seq = await call.submit(c.JoinDevices(attendee=now, other=before))
    return Joined(
        seq=seq,
        attendee=now,
        name=call.camp.attendees[now].name,
        token=tokens.attendee_token(call.camp, attendee),
    )


async def name(call: Call, asked: Naming) -> Named:
    """Say what one is called, and who one is."""
    person = call.camp.attendees[call.by.an_attendee()]
    seq = call.seq
    if asked.name is not UNSET:
        seq = await call.submit(c.NameAttendee(attendee=person.id, name=asked.name))
    if not asked.school is asked.role is asked.grade_bands is UNSET:
        described = c.DescribeAttendee(
            attendee=person.id,
            school=person.school if asked.school is UNSET else asked.school,
            role=person.role if asked.role is UNSET else asked.role,
            grade_bands=person.grade_bands if asked.grade_bands is UNSET else asked.grade_bands,
        )
        seq = await call.submit(described)
    now = call.camp.attendees[person.id]
    return Named(
        seq=seq,
        attendee=now.id,
        name=now.name,
        school=now.school,
        role=now.role,
        grade_bands=now.grade_bands,
    )


async def device(call: Call, _: None) -> DeviceCode:
    """Get what carries one over to another device."""
    tokens, camp, attendee = call.site.tokens, call.camp, call.by.an_attendee()
    key = tokens.device_key(camp, attendee)
    return DeviceCode(
        code=tokens.codes.device(camp.id, attendee, time.time()),
        key=key,
        link=f"{site.join_url(call.request, camp.id)}/devices/{key}",
    )


async def ballot(call: Call, _: None) -> BallotAt:
    """Look at one's own ballot."""
    return views.ballot(call, call.seq)


async def order(call: Call, asked: WholeBallot) -> BallotAt:
    """Make one's ballot exactly this."""
    command = c.OrderBallot(attendee=call.by.an_attendee(), ballot=asked.ballot)
    return views.ballot(call, await call.submit(command))
