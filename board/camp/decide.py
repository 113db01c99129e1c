"""Every rule of a camp is behind this door. No rule lives elsewhere; no change lives here.

`decide(camp, command)` is pure: it answers with the events that follow, none if everything the
command asks for is so already, or refuses with a BoardError. `board.camp.rules` holds the rules by
what they are about; this module says which command is judged by which, and makes every organiser's
command an action that is told to the others and can be undone.
"""

from collections.abc import Callable
from typing import Any

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import CodeTaken, Unknown
from board.camp.model import Camp
from board.camp.rules import (
    announcing,
    ballots,
    branding,
    company,
    frame,
    grid,
    lobby,
    lookups,
    merges,
    offers,
    people,
    pins,
    plans,
    roster,
    topics,
    undo,
)
from board.camp.said import kept, say


def decide(camp: Camp | None, command: c.Command) -> tuple[e.Event, ...]:
    """What follows from `command`, sent to `camp` (None: there is no camp of that name yet)."""
    if isinstance(command, c.CreateCamp):
        if camp is not None:
            raise CodeTaken
        return frame.create(command)
    if camp is None:
        raise Unknown(say("There is no camp with this code. Check it and try again."))
    if camp.became:
        command = _by_one(camp, command)
    if isinstance(command, c.Action):
        return _action(camp, command)
    return _RULES[type(command)](camp, command)


def _by_one(camp: Camp, command: c.Command) -> c.Command:
    """The command in the name of whom its sender has become, if it comes from a joined device."""
    given = {name: getattr(command, name) for name in command.__struct_fields__}
    for name in _SENDERS & given.keys():
        given[name] = camp.who(given[name])
    if "facilitators" in given:
        given["facilitators"] = tuple(map(camp.who, given["facilitators"]))
    return type(command)(**given)


def _action(camp: Camp, command: c.Action) -> tuple[e.Event, ...]:
    lookups.organiser(camp, command.by)
    if any(action.id == command.action for action in camp.actions):
        return ()
    texts.identifier(command.action, "action")
    texts.moment(command.at)
    what, events = _ACTIONS[type(command)](camp, command)
    if not events:
        return ()
    taken = e.ActionTaken(
        action=command.action,
        by=command.by,
        at=command.at,
        what=kept(what),
        undo=undo.inverse(camp, events),
    )
    return (*events, taken)


_SENDERS = {"attendee", "by"}

_RULES: dict[type, Callable[[Camp, Any], tuple[e.Event, ...]]] = {
    c.JoinCamp: ballots.join,
    c.NameAttendee: ballots.name,
    c.DescribeAttendee: people.describe,
    c.JoinDevices: people.join_devices,
    c.CastVote: ballots.cast,
    c.WithdrawVote: ballots.withdraw,
    c.OrderBallot: ballots.order,
    c.SeeTopics: ballots.see,
    c.PitchTopic: topics.pitch,
    c.EditTopic: topics.edit,
    c.WithdrawTopic: topics.withdraw,
    c.RestoreTopic: topics.restore,
    c.LeadTopic: topics.lead,
    c.LeaveTopic: topics.leave,
    c.AskToLead: company.ask,
    c.AnswerCompany: company.answer,
    c.AnswerOffer: offers.answer,
    c.AnswerMerge: merges.answer,
    c.DirectLobby: lobby.direct,
    c.UndoAction: undo.undo,
    c.FreezeDueSlot: grid.freeze_due,
    c.AdoptPlan: plans.adopt,
    c.OfferMore: offers.more,
}

_ACTIONS: dict[type, Callable[[Camp, Any], tuple[str, tuple[e.Event, ...]]]] = {
    c.ChangeSettings: frame.change_settings,
    c.ChangePhase: frame.change_phase,
    c.SetRooms: frame.set_rooms,
    c.RemoveRoom: frame.remove_room,
    c.SetSlots: frame.set_slots,
    c.RemoveSlot: frame.remove_slot,
    c.SetBreaks: frame.set_breaks,
    c.RemoveBreak: frame.remove_break,
    c.InviteOrganiser: frame.invite,
    c.RemoveOrganiser: frame.remove_organiser,
    c.SetBadges: roster.set_badges,
    c.RemoveBadge: roster.remove_badge,
    c.ReplaceBadge: roster.replace_badge,
    c.PrintBadges: roster.print_badges,
    c.HideTopic: topics.hide,
    c.ShowTopic: topics.show,
    c.MergeTopics: topics.merge,
    c.ProposeMerge: merges.propose,
    c.WithdrawMergeProposal: merges.withdraw,
    c.TellApart: merges.tell_apart,
    c.SizeTopic: topics.size,
    c.PlaceSession: grid.place,
    c.ClearSession: grid.clear,
    c.PinTopic: pins.pin,
    c.UnpinTopic: pins.unpin,
    c.FreezeSlot: grid.freeze,
    c.ThawSlot: grid.thaw,
    c.AcceptOffer: offers.accept,
    c.DeclineOffer: offers.decline,
    c.SetLogo: branding.set_logo,
    c.Announce: announcing.announce,
    c.WithdrawAnnouncement: announcing.withdraw,
    c.SetTimer: announcing.set_timer,
    c.StopTimer: announcing.stop_timer,
}
