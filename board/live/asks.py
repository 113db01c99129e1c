"""What a screen can ask over its socket: small JSON frames, each numbered by the screen.

`vote`, `unvote`, `ballot`, `seen`, `pitch`, `answer`, and `beat`. The number comes back in the
answer, `ok` or `no`; a screen that hears neither asks again, which changes nothing twice.
"""

from typing import TypeAlias

import msgspec

from board.camp import commands as c
from board.camp.errors import Invalid, TooLarge
from board.camp.model import AttendeeId, OfferKind, Pitch, TopicId
from board.camp.said import say

LARGEST = 16 * 1024  # bytes; the longest pitch is well below


class _Ask(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    tag_field="t",
    tag=str.lower,
    forbid_unknown_fields=True,
):
    """The shape every ask shares."""


class Vote(_Ask, frozen=True, kw_only=True):
    """Add a topic at the end of one's ballot."""

    n: int
    topic: TopicId


class Unvote(_Ask, frozen=True, kw_only=True):
    """Take a topic from one's ballot."""

    n: int
    topic: TopicId


class Ballot(_Ask, frozen=True, kw_only=True):
    """Make one's ballot exactly this, first choice first; or, with `rest`, only put it in this order."""

    n: int
    topics: tuple[TopicId, ...]
    rest: bool = False


class Seen(_Ask, frozen=True, kw_only=True):
    """Say which topics were on the screen."""

    n: int
    topics: tuple[TopicId, ...]


class Pitching(_Ask, frozen=True, kw_only=True, tag="pitch"):
    """Offer a topic (`lead`) or wish for one; the screen draws its id, 1-32 of a-z, 0-9, '-'."""

    n: int
    topic: TopicId
    pitch: Pitch
    lead: bool = False


class Answer(_Ask, frozen=True, kw_only=True):
    """Say yes or no to what is offered for a topic one leads; `sessions` as the offer says."""

    n: int
    topic: TopicId
    kind: OfferKind
    sessions: int
    yes: bool


class Beat(_Ask, frozen=True, kw_only=True):
    """A sign of life; it is not answered."""


Ask: TypeAlias = Vote | Unvote | Ballot | Seen | Pitching | Answer | Beat
Numbered: TypeAlias = Vote | Unvote | Ballot | Seen | Pitching | Answer

_decoder: msgspec.json.Decoder[Ask] = msgspec.json.Decoder(Ask)


def parse(text: str | bytes) -> Ask:
    """The ask in a frame; Invalid or TooLarge, with a sentence, if there is none."""
    if len(text) > LARGEST:
        raise TooLarge(
            say(
                "A frame can be {largest} bytes long; this one is {count}.",
                largest=LARGEST,
                count=len(text),
            )
        )
    try:
        return _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Invalid(
            say("This frame means nothing here: {error}. See docs/protocol.md.", error=error)
        ) from error


def command(ask: Numbered, attendee: AttendeeId, now: int) -> c.Command:
    """What an attendee's ask comes to as a command; `now` in ms since the Unix epoch."""
    match ask:
        case Vote(topic=topic):
            return c.CastVote(attendee=attendee, topic=topic)
        case Unvote(topic=topic):
            return c.WithdrawVote(attendee=attendee, topic=topic)
        case Ballot(topics=topics, rest=rest):
            return c.OrderBallot(attendee=attendee, ballot=topics, rest=rest)
        case Seen(topics=topics):
            return c.SeeTopics(attendee=attendee, topics=topics)
        case Pitching(topic=topic, pitch=pitch, lead=lead):
            leads = (attendee,) if lead else ()
            return c.PitchTopic(topic=topic, by=attendee, at=now, pitch=pitch, facilitators=leads)
        case Answer(topic=topic, kind=kind, sessions=often, yes=yes):
            return c.AnswerOffer(topic=topic, attendee=attendee, kind=kind, sessions=often, yes=yes)
