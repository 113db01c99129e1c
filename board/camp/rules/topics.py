"""Pitching, leading, editing, withdrawing, hiding and merging topics."""

from collections.abc import Collection

from board.camp import commands as c
from board.camp import events as e
from board.camp import texts
from board.camp.errors import Conflict, Forbidden, Invalid, Unknown
from board.camp.model import GRADE_BANDS, AttendeeId, Camp, Pitch, SlotId
from board.camp.rules import grid, lookups
from board.camp.said import say, say_n

MOST_TOPICS = 1_000
MOST_EACH = 20
MOST_FACILITATORS = 8
MOST_SESSIONS = 6


def pitch(camp: Camp, command: c.PitchTopic) -> tuple[e.Event, ...]:
    """Attendees pitch while the board is open; organisers also before."""
    if command.topic in camp.topics:
        if camp.topics[command.topic].by == command.by:
            return ()
        raise Conflict(say("A topic with this id exists already. Please send the pitch again."))
    texts.identifier(command.topic, "topic")
    texts.moment(command.at)
    if lookups.is_organiser(camp, command.by):
        lookups.in_phase(camp, "setup", "open", "running")
        if missing := [f for f in command.facilitators if f not in camp.attendees]:
            raise Unknown(
                say(
                    "Nobody called {missing} is in. Let them join first.",
                    missing=texts.quoted(missing[0]),
                )
            )
    else:
        pitcher = lookups.attendee(camp, AttendeeId(command.by))
        lookups.in_phase(camp, "open", "running")
        if set(command.facilitators) - {pitcher.id}:
            raise Forbidden(say("You can offer to lead a topic yourself, not somebody else."))
        if sum(t.by == command.by and t.up for t in camp.topics.values()) >= MOST_EACH:
            raise Conflict(
                say(
                    "You have pitched {most_each} topics. Withdraw one to pitch another.",
                    most_each=MOST_EACH,
                )
            )
    if len(camp.topics) >= MOST_TOPICS:
        raise Conflict(
            say("The board is full: it holds {most_topics} topics.", most_topics=MOST_TOPICS)
        )
    facilitators = tuple(dict.fromkeys(command.facilitators))
    _few_enough(facilitators)
    return (
        e.TopicPitched(
            topic=command.topic,
            pitch=checked(command.pitch, set(camp.slots)),
            by=command.by,
            at=command.at,
            facilitators=facilitators,
        ),
    )


def edit(camp: Camp, command: c.EditTopic) -> tuple[e.Event, ...]:
    """Who leads a topic edits it; a session that no longer fits leaves the grid to be placed anew."""
    topic = lookups.own_topic(camp, command.topic, command.by)
    lookups.in_phase(camp, "setup", "open", "running")
    words = checked(command.pitch, {*camp.slots, *topic.pitch.not_in})
    if words == topic.pitch:
        return ()
    keep_firm = not lookups.is_organiser(camp, command.by)
    return grid.settled(camp, (e.TopicEdited(topic=topic.id, pitch=words),), keep_firm=keep_firm)


def withdraw(camp: Camp, command: c.WithdrawTopic) -> tuple[e.Event, ...]:
    """Who leads a topic can take it back, its session included; its votes wait."""
    topic = lookups.own_topic(camp, command.topic, command.by)
    lookups.in_phase(camp, "setup", "open", "running")
    if topic.withdrawn:
        return ()
    return grid.settled(camp, (e.TopicWithdrawn(topic=topic.id),))


def restore(camp: Camp, command: c.RestoreTopic) -> tuple[e.Event, ...]:
    """A withdrawn topic can come back, with its votes."""
    topic = lookups.own_topic(camp, command.topic, command.by)
    lookups.in_phase(camp, "setup", "open", "running")
    return (e.TopicRestored(topic=topic.id),) if topic.withdrawn else ()


def lead(camp: Camp, command: c.LeadTopic) -> tuple[e.Event, ...]:
    """Anyone can step up for a wish; an offer's facilitators invite whom they want."""
    topic = lookups.topic_up(camp, command.topic)
    person = lookups.attendee(camp, command.attendee)
    if person.id in topic.facilitators:
        return ()
    lookups.in_phase(camp, "open", "running")
    if not topic.wish and not command.invited:
        raise Forbidden(
            say("Somebody leads this topic already. Ask them for their co-facilitator link.")
        )
    _few_enough((*topic.facilitators, person.id))
    event = e.FacilitatorAdded(topic=topic.id, attendee=person.id)
    return grid.settled(camp, (event,), keep_firm=True, yielding=topic.id)


def leave(camp: Camp, command: c.LeaveTopic) -> tuple[e.Event, ...]:
    """One can step back; who leads first can also thank others. Without a facilitator it is a wish."""
    topic = lookups.topic(camp, command.topic)
    if command.attendee not in topic.facilitators:
        return ()
    lookups.in_phase(camp, "setup", "open", "running")
    may = command.by in (command.attendee, topic.facilitators[0])
    if not may and not lookups.is_organiser(camp, command.by):
        raise Forbidden(say("Only they themselves, and who leads the topic, can do this."))
    event = e.FacilitatorRemoved(topic=topic.id, attendee=command.attendee)
    return grid.settled(camp, (event,))


