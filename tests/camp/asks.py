"""Everything that can be asked of a camp, drawn: mostly what is plausible, sometimes what is not."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
from hypothesis import strategies as st

from board.camp import commands as c
from board.camp.events import Unplaced
from board.camp.model import (
    GRADE_BANDS,
    LOBBY_MODES,
    OFFER_KINDS,
    ActionId,
    ActorId,
    AttendeeId,
    Badge,
    Break,
    Camp,
    Figures,
    Offer,
    Organiser,
    OrganiserId,
    Phase,
    Pin,
    Pitch,
    Placement,
    RoomId,
    SlotId,
    TopicId,
)
from tests.camp.places import (
    ATTENDEES,
    BREAKS,
    FEATURES,
    ORGANISERS,
    ROOMS,
    SLOTS,
    TITLES,
    TOPICS,
    a_room,
    a_slot,
    some_settings,
)
from tests.camp.plans import Draw, a_plan
from tests.pictures import png

EIGHT = 1_773_471_600_000  # at the camp, ms since the epoch; the first slot begins an hour later

K = TypeVar("K", bound=str)
T = TypeVar("T")


def a_command(draw: Draw, camp: Camp, turn: int) -> c.Command:
    """Something that somebody asks of `camp` next; `turn` makes its action's id its own."""
    ask: Callable[[Asker], c.Command] = draw(st.sampled_from(_ASKED))
    return ask(Asker(draw, camp, turn))


