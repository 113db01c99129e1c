"""What the lobby's projectors show: the organisers' remote, for programs."""

from board.camp import commands as c
from board.camp.model import Camp
from board.web.api.answers import LobbyAt
from board.web.api.asked import LobbyWanted
from board.web.api.operations import Call


async def shown(call: Call, _: None) -> LobbyAt:
    """Look at what was chosen last; `auto` is what suits the phase of the day."""
    return _answer(call.camp, call.seq)


async def direct(call: Call, asked: LobbyWanted) -> LobbyAt:
    """Have every projector show something else."""
    by = call.by.an_organiser()
    seq = await call.submit(
        c.DirectLobby(by=by, mode=asked.mode, topic=asked.topic, paused=asked.paused)
    )
    return _answer(call.camp, seq)


def _answer(camp: Camp, seq: int) -> LobbyAt:
    lobby = camp.lobby
    return LobbyAt(seq=seq, mode=lobby.mode, topic=lobby.topic, paused=lobby.paused)
