"""A camp of a district's size for tests and pictures: what the demo's words and people make of it."""

import random
from collections.abc import Iterable

from msgspec.structs import replace

from board.camp import commands as c
from board.camp.joined import clauses
from board.camp.model import (
    ActionId,
    AttendeeId,
    Camp,
    CampId,
    Cell,
    Organiser,
    OrganiserId,
    Placement,
    Settings,
    SlotId,
    TopicId,
)
from board.camp.said import kept
from board.demo import crowd
from board.demo import district as district
from board.demo.day import beginning, pitch_of
from board.live.desk import Desk, Desks
from board.live.naming import in_names
from board.planning.sentences import each_of, room_had, too_small, wanted_by

ORGANISER = OrganiserId("grace")


async def district_camp(desks: Desks, code: str = "larks", *, voters: int = 60) -> Desk:
    """138 topics, 48 rooms, 3 slots; open, with `voters` people's ballots and a full grid."""
    desk = await desks.create(district_day(code))
    await desk.submit(c.ChangePhase(by=ORGANISER, action=action(1), at=1, phase="open"))
    await _pitch_all(desk)
    await _vote(desk, voters)
    await desk.submit(c.AdoptPlan(placements=greedy(desk.camp)))
    return desk


async def small_camp(desks: Desks, code: str, *, topics: int = 12, budget: int = 0) -> Desk:
    """An open camp with a few rooms and topics, and nothing on the grid."""
    created = district_day(code)
    settings = Settings(name="Larkhaven Learns", date="2031-03-15", zone="UTC", vote_budget=budget)
    small = c.CreateCamp(
        camp=CampId(code),
        settings=settings,
        organiser=created.organiser,
        rooms=created.rooms[:6],
        slots=created.slots,
    )
    desk = await desks.create(small)
    await desk.submit(c.ChangePhase(by=ORGANISER, action=action(1), at=1, phase="open"))
    await _pitch_all(desk, topics)
    return desk


def district_day(code: str) -> c.CreateCamp:
    """The demo's day as the command that begins it, on a date that stays the same."""
    begun = beginning(CampId(code), Organiser(id=ORGANISER, name="Grace"))
    return replace(begun, settings=replace(begun.settings, date="2031-03-15"))


def greedy(camp: Camp) -> tuple[Placement, ...]:
    """A legal grid, nothing more: each topic into the first cell that has what it needs.

    It says why in the planner's words.
    """
    free = [
        (slot, room)
        for slot in sorted(camp.slots.values(), key=lambda s: s.start)
        for room in sorted(camp.rooms.values(), key=lambda r: (len(r.features), r.capacity))
    ]
    busy: dict[AttendeeId, set[SlotId]] = {}
    placements = []
    by_need = sorted(camp.topics.values(), key=lambda t: (-len(t.pitch.needs), t.number))
    for topic in by_need:
        for slot, room in free:
            fits = set(topic.pitch.needs) <= set(room.features)
            clash = any(slot.id in busy.get(lead, ()) for lead in topic.facilitators)
            if topic.facilitators and fits and not clash and slot.id not in topic.pitch.not_in:
                had = room_had(each_of(topic.pitch.needs), largest=False)
                why = kept(clauses((wanted_by(camp.tallies.get(topic.id, 0)), had)))
                placements.append(Placement(topic=topic.id, slot=slot.id, room=room.id, why=why))
                free.remove((slot, room))
                for lead in topic.facilitators:
                    busy.setdefault(lead, set()).add(slot.id)
                break
    return tuple(placements)


def moved(camp: Camp) -> tuple[Placement, ...]:
    """The camp's grid with one session in another room of its slot, and why."""
    placements = [p for there in camp.placements.values() for p in there]
    for old in placements:
        needs = set(camp.topics[old.topic].pitch.needs)
        for room in camp.rooms.values():
            taken = Cell(old.slot, room.id) in camp.cells or old.slot in room.closed
            if not taken and needs <= set(room.features):
                left = camp.rooms[old.room]
                why = kept(in_names(camp, too_small(left.id, left.capacity, 41)))
                new = Placement(topic=old.topic, slot=old.slot, room=room.id, why=why)
                return (*(p for p in placements if p is not old), new)
    raise AssertionError("there is no free room anywhere")


async def _pitch_all(desk: Desk, most: int = 1_000) -> None:
    names = iter(crowd.people(400, seed=7))
    for n, topic in enumerate(district.topics()[:most], start=1):
        leads = tuple(AttendeeId(f"lead-{n}-{k}") for k in range(topic.facilitators))
        for lead in leads:
            await desk.submit(c.JoinCamp(attendee=lead, name=next(names).name))
        topic_id = TopicId(f"t{n}")
        wish = topic.kind == "wish"
        pitch = pitch_of(topic)
        await desk.submit(
            c.PitchTopic(
                topic=topic_id,
                by=leads[0],
                at=n,
                pitch=pitch,
                facilitators=() if wish else leads[:1],
            )
        )
        for lead in () if wish else leads[1:]:
            await desk.submit(c.LeadTopic(topic=topic_id, attendee=lead, invited=True))


async def _vote(desk: Desk, voters: int) -> None:
    rng = random.Random(11)
    topics: Iterable[district.Topic] = district.topics()
    ranked = list(topics)
    for n, person in enumerate(crowd.people(voters, seed=3), start=1):
        me = AttendeeId(f"voter-{n}")
        await desk.submit(c.JoinCamp(attendee=me, name=person.name))
        ballot = [TopicId(f"t{i + 1}") for i in crowd.ballot(person, ranked, 9, rng)]
        await desk.submit(c.OrderBallot(attendee=me, ballot=tuple(ballot)))
        await desk.submit(c.SeeTopics(attendee=me, topics=tuple(ballot)))


def action(n: int) -> ActionId:
    """The id of the nth thing the organiser does."""
    return ActionId(f"action-{n}")
