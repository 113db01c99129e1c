"""More room for topics that too many people want, as the planner offers it to the camp."""

from collections.abc import Iterator

from board.camp import commands as c
from board.camp.model import Camp, Offer, OfferKind, TopicId
from board.camp.rules.topics import MOST_SESSIONS
from board.planning.offers import offers
from board.planning.plan import Plan
from board.planning.values import Instance

MOST = 5  # topics at once; organisers and facilitators have more to do


def offer_more(camp: Camp, instance: Instance, shown: Plan, *, iterations: int) -> c.OfferMore:
    """What to offer a camp whose `instance` was planned as `shown`: exactly that, and nothing else.

    Plans up to eleven times with so many `iterations` each, so it is for another thread or process.
    """
    found = offers(instance, shown, iterations, MOST, without=frozenset(_without(camp, instance)))
    return c.OfferMore(
        offers=tuple(
            Offer(
                topic=won.topic,
                kind=won.kind,
                sessions=camp.topics[won.topic].pitch.sessions,
                wanted=won.wanted,
                chairs=won.chairs,
                wins=won.wins,
            )
            for won in found
        )
    )


def _without(camp: Camp, instance: Instance) -> Iterator[tuple[TopicId, OfferKind]]:
    """What nobody is asked for: what was refused, and what a yes would not bring about."""
    for topic_id, kind, sessions in camp.declined:
        if camp.topics[topic_id].pitch.sessions == sessions:
            yield topic_id, kind
    for each in instance.topics:
        topic = camp.topics[each.id]
        # Topics that nobody leads run only where they are pinned, whatever they may.
        nowhere_else = topic.wish and not camp.settings.leaderless
        if nowhere_else:
            yield each.id, "larger-room"
        repeatable = topic.pitch.sessions == each.max_sessions < MOST_SESSIONS
        if nowhere_else or not repeatable:
            yield each.id, "repeat"
