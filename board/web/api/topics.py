"""Topics: pitching, changing, withdrawing and leading them."""

import time

from board.camp import commands as c
from board.camp.errors import Forbidden
from board.camp.model import AttendeeId, TopicId
from board.camp.said import say
from board.web import identity
from board.web.api import views
from board.web.api.answers import Done, TopicAt, Topics
from board.web.api.asked import (
    CompanyAnswer,
    Edit,
    MergeAnswer,
    NewTopic,
    OfferAnswer,
    SteppingUp,
)
from board.web.api.operations import Call


async def list_topics(call: Call, _: None) -> Topics:
    """Look at all topics."""
    return views.topics(call)


async def pitch(call: Call, asked: NewTopic) -> TopicAt:
    """Offer a topic, or wish for one."""
    topic = asked.id or TopicId(identity.new_id("t"))
    leads = (call.by.an_attendee(),) if asked.lead else ()
    seq = await call.submit(
        c.PitchTopic(
            topic=topic,
            by=call.by.attendee or call.actor,  # as themselves where they can
            at=time.time_ns() // 1_000_000,
            pitch=asked.pitch,
            facilitators=leads,
        )
    )
    return _at(call, topic, seq)


async def topic(call: Call, _: None) -> TopicAt:
    """Look at a topic."""
    return _at(call, call.topic().id, call.seq)


async def edit(call: Call, asked: Edit) -> TopicAt:
    """Say something else about a topic."""
    command = c.EditTopic(topic=call.topic().id, by=call.actor, pitch=asked.pitch)
    return _at(call, command.topic, await call.submit(command))


async def withdraw(call: Call, _: None) -> Done:
    """Take a topic back."""
    return Done(seq=await call.submit(c.WithdrawTopic(topic=call.topic().id, by=call.actor)))


async def restore(call: Call, _: None) -> TopicAt:
    """Put a withdrawn topic on the board again."""
    command = c.RestoreTopic(topic=call.topic().id, by=call.actor)
    return _at(call, command.topic, await call.submit(command))


async def step_up(call: Call, asked: SteppingUp) -> TopicAt:
    """Lead a topic."""
    topic = call.topic().id
    if asked.key and call.site.tokens.read("cofacilitator", call.camp.id, asked.key) != topic:
        raise Forbidden(
            say("This co-facilitator link is for another topic. Ask for the right one.")
        )
    command = c.LeadTopic(topic=topic, attendee=call.by.an_attendee(), invited=bool(asked.key))
    return _at(call, topic, await call.submit(command))


async def step_back(call: Call, _: None) -> TopicAt:
    """Stop leading a topic, or, leading it first or organising, thank another facilitator."""
    who = call.path("facilitator")
    attendee = call.by.an_attendee() if who == "me" else AttendeeId(who)
    command = c.LeaveTopic(topic=call.topic().id, attendee=attendee, by=call.actor)
    return _at(call, command.topic, await call.submit(command))


async def ask_to_lead(call: Call, _: None) -> TopicAt:
    """Ask those who lead a topic to lead it with them."""
    command = c.AskToLead(topic=call.topic().id, attendee=call.by.an_attendee())
    return _at(call, command.topic, await call.submit(command))


async def answer_company(call: Call, asked: CompanyAnswer) -> TopicAt:
    """Say yes or no to somebody who asked; take back what one asked oneself."""
    who = call.path("asking")
    attendee = call.by.an_attendee() if who == "me" else AttendeeId(who)
    by = attendee if who == "me" else call.actor
    command = c.AnswerCompany(topic=call.topic().id, attendee=attendee, by=by, yes=asked.yes)
    return _at(call, command.topic, await call.submit(command))


async def answer(call: Call, asked: OfferAnswer) -> TopicAt:
    """Say yes or no to what is offered for a topic one leads."""
    command = c.AnswerOffer(
        topic=call.topic().id,
        attendee=call.by.an_attendee(),
        kind=asked.kind,
        sessions=asked.sessions,
        yes=asked.yes,
    )
    return _at(call, command.topic, await call.submit(command))


async def answer_merge(call: Call, asked: MergeAnswer) -> TopicAt:
    """Say yes or no to making this topic part of another, for those one leads."""
    command = c.AnswerMerge(
        source=call.topic().id,
        target=asked.into,
        attendee=call.by.an_attendee(),
        at=time.time_ns() // 1_000_000,
        yes=asked.yes,
    )
    return _at(call, command.source, await call.submit(command))


def _at(call: Call, topic: TopicId, seq: int) -> TopicAt:
    return TopicAt(seq=seq, topic=views.topic(call, call.camp.topics[topic]))