def hide(camp: Camp, command: c.HideTopic) -> tuple[str, tuple[e.Event, ...]]:
    """What doesn't belong on the board goes; its votes wait."""
    topic = lookups.topic(camp, command.topic)
    events = () if topic.hidden else grid.settled(camp, (e.TopicHidden(topic=topic.id),))
    return say("Hid “{topic}”", topic=topic.pitch.title), events


def show(camp: Camp, command: c.ShowTopic) -> tuple[str, tuple[e.Event, ...]]:
    """What was hidden comes back."""
    topic = lookups.topic(camp, command.topic)
    events = (e.TopicShown(topic=topic.id),) if topic.hidden else ()
    return say("Showed “{topic}” again", topic=topic.pitch.title), events


def merge(camp: Camp, command: c.MergeTopics) -> tuple[str, tuple[e.Event, ...]]:
    """Two topics that are one become one: nobody's vote counts twice, nobody's order changes."""
    source = lookups.topic_up(camp, command.source)
    target = lookups.topic_up(camp, command.target)
    if source.id == target.id:
        raise Invalid(say("A topic can't be merged with itself. Choose another one."))
    carried = tuple(f for f in source.facilitators if f not in target.facilitators)
    _few_enough((*target.facilitators, *carried))
    votes = tuple(
        e.MergedVote(
            attendee=attendee,
            source_at=ballot.index(source.id),
            target_at=ballot.index(target.id) if target.id in ballot else -1,
        )
        for attendee, ballot in sorted(camp.ballots.items())
        if source.id in ballot
    )
    merged = e.TopicsMerged(source=source.id, target=target.id, votes=votes, carried=carried)
    what = say(
        "Merged “{source}” into “{target}”", source=source.pitch.title, target=target.pitch.title
    )
    return what, grid.settled(camp, (merged,))


def size(camp: Camp, command: c.SizeTopic) -> tuple[str, tuple[e.Event, ...]]:
    """Organisers who asked who leads it let a topic run more or less often, for more or fewer people."""
    topic = lookups.topic_up(camp, command.topic)
    now = topic.pitch
    sessions = now.sessions if command.sessions is None else command.sessions
    seat_cap = now.seat_cap if command.seat_cap is None else command.seat_cap
    _sensible(sessions, seat_cap)
    if sessions != now.sessions:
        what = say_n(
            sessions, "Let “{title}” run once", "Let “{title}” run {n} times", title=now.title
        )
    else:
        what = (
            say("Capped “{now}” at {seat_cap}", now=now.title, seat_cap=seat_cap)
            if seat_cap
            else say("Uncapped “{now}”", now=now.title)
        )
    if (sessions, seat_cap) == (now.sessions, now.seat_cap):
        return what, ()
    sized = e.TopicSized(topic=topic.id, sessions=sessions, seat_cap=seat_cap)
    return what, grid.settled(camp, (sized,))


def checked(words: Pitch, slots: Collection[SlotId]) -> Pitch:
    """A pitch with every text clean, and naming no slot but those in `slots`, or Invalid.

    A slot that it named before may be gone by now, and come back: that is not the editor's mistake.
    """
    if unknown := set(words.grade_bands) - set(GRADE_BANDS):
        bands = ", ".join(GRADE_BANDS)
        raise Invalid(
            say(
                "{unknown} is no grade band; they are {bands}.",
                unknown=texts.quoted(min(unknown)),
                bands=bands,
            )
        )
    if missing := [slot for slot in words.not_in if slot not in slots]:
        raise Invalid(
            say(
                "The topic names a slot that isn't there: {missing}.",
                missing=texts.quoted(missing[0]),
            )
        )
    _sensible(words.sessions, words.seat_cap)
    return Pitch(
        title=texts.line(words.title, "title", most=texts.TITLE),
        description=texts.paragraphs(words.description, "description", most=texts.DESCRIPTION),
        grade_bands=tuple(b for b in GRADE_BANDS if b in words.grade_bands),
        tags=texts.words(words.tags, say("subject tag")),
        format=texts.line(words.format, "format", most=texts.WORD, needed=False),
        bring=texts.line(words.bring, say("list of what to bring"), most=texts.BRING, needed=False),
        needs=texts.words(words.needs, say("room need")),
        seat_cap=words.seat_cap,
        not_in=tuple(dict.fromkeys(words.not_in)),
        sessions=words.sessions,
    )


def _sensible(sessions: int, seat_cap: int) -> None:
    if not 0 <= seat_cap <= 10_000:
        raise Invalid(
            say("The most people a session can take must be 0 (as many as fit) to 10,000.")
        )
    if not 1 <= sessions <= MOST_SESSIONS:
        raise Invalid(
            say("A topic can run 1 to {most_sessions} times.", most_sessions=MOST_SESSIONS)
        )


def _few_enough(facilitators: tuple[AttendeeId, ...]) -> None:
    if len(facilitators) > MOST_FACILITATORS:
        raise Conflict(
            say(
                "A topic can have {most_facilitators} facilitators at most.",
                most_facilitators=MOST_FACILITATORS,
            )
        )
