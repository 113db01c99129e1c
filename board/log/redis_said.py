"""What Redis says about itself and of its troubles, in sentences for an operator."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

from redis.exceptions import AuthenticationError, OutOfMemoryError, ReadOnlyError, ResponseError

from board.camp.errors import StoreDamaged, StoreFull, Unavailable
from board.log.redis_nodes import LOST, Node, Nodes

ANSWER = 1.0  # seconds within which a node of a cluster has to say how it is
SETTINGS = ("appendfsync", "cluster-require-full-coverage")


async def warnings(nodes: Nodes) -> list[str]:
    """What should be put right about a Redis, or each node of a cluster; Unavailable if all are away."""
    primaries = await nodes.primaries()
    if not await nodes.clustered():
        return [*_complaints("Redis", *await _asked(primaries[0]))]
    found = list[str]()
    answers = await asyncio.gather(*map(_on_its_own, primaries))
    for node, wrong in zip(primaries, answers, strict=True):
        if isinstance(wrong, str):
            found.append(
                f"Redis at {node.address} is away ({wrong}): the camps it holds have to wait."
            )
        else:
            found += wrong
    if all(isinstance(wrong, str) for wrong in answers):
        raise Unavailable(
            "No node of the Redis Cluster can be reached. Nothing is lost; try again."
        )
    return [*found, *_gaps(nodes)]


def explained(error: Exception) -> Unavailable:
    """What redis-py raised, as the error that the board raises instead."""
    said = str(error) or "it does not answer"
    if isinstance(error, AuthenticationError):
        return Unavailable(f"Redis does not let the board in ({said}). Check the store's URL.")
    if isinstance(error, OutOfMemoryError) or "OOM command" in said or "MISCONF" in said:
        return StoreFull(f"Redis takes no more ({said}). Make room; nothing is lost.")
    if isinstance(error, ReadOnlyError) or "READONLY" in said:
        return Unavailable("This Redis is a read-only replica. Give the board its primary.")
    if "WRONGTYPE" in said or "equal or smaller" in said:
        return StoreDamaged(
            f"Redis holds something else than the board wrote ({said}). Restore the store from a"
            " backup; nothing was changed or dropped."
        )
    return Unavailable(f"Redis can't be used right now ({said}). Nothing is lost; try again.")


async def _on_its_own(node: Node) -> list[str] | str:
    """What is wrong with a node of a cluster, or what keeps it from answering."""
    try:
        async with asyncio.timeout(ANSWER):
            return [*_complaints(f"Redis at {node.address}", *await _asked(node))]
    except LOST as error:
        return str(error) or "it does not answer"


async def _asked(node: Node) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    (state,) = await node.ask(("INFO",))
    settings = dict[str, str]()
    for name in SETTINGS:
        try:
            (answer,) = await node.ask(("CONFIG GET", name))
        except ResponseError:  # many hosted ones don't allow it
            continue
        settings.update(answer)
    return state, settings


def _complaints(name: str, state: Mapping[str, Any], settings: Mapping[str, str]) -> Iterator[str]:
    fsync, policy = settings.get("appendfsync", ""), str(state.get("maxmemory_policy", ""))
    if state.get("role") == "slave":
        raise Unavailable("This Redis is a read-only replica. Give the board its primary.")
    if not state.get("aof_enabled"):
        yield (
            f"{name} does not keep an append-only file: what was confirmed can be lost when it stops."
            " Set `appendonly yes` and `appendfsync always`."
        )
    elif fsync in ("everysec", "no"):
        yield (
            f"{name} has `appendfsync {fsync}`: a power cut can take back what was confirmed"
            " shortly before. Set `appendfsync always`."
        )
    if policy.startswith("allkeys-"):
        yield (
            f"{name} has `maxmemory-policy {policy}`: when memory runs out it throws away whole logs."
            " Set `maxmemory-policy noeviction`."
        )
    if state.get("cluster_enabled") and settings.get("cluster-require-full-coverage") == "yes":
        yield (
            f"{name} has `cluster-require-full-coverage yes`: when one node is away, the camps on all"
            " others stop too. Set `cluster-require-full-coverage no`."
        )


def _gaps(nodes: Nodes) -> Iterator[str]:
    if missing := nodes.unheld():
        yield (
            f"No node of the Redis Cluster holds {missing} of its 16384 slots: camps whose codes fall"
            " there can't be begun or read. Assign them (`redis-cli --cluster fix`)."
        )
