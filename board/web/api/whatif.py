"""What if: what a change would come to, told to programs before anything is done."""

import time

from board.camp.model import ActionId
from board.live import changes
from board.live.changes import Change
from board.live.instances import seed_of
from board.live.whatif import what_if
from board.web import identity
from board.web.api.answers import NotPlaced, WhatIf
from board.web.api.asked import as_body
from board.web.api.operations import Call


async def try_change(call: Call, asked: Change) -> WhatIf:
    """Say what a change would come to."""
    seq, camp, desk = call.seq, call.camp, call.by.desk
    command = changes.command(
        camp,
        asked,
        by=call.by.an_organiser(),
        action=ActionId(identity.new_id()),
        at=time.time_ns() // 1_000_000,
    )
    tried = await what_if(call.site.trials, camp, seed_of(desk.epoch), command)
    return WhatIf(
        seq=seq,
        seconds=tried.seconds,
        before=tried.difference.before,
        after=tried.difference.after,
        moves=tried.difference.moves,
        unplaced=tuple(NotPlaced(topic=u.topic, why=u.why) for u in tried.difference.unplaced),
        act=as_body(command),
    )
