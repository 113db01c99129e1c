"""One attendee's own state, laid over what was drawn for everyone; phones do the same after patches."""

import re
from collections.abc import Iterable

from markupsafe import Markup

from board.camp.model import AttendeeId, TopicId
from board.live.render import environment


def with_votes(html: Markup, ballot: Iterable[TopicId], *, open_: bool) -> Markup:
    """`html` with the vote buttons of a ballot's topics pressed."""
    drawn = str(html)
    for place, topic in enumerate(ballot, start=1):
        drawn = drawn.replace(own(topic, 0, open_), own(topic, place, open_))
    return Markup(drawn)  # noqa: S704 - drawn with autoescape


def without(html: Markup, topics: Iterable[TopicId]) -> Markup:
    """`html` with the cards of these topics hidden: they are there, for who looks for them next."""
    drawn = str(html)
    for topic in topics:
        drawn = drawn.replace(f'id="topic-{topic}"', f'id="topic-{topic}" hidden', 1)
    return Markup(drawn)  # noqa: S704 - drawn with autoescape


def with_mine(html: Markup, ballot: Iterable[TopicId]) -> Markup:
    """`html` with the cells of a ballot's topics marked."""
    drawn = str(html)
    for topic in ballot:
        # No text can hold this: quotes are escaped in texts.
        drawn = drawn.replace(f'data-topic="{topic}"', f'data-topic="{topic}" data-mine')
    return Markup(drawn)  # noqa: S704 - drawn with autoescape


def with_questions(html: Markup, me: AttendeeId) -> Markup:
    """`html` with the questions that are for this attendee shown."""

    def shown(found: re.Match[str]) -> str:
        return f"{found[0]} data-yours" if me in found[1].split() else found[0]

    return Markup(re.sub(r'data-for="([^"]*)"', shown, str(html)))  # noqa: S704 - drawn with autoescape


def own(topic: TopicId, place: int, open_: bool) -> str:
    """An attendee's own mark on a topic; see `_partials/vote.html`."""
    template = environment().get_template("_partials/vote.html")
    return template.render(topic_id=topic, place=place, open=open_).strip()
