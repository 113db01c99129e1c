"""One attendee's own state, laid over what was drawn for everyone; phones do the same after patches."""

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from board.camp.model import AttendeeId, TopicId
from board.live.render import environment
from board.web.pages.marking import marked

_HIDDEN = Markup('id="topic-{}" hidden')
_MINE = Markup('data-topic="{}" data-mine')
_FOR, _YOURS = re.compile(r'data-for="([^"]*)"'), Markup(" data-yours")


def with_votes(html: Markup, ballot: Iterable[TopicId], *, open_: bool) -> Markup:
    """`html` with the vote buttons of a ballot's topics pressed."""
    for place, topic in enumerate(ballot, start=1):
        html = html.replace(own(topic, 0, open_), own(topic, place, open_))
    return html


def without(html: Markup, topics: Iterable[TopicId]) -> Markup:
    """`html` with the cards of these topics hidden: they are there, for who looks for them next."""
    for topic in topics:
        html = html.replace(f'id="topic-{topic}"', _HIDDEN.format(topic), 1)
    return html


def with_mine(html: Markup, ballot: Iterable[TopicId]) -> Markup:
    """`html` with the cells of a ballot's topics marked."""
    for topic in ballot:
        # No text can hold this: quotes are escaped in texts.
        html = html.replace(f'data-topic="{topic}"', _MINE.format(topic))
    return html


def with_questions(html: Markup, me: AttendeeId) -> Markup:
    """`html` with the questions that are for this attendee shown."""
    return marked(html, _FOR, lambda found: _YOURS if me in found[1].split() else None)


def own(topic: TopicId, place: int, open_: bool) -> Markup:
    """An attendee's own mark on a topic; see `_partials/vote.html`."""
    template = environment().get_template("_partials/vote.html")
    drawn = template.make_module({"topic_id": topic, "place": place, "open": open_})
    return escape(drawn).strip()