class Asker:
    """Whoever asks something of a camp at a turn of its day."""

    def __init__(self, draw: Draw, camp: Camp, turn: int) -> None:
        self._draw, self._camp, self._turn = draw, camp, turn

    # What attendees ask

    def join(self) -> c.Command:
        return c.JoinCamp(attendee=self._any_of(ATTENDEES), name=self._any_of(TITLES))

    def name(self) -> c.Command:
        return c.NameAttendee(attendee=self._attendee(), name=self._any_of(TITLES))

    def describe(self) -> c.Command:
        return c.DescribeAttendee(
            attendee=self._attendee(),
            school=self._any_of(TITLES),
            role=self._any_of(TITLES),
            grade_bands=self._any_of([(), GRADE_BANDS[:2]]),
        )

    def join_devices(self) -> c.Command:
        return c.JoinDevices(attendee=self._attendee(), other=self._attendee())

    def cast(self) -> c.Command:
        return c.CastVote(attendee=self._attendee(), topic=self._topic())

    def withdraw_vote(self) -> c.Command:
        attendee = self._attendee()
        topics = self._camp.ballots.get(attendee) or TOPICS
        return c.WithdrawVote(attendee=attendee, topic=self._any_of(topics))

    def order(self) -> c.Command:
        attendee = self._attendee()
        topics = st.sampled_from(
            [*sorted(self._camp.topics), *self._camp.ballots.get(attendee, ()), TOPICS[0]]
        )
        ballot = self._draw(st.lists(topics, max_size=5, unique=self._mostly()))
        rest = self._draw(st.booleans())
        return c.OrderBallot(attendee=attendee, ballot=tuple(ballot), rest=rest)

    def see(self) -> c.Command:
        topics = self._draw(st.lists(st.sampled_from(TOPICS), max_size=4))
        return c.SeeTopics(attendee=self._attendee(), topics=tuple(topics))

    def pitch(self) -> c.Command:
        by: ActorId = self._actor()
        leaders = self._draw(st.sampled_from([(), (by,), (by, by), ATTENDEES[:2]]))
        topic = (
            TOPICS[len(self._camp.topics) % len(TOPICS)] if self._mostly() else self._any_of(TOPICS)
        )
        return c.PitchTopic(
            topic=topic, by=by, at=self._turn, pitch=self._words(), facilitators=leaders
        )

    def edit(self) -> c.Command:
        topic = self._topic()
        return c.EditTopic(topic=topic, by=self._owner(topic), pitch=self._words())

    def withdraw(self) -> c.Command:
        topic = self._topic()
        return c.WithdrawTopic(topic=topic, by=self._owner(topic))

    def restore(self) -> c.Command:
        topic = self._any_of([t.id for t in self._camp.topics.values() if t.withdrawn] or TOPICS)
        return c.RestoreTopic(topic=topic, by=self._owner(topic))

    def lead(self) -> c.Command:
        attendee, invited = self._attendee(), self._draw(st.booleans())
        return c.LeadTopic(topic=self._topic(), attendee=attendee, invited=invited)

    def ask_to_lead(self) -> c.Command:
        return c.AskToLead(topic=self._topic(), attendee=self._attendee())

    def answer_company(self) -> c.Command:
        asked = [(t, a) for t, who in sorted(self._camp.company.items()) for a in who]
        topic, attendee = self._any_of([*asked * 8, (self._topic(), self._attendee())])
        by = self._any_of([self._owner(topic), attendee])
        return c.AnswerCompany(topic=topic, attendee=attendee, by=by, yes=self._mostly())

    def leave(self) -> c.Command:
        topic = self._topic()
        leaders = self._camp.topics[topic].facilitators if topic in self._camp.topics else ()
        attendee = self._any_of(leaders or ATTENDEES)
        return c.LeaveTopic(topic=topic, attendee=attendee, by=self._owner(topic))

    def answer_offer(self) -> c.Command:
        offer = self._offered()
        topic = self._camp.topics.get(offer.topic)
        leaders = topic.facilitators if topic and self._mostly() else ()
        return c.AnswerOffer(
            topic=offer.topic,
            attendee=self._any_of(leaders or ATTENDEES),
            kind=offer.kind,
            sessions=offer.sessions,
            yes=self._mostly(),
        )

    # What organisers ask

    def change_settings(self) -> c.Command:
        return c.ChangeSettings(**self._action(), settings=self._draw(some_settings()))

    def change_phase(self) -> c.Command:
        phases: tuple[Phase, ...] = (
            "setup",
            "open",
            "open",
            "open",
            "running",
            "running",
            "closed",
        )
        return c.ChangePhase(**self._action(), phase=self._any_of(phases))

    def set_rooms(self) -> c.Command:
        rooms = []
        for room in self._draw(st.lists(st.sampled_from(ROOMS), max_size=2)):
            features = self._draw(st.sampled_from([FEATURES, FEATURES, FEATURES[:1], ()]))
            closed = self._draw(
                st.lists(st.sampled_from(SLOTS), max_size=1 if self._mostly() else 3)
            )
            name = f"Room {room}" if self._mostly() else "Gym"
            rooms.append(a_room(room, name=name, features=features, closed=tuple(closed)))
        return c.SetRooms(**self._action(), rooms=tuple(rooms))

    def remove_room(self) -> c.Command:
        return c.RemoveRoom(**self._action(), room=self._room_of())

    def set_slots(self) -> c.Command:
        slots = [a_slot(slot) for slot in self._draw(st.lists(st.sampled_from(SLOTS), max_size=2))]
        later = self._any_of([0, 0, 0, 5, 10, 30])
        slots = [msgspec.structs.replace(slot, start=slot.start + later) for slot in slots]
        return c.SetSlots(**self._action(), slots=tuple(slots))

    def remove_slot(self) -> c.Command:
        return c.RemoveSlot(**self._action(), slot=self._slot_of())

    def set_breaks(self) -> c.Command:
        breaks = self._draw(st.lists(st.sampled_from(BREAKS), max_size=2, unique=True))
        start = self._draw(st.sampled_from([700, 720, 1439]))
        pauses = tuple(Break(id=each, name="Lunch", start=start, minutes=45) for each in breaks)
        return c.SetBreaks(**self._action(), breaks=pauses)

    def remove_break(self) -> c.Command:
        return c.RemoveBreak(**self._action(), pause=self._any_of(BREAKS))

    def invite(self) -> c.Command:
        organiser = Organiser(id=self._any_of(ORGANISERS), name=self._any_of(TITLES))
        return c.InviteOrganiser(**self._action(), organiser=organiser)

    def remove_organiser(self) -> c.Command:
        return c.RemoveOrganiser(**self._action(), organiser=self._any_of(ORGANISERS))

    def set_badges(self) -> c.Command:
        people = self._draw(st.lists(st.sampled_from(ATTENDEES), max_size=3))
        named = [(person, self._any_of(TITLES), self._any_of(TITLES)) for person in people]
        badges = (Badge(id=each, name=name, school=school) for each, name, school in named)
        return c.SetBadges(**self._action(), badges=tuple(badges))

    def remove_badge(self) -> c.Command:
        return c.RemoveBadge(**self._action(), badge=self._badge())

    def replace_badge(self) -> c.Command:
        badge = self._badge()
        known = self._camp.roster.get(badge)
        edition = known.edition if known and self._mostly() else 0
        return c.ReplaceBadge(**self._action(), badge=badge, edition=edition)

    def print_badges(self) -> c.Command:
        return c.PrintBadges(**self._action(), badges=(self._badge(), self._badge()))

    def hide(self) -> c.Command:
        return c.HideTopic(**self._action(), topic=self._topic())

    def show(self) -> c.Command:
        topic = self._any_of([t.id for t in self._camp.topics.values() if t.hidden] or TOPICS)
        return c.ShowTopic(**self._action(), topic=topic)

    def merge(self) -> c.Command:
        source, target = self._topic(), self._topic()
        return c.MergeTopics(**self._action(), source=source, target=target)

    def propose_merge(self) -> c.Command:
        source, target = self._topic(), self._topic()
        return c.ProposeMerge(**self._action(), source=source, target=target)

    def withdraw_merge_proposal(self) -> c.Command:
        source = self._any_of(sorted(self._camp.merges) or TOPICS)
        return c.WithdrawMergeProposal(**self._action(), source=source)

    def tell_apart(self) -> c.Command:
        return c.TellApart(**self._action(), first=self._topic(), second=self._topic())

    def answer_merge(self) -> c.Command:
        asked = [(p.source, p.target) for _, p in sorted(self._camp.merges.items())]
        source, target = self._any_of([*asked * 8, (self._topic(), self._topic())])
        known = [self._camp.topics[t] for t in (source, target) if t in self._camp.topics]
        leaders = [f for topic in known for f in topic.facilitators] if self._mostly() else []
        return c.AnswerMerge(
            source=source,
            target=target,
            attendee=self._any_of(leaders or ATTENDEES),
            at=self._turn,
            yes=self._mostly(),
        )

    def announce(self) -> c.Command:
        return c.Announce(**self._action(), text=self._any_of(TITLES))

    def withdraw_announcement(self) -> c.Command:
        said = [each.id for each in self._camp.announcements]
        return c.WithdrawAnnouncement(
            **self._action(), announcement=self._any_of(said or [ActionId("never")])
        )

    def set_timer(self) -> c.Command:
        ends = self._turn + self._any_of([60_000, 60_000, 300_000, 0, 10**12])
        return c.SetTimer(**self._action(), ends=ends, what=self._any_of(["", "Pitching ends"]))

    def stop_timer(self) -> c.Command:
        return c.StopTimer(**self._action())

    def set_logo(self) -> c.Command:
        return c.SetLogo(**self._action(), content=self._any_of([png(8, 8), b"", b"<svg>"]))

    def size(self) -> c.Command:
        sessions = self._draw(st.sampled_from([None, None, 1, 2, 3, 9]))
        seat_cap = self._draw(st.sampled_from([None, 0, 1, 20, -1]))
        return c.SizeTopic(
            **self._action(), topic=self._topic(), sessions=sessions, seat_cap=seat_cap
        )

    def place(self) -> c.Command:
        topic = self._topic()
        now = [p.slot for p in self._camp.placements.get(topic, ())]
        return c.PlaceSession(
            **self._action(),
            topic=topic,
            slot=self._slot_of(),
            room=self._room_of(),
            instead_of=self._draw(st.sampled_from([None, None, *now, *now, SLOTS[0]])),
        )

    def clear(self) -> c.Command:
        topic = self._any_of(sorted(self._camp.placements) or TOPICS)
        slots = [p.slot for p in self._camp.placements.get(topic, ())] or SLOTS
        return c.ClearSession(**self._action(), topic=topic, slot=self._any_of(slots))

    def pin(self) -> c.Command:
        pin = Pin(
            topic=self._topic(),
            slot=self._slot_of() if self._mostly() else None,
            room=self._room_of() if self._draw(st.booleans()) else None,
        )
        return c.PinTopic(**self._action(), pin=pin)

    def unpin(self) -> c.Command:
        pins = sorted((pin for pins in self._camp.pins.values() for pin in pins), key=repr)
        pin = self._any_of(pins or [Pin(topic=TOPICS[0], slot=SLOTS[0])])
        return c.UnpinTopic(**self._action(), pin=pin)

    def freeze(self) -> c.Command:
        return c.FreezeSlot(**self._action(), slot=self._slot_of())

    def thaw(self) -> c.Command:
        slot = self._any_of(sorted(self._camp.frozen) or SLOTS)
        return c.ThawSlot(**self._action(), slot=slot)

    def accept_offer(self) -> c.Command:
        offer = self._offered()
        return c.AcceptOffer(
            **self._action(), topic=offer.topic, kind=offer.kind, sessions=offer.sessions
        )

    def decline_offer(self) -> c.Command:
        offer = self._offered()
        return c.DeclineOffer(
            **self._action(), topic=offer.topic, kind=offer.kind, sessions=offer.sessions
        )

    def undo(self) -> c.Command:
        actions = [action.id for action in self._camp.actions]
        action = actions[-1] if actions and self._mostly() else self._any_of([*actions, "never"])
        return c.UndoAction(by=self._organiser(), action=ActionId(action))

    # What the clock and the planner ask

    def direct_lobby(self) -> c.Command:
        mode: Any = self._any_of([*LOBBY_MODES, "disco"])
        topic = self._any_of([None, self._topic()])
        return c.DirectLobby(
            by=self._organiser(), mode=mode, topic=topic, paused=self._draw(st.booleans())
        )

    def freeze_due(self) -> c.Command:
        return c.FreezeDueSlot(slot=self._slot_of())

    def adopt(self) -> c.Command:
        plan = a_plan(self._draw, self._camp)
        unplaced = tuple(
            Unplaced(topic=t, why="no room is free") for t in sorted(self._camp.topics)
        )
        return c.AdoptPlan(
            placements=plan,
            unplaced=unplaced[: self._draw(st.integers(0, 3))],
            at=self._any_of([0, EIGHT + 20_000 * self._turn]),
            figures=self._figures(),
            troubles=self._any_of([(), (), ("Two pins contradict each other.",)]),
        )

    def adopt_wrongly(self) -> c.Command:
        plan = list(a_plan(self._draw, self._camp))
        wrong = Placement(topic=self._topic(), slot=self._any_of(SLOTS), room=self._any_of(ROOMS))
        if plan and self._draw(st.booleans()):
            plan.pop(self._draw(st.integers(0, len(plan) - 1)))
            return c.AdoptPlan(placements=tuple(plan), figures=self._figures())
        return c.AdoptPlan(placements=(*plan, wrong), figures=self._figures())

    def offer_more(self) -> c.Command:
        offers = [self._offer() for _ in range(self._draw(st.integers(0, 3)))]
        return c.OfferMore(offers=tuple(offers))

    # What commands are made of

    def _figures(self) -> Figures:
        seated = self._any_of([0, 3, 40])
        return Figures(seated=seated, bound=seated + 2, choices=(90, 60), won=self._any_of([0, 4]))

    def _action(self) -> dict[str, Any]:
        return {"by": self._organiser(), "action": ActionId(f"x{self._turn}"), "at": self._turn}

    def _words(self) -> Pitch:
        slots = sorted(self._camp.slots)
        return Pitch(
            title=self._any_of(TITLES),
            grade_bands=self._any_of([(), GRADE_BANDS[1:3]]),
            needs=self._any_of([(), (), FEATURES[:1], FEATURES]),
            not_in=tuple(slots[: self._draw(st.sampled_from([0, 0, 0, 1, 2]))]),
            sessions=self._draw(st.sampled_from([1, 1, 2, 3])),
        )

    def _offered(self) -> Offer:
        """An offer that was made, or sometimes one that perhaps was not."""
        made = [offer for _, offer in sorted(self._camp.offers.items())]
        return self._any_of([*made * 8, self._offer()])

    def _offer(self) -> Offer:
        topic = self._topic()
        known = self._camp.topics.get(topic)
        often = known.pitch.sessions if known and self._mostly() else 1
        kind, wins = self._any_of(OFFER_KINDS), self._any_of([1, 21, 21, 0])
        return Offer(topic=topic, kind=kind, sessions=often, wanted=62, chairs=40, wins=wins)

    def _attendee(self) -> AttendeeId:
        return self._known(self._camp.attendees, ATTENDEES)

    def _badge(self) -> AttendeeId:
        return self._known(self._camp.roster, ATTENDEES)

    def _organiser(self) -> OrganiserId:
        return self._known(self._camp.organisers, ORGANISERS)

    def _actor(self) -> ActorId:
        return self._attendee() if self._draw(st.booleans()) else self._organiser()

    def _owner(self, topic: TopicId) -> ActorId:
        found = self._camp.topics.get(topic)
        if found is None or not self._mostly():
            return self._actor()
        return (found.facilitators or (found.by,))[0]

    def _topic(self) -> TopicId:
        return self._known(self._camp.topics, TOPICS)

    def _slot_of(self) -> SlotId:
        return self._known(self._camp.slots, SLOTS)

    def _room_of(self) -> RoomId:
        return self._known(self._camp.rooms, ROOMS)

    def _known(self, there: Iterable[K], could_be: tuple[K, ...]) -> K:
        """One that is there, or sometimes one that may not be."""
        return self._any_of(sorted(there) * 8 + list(could_be[-1:]))

    def _any_of(self, options: Iterable[T]) -> T:
        chosen: T = self._draw(st.sampled_from(list(options)))
        return chosen

    def _mostly(self) -> bool:
        chosen: bool = self._draw(st.sampled_from([True] * 5 + [False]))
        return chosen


