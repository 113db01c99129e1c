"""What organisers do: one address for all of it, so that all of it can be told and undone."""

import time

from msgspec import Struct

from board.camp import commands as c
from board.camp.model import ActionId, Organiser, OrganiserId
from board.web import identity, site, zones
from board.web.api.answers import ActionDone, Actions, Done, Invited, OrganiserActed
from board.web.api.asked import Invitation, as_command
from board.web.api.operations import Call


async def act(call: Call, asked: Struct) -> ActionDone:
    """Do something as an organiser."""
    action: ActionId = getattr(asked, "action", None) or _drawn()
    command = as_command(asked, by=call.by.an_organiser(), action=action, at=_now())
    if isinstance(command, c.ChangeSettings):
        zones.check(command.settings.zone)
    return ActionDone(seq=await call.submit(command), action=action)


async def actions(call: Call, _: None) -> Actions:
    """Look at what organisers did last."""
    latest = (
        OrganiserActed(action=action.id, by=action.by, at=action.at, what=action.what)
        for action in reversed(call.camp.actions)
    )
    return Actions(seq=call.seq, actions=tuple(latest))


async def undo(call: Call, _: None) -> Done:
    """Take the organisers' last action back."""
    action = ActionId(call.path("action"))
    return Done(seq=await call.submit(c.UndoAction(by=call.by.an_organiser(), action=action)))


async def invite(call: Call, asked: Invitation) -> Invited:
    """Let somebody else run the day too; asking again with the same action gives the same link."""
    tokens, camp, action = call.site.tokens, call.camp.id, asked.action or _drawn()
    organiser = Organiser(id=OrganiserId(tokens.derived_id("o", camp, action)), name=asked.name)
    seq = await call.submit(
        c.InviteOrganiser(by=call.by.an_organiser(), action=action, at=_now(), organiser=organiser)
    )
    token = tokens.organiser_token(camp, organiser.id)
    link = site.organiser_url(call.request, camp, token)
    return Invited(seq=seq, action=action, organiser=organiser.id, token=token, link=link)


def _drawn() -> ActionId:
    return ActionId(identity.new_id())


def _now() -> int:
    return time.time_ns() // 1_000_000
