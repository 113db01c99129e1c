"""Camps, the people in them, and their ballots."""

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
from board.web import identity, site, zones
from board.web.api import views
from board.web.api.answers import BallotAt, Board, CampBegun, Joined, Links, Named
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
    """Come in; with the same key as before, as the same person."""
    tokens, camp = call.site.tokens, call.camp.id
    drawn = tokens.derived_id("a", camp, asked.key) if asked.key else identity.new_id("a")
    attendee = AttendeeId(drawn)
    seq = await call.submit(c.JoinCamp(attendee=attendee, name=asked.name))
    return Joined(
        seq=seq,
        attendee=attendee,
        name=call.camp.attendees[attendee].name,
        token=tokens.sign("attendee", camp, attendee),
    )


async def name(call: Call, asked: Naming) -> Named:
    """Say what one is called."""
    attendee = call.by.an_attendee()
    seq = await call.submit(c.NameAttendee(attendee=attendee, name=asked.name))
    return Named(seq=seq, attendee=attendee, name=call.camp.attendees[attendee].name)


async def ballot(call: Call, _: None) -> BallotAt:
    """Look at one's own ballot."""
    return views.ballot(call, call.seq)


async def order(call: Call, asked: WholeBallot) -> BallotAt:
    """Make one's ballot exactly this."""
    command = c.OrderBallot(attendee=call.by.an_attendee(), ballot=asked.ballot)
    return views.ballot(call, await call.submit(command))