_OFTEN = (Asker.cast, Asker.order, Asker.place, Asker.adopt)
_NOW_AND_THEN = (
    Asker.propose_merge, Asker.answer_merge,
    Asker.withdraw_vote, Asker.join_devices, Asker.pitch, Asker.edit, Asker.lead, Asker.merge,
    Asker.clear, Asker.pin,
    Asker.freeze_due, Asker.undo, Asker.offer_more, Asker.ask_to_lead, Asker.answer_company,
    Asker.accept_offer, Asker.answer_offer,
)  # fmt: skip
_RARELY = (
    Asker.withdraw_merge_proposal, Asker.tell_apart, Asker.announce, Asker.withdraw_announcement,
    Asker.set_timer, Asker.stop_timer, Asker.set_logo, Asker.direct_lobby,
    Asker.join, Asker.name, Asker.describe, Asker.see,
    Asker.set_badges, Asker.remove_badge, Asker.replace_badge, Asker.print_badges, Asker.withdraw,
    Asker.restore, Asker.leave, Asker.unpin,
    Asker.adopt_wrongly, Asker.change_settings, Asker.change_phase, Asker.set_rooms, Asker.remove_room,
    Asker.set_slots, Asker.remove_slot, Asker.set_breaks, Asker.remove_break, Asker.invite,
    Asker.remove_organiser, Asker.hide, Asker.show, Asker.size, Asker.freeze, Asker.thaw,
    Asker.decline_offer,
)  # fmt: skip
_ASKED = (*_OFTEN * 5, *_NOW_AND_THEN * 2, *_RARELY)
