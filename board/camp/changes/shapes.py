"""The few shapes that changes are made of."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from immutables import Map
from msgspec.structs import replace

from board.camp.model import (
    Camp,
    TopicId,
)

K = TypeVar("K")
V = TypeVar("V")

Changes: TypeAlias = dict[type, Callable[[Camp, Any], Camp]]


def retopic(camp: Camp, topic: TopicId, **changes: Any) -> Camp:
    """The camp with one topic changed."""
    return replace(camp, topics=camp.topics.set(topic, replace(camp.topics[topic], **changes)))


def added(counts: Map[TopicId, int], topic: TopicId, count: int) -> Map[TopicId, int]:
    """The counts with one more or less; a count of 0 is left out."""
    after = counts.get(topic, 0) + count
    return counts.set(topic, after) if after else without(counts, topic)


def joined(there: tuple[V, ...], more: tuple[V, ...]) -> tuple[V, ...]:
    """Both, each item once."""
    return tuple(dict.fromkeys((*there, *more)))


def left(there: tuple[V, ...], gone: tuple[V, ...]) -> tuple[V, ...]:
    """What is there and not gone."""
    return tuple(item for item in there if item not in gone)


def without(items: Map[K, V], key: K) -> Map[K, V]:
    """The map without a key, if it has it."""
    return items.delete(key) if key in items else items


def marked(masks: Map[K, int], key: K, mask: int) -> Map[K, int]:
    """The masks with one changed; an empty one is left out."""
    return masks.set(key, mask) if mask else without(masks, key)
