"""What every projector shows: the organisers' remote.

It is no action: turning through thirty pitches must not push what was done before out of the list that
can be undone.
"""

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Invalid
from board.camp.model import LOBBY_MODES, Camp
from board.camp.rules import lookups
from board.camp.said import say


def direct(camp: Camp, command: c.DirectLobby) -> tuple[e.Event, ...]:
    """The projectors show this from now on; without a topic, the one that was in the spotlight stays."""
    lookups.organiser(camp, command.by)
    if command.mode not in LOBBY_MODES:
        mode, modes = texts.quoted(command.mode), ", ".join(LOBBY_MODES)
        raise Invalid(
            say("{mode} is nothing the lobby can show; it shows {modes}.", mode=mode, modes=modes)
        )
    topic = camp.lobby.topic
    if command.topic is not None:
        topic = lookups.topic_up(camp, command.topic).id
    directed = e.LobbyDirected(mode=command.mode, topic=topic, paused=command.paused)
    now = (camp.lobby.mode, camp.lobby.topic, camp.lobby.paused)
    return () if now == (directed.mode, directed.topic, directed.paused) else (directed,)
