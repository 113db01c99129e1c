"""What all screens are told: announcements, the timer, what the lobby shows."""

from msgspec.structs import replace

from board.camp import events as e
from board.camp.changes.shapes import Changes
from board.camp.model import (
    Camp,
    Lobby,
)


def _lobby_directed(camp: Camp, event: e.LobbyDirected) -> Camp:
    lobby = Lobby(mode=event.mode, topic=event.topic, paused=event.paused)
    return replace(camp, lobby=lobby)


def _announced(camp: Camp, event: e.Announced) -> Camp:
    there = sorted((*camp.announcements, event.announcement), key=lambda a: (a.at, a.id))
    return replace(camp, announcements=tuple(there))


def _announcement_withdrawn(camp: Camp, event: e.AnnouncementWithdrawn) -> Camp:
    left = tuple(a for a in camp.announcements if a.id != event.announcement)
    return replace(camp, announcements=left)


def _timer_set(camp: Camp, event: e.TimerSet) -> Camp:
    return replace(camp, timer=event.timer)


def _timer_stopped(camp: Camp, _event: e.TimerStopped) -> Camp:
    return replace(camp, timer=None)


CHANGES: Changes = {
    e.Announced: _announced,
    e.AnnouncementWithdrawn: _announcement_withdrawn,
    e.TimerSet: _timer_set,
    e.TimerStopped: _timer_stopped,
    e.LobbyDirected: _lobby_directed,
}
